"""What people hear: a browser and Orca on a screen of their own, by `orca_session.py`."""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

_DRIVER = Path(__file__).with_name("orca_session.py")
# What is said of the window and of loading.
_OF_WINDOWS = re.compile(
    r".*\b(frame|page tab|document web)\.?|Screen reader on\.|Loading\..*|Finished loading\b.*|\s*"
)


def heard_of(
    browser: str,
    address: str,
    steps: Sequence[dict[str, str]],
    seconds: float,
    settings: Mapping[str, object] = MappingProxyType({}),
) -> list[list[str]]:
    """What is said of the page for each step; steps and Orca's settings are those of the driver."""
    asked = (json.dumps(steps), json.dumps(dict(settings)))
    session = [sys.executable, str(_DRIVER), browser, address, *asked]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1024x900x24", "dbus-run-session", "--"]
    done = subprocess.run([*screen, *session], capture_output=True, check=True, timeout=seconds)
    told: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return [[one for one in map(_plain, said) if one] for said in told]


def _plain(said: str) -> str:
    """An utterance on one line, letters of formulas as letters; "" for what is not of the page."""
    if _OF_WINDOWS.fullmatch(said):
        return ""
    return " ".join(unicodedata.normalize("NFKC", said).split())
