"""What runs in a direction of its own inside other text: numbers, amounts, addresses, codes, words.

Unicode's bidirectional algorithm (UAX 9) turns the groups of “01632 960 111” round beside Arabic
or Hebrew letters, and moves the signs of “C++” and “$5” to the other end; only a direction of
their own keeps them in order. What it sets right by itself is left alone: “1,250.50”, “COVID-19”.
Ranges such as “5–10” follow the text around them, as they do in print.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from docforge.document.inlines import Direction

# The blocks of scripts that are written from right to left, without digits (UAX 9, R and AL).
_RTL = (
    "\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff"
)
_RTL_LETTER = rf"[{_RTL}]"
# Bounded as RFC 5321, 4.5.3.1.1, bounds the name before the @.
# A prefix of Hebrew or Arabic, with its hyphen, is no part of one: ל-press@example.org.
_ADDRESS = rf"""(?:(?<![\w.+-])|(?<=[{_RTL}]-)|(?<=[{_RTL}]))
     (?![{_RTL}])[\w.+](?:(?![{_RTL}])[\w.+-]){{0,63}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}
    |(?<!\w)(?:[a-z][a-z+.-]{{1,15}}://|www\.|mailto:)
     [^\s<>{_RTL}]*[^\s<>.,;:!?)\]\u0022\u2019\u201d\u00bb{_RTL}]"""
_SIGNS = r"+\-−±#$£€¥₪₹₺₨₱₩₽﷼"
# What is read together with the number before it.
_UNIT = (
    r"(?:thousand|million|billion|trillion|bn|km/h|°[CF]|ha|h|min|s"
    r"|[kKMGTcmµ]?(?:m|g|W|Wh|B|b|Hz|l|L|V|A)[²³]?|TEU|FEU|DWT|GRT|NRT|GT|NM|MPa|MJ|MN|MVA|UTC|GMT"
    # Any other short word in small letters: nothing else stands behind a number in such a text.
    r"|[a-zµ](?:[a-z]{0,4}|[A-Z][a-z]?h?)[²³]?(?:/[A-Za-zµ]{1,4}[²³]?)?(?![\ \u00a0][A-Za-z]))"
)
# A currency in Latin letters (US$, HK$, ISO 4217), read together with the amount beside it.
_CURRENCY = (
    r"(?:[A-Z]{1,3}[$£€¥]|AED|AUD|BHD|CAD|CHF|CNY|DZD|EGP|EUR|GBP|ILS|IQD|IRR|JOD|JPY|KWD|LBP"
    r"|LYD|MAD|NZD|OMR|PKR|QAR|SAR|SDG|TND|USD|YER)"
)
_HAS_CURRENCY = re.compile(_CURRENCY)
_RUN = re.compile(
    rf"(?P<address>{_ADDRESS})"
    rf"|(?P<money>(?<![\w+]){_CURRENCY}[\ \u00a0]?[-−]?\d+(?:[ \u00a0\u2009\u202f.,'’]\d+)*"
    rf"(?:[\ \u00a0]?{_UNIT})?(?!\w))"
    rf"|(?P<number>(?<![\w+])[{_SIGNS}]{{0,2}}\(?\d+\)?"
    rf"(?:(?:,|[\ \u00a0\u2009\u202f()./'’-]{{1,3}})\d+)*"
    rf"[%‰€$£]?(?:[\ \u00a0]{_UNIT})?(?:[\ \u00a0]{_CURRENCY})?(?!\w|/[A-Za-z]))",
    re.VERBOSE,
)
# The letters of a code before its groups of digits, and those behind them: “SA03 8000 0000 …”,
# “AB 123 456 C”. Without an isolate they keep their order; with one around the digits alone they
# would change places with these.
_CODE = re.compile(r"(?<![\w+.-])(?:[A-Za-z][A-Za-z0-9./-]{0,14}[ \u00a0]){1,3}$")
_CODE_END = re.compile(r"[ \u00a0][A-Z]{1,2}(?!\w)(?![ \u00a0][A-Za-z])")
_LONGEST_CODE = 48
_ADDRESSES = re.compile(_ADDRESS, re.VERBOSE)
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# What stands between spaces and letters from right to left, without the punctuation around it.
_TOKEN = re.compile(rf"[^\s{_RTL}،؛؟«»“”‘’„\"()\[\]{{}}]+")
_ENDS = ".,;:!?…'*–—-"
_RANGE = re.compile(r"[–—]|(?<=[\d%])-(?=[\d$£€¥₪+])")
# Digits of the class EN: those of Europe and Persia; Arabic ones take their signs to the left.
_NUMERAL = r"[0-9\u06f0-\u06f9]"
_PLAIN_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
# Words of Arabic or Hebrew, and what makes the number behind them one of the text around them.
# A number between such words is theirs; so is one before the mark that ends what they stand in.
_FIGURES = r"[\s,.;:)\]}(–—-]{1,4}[$£€¥]?\d[\d.,:/%]{0,20}"
_LEFTWARDS = re.compile(
    rf"(?=[{_RTL}])\w"
    rf"(?:\w|[^\w\n]{{1,3}}(?=[{_RTL}])|{_FIGURES}[^\w\n]{{0,3}}(?=[{_RTL}]))*"
)
_CLOSED = re.compile(rf"{_FIGURES}(?=[»”’\"')\]])")
_OPENED = frozenset("«“‘\"'([")
_NUMBER_BEHIND = re.compile(r"[\s,.;:)\]}(–—-]{1,4}[0-9$£€¥]")


def own_direction(text: str, around: Direction) -> Direction | None:
    """The direction of all of `text` where it is not that of the text around it.

    It is that of the first letter (UAX 9, P2), if most letters have it: “WHO أعلنت المنظمة” is
    Arabic. Addresses do not count.
    """
    if around == "ltr" and text.isascii():
        return None
    words = _ADDRESSES.sub(" ", text)
    classes = [c for c in map(unicodedata.bidirectional, words) if c in ("L", "R", "AL")]
    if not classes:
        return None
    leftwards = sum(found != "L" for found in classes)
    first: Direction = "ltr" if classes[0] == "L" else "rtl"
    count = leftwards if first == "rtl" else len(classes) - leftwards
    return first if first != around and count * 2 > len(classes) else None


def isolated(text: str, around: Direction) -> Iterator[tuple[str, Direction | None]]:
    """The parts of `text` in order, each with its direction where it needs one of its own.

    `around` is the direction of the place where `text` stands.
    """
    if around == "ltr":
        found = _LEFTWARDS.finditer(text)
        spans = (_with_number(text, m) for m in found if _NUMBER_BEHIND.match(text, m.end()))
        yield from _cut(text, spans, "rtl")
        return
    for part, direction in _cut(text, _runs(text), "ltr"):
        if direction:
            yield part, direction
        else:
            yield from _cut(part, _tokens(part), "ltr")


def _with_number(text: str, words: re.Match[str]) -> tuple[int, int]:
    """The span of `words`, with the number behind them where both stand in marks of their own."""
    is_opened = text[words.start() - 1 : words.start()] in _OPENED
    closed = _CLOSED.match(text, words.end()) if is_opened else None
    return words.start(), (closed or words).end()


_OPENING: Mapping[Direction, str] = {"ltr": "\u2066", "rtl": "\u2067"}
_END = "\u2069"


def with_isolates(text: str, around: Direction) -> str:
    """`text` with Unicode's isolates around the parts that have a direction of their own.

    For where no element can stand, such as a string of CSS; as it is where no part has one.
    """
    direction = own_direction(text, around)
    parts = isolated(text, direction or around)
    inner = "".join(f"{_OPENING[own]}{part}{_END}" if own else part for part, own in parts)
    return f"{_OPENING[direction]}{inner}{_END}" if direction else inner


def _cut(
    text: str, spans: Iterator[tuple[int, int]], direction: Direction
) -> Iterator[tuple[str, Direction | None]]:
    end = 0
    for start, stop in spans:
        if start > end:
            yield text[end:start], None
        yield text[start:stop], direction
        end = stop
    if end < len(text):
        yield text[end:], None


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Addresses, and numbers in groups."""
    last = 0
    for match in _RUN.finditer(text):
        if match["number"] is None or _is_one(match["number"]):
            start, end = match.span()
            # In Hebrew a hyphen joins a prefix to the number: ב-5.
            if text[start] == "-" and start and re.match(_RTL_LETTER, text[start - 1]):
                start += 1
            elif match["number"] and (
                code := _code_before(text, max(last, start - _LONGEST_CODE), start)
            ):
                start -= len(code)
                behind = _CODE_END.match(text, end)
                end = behind.end() if behind else end
            last = end
            yield start, end


def _code_before(text: str, least: int, start: int) -> str:
    """The Latin letters and digits right before a number, not before `least`."""
    found = _CODE.search(text[least:start])
    return found[0] if found else ""


def _is_one(number: str) -> bool:
    """Whether `number` has a unit or is one in groups, and no enumeration such as “2019 2020”."""
    if number[-1].isalpha() or number[-1] in "²³" or _HAS_CURRENCY.search(number):
        return True
    groups = _DIGITS.findall(number)
    length = sum(map(len, groups))
    if number.startswith("+"):
        return length >= 4
    is_sequence = len(groups) < 2 or all(map(_YEAR.fullmatch, groups))
    if is_sequence or _PLAIN_NUMBER.fullmatch(number):
        return False
    in_thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    is_telephone = length >= 7 and (number[0] == "(" or unicodedata.digit(groups[0][0]) == 0)
    in_parts = length >= 7 and len(groups) > 2 and any(len(group) > 2 for group in groups)
    return in_thousands or is_telephone or in_parts


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Words and numbers whose signs would change places."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        for part in _RANGE.split(match[0]):
            begin = start
            start = begin + len(part) + 1
            kept = part.rstrip(_ENDS)
            lead = len(kept) - len(kept.lstrip(_ENDS))
            if lead and (
                _is_minus(text, begin + lead - 1) or _is_dot_of_name(text, begin + lead - 1)
            ):
                lead -= 1
            if _changes_order(kept[lead:]):
                yield begin + lead, begin + len(kept)


def _is_minus(text: str, index: int) -> bool:
    """Whether the hyphen at `index` is a sign of the number behind it, and no joint (ב-5)."""
    before = text[index - 1 : index]
    is_joint = bool(before) and not (before.isspace() or before in "([")
    return text[index] == "-" and not is_joint and bool(re.match(_NUMERAL, text[index + 1 :]))


def _is_dot_of_name(text: str, index: int) -> bool:
    """Whether the full stop at `index` begins a name such as .NET or .md."""
    before = text[index - 1 : index]
    return (
        text[index] == "."
        and (not before or before.isspace() or before in "([")
        and (re.match(r"[A-Za-z]", text[index + 1 : index + 2]) is not None)
    )


def _changes_order(token: str) -> bool:
    if not re.search(rf"[A-Za-z]|{_NUMERAL}", token) or token.isalnum():
        return False
    if _PLAIN_NUMBER.fullmatch(token):
        return False
    begins = unicodedata.bidirectional(token[0]) == "L"
    ends_in_digit = token[-1].isdecimal() and unicodedata.bidirectional(token[-1]) == "EN"
    return not (begins and (ends_in_digit or unicodedata.bidirectional(token[-1]) == "L"))
