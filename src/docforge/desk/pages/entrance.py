"""Signing in and out, and the language of the pages."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from docforge.desk.access import set_cookie
from docforge.desk.desk import LANGUAGE_COOKIE, desk_of, language
from docforge.desk.forms import form_of
from docforge.desk.words import spoken


def show(request: Request) -> Response:
    """The page to sign in."""
    return desk_of(request).page(request, "sign-in.html", errors={}, name="")


async def sign_in(request: Request) -> Response:
    """Begin a session, or say why not; it is not said which of name and password was wrong."""
    form = await form_of(request)
    return await run_in_threadpool(_sign_in, request, form)


def _sign_in(request: Request, form: dict[str, str]) -> Response:
    desk, words = desk_of(request), language(request)
    name, password = form.get("name", "").strip(), form.get("password", "")
    if desk.people is None:
        return RedirectResponse("/", 303)
    if desk.people.is_waiting(name):
        errors = {"password": words("sign-in-later")}
        return desk.page(request, "sign-in.html", 429, errors=errors, name=name)
    if not desk.people.knows(name, password):
        errors = {"password": words("sign-in-wrong")}
        return desk.page(request, "sign-in.html", 403, errors=errors, name=name)
    answer = RedirectResponse("/", 303)
    set_cookie(answer, desk.settings, desk.sessions.begin(name))
    return answer


async def sign_out(request: Request) -> Response:
    """End a session."""
    desk_of(request).sessions.end(request.scope.get("session", ""))
    return RedirectResponse("/sign-in", 303)


async def speak(request: Request) -> Response:
    """Choose the language of the pages."""
    form = await form_of(request)
    back = form.get("back", "/")
    answer = RedirectResponse(back if back.startswith("/") and back[1:2] not in "/\\" else "/", 303)
    wanted = form.get("language", "")
    if wanted in spoken():
        answer.set_cookie(
            LANGUAGE_COOKIE, wanted, max_age=31_536_000, samesite="strict", httponly=True
        )
    return answer


routes = [
    Route("/sign-in", show),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/language", speak, methods=["POST"]),
]
