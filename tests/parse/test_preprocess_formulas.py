"""Which dollar signs are formulas: money stays money, TeX is read, what is doubtful is told."""

import pytest

from docforge.parse.preprocess.formulas import DoubtfulFormula, Formula, find_formulas
from docforge.parse.preprocess.lines import source_lines


def formulas(text: str) -> list[str]:
    return [found.tex for found in find_formulas(text) if isinstance(found, Formula)]


@pytest.mark.parametrize(
    "text",
    [
        "Grants rose from US$5 million to US$10 million.",
        "The range is $1.2bn–$1.5bn a year, or $5-$10 a head.",
        "The $100m fund and the **$20m** reserve stand.",
        "C$100, A$5 and $3 to $4; $HOME:$PATH and $HOME/bin$.",
        "It costs $5 or 10$ each.",
        "`$x$` and <https://example.org/?a=$b&c=$d> and [l](https://example.org/$a$)",
        r"\$x\$ and \[sic\] and \(see below\)",
        "Between $5 (about £4) and 6$.",
        "$5m and **$6m** (a rise of $1m)$",
        "from $ 5 to $ 6, $",
        "$1,000,000 - $2,000,000; US$ 5 million",
        "5 $ et 10 $. Fee: 10$/20$",
        "Was $5; A$ 6, ($5) or (A$ 6), and $1 = A$ 1.5.",
        "(US $) and (5$).",
        "$7? C$ 8! $9 (NZ$ 10), $2m: HK$ 3m",
    ],
)
def test_money_and_code_hold_no_formula(text: str) -> None:
    assert formulas(text) == []


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("$x^2 + y$", ["x^2 + y"]),
        ("so $n$, $\\alpha$ and $E = mc^2$.", ["n", "\\alpha", "E = mc^2"]),
        (r"$x = \text{the $n$th root of y}$", [r"x = \text{the $n$th root of y}"]),
        (r"\(x\) and \[\sum_i i\]", ["x", r"\sum_i i"]),
        ("$$\n\\frac{a}{b}\n$$", ["\n\\frac{a}{b}\n"]),
        ("costs $5, where $c = 5$", ["c = 5"]),
        ("$f(x)$ and $2 + 2 = 4$", ["f(x)", "2 + 2 = 4"]),
        (r"$\text{speed of light}$", [r"\text{speed of light}"]),
        (r"about $95\%$ of", [r"95\%"]),
    ],
)
def test_tex_is_read(text: str, tex: list[str]) -> None:
    assert formulas(text) == tex


@pytest.mark.parametrize("text", ["$10-20$", "$5$", "we pay $5m$"])
def test_what_could_be_either_is_doubtful(text: str) -> None:
    assert [type(found) for found in find_formulas(text)] == [DoubtfulFormula]


def test_a_rewritten_line_knows_where_its_characters_were_typed() -> None:
    lines = source_lines("one\n$x$ two")
    lines.lines[1].replace(2, 3, "`{=f}")
    lines.lines[1].replace(0, 1, "`")
    lines.insert(1)
    assert lines.text == "one\n\n`x`{=f} two"
    assert lines.position(2, 8).column == 5
    assert lines.position(2, 8).line == 2
