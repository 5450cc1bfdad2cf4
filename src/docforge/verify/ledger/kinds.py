"""Signs, kinds of text, levels of headings and addresses that are not what was typed."""

from bisect import bisect_right
from collections.abc import Iterator

from docforge.verify.ledger.account import (
    ComparedParts,
    changed_signs,
    turned,
)
from docforge.verify.ledger.addresses import astray
from docforge.verify.ledger.faults import REPORT, Accounts, LedgerFault, short
from docforge.verify.ledger.words import WordKind


def sign_faults(sides: ComparedParts) -> Iterator[LedgerFault]:
    for found in changed_signs(sides):
        around = short(sides.words(max(found.index - 1, 0), found.index + 1))
        if found.lost and found.added:
            what = f"“{found.lost}” in “{around}” became “{found.added}”"
        elif found.lost:
            what = f"“{found.lost}” in “{around}” is not in the document"
        else:
            what = f"“{found.added}” was added in “{around}”"
        yield LedgerFault("LED005", sides.position(found.index), what, REPORT)


_TURNED = {
    "text-formula": ("LED006", "“{}” was read as a formula", "Write \\$ for a dollar sign."),
    "formula-text": ("LED006", "the formula “{}” was read as text", ""),
    "code-text": ("LED009", "the code “{}” was read as text", ""),
    "text-code": ("LED009", "“{}” was read as code", ""),
    "heading-text": ("LED009", "the heading “{}” was read as text", ""),
    "text-heading": ("LED009", "“{}” was read as a heading", ""),
    "cell": ("LED008", "the cell “{}” stands in another column", ""),
}


def turned_faults(known: Accounts, sides: ComparedParts) -> Iterator[LedgerFault]:
    for found in turned(sides):
        code, message, hint = _TURNED[found.what]
        words = short(sides.words(found.first, found.last))
        yield LedgerFault(code, sides.position(found.first), message.format(words), hint)


def level_faults(known: Accounts, sides: ComparedParts) -> Iterator[LedgerFault]:
    """A heading whose level is not what follows from those that were typed.

    The title is level 1, that over the notes 2, and no level is skipped: each stands one below
    the section it is in.
    """
    above = 1 if sides is known.sides[0] else 2
    typed = known.source.levels
    starts = sorted(typed)
    open_levels: list[int] = []
    for index, level in sides.carried.levels.items():
        word = sides.typed_at(index)
        found = bisect_right(starts, sides.begin(word)) - 1 if word is not None else -1
        if word is None or found < 0 or not sides.typed.words.kinds[word] & WordKind.HEADING:
            return
        given = typed[starts[found]]
        while open_levels and open_levels[-1] >= given:
            open_levels.pop()
        open_levels.append(given)
        if min(len(open_levels) + above, DEEPEST) != level:
            words = short(sides.words(word, word + 1))
            what = f"the heading “{words}” of level {given} became one of level {level}"
            yield LedgerFault("LED009", sides.position(word), what, REPORT)


DEEPEST = 6


def address_faults(known: Accounts, sides: ComparedParts) -> Iterator[LedgerFault]:
    forgiven = frozenset(
        finding.where.line for finding in known.earlier if finding.code[:3] in ("LNK", "HTM")
    )
    for found in astray(sides, forgiven):
        thing = "image" if found.is_image else "link"
        what = f"the {thing} “{short(found.words)}” leads to {found.shown}, not to {found.typed}"
        if not found.shown:
            what = f"the link “{short(found.words)}” to {found.typed} leads nowhere"
        yield LedgerFault("LED011", found.position, what, REPORT)
