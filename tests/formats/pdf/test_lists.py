"""Lists on paper: every sign in front of an item comes from the fonts of the style."""

from io import BytesIO
from pathlib import Path

import pikepdf
from printing import printed

DEEP = """---
title: T
lang: en
---

- one
    - two
        - three
            - four
                - five

1. one
    - two
        - three
            1. four
                - five
2. one
    1. two
        - three
"""


def test_no_list_needs_a_font_of_the_machine(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(DEEP, "utf-8")
    with pikepdf.open(BytesIO(printed(file)[1].content)) as pdf:
        fonts = {
            str(font.BaseFont).partition("+")[2]
            for page in pdf.pages
            for font in page.obj.Resources.Font.values()
        }
    assert fonts <= {"Fira-Sans", "Fira-Sans-Bold", "Unseen"}
