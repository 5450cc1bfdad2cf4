"""docforge.toml: merged in order, and strict about everything it does not know."""

from pathlib import Path

import pytest

from docforge.config import Config, load_config
from docforge.config.file import matches
from docforge.errors import UsageError


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
        "8: documents is not a key of docforge; did you mean document?",
        "2: input.includes is not a key of docforge; did you mean include?",
        "4: document.lnag is not a key of docforge; did you mean lang?",
        "5: document.toc must be true or false",
        "7: document.resource_root names no folder: nowhere",
        "6: document.title belongs to one document: move it to its front matter",
        "11: override 1 has no paths: name the sources it is for",
        "15: override 2.lang “english” is not a language tag; write en",
        "10: limits.seconds must be a number above 0",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "lang = ",
        'input = "a"',
        "override = 1",
        "override = [1]",
        "[override]\npaths = []",
        "[input]\ninclude = 1",
        "[input]\nfolder = 7",
        "[limits]\nseconds = true",
        "[[override]]\npaths = [1]",
        "[document]\nauthors = {}",
    ],
)
def test_what_has_the_wrong_shape_is_a_usage_error(tmp_path: Path, text: str) -> None:
    assert "docforge.toml" in problems(tmp_path, text)


def test_a_file_that_is_not_utf8_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "docforge.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(UsageError, match="cannot be read"):
        load_config(tmp_path)
