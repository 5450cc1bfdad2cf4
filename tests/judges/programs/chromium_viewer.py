"""What Chromium's PDF viewer tells screen readers (AT-SPI): argv names the file. Prints JSON.

Runs under the Python of the system, which knows AT-SPI, in a D-Bus session and a display of its
own (dbus-run-session, Xvfb). DevTools do not show this tree: the viewer is a plugin.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gi  # type: ignore[import-not-found]  # the system's Python has it

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found]  # noqa: E402  # of that version

BROWSER = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or "chromium"
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--force-renderer-accessibility", "--host-resolver-rules=MAP * ~NOTFOUND"),
)
LAST = 90  # seconds


def below(node: Any, depth: int = 0) -> Iterator[Any]:
    """All accessible objects below `node`, in order."""
    if node is None or depth > 60:
        return
    yield node
    for number in range(node.get_child_count()):
        yield from below(node.get_child_at_index(number), depth + 1)


def text_of(node: Any) -> str:
    interface = node.get_text_iface()
    if interface is None:
        return str(node.get_name() or "")
    return str(Atspi.Text.get_text(interface, 0, Atspi.Text.get_character_count(interface)))


def document() -> Any:
    """The viewer's document when it is loaded, else None."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(number)
        if application is None or "chrom" not in (application.get_name() or "").lower():
            continue
        for node in below(application):
            if node.get_role_name() == "document frame" and node.get_child_count() > 1:
                return node
    return None


def told(frame: Any) -> dict[str, Any]:
    """Each heading, paragraph and link with its text, and the leaves in order."""
    parts, leaves = [], []
    for node in below(frame):
        role = node.get_role_name()
        if role in ("heading", "link", "landmark"):
            parts.append([role, " ".join((node.get_name() or text_of(node)).split())])
        if role == "static":
            leaves.append(text_of(node))
    return {"parts": parts, "text": "\n".join(leaves)}


def main(file: str) -> None:
    # Chromium still writes into its profile while it ends.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [BROWSER, *OPTIONS, f"--user-data-dir={profile}", Path(file).resolve().as_uri()]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            last: dict[str, Any] | None = None
            end = time.monotonic() + LAST
            while time.monotonic() < end:
                time.sleep(2)
                frame = document()
                found = None if frame is None else told(frame)
                if found and found == last and found["parts"]:
                    print(json.dumps(found))
                    return
                last = found
        finally:
            browser.kill()
            browser.wait()
    sys.exit("Chromium has told nothing of the file.")


if __name__ == "__main__":
    main(sys.argv[1])
