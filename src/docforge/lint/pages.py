"""The pages of docs/rules, made from the catalogue: one for each topic, and a list of all.

`python -m docforge.lint.pages docs/rules` writes them; a test holds them to the docstrings.
"""

import sys
from itertools import groupby
from pathlib import Path

from docforge.lint.catalogue import CodeDescription, catalogue

_TOPICS = {
    "ABR": "Abbreviations",
    "CFG": "Front matter",
    "CHT": "Charts",
    "DOC": "The document",
    "EPB": "EPUB",
    "HDG": "Headings",
    "HTM": "HTML and templates",
    "IMG": "Images",
    "LED": "The ledger of the source",
    "LIM": "Limits",
    "LNG": "Language",
    "LNK": "Links",
    "LST": "Lists and structure",
    "MRK": "Marks that stay visible",
    "MTH": "Formulas",
    "PDF": "PDF",
    "GAT": "The last gate",
    "RBK": "Outputs read back",
    "SIL": "Silencers",
    "SRC": "Source files",
    "STY": "Styles",
    "TBL": "Tables",
    "TRU": "Trust",
    "TXT": "Plain text",
    "VFY": "Delivered files",
}


def pages() -> dict[str, str]:
    """The text of each page by its file's name."""
    made = {}
    rows = []
    for prefix, group in groupby(catalogue().values(), key=lambda entry: entry.code[:3]):
        entries = list(group)
        title, name = _TOPICS[prefix], f"{prefix.lower()}.md"
        made[name] = "\n".join([_front(f"Rules: {title}"), *map(_section, entries)])
        rows += [f"| [{e.code}]({name}#{e.code.lower()}) | {e.level} | {e.what} |" for e in entries]
    head = "\nTable: Every code, the level it has by default, and what it means\n"
    table = ["| Code | Level | What it says |", "|---|---|---|", *rows]
    made["index.md"] = "\n".join([_front("Rules"), _INTRODUCTION, head, *table, ""])
    return made


_INTRODUCTION = """
`docforge lint` checks sources by these rules, and so does every export. `docforge explain CODE`
shows one of them. [Checking sources](../guide/checking.md) tells how to change their levels."""


def _front(title: str) -> str:
    return f'---\ntitle: "{title}"\nlang: en-GB\n---\n'


def _section(entry: CodeDescription) -> str:
    told = {
        "Level": entry.level,
        "Why": entry.why,
        **({"Criterion": " ".join(entry.bearing)} if entry.bearing else {}),
        "Example": entry.example,
        "How to mend it": entry.mend,
    }
    terms = "\n".join(f"{term}\n:   {said}\n" for term, said in told.items())
    return f"## {entry.code} {{#{entry.code.lower()}}}\n\n{entry.what}\n\n{terms}"


def write(folder: Path) -> None:
    """Write every page into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        folder.joinpath(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
