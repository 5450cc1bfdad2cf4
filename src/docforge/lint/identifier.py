"""Which language a text is in, as its letters tell: CLD3, which is small and works offline.

Invariant: it answers only where several parts of the text give the same answer; names, figures
and short texts have none.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from docforge.style import load_words

if TYPE_CHECKING:
    from gcld3 import NNetLanguageIdentifier

ENOUGH_WORDS = 14
# Only words in small letters are looked at: names and short forms have no language.
_ENOUGH_SMALL = 9
_SURE = 0.97
# So many of its words, and one in so many, tell that a text is an older form of its language.
_ENOUGH_OLDER, _ONE_IN = 2, 10
# CLD3's tags that are written otherwise in BCP 47.
_TAGS = {"no": "nb", "iw": "he", "fil": "tl"}
# What is told apart by a few words only, or by its letters: one language to this rule. All others
# were told apart in 875 paragraphs of a text in 39 languages.
_ALIKE = (
    *({"nb", "nn", "no", "da"}, {"hr", "bs", "sr", "sh", "cnr", "sl"}, {"mk", "bg"}, {"id", "ms"}),
    *({"cs", "sk"}, {"pt", "gl"}, {"es", "gl", "ast", "an"}, {"ca", "oc"}, {"ga", "gd", "gv"}),
    *({"hi", "mr", "ne"}, {"zh", "yue", "ja"}, {"fa", "ur", "ps", "ku"}, {"fr", "wa"}),
    *({"de", "lb", "gsw", "nds", "bar"}, {"nl", "af", "fy", "li"}, {"yo", "vi"}),
)
# What CLD3 was taught. It takes any other language for the nearest of these, as Cornish for Welsh
# and Sorbian for Czech: of such a text it is asked only whether it is English after all.
_TAUGHT = (
    "af am ar az be bg bn bs ca ceb co cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha haw"
    " he hi hmn hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr"
    " ms mt my nb ne nl nn ny pa pl ps pt ro ru sd si sk sl sm sn so sq sr st su sv sw ta te tg th"
    " tl tr uk ur uz vi xh yi yo zh zu"
)
_LIKE_ENGLISH = frozenset({"sco", "jam", "pcm", "tpi", "bi", "kri"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_WORDS = re.compile(r"[@/\\_<>{}=\d]")
_HOST = re.compile(r"[\w.-]+\.[a-z]{2,4}\b")
_LONGEST_HOST = 100


def identify(text: str, said: str) -> str | None:
    """The language of `text` as a primary BCP 47 subtag, when it is another one than `said`.

    None when it is not, or when that is not quite sure.
    """
    every = [word for part in text.split() for word in _words(part)]
    words = [word for word in every if len(word) > 1 and not word[0].isupper()]
    if len(every) < ENOUGH_WORDS or len(words) < _ENOUGH_SMALL:
        return None
    found, probability = _answer(words)
    if not _is_other(found, said) or _is_nearest(found, said):
        return None
    if probability < _SURE or "-" in found or load_words(found).lang != found:
        # Languages without words of docforge are mostly misread names and placeholders.
        return None
    if _is_older(every, said, found):
        return None
    half = len(words) // 2
    halves, turns = (words[:half], words[half:]), (words[::2], words[1::2])
    # Both halves have to be in it, or a passage in it would speak for the whole.
    agreeing = all(_agrees(part, found) for part in halves)
    return found if agreeing and any(_agrees(part, found) for part in turns) else None


def _is_older(words: list[str], said: str, found: str) -> bool:
    """Whether words that `found` has never had make it an older form of `said`."""
    row = _older().get(_primary(said))
    if row is None or found not in row["beside"]:
        return False
    own = frozenset(row["words"])
    count = sum(word.lower() in own for word in words)
    return count >= _ENOUGH_OLDER and count * _ONE_IN >= len(words)


@cache
def _older() -> Mapping[str, Mapping[str, list[str]]]:
    text = files("docforge.lint").joinpath("older_words.toml").read_text("utf-8")
    return tomllib.loads(text)


def _agrees(words: list[str], found: str) -> bool:
    return not _is_other(_answer(words)[0], found)


def _words(part: str) -> list[str]:
    """The words of what stands between two spaces; an address or a figure has none."""
    if _NOT_WORDS.search(part):
        return []
    bare = _HOST.sub(" ", part) if "." in part and len(part) <= _LONGEST_HOST else part
    return _WORD.findall(bare)


def _is_other(found: str, lang: str) -> bool:
    """Whether a text in the language `found` is in another one than the tag `lang` says."""
    said = _primary(lang)
    return found != said and not any({found, said} <= group for group in _ALIKE)


def _primary(lang: str) -> str:
    """The primary language subtag of `lang`."""
    subtag = lang.partition("-")[0].lower()
    return _TAGS.get(subtag, subtag)


def _is_nearest(found: str, lang: str) -> bool:
    """Whether `found` may stand for `lang` only because that is none of the languages taught."""
    said = _primary(lang)
    return said not in _TAUGHT.split() and (found != "en" or said in _LIKE_ENGLISH)


def _answer(words: list[str]) -> tuple[str, float]:
    """The likeliest language, and how likely it is."""
    result = _identifier().FindLanguage(" ".join(words))
    return _TAGS.get(result.language, result.language), result.probability


@cache
def _identifier() -> "NNetLanguageIdentifier":
    # 20 ms to load: only texts long enough to be judged need it.
    from gcld3 import NNetLanguageIdentifier

    return NNetLanguageIdentifier(0, 4000)
