"""A proved page to what a message has to say of it, entry for entry.

Invariant: everything on the page is there, but for what only works in a page of its own: contents,
ways back from notes, places, names of regions, forms of a picture for other screens.
"""

import hashlib
import re
from base64 import b64decode
from collections.abc import Mapping
from posixpath import dirname, join, normpath
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from msgspec import field

from docforge.verify.entries import EntryKind, LanguageInForce
from docforge.verify.mail.order import MailOrder
from docforge.verify.readers.markup import MarkupReader, name

_OUTSIDE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_LAST_RANK = 6
# CSS pixels of the letters around a formula.
_LETTER = 16
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif"})
_DRAWN_SIZE = re.compile(rb'<svg\b[^>]* width="([0-9]+)" height="([0-9]+)"')


class PageInMail(MarkupReader):
    """Reads parts of a proved page as they stand in the message of `order`.

    `place` is that of the page, `attached` are names of attachments by the places of other pages;
    headings are `lowered` by so many ranks. `drawn` are pictures of drawings by the hash of these:
    of each there is one.
    """

    order: MailOrder | None = None
    place: str = ""
    attached: Mapping[str, str] = field(default_factory=dict)
    lowered: int = 0
    drawn: dict[str, str] = field(default_factory=dict)

    def block(self, element: Element, tag: str, kind: list[str], voice: LanguageInForce) -> None:
        """One block element."""
        match tag:
            case "nav":
                return
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.flow(element, voice)
                level = min(int(tag[1]) + self.lowered, _LAST_RANK)
                self.gather.close(EntryKind.HEADING, level=level)
            case "p" if "restriction" in kind:
                self.flow(element, voice)
                self.gather.close(part="restriction")
            case "p" | "summary":
                self.leaf(element, EntryKind.PARAGRAPH, voice)
            case "details" | "section":
                self.flow(element, voice)
            case "div" if "callout" in kind:
                with self.gather.inside(EntryKind.CALLOUT):
                    self.flow(element, voice)
            case "div":
                self.flow(element, voice)
            case _:
                super().block(element, tag, kind, voice)

    def inline(self, element: Element, tag: str, kind: list[str], voice: LanguageInForce) -> None:
        """One inline element."""
        match tag:
            case "math":
                self._formula(element, voice)
            case "code" if "tex" in kind:
                super().inline(element, tag, [], voice)
            case "span":
                self.flow(element, voice)
            case _:
                super().inline(element, tag, kind, voice)

    def link(self, element: Element, kind: list[str], voice: LanguageInForce) -> None:
        """A link that leads somewhere from a message; another one is its words."""
        if element.get("role") == "doc-backlink":
            return
        target, named = self._leads(element.get("href", ""))
        if target:
            with self.gather.span(EntryKind.LINK, target=target):
                self.flow(element, voice)
            return
        self.flow(element, voice)
        if named:
            self.gather.say(f" ({named})", voice)

    def _leads(self, address: str) -> tuple[str, str]:
        """Where a link leads, or the name of the attachment that it means."""
        if _OUTSIDE.match(address):
            return address, ""
        parts = urlsplit(address)
        if not parts.path or not self.place:
            return "", ""
        page = normpath(join(dirname(self.place), unquote(parts.path)))
        if self.order is None or not self.order.base:
            return "", self.attached.get(page, "")
        end = f"#{parts.fragment}" if parts.fragment else ""
        return urljoin(self.order.base, quote(page)) + end, ""

    # --- Pictures and formulas -----------------------------------------------------------

    def picture(self, element: Element, voice: LanguageInForce) -> None:
        """The one form of a picture that a message has: a chart's for narrow screens."""
        image = element[-1]
        for other in element[:-1]:
            narrow = other.get("srcset", "")
            size = _DRAWN_SIZE.match(_held(narrow)[1])
            if size and "prefers-color-scheme" not in other.get("media", ""):
                width, height = (number.decode() for number in size.groups())
                image.attrib.update(src=narrow, width=width, height=height)
        self.image(image, voice)

    def image(
        self, element: Element, voice: LanguageInForce, screens: str = "", **more: str
    ) -> None:
        """A picture as mail programs show it."""
        width, height = (element.get(side, "0") for side in ("width", "height"))
        kind, data = _held(element.get("src", ""))
        self._put(
            element.get("alt", ""),
            voice,
            content=self._shown(kind, data, int(width), int(height)),
            size=f"{width} × {height}",
            share=element.get("style", ""),
        )

    def _put(self, text: str, voice: LanguageInForce, **facts: str) -> None:
        if text:
            self.gather.put(EntryKind.IMAGE, text, voice, **facts)
        else:
            self.gather.mark(EntryKind.IMAGE, "", decorative="yes", **facts)

    def _shown(self, kind: str, data: bytes, width: int, height: int) -> str:
        """Type and hash of a picture as it is shown; a drawing is one of the size it is met in."""
        mark = hashlib.sha256(data).hexdigest()
        if kind in _SHOWN or self.order is None:
            return f"{kind} {mark}"
        if mark not in self.drawn:
            made = self.order.draw(data, width, height)
            self.drawn[mark] = f"image/png {hashlib.sha256(made).hexdigest()}"
        return self.drawn[mark]

    def _formula(self, math: Element, voice: LanguageInForce) -> None:
        """A formula: a picture with its words, or these; a single letter or number as it is."""
        spoken = math.get("alttext", "")
        tokens = [part for part in math.iter() if (part.text or "").strip()]
        match [name(part) for part in tokens]:
            case ["mn"] if not tokens[0].attrib:
                return self.gather.say((tokens[0].text or "").strip(), voice)
            case ["mi"] if not tokens[0].attrib:
                with self.gather.span(EntryKind.PHRASE, kind="variable"):
                    self.gather.say((tokens[0].text or "").strip(), voice)
                return None
        assert self.order is not None, "formulas stand in documents"
        made = self.order.draw_formula(_written(math))
        if made is None:
            return self.gather.say(spoken, voice)
        width, height = (max(round(size * _LETTER), 1) for size in (made.width, made.height))
        content = self._shown("image/svg+xml", made.svg, width, height)
        self._put(spoken, voice, content=content, size=f"{width} × {height}")
        return None


def _written(math: Element) -> str:
    """A formula as XML without the attributes of its page."""
    for part in math.iter():
        part.tag = name(part)
    root = Element("math", {"xmlns": "http://www.w3.org/1998/Math/MathML"})
    root.set("display", math.get("display", "inline"))
    root.text, root[:] = math.text, list(math)
    return ElementTree.tostring(root, encoding="unicode")


def _held(address: str) -> tuple[str, bytes]:
    """The media type and the bytes of a picture that is in its own address (RFC 2397)."""
    kind, _, data = address.partition(";base64,")
    return kind.removeprefix("data:"), b64decode(data)
