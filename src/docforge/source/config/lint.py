"""The table [lint] of docforge.toml: how strict to be, and the level of single rules.

Whether a code exists is known to lint alone; here only its form is checked.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from docforge.source.config.settings import FrozenTable


def _coded(levels: Mapping[str, str]) -> Mapping[str, str]:
    for code in levels:
        if not (len(code) == 6 and code[:3].isalpha() and code.isupper() and code[3:].isdigit()):
            raise ValueError(f"names “{code}”, which is not a code such as LNK020")
    return levels


Levels = Annotated[
    dict[str, Literal["error", "warning", "note", "off"]],
    AfterValidator(_coded),
]


class Lint(FrozenTable):
    """`strict` makes warnings errors and adds the rules that are off by default."""

    require: Literal["default", "strict"] = "default"
    levels: Levels = Field(default_factory=dict)


DEFAULT_LINT = Lint()
