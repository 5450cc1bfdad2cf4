"""What the gate found in a finished file, before anybody says what follows from it."""

from msgspec import Struct

# A name that is on no list, an address, a style, a part of a PDF, a file that has another form.
MARKUP, ADDRESS, STYLE, PDF, FORM = "GAT001", "GAT002", "GAT003", "GAT004", "GAT005"
# What a message quotes of a value.
_LONGEST = 80


class Hit(Struct, frozen=True):
    """One thing that may not stand in the file.

    `what` names it ("the element meta"); `where` says where in the file it stands ("in body,
    p"), `ident` is that of the last place before it that has one, "" for none.
    """

    code: str
    what: str
    where: str = ""
    ident: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.where}".strip()


def quoted(value: str) -> str:
    """The beginning of a value for a message, with what cannot be seen told by number."""
    shown = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in value)
    return f"“{shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + '…'}”"
