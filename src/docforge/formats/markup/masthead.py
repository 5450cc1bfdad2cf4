"""The head that a house puts on a document: its logos and its name, in one line.

Invariant: every picture has its description or is decorative, and one for dark ground stands in
the place of the other, never beside it.
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from docforge.formats.markup.context import MarkupContent, MarkupContext, element
from docforge.formats.markup.inlines import language, other_source
from docforge.style.brand import Logo, Said
from docforge.style.masthead import MastheadPart

_DARK = "(prefers-color-scheme: dark)"


def masthead(context: MarkupContext, parts: Sequence[MastheadPart]) -> Iterator[Element]:
    """`p.masthead`, when there are `parts`."""
    if parts:
        yield element("p", {"class": "masthead"}, _parts(context, parts))


def _parts(context: MarkupContext, parts: Sequence[MastheadPart]) -> Iterator[MarkupContent]:
    for number, part in enumerate(parts):
        if number:
            yield " "
        if part.logo is None:
            yield element("span", spoken(part.said), [part.said.text])
        else:
            yield _picture(context, part, part.logo)


def spoken(said: Said) -> dict[str, str]:
    """The attributes of a text in a language of its own."""
    return language(said.lang, said.dir) if said.lang else {}


def _picture(context: MarkupContext, part: MastheadPart, logo: Logo) -> Element:
    image = _image(context, part, logo)
    if logo.dark is None or not context.target.has_schemes:
        return image
    return element("picture", {}, [other_source(context, _DARK, logo.dark), image])


def _image(context: MarkupContext, part: MastheadPart, logo: Logo) -> Element:
    width, height = logo.size
    attributes = {
        "class": part.name,
        "src": context.target.image_source(logo.asset),
        "alt": part.said.text,
        **spoken(part.said),
        "width": str(width),
        "height": str(height),
    }
    return element("img", attributes)
