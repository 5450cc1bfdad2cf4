"""What stands in braces: attributes, roles, marks of editors, commands of site generators."""

import re

from docforge.verify.ledger.inlines.attributes import mask_values
from docforge.verify.ledger.inlines.owned import is_attribute
from docforge.verify.ledger.inlines.passage import Passage
from docforge.verify.ledger.words import WordKind

_ITEM = (
    r"(?:[#.][^\s{}\"'=]++|=[\w-]++|-(?=[\s}])"
    r"|[\w:-]++[ \t]*+=[ \t]*+(?:\"[^\"]*+\"|'[^']*+'|[“”„][^“”„{}]*+[“”]|[^\s{}\"'“”„]++)?)"
)
# What is looked at ahead is taken as it is found first: items may be read in two ways.
BRACES = re.compile(rf"\{{:?\s*+{_ITEM}(?=(?P<more>(?:\s++{_ITEM})*))(?P=more)\s*+\}}")
# CriticMarkup: a comment, which a finding tells of, and words that take the place of others.
_REMARK = re.compile(r"\{>>[^{}\n]{0,2000}<<\}")
_EXCHANGE = re.compile(r"\{~~[^{}\n~]{0,2000}(~>)[^{}\n~]{0,2000}(~~\})")
# A command of a site generator.
_TEMPLATE = re.compile(
    r"\{%-?[^%{}\n]{0,2000}(?:%(?!\})[^%{}\n]{0,2000}){0,20}%\}|\{\{[^{}\n]{0,1000}\}\}|\{::?/?[^{}\n]{0,60}\}"
)
# A role of MyST whose words stay: an abbreviation's are followed by its long form.
_ROLE = re.compile(
    r"\{(sub|subscript|sup|superscript|kbd|strong|emphasis|del|strike|u|code|samp|math"
    r"|abbr|abbreviation)\}(`{1,2})([^`\n]+)\2(?!`)"
)
_SIGNS = re.compile(r"[^\w\s]+")
_LONG_FORM = re.compile(r"(?<! )[ ]*+\([^()]{1,300}\)[ ]*+$")


def read_braces(passage: Passage) -> None:
    """Attributes, the words of a role, a comment, or a command of another program."""
    if template := _TEMPLATE.match(passage.text, passage.at, passage.end):
        # A finding tells of it (HTM010); what it holds is no text, whatever is read of it.
        passage.sheet.templates.append(template.start())
        if any(map(str.isalnum, template[0])):
            passage.sheet.mark(*template.span(), WordKind.OPTIONAL | WordKind.PERHAPS)
            passage.at = template.end()
        else:
            passage.mask_to(template.end())
        return
    if remark := _REMARK.match(passage.text, passage.at, passage.end):
        passage.mask_to(remark.end())
        return
    if exchange := _EXCHANGE.match(passage.text, passage.at, passage.end):
        passage.sheet.mask(*exchange.span(1))
        passage.sheet.mask(*exchange.span(2))
        passage.mask_to(passage.at + 3)
        return
    if role := _ROLE.match(passage.text, passage.at, passage.end):
        _role(passage, role)
        return
    match = BRACES.match(passage.text, passage.at)
    before = passage.text[passage.at - 1 : passage.at]
    if match is None:
        passage.at += 1
        return
    owned = is_attribute(passage, match)
    if owned is None:
        _perhaps(passage, match)
    elif not owned:
        passage.at += 1
    elif before and before in ")]":
        mask_values(passage, match, "")
    else:
        passage.mask_to(match.end())


def _perhaps(passage: Passage, match: re.Match[str]) -> None:
    """Words that are attributes or not: as words they may be there, and their signs with them."""
    passage.sheet.mark(*match.span(), WordKind.OPTIONAL | WordKind.PERHAPS)
    for sign in _SIGNS.finditer(passage.text, *match.span()):
        passage.sheet.mask(*sign.span())
    passage.at = match.end()


def _role(passage: Passage, role: re.Match[str]) -> None:
    words, end = role.span(3)
    passage.sheet.mask(role.start(), words)
    passage.sheet.mask(end, role.end())
    if role[1].startswith("abbr") and (long := _LONG_FORM.search(passage.text, words, end)):
        passage.sheet.mask(*long.span())
    passage.sheet.mark(words, end, WordKind.FORMULA if role[1] == "math" else WordKind.PERHAPS)
    passage.at = role.end()
