"""Bundles: what is read from one is what is read from the files, and says nothing more."""

import pickle
from pathlib import Path

import pytest
from housing import HOUSE
from msgspec.structs import replace

from docforge import pipeline
from docforge.errors import ToolMissing, UsageError
from docforge.run.cluster.packing import lacking, pack
from docforge.run.cluster.same_versions import refuse_differences
from docforge.run.cluster.task import make_task, unpack
from docforge.source import SourceFile
from docforge.source.bundle import UnreadableAsset
from docforge.source.config import Config
from docforge.source.options import RunOptions
from docforge.style import load_style

STYLES = Path(__file__).parents[2] / "styles"
ORDER = RunOptions(Config(), {}, formats=())


def placed(folder: Path, text: str) -> SourceFile:
    (folder / "a.md").write_text(f"---\ntitle: A\nlang: en\n---\n{text}\n", encoding="utf-8")
    return SourceFile("a.md", folder / "a.md", folder, "a/a")


@pytest.mark.parametrize(
    "text",
    [
        "![x](one.png)",
        '![x](b/one.png "A title")',
        "![x][r]\n\n[r]: one.JPEG",
        "<img src='one.gif' alt='x'>",
        '<img alt=x src="one.svg?v=2">',
        "![x](my%20one.webp)",
        "[![x](one.png)](two.html)",
    ],
)
def test_usual_addresses_are_in_the_first_bundle(tmp_path: Path, text: str) -> None:
    packed = pack(placed(tmp_path, text), ORDER)
    assert lacking(pipeline.export(packed, ORDER)) == ()


@pytest.mark.parametrize("text", ["![x](<their one.png>)", "![x](picture)", "![x](a\\_b.png)"])
def test_unusual_addresses_are_asked_for_and_then_there(tmp_path: Path, text: str) -> None:
    place = placed(tmp_path, text)
    asked = lacking(pipeline.export(pack(place, ORDER), ORDER))
    assert asked
    again = pipeline.export(pack(place, ORDER, asked), ORDER)
    assert lacking(again) == ()
    assert again == pipeline.export(place, ORDER)


def test_a_source_that_cannot_be_read_is_refused_in_the_same_words(tmp_path: Path) -> None:
    place = replace(placed(tmp_path, "text"), file=tmp_path / "gone.md")
    assert pipeline.export(pack(place, ORDER), ORDER) == pipeline.export(place, ORDER)


def test_a_bundle_does_not_say_where_its_files_lie(tmp_path: Path) -> None:
    text = "![x](one.png) ![x](../two.png) ![x](/three.png)"
    packed = pack(placed(tmp_path, text), ORDER)
    assert tmp_path.name.encode() not in pickle.dumps(packed)
    assert packed.bundle is not None
    assert all(isinstance(each, UnreadableAsset) for each in packed.bundle.assets.values())


@pytest.mark.slow
def test_a_style_of_the_project_arrives_whole(tmp_path: Path) -> None:
    own = tmp_path / "project" / "styles" / "own"
    own.mkdir(parents=True)
    for file in sorted((STYLES / "briefing").iterdir()):
        (own / file.name).write_bytes(file.read_bytes())
    (own / "pictures").mkdir()
    (own / "pictures" / "logo.svg").write_bytes((HOUSE / "logo.svg").read_bytes())
    logo = '[brand.logo]\nfile = "pictures/logo.svg"\ndecorative = true\n'
    with (own / "style.toml").open("a") as table:
        table.write(logo)
    options = RunOptions(Config(file=tmp_path / "project" / "docforge.toml"), {})
    arrived = unpack(pickle.loads(pickle.dumps(make_task(options, {}))), tmp_path / "elsewhere")
    here, there = load_style("own", options.style_folders), load_style("own", arrived.style_folders)
    assert here == there
    assert here.brand.logo is not None
    with pytest.raises(UsageError, match="no style named 'other'"):
        load_style("other", arrived.style_folders)


def test_all_differences_are_told_at_once() -> None:
    here = {"docforge": "1.0", "pillow": "13", "fonts": "a"}
    workers: dict[str, dict[str, str] | Exception] = {
        "tcp://one:1": {**here, "pillow": "12"},
        "tcp://two:1": {**here, "pillow": "12", "fonts": "b"},
        "tcp://three:1": ModuleNotFoundError("No module named 'docforge'"),
        "tcp://four:1": here,
        "tcp://five:1": {"docforge": "1.0", "pillow": "13"},
    }
    with pytest.raises(ToolMissing) as caught:
        refuse_differences(here, workers)
    assert caught.value.message.split("\n")[1:] == [
        "docforge cannot be used on tcp://three:1: ModuleNotFoundError: No module named 'docforge'",
        "fonts: a here, none on tcp://five:1",
        "pillow: 13 here, 12 on tcp://one:1 and 1 more",
        "fonts: a here, b on tcp://two:1",
    ]
    refuse_differences(here, {"tcp://four:1": here})
