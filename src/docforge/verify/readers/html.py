"""HTML file to outline, through a parser that follows the HTML standard as browsers do.

Invariant: what a browser shows is read, in its order; what it repairs is read as repaired.
"""

import hashlib
from base64 import b64decode
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from docforge.gate.html import parsed
from docforge.style import Words
from docforge.verify.entries import EntryKind, LanguageInForce, Outline, OutlineBuilder, plain
from docforge.verify.readers.markup import MarkupReader, name


def read(content: bytes, words: Words) -> Outline:
    """The outline of an HTML page in UTF-8."""
    document, _ = parsed(content)
    page = next(child for child in document if name(child) == "html")
    voice = LanguageInForce("", "ltr").changed(page.get("lang"), page.get("dir"))
    gather = OutlineBuilder(voice)
    titles = (element for element in page.iter() if name(element) == "title")
    title = "".join(text for element in titles for text in element.itertext())
    gather.add(EntryKind.DOCUMENT, plain(title), lang=voice.lang, dir=voice.dir)
    reader = MarkupReader(gather, _digest)
    for child in page:
        if name(child) == "body":
            reader.flow(child, voice)
    gather.close()
    for child in page:
        if name(child) == "head":
            _head(gather, child)
    return tuple(gather.entries)


def _head(gather: OutlineBuilder, element: Element) -> None:
    """What the page says of itself, element by element; the style sheet by its hash."""
    for child in element:
        facts = {key: " ".join((value or "").split()) for key, value in child.items()}
        text = "".join(child.itertext())
        if name(child) == "style":
            facts["value"] = hashlib.sha256(text.strip("\n").encode()).hexdigest()
        elif text:
            facts["value"] = " ".join(text.split())
        gather.add(EntryKind.STATEMENT, name(child), **facts)


def _digest(address: str) -> str:
    """The hash of a picture that is in its own address (RFC 2397)."""
    kind, _, data = address.partition(",")
    try:
        held = b64decode(data) if kind.endswith(";base64") else unquote(data).encode()
    except ValueError:
        return ""
    return hashlib.sha256(held).hexdigest()
