"""What Orca says of a page: argv is a browser, the page's address, steps and settings as JSON.

The settings are those of Orca's own that are not to be as they come, such as `sayAllOnLoad`.

A step is one of these. No key is sent before what the one before it is answered with was said.

    {"hear": PATTERN}                   wait until this is said, and for the end of it
    {"press": KEY}                      press it and hear what comes
    {"press": KEY, "hear": PATTERN}     press it and wait until this is said
    {"press": KEY, "until": PATTERN}    press it again and again until this is said
    {"type": TEXT}                      type it and hear what comes
    {"arrive": TITLE, "hear": PATTERN}  wait until the window has this title, then until the pattern
                                        is said: Orca loses what a page tells while it is loaded,
                                        and is then asked by its key for where the focus is

Prints JSON: a list of what was said for each step.

It ends at the first step that is not answered, with what was heard up to there. It runs inside
`xvfb-run dbus-run-session`, with a home of its own. What is said is read from Orca's own record: a
speech server drops what the next key interrupts. To a file Orca writes the record in pieces of some
thousand letters, so that an answer comes with a later one or in two halves; to a terminal, line by
line.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import tty
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

_SAID = re.compile(r"SPEECH OUTPUT: (['\"])(.*?)\1(?:\s?\{[^\n]*\})?\n(?=\d\d:|\Z|\n)", re.DOTALL)
# Orca names each key as it goes down: that is no answer of a page.
_ECHO = re.compile(r"(tab|return|space|(left|right) (control|shift|alt)) ?|[A-Za-z] ")
BROWSERS = {
    "firefox": [
        *("firefox-esr", "--no-remote", "--new-instance", "--kiosk", "--profile", "{profile}"),
    ],
    "chromium": [
        *("chromium", "--no-sandbox", "--force-renderer-accessibility", "--no-first-run"),
        *("--disable-gpu", "--kiosk", "--user-data-dir={profile}"),
    ],
}


class Record:
    """What Orca writes, taken from the terminal that it takes for its file."""

    def __init__(self) -> None:
        self._reader, writer = os.openpty()
        tty.setraw(writer)
        self.name = os.ttyname(writer)
        self.text = bytearray()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        while written := os.read(self._reader, 1 << 16):
            self.text += written


class Session:
    """A desktop with a window manager, Orca and what it says so far."""

    def __init__(self, home: Path) -> None:
        self.record = Record()
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
            now = len(self.record.text)
            if now != size:
                size, last = now, time.monotonic()
        if size == self.read:
            return []
        text = self.record.text[self.read : size].decode("utf-8", "replace")
        self.read = size
        said = (found[2] for found in _SAID.finditer(text))
        return [one for one in said if not _ECHO.fullmatch(one)]

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
        """Until Orca's record is begun and nothing more comes."""
        end = time.monotonic() + most
        while time.monotonic() < end and not self.record.text:
            time.sleep(0.1)
        self.said(1, most)
        self.read = 0

    def press(self, key: str) -> None:
        subprocess.run(["xdotool", "key", key], env=self.environment, check=True)

    def type(self, text: str) -> None:
        command = ["xdotool", "type", "--delay", "60", text]
        subprocess.run(command, env=self.environment, check=True)

    def title(self) -> str:
        """The name of the window that keys go to; "" while there is none."""
        command = ["xdotool", "getactivewindow", "getwindowname"]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        ).stdout

    def close(self) -> None:
        for kind in (signal.SIGTERM, signal.SIGKILL):
            for each in self.running:
                with suppress(ProcessLookupError):
                    os.killpg(each.pid, kind)
            time.sleep(0.5)


# Firefox tells nothing of its own into what is heard.
_QUIET = """\
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
"""
_SECONDS = 60  # so long a word or a title is waited for
_TURNS = 60  # so often a key is pressed in search of something
_SILENT_TURNS = 5  # after so many without a word there is no more to come
_LISTENING = 8  # so long what comes of a key is listened to
# Orca's key, on keyboards with a block of digits. Orca 48 lets the browser have it, too: it is for
# places where Enter does nothing.
_WHERE_AM_I = "KP_Enter"


def is_heard(pattern: str, said: list[str]) -> bool:
    return any(re.search(pattern, one) for one in said)


def seek(session: Session, key: str, pattern: str) -> list[str]:
    said: list[str] = []
    silent = 0
    for _ in range(_TURNS):
        session.press(key)
        now = session.said_next(0.7, 5)
        said += now
        silent = 0 if now else silent + 1
        if is_heard(pattern, now) or silent > _SILENT_TURNS:
            break
    return said


def arrive(session: Session, title: str, pattern: str) -> list[str]:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and not session.title().startswith(title):
        time.sleep(0.2)
    said = session.said(2, _LISTENING)
    return said if is_heard(pattern, said) else said + seek(session, _WHERE_AM_I, pattern)


def take(session: Session, step: dict[str, str]) -> list[str]:
    if "arrive" in step:
        return arrive(session, step["arrive"], step["hear"])
    if "until" in step:
        return seek(session, step["press"], step["until"])
    if "type" in step:
        session.type(step["type"])
        return session.said_next(1.5, 5)
    if "hear" in step:
        if "press" in step:
            session.press(step["press"])
        return session.said_until(step["hear"], _SECONDS) + session.said(1, 10)
    session.press(step["press"])
    return session.said_next(1.5, _LISTENING)


def take_all(session: Session, steps: list[dict[str, str]]) -> list[list[str]]:
    told = []
    for step in steps:
        told.append(take(session, step))
        wanted = step.get("hear") or step.get("until")
        if wanted and not is_heard(wanted, told[-1]):
            break
    return told


def write_settings(home: Path, settings: dict[str, object]) -> None:
    folder = home / "data" / "orca"
    folder.mkdir(parents=True)
    name = ["Default", "default"]
    general = {"startingProfile": name, "profile": name, "pronunciations": {}, "keybindings": {}}
    whole = {
        "general": {**general, **settings},
        "profiles": {"default": {**general, **settings}},
        "pronunciations": {},
        "keybindings": {},
    }
    (folder / "user-settings.conf").write_text(json.dumps(whole), "utf-8")


def main(
    browser: str, address: str, steps: list[dict[str, str]], settings: dict[str, object]
) -> None:
    with TemporaryDirectory(prefix="orca", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        session = Session(home)
        try:
            write_settings(home, settings)
            session.start("openbox")
            session.start("orca", "--replace", "--debug-file", session.record.name)
            session.wait_for_orca(30)
            (home / "profile").mkdir()
            (home / "profile" / "user.js").write_text(_QUIET)
            command = [part.format(profile=home / "profile") for part in BROWSERS[browser]]
            session.start(*command, address)
            said = take_all(session, steps)
        finally:
            session.close()
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(json.loads, sys.argv[3:]))
