"""The signs between two words, as typed and as carried: what may vanish and what may change."""

import html
import re
from functools import cache

from docforge.verify.ledger.words import CODE, FORMULA, GONE

# Each change that reading makes by rule, and what both sides are brought to.
_SAME = (
    ("—", "---"),
    ("–", "--"),
    ("…", "..."),
    ("״", '"'),
    ("׳", "'"),
)
_DOUBLE = re.compile("[“”„‟«»″＂「」『』《》〈〉]")
_SINGLE = re.compile("[‘’‚‛‹›′＇]")
_INVISIBLE = re.compile(
    "[\\s\x01\u00ad\u034f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e01ef]+"
)
# Marks of emphasis, superscript, deletion, highlighting: unless white space is around them.
_MARKS = re.compile(r"[*_~^`]+|\{(?:\+\+|--|==|~~)|(?:\+\+|--|==|~~)\}|==|\+\+")
_LONELY = re.compile(r"(?<=\s)([*_~^`])\1*(?=\s)")
_IN_A_NAME = re.compile(r"_+")
_INSERTED = (("<q", "“”\"‘’'"), ("</q", "“”\"‘’'"), ("<rt", "()"), ("</rt", "()"))
_SINGLE_CURLY = re.compile("[‘’‚]")


def differs(typed: str, raw: str, carried: str, kind: int) -> tuple[str, str] | None:
    """The signs that were lost and those that were added, or None when all is in order.

    `typed` has syntax masked, `raw` is the same stretch as it stands in the source.
    """
    if kind & (CODE | FORMULA) and GONE not in typed:
        ours, theirs = _bare(typed), _bare(carried)
        if ours == theirs or _bare(raw) == theirs:
            return None
        lost = _missing(ours, theirs)
        added = _missing(theirs, _bare(raw))
        return (lost, added) if lost or added else None
    must, shown = kept(typed), _alike(carried)
    lost = _missing(must, shown)
    added = _missing(shown, _alike(html.unescape(raw)))
    for tag, signs in _INSERTED:
        if tag in raw.lower():
            added = added.strip(signs + '"')
    # Dutch and others have single marks for typed double ones; Russian, French, Japanese and
    # others have double ones within quotations.
    other = {'"': _SINGLE_CURLY, "'": _DOUBLE}.get(lost[:1])
    if other and not lost.strip(lost[0]) and lost in typed:
        plain = _missing(_one_kind(shown), _one_kind(_alike(html.unescape(raw))))
        if len(other.findall(carried)) >= len(lost) and not plain:
            return None
    return (lost, added) if lost or added else None


def _one_kind(signs: str) -> str:
    """Signs with single and double quotation marks alike."""
    return signs.replace("'", '"')


def _bare(signs: str) -> str:
    return _INVISIBLE.sub("", signs)


@cache
def _alike(signs: str) -> str:
    """Signs without white space, and with those alike that a rule exchanges."""
    signs = _SINGLE.sub("'", _DOUBLE.sub('"', signs))
    for one, other in _SAME:
        signs = signs.replace(one, other)
    return _INVISIBLE.sub("", signs)


@cache
def kept(signs: str) -> str:
    """The signs that no syntax can have taken."""
    if _IN_A_NAME.fullmatch(signs):
        return signs
    lonely = _LONELY.sub(lambda match: match[0].translate(_HIDE), signs)
    return _alike(_MARKS.sub("", lonely)).translate(_SHOW)


_HIDE = {ord(c): 0xE000 + ord(c) for c in "*_~^`"}
_SHOW = {0xE000 + ord(c): c for c in "*_~^`"}


def _missing(needed: str, there: str) -> str:
    """What of `needed` does not stand in `there` in the same order."""
    at, missing = 0, []
    for sign in needed:
        found = there.find(sign, at)
        if found < 0:
            missing.append(sign)
        else:
            at = found + 1
    return "".join(missing)
