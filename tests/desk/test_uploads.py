"""What people drop, and what hostile people drop: names, archives, sizes, pictures."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import pytest
from desks import STORY, Browser, running

from docforge.desk import names, uploads
from docforge.desk.desk import Desk
from docforge.desk.settings import PersonBounds, UploadBounds
from docforge.desk.uploads import Received, TooMuch

BOUNDS = UploadBounds()


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("a.md", "a.md"),
        ("news/a.md", "news/a.md"),
        ("news\\a.md", "news/a.md"),
        ("./a.md", "a.md"),
        ("Küste/Bild 1.png", "Küste/Bild 1.png"),
        ("cafe\u0301.md", "café.md"),
        ("a\x00b\x1f.md", "ab.md"),
        ("invoice\u202efdp.md", "invoicefdp.md"),
        ('a<b>c:"d|e?f*.md', "a-b-c--d-e-f-.md"),
        ("con.md", "con-.md"),
        ("con.tar.md", "con-.tar.md"),
        ("COM¹.md", "COM¹-.md"),
        ("aux .md", "aux- .md"),
        ("LPT³", "LPT³-"),
        ("conin$.md", "conin$-.md"),
        ("com¹a.md", "com¹a.md"),
        ("a.md. .", "a.md"),
        ("../a.md", None),
        ("a/../../b.md", None),
        ("/etc/passwd.md", None),
        ("\\\\server\\share\\a.md", None),
        ("C:\\a.md", None),
        ("C:a.md", None),
        (".hidden.md", None),
        ("a/.git/config.md", None),
        ("__MACOSX/a.md", None),
        ("Thumbs.db", None),
        ("", None),
        ("/", None),
        ("/".join("abcdefghijklmno") + "/a.md", None),
    ],
)
def test_names_lead_below_a_folder_or_nowhere(given: str, cleaned: str | None) -> None:
    assert names.clean(given) == (PurePosixPath(cleaned) if cleaned else None)


def test_a_long_name_keeps_its_ending() -> None:
    made = names.clean("ä" * 500 + ".md")
    assert made is not None
    assert made.name.endswith("ä.md")
    assert len(made.name.encode()) <= 150
    assert names.clean("ä" * 500) is None


def zipped(*members: tuple[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def received(*given: tuple[str, bytes], bounds: UploadBounds = BOUNDS) -> Received:
    return uploads.receive([(name, io.BytesIO(content)) for name, content in given], bounds)


def test_an_archive_that_climbs_writes_nothing_outside() -> None:
    stream = zipped(("../../evil.md", b"x"), ("/etc/evil.md", b"x"), ("in/good.md", b"x"))
    found = uploads.receive([("a.zip", stream)], BOUNDS)
    assert list(found.files) == [PurePosixPath("good.md")]
    assert [one.name for one in found.refused] == ["../../evil.md", "/etc/evil.md"]


def test_links_and_archives_in_archives_are_left_out() -> None:
    link = zipfile.ZipInfo("link.md")
    link.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", zipped(("a.md", b"x")).getvalue())
        archive.writestr("b.md", "y")
    stream.seek(0)
    found = uploads.receive([("a.zip", stream)], BOUNDS)
    assert list(found.files) == [PurePosixPath("b.md")]
    assert {one.name for one in found.refused} == {"link.md", "inner.zip"}


def test_a_bomb_is_unpacked_no_further_than_the_bound() -> None:
    stream = zipped(("bomb.md", b"\0" * 50_000_000))
    assert len(stream.getvalue()) < 100_000
    with pytest.raises(TooMuch):
        uploads.receive([("a.zip", stream)], UploadBounds(one=1_000_000))


def test_an_archive_that_lies_about_a_size_is_not_believed() -> None:
    data = bytearray(zipped(("a.md", b"x" * 5_000_000)).getvalue())
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(mark)
        data[at + place : at + place + 4] = struct.pack("<I", 10)
    found = uploads.receive([("a.zip", io.BytesIO(data))], UploadBounds(one=1_000_000))
    assert sum(map(len, found.files.values())) <= 1_000_000


@pytest.mark.slow
def test_a_list_of_files_that_is_all_of_an_archive_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "_LONGEST_LIST", 100_000)
    few, many = (zipped(*((f"{n:060}.md", b"x") for n in range(count))) for count in (500, 2_000))
    assert len(uploads.receive([("a.zip", few)], BOUNDS).files) == 500
    found = uploads.receive([("a.zip", many)], BOUNDS)
    assert [one.why for one in found.refused] == ["refused-zip"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["a.md", "a.md/b.md"], ["a.md"]),
        (["a.md/b.md", "a.md"], ["b.md"]),
        (["caf\u00e9.md", "cafe\u0301.md"], ["café.md"]),
        (["a.md", "A.md"], ["a.md", "A.md"]),
        (["a\u200b.md", "a.md"], ["a.md"]),
        (["x/./a.md", "x//a.md", "y.md"], ["x/a.md", "y.md"]),
        (["con.md", "x/nul"], ["con-.md"]),
        (["\ud800.md", "..%2fb.md", "~root.md"], ["~root.md"]),
    ],
)
def test_two_names_of_one_place_are_told(given: list[str], kept: list[str]) -> None:
    found = received(*((name, name.encode("utf-8", "replace")) for name in given))
    assert list(map(str, found.files)) == kept
    assert len(found.files) + len(found.refused) == len(given)


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_archive_is_told(content: bytes) -> None:
    found = received(("a.zip", content))
    assert [one.why for one in found.refused] == ["refused-zip"]


def test_too_many_files_and_bytes_are_told() -> None:
    with pytest.raises(TooMuch) as many:
        received(*((f"{n}.md", b"x") for n in range(5)), bounds=UploadBounds(files=4))
    assert many.value.key == "too-many-files"
    with pytest.raises(TooMuch) as large:
        received(("a.md", b"x" * 60), ("b.md", b"x" * 60), bounds=UploadBounds(total=100))
    assert large.value.key == "upload-too-large"


def png(width: int, height: int) -> bytes:
    """A picture that says that it is so large, and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (png(200_000, 200_000), "refused-pixels"),
        (png(15_000, 15_000), "refused-pixels"),
        (b"<script>", "refused-picture"),
        (b"%PDF-1.7", "refused-picture"),
    ],
)
def test_pictures_are_looked_at_by_another_process(content: bytes, why: str) -> None:
    found = received(("a.png", content), ("a.md", b"# x"))
    assert list(found.files) == [PurePosixPath("a.md")]
    assert [one.why for one in found.refused] == [why]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.docx", "refused-word"),
        ("a.exe", "refused-kind"),
        ("a", "refused-kind"),
        ("docforge.toml", "refused-config"),
        ("x/../a.md", "refused-name"),
    ],
)
def test_other_files_are_left_out_and_told(name: str, why: str) -> None:
    assert [one.why for one in received((name, b"x")).refused] == [why]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(outside)
    (tmp_path / "in" / "a.md").symlink_to(outside / "b.md")
    from docforge.errors import DeliveryFailed

    for name in ("link/a.md", "a.md"):
        with pytest.raises(DeliveryFailed):
            uploads.write(tmp_path / "in", {PurePosixPath(name): b"x"}, is_saved=True)
    assert list(outside.iterdir()) == []


# --- Through the page --------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Desk, Browser]]:
    with running(tmp_path, person=PersonBounds(unsaved=3, total=5_000_000)) as (made, browser, _):
        browser.enter()
        yield made, browser


@pytest.mark.slow
def test_what_is_there_is_replaced_only_when_somebody_says_so(
    desk: tuple[Desk, Browser],
) -> None:
    running, browser = desk
    files = {"files": ("a.md", STORY.encode())}
    page = browser.post("/upload", files=files, follow_redirects=False).headers["location"]
    ident = page.split("/")[2]
    other = {"files": ("a.md", b"# Other\n")}
    refused = browser.post("/upload", files=other, data={"project": ident})
    assert refused.status_code == 409
    assert 'id="files-error"' in refused.text
    file = running.projects.open("", ident).input / "a.md"
    assert file.read_text() == STORY
    browser.post(
        "/upload", files=other, data={"project": ident, "replace": "on"}, follow_redirects=False
    )
    assert file.read_text() == "# Other\n"


def test_the_oldest_of_too_many_gives_way_and_too_much_is_told(
    desk: tuple[Desk, Browser],
) -> None:
    running, browser = desk
    for number in range(5):
        browser.post("/paste", data={"text": f"# Text {number}"}, follow_redirects=False)
    assert [one.title for one in running.projects.unsaved("")] == ["text-2", "text-3", "text-4"]
    huge = {"files": ("a.md", b"x" * 5_000_000)}
    assert browser.post("/upload", files=huge).status_code == 413


def test_a_folder_comes_with_its_paths(desk: tuple[Desk, Browser]) -> None:
    running, browser = desk
    files = [("files", ("a.md", b"# A")), ("files", ("b.md", b"# B"))]
    paths = {"paths": ["news/today/a.md", "news/b.md"]}
    answer = browser.post("/upload", files=files, data=paths, follow_redirects=False)
    (project,) = running.projects.unsaved("")
    assert answer.headers["location"] == f"/p/{project.ident}/"
    assert (project.input / "today" / "a.md").is_file()
    assert project.title == "news"


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["../x", "a/b", "~x", ".x", "a\x00b"])
def test_no_name_of_a_project_leads_elsewhere(desk: tuple[Desk, Browser], name: str) -> None:
    running, browser = desk
    (running.settings.projects.parent / "x").mkdir()
    assert browser.get(f"/p/{quote(name, safe='')}/").status_code == 404
    browser.post("/paste", data={"text": "# A"}, follow_redirects=False)
    (project,) = running.projects.unsaved("")
    browser.post(f"/p/{project.ident}/save", data={"name": name}, follow_redirects=False)
    made = [one.name for one in running.settings.projects.iterdir()]
    assert all(one == one.strip(".") and "/" not in one for one in made)
    assert list((running.settings.projects.parent / "x").iterdir()) == []


@pytest.mark.parametrize("path", ["../../secret.md", "..%2f..%2fsecret.md", "/etc/passwd"])
def test_no_address_of_a_document_leads_elsewhere(desk: tuple[Desk, Browser], path: str) -> None:
    running, browser = desk
    browser.post("/paste", data={"text": "# A"}, follow_redirects=False)
    (project,) = running.projects.unsaved("")
    (project.folder.parent / "secret.md").write_text("# Secret")
    for kind in ("write", "check", "state", "order", "get/pdf"):
        answer = browser.get(f"/p/{project.ident}/{kind}/{path}")
        assert answer.status_code == 404, kind
        assert "Secret" not in answer.text
