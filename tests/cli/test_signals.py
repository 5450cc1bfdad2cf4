"""A signal ends an export in good order, and the same command goes on from there."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SOURCES = 12


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_a_manifest_of_what_was_delivered(
    tmp_path: Path, number: signal.Signals
) -> None:
    (tmp_path / "in").mkdir()
    for name in range(SOURCES):
        text = f"---\ntitle: T{name}\nlang: en\n---\n\nText {name}.\n"
        (tmp_path / f"in/{name:02}.md").write_text(text)
    command = [sys.executable, "-m", "docforge", "export", "in", "-o", "out", "-j1"]
    command += ["--formats", "txt"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    journal = tmp_path / "out/.docforge/journal.jsonl"
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        # A set that is still being flushed to the disk would be taken back.
        while not list((tmp_path / "out").glob("*/*.txt")) and running.poll() is None:
            time.sleep(0.005)
        running.send_signal(number)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 128 + number
    assert "the same command goes on from there" in told
    assert "Traceback" not in told
    delivered = json.loads((tmp_path / "out/manifest.json").read_text())["documents"]
    assert 0 < len(delivered) < SOURCES
    for entry in delivered:
        assert (tmp_path / "out" / entry["outputs"]["txt"]).stat().st_size == entry["bytes"]["txt"]
    assert not journal.parent.exists()
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert f"{len(delivered)} unchanged" in done.stdout
    assert len(list((tmp_path / "out").glob("*/*.txt"))) == SOURCES
