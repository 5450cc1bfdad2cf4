"""The worked example for nginx, as it stands in the guide: run, and tried from outside."""

import os
import re
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from desks import STORY
from serving import serving
from test_flow import until

pytestmark = pytest.mark.judges
ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret that nginx and the desk share"
PORT, PAGES = 18443, 18775
DESK, PREVIEW = f"desk.example.org:{PORT}", f"desk-preview.example.org:{PORT}"


@dataclass(frozen=True, slots=True)
class Proxied:
    """The desk behind nginx; `certificate` is what browsers would trust."""

    folder: Path
    certificate: Path

    def client(self, name: str = "", password: str = "") -> httpx2.Client:
        context = ssl.create_default_context(cafile=str(self.certificate))
        context.check_hostname = False
        return httpx2.Client(
            base_url=f"https://127.0.0.1:{PORT}",
            verify=context,
            auth=(name, password) if name else None,
            headers={"host": DESK, "origin": f"https://{DESK}", "sec-fetch-site": "same-origin"},
            timeout=60,
        )


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder = tmp_path_factory.mktemp("proxy")
    key, certificate = folder / "desk.key", folder / "desk.pem"
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=desk"]
    run("openssl", "req", *made, "-keyout", str(key), "-out", str(certificate))
    people = [
        f"{name}:{run('openssl', 'passwd', '-apr1', f'{name} word').strip()}\n"
        for name in ("anna", "bede")
    ]
    (folder / "desk.people").write_text("".join(people))
    (folder / "desk.secret").write_text(f'proxy_set_header X-Docforge-Secret "{SECRET}";\n')
    (folder / "secret").write_text(SECRET)
    folder.chmod(0o755)
    process = subprocess.Popen(["nginx", "-c", str(written(folder)), "-g", "daemon off;"])
    options = ["--proxy-header", "X-Remote-User", "--proxy-secret", str(folder / "secret")]
    addresses = ["--address", f"https://{DESK}", "--preview-address", f"https://{PREVIEW}"]
    try:
        with serving(folder / "desk", "--port", str(PAGES), *options, *addresses):
            yield Proxied(folder, certificate)
    finally:
        process.terminate()
        process.wait(60)


def written(folder: Path) -> Path:
    """The configuration of the guide with the ports and files of this test in it."""
    text = (ROOT / "docs" / "guide" / "desk-nginx.conf").read_text("utf-8")
    for there, here in (
        ("/etc/ssl/certs/desk.pem", str(folder / "desk.pem")),
        ("/etc/ssl/private/desk.key", str(folder / "desk.key")),
        ("/etc/nginx/desk.", f"{folder}/desk."),
        ("listen 443 ssl", f"listen 127.0.0.1:{PORT} ssl"),
        ("127.0.0.1:8765", f"127.0.0.1:{PAGES}"),
        ("127.0.0.1:8766", f"127.0.0.1:{PAGES + 1}"),
    ):
        assert there in text
        text = text.replace(there, here)
    user = "user root;\n" if os.getuid() == 0 else ""
    own = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"{user}pid {folder}/pid;\nerror_log {folder}/errors;\nevents {{}}\n"
    file = folder / "nginx.conf"
    file.write_text(f"{whole}http {{\naccess_log off;\n{own}{text}}}\n", "utf-8")
    return file


def test_nobody_comes_in_without_the_proxys_password(proxied: Proxied) -> None:
    with proxied.client() as nobody, proxied.client("anna", "wrong") as guessing:
        assert nobody.get("/").status_code == 401
        assert guessing.get("/").status_code == 401
    direct = httpx2.get(
        f"http://127.0.0.1:{PAGES}/", headers={"host": DESK, "x-remote-user": "anna"}
    )
    assert direct.status_code == 403


def test_each_person_has_projects_of_their_own_and_nobody_becomes_another(
    proxied: Proxied,
) -> None:
    with proxied.client("anna", "anna word") as anna, proxied.client("bede", "bede word") as bede:
        made = anna.post("/paste", data={"text": STORY})
        assert made.status_code == 303, made.text
        page = made.headers["location"]
        assert bede.get(page).status_code == 404
        assert bede.get(page, headers={"x-remote-user": "anna"}).status_code == 404
        # The page is there before what it shows is made.
        frame = re.compile(rf'data-src="https://{re.escape(PREVIEW)}([^"]+)"')
        with proxied.client() as nobody:

            def preview() -> httpx2.Response | None:
                source = frame.search(anna.get(page).text)
                made = source and nobody.get(source[1], headers={"host": PREVIEW})
                return made if made and "Work starts on the breakwater" in made.text else None

            seen = until(preview)
            assert (
                f"frame-ancestors 'self' https://{DESK}" in seen.headers["content-security-policy"]
            )
            assert nobody.get("/v/guess/1/page.html", headers={"host": PREVIEW}).status_code == 404
        ident = page.split("/")[2]
        anna.post(f"/p/{ident}/save", data={"name": "mine"})
        assert (proxied.folder / "desk" / "projects" / "anna" / "mine" / "input").is_dir()


def test_what_changes_comes_through_as_it_changes(proxied: Proxied) -> None:
    with proxied.client("anna", "anna word") as anna:
        page = anna.post("/paste", data={"text": STORY}).headers["location"]
        anna.get(page)
        ident = page.split("/")[2]
        with anna.stream("GET", f"/p/{ident}/events") as events:
            lines = events.iter_lines()
            assert any("hello" in line for line in lines)
            with proxied.client("anna", "anna word") as typing:
                typing.post(page.replace("/write/", "/draft/"), data={"text": STORY + "\nMore.\n"})
            assert any("event: preview" in line for line in lines)


def test_a_large_upload_comes_through_and_one_that_is_too_large_does_not(
    proxied: Proxied,
) -> None:
    with proxied.client("anna", "anna word") as anna:
        large = {"files": ("large.md", b"word " * 4_000_000)}
        assert anna.post("/upload", files=large).status_code == 303
        cookie = anna.get("/").headers.get("set-cookie", "")
        assert cookie == "", "the proxy says who it is, and no cookie does"
