"""One name for one thing: what the code calls its classes."""

import re
from collections import defaultdict
from pathlib import Path

import docforge

PACKAGE = Path(docforge.__file__).parent
_CLASS = re.compile(r"^ *class (\w+)[(:]", re.MULTILINE)


def test_no_two_classes_have_one_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        for name in _CLASS.findall(file.read_text("utf-8")):
            places[name].append(file.relative_to(PACKAGE).as_posix())
    assert len(places) > 400
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
