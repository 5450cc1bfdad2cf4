"""What the ledger finds, and all that its rules know when they look for it."""

from dataclasses import dataclass

from msgspec import Struct

from docforge.document import Document, Position
from docforge.findings import Finding
from docforge.source.config.settings import Settings
from docforge.verify.ledger.account import ComparedParts
from docforge.verify.ledger.typed import TypedSource

REPORT = "Write the passage in plainer Markdown, and report it: docforge has misread it."


class LedgerFault(Struct, frozen=True):
    """Something typed that is not carried as typed, or the other way round."""

    code: str
    position: Position
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Accounts:
    """All that is known of a document when its differences are looked at.

    `labelled` are the lines whose label, as typed, is that of an item; `date` is that of the
    front matter, as typed.
    """

    source: TypedSource
    document: Document
    settings: Settings
    earlier: tuple[Finding, ...]
    sides: tuple[ComparedParts, ...]
    names: tuple[str, ...]
    labelled: frozenset[int]
    date: str


def short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
