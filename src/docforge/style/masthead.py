"""What a house says on a document: its head, and the lines of its back page.

Invariant: renditions and read-back ask the same question; how an answer is shown, and how it is
read, stays with each of them.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from docforge.document import Meta
from docforge.style.brand import Brand, Logo, Said


class MastheadPart(Struct, frozen=True):
    """A part of the head: `said` is its words, or the description of its `logo`."""

    name: str
    said: Said
    logo: Logo | None = None


def masthead(brand: Brand, lang: str) -> tuple[MastheadPart, ...]:
    """The parts of the head of a document in `lang`, in order; () for none."""
    parts: list[MastheadPart] = []
    for name in brand.masthead:
        logo = {"logo": brand.logo, "partner": brand.partner}.get(name)
        text = brand.name if logo is None else logo.description
        parts.append(MastheadPart(name, text.said(lang), logo))
    return tuple(parts)


def says_organisation(parts: Sequence[MastheadPart], organisation: str) -> bool:
    """Whether a head names the organisation of its document, which is then told once."""
    wanted = organisation.casefold().split()
    return any(part.said.text.casefold().split() == wanted for part in parts)


class BackLine(Struct, frozen=True):
    """A line of the back page behind the word `key`: `own` says that the document says it."""

    key: str
    said: Said
    own: bool = False


def back_lines(brand: Brand, meta: Meta) -> Iterator[BackLine]:
    """Whom to ask, how to ask for another format, and how accessible it is."""
    if meta.contact:
        yield BackLine("contact", Said(meta.contact), own=True)
    elif brand.contact:
        yield BackLine("contact", brand.contact.said(meta.lang))
    if brand.formats:
        yield BackLine("other-format", brand.formats.said(meta.lang))
    if brand.accessibility:
        yield BackLine("accessibility", brand.accessibility.said(meta.lang))


def foot(brand: Brand, lang: str) -> Said | None:
    """What the house says at the foot: of every page on paper, elsewhere at the end."""
    return brand.footer.said(lang) if brand.footer else None
