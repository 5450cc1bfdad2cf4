"""Links from one source to another: led to the other's outputs, or refused with what was meant.

What a base_url says of other pages is no excuse: a source that is not exported has no page, and
a place that it lacks has none in its page.
"""

import posixpath
import re
import unicodedata
from difflib import get_close_matches
from urllib.parse import quote, unquote, urljoin

from docforge.document import Internal, Position, Sibling, Target, Translation
from docforge.parse.addresses import clean_url
from docforge.parse.context import ParseContext

_SOURCE = re.compile(r"\.(?:md|markdown|mdown|mkd|qmd|rmd)$", re.IGNORECASE)
_PAGE = re.compile(r"(?:\.(?:html?|xhtml|pdf|epub|txt))?/?$", re.IGNORECASE)
_OF_A_FOLDER = ("index", "_index", "readme")
# To compare a name with each of thousands takes longer than a document may.
_MOST_COMPARED = 500


def read_neighbour(context: ParseContext, address: str, position: Position) -> Target | None:
    """The target of a relative address that names a source of this export."""
    path, _, fragment = address.partition("#")
    place = place_of(context, path)
    stem = context.neighbour(place)
    own = context.neighbours.get(context.source.path)
    if stem is None or own is None:
        return None
    if place == context.source.path and fragment:
        return Internal(unquote(fragment))
    if fragment:
        fragment = _fragment(context, place, unquote(fragment), position)
    return _sibling(context, stem, own, fragment)


def _sibling(context: ParseContext, stem: str, own: str, fragment: str = "") -> Sibling:
    """The document at `stem` as seen from the one at `own`."""
    base = context.settings.base_url
    url = None
    if base:
        url = clean_url(urljoin(base, stem + ".html") + (f"#{quote(fragment)}" if fragment else ""))
    return Sibling(posixpath.relpath(stem, posixpath.dirname(own) or "."), fragment, url)


def read_translations(context: ParseContext) -> tuple[Translation, ...]:
    """The translations of the document, in the order of their languages."""
    own = context.neighbours.get(context.source.path)
    found = [
        Translation(lang, _sibling(context, stem, own))
        for path, lang in context.translations
        if own is not None and (stem := context.neighbour(path)) is not None
    ]
    _check_original(context)
    return tuple(found)


def _check_original(context: ParseContext) -> None:
    """That what a document says it is a translation of is there, and is one of its languages."""
    written = context.settings.translation_of
    if not written:
        return
    place = place_of(context, written)
    names = [place + end for end in ("", ".md", ".markdown") if place + end in context.neighbours]
    top = Position(1, 1)
    if not names:
        meant = _meant(context, place, written)
        hint = f"Did you mean {meant}?" if meant else "Correct the name, or export it, too."
        message = f"translation_of: “{written}” is not among the documents of this export"
        context.warn("CFG016", message, top, hint)
    elif names[0] not in {path for path, _ in context.translations}:
        message = f"translation_of: “{written}” is in the same language, or leads to itself"
        context.warn("CFG016", message, top, "Correct lang in one of the two, or the name.")


def place_of(context: ParseContext, address: str) -> str:
    """The path, as the batch names it, of what `address` (without its fragment) names."""
    folder = posixpath.dirname(context.source.path)
    name = unicodedata.normalize("NFC", unquote(address.partition("?")[0]))
    return posixpath.normpath(posixpath.join(folder, name))


def _fragment(context: ParseContext, place: str, fragment: str, position: Position) -> str:
    """The ident that `fragment` means in the source at `place`, or itself after a finding."""
    idents = context.idents_beside(context, place)
    if idents is None or fragment.startswith(":~:"):
        return fragment
    folded = {ident.casefold(): name for ident, name in reversed(list(idents.items()))}
    if name := idents.get(fragment) or folded.get(fragment.casefold()):
        return name
    close = get_close_matches(fragment.casefold(), list(folded)[:_MOST_COMPARED], 1)
    meant = next((ident for ident in idents if close and ident.casefold() == close[0]), "")
    context.error(
        "LNK009",
        f"“{posixpath.basename(place)}” has no place #{fragment}",
        position,
        f"Did you mean #{meant}?" if meant else "Give the place meant that {#name} there.",
    )
    return fragment


def is_refused(context: ParseContext, address: str, position: Position) -> bool:
    """Whether a relative address can only mean a source, and there is none; a finding says so."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    if path in ("", ".", "./"):
        return False
    meant = _meant(context, place_of(context, path), path)
    if not _SOURCE.search(path) and not meant:
        return False
    context.error(
        "LNK008",
        f"“{path}” is not among the documents of this export: the link would lead nowhere",
        position,
        f"Did you mean {meant}?"
        if meant
        else "Correct the name, export the document, too, or write the whole address of its page.",
    )
    return True


def _meant(context: ParseContext, place: str, path: str) -> str:
    """The source that was meant, as an address from here, or ""."""
    folded = {name.casefold(): name for name in reversed(list(context.neighbours))}
    bare = _PAGE.sub("", place.lstrip("/")).casefold()
    names = [place.lstrip("/").casefold()] if _SOURCE.search(path) else []
    if not path.startswith("/") or names:
        stems = (bare, *(posixpath.join(bare, name) for name in _OF_A_FOLDER))
        names += [stem + end for stem in stems for end in (".md", ".markdown")]
    found = next((folded[name] for name in names if name in folded), "")
    if not found and _SOURCE.search(path):
        found = _alike(place.casefold(), folded)
    if not found:
        return ""
    folder = posixpath.dirname(context.source.path)
    return _as_address(posixpath.relpath(found, folder or "."))


def _alike(place: str, folded: dict[str, str]) -> str:
    """A source of another folder with the same name, or one with a name that is much alike."""
    name = posixpath.basename(place)
    moved = [path for path in folded if posixpath.basename(path) == name]
    if len(moved) == 1:
        return folded[moved[0]]
    folder = posixpath.dirname(place)
    near = [path for path in folded if posixpath.dirname(path) == folder]
    names = dict.fromkeys((*near[:_MOST_COMPARED], *list(folded)[:_MOST_COMPARED]))
    close = get_close_matches(place, names, 1, 0.8)
    return folded[close[0]] if close else ""


def _as_address(path: str) -> str:
    """`path` as Markdown wants it: in pointed brackets when it holds spaces or brackets."""
    return f"<{path}>" if re.search(r"[\s()]", path) else path
