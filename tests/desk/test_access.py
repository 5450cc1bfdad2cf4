"""Who may ask: the token, the host, the origin, and what stands in every answer."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import ORIGIN, PREVIEWS, TOKEN, Browser, running
from starlette.types import Message

from docforge.desk.application import applications


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with running(tmp_path) as (_, pages, _):
        yield pages


@pytest.mark.parametrize("path", ["/", "/p/any/", "/p/any/write/a.md", "/p/any/events"])
def test_nobody_without_the_token_gets_a_page(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 403
    assert browser.get(f"{path}?token=wrong").status_code == 403


def test_the_token_goes_from_the_address_into_a_cookie_that_no_other_site_can_use(
    browser: Browser,
) -> None:
    answer = browser.get(f"/?token={TOKEN}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert browser.get("/").status_code == 200


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "host", ["evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost:8765", "127.0.0.1:8765.x"]
)
def test_a_name_that_somebody_points_here_is_not_answered(browser: Browser, host: str) -> None:
    browser.enter()
    assert browser.get("/", headers={"host": host}).status_code == 421


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": PREVIEWS},
        {"origin": "http://127.0.0.1:8766"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_cannot_change_anything(browser: Browser, headers: dict[str, str]) -> None:
    browser.enter()
    assert browser.post("/paste", data={"text": "# x"}, headers=headers).status_code == 403
    assert "~" not in browser.get("/").text


def test_a_form_that_does_not_say_where_it_comes_from_is_refused(browser: Browser) -> None:
    browser.enter()
    assert super(Browser, browser).post("/paste", data={"text": "# x"}).status_code == 403


@pytest.mark.parametrize("mode", ["no-cors", "cors", "same-origin", "websocket"])
def test_another_site_cannot_take_a_page_into_its_own(browser: Browser, mode: str) -> None:
    browser.enter()
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode}
    assert browser.get("/", headers=headers).status_code == 403


def test_every_answer_forbids_what_was_not_meant(browser: Browser) -> None:
    browser.enter()
    for path in ("/", "/nothing", "/static/desk.js"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_the_token_leads_to_no_other_site(browser: Browser) -> None:
    answer = browser.get(f"//evil.example/?token={TOKEN}", follow_redirects=False)
    assert not answer.headers.get("location", "/").startswith("//")
    answer = browser.get(f"{ORIGIN}//evil.example/?token={TOKEN}", follow_redirects=False)
    assert not answer.headers.get("location", "/").startswith("//")


def test_the_language_leads_back_to_no_other_site(browser: Browser) -> None:
    browser.enter()
    for back in ("//evil.example", "/\\evil.example", "https://evil.example"):
        answer = browser.post(
            "/language", data={"language": "cy", "back": back}, follow_redirects=False
        )
        assert answer.headers["location"] == "/"


def test_a_body_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    from docforge.desk.settings import UploadBounds

    with running(tmp_path, upload=UploadBounds(total=1000)) as (_, browser, _):
        browser.enter()
        huge = browser.post("/paste", content=b"x", headers={"content-length": "99999999999"})
        assert huge.status_code == 413


def test_methods_and_addresses_that_are_not_there_are_told_in_words(browser: Browser) -> None:
    browser.enter()
    for answer in (browser.get("/nothing"), browser.post("/"), browser.get("/p/none/")):
        assert answer.status_code in (404, 405)
        assert "Not found" in answer.text


def test_who_goes_away_in_the_middle_is_no_bug_of_docforge(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def nobody(message: Message) -> None:
        """Nobody is there to hear it."""

    headers = {
        **{"host": ORIGIN[7:], "origin": ORIGIN, "cookie": f"docforge-8765={TOKEN}"},
        "content-type": "application/x-www-form-urlencoded",
    }
    scope = {
        **{"type": "http", "method": "POST", "path": "/paste", "query_string": b""},
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    with running(tmp_path) as (desk, _, _):
        pages, _ = applications(desk, TOKEN)

        async def ask() -> None:
            await pages(scope, gone, nobody)

        asyncio.run(ask())
    assert caplog.text == ""
