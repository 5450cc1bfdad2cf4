"""How a file holds its text, so that what is changed in it is written as it was: on Windows lines
end with CR and LF, and Notepad sets a byte order mark.
"""

from msgspec import Struct

from docforge.source.decode import digest_of


class StoredForm(Struct, frozen=True):
    """UTF-8, with or without byte order mark; `line_end` is "\\n", "\\r\\n" or "\\r"."""

    has_mark: bool = False
    line_end: str = "\n"

    def encoded(self, text: str) -> bytes:
        """`text`, whose lines end with "\\n", as bytes of this form."""
        return text.replace("\n", self.line_end).encode("utf-8-sig" if self.has_mark else "utf-8")


_FORMS = tuple(
    StoredForm(has_mark, line_end)
    for line_end in ("\n", "\r\n", "\r")
    for has_mark in (False, True)
)


def stored_form(text: str, digest: str) -> StoredForm | None:
    """The form in which a file of this `digest` holds `text`, as it was decoded.

    None when it is in no form that is known or holds more than this text: another encoding, lines
    that end in several ways, characters that were left out.
    """
    return next((form for form in _FORMS if digest_of(form.encoded(text)) == digest), None)
