"""The syntax inside lines: code, escapes, entities, links, notes, attributes, tags, formulas."""

import html
import re
from bisect import bisect_left
from collections.abc import Callable
from html.entities import html5

from docforge.verify.ledger.formulas import closing, is_bracketed, is_formula
from docforge.verify.ledger.sheet import Address, Sheet, bare, label
from docforge.verify.ledger.tags import TAG, closed_names, is_words
from docforge.verify.ledger.words import GONE, GONE_LETTER, WordKind, note_word

_SPECIAL = re.compile(r"[\\`<&\[\]{$]")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_TICKS = re.compile(r"`+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# The names that HTML knows without a semicolon.
_OLD = "|".join(sorted((name for name in html5 if name[-1] != ";"), key=len, reverse=True))
_OLD_ENTITY = re.compile(rf"&(?:{_OLD})(?![A-Za-z0-9;=])")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*|[\w.+-]+@[\w.-]+)>")
_OTHER_TAG = re.compile(r"<\?[^>]{0,2000}\?>|<![A-Z][^>]{0,2000}>|<!\[CDATA\[|\]\]>")
# What a browser would take for a tag, though Markdown does not.
_LOOSE_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_VALUE = re.compile(
    r"(?<![\w:.@-])([A-Za-z_:@][\w:.@-]*+)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'“”„=<>`]+)"
    r"|[“”„]([^“”„]*)[“”])",
    re.DOTALL,
)
_OPENING = re.compile(r"\(\s*(?:<([^<>\n]*)>)?")
_IN_ADDRESS = re.compile(r"[^\s()\\]+|\\[!-/:-@\[-`{-~]|\\|[()]")
_CLOSING = re.compile(
    r"(?:\s+(?:\"((?:[^\"\\]|\\.){0,2000})\"|'((?:[^'\\]|\\.){0,2000})'"
    r"|\(((?:[^()\\]|\\.){0,2000})\)))?\s*\)",
    re.DOTALL,
)
# Brackets in an address may stand in one another, as deep as pandoc and cmark read them.
_DEEPEST, _LONGEST_ADDRESS = 32, 5_000
# A file's name with spaces, which Markdown wants in <…>.
_WITH_SPACES = re.compile(
    r"\(([^()<>\n]{1,300}(?:\([^()<>\n]{1,60}\)[^()<>\n]{0,100})?\.\w{1,5}"
    r"|tel:[+\d][\d .-]{3,30})(?:[ ]+=\d*x\d*)?\)"
)
# The size that other programs write into an image: its description|300, (file.png =300x200).
_SIZE = re.compile(r"(?<=[^\s\\])(\\?\|\d{1,4}(?:x\d{1,4})?)(?=\]?$)")
_ANY_TAG = re.compile(r"<[^<>]{1,1000}>")
_TITLED_FILE = re.compile(
    r"\(([^()<>\n\"']{1,300}\.\w{1,5})(?:[ ]+=\d*x\d*)?[ ]+(?:\"([^\"\n]*)\"|'([^'\n]*)')[ ]*\)"
)
_LONGEST_NAME = 999
_QUOTED_LINE = re.compile(r"\n[ \t]*>[ \t>]*")
_SECOND = re.compile(r"\[([^\[\]]{0,999})\]")
_NOTE = re.compile(r"\[\^([^\]\n]{1,200})\]")
_ITEM = (
    r"(?:[#.][^\s{}\"'=]++|=[\w-]++|-(?=[\s}])"
    r"|[\w:-]++[ \t]*+=[ \t]*+(?:\"[^\"]*+\"|'[^']*+'|[“”„][^“”„{}]*+[“”]|[^\s{}\"'“”„]++)?+)"
)
_BRACES = re.compile(rf"\{{:?\s*+{_ITEM}(?:\s++{_ITEM})*+\s*+\}}")
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
_LONG_FORM = re.compile(r"(?<! )[ ]*+\([^()]{1,300}\)[ ]*+$")
# Elements whose content is no text, and those in which it may be code.
_DARK = frozenset({"script", "style", "template", "svg"})
_CODE = frozenset({"pre", "code", "tt", "kbd", "samp", "xmp", "listing", "textarea"})
_EMPTY = frozenset({"img", "br", "hr", "input", "meta", "link", "source", "track", "wbr", "col"})
_HIDDEN = re.compile(
    r"\shidden(?:[\s=]|$)|aria-hidden\s*=\s*[\"']?true|display\s*:\s*none", re.IGNORECASE
)
# What an image must say, and what another element may.
_DESCRIPTIONS = frozenset({"alt", "fig-alt", "fig-cap", "caption"})
_TITLED = frozenset({"iframe", "video", "audio", "object", "embed", "svg"})
_DESCRIBED = frozenset({"", "img", "input"})
_HEADING = re.compile(r"h([1-6])$")


def mask_inlines(sheet: Sheet, *, hidden: bool) -> None:
    """Masks and marks what stands in the passages of a sheet, in linear time."""
    done = 0
    notes = frozenset(name for name, _, _ in sheet.notes)
    unclosed: set[str] = set()
    closed = closed_names(sheet.text)
    for start, end in sheet.passages:
        if end > done:
            passage = _Passage(sheet, notes, max(start, done), end, hidden=hidden)
            passage.unclosed, passage.closed = unclosed, closed
            done = passage.read()


def _end_of(name: str, text: str, at: int) -> int:
    """Where the element `name` that begins before `at` ends, others of its name inside it."""
    depth = 1
    for tag in re.finditer(rf"<(/?){name}\b[^<>]{{0,500}}>", text[at : at + 20_000], re.IGNORECASE):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return at + tag.end()
    return at


def _destination(text: str, at: int, end: int) -> tuple[str, tuple[int, int] | None, int] | None:
    """The address in the brackets at `at`, the place of its title, and where they end."""
    opening = _OPENING.match(text, at, end)
    if opening is None:
        return None
    first = last = opening.end()
    if opening[1] is not None:
        address = opening[1]
    else:
        depth = 0
        for step in _IN_ADDRESS.finditer(text, first, min(end, first + _LONGEST_ADDRESS)):
            if step.start() != last or (step[0] == ")" and depth == 0):
                break
            depth += (step[0] == "(") - (step[0] == ")")
            if depth > _DEEPEST:
                return None
            last = step.end()
        address = text[first:last].strip("“”„\"'‘’")
    closing = _CLOSING.match(text, last, end)
    if closing is None:
        if titled := _TITLED_FILE.match(text, at, end):
            return titled[1], titled.span(2 if titled[2] is not None else 3), titled.end()
        spaces = _WITH_SPACES.match(text, at, end)
        return (spaces[1], None, spaces.end()) if spaces else None
    title = next((closing.span(n) for n in (1, 2, 3) if closing[n] is not None), None)
    return address, title, closing.end()


class _Passage:
    """One stretch of lines between two block marks."""

    def __init__(
        self, sheet: Sheet, notes: frozenset[str], start: int, end: int, *, hidden: bool
    ) -> None:
        self.sheet, self.text = sheet, sheet.text
        self.at, self.end = start, end
        self.notes, self.hidden = notes, hidden
        self.unclosed: set[str] = set()
        self.closed: frozenset[str] = frozenset()
        self.code_until = 0  # where an element of code ends, in which no mark means anything
        self.brackets: list[tuple[int, bool]] = []
        self.ticks: dict[int, list[int]] | None = None
        self.handlers: dict[str, Callable[[], None]] = {
            "\\": self._escape,
            "`": self._code,
            "<": self._tag,
            "&": self._entity,
            "[": self._open,
            "]": self._close,
            "{": self._braces,
            "$": self._formula,
        }

    def read(self) -> int:
        while self.at < self.end and (match := _SPECIAL.search(self.text, self.at, self.end)):
            self.at = match.start()
            self.handlers[match[0]]()
        return max(self.at, self.end)

    def _mask_to(self, end: int) -> None:
        self.sheet.mask(self.at, end)
        self.at = end

    def _escape(self) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        if following in ("(", "[") and self._bracketed(following):
            return
        if following in _PUNCTUATION or following == "\n":
            self.sheet.mask(self.at, self.at + 1)
            self.at += 1
        self.at += 1

    def _code(self) -> None:
        run = _TICKS.match(self.text, self.at)
        assert run is not None
        if self.ticks is None:
            self.ticks = {}
            for match in _TICKS.finditer(self.text, self.at, self.end):
                self.ticks.setdefault(len(match[0]), []).append(match.start())
        same = self.ticks.get(len(run[0]), [])
        index = bisect_left(same, run.end())
        if index == len(same):
            self.at = run.end()
            return
        close = same[index]
        self.sheet.mask(self.at, run.end())
        self.sheet.mark(run.end(), close, WordKind.CODE)
        self.at = close
        self._mask_to(close + len(run[0]))

    def _entity(self) -> None:
        match = _ENTITY.match(self.text, self.at)
        if match and match[0][1] != "#" and match[0][1:] not in html5:
            match = None
        meant = html.unescape(match[0]) if match else ""
        if match is None or meant == match[0] or len(meant) > len(match[0]):
            if old := _OLD_ENTITY.match(self.text, self.at):  # which is one in HTML only
                self.sheet.mark(*old.span(), WordKind.OPTIONAL)
            self.at += 1
            return
        filler = GONE_LETTER if meant[-1:].isalnum() else GONE
        self.sheet.out[match.start() : match.end()] = meant + filler * (len(match[0]) - len(meant))
        self.at = match.end()

    # --- Brackets --------------------------------------------------------------------------

    def _open(self) -> None:
        match = _NOTE.match(self.text, self.at)
        if match and label(match[1]) in self.notes and self.at >= self.code_until:
            self._note(match)
            return
        is_image = self.at > 0 and self.text[self.at - 1] == "!"
        self.brackets.append((self.at, is_image))
        self.at += 1

    def _note(self, match: re.Match[str]) -> None:
        """The mark of a note becomes a word of its own: NOTE_MARK and its name."""
        name = note_word(match[1]).ljust(len(match[0]) - 2, GONE_LETTER)
        self.sheet.out[match.start() : match.end()] = GONE + name + GONE
        self.sheet.mark(match.start(), match.end(), WordKind.NOTE)
        self.at = match.end()

    def _close(self) -> None:
        close = self.at
        if not self.brackets:
            self.at += 1
            return
        begin, is_image = self.brackets.pop()
        if found := _destination(self.text, close + 1, self.end):
            given, title, end = found
            if is_image and (size := _SIZE.search(self.text, begin, close)):
                self.sheet.mask(*size.span(1))
            self._address(begin, close, given, is_image)
            self.at = close + 1
            if is_image and title:
                self._mask_to(title[0])
                self.at = title[1]
            self._mask_to(end)
        elif (second := _SECOND.match(self.text, close + 1, self.end)) and (
            address := self._referenced(second[1] or self.text[begin + 1 : close])
        ) is not None:
            self._address(begin, close, address, is_image)
            self.at = close + 1
            self._mask_to(second.end())
        elif (address := self._referenced(self.text[begin + 1 : close])) is not None:
            self._address(begin, close, address, is_image)
            self.at = close + 1
        elif _BRACES.match(self.text, close + 1):
            self.sheet.mask(begin, begin + 1)
            self.sheet.mask(close, close + 1)
            self.at = close + 1
        else:
            self.at = close + 1

    def _referenced(self, name: str) -> str | None:
        """The address that a name stands for, "" for a heading's; None when it names nothing."""
        if len(name) > _LONGEST_NAME:
            return None
        name = _QUOTED_LINE.sub("\n", name)
        found = self.sheet.references.get(label(name))
        return "" if found is None and bare(name) in self.sheet.headings else found

    def _address(self, begin: int, close: int, address: str, is_image: bool) -> None:
        self.sheet.mask(begin - is_image, begin + 1)
        self.sheet.mask(close, close + 1)
        self.sheet.addresses.append(Address(begin + 1, close, address, is_image))
        if is_image:  # a description is plain text, whatever marks stand in it
            kinds = self.sheet.kinds[begin + 1 : close]
            marked = WordKind.CODE | WordKind.FORMULA
            self.sheet.kinds[begin + 1 : close] = bytes(
                (kind & ~marked) | WordKind.PERHAPS if kind & marked else kind for kind in kinds
            )

    def _braces(self) -> None:
        if template := _TEMPLATE.match(self.text, self.at, self.end):
            # A finding tells of it (HTM010); what it holds is no text, whatever is read of it.
            self.sheet.templates.append(template.start())
            if any(map(str.isalnum, template[0])):
                self.sheet.mark(*template.span(), WordKind.OPTIONAL | WordKind.PERHAPS)
                self.at = template.end()
            else:
                self._mask_to(template.end())
            return
        if remark := _REMARK.match(self.text, self.at, self.end):
            self._mask_to(remark.end())
            return
        if exchange := _EXCHANGE.match(self.text, self.at, self.end):
            self.sheet.mask(*exchange.span(1))
            self.sheet.mask(*exchange.span(2))
            self._mask_to(self.at + 3)
            return
        if role := _ROLE.match(self.text, self.at, self.end):
            self._role(role)
            return
        match = _BRACES.match(self.text, self.at)
        before = self.text[self.at - 1 : self.at]
        if match is None:
            self.at += 1
        elif before and before in ")]":
            self._mask_values(match, "")
        else:
            self._mask_to(match.end())

    def _role(self, role: re.Match[str]) -> None:
        words, end = role.span(3)
        self.sheet.mask(role.start(), words)
        self.sheet.mask(end, role.end())
        if role[1].startswith("abbr") and (long := _LONG_FORM.search(self.text, words, end)):
            self.sheet.mask(*long.span())
        self.sheet.mark(words, end, WordKind.FORMULA if role[1] == "math" else WordKind.PERHAPS)
        self.at = role.end()

    def _mask_values(self, match: re.Match[str], name: str) -> None:
        """Masks the tag `name`, or braces (""), all but what they give an element to say."""
        text = "".join(self.sheet.out[match.start() : match.end()])
        self.sheet.mask(match.start(), match.end())
        for value in _VALUE.finditer(text):
            spoken = value[1].lower()
            must = spoken in _DESCRIPTIONS and name in _DESCRIBED
            if spoken == "aria-label" and name and self._has_text(name, match.end()):
                continue  # which says it
            if must or spoken == "aria-label" or (spoken == "title" and name in _TITLED):
                group = next(n for n in (2, 3, 4, 5) if value[n] is not None)
                start = match.start() + value.start(group)
                meant = html.unescape(value[group])
                room = len(value[group])
                if len(meant) <= room:
                    self.sheet.out[start : start + room] = meant + GONE * (room - len(meant))
                    if not must:
                        self.sheet.mark(start, start + room, WordKind.OPTIONAL)
        self.at = match.end()

    def _has_text(self, name: str, at: int) -> bool:
        """Whether words stand in the element `name` that begins before `at`."""
        inside = self.text[at : at + 2_000].lower().partition(f"</{name}")[0]
        return any(map(str.isalnum, _ANY_TAG.sub("", inside)))

    # --- Tags ------------------------------------------------------------------------------

    def _tag(self) -> None:
        text = self.text
        if text.startswith("<!--", self.at):
            close = text.find("-->", self.at + 2)
            self._mask_to(len(text) if close < 0 else close + 3)
        elif match := _AUTOLINK.match(text, self.at):
            self.sheet.addresses.append(
                Address(match.start() + 1, match.end() - 1, match[1], False)
            )
            self.sheet.mask(match.start(), match.start() + 1)
            self.sheet.mask(match.end() - 1, match.end())
            self.at = match.end()
        elif match := TAG.match(text, self.at):
            if is_words(match, self.closed):
                self.at += 1
            else:
                self._element(match)
        elif match := _OTHER_TAG.match(text, self.at):
            self._mask_to(match.end())
        elif match := _LOOSE_TAG.match(text, self.at):
            self.sheet.mark(*match.span(), WordKind.OPTIONAL | WordKind.PERHAPS)
            self.at = match.end()
        else:
            self.at += 1

    def _element(self, match: re.Match[str]) -> None:
        name = match[2].lower()
        self._mask_values(match, name)
        if match[1] or match[0].endswith("/>") or name in _EMPTY:
            self._empty(name, match[3])
            return
        if self.hidden and _HIDDEN.search(match[3]):
            self._mask_to(_end_of(name, self.text, self.at))
            return
        close = re.compile(rf"</{name}\s*>", re.IGNORECASE)
        if name in _DARK:
            # What was not closed once is not closed later on, either.
            end = None if name in self.unclosed else close.search(self.text, self.at)
            if end:
                self._mask_to(end.end())
            else:
                self.unclosed.add(name)
        elif name in _CODE and not self.sheet.kinds[self.at] & WordKind.PERHAPS:
            end = close.search(self.text, self.at, self.at + 20_000)
            self.code_until = end.start() if end else self.end
            self.sheet.mark(self.at, self.code_until, WordKind.PERHAPS)
        elif (heading := _HEADING.match(name)) and (
            end := close.search(self.text, self.at, self.at + 5_000)
        ):
            self.sheet.mark(self.at, end.start(), WordKind.HEADING)
            self.sheet.levels[self.at] = int(heading[1])
        elif name == "a":
            values = _values(match[3])
            end = close.search(self.text, self.at, self.at + 5_000)
            if "href" in values and end:
                self.sheet.addresses.append(
                    Address(self.at, end.start(), html.unescape(values["href"]), False)
                )

    def _empty(self, name: str, attributes: str) -> None:
        if name == "img":
            values = _values(attributes)
            if "src" in values:
                self.sheet.addresses.append(Address(self.at, self.at, values["src"], True))

    # --- Formulas --------------------------------------------------------------------------

    def _bracketed(self, opening: str) -> bool:
        """Masks a formula between brackets with backslashes; False where they are only escaped."""
        begin = self.at + 2
        sign = "\\)" if opening == "(" else "\\]"
        close = self.text.find(sign, begin, min(self.end, begin + 5_000))
        if close < 0 or not is_bracketed(self.text[begin:close], opening):
            return False
        self._mask_to(begin)
        self.sheet.mark(begin, close, WordKind.FORMULA)
        self.at = close
        self._mask_to(close + 2)
        return True

    def _formula(self) -> None:
        text, at = self.text, self.at
        width = 2 if text.startswith("$$", at) else 1
        close = closing(text, at + width, min(self.end, at + 5_000), width)
        if close < 0 or not is_formula(text, at + width, close, display=width == 2):
            self.at += width
            return
        self.sheet.mask(at, at + width)
        self.sheet.mark(at + width, close, WordKind.FORMULA)
        self.at = close
        self._mask_to(close + width)


def _values(attributes: str) -> dict[str, str]:
    """The attributes of a tag; of two with one name the first counts (HTML, 13.2.5.33)."""
    found: dict[str, str] = {}
    for value in _VALUE.finditer(attributes):
        found.setdefault(value[1].lower(), value[2] or value[3] or value[4] or "")
    return found
