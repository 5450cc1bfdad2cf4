"""What an address in a source points to: outside, inside the document, or its neighbour.

Only http, https, mailto and tel leave the document.
"""

import re
from urllib.parse import quote, unquote, urljoin

from docforge.document import External, Internal, Position, Target
from docforge.parse.addresses import clean_url
from docforge.parse.context import ParseContext
from docforge.parse.neighbours import is_refused, read_neighbour

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):")
# A host without its scheme; a file's name ends otherwise.
_BARE_HOST = re.compile(
    r"(?:www\.[^\s/]+|[a-z0-9-]++(?:\.[a-z0-9-]++){0,4}\.(?:com|org|net|gov|edu|int|eu|info|uk|ie|scot"
    r"|wales|cymru|london|fr|de|es|it|nl|be|at|ch|se|no|dk|fi|pl|pt|cz|gr|us|ca|au|nz|in|jp))"
    r"(?:[/?#].*)?$",
    re.IGNORECASE,
)
_MAILBOX = re.compile(r"[^\s@/:?#]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$", re.IGNORECASE)


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
    target = read_neighbour(context, address, position)
    if target is not None or is_refused(context, address, position):
        return target
    return _relative(context, address, position)


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


def _meant_whole(address: str) -> str:
    """The address that was meant by one without a scheme, or ""."""
    if _MAILBOX.match(address):
        return f"mailto:{address}"
    return f"https://{address}" if _BARE_HOST.match(address) else ""


def _relative(context: ParseContext, address: str, position: Position) -> Target | None:
    if whole := _meant_whole(address):
        context.error(
            "LNK003",
            f"“{address}” lacks its beginning, and leads nowhere as it is",
            position,
            f"Write {whole}.",
        )
        return None
    base = context.settings.base_url
    if base is None:
        hint = "Write the whole address, or set base_url in docforge.toml."
        context.error("LNK004", f"“{address}” leads nowhere outside your website", position, hint)
        return None
    url = clean_url(urljoin(urljoin(base, quote(context.source.path)), address))
    if url is None:
        context.error(
            "LNK003", f"“{address}” is not a usable address", position, "Correct the address."
        )
        return None
    return External(url)
