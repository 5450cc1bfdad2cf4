"""Modules stay short enough to be read: what holds several decisions is parted."""

from pathlib import Path

import docforge

PACKAGE = Path(docforge.__file__).parent
_MOST_LINES = 300


def test_no_module_is_longer_than_what_is_read_at_once() -> None:
    lengths = {
        file.relative_to(PACKAGE).as_posix(): file.read_text("utf-8").count("\n")
        for file in PACKAGE.rglob("*.py")
    }
    assert len(lengths) > 500
    assert {name: lines for name, lines in lengths.items() if lines > _MOST_LINES} == {}
