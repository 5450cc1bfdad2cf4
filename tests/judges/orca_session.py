"""What Orca says of a page: argv is a browser, the page, its last words, and keys to press.

Prints JSON: what is said while the page is read on, and what when the keys are pressed.

It runs inside `xvfb-run dbus-run-session`, with a home of its own. What is said is read from Orca's
own record: a speech server drops what the next key interrupts.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

_SAID = re.compile(r"SPEECH OUTPUT: (['\"])(.*?)\1(?:\s?\{[^\n]*\})?\n(?=\d\d:|\Z|\n)", re.DOTALL)
BROWSERS = {
    "firefox": [
        *("firefox-esr", "--no-remote", "--new-instance", "--kiosk", "--profile", "{profile}"),
    ],
    "chromium": [
        *("chromium", "--no-sandbox", "--force-renderer-accessibility", "--no-first-run"),
        *("--disable-gpu", "--kiosk", "--user-data-dir={profile}"),
    ],
}


class Session:
    """A desktop with a window manager, Orca and what it says so far."""

    def __init__(self, home: Path) -> None:
        self.record = home / "orca.out"
        self.read = 0
        self.running: list[subprocess.Popen[bytes]] = []
        (home / "run").mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "LC_ALL": "C.UTF-8",
        }

    def start(self, *command: str) -> None:
        quiet = subprocess.DEVNULL
        self.running.append(
            subprocess.Popen(
                command,
                env=self.environment,
                stdout=quiet,
                stderr=quiet,
                start_new_session=True,
            )
        )

    def said(self, quiet: float, most: float) -> list[str]:
        """What is said until nothing is for `quiet` seconds, or for `most` seconds in all."""
        begin = last = time.monotonic()
        size = self.read
        while time.monotonic() - last < quiet and time.monotonic() - begin < most:
            time.sleep(0.05)
            now = self.record.stat().st_size if self.record.exists() else 0
            if now != size:
                size, last = now, time.monotonic()
        if size == self.read:
            return []
        text = self.record.read_bytes()[self.read : size].decode("utf-8", "replace")
        self.read = size
        return [found[2] for found in _SAID.finditer(text)]

    def said_next(self, quiet: float, most: float) -> list[str]:
        """What is said from the first word on, which comes within `most` seconds or never."""
        end = time.monotonic() + most
        said: list[str] = []
        while time.monotonic() < end and not said:
            said = self.said(quiet, most)
        return said

    def said_until(self, pattern: str, most: float) -> list[str]:
        """What is said until `pattern` is found in one utterance."""
        end = time.monotonic() + most
        said: list[str] = []
        while time.monotonic() < end and not any(re.search(pattern, one) for one in said):
            said += self.said(0.5, 2)
        return said

    def wait_for_orca(self, most: float) -> None:
        """Until Orca's record is begun and nothing more comes; it is written in pieces."""
        end = time.monotonic() + most
        while time.monotonic() < end and not (self.record.exists() and self.record.stat().st_size):
            time.sleep(0.1)
        self.said(1, most)
        self.read = 0

    def press(self, key: str) -> None:
        subprocess.run(["xdotool", "key", key], env=self.environment, check=True)

    def close(self) -> None:
        for kind in (signal.SIGTERM, signal.SIGKILL):
            for each in self.running:
                with suppress(ProcessLookupError):
                    os.killpg(each.pid, kind)
            time.sleep(0.5)


def main(browser: str, page: str, last: str, keys: list[str]) -> None:
    with TemporaryDirectory(prefix="orca", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        session = Session(home)
        try:
            session.start("openbox")
            session.start("orca", "--replace", "--debug-file", str(session.record))
            session.wait_for_orca(30)
            (home / "profile").mkdir()
            command = [part.format(profile=home / "profile") for part in BROWSERS[browser]]
            session.start(*command, Path(page).as_uri())
            read = session.said_until("Page has", 60)
            if not any(last in one for one in read):
                read += session.said_until(re.escape(last), 60)
            read += session.said(1, 10)
            pressed = []
            for key in keys:
                session.press(key)
                pressed += session.said_next(1.5, 20)
        finally:
            session.close()
    print(json.dumps({"read": read, "pressed": pressed}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
