"""Characters of plain text: list marks, raised and lowered characters, invisible characters.

Invariant: what these functions give is one run of characters that can be read aloud.
"""

import re

from docforge.document import Delimiter, Numbering, label_of

_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ORDINAL = {"o": "º", "a": "ª", "e": "e"}
# What French raises one letter of: “n^o^ 3”, “D^r^ Roux”, “XIX^e^ siècle”.
_SHORT = re.compile(r"(?<!\w)(?:(?P<number>[nN])|(?P<title>[DMP])|(?P<century>[IVXLCDM]{2,8}))$")
_ENDINGS = {"number": "o", "title": "r", "century": "e"}
_LONGEST = 12
# Thai, Lao, Tibetan, Myanmar and Khmer write without spaces: there U+200B parts words.
_NEEDS_BREAKS = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"
_UNHEARD = re.compile(
    # Controls, soft hyphen, word joiner and invisible operators, byte order mark, annotations.
    # Joiners (U+200C, U+200D) and direction marks stay: scripts and emoji need them.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u2060-\u2064\ufeff\ufff9-\ufffb]"
    rf"|(?<![{_NEEDS_BREAKS}])\u200b(?![{_NEEDS_BREAKS}])"
)


def tidy(text: str) -> str:
    """One run of text: single spaces, kept line ends, nothing invisible that no script needs."""
    text = _UNHEARD.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n"))
    # Several line ends in a row are one: a blank line would make two paragraphs of it.
    return re.sub(r"(?<! ) *+\n[ \n]*+", "\n", re.sub(r"[ \t]+", " ", text)).strip(" \n")


def audible(text: str) -> str:
    """`text` without invisible characters that no script needs; white space stays."""
    return _UNHEARD.sub("", text)


def list_mark(numbering: Numbering, number: int, delimiter: Delimiter) -> str:
    """The mark before a list's item, as the source counts: "-", "3.", "c)", "(iii)"."""
    if numbering is Numbering.BULLET:
        return "-"
    label = label_of(numbering, number)
    match delimiter:
        case Delimiter.PERIOD:
            return f"{label}."
        case Delimiter.PARENTHESIS:
            return f"{label})"
        case Delimiter.PARENTHESES:
            return f"({label})"


def raised(text: str, before: str) -> str:
    """A superscript after the text `before`: "x²", "1st", "1º", otherwise "e^(x+y)"."""
    if all(ord(char) in _RAISED for char in text):
        return text.translate(_RAISED)
    # Letters after a number or a word are ordinals and short forms ("1st", "Mme"), no powers.
    if text.isalpha() and (len(text) > 1 and before[-1:].isalnum()):
        return text
    if before[-1:].isdigit() and text in _ORDINAL:
        return _ORDINAL[text]
    short = _SHORT.search(before[-_LONGEST:])
    if short and text == _ENDINGS[short.lastgroup or ""]:
        return _ORDINAL.get(text, text) if short["number"] else text
    return f"^({text})"


def lowered(text: str) -> str:
    """A subscript: "H₂O", otherwise "v_(max)"."""
    if all(ord(char) in _LOWERED for char in text):
        return text.translate(_LOWERED)
    return f"_({text})"
