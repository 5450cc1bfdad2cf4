"""What somebody ordered of an e-mail draft: all that its proof knows besides the finished bytes.

Invariant: nothing in here was made by what writes e-mails. Outputs have been compared with their
document and have the hashes of the manifest: what they say is what the document says.
"""

from collections.abc import Callable, Mapping
from email.headerregistry import Address
from typing import Protocol

from msgspec import Struct

from docforge.export import DocumentFacts, Format
from docforge.media.formulas.drawing import FormulaDrawing
from docforge.style import Words

WHOLE, SUMMARY, NOTE = "whole", "summary", "note"


class OrderedDocument(Protocol):
    """A document of the draft: its proved outputs, and what it says of itself.

    `stem` is an ASCII name whose end is `tail`; its page lies at `place` in the output folder.
    """

    @property
    def stem(self) -> str: ...
    @property
    def tail(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def facts(self) -> DocumentFacts: ...
    @property
    def outputs(self) -> Mapping[Format, bytes]: ...


class MailOrder(Struct, frozen=True):
    """One draft as it was ordered.

    `title` is the subject before it says how far the documents may go; `lang` is that of the
    message, `words` its own words. `body` is what is shown of the documents. The covering note is
    `note`, as it was typed, or `note_page`, the page that docforge made of it. `base` is the
    address of the output folder. `draw` makes a picture of a drawing that mail programs show,
    `draw_formula` a drawing of MathML.
    """

    title: str
    lang: str
    words: Words
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    documents: tuple[OrderedDocument, ...]
    formats: tuple[Format, ...]
    body: str
    draw: Callable[[bytes, int, int], bytes]
    draw_formula: Callable[[str], FormulaDrawing | None]
    note: str = ""
    note_page: bytes = b""
    base: str = ""
