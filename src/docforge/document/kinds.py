"""The kinds of documents: what asks for each, and what its title block says, as data in kinds.toml.

Invariant: no name asks for two kinds; a title block says every fact that a document has.
"""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from msgspec import Struct


class DocumentKind(Struct, frozen=True):
    """A kind of document; `names` are what front matter may call it, its own name first.

    `facts` are fields of `Meta` in the order of the title block, each with the key of the word
    that stands before it, "" for none.
    """

    name: str
    names: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def word(self) -> str:
        """The key of what readers are told, in a style's words."""
        return f"kind-{self.name}"


def _read() -> Mapping[str, DocumentKind]:
    text = files("docforge.document").joinpath("kinds.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)
    common = rows["none"]["facts"]
    return {
        name: DocumentKind(
            name, (name, *row["names"]), tuple({**row["facts"], **_rest(row, common)}.items())
        )
        for name, row in rows.items()
    }


def _rest(row: Mapping[str, Mapping[str, str]], common: Mapping[str, str]) -> Mapping[str, str]:
    """What a document without a kind says besides what `row` names."""
    return {fact: word for fact, word in common.items() if fact not in row["facts"]}


_KINDS = _read()
NO_KIND = _KINDS["none"]
# By their own names, in the order of the file.
KINDS: Mapping[str, DocumentKind] = {name: kind for name, kind in _KINDS.items() if name != "none"}


def kind_named(written: str) -> DocumentKind | None:
    """The kind that writers mean by `written`, whatever its capitals, spaces and hyphens."""
    folded = re.sub(r"[\s_-]+", "-", written.strip().lower())
    if not folded:
        return NO_KIND
    return next((kind for kind in KINDS.values() if folded in kind.names), None)
