"""What a house says on a document: the head before the title, and the lines of its back page."""

import hashlib
from collections.abc import Sequence

from docforge.document import Asset
from docforge.document.isolates import isolated, own_direction
from docforge.style.brand import Logo, Said
from docforge.style.furniture import contact_parts
from docforge.style.masthead import MastheadPart, back_lines, foot
from docforge.verify.entries import EntryKind, LanguageInForce, plain
from docforge.verify.outline.context import OutlineContext

_INCH, _PIXELS = 25.4, 96


def masthead(context: OutlineContext, parts: Sequence[MastheadPart]) -> None:
    """The head, in one line."""
    if not parts:
        return
    for number, part in enumerate(parts):
        voice = _voice(context, part.said)
        if number:
            context.gather.say(" ", context.base)
        if part.logo is None:
            context.gather.say(part.said.text, voice)
        else:
            _picture(context, part, part.logo, voice)
    context.gather.close(part="masthead")


def _picture(
    context: OutlineContext, part: MastheadPart, logo: Logo, voice: LanguageInForce
) -> None:
    facts = {"content": _digest(logo.asset), "size": _size(logo), "logo": part.name}
    dark = "(prefers-color-scheme: dark)"
    facts["screens"] = f"{dark} {_digest(logo.dark)}" if logo.dark else ""
    if part.said.text:
        context.gather.put(EntryKind.IMAGE, part.said.text, voice, **facts)
    else:
        context.gather.mark(EntryKind.IMAGE, "", decorative="yes", **facts)


def _size(logo: Logo) -> str:
    """As tall as the house wants it, and as broad as it is then."""
    height = logo.height / _INCH * _PIXELS
    return f"{round(height / logo.asset.height * logo.asset.width)} × {round(height)}"


def _digest(asset: Asset) -> str:
    return hashlib.sha256(asset.data).hexdigest()


def _voice(context: OutlineContext, said: Said) -> LanguageInForce:
    return context.base.changed(said.lang, said.dir) if said.lang else context.base


def back_page(context: OutlineContext) -> None:
    """The lines behind the text, whose addresses are links."""
    for line in back_lines(context.brand, context.document.meta):
        context.gather.say(context.words[line.key], context.own)
        context.gather.say(" ", context.base)
        voice = _voice(context, line.said)
        voice = voice.changed(None, own_direction(line.said.text, voice.dir))
        _with_links(context, line.said.text, voice)
        context.gather.close(end=line.key, label=plain(context.words[line.key]))
    said = foot(context.brand, context.document.meta.lang)
    if said is not None:
        voice = _voice(context, said)
        voice = voice.changed(None, own_direction(said.text, voice.dir))
        with context.gather.inside(EntryKind.FOOT):
            _with_links(context, said.text, voice)


def _with_links(context: OutlineContext, text: str, voice: LanguageInForce) -> None:
    for part, target in contact_parts(text):
        if not target:
            _say(context, part, voice)
            continue
        with context.gather.span(EntryKind.LINK, target=target):
            _say(context, part, voice)


def _say(context: OutlineContext, text: str, voice: LanguageInForce) -> None:
    """`text` of the style, in which numbers and addresses have a direction of their own."""
    for part, direction in isolated(text, voice.dir):
        context.gather.say(part, voice.changed(None, direction))
