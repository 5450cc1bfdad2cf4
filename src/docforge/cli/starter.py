"""Writes the starter document of `docforge new`; it never replaces a file."""

import json
from pathlib import Path

from docforge.errors import DeliveryFailed, UsageError
from docforge.lint.rules.placeholders import starter


def write(name: Path) -> Path:
    """Write a starter document to `name` (".md" is added) and return the file's path.

    Raises UsageError when the file exists, DeliveryFailed when it cannot be written.
    """
    file = name if name.suffix in (".md", ".markdown") else name.with_name(name.name + ".md")
    title = file.stem.replace("-", " ").replace("_", " ").strip()
    title = title[:1].upper() + title[1:]
    text = starter().replace("{{title}}", json.dumps(title, ensure_ascii=False))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError(f"{file} exists already", "Choose another name.") from error
    except OSError as error:
        raise DeliveryFailed(
            f"{file} could not be written: {error.strerror}", "Choose another folder."
        ) from error
    return file
