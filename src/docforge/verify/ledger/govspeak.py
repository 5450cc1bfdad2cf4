"""The marks of govspeak, the dialect of GOV.UK's press offices, where they stand in a source."""

import re

from docforge.verify.ledger.sheet import Sheet
from docforge.verify.ledger.words import WordKind

_CERTAIN = re.compile(
    r"^\$(?:CTA|C|A|E|I|P|EndLegislativeList|LegislativeList)[ ]*$|\{/?stat-headline\}"
    r"|\{button[^{}]{0,100}\}|\[(?:InlineAttachment|Attachment|Image):|^\|?#[ ]?\w.{0,500}\|",
    re.MULTILINE,
)
# What stands for a block, a button or a page elsewhere, and no word of it is text.
_MARKS = re.compile(
    r"^[ ]*\$[A-Za-z]+(?::\d+)?[ ]*$"
    r"|\{/?(?:stat-headline|button|barchart|address|contact|information)[^{}\n]{0,100}\}|(?<!\w)x(?=\[[^\]\n]{1,300}\]\()|(?<=\))x(?!\w)"
    r"|\[(?:InlineAttachment|Attachment|Image):|(?<=\|)[ ]*#(?=[ ]?\S)"
    r"|^[%^@](?=\S)|(?<=\S)[%^@][ ]*$",
    re.MULTILINE,
)
_END = re.compile(r"[^\[\]\n]*\]")
_STEP = re.compile(r"^s(\d{1,3})(\.)[ ]", re.MULTILINE)


def mask_govspeak(sheet: Sheet, *, asked: bool) -> None:
    """Masks the dialect's marks when it was asked for, or when they stand there beyond doubt."""
    if not asked and not _CERTAIN.search(sheet.text):
        return
    for match in _MARKS.finditer(sheet.text):
        sheet.mask(*match.span())
        if match[0][0] == "[" and (end := _END.match(sheet.text, match.end())):
            sheet.mask(end.end() - 1, end.end())
    for match in _STEP.finditer(sheet.text):
        sheet.mask(match.start(), match.start(1))
        sheet.mark(match.start(1), match.end(1), WordKind.LABEL)
        sheet.mask(*match.span(2))
