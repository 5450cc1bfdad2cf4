"""The marks of govspeak, the dialect of GOV.UK's press offices, where they stand in a source."""

import re

from docforge.verify.ledger.sheet import Sheet
from docforge.verify.ledger.words import WordKind

_NATION = "england-wales|england|scotland|northern-ireland|wales|london"
_NAMES = {"northern-ireland": "Northern Ireland", "england-wales": "England, Wales"}
_CERTAIN = re.compile(
    r"^[ ]*+\$(?:CTA|AI|C|A|D|E|F|I|P|EndLegislativeList|LegislativeList|PriorityList:\d+)[ ]*$"
    r"|\{/?stat-headline\}|\{button[^{}]{0,100}\}|\{cards\}|\{barchart|\{::highlight-answer\}"
    r"|(?<!\w)x\[[^\]\n]{1,300}\]\([^)\n]{1,300}\)x(?!\w)|^[ ]*+s1\.[ ].{0,300}\n+[ ]*+s2\.[ ]"
    r"|\[(?:InlineAttachment|AttachmentLink|Attachment|Image):|^\|?#[ ]?\w.{0,500}\|"
    rf"|^:(?P<nation>{_NATION}):[^\n]*(?:\n[^\n]+){{0,20}}:(?P=nation):[ ]*$"
    r"|(?:\A|(?<=\n\n)|^[ ]*+[-*+][ ]++)"
    r"(?:\^[^\W\d_][^\n%@^]*+\^|%[^\W\d_][^\n%@^]*+%|@[^\W\d_][^\n%@^]*+@)"
    r"(?=\n\n|\n?\Z|\n[ ]*[-*+][ ])"
    r"|^\|[^\n]{0,300}\|[ ]*+#[ ]\w[^\n]{0,300}\n\|[ :|-]++\n\|[ ]*+#[ ]?\w",
    re.MULTILINE,
)
# What stands for a block, a button or a page elsewhere, and no word of it is text.
_MARKS = re.compile(
    r"^[ ]*\$[A-Za-z]+(?::\d+)?[ ]*$"
    r"|^\$(?:CTA|AI|[CADEFIP!])(?=[ ])|(?<=[ ])\$(?:CTA|AI|[CADEFIP!])[ ]*$|^\$![ ]*$"
    r"|\{/?(?:stat-headline|button|barchart|address|contact|information|cards)[^{}\n]{0,100}\}"
    r"|\{:[:/]highlight-answer\}|^\(\((?=http)|(?<=\S)\)\)[ ]*$"
    r"|(?<!\w)x(?=\[[^\]\n]{1,300}\]\()|(?<=\))x(?!\w)"
    r"|\[(?:InlineAttachment|AttachmentLink|Attachment|Image):|(?<=\|)[ ]*#(?=[ ]?\S)"
    r"|(?<=\S)[ ]?[%^@][ ]*$",
    re.MULTILINE,
)
# What begins an item, and the mark behind it or at the beginning of a line.
_LED = re.compile(
    r"^(?:[ ]*+>[ ]?+)*[ ]*+(?:(?:[-*+]|\d{1,3}[.)])[ ]++)?"
    r"(?P<mark>[%^@](?=[ ]?\S)|\$[A-Z!]{1,3}(?=[ ]*$))",
    re.MULTILINE,
)
_APPLIES = re.compile(rf"(?P<begins>^)?:(?P<nation>{_NATION}):(?P<ends>[ ]*$)?", re.MULTILINE)
_END = re.compile(r"[^\[\]\n]*\]")
_STEP = re.compile(r"^[ ]*(s)(\d{1,3})(\.)[ ]", re.MULTILINE)


def is_govspeak(text: str) -> bool:
    """Whether marks stand in `text` that only this dialect has."""
    return bool(_CERTAIN.search(text))


def mask_govspeak(sheet: Sheet, *, asked: bool) -> None:
    """Masks the dialect's marks when it was asked for, or when they stand there beyond doubt."""
    if not asked and not is_govspeak(sheet.text):
        return
    for match in _MARKS.finditer(sheet.text):
        sheet.mask(*match.span())
        if match[0][0] == "[" and (end := _END.match(sheet.text, match.end())):
            sheet.mask(end.start() if "Image" in match[0] else end.end() - 1, end.end())
    for match in _LED.finditer(sheet.text):
        sheet.mask(*match.span("mark"))
    _nations(sheet)
    for match in _STEP.finditer(sheet.text):
        sheet.mask(*match.span(1))
        sheet.mark(*match.span(2), WordKind.LABEL)
        sheet.mask(*match.span(3))


def _nations(sheet: Sheet) -> None:
    """The mark that begins content for one nation stands for its name; the next one ends it."""
    found = [*_APPLIES.finditer(sheet.text)]
    ends = {match["nation"]: match.start() for match in found if match["ends"] is not None}
    opened = ""
    for match in found:
        nation = match["nation"]
        if not opened and match["begins"] is not None:
            if ends.get(nation, 0) <= match.start():
                continue  # the name of a flag
            opened = nation
            name = _NAMES.get(nation, nation.capitalize())
            sheet.mask(*match.span())
            sheet.out[match.start() : match.start() + len(name)] = name
        elif opened == nation and match["ends"] is not None:
            opened = ""
            sheet.mask(*match.span())
