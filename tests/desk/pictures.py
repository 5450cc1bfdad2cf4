"""Makes the pictures of the guide: python tests/desk/pictures.py FOLDER"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from serving import ROOT, serving
from test_browsers import done, on

STORY = """\
---
title: Work starts on the Port Merrow breakwater
lang: en-GB
date: 2026-11-12
---

Repairs to the breakwater at Port Merrow will begin on Monday 23 November 2026. The work will \
protect 2,300 homes from the sea.

![](port-merrow.png)

#### What will happen, and when

- From November 2026, divers will clear loose stone from the harbour mouth.
- From April 2027, cranes will place 4,100 new concrete blocks.
"""
_COLOURS = 64  # of a palette: the pages have few, and the pictures stay small


def main() -> None:
    """Write the pictures into the folder that the command line names."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source, got = Path(folder, "in"), Path(folder, "got")
        source.mkdir()
        (source / "story.md").write_text(STORY, "utf-8")
        shutil.copy(ROOT / "input" / "images" / "port-merrow.png", source)
        with serving(Path(folder, "desk")) as served:
            files = [str(file) for file in sorted(source.iterdir())]
            done("chromium", "pictures", got, **on(served), files=files)
        for made in sorted(got.glob("*.png")):
            with Image.open(made) as picture:
                small = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
                small.save(target / made.name, optimize=True)


if __name__ == "__main__":
    main()
