"""What an HTML page must say of itself in its head, from the document and the style alone."""

import hashlib
from collections.abc import Iterator

from docforge.document import Document, plain_text
from docforge.style import Style
from docforge.verify.entries import EntryKind, OutlineEntry, facts_of

_POLICY = "default-src 'none'; {}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_PICTURES = "img-src data:; "


def head(document: Document, style: Style) -> Iterator[OutlineEntry]:
    """Every element of the head, in order: the title, who wrote it when, the policy, the sheet."""
    meta = document.meta
    policy = _POLICY.format(_PICTURES if document.assets else "")
    yield _meta(charset="utf-8")
    yield _meta(**{"http-equiv": "Content-Security-Policy", "content": policy})
    title = " ".join(plain_text(meta.title).split())
    yield OutlineEntry(EntryKind.STATEMENT, "title", facts_of(value=title))
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "description": meta.description,
        "author": ", ".join(meta.authors) or meta.organisation,
        "keywords": ", ".join(meta.keywords),
        "dcterms.date": meta.date,
    }
    for name, content in named.items():
        if content:
            yield _meta(name=name, content=" ".join(content.split()))
    yield OutlineEntry(EntryKind.STATEMENT, "style", facts_of(value=digest(style.screen_css)))


def _meta(**facts: str) -> OutlineEntry:
    return OutlineEntry(EntryKind.STATEMENT, "meta", facts_of(**facts))


def digest(sheet: str) -> str:
    """The hash of a style sheet, to the byte; line ends around it count for nothing."""
    return hashlib.sha256(sheet.strip("\n").encode()).hexdigest()
