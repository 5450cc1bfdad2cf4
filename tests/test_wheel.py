"""The wheel holds everything: built, installed in a clean environment, it exports."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from docforge.export import FORMATS

pytestmark = pytest.mark.wheel
ROOT = Path(__file__).resolve().parents[1]

SOURCE = """---
title: A short notice
lang: en-GB
---

Some words, and a formula: $x^2$.
"""


def call(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that holds the wheel and what its lock file names."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    call(*build, ROOT, cwd=folder)
    (wheel,) = folder.glob("docforge-*.whl")
    venv.create(folder / "venv", with_pip=True)
    pip = (folder / "venv/bin/python", "-m", "pip", "install", "--quiet")
    call(*pip, "--require-hashes", "--requirement", ROOT / "requirements.lock", cwd=folder)
    call(*pip, "--no-deps", wheel, cwd=folder)
    return folder / "venv/bin"


def test_the_installed_wheel_exports_all_formats(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "notice.md").write_text(SOURCE, "utf-8")
    call(installed / "docforge", "export", "notice.md", "-o", "out", cwd=tmp_path)
    (document,) = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))["documents"]
    assert document["status"] == "exported"
    assert all((tmp_path / "out" / path).stat().st_size for path in document["outputs"].values())
    assert sorted(document["outputs"]) == sorted(FORMATS)


def test_the_installed_wheel_brings_its_own_starter(installed: Path, tmp_path: Path) -> None:
    call(installed / "docforge", "new", "starter.md", cwd=tmp_path)
    call(installed / "docforge", "export", "starter.md", "-o", "out", cwd=tmp_path)
