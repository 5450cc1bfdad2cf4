"""Lists that people number by hand, in forms that Markdown takes for text: “A1. one”.

Labels such as “Art. 1”, “1.1” or “第一条” count on from line to line; no list can carry all of
them, but their lines can stand apart. Bullets of word processors are of `hand_bullets`.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from unicodedata import normalize

from msgspec import Struct

from docforge.parse.hand_bullets import DASHES, FEW
from docforge.parse.letter_labels import letter_labels

# Signs that say something of their own, or that dialogues begin with: lines, and no list.
_TELLING = re.compile(
    r"[ \t]*([–—✓✔✗✘☑☐☒✅❌→➔⇒▶🔹🔸👉■□○◎◇◆★☆♦†‡※])[\ufe0e\ufe0f]?[ \t\u00a0]*(?=\S)"
)
# pandoc's own Markdown numbers such items.
_AUTOMATIC = re.compile(r"[ \t]*(\(?#[.)])[ \t]+(?=\S)")
# A mark of Markdown without its space, and a box to tick without its list.
_GLUED = re.compile(r"[ \t]*(?:(?P<mark>[*+-])|(?P<number>\d{1,2})(?P<end>[.)]))(?=[^\W\d_ºª])")
_BOX = re.compile(r"[ \t]*(\[[ xX]\])[ \t]+(?=\S)")
# What stands before a colon on each line: “Date: …”, “Q: …”, “Cllr Smith (Chair): …”, “1985: …”.
_KEY = re.compile(
    r"[ \t]*[*_]{0,3}(?:[^\W\d_a-z][\w’'&/.-]*(?:[ ][\w’'&/.-]+){0,3}(?:[ ]\([^()\n]{1,30}\))?"
    r"|(?:b?cc|encl)|\d{4}s?)[*_]{0,3}[ ]?(?::[*_]{0,3}[ \t]+|：[*_]{0,3}[ \t]*)\S"
)
# What is done between what is said: “[applause]”.
_ASIDE = re.compile(r"[ \t]{0,12}[*_]?(?:\[[^\[\]\n]{1,80}\]|\([^()\n]{1,80}\))[*_]?[ \t]{0,12}")
# What a sign stands for, and what a place costs: “[b] = break in series”, “Adults – £5”.
_MEANT = re.compile(r"[ \t]{0,12}(?:\[[^\[\]\n]{1,12}\]|[^\W_]{1,6})[ ]=[ ]\S")
_PRICED = re.compile(r"[ \t]{0,12}[^\W\d_a-z][^\n–—-]{1,40}[ ][–—-][ ][$£€¥]?\d")
# The points of an agenda, set off with a tab.
_POINT = re.compile(r"[ ]{0,3}(\d{1,3})\t[ \t]{0,12}[^\W\d_]")
# A term in bold and a dash: “**Quay** – where ships lie”.
_TERM = re.compile(r"[ \t]*(\*\*|__)[^*_\n]{1,60}\1[ \u00a0]?[–—-][ \u00a0]\S")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]{1,4})[.)])[ \t]")

# After a capital letter and a full stop, only two spaces make an item: “B. Russell” is a name.
_CAPITAL_ITEM = re.compile(r"[ \t]*(?:[A-Z]|[IVXL]+)\.(?:[ ]{2}|[ ]?\t)[ \t]*+(?=\S)")

_HAN = "一二三四五六七八九十"
_ROMAN = re.compile(r"(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})|(?=[ivxl])x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
# A word before the number, the number, and what ends the label.
_LABEL = re.compile(
    r"""[ \t]*
    (?P<before>[(（]?(?:[^\W\d_]{2,20}\.?[\ \u00a0]|[A-Z]{1,2}[-.]?(?=\d)
      |§§?[\ \u00a0]?|№[\ ]?|\#)?)
    (?P<number>\d{1,4}(?:[.-]\d{1,3}){0,4}(?![\d%])|[IVX]{1,5}|[ivx]{1,5}
      |(?P<letter>[^\W\d_])(?P=letter)?)
    (?P<end>[.):：º°ª）、．]{0,3}(?:[\ \u00a0][–—-](?=[\ \u00a0]))?)
    (?:[ \t\u00a0\u3000]+(?=\S)|(?<=[、．）]))""",
    re.VERBOSE,
)
_TIME = re.compile(
    r"[ \t]*(?P<hour>\d{1,2})(?P<sign>[:.h])(?P<minute>[0-5]\d)"
    r"(?:[ ]?(?:[ap]\.?m\.?|Uhr))?(?=[ \t–—,:-])", re.IGNORECASE,
)  # fmt: skip
# 12.11. or 12.11.2026.
_DAY = re.compile(r"[ \t]*(\d{1,2})\.[ ]?(\d{1,2})\.(?:[ ]?(\d{4}|\d{2})\b)?(?=[ \t:–—,])")
_STEP = 5  # minutes between the times of a programme
_CHINESE = re.compile(
    rf"[ \t\u3000]*(?:(?P<before>第)(?P<nth>[{_HAN}]{{1,3}}|\d{{1,3}})(?P<what>[条條章項项節节款])"
    rf"|(?P<open>[（(]?)(?P<number>[{_HAN}]{{1,3}}|\d{{1,3}}(?=[）、．]))(?P<end>[）)、．]))"
    r"[ \u3000]?(?=\S)"
)
# “[1] Source” below a text, and “**1.** First”.
_BRACKETED = re.compile(r"[ \t]*(\[(\d{1,3})\])[ \t\u00a0]+(?=\S)")
_BOLD = re.compile(r"[ \t]*(?P<mark>\*\*|__)(?P<label>[^\s*_]{1,12})(?P=mark)(?=[ \t])")
_CIRCLED = re.compile(
    r"[ \t\u3000]{0,3}(?P<number>[\u2460-\u2473\u24b6-\u24ff\u2776-\u277f])[ \t]?(?=\S)"
)
# The marks of notes that were made by hand: ¹ Source.
_RAISED = re.compile(r"[ \t]{0,3}(?P<number>[⁰¹²³⁴-⁹]{1,2})[ \t]?(?=\S)")


class _Label(Struct, frozen=True):
    """What a line begins with: labels of one list have one `form`, and their `value` rises."""

    form: tuple[str, ...]
    value: tuple[int, ...]
    text: str


def labels(block: Sequence[str]) -> dict[int, str]:
    """The lines of a paragraph, by their index, that begin with labels of one list, and these.

    Empty when the labels do not count on; text may stand before the first one.
    """
    if block and _CAPITAL_ITEM.match(block[0]):
        return {}
    return _best_labels(block)


def narrow_items(block: Sequence[str]) -> dict[int, str]:
    """The lines with labels of a list of Markdown that lack a space: “II. ” below “I.  ”."""
    if not (block and _CAPITAL_ITEM.match(block[0])):
        return {}
    found = _best_labels(block)
    return {index: label for index, label in found.items() if not _CAPITAL_ITEM.match(block[index])}


def _best_labels(block: Sequence[str]) -> dict[int, str]:
    if found := letter_labels(block):
        return found
    for moments, roman in product((False, True), (True, False)):
        if found := _labels(block, _Reading(moments, roman)):
            return found
    return {}


def keyed(block: Sequence[str]) -> bool:
    """Whether each line of a paragraph says something of its own: “Date: …”, “[b] = …”."""
    if any(map(_CAPITAL_ITEM.match, block)):
        return False
    said = [line for line in block if not _ASIDE.fullmatch(line)]
    if len(said) >= FEW and all(map(_KEY.match, said)):
        return True
    if len(block) < FEW:
        return False
    points = [int(found[1]) for line in block if (found := _POINT.match(line))]
    if len(points) == len(block) and all(after == one + 1 for one, after in pairwise(points)):
        return True
    are_terms, are_meant = all(map(_TERM.match, block)), all(map(_MEANT.match, block))
    return are_terms or are_meant or all(map(_PRICED.match, block))


class _Reading(Struct, frozen=True):
    """What labels are taken for: “10.30” for a time or a number, “I.” for Roman or a letter."""

    moments: bool
    roman: bool


def _labels(block: Sequence[str], reading: _Reading) -> dict[int, str]:
    found = {index: made for index, line in enumerate(block) if (made := _label(line, reading))}
    if not found:
        return {}
    first = min(found)
    mine = {index: one for index, one in found.items() if one.form == found[first].form}
    announced = first == 0 or _announces(block[first - 1]) or "twice" in found[first].form
    if len(mine) < (FEW if announced else FEW + 1) or not _count_on([*mine.values()]):
        return {}
    if mine[first].form == _BARE and all(len(one.value) == 1 for one in mine.values()):
        return {}  # “12 people”
    mine |= _deeper(found, mine)
    return {index: mine[index].text for index in sorted(mine)}


# Labels that only Chinese and Japanese lists have, and where each of their kinds begins.
_REMARK = "※"  # begins a remark below it
_EASTERN = frozenset({"chinese", "circled"})
_FIRST = frozenset({1, *map(ord, "①ⓐⒶ❶")})


def _deeper(found: Mapping[int, _Label], mine: Mapping[int, _Label]) -> dict[int, _Label]:
    """Lines with labels of a list one level deeper, which counts on below each of `mine`."""
    deeper: dict[int, _Label] = {}
    reached: dict[tuple[str, ...], int] = {}
    for index, one in found.items():
        if index in mine:
            reached = {}
        elif one.text == _REMARK:
            deeper[index] = one
        elif one.form[0] in _EASTERN:
            number = one.value[0]
            if number in _FIRST or reached.get(one.form) == number - 1:
                deeper[index], reached[one.form] = one, number
    return deeper


def _announces(line: str) -> bool:
    """Whether a list may follow: behind a colon, or below an item of another one."""
    return line.rstrip().endswith((":", "：")) or _ITEM.match(line) is not None


# The form of numbers with nothing around them.
_BARE = ("label", "", "number", "")
# Of other scripts it is known that their letters rise, and not which one is the next.
_OTHER_LETTERS = "other letters"


def _count_on(found: Sequence[_Label]) -> bool:
    values = [one.value for one in found]
    if not values[0]:  # signs that do not count
        return True
    pairs = [*pairwise(values)]
    if not all(one < other for one, other in pairs):
        return False
    by_rise = found[0].form[0] == "moment" or found[0].form[-1] == _OTHER_LETTERS
    return by_rise or any(_follows(one, other) for one, other in pairs)


def _follows(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether a number is the next one: 1.1 and 1.2, 1.1 and 1.1.1, 1.4 and 2."""
    if len(other) > len(one):
        return other[: len(one)] == one and other[len(one) :] in ((1,), (0,))
    last = len(other) - 1
    return one[:last] == other[:last] and other[last] == one[last] + 1


def _label(line: str, reading: _Reading) -> _Label | None:
    if found := _TELLING.match(line):
        return _Label(("sign", str(found[1] in DASHES)), (), found[1])
    if found := _AUTOMATIC.match(line):
        return _Label(("sign", found[1]), (), found[1])
    if found := _BOX.match(line):
        return _Label(("sign", "[]"), (), found[1])
    if (found := _GLUED.match(line)) and not (found["mark"] == "*" and "*" in line[found.end() :]):
        value = (int(found["number"]),) if found["number"] else ()
        return _Label(("glued", found["mark"] or found["end"]), value, found[0].strip())
    if found := _BRACKETED.match(line):
        return _Label(("bracketed",), (int(found[2]),), found[1])
    if found := _BOLD.match(line):
        return _numbered(found["label"] + line[found.end() :], reading.roman, found["mark"])
    if reading.moments and (made := _moment(line)):
        return made
    if found := _CIRCLED.match(line):
        return _Label(("circled",), (ord(found["number"]),), found["number"])
    if found := _RAISED.match(line):
        return _Label(("raised",), (int(normalize("NFKC", found["number"])),), found["number"])
    if found := _CHINESE.match(line):
        form = ("chinese", found["what"] or found["open"], found["end"] or "")
        return _Label(form, (_chinese(found["nth"] or found["number"]),), found[0].strip())
    return _numbered(line, reading.roman)


def _moment(line: str) -> _Label | None:
    """A time or a day before what happens then."""
    if found := _DAY.match(line):
        day, month, year = (int(found[n] or 0) for n in (1, 2, 3))
        return _Label(("moment", "day"), (year, month, day), found[0].strip())
    found = _TIME.match(line)
    if found is None or (found["sign"] == "." and int(found["minute"]) % _STEP):
        return None
    minutes = int(found["hour"]) * 60 + int(found["minute"])
    return _Label(("moment", "time"), (minutes,), found[0].strip())


def _chinese(number: str) -> int:
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.partition("十")
    digits = {sign: value for value, sign in enumerate(_HAN[:9], 1)}
    if not ten:
        return digits.get(number, 0)
    return digits.get(tens, 1) * 10 + digits.get(ones, 0)


def _numbered(line: str, roman: bool, mark: str = "") -> _Label | None:
    """The label of `line`, which stands between two of `mark`: in bold it is no item."""
    found = _LABEL.match(line)
    if found is None:
        return None
    before, number, end = found["before"], found["number"], found["end"]
    value, kind = _value(number, roman)
    word = before.strip("(（. \u00a0")
    is_year = number.isdecimal() and len(number) == len("2026")
    if is_year and not word and end in ("", ".", ")"):
        return None  # “2026 …”, “1945. …”
    if kind != "number" and not (end or len(word) > 1):
        return None
    if (
        not (word or mark)
        and number.isascii()
        and end in (".", ")")
        and _is_markdown(value, kind, number, end)
    ):
        return None
    others = (_OTHER_LETTERS,) if kind == "letter" and not number.isascii() else ()
    form = ("label", mark + before.casefold(), kind, end.strip(), *others)
    return _Label(form, value, f"{mark}{found[0].strip()}{mark}")


def _is_markdown(value: tuple[int, ...], kind: str, number: str, end: str) -> bool:
    """Whether Markdown itself makes an item of a line with this label (pandoc's fancy lists)."""
    if kind == "twice" or len(value) > 1:
        return False
    return kind == "number" or number.islower() or end == ")"


def _value(number: str, roman: bool) -> tuple[tuple[int, ...], str]:
    if number[0].isdecimal():
        return tuple(map(int, re.split(r"[.-]", number))), "number"
    if roman and _ROMAN.fullmatch(number):
        values = [_ROMAN_VALUES[sign] for sign in number.lower()]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return (sum(-one if one < after else one for one, after in pairs),), "roman"
    return (ord(number[0]),), "letter" if len(number) == 1 else "twice"
