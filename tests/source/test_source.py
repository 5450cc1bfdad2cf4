"""Sources: found in a stable order, decoded with a word about every change, kept inside."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from docforge.errors import UnreadableSource, UsageError
from docforge.source import (
    AssetError,
    Source,
    decode,
    find_sources,
    read_asset,
    read_source,
    read_text,
)
from docforge.source.config import Config, Limits, Settings


def write(file: Path, data: bytes = b"text\n") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def source_in(folder: Path, name: str = "docs/a.md", **limits: Any) -> Source:
    write(folder / name)
    (place,) = find_sources([folder], Config(limits=Limits(**limits)))
    return read_source(place, Settings())


# --- Finding -----------------------------------------------------------------------------


def test_sources_come_sorted_and_once_with_paths_below_their_folder(tmp_path: Path) -> None:
    for name in ("b.md", "a b'c\".md", "2026/é.md", "🎉.markdown", "x.txt", ".git/a.md", ".a.md"):
        write(tmp_path / name)
    places = find_sources([tmp_path, tmp_path / "b.md"], Config())
    assert [place.path for place in places] == ["2026/é.md", "a b'c\".md", "b.md", "🎉.markdown"]


def test_include_and_exclude_pick_in_folders_but_a_named_file_is_taken(tmp_path: Path) -> None:
    for name in ("a.md", "skip/b.md", "c.txt"):
        write(tmp_path / name)
    config = Config(include=("**/*.md",), exclude=("skip/**",))
    assert [place.path for place in find_sources([tmp_path], config)] == ["a.md"]
    assert [place.path for place in find_sources([tmp_path / "c.txt"], config)] == ["c.txt"]


def configured(folder: Path, *include: str) -> Config:
    return Config(file=folder / "docforge.toml", folder=folder.resolve(), include=include)


@pytest.mark.parametrize(
    ("include", "told"),
    [
        ("2026/autum.md", "“2026/autum.md” fits no file; did you mean “2026/autumn.md”?"),
        ("drafts/*.md", "“drafts/*.md” fits no file"),
        ("2026", "“2026” fits no file: it is a folder; write “2026/**/*.md”"),
        ("[z-a].md", "“[z-a].md” fits no file"),
    ],
)
def test_an_entry_of_include_that_names_nothing_is_an_error(
    tmp_path: Path, include: str, told: str
) -> None:
    file = write(tmp_path / "2026" / "autumn.md")
    config = configured(tmp_path, "2026/*.md", include)
    for path in (tmp_path, tmp_path / "2026"):
        with pytest.raises(UsageError, match="include") as refused:
            find_sources([path], config)
        assert told in refused.value.message
    assert find_sources([file], config)
    assert find_sources([tmp_path], configured(tmp_path, "2026/*.md", "**/*.markdown"))


@pytest.mark.parametrize(
    "include", ["‘News’-[blog]-2026.md", "*-[blog]-*.md", "‘*’-[[]blog]-2026.md", "?News?-?blog?-*"]
)
def test_brackets_in_a_name_are_found_as_they_are_written(tmp_path: Path, include: str) -> None:
    write(tmp_path / "‘News’-[blog]-2026.md")
    (place,) = find_sources([tmp_path], configured(tmp_path, include))
    assert place.stem == "News-blog-2026/News-blog-2026"


def test_names_in_capitals_are_sources_too(tmp_path: Path) -> None:
    write(tmp_path / "NEWS.MD")
    assert [place.path for place in find_sources([tmp_path], Config())] == ["NEWS.MD"]


def test_names_that_sound_alike_stay_different(tmp_path: Path) -> None:
    for name in ("公告.md", "共高.md", "新闻.md", "新闻.png", "x/公告.md"):
        write(tmp_path / name)
    stems = {place.path: place.stem for place in find_sources([tmp_path], Config())}
    assert len(set(stems.values())) == 4
    assert stems["新闻.md"] == "XinWen/XinWen"
    assert stems["x/公告.md"] == "x/GongGao/GongGao"
    assert stems["公告.md"].startswith("GongGao-")
    (alone,) = find_sources([tmp_path / "公告.md"], Config())
    assert alone.stem == stems["公告.md"]


def test_paths_begin_at_the_configured_folder_whatever_was_named(tmp_path: Path) -> None:
    file = write(tmp_path / "in" / "2026" / "a.md")
    config = Config(folder=(tmp_path / "in").resolve())
    for named in (tmp_path / "in", file.parent, file):
        assert [place.path for place in find_sources([named], config)] == ["2026/a.md"]


@pytest.mark.parametrize("name", ["missing.md", "empty"])
def test_nothing_found_is_a_usage_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        find_sources([tmp_path / name], Config())


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "secret.md")
    write(tmp_path / "in" / "a.md")
    (tmp_path / "in" / "b.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "in" / "c.md").symlink_to(tmp_path / "in" / "a.md")
    inside, outside, linked = find_sources([tmp_path / "in"], Config())
    assert read_text(inside).text == read_text(linked).text == "text\n"
    with pytest.raises(UnreadableSource, match=r"b\.md is a link"):
        read_text(outside)


# --- Decoding ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "é\nb\n".encode(),
        b"\xef\xbb\xbf" + "é\nb\n".encode(),
        "é\r\nb\r".encode(),
        "\ufeffé\nb\n".encode("utf-16-le"),
        "\ufeffé\r\nb\n".encode("utf-16-be"),
    ],
)
def test_unicode_needs_no_finding(data: bytes) -> None:
    decoded = decode(data, "a.md")
    assert (decoded.text, decoded.findings) == ("é\nb\n", ())


def test_latin_1_is_read_with_a_warning_at_the_first_strange_byte() -> None:
    decoded = decode("ä\nfür “x”\n".encode("cp1252"), "a.md")
    (finding,) = decoded.findings
    assert decoded.text == "ä\nfür “x”\n"
    assert (finding.code, str(finding.where)) == ("SRC001", "a.md:1:1")
    (finding,) = decode("ä\r\nfü".encode() + b"\xfc", "a.md").findings
    assert str(finding.where) == "a.md:2:3"


def test_control_characters_are_removed_with_a_warning_at_the_first() -> None:
    decoded = decode("a\nb\x00c\x1bd\x0ce\tf\u0085g\n".encode(), "a.md")
    (finding,) = decoded.findings
    assert decoded.text == "a\nbcd e\tf g\n"
    assert (finding.code, str(finding.where)) == ("SRC002", "a.md:2:2")
    assert "4 control characters" in finding.message


def test_broken_utf_16_is_unreadable() -> None:
    with pytest.raises(UnreadableSource):
        decode(b"\xff\xfe\x00\xd8x", "a.md")


def test_a_source_over_the_limit_is_unreadable_and_the_limit_named(tmp_path: Path) -> None:
    write(tmp_path / "a.md", b"x" * 2_000_001)
    (place,) = find_sources([tmp_path], Config())
    with pytest.raises(UnreadableSource, match=r"a\.md is larger than 2 MB") as told:
        read_text(place)
    assert "raise source_mb under [limits] in docforge.toml" in told.value.hint


def test_a_source_may_be_as_large_as_its_limit(tmp_path: Path) -> None:
    write(tmp_path / "a.md", b"x" * 2_000_001)
    (place,) = find_sources([tmp_path], Config(limits=Limits(source_mb=2.000_001)))
    assert len(read_text(place).text) == 2_000_001


# --- Assets ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["b c.png", "b%20c.png", "./b%20c.png?v=1#x", "../docs/b c.png", "/docs/b%20c.png"]
)
def test_an_asset_is_found_from_its_source_or_the_resource_root(
    tmp_path: Path, address: str
) -> None:
    write(tmp_path / "docs" / "b c.png", b"image")
    assert read_asset(source_in(tmp_path).origin, address, tmp_path) == b"image"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("missing.png", "IMG005"),
        ("", "IMG008"),
        (".", "IMG008"),
        ("../../secret.png", "IMG006"),
        ("%2e%2e/%2e%2e/secret.png", "IMG006"),
        ("/../../secret.png", "IMG006"),
        ("/etc/passwd", "IMG005"),
        ("link.png", "IMG006"),
        ("loop.png", "IMG005"),
        ("a%00b.png", "IMG005"),
        ("x" * 5000, "IMG005"),
        ("https://example.org/a.png", "IMG002"),
        ("//example.org/a.png", "IMG002"),
        ("file:///etc/passwd", "IMG002"),
        ("large.png", "IMG007"),
    ],
)
def test_nothing_else_is_read(tmp_path: Path, address: str, code: str) -> None:
    folder = tmp_path / "in"
    source = source_in(folder, image_mb=0.001)
    secret = write(tmp_path / "secret.png")
    (folder / "docs" / "link.png").symlink_to(secret)
    (folder / "docs" / "loop.png").symlink_to("loop.png")
    write(folder / "docs" / "large.png", b"x" * 1001)
    with pytest.raises(AssetError) as told:
        read_asset(source.origin, address, folder)
    assert told.value.code == code


def test_a_folder_whose_name_only_begins_alike_is_outside(tmp_path: Path) -> None:
    source = source_in(tmp_path / "in")
    write(tmp_path / "in-secret" / "a.png")
    with pytest.raises(AssetError) as told:
        read_asset(source.origin, "../../in-secret/a.png", None)
    assert told.value.code == "IMG006"


def test_an_address_from_the_root_needs_a_resource_root(tmp_path: Path) -> None:
    with pytest.raises(AssetError) as told:
        read_asset(source_in(tmp_path).origin, "/a.png", None)
    assert "resource_root" in told.value.hint


def test_a_missing_file_with_a_similar_name_is_suggested(tmp_path: Path) -> None:
    write(tmp_path / "docs" / "Chart.PNG")
    with pytest.raises(AssetError) as told:
        read_asset(source_in(tmp_path).origin, "chart.png", None)
    assert told.value.hint == "Did you mean Chart.PNG?"


def test_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    first = source_in(tmp_path)
    write(first.origin.file, b"text\r\n")
    (place,) = find_sources([tmp_path], Config())
    again = read_source(place, Settings())
    assert again.text == first.text
    assert replace(again, digest=first.digest) == first
    assert again.digest != first.digest


def test_a_source_is_read_once_with_its_settings_body_and_findings(tmp_path: Path) -> None:
    write(tmp_path / "a.md", b"---\ntitle: T\ntitel: U\n---\nb\x00c\n")
    (place,) = find_sources([tmp_path], Config())
    source = read_source(place, Settings(lang="cy", title="D"), {"style": "s"})
    assert (source.path, source.origin, source.is_title_lost) == ("a.md", place, False)
    settings = source.settings
    assert (settings.title, settings.lang, settings.style) == ("T", "cy", "s")
    assert (source.text, source.body) == ("---\ntitle: T\ntitel: U\n---\nbc\n", "\n\n\n\nbc\n")
    assert [found.code for found in source.findings] == ["SRC002", "CFG003"]
