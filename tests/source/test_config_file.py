"""docforge.toml: merged in order, and strict about everything it does not know."""

import re
from pathlib import Path

import pytest

from docforge.errors import UsageError
from docforge.source.config import Config, Limits, load_config
from docforge.source.config.file import TABLES
from docforge.source.config.globs import matches


def written(folder: Path, text: str) -> Config:
    (folder / "docforge.toml").write_text(text, encoding="utf-8")
    return load_config(folder)


def problems(folder: Path, text: str) -> str:
    with pytest.raises(UsageError) as told:
        written(folder, text)
    return told.value.message


@pytest.mark.parametrize(
    ("pattern", "path", "yes"),
    [
        ("**/*.md", "a.md", True),
        ("**/*.md", "2026/deep/a.md", True),
        ("**/*.md", "a.txt", False),
        ("*.md", "2026/a.md", False),
        ("cy/**", "cy/a/b.md", True),
        ("cy/**", "cyx/a.md", False),
        ("a?.md", "ab.md", True),
        ("a?.md", "a/.md", False),
        ("[ab].md", "b.md", True),
        ("[!ab].md", "b.md", False),
        ("./a.md", "a.md", True),
        ("a.md", "abmd", False),
        ("a+(b).md", "a+(b).md", True),
    ],
)
def test_globs_name_paths(pattern: str, path: str, yes: bool) -> None:
    assert matches(pattern, path) is yes


def test_the_nearest_file_above_is_read(tmp_path: Path) -> None:
    (tmp_path / "docforge.toml").write_text('[document]\nlang = "cy"\n', encoding="utf-8")
    inner = tmp_path / "2026" / "autumn"
    inner.mkdir(parents=True)
    config = load_config(inner)
    assert config.folder == tmp_path.resolve()
    assert config.settings("2026/autumn/a.md").lang == "cy"


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert (config.folder, config.settings("a.md").lang) == (None, None)


def test_the_last_override_that_matches_wins(tmp_path: Path) -> None:
    config = written(
        tmp_path,
        """
        [document]
        lang = "en-gb"
        organization = "Press office"
        [[override]]
        paths = ["cy/**"]
        lang = "cy"
        [[override]]
        paths = ["cy/ar/*.md"]
        lang = "ar"
        """,
    )
    assert [config.settings(path).lang for path in ("a.md", "cy/a.md", "cy/ar/a.md")] == [
        "en-GB",
        "cy",
        "ar",
    ]
    assert config.settings("cy/a.md").organisation == "Press office"


def test_a_resource_root_is_a_folder_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    config = written(tmp_path, '[document]\nresource_root = "static"\n')
    assert config.settings("a.md").resource_root == (tmp_path / "static").resolve()


def test_all_problems_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        """[input]
includes = ["*.md"]
[document]
lnag = "cy"
toc = "maybe"
title = "Same for all"
resource_root = "nowhere"
[documents]
[limits]
seconds = "long"
[[override]]
lang = "cy"
[[override]]
paths = ["*"]
lang = "english"
""",
    ).split("\n")
    assert [line.partition("docforge.toml:")[2] for line in told] == [
        "2: input.includes is not a key of docforge; did you mean include?",
        "4: document.lnag is not a key of docforge; did you mean lang?",
        "5: document.toc must be true or false",
        "6: document.title belongs to one document: move it to its front matter",
        "7: document.resource_root names no folder: nowhere",
        "8: documents is not a key of docforge; did you mean document?",
        "10: limits.seconds must be a number above 0",
        '11: override 1.paths is missing: list the sources it is for, such as ["cy/**"]',
        "15: override 2.lang “english” is not a language tag; write en",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('input = "a"', "1: input must be a table: write [input] on a line of its own"),
        ("override = [1]", "1: override must be written [[override]], once for each override"),
        ("[override]\npaths = []", "1: override must be written [[override]], once for"),
        ("[input]\ninclude = [\n1,\n2]", "2: input.include must be a list of patterns, such as"),
        ("[[override]]\npaths = []", "2: override 1.paths must be a list of patterns, such as"),
        ("[[override]]\npaths = ['*']\nslug = 'a'", "3: override 1.slug belongs to one document"),
        ("limits = {seconds = true}", "1: limits.seconds must be a number above 0"),
        ("[input]\nfolder = 7", "2: input.folder names no folder: 7"),
        ("[document]\nauthors = {}", "2: document.authors must be names; an author written as"),
        ("[limits]\nsource_mb = inf", "2: limits.source_mb must be a number above 0"),
        ("document.toc = 2", "1: document.toc must be true or false"),
        ('[document]\n"dir" = "up"', "2: document.dir must be ltr or rtl"),
        (
            "[document]\ndialect = 'rst'",
            "2: document.dialect must be commonmark_x, commonmark, gfm, govspeak or markdown",
        ),
        (
            "[document]\nlanguage = 'en'\nlang = 'cy'",
            "2: document.language is another name for lang: keep one of the two",
        ),
        (
            "[limits]\nxyz = 1",
            "2: limits.xyz is not a key of docforge; "
            "known are source_mb, image_mb, seconds, memory_mb",
        ),
    ],
)
def test_a_problem_is_told_in_a_plain_sentence(tmp_path: Path, text: str, told: str) -> None:
    (problem,) = problems(tmp_path, text).split("\n")
    assert problem.partition("docforge.toml:")[2].startswith(told)


@pytest.mark.parametrize(
    "value",
    ["[]", "[[1]]", "{}", "{a = {b = 1}}", "''", "'!'", "-1", "nan", "true", "2026-11-24", "9e999"],
)
def test_no_message_is_of_the_library_that_validates(tmp_path: Path, value: str) -> None:
    for table, model in TABLES.items():
        header = f"[[{table}]]" if table == "override" else f"[{table}]" if table else ""
        keys = "".join(f"{key} = {value}\n" for key in ("x", *model.model_fields))
        (tmp_path / "docforge.toml").write_text(f"{header}\n{keys}")
        with pytest.raises(UsageError) as caught:
            load_config(tmp_path)
        told = caught.value.message
        assert not re.search("Input|pydantic|valid|cannot be used|type=", told), told
        assert "x is not a key" in told


@pytest.mark.parametrize("data", [b"# caf\xe9\n", b"lang = "])
def test_a_file_that_is_not_toml_in_utf8_is_a_usage_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "docforge.toml").write_bytes(data)
    with pytest.raises(UsageError, match="cannot be read"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    ("include", "path", "yes"),
    [("[]", "x/a.markdown", True), ('["x/*"]', "x/b", True), ('["x/*"]', "a.md", False)],
)
def test_include_chooses_the_sources(tmp_path: Path, include: str, path: str, yes: bool) -> None:
    assert written(tmp_path, f"[input]\ninclude = {include}\n").selects(path) is yes


def test_the_input_folder_is_named_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    config = written(tmp_path, '[input]\nfolder = "texts"\n[limits]\nseconds = 5\n')
    assert config.folder == (tmp_path / "texts").resolve()
    assert config.limits == Limits(seconds=5)
