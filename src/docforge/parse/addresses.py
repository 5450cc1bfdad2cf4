"""Addresses as RFC 3986 wants them: plain ASCII and well formed, because one output's reader is
stricter than the next."""

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

_HOST = re.compile(r"^(?:[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*\.?|\[[0-9A-Fa-f:.]+\])$")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "/%:@!$&'()*+,;=~-._"


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
