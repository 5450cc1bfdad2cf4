"""Reads the finished bytes of an e-mail draft back and compares them with what was ordered.

Invariant: a draft that cannot be read back has not passed, and is not written.
"""

from msgspec.structs import replace

from docforge.export import Format
from docforge.findings import Finding, Severity, Where
from docforge.gate.html import parsed
from docforge.verify.compare import compare
from docforge.verify.entries import Outline
from docforge.verify.mail.expected import headers, html_part, parts, pictures, shown_documents
from docforge.verify.mail.order import MailOrder
from docforge.verify.mail.plain_part import plain_part
from docforge.verify.mail.reading import read

__all__ = ["MailOrder", "prove", "stated"]

# What findings call it; a draft is no format of a document.
_DRAFT = replace(Format.HTML, name="e-mail", extension="eml", label="e-mail draft")
_UNREADABLE = "RBK005"


def prove(content: bytes, order: MailOrder) -> tuple[Finding, ...]:
    """Errors for every difference between the draft `content` and the `order`; raises nothing."""
    try:
        return compare(stated(order), read(content, order.words), _DRAFT)
    except Exception as error:  # whatever a broken message does to a reader, it has not passed
        told = f"The {_DRAFT.label} could not be read back ({type(error).__name__})."
        return (Finding(_UNREADABLE, Severity.ERROR, told, Where("")),)
    finally:
        parsed.cache_clear()


def stated(order: MailOrder) -> Outline:
    """What a reader of the message must meet, in order."""
    shown = shown_documents(order)
    html = tuple(html_part(order, shown))
    shows = tuple(pictures(html))
    found = (*headers(order), *parts(order, bool(shows)), *shows, *html)
    return (*found, *plain_part(order, shown))
