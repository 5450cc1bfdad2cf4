"""TeX to MathML or to nothing, and MathML to words."""

import pytest

from docforge.formulas import speak, to_mathml

SPOKEN = [
    (r"x^2+\sqrt{2}", "x squared plus the square root of 2"),
    (r"\frac{a+b}{c}", "the fraction a plus b over c, end of fraction"),
    (r"\sum_{i=1}^{n} i", "the sum from i equals 1 to n of i"),
    (r"\lim_{x\to 0} f", "the limit over x goes to 0 of f"),
    (r"a_{ij}^2", "a sub i j, end of sub squared"),
    (r"\sqrt[3]{x}", "the root of order 3 of x, end of root"),
    (r"\bar{x}", "x bar"),
    (r"\mathbf{x}^\top", "x transposed"),
    (r"50\%", "50 percent"),
]
BROKEN = ["", r"\nosuch{x}", r"\frac{a}", r"\left( x", r"\def\x{\x}\x", "{" * 500 + "x" + "}" * 500]


@pytest.mark.parametrize(("tex", "spoken"), SPOKEN)
def test_is_read_aloud(tex: str, spoken: str) -> None:
    mathml = to_mathml(tex, display=False)
    assert mathml is not None
    assert speak(mathml) == spoken


@pytest.mark.parametrize("tex", BROKEN)
def test_is_not_converted_by_halves(tex: str) -> None:
    assert to_mathml(tex, display=True) is None
