"""What a writer means as a formula: the ledger's own rule, stricter than any parser's."""

import re

from docforge.verify.ledger.inlines.passage import Passage
from docforge.verify.ledger.words import WordKind

_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}[,;:]?\s+[a-z]{2,}\b")
_COMMAND = re.compile(
    r"\\(?:text|mathrm|textbf|textit|operatorname|mbox|mathit|begin|end)\*?\s*\{[^{}]*\}"
)
_AMOUNT = re.compile(
    r"\d[\d,. ]*+\s*+(?:[kmb]n?|tn|thousand|million|billion|trillion)?\b\s*+(?:[-–—/]|to|and|or|$)",
    re.IGNORECASE,
)
_OPERATOR = re.compile(r"[=^_+<>{}]")
_SIGNS = re.compile(r"(?:\\.|[^\\$])*(\$+)", re.DOTALL)
# What only TeX has: commands, norms, what is raised or lowered, an equation.
_TEX = re.compile(r"\\[A-Za-z]{2}|\\\|[^|\\]{1,40}\\\||[\w)}\]]\s*[\^_]\s*[\w{\\(+-]|=")
# Single letters, numbers and signs of mathematics; two letters in a row are a word.
_SYMBOLS = re.compile(r"(?:[^\W\d_](?![^\W\d_])|[\d\s+\-*/<>≤≥±×·÷−–(),.:;!|'′\[\]&%°√→])+")
_ESCAPED = re.compile(r"\\[{}]")
_MOST_INNER = 12


def read_bracketed(passage: Passage, opening: str) -> bool:
    """Masks a formula between brackets with backslashes; False where they are only escaped."""
    begin = passage.at + 2
    sign = "\\)" if opening == "(" else "\\]"
    close = passage.text.find(sign, begin, min(passage.end, begin + 5_000))
    if close < 0 or not _is_bracketed(passage.text[begin:close], opening):
        return False
    passage.mask_to(begin)
    passage.sheet.mark(begin, close, WordKind.FORMULA)
    passage.at = close
    passage.mask_to(close + 2)
    return True


def read_formula(passage: Passage) -> None:
    """A formula between dollar signs, or the sign of money."""
    text, at = passage.text, passage.at
    width = 2 if text.startswith("$$", at) else 1
    close = _closing(text, at + width, min(passage.end, at + 5_000), width)
    if close < 0 or not _is_formula(text, at + width, close, display=width == 2):
        passage.at += width
        return
    passage.sheet.mask(at, at + width)
    passage.sheet.mark(at + width, close, WordKind.FORMULA)
    passage.at = close
    passage.mask_to(close + width)


def _closing(text: str, start: int, end: int, width: int) -> int:
    """Where the dollar signs that end a formula stand, outside braces, or -1.

    Braces are counted from one sign to the next, so that they may nest as deep as they like.
    """
    at = start
    for _ in range(_MOST_INNER):
        signs = _SIGNS.match(text, at, end)
        if signs is None:
            break
        inner = _ESCAPED.sub("", text[start : signs.start(1)])
        if len(signs[1]) >= width and inner.count("{") <= inner.count("}"):
            return signs.start(1)
        at = signs.end()
    # Braces that do not pair are no reason to lose the end of a displayed formula.
    return text.find("$$", start, end) if width > 1 else -1


def _is_formula(text: str, start: int, end: int, *, display: bool) -> bool:
    """Whether what stands between dollar signs can be meant as TeX.

    Money is not: a letter before the first sign (US$), a digit or letter after the second one,
    spaces inside the signs, words of prose, or an amount with its dash or unit. Two signs on
    either side are typed for nothing else.
    """
    tex = text[start:end]
    if not tex.strip():
        return False
    if display:
        return "**" not in tex and "](" not in tex
    before = text[start - 2 : start - 1]
    after = text[end + 1 : end + 2]
    if tex[0].isspace() or tex[-1].isspace() or before.isalnum() or after.isalnum():
        return False
    return not _is_prose(tex) and not _is_amount(tex)


def _is_bracketed(tex: str, opening: str) -> bool:
    """Whether TeX stands between brackets with backslashes; `\\[sic\\]` is escaped brackets."""
    if not tex.strip() or _is_prose(tex):
        return False
    if _TEX.search(tex):
        return True
    is_paired = tex.count("(") == tex.count(")")
    return opening == "(" and is_paired and bool(_SYMBOLS.fullmatch(tex)) and _has_letter(tex)


def _has_letter(tex: str) -> bool:
    return any(map(str.isalpha, tex))


def _is_amount(tex: str) -> bool:
    """Whether it begins as an amount of money does, and nothing in it is mathematics."""
    if tex.isdigit() or "\\" in tex or _OPERATOR.search(tex):
        return False
    return bool(_AMOUNT.match(tex))


def _is_prose(tex: str) -> bool:
    """Whether words follow one another as in a sentence, or marks of Markdown stand in it."""
    bare = _COMMAND.sub(" ", tex)
    return bool(_WORDS.search(bare)) or "**" in bare or "](" in bare
