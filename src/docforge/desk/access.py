"""Who may ask, and what every answer carries: before anything else looks at a request.

A request has to name this host (so that no name that somebody points here is answered), to come
from this origin when it changes something, and to carry a secret that other sites cannot have.
"""

import asyncio
import hmac
import logging
import secrets
import time
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docforge import failures
from docforge.desk.people import Sessions
from docforge.desk.settings import DeskSettings

_LOG = logging.getLogger("docforge.desk")
_SAFE = ("GET", "HEAD")
_OPEN_TO_ALL = ("/sign-in", "/static/", "/language")
PROXY_SECRET = "x-docforge-secret"


class Access:
    """Lets a request through to `app` or answers it; `scope["person"]` says whose it is."""

    def __init__(
        self, app: ASGIApp, settings: DeskSettings, token: str, sessions: Sessions, once: str = ""
    ) -> None:
        self._app = app
        self._settings = settings
        self._token = token
        self._once = once
        self._sessions = sessions
        self._hosts = allowed_hosts(settings.origin)
        self.cookie = cookie_name(settings)
        self._policy = _policy(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = self._refusal(scope, headers) or self._entrance(scope, headers)
        guarded = self._guarded(send)
        try:
            await (answer or self._app)(scope, receive, guarded)
        except ClientDisconnect:  # whoever asked is gone, and with them what they sent
            return
        except Exception as error:  # it has been answered; whoever runs the desk reads of it here
            _LOG.error("%s", failures.bug(error).message)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if headers.get("host", "").lower() not in self._hosts:
            return _no(421, "This is not the address of this desk.")
        # Programs on the way disagree on which of two lengths counts (RFC 9112, 6.3).
        if "content-length" in headers and "transfer-encoding" in headers:
            return PlainTextResponse("Two lengths.\n", 400, headers={"connection": "close"})
        origin = headers.get("origin")
        if origin is not None and origin != self._settings.origin:
            return _no(403, "Another site may not use this desk.")
        site = headers.get("sec-fetch-site", "none")
        if scope["method"] in _SAFE:
            goes_there = headers.get("sec-fetch-mode") in (None, "navigate")
            return None if goes_there or site == "same-origin" else _no(403, "Not from there.")
        # Browsers name the origin of everything that changes something.
        if origin is None or site not in ("none", "same-origin"):
            return _no(403, "Another site may not use this desk.")
        return None

    def _entrance(self, scope: Scope, headers: Headers) -> Response | None:
        request = HTTPConnection(scope)
        secret = request.cookies.get(self.cookie, "")
        if self._settings.proxy_header:
            return self._from_proxy(scope, headers)
        if self._settings.people is not None:
            person = self._sessions.person(secret)
            scope["person"], scope["session"] = person or "", secret
            if person is None and not scope["path"].startswith(_OPEN_TO_ALL):
                return RedirectResponse("/sign-in", 303)
            return None
        scope["person"] = ""
        given = request.query_params.get("token")
        if given is not None and (same(given, self._token) or self._is_once(given)):
            return _with_cookie(scope["path"], self.cookie, self._token)
        if same(secret, self._token) or scope["path"].startswith("/static/"):
            return None
        return _no(403, _CLOSED)

    def _is_once(self, given: str) -> bool:
        """Whether it is the token that counts the first time alone.

        The browser is started with it: who else is on this machine can read what a program was
        started with (proc(5), cmdline) for as long as it runs.
        """
        if not same(given, self._once):
            return False
        self._once = ""
        return True

    def _from_proxy(self, scope: Scope, headers: Headers) -> Response | None:
        """The person that an authenticating proxy names; it proves itself by a secret."""
        if not same(headers.get(PROXY_SECRET, ""), self._settings.proxy_secret):
            return _no(403, "This desk is reached through its proxy alone.")
        person = headers.get(self._settings.proxy_header, "").strip()
        if not person or len(person) > 200 or not person.isprintable():
            return _no(403, "The proxy did not say who you are.")
        scope["person"] = person
        return None

    def _guarded(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", self._policy)
                headers.setdefault("cache-control", "no-store")
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        return sending


_CLOSED = (
    "This desk is open to whoever started it. Open the address that docforge serve printed: it "
    "ends with a token."
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


def _policy(settings: DeskSettings) -> str:
    """The content security policy of the desk's own pages: nothing inline, nothing from elsewhere
    but pictures and frames of previews."""
    previews = settings.preview_origin
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"img-src 'self' {previews}; frame-src {previews}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def allowed_hosts(origin: str) -> frozenset[str]:
    """What the Host header may be for `origin`."""
    return frozenset({urlsplit(origin).netloc.lower()})


def cookie_name(settings: DeskSettings) -> str:
    """A name of its own for each port: cookies do not tell ports apart."""
    if settings.is_secure:
        return "__Host-docforge"
    return f"docforge-{urlsplit(settings.origin).port or 80}"


def same(given: str, secret: str) -> bool:
    """Whether both are the same, in a time that says nothing."""
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


def new_token() -> str:
    """A secret for the address."""
    return secrets.token_urlsafe(24)


def set_cookie(answer: Response, settings: DeskSettings, secret: str) -> None:
    """Have the browser keep `secret`; no script and no other site gets it."""
    answer.set_cookie(
        cookie_name(settings),
        secret,
        httponly=True,
        samesite="strict",
        secure=settings.is_secure,
        path="/",
    )


def _with_cookie(path: str, name: str, token: str) -> Response:
    """Lead on to the same page, whose address has no token in it any more."""
    answer = RedirectResponse(path if path.startswith("/") and path[1:2] != "/" else "/", 303)
    answer.set_cookie(name, token, httponly=True, samesite="strict", path="/")
    return answer


def _no(status: int, why: str) -> Response:
    return PlainTextResponse(why + "\n", status)


# --- Size --------------------------------------------------------------------------------

# Seconds that a body may take, and bytes a second beyond: who sends slower holds a connection.
_PATIENCE, _SLOWEST = 30.0, 10_000


class Bounded:
    """Ends a request whose body has more than `most` bytes, whatever it says, or comes slowly."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = Headers(scope=scope).get("content-length", "0") if scope["type"] == "http" else "0"
        if length.isdecimal() and int(length) > self._most:
            await _no(413, f"At most {self._most // 1_000_000} MB at a time.")(scope, receive, send)
            return
        seen, is_whole, begun = 0, False, time.monotonic()

        async def counted() -> Message:
            nonlocal seen, is_whole
            if is_whole:  # nothing comes but the end of the connection
                return await receive()
            left = _PATIENCE + seen / _SLOWEST - (time.monotonic() - begun)
            try:
                message = await asyncio.wait_for(receive(), max(left, 0.0))
            except TimeoutError:
                return {"type": "http.disconnect"}
            seen += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            return {"type": "http.disconnect"} if seen > self._most else message

        await self._app(scope, counted, send)
