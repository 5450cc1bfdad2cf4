"""Libraries are found by the loader, which starts no program for it."""

import os
import subprocess
import sys

import pytest

_IMPORTS = """
import sys
started = []
sys.addaudithook(lambda event, told: started.append(told) if event == "subprocess.Popen" else None)
import docforge.formats.pdf
from docforge.system.sandbox import promised
promised()
print(started)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such loader")
@pytest.mark.slow
def test_no_program_is_started_to_import_what_sets_type_and_builds_walls() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTS],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
