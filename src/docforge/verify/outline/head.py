"""What an HTML page must say of itself in its head, from the document and the style alone."""

import hashlib
from collections.abc import Iterator

from docforge.document import Document, plain_text
from docforge.document.kinds import KINDS
from docforge.style import Style
from docforge.style.restrictions import running_text
from docforge.style.screen_fonts import page_sheet, screen_fonts
from docforge.verify.entries import EntryKind, OutlineEntry, facts_of, unseen

_POLICY = "default-src 'none'; {}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_FONTS, _PICTURES = "font-src data:; ", "img-src data:; "


def head(document: Document, style: Style) -> Iterator[OutlineEntry]:
    """Every element of the head, in order: the title, who wrote it when, the policy, the sheet."""
    meta, words = document.meta, style.words(document.meta.lang)
    has_pictures = document.assets or style.brand.assets
    fonts = _FONTS if screen_fonts(style) else ""
    policy = _POLICY.format(fonts + (_PICTURES if has_pictures else ""))
    yield _meta(charset="utf-8")
    yield _meta(**{"http-equiv": "Content-Security-Policy", "content": policy})
    title = plain_text(meta.title)
    said = facts_of(value=" ".join(title.split()), unseen=unseen(title))
    yield OutlineEntry(EntryKind.STATEMENT, "title", said)
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "description": meta.description,
        "author": ", ".join(meta.authors) or meta.organisation,
        "keywords": ", ".join(meta.keywords),
        "dcterms.date": meta.date,
        "dcterms.type": words[KINDS[meta.kind].word] if meta.kind else "",
        "dcterms.accessRights": running_text(meta.restrictions, words),
        "dcterms.available": str(meta.restrictions.embargo or ""),
        "dcterms.replaces": meta.replaces,
    }
    for name, content in named.items():
        if content:
            yield _meta(name=name, content=" ".join(content.split()), unseen=unseen(content))
    yield OutlineEntry(EntryKind.STATEMENT, "style", facts_of(value=digest(page_sheet(style))))


def _meta(**facts: str) -> OutlineEntry:
    return OutlineEntry(EntryKind.STATEMENT, "meta", facts_of(**facts))


def digest(sheet: str) -> str:
    """The hash of a style sheet, to the byte; line ends around it count for nothing."""
    return hashlib.sha256(sheet.strip("\n").encode()).hexdigest()
