"""HTML file to outline, through a parser that follows the HTML standard as browsers do.

Invariant: what a browser shows is read, in its order; what it repairs is read as repaired.
"""

import hashlib
from base64 import b64decode
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from docforge.gate.html import parsed
from docforge.style import Words
from docforge.style.references import says_address
from docforge.verify.entries import EntryKind, LanguageInForce, Outline, plain, unseen
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers.markup import MarkupReader, name
from docforge.verify.readers.markup.frames import has_loose_words

# Elements that keep a caption from being said whole, unless they have no role.
_QUIET = frozenset(
    {"abbr", "cite", "code", "dfn", "em", "kbd", "samp", "small", "strong", "sub", "sup", "u"}
    | {"var"}
)


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
            reader.body(child, voice)
            _roles(gather, child)
            _regions(gather, child)
    for child in page:
        if name(child) == "head":
            _head(gather, child)
    return tuple(gather.entries)


def _regions(gather: OutlineBuilder, body: Element) -> None:
    """The parts of the page: what stands before `main` is passed by who skips to it."""
    held = [name(part) for part in body]
    rest = [part for part in held if part not in ("nav", "footer")]
    is_ordered = rest == ["a", "header", "main"] and held in [
        [*rest[:2], *contents, "main", *end]
        for contents in ([], ["nav"])
        for end in ([], ["footer"])
    ]
    if not is_ordered or has_loose_words(body):
        gather.add(EntryKind.ODD, "page in other parts than title block, text and end")


def _roles(gather: OutlineBuilder, body: Element) -> None:
    """What screen readers would take for something else: lists, and captions in pieces."""
    whole = {
        below
        for caption in body.iter()
        if name(caption) == "caption"
        for below in caption.iter()
        if name(below) in _QUIET
    }
    for element in body.iter():
        is_quiet = element.get("role") == "presentation"
        if (element in whole) is not is_quiet:
            gather.add(EntryKind.ODD, f"{name(element)} in or out of a caption")
        is_tasks = "tasks" in element.get("class", "").split()
        if is_tasks is not (element.get("role") == "list"):
            gather.add(EntryKind.ODD, "list of tasks")
        if name(element) == "a" and element.get("class") in (None, "address"):
            says = says_address("".join(element.itertext()), element.get("href", ""))
            if says is not (element.get("class") == "address"):
                gather.add(EntryKind.ODD, "link whose address is on paper twice, or never")


def _head(gather: OutlineBuilder, element: Element) -> None:
    """What the page says of itself, element by element; the style sheet by its hash."""
    for child in element:
        facts = {key: " ".join((value or "").split()) for key, value in child.items()}
        text = "".join(child.itertext())
        if name(child) == "style":
            facts["value"] = hashlib.sha256(text.strip("\n").encode()).hexdigest()
        elif text:
            facts["value"] = " ".join(text.split())
        if name(child) != "style":
            facts["unseen"] = unseen(child.get("content") or text)
        gather.add(EntryKind.STATEMENT, name(child), **facts)


def _digest(address: str) -> str:
    """The hash of a picture that is in its own address (RFC 2397)."""
    kind, _, data = address.partition(",")
    try:
        held = b64decode(data) if kind.endswith(";base64") else unquote(data).encode()
    except ValueError:
        return ""
    return hashlib.sha256(held).hexdigest()
