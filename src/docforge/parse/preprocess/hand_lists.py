"""Lists made by hand: bullets of word processors become items, lines with labels stand apart.

Invariant: a label stays as it was typed; only a bullet, which says no more than “item”, goes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from docforge.findings import Severity
from docforge.parse.hand_bullets import Bullet, bullets, is_list
from docforge.parse.hand_labels import labels, narrow_items
from docforge.parse.keyed_lines import keyed
from docforge.parse.letter_labels import lone_letters, read_as_items
from docforge.parse.preprocess.lines import Edit, SourceLines
from docforge.parse.preprocess.note_marks import has_marks, is_below_table, stars
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import Region, SourceScan
from docforge.parse.speakers import speeches

_ENDS_A_LINE = ("\\", "  ", "<br>", "<br/>", "<br />")
_DEEPEST = 4
_COUNTED = re.compile(r"[ \t>]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\(?\w{1,9}[.)])[ \t]")


def read_hand_lists(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """Bullets as items of a list, with a note; a line end before each other label of a list."""
    inserted: list[int] = []
    expected = has_marks(line.text for line in lines.lines)
    for regions in _groups(lines, scan):
        first, end = regions[0].start, regions[-1].end
        block = [line.text for line in lines.lines[first:end]]
        quoted = [_unquoted(text) for text in block]
        found = bullets([text[offset:] for text, offset in zip(block, quoted, strict=True)])
        if is_list(found):
            yield _as_items(lines, first, found, quoted)
            start = next(n for n, one in enumerate(found) if one)
            if start and block[start - 1].strip(" \t>") and not _ITEM.match(block[0]):
                inserted.append(first + start)
        elif all(block):
            above = [line.text for line in lines.lines[max(0, first - 2) : first]]
            bare = [text[offset:] for text, offset in zip(block, quoted, strict=True)]
            for index, label in narrow_items(bare).items():
                at = quoted[index] + bare[index].index(label) + len(label)
                lines.lines[first + index].replace(at, at, " ")
            if is_keyed := keyed(bare):
                _keep_signs(lines, first, bare, quoted)
            else:
                for index, end in read_as_items(bare).items():
                    lines.lines[first + index].replace(
                        quoted[index] + end, quoted[index] + end, "\\"
                    )
            _part_notes(
                lines, first, stars(bare, expected=expected or is_below_table(above)), quoted
            )
            begun = {region.start - first for region in regions}
            parted = _below_items(bare)
            inserted += [first + index for index in parted]
            for index in _ended_lines(bare):
                # Where an item begins, the line before it has ended.
                is_begun = index in begun and not is_keyed and _COUNTED.match(bare[index])
                if index and not is_begun and index not in parted:
                    _end_line(lines, first + index - 1)
            if _is_attributed(bare) or _is_signed(bare):
                _end_line(lines, first + len(bare) - 2)
    for index in sorted(inserted, reverse=True):
        text = lines.lines[index].text
        lines.insert(index, text[: _unquoted(text)].rstrip())


def _ended_lines(block: Sequence[str]) -> Iterable[int]:
    """The lines before which another one has ended."""
    return (
        range(1, len(block))
        if keyed(block)
        else [*speeches(block), *_labelled(block), *_indented(block)]
    )


def _labelled(block: Sequence[str]) -> Iterable[int]:
    """The lines that begin with a label, and those below a label that is alone on its line."""
    found = labels(block)
    alone = [index for index, label in found.items() if block[index].strip() == label]
    below = {index + 1 for index in alone if index + 1 < len(block)}
    return sorted({*found, *below}) or lone_letters(block)


_SIGN = re.compile(r"[ ]{0,3}(?P<sign>[-+*])[ ]=[ ]")


def _keep_signs(
    lines: SourceLines, first: int, block: Sequence[str], offsets: Sequence[int]
) -> None:
    """Take the meaning of a bullet from a sign that is explained: “- = nil”."""
    for index, text in enumerate(block):
        if found := _SIGN.match(text):
            at = offsets[index] + found.start("sign")
            lines.lines[first + index].replace(at, at, "\\")


def _part_notes(
    lines: SourceLines, first: int, found: Mapping[int, tuple[int, int]], offsets: Sequence[int]
) -> None:
    """Take the meaning of bullets from the stars of notes, and end the line before each."""
    for index, (start, end) in found.items():
        places = range(offsets[index] + start, offsets[index] + end)
        lines.lines[first + index].replace_each([Edit(at, at, "\\") for at in places])
        if index:
            _end_line(lines, first + index - 1)


_COUNTER = re.compile(r"\d+|[IVXivx]+|[一二三四五六七八九十]+|\b[^\W\d_]\b")


def _below_items(block: Sequence[str]) -> set[int]:
    """Lines that count on from one above the items between: “Art. 2” below a) and b) of “Art. 1”.

    They end the list, and stand in no item of it.
    """
    found: set[int] = set()
    above: dict[str, int] = {}
    if not any(map(_ITEM.match, block)):
        return found
    for index, label in labels(block).items():
        form = _COUNTER.sub("", label)
        if any(map(_ITEM.match, block[above.get(form, index) + 1 : index])):
            found.add(index)
        above[form] = index
    return found


def _indented(block: Sequence[str]) -> Iterable[int]:
    """Lines that begin with an ideographic space, which no line of Japanese prose goes on with."""
    return (index for index, line in enumerate(block) if index and line.startswith("\u3000"))


_TITLE = re.compile(r"(?P<before>(?:[ \t]*>)*[ ]*)(?P<label>[A-Z]|[IVXL]{1,5})\.[ ](?=\S)")
_INSIDE = re.compile(r"(?:[ \t]*>)*[ ]*(?:[-*+]|\(?\w{1,4}[.)])[ ]+\S")


def space_titles(lines: SourceLines, scan: SourceScan) -> None:
    """A second space behind “I.” and “II.” where lists are indented below: they can only be items.

    With one space, “B. Russell” is a name (pandoc, fancy_lists).
    """
    verbatim = scan.verbatim
    found = [
        (index, title)
        for index, line in enumerate(lines.lines)
        if index not in verbatim and (title := _TITLE.match(line.text))
    ]
    for before in {title["before"] for _, title in found}:
        mine = {index: title for index, title in found if title["before"] == before}
        block = [mine[index].string[len(before) :] for index in mine]
        counted = labels(block)
        above = [index for index in mine if _holds_list(lines, index, len(before))]
        if len(counted) == len(block) and len(above) > 1:
            for index, title in mine.items():
                lines.lines[index].replace(title.end(), title.end(), " ")


def _holds_list(lines: SourceLines, index: int, indent: int) -> bool:
    """Whether an item of a list stands below the line, indented further."""
    below = next((line.text for line in lines.lines[index + 1 :] if line.text.strip(" >")), "")
    return _INSIDE.match(below) is not None and len(below) - len(below.lstrip(" >")) > indent + 1


def _groups(lines: SourceLines, scan: SourceScan) -> Iterator[Sequence[Region]]:
    """Paragraphs that are one block of lines, or lines with a bullet and empty lines between.

    What looks like the label of an item (“Art. 1”) begins a region of its own.
    """
    group: list[Region] = []
    for region in scan.regions:
        if region.kind != "paragraph":
            continue
        if group and not (region.start == group[-1].end or _goes_on(lines, group, region)):
            yield group
            group = []
        group.append(region)
    if group:
        yield group


def _goes_on(lines: SourceLines, group: Sequence[Region], region: Region) -> bool:
    """Whether a line with a bullet follows others behind an empty line; dashes begin no list."""
    between = lines.lines[group[-1].end : region.start]
    if any(line.text.strip(" \t>") for line in between):
        return False
    first, one, other = (_bullet_at(lines, near.start) for near in (group[0], group[-1], region))
    if first is None or one is None or other is None:
        return False
    depths = {_depth(lines, near.start) for near in (group[-1], region)}
    return one.sign == other.sign or (len(depths) == 1 and is_list([first, other]))


def _depth(lines: SourceLines, index: int) -> int:
    """How many quotations a line stands in."""
    text = lines.lines[index].text
    return text.count(">", 0, _unquoted(text))


def _bullet_at(lines: SourceLines, index: int) -> Bullet | None:
    text = lines.lines[index].text
    return bullets([text[_unquoted(text) :]])[0]


def _unquoted(text: str) -> int:
    """Where the text of a line begins behind the marks of quotations."""
    rest = text.lstrip(" \t>")
    start = len(text) - len(rest)
    return text.rfind(">", 0, start) + 1


def _as_items(
    lines: SourceLines, first: int, found: Sequence[Bullet | None], offsets: Sequence[int]
) -> Remark:
    """Put “- ” in the place of each bullet, as deep as its sign or its indent says."""
    made = [one for one in found if one is not None]
    by_indent = len({one.indent for one in made}) > 1
    least = min(one.indent for one in made)
    opened: list[int | str] = []
    at = None
    for index, (one, offset) in enumerate(zip(found, offsets, strict=True), first):
        if one is None:
            continue
        at = at or lines.position(index, offset + one.start)
        key = one.indent if by_indent else one.sign
        while by_indent and opened and opened[-1] > key:  # type: ignore[operator]
            opened.pop()
        if key in opened:
            del opened[opened.index(key) + 1 :]
        elif len(opened) < _DEEPEST:
            opened.append(key)
        line = lines.lines[index]
        space = " " if line.text[offset - 1 : offset] == ">" else ""
        indent = " " * (least + 2 * (len(opened) - 1))
        line.replace(offset, offset + one.end, f"{space}{indent}- ")
    assert at is not None
    return Remark(
        "LST013",
        Severity.NOTE,
        f"{len(made)} lines that begin with “{made[0].sign}” are read as a list",
        at,
        "Begin each line with “- ”.",
    )


# Who said a quotation, on the line below it.
_SPEAKER = re.compile(r"[ ]{0,3}(?:[—–―]|--)[ ]?[^\W\d_a-z][^\n]{1,100}$")
_SAID = re.compile(r"[.!?…»”’\"'。！？*_]$")


def _is_attributed(block: Sequence[str]) -> bool:
    """Whether the last line of a paragraph says who speaks in it: “— Jane Doe, Minister”."""
    if len(block) < len(("said", "speaker")) or not _SPEAKER.match(block[-1]):
        return False
    return bool(_SAID.search(block[-2].rstrip())) or len(block) == len(("said", "speaker"))


_CLOSING = re.compile(r"[ ]{0,3}[^\W\d_a-z][^\W\d_]*(?:[ ][^\W\d_]+){0,3},[ ]*")
_NAME = re.compile(r"[ ]{0,3}[^\W\d_a-z][^\n.!?;:]{1,50}")


def _is_signed(block: Sequence[str]) -> bool:
    """Whether a paragraph ends a letter: “Kind regards,” and a name."""
    two = len(("closing", "name"))
    return len(block) == two and bool(_CLOSING.fullmatch(block[0]) and _NAME.fullmatch(block[1]))


def _end_line(lines: SourceLines, index: int) -> None:
    """End a line where it ends, unless it does so already or stands in code."""
    text = lines.lines[index].text
    if text.endswith(_ENDS_A_LINE) or text.count("`") % 2:
        return
    end = len(text.rstrip())
    lines.lines[index].replace(end, len(text), "\\")
