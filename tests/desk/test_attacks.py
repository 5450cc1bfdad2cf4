"""Attacks on a desk that listens: on the wire, by many connections, and by what people share."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

import pytest
from desks import ORIGIN, STORY, TOKEN, Browser, running
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from docforge.desk import access, events, people, server
from docforge.desk.access import PROXY_SECRET, Access, Bounded
from docforge.desk.application import applications
from docforge.desk.events import Events
from docforge.desk.people import People, Sessions
from docforge.desk.settings import DeskSettings

SECRET = "a secret of the proxy alone"

# --- On the wire -------------------------------------------------------------------------


@contextmanager
def listening(app: ASGIApp) -> Iterator[int]:
    """The port of `app`, served as a desk is."""
    sockets = server.bind(["127.0.0.1"], 0)
    made = server._server(app)
    thread = threading.Thread(target=lambda: asyncio.run(made.serve(sockets=list(sockets))))
    thread.start()
    try:
        yield server.port_of(sockets)
    finally:
        made.should_exit = True
        thread.join(60)


def said(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """All that comes back until the other side ends, or says nothing for twenty seconds."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        got = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
            while piece := connection.recv(65536):
                got += piece
        except TimeoutError:
            return got + b"(still open)"
        except (ConnectionResetError, BrokenPipeError):
            pass
        return got


async def _told(scope: Scope, receive: Receive, send: Send) -> None:
    """Says the method, the path and the length of what came, or streams slowly."""
    request = Request(scope, receive)
    if scope["path"] == "/slowly":

        async def pieces() -> AsyncIterator[str]:
            for _ in range(5):
                await asyncio.sleep(0.3)
                yield "."

        answer: Response = StreamingResponse(pieces())
    else:
        body = await request.body()
        answer = PlainTextResponse(f"{scope['method']} {scope['path']} {len(body)}\n")
    await answer(scope, receive, send)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.5)
    with listening(_told) as port:
        yield port


HOST = b"Host: 127.0.0.1\r\n"


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"GET / HT",),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X-Slow: a",),
        (b"GET / HTTP/1.1\r\n" + HOST + b"\r\n", b"GET /again HT"),
    ],
)
def test_a_connection_that_does_not_say_what_it_wants_is_ended(
    hasty: int, pieces: tuple[bytes, ...]
) -> None:
    got = said(hasty, *pieces, pause=0.1)
    assert b"still open" not in got
    assert b"/again" not in got


@pytest.mark.slow
def test_an_answer_may_take_longer_than_a_question(hasty: int) -> None:
    got = said(hasty, b"GET /slowly HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    assert got.count(b"\r\n.\r\n") == 5


@pytest.mark.slow
def test_a_body_that_comes_slowly_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_PATIENCE", 0.5)
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\n"
    with listening(Bounded(_told, 1000)) as port:
        assert b"POST / 100" not in said(port, head, *[b"x"] * 8, pause=0.2)
        assert b"POST / 100" in said(port, head, b"x" * 100, pause=0.1)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /in HTTP/1.1\r\n"
        + HOST,
        b"Content-Length: 0\r\nContent-Length: 30\r\n\r\nGET /in HTTP/1.1\r\n" + HOST,
        b"Content-Length: +5\r\n\r\nGET /in HTTP/1.1\r\n" + HOST,
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /in HTTP/1.1\r\n" + HOST,
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\nGET /in HTTP/1.1\r\n" + HOST,
        b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\nGET /in HTTP/1.1\r\n" + HOST,
        pytest.param(
            b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n\r\nGET /in HTTP/1.1\r\n"
            + HOST,
            marks=pytest.mark.slow,
        ),
        HOST + b"\r\nGET /in HTTP/1.1\r\n" + HOST,
        b"X: a\x00b\r\n\r\nGET /in HTTP/1.1\r\n" + HOST,
        b"X: " + b"a" * 2_000_000 + b"\r\n\r\nGET /in HTTP/1.1\r\n" + HOST,
    ],
)
def test_no_request_hides_in_another(lines: bytes) -> None:
    settings = DeskSettings(Path(), "http://127.0.0.1", "http://localhost:8766")
    app = Access(_told, settings, TOKEN, Sessions(str))
    with listening(app) as port:
        got = said(port, b"POST /static/ HTTP/1.1\r\n" + HOST + lines + b"\r\n")
    assert re.match(rb"HTTP/1.1 4\d\d|\(still open\)|$", got), got
    assert got.count(b"HTTP/1.1") <= 1


@pytest.mark.sampled(3)
@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "CONNECT", "PUT", "DELETE", "PATCH", "X"])
def test_no_other_method_does_anything(tmp_path: Path, method: str) -> None:
    with running(tmp_path) as (_, browser, previews):
        browser.enter()
        for headers in ({}, {"origin": ORIGIN, "sec-fetch-site": "same-origin"}):
            answer = browser.request(method, "/", headers={**headers, "x-mark": "mirrored"})
            assert answer.status_code in (403, 404, 405)
            assert "mirrored" not in answer.text
        assert previews.request(method, "/v/x/frame").status_code == 421


def test_a_page_is_not_given_in_pieces(tmp_path: Path) -> None:
    with running(tmp_path) as (_, browser, _):
        browser.enter()
        answer = browser.get("/", headers={"range": "bytes=0-5," * 1000})
        assert answer.status_code == 200
        assert browser.head("/").text == ""


# --- Many connections --------------------------------------------------------------------


def test_no_person_takes_all_connections_with_pages_that_listen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(events, "_MOST_LISTENERS", 3)

    async def listen() -> list[str]:
        told = Events()
        streams = [told.listen(f"anna\nproject{number}") for number in range(4)]
        streams.append(told.listen("bede\nproject"))
        first = [await anext(one) for one in streams]
        for one in streams:
            await one.aclose()  # type: ignore[attr-defined]  # they are generators
        again = told.listen("anna\nproject")
        first.append(await anext(again))
        await again.aclose()  # type: ignore[attr-defined]  # as above
        return first

    asked = ["hello" in one for one in asyncio.run(listen())]
    assert asked == [True, True, True, False, True, True]


@pytest.mark.slow
def test_who_types_without_end_has_two_previews_under_way(tmp_path: Path) -> None:
    with running(tmp_path) as (desk, browser, _):
        browser.enter()
        page = browser.paste()
        project = desk.projects.open("", page.split("/")[2])
        (place,) = project.places()
        document = desk.previews.open(project, place.path)
        most = 0
        for number in range(40):
            last = desk.previews.renew(document, f"{STORY}\n{number}\n")
            most = max(most, document.makers)
        made = desk.previews.wait(document, last, 60)
        assert most == 2
        assert made is not None
        assert made.number == last


# --- Who is who --------------------------------------------------------------------------

ALIKE = ["anna", "Anna", "änna", "анна", "anna ", "../anna", ".anna", "anna.", "anna/", "an/na"]
ALIKE += ["anna@x.org", "anna-x.org", "anna x.org", "ANNA", "ａｎｎａ", "anna\u200b", "😀", "con"]


def test_no_two_people_share_a_folder(tmp_path: Path) -> None:
    settings = {"proxy_header": "x-user", "proxy_secret": SECRET}
    with running(tmp_path, **settings) as (desk, _, _):
        homes = {name: desk.projects.home(name) for name in ALIKE}
    for one, other in combinations(ALIKE, 2):
        assert homes[one] != homes[other], (one, other)
    assert homes["anna"].name == "anna"


def test_who_is_taken_from_the_file_or_has_a_new_password_is_signed_out(tmp_path: Path) -> None:
    file = tmp_path / "people.txt"
    for name in ("anna", "bede"):
        people.add(file, name, "a long password")
    known = People(file)
    sessions = Sessions(known.seal)
    anna, bede = sessions.begin("anna"), sessions.begin("bede")
    assert (sessions.person(anna), sessions.person(bede)) == ("anna", "bede")
    _, bede_line = file.read_text().splitlines(keepends=True)
    file.write_text(bede_line)
    assert (sessions.person(anna), sessions.person(bede)) == (None, "bede")
    people.add(file, "bede", "another password")
    assert sessions.person(bede) is None
    assert sessions.person("") is None


def test_a_session_that_somebody_brings_is_none(tmp_path: Path) -> None:
    people.add(tmp_path / "people.txt", "anna", "a long password")
    with running(tmp_path, people=tmp_path / "people.txt") as (_, browser, _):
        browser.cookies.set("docforge-8765", "brought")
        form = {"name": "anna", "password": "a long password"}
        answer = browser.post("/sign-in", data=form, follow_redirects=False)
        given = re.search(r"docforge-8765=([^;]+)", answer.headers["set-cookie"])
        assert given is not None
        assert given[1] != "brought"
        brought = {"cookie": "docforge-8765=brought"}
        assert browser.get("/", headers=brought, follow_redirects=False).status_code == 303


def test_a_browser_is_started_with_a_token_that_counts_once(tmp_path: Path) -> None:
    with running(tmp_path) as (desk, _, _):
        pages, _ = applications(desk, TOKEN, "once-only")
        first, second = (Browser(pages, base_url=ORIGIN) for _ in range(2))
        assert first.get("/?token=once-only").status_code == 200
        assert second.get("/?token=once-only").status_code == 403
        assert second.get("/?token=").status_code == 403
        assert first.get("/").status_code == 200
        assert second.get(f"/?token={TOKEN}").status_code == 200


@pytest.mark.slow
def test_no_page_holds_the_token_and_no_other_site_is_told_where_somebody_was(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running(tmp_path) as (_, browser, _):
        browser.enter()
        page = browser.paste()
        for path in ("/", page, page.replace("/write/", "/check/"), "/nothing"):
            answer = browser.get(path)
            assert TOKEN not in answer.text
            assert answer.headers["referrer-policy"] == "same-origin"
            assert answer.headers["cache-control"] == "no-store"
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("name", ["x-user", "x-remote-user", "x-forwarded-user", "x-docforge-user"])
def test_nobody_says_past_the_proxy_who_they_are_or_how_they_came(
    tmp_path: Path, name: str
) -> None:
    settings = {"proxy_header": "x-user", "proxy_secret": SECRET}
    with running(tmp_path, **settings) as (_, browser, _):
        for secret in ("", "guess", SECRET.upper(), f"{SECRET} "[:-1] + "x"):
            headers = {name: "anna", PROXY_SECRET: secret, "x-forwarded-proto": "https"}
            assert browser.get("/", headers=headers).status_code == 403
        spoofed = {"x-forwarded-host": "127.0.0.1:8765", "forwarded": "host=127.0.0.1:8765"}
        right = {"x-user": "anna", PROXY_SECRET: SECRET}
        elsewhere = {**right, **spoofed, "host": "evil.example"}
        assert browser.get("/", headers=elsewhere).status_code == 421
        assert browser.get("/", headers=right).status_code == 200
