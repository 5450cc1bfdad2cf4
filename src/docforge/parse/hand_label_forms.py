"""What a line can begin with that counts on from line to line: “Art. 1”, “1.1”, “第一条”, times."""

import re
from unicodedata import normalize

from msgspec import Struct

from docforge.parse.hand_bullets import DASHES

# Signs that say something of their own, or that dialogues begin with: lines, and no list.
_TELLING = re.compile(
    r"[ \t]*([–—✓✔✗✘☑☐☒✅❌⚠ℹ❗❓➕➖→➔⇒▶🔹🔸👉🔴🟠🟡🟢🔵■□○◎◇◆★☆♦†‡※])[\ufe0e\ufe0f]?"
    r"[ \t\u00a0]*(?=\S)"
)
# pandoc's own Markdown numbers such items.
_AUTOMATIC = re.compile(r"[ \t]*(\(?#[.)])[ \t]+(?=\S)")
# A mark of Markdown without its space, and a box to tick without its list.
_GLUED = re.compile(r"[ \t]*(?:(?P<mark>[*+-])|(?P<number>\d{1,2})(?P<end>[.)]))(?=[^\W\d_ºª])")
_BOX = re.compile(r"[ \t]*(\[[ xX]\])[ \t]+(?=\S)")
_HAN = "一二三四五六七八九十"
_ROMAN = re.compile(r"(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})|(?=[ivxl])x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
# A word before the number, the number, and what ends the label.
_LABEL = re.compile(
    r"""[ \t]*
    (?P<before>[(（]?(?:[^\W\d_]{2,20}\.?[\ \u00a0](?:[A-Z]\.?[\ \u00a0]?(?=\d))?
      |[A-Z]{1,2}[-.]?(?=\d)|§§?[\ \u00a0]?|№[\ ]?|\#)?)
    (?P<number>\d{1,4}(?:[.-]\d{1,3}){0,4}(?![\d%])|[IVX]{1,5}|[ivx]{1,5}|premier
      |(?P<letter>[^\W\d_])(?P=letter)?)
    (?:(?<=[\ \u00a0]1)(?:er|ère|re)|(?P<inserted>(?<=\d)[a-z]|))
    (?P<end>[.):º°ª]{1,2}[-–/](?=[\ \u00a0])|[-–/](?=[\ \u00a0])|(?<=[^\x00-\x7f])['’׳΄ʹ´]
      |[.):：º°ª）、．]{0,3}(?:[\ \u00a0][–—-](?=[\ \u00a0]))?)
    (?:[ \t\u00a0]*(?P<wide>\u3000)[\s]*(?=\S)|[ \t\u00a0]+(?=\S)|(?<=[、．）])
      |(?P<alone>(?:(?<=[\dIVX.:])|(?<=premier))[ \t\\]*$))""",
    re.VERBOSE,
)
_TIME = re.compile(
    r"[ \t]*(?P<hour>\d{1,2})(?:(?P<sign>[:.h])(?P<minute>[0-5]\d)"
    r"(?:[ ]?(?:(?P<half>[ap])\.?m\.?|Uhr))?|[ ]?(?P<part>[ap])\.?m\.?|[ ]Uhr|h)(?=[ \t–—,:-])",
    re.IGNORECASE,
)
# 12.11. or 12.11.2026.
_DAY = re.compile(r"[ \t]*(\d{1,2})\.[ ]?(\d{1,2})\.(?:[ ]?(\d{4}|\d{2})\b)?(?=[ \t:–—,])")
_STEP = 5  # minutes between the times of a programme
_CHINESE = re.compile(
    rf"[ \t\u3000]*(?:(?P<before>[第제])(?P<nth>[{_HAN}]{{1,3}}|\d{{1,3}})"
    r"(?P<what>[条條章項项節节款，조항장절])"
    rf"|(?P<open>[（(]?)(?P<number>[{_HAN}]{{1,3}}|\d{{1,3}}(?=[）、．]))(?P<end>[）)、．]))"
    r"[ \u3000]?(?=\S)"
)
# “[1] Source” below a text, and “**1.** First”.
_BRACKETED = re.compile(r"[ \t]*(\[(\d{1,3})\])[ \t\u00a0]+(?=\S)")
_BOLD = re.compile(r"[ \t]*(?P<mark>\*\*|__)(?P<label>[^\s*_]{1,12})(?P=mark)(?=[ \t])")
_CIRCLED = re.compile(
    r"[ \t\u3000]{0,3}(?P<number>[\u2460-\u2473\u24b6-\u24ff\u2776-\u277f])[ \t]{0,3}(?=\S)"
)
# The marks of notes that were made by hand: ¹ Source.
_RAISED = re.compile(r"[ \t]{0,3}(?P<number>[⁰¹²³⁴-⁹]{1,2})[ \t]?(?=\S)")
# Laws of the North: “3 kap. 5 a § Hamnen …”, “2 § …”.
_SECTION = re.compile(
    r"[ \t]{0,12}(?:\d{1,3}[ ]kap\.[ ])?(?P<number>\d{1,3})(?:[ ](?P<inserted>[a-z]))?"
    r"[ \u00a0]§(?:[ \u00a0]+(?=\S)|[ \t\\]*$)"
)
# What was said when, as messengers copy it: “[10:15, 03/03/2026] Jane: …”.
_STAMPED = re.compile(r"[ \t]{0,3}(\[[^\[\]\n]{0,20}\d{1,2}[:.]\d\d[^\[\]\n]{0,20}\])[ \t]+(?=\S)")
# Ordinals as words, as Spanish resolutions have them: “Primero.- …”.
_WORDED = re.compile(r"[ \t]{0,3}([^\W\d_a-z][^\W\d_]{3,15}\.[-–])[ \u00a0]+(?=\S)")
_KEYCAP = re.compile(r"[ \t]{0,3}(?P<label>(?P<number>\d)\ufe0f?\u20e3)[ \t]*(?=\S)")


class Label(Struct, frozen=True):
    """What a line begins with: labels of one list have one `form`, and their `value` rises."""

    form: tuple[str, ...]
    value: tuple[int, ...]
    text: str


class Reading(Struct, frozen=True):
    """What labels are taken for: “10.30” for a time or a number, “I.” for Roman or a letter."""

    moments: bool
    roman: bool


AT_TIMES = ("moment", "time")
# The form of numbers with nothing around them.
BARE = ("label", "", "number", "")
# Of other scripts it is known that their letters rise, and not which one is the next.
OTHER_LETTERS = "other letters"


def label_of(line: str, reading: Reading) -> Label | None:
    """What `line` begins with that may count on from line to line, None when it is prose."""
    if found := _TELLING.match(line):
        return Label(("sign", str(found[1] in DASHES)), (), found[1])
    if found := _AUTOMATIC.match(line):
        return Label(("sign", found[1]), (), found[1])
    if found := _BOX.match(line):
        return Label(("sign", "[]"), (), found[1])
    if (found := _GLUED.match(line)) and not (found["mark"] == "*" and "*" in line[found.end() :]):
        value = (int(found["number"]),) if found["number"] else ()
        return Label(("glued", found["mark"] or found["end"]), value, found[0].strip())
    if found := _STAMPED.match(line) or _WORDED.match(line):
        return Label(("said", found[1][0]) if found[1][0] == "[" else ("said",), (), found[1])
    if found := _SECTION.match(line):
        return Label(("section",), _inserted(found), found[0].strip())
    if found := _KEYCAP.match(line):
        return Label(("keycap",), (int(found["number"]),), found["label"])
    if found := _BRACKETED.match(line):
        return Label(("bracketed",), (int(found[2]),), found[1])
    if found := _BOLD.match(line):
        return _numbered(found["label"] + line[found.end() :], reading.roman, found["mark"])
    if reading.moments and (made := _moment(line)):
        return made
    if found := _CIRCLED.match(line):
        return Label(("circled",), (ord(found["number"]),), found["number"])
    if found := _RAISED.match(line):
        return Label(("raised",), (int(normalize("NFKC", found["number"])),), found["number"])
    if found := _CHINESE.match(line):
        form = ("chinese", found["what"] or found["open"], found["end"] or "")
        return Label(form, (_chinese(found["nth"] or found["number"]),), found[0].strip())
    return _numbered(line, reading.roman)


def _moment(line: str) -> Label | None:
    """A time or a day before what happens then."""
    if found := _DAY.match(line):
        day, month, year = (int(found[n] or 0) for n in (1, 2, 3))
        return Label(("moment", "day"), (year, month, day), found[0].strip())
    found = _TIME.match(line)
    if found is None or (found["sign"] == "." and int(found["minute"]) % _STEP):
        return None
    half = (found["half"] or found["part"] or "").lower()
    hour = int(found["hour"]) % 12 + 12 * (half == "p") if half else int(found["hour"])
    return Label(AT_TIMES, (hour * 60 + int(found["minute"] or 0),), found[0].strip())


def _inserted(found: re.Match[str]) -> tuple[int, ...]:
    """The number of a label that has a letter behind it where it was put between two: 2 a §."""
    letters = found["inserted"] or ""
    return (int(found["number"]), *map(ord, letters))


def _chinese(number: str) -> int:
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.partition("十")
    digits = {sign: value for value, sign in enumerate(_HAN[:9], 1)}
    if not ten:
        return digits.get(number, 0)
    return digits.get(tens, 1) * 10 + digits.get(ones, 0)


_WIDE = "wide"


def _numbered(line: str, roman: bool, mark: str = "") -> Label | None:
    """The label of `line`, which stands between two of `mark`: in bold it is no item."""
    found = _LABEL.match(line)
    if found is None:
        return None
    before, number, end = found["before"], found["number"], found["end"]
    value, kind = _value(number, roman)
    word = before.strip("(（. \u00a0")
    if not word and (found["inserted"] or found["alone"] is not None):
        return None
    value += (*map(ord, found["inserted"] or ""),)
    if found["wide"] and not end:  # １　日時
        end = _WIDE
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
    others = (OTHER_LETTERS,) if kind == "letter" and not number.isascii() else ()
    form = ("label", mark + before.casefold(), kind, end.strip(), *others)
    return Label(form, value, f"{mark}{found[0].strip()}{mark}")


def _is_markdown(value: tuple[int, ...], kind: str, number: str, end: str) -> bool:
    """Whether Markdown itself makes an item of a line with this label (pandoc's fancy lists)."""
    if kind == "twice" or len(value) > 1:
        return False
    return kind == "number" or number.islower() or end == ")"


def _value(number: str, roman: bool) -> tuple[tuple[int, ...], str]:
    if number == "premier":  # article premier, article 2
        return (1,), "number"
    if number[0].isdecimal():
        return tuple(map(int, re.split(r"[.-]", number))), "number"
    if roman and _ROMAN.fullmatch(number):
        values = [_ROMAN_VALUES[sign] for sign in number.lower()]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return (sum(-one if one < after else one for one, after in pairs),), "roman"
    return (ord(number[0]),), "letter" if len(number) == 1 else "twice"
