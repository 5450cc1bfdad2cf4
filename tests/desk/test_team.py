"""A desk for several people: signing in, and a proxy that says who it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Browser, running

from docforge.cli.serving import ServeRequest, serve
from docforge.desk import people
from docforge.desk.access import PROXY_SECRET
from docforge.desk.desk import Desk
from docforge.errors import UsageError

SECRET = "a secret of the proxy alone"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("people") / "people.txt"
    people.add(file, "anna", "a long password")
    people.add(file, "bede", "another password")
    return file


@pytest.fixture
def team(tmp_path: Path, known: Path) -> Iterator[tuple[Desk, Browser]]:
    with running(tmp_path, people=known) as (desk, browser, _):
        yield desk, browser


def sign_in(browser: Browser, name: str, password: str) -> int:
    form = {"name": name, "password": password}
    return int(browser.post("/sign-in", data=form, follow_redirects=False).status_code)


def test_passwords_are_stored_as_nothing_that_can_be_read(known: Path) -> None:
    text = known.read_text()
    assert "password" not in text
    assert text.count("scrypt:") == 2
    assert known.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_nobody_comes_in_without_a_password(team: tuple[Desk, Browser]) -> None:
    _, browser = team
    assert browser.get("/", follow_redirects=False).headers["location"] == "/sign-in"
    assert browser.get("/p/x/", follow_redirects=False).status_code == 303
    for name, password in (("anna", ""), ("anna", "wrong"), ("nobody", "x"), ("", "")):
        assert sign_in(browser, name, password) == 403
    assert (
        browser.post("/paste", data={"text": "# x"}, follow_redirects=False).headers["location"]
        == "/sign-in"
    )


def test_the_right_password_opens_and_signing_out_closes(team: tuple[Desk, Browser]) -> None:
    _, browser = team
    assert sign_in(browser, "anna", "a long password") == 303
    assert "Signed in as anna" in browser.get("/").text
    browser.post("/sign-out", follow_redirects=False)
    assert browser.get("/", follow_redirects=False).headers["location"] == "/sign-in"


@pytest.mark.slow
def test_guessing_has_to_wait_also_with_the_right_password(team: tuple[Desk, Browser]) -> None:
    _, browser = team
    for _ in range(5):
        assert sign_in(browser, "bede", "guess") == 403
    assert sign_in(browser, "bede", "another password") == 429
    assert sign_in(browser, "anna", "a long password") == 303


@pytest.mark.slow
def test_one_persons_files_are_not_anothers(tmp_path: Path) -> None:
    settings = {"proxy_header": "x-user", "proxy_secret": SECRET}
    with running(tmp_path, **settings) as (desk, browser, _):
        anna = {"x-user": "anna", PROXY_SECRET: SECRET}
        bede = {"x-user": "bede", PROXY_SECRET: SECRET}
        made = browser.post(
            "/paste", data={"text": "# Anna"}, headers=anna, follow_redirects=False
        ).headers["location"]
        ident = made.split("/")[2]
        assert browser.get(f"/p/{ident}/documents", headers=anna).status_code == 200
        for address in (made, f"/p/{ident}/", f"/p/{ident}/events", f"/p/{ident}/all.zip"):
            assert browser.get(address, headers=bede).status_code == 404, address
        for act in ("save", "discard", "export", "choices"):
            answer = browser.post(f"/p/{ident}/{act}", data={"name": "mine"}, headers=bede)
            assert answer.status_code == 404, act
        browser.post(f"/p/{ident}/save", data={"name": "shared"}, headers=anna)
        assert browser.get("/p/shared/", headers=bede).status_code == 404
        assert (desk.settings.projects / "anna" / "shared").is_dir()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-user": "anna"},
        {"x-user": "anna", PROXY_SECRET: "guess"},
        {PROXY_SECRET: SECRET},
        {"x-user": " ", PROXY_SECRET: SECRET},
    ],
)
def test_whoever_goes_past_the_proxy_is_nobody(tmp_path: Path, headers: dict[str, str]) -> None:
    settings = {"proxy_header": "x-user", "proxy_secret": SECRET}
    with running(tmp_path, **settings) as (_, browser, _):
        assert browser.get("/", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("names", "folder"),
    [(["../evil", "..", "/etc"], "evil"), (["anna/../bede"], "bede")],
)
def test_no_name_of_a_person_leads_out_of_the_projects(
    tmp_path: Path, names: list[str], folder: str
) -> None:
    settings = {"proxy_header": "x-user", "proxy_secret": SECRET}
    with running(tmp_path, **settings) as (desk, _, _):
        for name in names:
            home = desk.projects.home(name).resolve()
            assert home.parent == desk.settings.projects.resolve()


@pytest.mark.parametrize(
    "request_",
    [
        ServeRequest(Path("p"), 0, listen="0.0.0.0"),
        ServeRequest(Path("p"), 0, proxy_header="x-user"),
        ServeRequest(Path("p"), 0, people=Path("people.txt")),
        ServeRequest(
            Path("p"),
            0,
            people=Path("x"),
            address="https://a.example",
            preview_address="https://a.example:8",
        ),
        ServeRequest(
            Path("p"),
            0,
            people=Path("x"),
            address="https://a.example/x",
            preview_address="https://b.example",
        ),
    ],
)
def test_nothing_is_served_that_would_be_open_to_others(
    request_: ServeRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        serve(request_)


def test_a_name_or_a_password_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    for name, password in (("a b", "long enough"), ("", "long enough"), ("anna", "short")):
        with pytest.raises(UsageError):
            people.add(tmp_path / "people.txt", name, password)
