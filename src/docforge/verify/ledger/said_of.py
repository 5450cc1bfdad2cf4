"""What the document says of words besides the words: that they are raised, struck out, quoted,
headers, a link, in a language, a callout of a kind; it may say so only where it was typed.
"""

import html
import re
from collections.abc import Iterator, Sequence

from docforge.document import (
    CALLOUT_KINDS,
    Abbreviation,
    Callout,
    CalloutKind,
    CodeBlock,
    Division,
    External,
    Language,
    Link,
    PhraseKind,
    Position,
    Table,
    Text,
    plain_text,
    walk,
)
from docforge.verify.ledger.account import ComparedParts
from docforge.verify.ledger.faults import REPORT, Accounts, LedgerFault, short
from docforge.verify.ledger.words import WordKind

# The signs that mark words of each kind; those of HTML, of attributes and of roles mark any.
_SIGNS = {
    PhraseKind.STRONG: ("**", "__"),
    PhraseKind.DELETED: ("~~", "--"),
    PhraseKind.INSERTED: ("++",),
    PhraseKind.SUPERSCRIPT: ("^",),
    PhraseKind.SUBSCRIPT: ("~",),
    PhraseKind.HIGHLIGHT: ("==",),
}
_ANY = frozenset("<>{}[]")
_RULE = re.compile(r"[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?+-++:?+[ \t]*+)+\|?[ \t]*+")
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*[\w+#-]*[ \t]*")
# What nobody sees, and what turns text round: a parser adds none.
_UNSEEN = "\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HEADING = int(WordKind.HEADING)
_LANG = re.compile(r"lang[a-z-]{0,9}[ \t]*+[=:][ \t]*+[\"'“”„]?[ \t]*+([a-z][\w-]*+)")
_HOST = re.compile(r"https?://([^/?#\s]+)")
# The mark of a callout and the word behind it, which is its kind; a title may name another one.
_CALLOUT = re.compile(r"[ \t>]*(?:\[!|!!!|:{3,}|`{3,})[ \t{.]*(?:callout-)?(\w+)")
_WORD = re.compile(r"\w+")
# The line of a quotation, which may begin an item.
_QUOTED = re.compile(r"[ \t]*(?:(?:[-*+]|\w{1,9}[.)])[ \t]+)?>")


def said_of_words(known: Accounts) -> Iterator[LedgerFault]:
    """The faults of all that is said of words."""
    text = html.unescape(known.source.text)
    lines = known.source.text.split("\n")
    yield from _unseen(known, text)
    yield from _of_nodes(known, text, lines)
    yield from _abbreviations(known)
    # A quotation of HTML holds what is not behind a “>”.
    is_typed = not any("<blockquote" in line for line in lines)
    for sides in known.sides:
        yield from _phrases(sides)
        yield from _lost(sides)
        if is_typed:
            yield from _swallowed(sides, lines)


def _fault(position: Position, what: str) -> LedgerFault:
    return LedgerFault("LED009", position, what, REPORT)


def _unseen(known: Accounts, text: str) -> Iterator[LedgerFault]:
    """Signs that nobody sees and nobody typed."""
    for node in walk(known.document):
        if not isinstance(node, Text) or node.text.isascii():
            continue
        for sign in {*node.text} & {*_UNSEEN}:
            if sign not in text:
                what = f"U+{ord(sign):04X} was added in “{short(node.text.strip())}”"
                yield LedgerFault("LED005", node.position, what, REPORT)


def _of_nodes(known: Accounts, text: str, lines: Sequence[str]) -> Iterator[LedgerFault]:
    low = f"{text}\n{known.settings.title or ''}".lower()
    langs = {lang.replace("_", "-") for lang in _LANG.findall(low)}
    bases = known.settings.base_url or ""
    for node in walk(known.document):
        match node:
            case Language(_, lang) | Division(_, lang) if lang and lang.lower() not in langs:
                yield _fault(node.position, f"words were said to be in “{lang}”")
            case Link(children, External(url)):
                host = _HOST.match(url)
                is_known = host is None or host[1].lower() in low or host[1] in bases
                # Letters of other scripts are written otherwise in the address of a host.
                if host and not is_known and "xn--" not in host[1].lower():
                    words = short(plain_text(children))
                    yield _fault(node.position, f"“{words}” became a link to {short(url)}")
            case Callout(kind):
                yield from _callout(node.position, kind, lines)
            case Table():
                yield from _table(node, lines)
            case CodeBlock():
                yield from _code(node, lines)


def _callout(position: Position, kind: CalloutKind, lines: Sequence[str]) -> Iterator[LedgerFault]:
    """A callout of another kind than the one that the line of its mark names."""
    line = lines[position.line - 1] if 0 < position.line <= len(lines) else ""
    named = _CALLOUT.match(line)
    word = named[1].lower() if named else ""
    kinds = {one.name for one in CALLOUT_KINDS.values() if word in (one.name, *one.names)}
    if kinds and kind.name not in kinds:
        yield _fault(position, f"the callout “{word}” became “{kind.name}”")


def _table(table: Table, lines: Sequence[str]) -> Iterator[LedgerFault]:
    """A table of bars whose header became a row, or a row its foot."""
    near = range(max(1, table.position.line - 1), min(len(lines), table.position.line + 1))
    rule = next((n for n in near if _RULE.fullmatch(lines[n])), None)
    if rule is None or "|" not in lines[rule - 1] or not any(map(str.isalnum, lines[rule - 1])):
        return
    if not table.head:
        yield _fault(table.position, "the header of a table was read as a row")
    if table.foot:
        yield _fault(table.position, "a row of a table was read as its foot")


def _code(block: CodeBlock, lines: Sequence[str]) -> Iterator[LedgerFault]:
    """Code whose lines have other spaces than those below its fence."""
    start = block.position.line
    if not 0 < start <= len(lines) or not _FENCE.fullmatch(lines[start - 1]):
        return
    shown = block.text.split("\n")
    if [*map(_spaces, shown)] != [*map(_spaces, lines[start : start + len(shown)])]:
        yield _fault(block.position, "the lines of code are not as they were typed")


def _spaces(line: str) -> str:
    """A line of code with its spaces of any kind alike."""
    return line.rstrip().expandtabs(4).replace("\u00a0", " ")


def _abbreviations(known: Accounts) -> Iterator[LedgerFault]:
    """Short forms with a definition whose long form stands nowhere."""
    if not known.source.expansions:
        return
    explained = {node.text for node in walk(known.document) if isinstance(node, Abbreviation)}
    plain = {
        word
        for node in walk(known.document.blocks)
        if isinstance(node, Text)
        for word in _WORD.findall(node.text)
    }
    for form, long_form in known.source.expansions.items():
        if form not in plain or form in explained:
            continue
        # A definition that another part of a text holds, such as a note, stays visible.
        is_seen = any(isinstance(n, Text) and long_form in n.text for n in walk(known.document))
        if not is_seen:
            yield _fault(Position(1, 1), f"the long form of “{short(form)}” is lost")


_RAISED = re.compile(r"(?<![\^\[\s\\])\^(?=[\^]?$)|(?<![~\s\\])~(?=$)|~~(?=$)")


def _lost(sides: ComparedParts) -> Iterator[LedgerFault]:
    """Signs of raised, lowered or struck words right before a word that is none of these."""
    typed, carried = sides.typed.words, sides.carried.words
    edges = {edge for phrase in sides.carried.phrases for edge in (phrase.start, phrase.end)}
    for run in sides.runs:
        for offset in range(1, run.length):
            sign, at = typed.signs[run.one + offset], run.other + offset
            found = _RAISED.search(sign) if "^" in sign or "~" in sign else None
            if found is None or found[0] in carried.signs[at] or at in edges:
                continue
            if not (typed.kinds[run.one + offset] | carried.kinds[at]) & ~_HEADING:
                words = short(sides.words(run.one + offset - 1, run.one + offset + 1))
                what = f"the sign “{found[0]}” in “{words}” marks nothing in the document"
                yield _fault(sides.position(run.one + offset), what)


def _swallowed(sides: ComparedParts, lines: Sequence[str]) -> Iterator[LedgerFault]:
    """Words in a quotation of “>” that stand behind an empty line, and not in it."""
    for start, end in sides.carried.quotations:
        word = sides.typed_at(start)
        if word is None or start == end or not _QUOTED.match(lines[sides.position(word).line - 1]):
            continue
        before = sides.position(word).line
        for at in range(start, end):
            typed = sides.typed_at(at)
            line = sides.position(typed).line if typed is not None else before
            if line > before and ">" not in lines[line - 1] and not lines[line - 2].strip():
                words = short(sides.words(typed or 0, (typed or 0) + 1))
                yield _fault(Position(line, 1), f"“{words} …” was read as quoted")
                break
            before = max(line, before)


def _phrases(sides: ComparedParts) -> Iterator[LedgerFault]:
    """Words that are marked otherwise than they were typed."""
    for phrase in sides.carried.phrases:
        signs = _SIGNS.get(phrase.kind)
        first, last = sides.typed_at(phrase.start), sides.typed_at(max(0, phrase.end - 1))
        if signs is None or phrase.start == phrase.end or first is None or last is None:
            continue
        around = (sides.raw(first - 1, first), sides.raw(last, last + 1))
        is_marked = any(sign in one for sign in signs for one in around)
        if not is_marked and not _ANY & {*"".join(around)}:
            words = short(sides.words(first, last + 1))
            yield _fault(sides.position(first), f"“{words}” became {phrase.kind.value}")
