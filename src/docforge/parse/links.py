"""What an address in a source points to: outside, inside the document, or its neighbour.

Only http, https, mailto and tel leave the document; every address that does is plain ASCII
and well formed (RFC 3986), because one output's reader is stricter than the next.
"""

import posixpath
import re
from difflib import get_close_matches
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from docforge.document import External, Internal, Position, Sibling, Target
from docforge.parse.context import ParseContext

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"^(?:[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*\.?|\[[0-9A-Fa-f:.]+\])$")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "/%:@!$&'()*+,;=~-._"
_BARE_HOST = re.compile(r"^www\.[^\s/]+", re.IGNORECASE)


def read_target(context: ParseContext, address: str, position: Position) -> Target | None:
    """The target of a link, or None after a finding that says why it has none."""
    address = address.strip()
    if address in ("", "#"):
        context.error("LNK001", "this link has no address", position, "Name the page it leads to.")
        return None
    if address.startswith("#"):
        return Internal(unquote(address[1:]))
    if address.startswith("//"):
        address = "https:" + address
    if scheme := _SCHEME.match(address):
        return _absolute(context, scheme[1].lower(), address, position)
    return _neighbour(context, address) or _missing_source(context, address, position)


def _absolute(
    context: ParseContext, scheme: str, address: str, position: Position
) -> Target | None:
    if scheme not in ("http", "https", "mailto", "tel"):
        context.error(
            "LNK002",
            f"a link with the scheme “{scheme}:” is left out",
            position,
            "Use an address that begins with https:, http:, mailto: or tel:.",
        )
        return None
    url = clean_url(address)
    if url is None:
        context.error(
            "LNK003", f"“{address}” is not a usable address", position, "Correct the address."
        )
        return None
    return External(url)


def _neighbour(context: ParseContext, address: str) -> Sibling | None:
    path, _, fragment = address.partition("#")
    folder = posixpath.dirname(context.source.path)
    place = posixpath.normpath(posixpath.join(folder, unquote(path.partition("?")[0])))
    stem = context.neighbour(place)
    own = context.neighbours.get(context.source.path)
    if stem is None or own is None:
        return None
    base = context.settings.base_url
    url = (
        clean_url(urljoin(base, stem + ".html") + (f"#{fragment}" if fragment else ""))
        if base
        else None
    )
    return Sibling(posixpath.relpath(stem, posixpath.dirname(own) or "."), unquote(fragment), url)


_SOURCE = re.compile(r"\.(?:md|markdown|mdown|mkd|qmd)$", re.IGNORECASE)


def _missing_source(context: ParseContext, address: str, position: Position) -> Target | None:
    """The target of a relative address; a source that is not exported has none on a website."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    if not _SOURCE.search(path) or context.settings.base_url is None:
        return _relative(context, address, position)
    folder = posixpath.dirname(context.source.path)
    place = posixpath.normpath(posixpath.join(folder, path))
    close = get_close_matches(place, list(context.neighbours), 1, 0.8)
    meant = f"Did you mean {posixpath.relpath(close[0], folder or '.')}? " if close else ""
    context.error(
        "LNK008",
        f"“{path}” is not among the documents of this export: the link would lead nowhere",
        position,
        f"{meant}Export it, too, or write the whole address of the published page.",
    )
    return None


def _relative(context: ParseContext, address: str, position: Position) -> Target | None:
    base = context.settings.base_url
    if base is None:
        hint = "Write the whole address, or set base_url in docforge.toml."
        if _BARE_HOST.match(address):
            hint = f"Write https://{address} for a page on the web."
        context.error("LNK004", f"“{address}” leads nowhere outside your website", position, hint)
        return None
    url = clean_url(urljoin(urljoin(base, quote(context.source.path)), address))
    if url is None:
        context.error(
            "LNK003", f"“{address}” is not a usable address", position, "Correct the address."
        )
        return None
    return External(url)


def clean_url(url: str) -> str | None:
    """`url` with everything escaped that RFC 3986 wants escaped, or None when it is no URL."""
    scheme, _, rest = url.partition(":")
    scheme = scheme.lower()
    if scheme == "mailto":
        return f"mailto:{_escape(rest.strip(), '?')}" if "@" in rest else None
    if scheme == "tel":
        number = re.sub(r"[^0-9+*#;=A-Za-z.()-]", "", unquote(rest))
        return f"tel:{number}" if any(map(str.isdigit, number)) else None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    host = _ascii_host(host)
    if not host or parts.scheme.lower() not in ("http", "https"):
        return None
    user = f"{_escape(parts.netloc.rpartition('@')[0])}@" if "@" in parts.netloc else ""
    netloc = f"{user}{host}{f':{port}' if port is not None else ''}"
    path, query = _escape(parts.path), _escape(parts.query, "?")
    return urlunsplit((parts.scheme.lower(), netloc, path, query, _escape(parts.fragment, "?")))


def _ascii_host(host: str) -> str:
    if ":" in host:
        host = f"[{host}]"
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return ""
    return host if _HOST.match(host) else ""


def _escape(part: str, also_safe: str = "") -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE + also_safe)
