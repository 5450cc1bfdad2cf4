"""Who is trusted: configuration and styles are the team's, sources are not."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from docforge import checking, pipeline
from docforge.errors import UsageError
from docforge.export import Export, Format
from docforge.run import batch
from docforge.source.config import Config, load_config
from docforge.source.options import RunOptions
from docforge.style import load_style, style_answer

DOCUMENT = """\
---
title: T
lang: en
{keys}
---

See [the page](page.html) and [click here](https://example.org/). {comment}
"""
SILENCER = "<!-- docforge: off LNK020 because it is a quotation -->"


def source(folder: Path, keys: str = "", comment: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "a.md"
    file.write_text(DOCUMENT.format(keys=keys, comment=comment))
    return file


def checked(path: Path, config: Config) -> Export:
    plan = batch.plan([path], config)
    return checking.check(plan.places[0], RunOptions(config, plan.neighbours))


def codes(export: Export) -> list[str]:
    return [finding.code for finding in export.findings]


def configured(folder: Path, text: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "docforge.toml").write_text(text)
    return folder / "docforge.toml"


# --- What a source may say ---------------------------------------------------------------

TAKEN = [
    ("style: mine", "style"),
    ("Style: mine", "Style"),
    ("base_url: https://evil.example/", "base_url"),
    ("base-url: https://evil.example/", "base-url"),
    ("contact: press@evil.example", "contact"),
    ("dialect: markdown", "dialect"),
    ("dialect: gfm", "dialect"),
    ("dialect: [1]", "dialect"),
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("keys", "name"), TAKEN)
def test_what_the_team_decides_is_not_taken_from_an_untrusted_source(
    tmp_path: Path, keys: str, name: str
) -> None:
    export = checked(source(tmp_path, keys), load_config(tmp_path, untrusted=True))
    (found,) = [one for one in export.findings if one.code.startswith(("TRU", "CFG"))]
    assert found.code == "TRU001"
    assert found.message == f"“{name}” is not taken from a source that is not trusted"
    assert found.where.line == 4


@pytest.mark.parametrize("keys", ["style: briefing", "dialect: commonmark_x", "contact: Ask us"])
def test_what_says_the_same_as_the_team_is_no_finding(tmp_path: Path, keys: str) -> None:
    named = configured(tmp_path / "team", '[document]\ncontact = "Ask us"\n')
    config = load_config(tmp_path, named=named, untrusted=True)
    assert "TRU001" not in codes(checked(source(tmp_path / "in", keys), config))


def test_by_default_a_source_says_all_that_front_matter_can(tmp_path: Path) -> None:
    keys = "contact: press@example.org\nbase_url: https://example.org/"
    export = checked(source(tmp_path, keys), load_config(tmp_path))
    assert not [code for code in codes(export) if code.startswith("TRU")]


def test_a_silencer_of_an_untrusted_source_silences_nothing(tmp_path: Path) -> None:
    file = source(tmp_path, "", SILENCER)
    trusted = codes(checked(file, load_config(tmp_path)))
    assert "LNK020" not in trusted
    untrusted = codes(checked(file, load_config(tmp_path, untrusted=True)))
    assert {"LNK020", "TRU002"} <= set(untrusted)


def test_contact_and_addresses_of_the_team_reach_the_outputs(tmp_path: Path) -> None:
    named = configured(
        tmp_path / "team",
        '[document]\ncontact = "press@example.org"\nbase_url = "https://example.org/"\n',
    )
    keys = "contact: press@evil.example\nbase_url: https://evil.example/"
    config = load_config(tmp_path, named=named, untrusted=True)
    plan = batch.plan([source(tmp_path / "in", keys)], config)
    options = RunOptions(config, plan.neighbours, (Format.HTML,))
    (rendering,) = pipeline.export(plan.places[0], options).renderings
    assert b"evil.example" not in rendering.content
    assert b"https://example.org/page.html" in rendering.content
    assert b"press@example.org" in rendering.content


def test_whether_a_source_is_trusted_makes_it_another_document(tmp_path: Path) -> None:
    from docforge.run.inputs import made_from, shared

    config = load_config(tmp_path)
    (place,) = batch.plan([source(tmp_path)], config).places
    options = RunOptions(config, {})
    common = shared(options)
    distrusted = replace(place, is_trusted=False)
    one, other = (made_from(each, "", (), options, common) for each in (place, distrusted))
    assert one != other


# --- Which configuration counts ----------------------------------------------------------


def test_by_default_the_nearest_configuration_is_the_teams(tmp_path: Path) -> None:
    file = configured(tmp_path, "[document]\nlang = 'cy'\n")
    config = load_config(source(tmp_path / "in"))
    assert config.file == file
    assert config.is_trusted("in/a.md")


def test_an_untrusted_folder_brings_no_configuration(tmp_path: Path) -> None:
    configured(tmp_path, '[document]\norganisation = "Evil"\n')
    config = load_config(source(tmp_path), untrusted=True)
    assert config.file is None
    assert config.defaults.organisation == ""
    assert "TRU003" in codes(checked(tmp_path / "a.md", config))


def test_only_the_configuration_that_is_named_counts(tmp_path: Path) -> None:
    configured(tmp_path / "in", '[document]\norganisation = "Evil"\n')
    named = configured(tmp_path / "team", '[document]\norganisation = "Press office"\n')
    config = load_config(source(tmp_path / "in"), named=named, untrusted=True)
    assert config.defaults.organisation == "Press office"
    assert not config.is_trusted("a.md")
    assert "TRU003" in codes(checked(tmp_path / "in/a.md", config))


def test_a_configuration_that_is_named_need_not_be_called_docforge(tmp_path: Path) -> None:
    (tmp_path / "press.toml").write_text('[document]\norganisation = "Press office"\n')
    config = load_config(source(tmp_path / "in"), named=tmp_path / "press.toml")
    assert config.defaults.organisation == "Press office"


def test_a_configuration_that_is_named_and_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no\.toml: cannot be read: No such file"):
        load_config(source(tmp_path), named=tmp_path / "no.toml")


def test_some_sources_of_a_team_come_from_outside(tmp_path: Path) -> None:
    configured(tmp_path, '[trust]\nuntrusted = ["inbox/**"]\n')
    config = load_config(tmp_path)
    inner, own = source(tmp_path / "inbox", "style: mine"), source(tmp_path / "own")
    assert "TRU001" in codes(checked(inner, config))
    assert "TRU001" not in codes(checked(own, config))


def test_a_configuration_in_a_folder_from_outside_never_counts(tmp_path: Path) -> None:
    file = configured(tmp_path, '[trust]\nuntrusted = ["inbox/**"]\n')
    configured(tmp_path / "inbox/sub", '[document]\norganisation = "Evil"\n')
    config = load_config(source(tmp_path / "inbox/sub"))
    assert config.file == file
    assert "TRU003" in codes(checked(tmp_path / "inbox/sub/a.md", config))


# --- Nothing outside their folders -------------------------------------------------------


@pytest.mark.parametrize("name", ["/etc", "..", "../elsewhere", "link"])
@pytest.mark.parametrize("table", ["input]\nfolder", "document]\nresource_root"])
def test_folders_of_a_configuration_lie_in_its_own(tmp_path: Path, table: str, name: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    file = configured(tmp_path / "project", f'[{table} = "{name}"\n')
    (tmp_path / "project/link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"names a folder outside the one of docforge\.toml"):
        load_config(file.parent)


def test_a_configuration_that_is_a_link_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    configured(tmp_path / "elsewhere")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/docforge.toml").symlink_to(tmp_path / "elsewhere/docforge.toml")
    with pytest.raises(UsageError, match="is a link to a file outside its folder"):
        load_config(tmp_path / "in")


def styled(project: Path) -> Path:
    """A style `mine` of a project, as the shipped one."""
    import shutil

    shipped = Path(__file__).parents[2] / "styles/briefing"
    shutil.copytree(shipped, project / "styles/mine")
    return project / "styles"


@pytest.mark.parametrize("name", ["style.toml", "screen.css", "print.css", "epub.css"])
@pytest.mark.parametrize("how", ["link", "relative link", "pipe", "circle"])
def test_a_style_reads_nothing_outside_its_project(tmp_path: Path, name: str, how: str) -> None:
    folder = styled(tmp_path / "project")
    file = folder / "mine" / name
    outside = tmp_path / "secret"
    outside.write_text(file.read_text())
    file.unlink()
    match how:
        case "link":
            file.symlink_to(outside)
        case "relative link":
            file.symlink_to("../../../secret")
        case "pipe":
            os.mkfifo(file)
        case "circle":
            file.symlink_to(name)
    with pytest.raises(UsageError) as told:
        load_style("mine", [folder])
    assert str(tmp_path) not in told.value.message
    assert style_answer("mine", [folder])


@pytest.mark.parametrize("link", ["styles", "styles/mine"])
def test_a_folder_of_styles_is_no_link_out_of_the_project(tmp_path: Path, link: str) -> None:
    styled(tmp_path / "elsewhere")
    place = tmp_path / "project" / link
    place.parent.mkdir(parents=True)
    place.symlink_to(tmp_path / "elsewhere" / link)
    with pytest.raises(UsageError, match="leads out of the project"):
        load_style("mine", [tmp_path / "project/styles"])


@pytest.mark.slow
def test_links_inside_a_project_are_followed(tmp_path: Path) -> None:
    folder = styled(tmp_path / "project")
    (folder / "mine/screen.css").rename(folder / "shared.css")
    (folder / "mine/screen.css").symlink_to("../shared.css")
    assert load_style("mine", [folder]).screen_css


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("file", "../../../../../../etc/passwd"),
        ("file", "/etc/passwd"),
        ("file", ".."),
        ("package", "os.path"),
        ("package", "../x"),
    ],
)
def test_a_style_names_files_of_font_packages_only(tmp_path: Path, key: str, value: str) -> None:
    folder = styled(tmp_path / "project")
    toml = folder / "mine/style.toml"
    text = toml.read_text()
    line = next(line for line in text.split("\n") if line.startswith(f"{key} = "))
    toml.write_text(text.replace(line, f'{key} = "{value}"', 1))
    with pytest.raises(UsageError, match="cannot be read"):
        load_style("mine", [folder])


def test_a_style_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "evil_package.py").write_text("raise SystemExit('run')")
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = styled(tmp_path / "project")
    toml = folder / "mine/style.toml"
    text = toml.read_text()
    line = next(line for line in text.split("\n") if line.startswith("package = "))
    toml.write_text(text.replace(line, 'package = "evil_package"', 1))
    # It has no such font; what it does when it is run would end the tests.
    with pytest.raises(UsageError, match="it is not in evil_package"):
        load_style("mine", [folder])
