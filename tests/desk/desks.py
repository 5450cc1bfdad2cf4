"""A desk for tests: its pages asked without a socket, as a browser on this machine asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from starlette.testclient import TestClient

from docforge.desk import desk as desks
from docforge.desk.application import applications
from docforge.desk.desk import Desk
from docforge.desk.settings import DeskSettings

ORIGIN = "http://127.0.0.1:8765"
PREVIEWS = "http://localhost:8766"
TOKEN = "a-token-of-this-test-only"
STORY = """\
---
title: Work starts on the breakwater
lang: en-GB
---

Repairs begin on Monday.

## What happens next

- The wall is mended.
"""


class Browser(TestClient):
    """Sends what a browser does: where it comes from, and no redirect followed unasked."""

    def post(self, url: Any, **options: Any) -> Any:
        headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}
        return super().post(
            url, **{**options, "headers": {**headers, **options.get("headers", {})}}
        )

    def enter(self) -> "Browser":
        """Open the address that was printed."""
        assert self.get(f"/?token={TOKEN}").status_code == 200
        return self

    def paste(self, text: str = STORY) -> str:
        """Open `text`, and give the address of its page."""
        answer = self.post("/paste", data={"text": text}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])


@contextmanager
def running(folder: Path, **changes: Any) -> Iterator[tuple[Desk, Browser, Browser]]:
    """A desk with its files in `folder`, a browser for its pages and one for its previews."""
    settings = replace(DeskSettings(folder / "projects", ORIGIN, PREVIEWS, workers=2), **changes)
    (folder / "projects").mkdir(exist_ok=True)
    (folder / "scratch").mkdir(exist_ok=True)
    desk = desks.make(settings, folder / "scratch")
    token = "" if settings.is_shared else TOKEN
    pages, previews = applications(desk, token)
    try:
        yield desk, Browser(pages, base_url=ORIGIN), Browser(previews, base_url=PREVIEWS)
    finally:
        desks.close(desk)
