"""The syntax of lines: quotations, lists, headings, code, tables, definitions, notes."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from docforge.document import CALLOUT_KINDS
from docforge.style import caption_words
from docforge.verify.ledger.sheet import Sheet, bare, label
from docforge.verify.ledger.words import WordKind

_LABEL = r"\(?(?:\d{1,9}|[ivxlcdmIVXLCDM]{1,8}|[A-Za-z]{1,2}|@[\w-]{0,40}|\#)[.)]"
# Bullets of word processors.
_SIGNS = "•●▪◦‣⁃➢➤►▸❖\uf0b7\uf0a7\uf0d8\uf076"
_CONTAINER = re.compile(
    rf"[ \t]*(?:(?P<quote>>[ \t]?)|(?P<bullet>[-*+])(?=[ \t]|$)|(?P<label>{_LABEL})(?=[ \t]|$)"
    r"|(?P<description>(?<![^ \t>])[:~])(?=[ \t])"
    rf"|(?P<sign>(?<![^ \t>])(?:[{_SIGNS}]|[·∙・](?=[ \t\u00a0])|[o§Øüvq](?=\t))))"
)
_INDENT = re.compile(r"[ \t]*")
# Word's second level of bullets, pasted with a space.
_LETTER = re.compile(r"[ \t>]*(o)[ \u00a0]+\S")
# A bullet among others, and else a dialogue's dash or the sign of a section.
_DASH = re.compile(r"[ \t>]*([–—]|§(?=[ \u00a0][^\W\d_]))[ \t\u00a0]+\S")
_LISTED = re.compile(rf"[ \t>]*(?:o[ \u00a0\t]|[{_SIGNS}])")
_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_DIVISION = re.compile(r":{3,}[ \t]*(?:\{[\w-]+\}|[\w.-]+)?(?:[ \t]*:*$)?")
_CALLOUT_FENCE = re.compile(
    r"(?::{3,}+[ \t]*+\{?[ \t]*+\.?|!!![ \t]++)"
    r"(?:callout-)?(?:note|tip|important|warning|caution)\b"
)
# MyST: a fence of backticks that names a directive, whose text is no code, and its options.
# The rest of the line is the title of a callout, or the caption of a table.
_NAMES = frozenset(n for kind in CALLOUT_KINDS.values() for n in (kind.name, *kind.names))
_TITLED = "|".join(sorted(_NAMES))
_DIRECTIVE = re.compile(
    rf"(?:`{{3,}}|~{{3,}})[ \t]*\{{(?!code)(?:(?:{_TITLED}|table|admonition)\}}[ \t]*|[a-z-]+\}}.*)"
)
# In colons, too, where they hold data and no text.
_DATA_DIRECTIVE = re.compile(
    r"(:{3,})[ \t]*\{(?:[a-z]+-table|toctree|tableofcontents|contents|include|eval-rst"
    r"|literalinclude|parsed-literal|autofunction|automodule|autoclass|raw|bibliography|index"
    r"|iframe|video)\}"
)
_OPENS_DIRECTIVE = re.compile(r"(?:`{3,}|~{3,}|:{3,})[ \t]*\{[a-z-]+\}")
_OPTION = re.compile(r"[ \t]*:(?:alt:|[a-z-]+:(?:[ \t].*)?$)")
# MkDocs.
_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]++[\w-]++[ \t]*+(?:(?:inline|end)\b[ \t]*+){0,2}"
    r"(?:[a-z-]{1,20}+[ \t]{1,4}+(?=[a-z\" -]{0,80}\")){0,4}"
    r"|===[+!]?[ \t]++(?=\")"
)
_UNNAMED = re.compile(r"\?\?\?\+?[ \t]+([\w-]+)[ \t]*$")
_CALLOUT_TITLE = re.compile(r"(\[[^\]]*\]|\"[^\"]*\")[ \t]*$")
# An item that kramdown's {:toc} takes the place of.
_CONTENTS = re.compile(r"(?:[ ]{0,3}(?:[-*+]|\d+\.)[ \t]+)?[^\n]{0,300}$")
_LIST_LINE = re.compile(r"[ \t]*\{:[ \t]*toc\b")
# What other programs put a table of contents or a new page for.
_COMMAND = re.compile(
    r"(?:[-*+][ \t]+)?(?:\[TOC\]|@\[toc\][^\n]{0,200}|\$\{toc\}|\{\{toc\}\}"
    r"|\[\[_?TOC_?\]\]|\\(?:newpage|pagebreak)|\{pagebreak\}|\{:[^{}]*\})[ \t]*$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)()")
_GLUED_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)|(?=#{2,6}[^#\s])(#{2,6})")
# The end of a press release.
_END_MARK = re.compile(r"#(?:[ ]+#){1,9}[ ]*$")
_CLOSING = re.compile(r"(?<!#)#++(?:[ \t]*\{[^{}]*\})?$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_BREAK = re.compile(r"([*_-])[ \t]*(?:\1[ \t]*){2,}$")
_NOTE = re.compile(r"\[\^([^\]\n]{1,200})\]:")
_REFERENCE = re.compile(
    r"\[([^\]^][^\]]{0,999})\]:[ \t]*+(?:<([^<>]*)>|([^\s<]\S*+))?"
    r"(?:[ \t]++(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*+(?:\{[^{}]*\})?[ \t]*+$"
)
_TITLE = re.compile(r"[ \t]*(?:\"[^\"]*\"|'[^']*'|\([^()]*\))[ \t]*$")
_ADDRESS_LINE = re.compile(r"[ \t]*<?([^\s<>]+)>?(?:[ \t]+(?:\"[^\"]*\"|'[^']*'))?[ \t]*$")
_ABBREVIATION = re.compile(r"\*\[([^\]]+)\]:[ \t]*(.*)")
_TABLE_RULE = re.compile(
    r"\|?[ \t]*+:?-++:?[ \t]*+(?:[|+][ \t]*+:?-++:?[ \t]*+)*\|?[ \t]*+$"
    r"|\|[ \t]*+:?[–—]++:?[ \t]*+(?:[|+][ \t]*+:?[–—]++:?[ \t]*+)*\|?[ \t]*+$"
)
_GRID_RULE = re.compile(r"\+[-=:+]+\+[ \t]*$|-+(?:[ \t]+-+)+[ \t]*$|-{3,}[ \t]*$")
_TABLE_TAG = re.compile(r"[ \t]+</?(?:t[rdh]|thead|tbody|tfoot|caption|colgroup)\b", re.IGNORECASE)
_LINE_BLOCK = re.compile(r"\|(?:[ \t]+|$)(?=[^|]*$)")
_TASK = re.compile(r"[ \t]+(?:\[[ xX]\]|[☐☒☑])(?=[ \t])")
_PIPE = re.compile(r"\\.|(\|)")
_CALLOUT = re.compile(r"\[!([A-Za-z]+)\][+-]?")
_BLOCK_START = re.compile(r"#{1,6}[ \t]|[-*+][ \t]|>|`{3}|~{3}|<[A-Za-z/!]|\||\[\^")


_LONGEST_TABLE = 1000
_FAR = 60


@cache
def _captions() -> re.Pattern[str]:
    """The word that begins a caption in any language, with its colon."""
    known = {re.escape(word) for key in ("table", "figure") for word in caption_words(key)}
    words = "|".join(sorted(known, reverse=True))
    return re.compile(
        rf"[*_]{{0,3}}(?:{words})?[ \u00a0]?(?::[*_]{{0,3}}[ \t\u00a0]+|：)", re.IGNORECASE
    )


@dataclass(slots=True)
class _Fence:
    mark: str
    quoted: bool
    html: bool


def mask_lines(sheet: Sheet, *, spaced_headings: bool = True) -> None:
    """Masks and marks what lines are by their beginning, and collects passages of text.

    Without `spaced_headings`, a heading of level 2 or deeper needs no space (kramdown).
    """
    _BlockLexer(sheet, _HEADING if spaced_headings else _GLUED_HEADING).read()


class _BlockLexer:
    def __init__(self, sheet: Sheet, heading: re.Pattern[str]) -> None:
        self.sheet = sheet
        self.heading = heading
        self.lines = sheet.text.split("\n")
        self.fence: _Fence | None = None
        self.passage: int | None = None
        self.note: tuple[str, int] | None = None
        self.blank = True
        self.table = False
        self.in_item = self.in_code = self.goes_on = self.in_table = False
        # Whether options of a directive may follow, or the title of a callout as a heading.
        self.in_options = self.titled = False
        self.quotes = 0
        self.column = 0  # where the text of the last item begins
        self.plain_from: int | None = None
        self.ends_table: set[int] = set()
        self.text_at = -1  # up to where lines that look like definitions are known to be text
        self.closers = {mark: self._last(mark) for mark in "`~"}

    def _last(self, mark: str) -> int:
        stripped = ((n, line.strip(" \t>")) for n, line in enumerate(self.lines))
        return max((n for n, line in stripped if line and not line.strip(mark)), default=-1)

    def read(self) -> None:
        skip = -1
        for number, line in enumerate(self.lines):
            start = self.sheet.starts[number]
            if number <= skip or number in self.ends_table:
                self.sheet.mask(start, start + len(line))
                continue
            if self.in_options and (option := _OPTION.match(line)):
                self.sheet.mask(start, start + option.end())
                self.sheet.mark(start, start + len(line), WordKind.PERHAPS)
                continue
            self.in_options = _OPENS_DIRECTIVE.match(line.lstrip()) is not None
            if self.fence is not None:
                self._in_fence(line, start)
            elif not line.strip(" \t>"):
                self._flush(start)
                self.sheet.mask(start, start + len(line))
                self.blank, self.table, self.plain_from = True, False, None
            else:
                skip = self._line(number, line, start)
        self._flush(len(self.sheet.text))
        self._end_note(len(self.sheet.text))

    # --- Passages and notes ----------------------------------------------------------------

    def _flush(self, at: int) -> None:
        if self.passage is not None and self.passage < at:
            self.sheet.passages.append((self.passage, at))
        self.passage = None

    def _end_note(self, at: int) -> None:
        if self.note is not None:
            self.sheet.notes.append((*self.note, at))
            self.note = None

    # --- Lines -----------------------------------------------------------------------------

    def _in_fence(self, line: str, start: int) -> None:
        assert self.fence is not None
        at = 0
        if self.fence.quoted:
            at = len(line) - len(line.lstrip(" \t>"))
            if ">" not in line[:at]:
                self.fence = None
                self._line(-1, line, start)
                return
            at = line.rindex(">", 0, at) + 1
            self.sheet.mask(start, start + at)
        rest = line[at:].strip()
        if rest.startswith(self.fence.mark) and not rest.strip(self.fence.mark[0]):
            self._flush(start)
            self.sheet.mask(start, start + len(line))
            self.fence = None
            self.blank = True
        elif self.fence.html:
            self.sheet.mark(start, start + len(line), WordKind.PERHAPS)
        else:
            self.sheet.mark(start, start + len(line), WordKind.CODE)

    def _line(self, number: int, line: str, start: int) -> int:
        """Reads a line that holds something; gives the last line that is done with."""
        sheet = self.sheet
        end = start + len(line)
        after_blank, self.blank = self.blank, False
        titled, self.titled = self.titled, False
        if self._is_code(line, after_blank):
            self._flush(start)
            self._end_note(start)
            sheet.mark(start, end, WordKind.CODE)
            return number
        if (letter := _LETTER.match(line)) and self._is_beside_bullets(number):
            sheet.mark(start + letter.start(1), start + letter.end(1), WordKind.OPTIONAL)
        elif (dash := _DASH.match(line)) and self._is_among_bullets(number):
            sheet.mask(start + dash.start(1), start + dash.end(1))
        at, indented, contained = self._containers(line, start)
        rest = line[at:]
        if self.note is not None and self._leaves_note(line, rest, after_blank):
            self._end_note(start)
        if indented:
            sheet.mark(start, end, WordKind.PERHAPS)
        if (match := _NOTE.match(rest)) and not indented:
            self._flush(start)
            self._end_note(start)
            self.note = (label(match[1]), start)
            sheet.mask(start, start + at + match.end())
            self.passage = start + at + match.end()
            at, indented, contained = self._containers(line, start, at + match.end())
            if at == len(line):
                return number
            rest, after_blank = line[at:], True
        if (fence := _FENCE.match(rest)) and self._opens_fence(
            number,
            line[at:],
            start + at,
            fence[1],
            is_text=contained or indented,
            quoted=">" in line[:at],
        ):
            return number
        if (data := _DATA_DIRECTIVE.match(rest)) and data[1] in map(
            str.strip, self.lines[number + 1 :]
        ):
            self._flush(start)
            sheet.mask(start + at, start + at + data.end())
            sheet.mark(start + at + data.end(), end, WordKind.OPTIONAL)
            self.fence = _Fence(data[1], quoted=False, html=True)
            return number
        if self._is_mark(number, line, start, at):
            return number
        if match := _ABBREVIATION.match(rest):
            return self._abbreviations(number, start + at)
        if (match := _REFERENCE.match(rest)) and (after_blank or self._ends_in_definitions(number)):
            return self._reference(number, match, start + at)
        may_begin = not indented or self._may_begin(line, after_blank)
        if may_begin and self._is_heading(line, start, at, is_title=titled):
            return number
        if self._rule(number, rest, start + at, end, contained):
            return number
        if self.passage is None or (contained and not self.goes_on):
            self._flush(start)
            self.passage = start + at
        self._lead(line, start, at, contained=contained)
        if not contained and self.plain_from is None:
            self.plain_from = start
        elif contained:
            self.plain_from = None
        if self.table:
            self._row(line, start, 0)
        return number

    def _opens_fence(
        self, number: int, rest: str, start: int, mark: str, *, is_text: bool, quoted: bool
    ) -> bool:
        """Begin what a fence opens; one that never closes may be text, as it may be code."""
        sheet, end = self.sheet, start + len(rest)
        self._flush(start)
        if self._closes(number, mark):
            self.plain_from = None
            directive = _DIRECTIVE.match(rest)
            named = start + directive.end() if directive else end
            sheet.mask(start, named)
            if directive and "{table}" in directive[0] and self._open_table(number, mark):
                self.passage = named
                self._flush(end)
                return True
            html = directive is not None or "{=html}" in rest.replace(" ", "")
            self.fence = _Fence(mark, quoted, html)
            self.passage = named if html else None
            return True
        if is_text:
            return False
        # Never closed, which a finding tells: all that follows may be code.
        sheet.mask(start, end)
        self.fence = _Fence(mark, False, True)
        return True

    def _is_mark(self, number: int, line: str, start: int, at: int) -> bool:
        """Whether a line opens or closes a division or a callout, or gives a command."""
        sheet, rest, end = self.sheet, line[at:], start + len(line)
        match = _DIVISION.match(rest) or _COMMAND.match(rest) or _ADMONITION.match(rest)
        if match is None and _CONTENTS.match(line) and _LIST_LINE.match(self._after(number)):
            match = _CONTENTS.match(rest)
            sheet.mask(start, end)  # with its label
        if match is None:
            return False
        self._flush(start)
        self.in_item = self.in_item or rest[0] in "!?="
        if _CALLOUT_FENCE.match(rest):
            sheet.callouts.append(end)
            self.titled = True
        if title := _CALLOUT_TITLE.match(line, at + match.end()):
            sheet.mask(start + title.start(), start + title.start() + 1)
            sheet.mask(start + title.end(1) - 1, start + title.end())
        sheet.mask(start + at, start + at + match.end())
        if unnamed := _UNNAMED.match(rest):
            self._named(unnamed[1], start + at + unnamed.start(1))
        self.passage = start + at + match.end()
        self._flush(end)
        return True

    def _is_heading(self, line: str, start: int, at: int, *, is_title: bool) -> bool:
        """Whether a line is a heading, or the title of the callout that was opened before it."""
        rest, end = line[at:], start + len(line)
        match = None if _END_MARK.match(rest) else self.heading.match(rest)
        if match is None:
            return False
        self._flush(start)
        words = start + at + match.end()
        if is_title:
            self.sheet.mask(start + at, words)
        else:
            self._heading(start + at, words, end, len(match[1] or match[2]))
        self.passage = words
        self._flush(end)
        self.plain_from = None
        return True

    def _open_table(self, number: int, mark: str) -> bool:
        """Whether a directive of MyST ends somewhere; what stands in it are lines like others."""
        last = min(number + _LONGEST_TABLE, len(self.lines))
        for end in range(number + 1, last):
            if self.lines[end].strip() == mark:
                self.ends_table.add(end)
                return True
        return False

    def _is_beside_bullets(self, number: int) -> bool:
        """Whether a line may be one of a list of bullets, as the one before or after it is."""
        near = (self.lines[number - 1] if number > 0 else "", self._after(number))
        return any(map(_LISTED.match, near))

    def _is_among_bullets(self, number: int) -> bool:
        """Whether a line above has a bullet, and only blocks that begin with a dash between."""
        first = max(0, number - _FAR)
        near = ["", *self.lines[first : max(0, number)]]
        for before, above in reversed([*pairwise(near)]):
            if _LISTED.match(above):
                return True
            begins = above.strip(" \t>") and not before.strip(" \t>")
            if begins and not _DASH.match(above):
                return False
        return False

    def _after(self, number: int) -> str:
        return self.lines[number + 1] if 0 <= number < len(self.lines) - 1 else ""

    def _is_code(self, line: str, after_blank: bool) -> bool:
        """Whether a line is indented code beyond doubt: no list or note is open around it."""
        indented = line.startswith(("    ", "\t"))
        # Rows of an HTML table are rows, however far they are indented.
        begins = indented and _TABLE_TAG.match(line) is not None
        if line.lower().startswith("<table"):
            self.in_table = True
        if "</table" in line.lower():
            self.in_table = False
        if self.in_table and (begins or not after_blank):
            return False
        if after_blank and not line[:1].isspace():
            self.in_item = False
        if not indented or self.in_item or self.note is not None:
            self.in_code = False
        elif after_blank:
            self.in_code = True
        return self.in_code

    def _lead(self, line: str, start: int, at: int, *, contained: bool) -> None:
        """What stands before a line's words: a caption's mark, a definition's, a task's box."""
        if not self.table and (bar := _LINE_BLOCK.match(line, at)):
            self.sheet.mask(start + bar.start(), start + bar.end())
        if match := _captions().match(line, at):
            self.sheet.mask(start + match.start(), start + match.end())
            return
        if not contained:
            return
        if (match := _CALLOUT.match(line, at)) and not line[match.end() :].strip():
            self.sheet.mask(start + match.start(), start + match.end())
            self._named(match[1], start + match.start(1))
        elif match := match or _TASK.match(line, max(0, at - 1)):
            self.sheet.mask(start + match.start(), start + match.end())

    def _named(self, kind: str, at: int) -> None:
        """A callout without a title: one that is not docforge's own may be called by its name."""
        if kind.lower() not in CALLOUT_KINDS and kind.lower() in _NAMES:
            self.sheet.out[at : at + len(kind)] = kind.capitalize()
            self.sheet.mark(at, at + len(kind), WordKind.OPTIONAL)

    def _containers(self, line: str, start: int, at: int = 0) -> tuple[int, bool, bool]:
        """Where a line's own text begins, whether it may be code, and whether it is contained."""
        contained = in_list = False
        quotes, self.goes_on = 0, True
        while match := _CONTAINER.match(line, at):
            if match["label"]:
                first, last = match.span("label")
                word = line[first:last].strip("().#@")
                begin = line.index(word, first) if word else last
                self.sheet.mask(start + first, start + begin)
                self.sheet.mask(start + begin + len(word), start + last)
                self.sheet.mark(start + begin, start + begin + len(word), WordKind.LABEL)
            else:
                self.sheet.mask(start + match.start(), start + match.end())
            quotes += match["quote"] is not None
            in_list = match["quote"] is None
            self.goes_on = self.goes_on and match["quote"] is not None
            at = match.end()
            contained = True
            self.in_item = True
        # A line of the same quotation goes on with the paragraph of the one before.
        self.goes_on, self.quotes = self.goes_on and quotes == self.quotes, quotes
        blank = _INDENT.match(line, at)
        assert blank is not None
        if in_list:
            self.column = blank.end() if at < blank.end() <= at + 4 else at + 1
        quoted = contained and ">" in line[max(0, at - 2) : at]
        indented = "\t" in blank[0] or blank.end() - at >= (4 if quoted or not contained else 5)
        return blank.end(), indented or line.startswith(("    ", "\t")), contained

    def _leaves_note(self, line: str, rest: str, after_blank: bool) -> bool:
        if line.startswith(("    ", "\t")):
            return False
        if not after_blank and _BREAK.match(rest):
            self.plain_from = None  # no underline of what stands in the note
            return True
        return after_blank or bool(_BLOCK_START.match(rest))

    def _ends_in_definitions(self, number: int) -> bool:
        """Whether all lines from here to the next empty one define something."""
        if number <= self.text_at:
            return False
        while 0 <= number < len(self.lines) and self.lines[number].strip(" \t>"):
            line = self.lines[number].lstrip(" \t>")
            if not (_REFERENCE.match(line) or _ABBREVIATION.match(line) or _NOTE.match(line)):
                self.text_at = number
                return False
            number += 1
        return True

    def _may_begin(self, line: str, after_blank: bool) -> bool:
        """Whether an indented line may begin a heading: in a note, whose own indent is four, or
        where the text of an item is, and less than four spaces behind it.
        """
        indent = len(line) - len(line.lstrip(" "))
        in_item = self.in_item and indent < self.column + 4
        return after_blank and (in_item or (self.note is not None and indent < 8))

    def _closes(self, number: int, mark: str) -> bool:
        """Whether a fence is closed; one that is not may be text for all that is known."""
        return number < self.closers[mark[0]]

    def _heading(self, start: int, words: int, end: int, level: int) -> None:
        sheet = self.sheet
        sheet.mask(start, words)
        stripped = sheet.text[words:end].rstrip()
        closing = _CLOSING.search(stripped)
        if closing and (closing.start() == 0 or stripped[closing.start() - 1].isspace()):
            first = words + closing.start()
            sheet.mask(first, first + len(closing[0]) - len(closing[0].lstrip("#")))
        sheet.mark(words, end, WordKind.HEADING)
        sheet.levels[words] = level
        sheet.headings.add(bare(sheet.text[words:end]))

    def _rule(self, number: int, rest: str, start: int, end: int, contained: bool) -> bool:
        """Lines of signs: underlines of headings, breaks, and the rules of tables."""
        sheet = self.sheet
        before = self.lines[number - 1] if number > 0 else ""
        plain = self.plain_from is not None and not contained and "|" not in before
        if _UNDERLINE.match(rest) and plain and self.plain_from is not None:
            sheet.mark(self.plain_from, start, WordKind.HEADING)
            sheet.headings.add(bare(sheet.text[self.plain_from : start]))
            sheet.levels[self.plain_from] = 1 if rest[0] == "=" else 2
            self._flush(start)
            sheet.mask(start, end)
            self.plain_from = None
            return True
        if _TABLE_RULE.match(rest) and ("|" in rest or "|" in before):
            sheet.mask(start, end)
            if "|" in before and not self.table:
                self._row(before, sheet.starts[number - 1], 0)
            self._flush(start)
            self.table = True
            return True
        if _BREAK.match(rest) or _GRID_RULE.match(rest):
            self._flush(start)
            sheet.mask(start, end)
            self.plain_from = None
            return True
        return False

    def _row(self, line: str, start: int, at: int) -> None:
        """The cells of a line in a table of bars: bars are masked, columns are counted."""
        sheet = self.sheet
        while container := _CONTAINER.match(line, at) or _NOTE.match(line, at):
            at = container.end()
        blank = _INDENT.match(line, at)
        first = at = blank.end() if blank else at
        for match in _PIPE.finditer(line, at):
            if match[0] == "\\|":  # in code, too (GFM 4.10)
                sheet.mask(start + match.start(), start + match.start() + 1)
        bars = [match.start() for match in _PIPE.finditer(line, at) if match[1]]
        if bars and bars[0] == at:
            at, bars = at + 1, bars[1:]
            sheet.mask(start + at - 1, start + at)
        known = "`" not in line
        for column, bar in enumerate([*bars, len(line)], 1):
            if known:
                sheet.columns[start + at : start + bar] = bytes([min(column, 255)]) * (bar - at)
            if bar < len(line):
                sheet.mask(start + bar, start + bar + 1)
            at = bar + 1
        self._flush(start)
        self.passage = start + first

    def _abbreviations(self, number: int, start: int) -> int:
        """Definitions `*[HTML]: …` go on to the next empty line."""
        self._flush(start)
        last = number
        name = ""
        while last < len(self.lines) and self.lines[last].strip():
            line = self.lines[last].strip(" \t>")
            if last > number and (_NOTE.match(line) or _REFERENCE.match(line)):
                self.blank = True
                break
            if match := _ABBREVIATION.match(line):
                name = match[1].strip()
                self.sheet.expansions[name] = match[2]
            elif name:
                self.sheet.expansions[name] += f" {line}"
            begin = start if last == number else self.sheet.starts[last]
            self.sheet.mask(begin, self.sheet.starts[last] + len(self.lines[last]))
            last += 1
        return last - 1

    def _reference(self, number: int, match: re.Match[str], start: int) -> int:
        address = match[2] if match[2] is not None else match[3]
        last = number
        following = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        if address is None:
            below = _ADDRESS_LINE.match(following)
            if not below:
                self.passage = start
                return number
            address, last = below[1], number + 1
            if last + 1 < len(self.lines) and _TITLE.match(self.lines[last + 1]):
                last += 1
        elif match[0].rstrip().endswith(address) and _TITLE.match(following):
            last = number + 1
        self._flush(start)
        self.sheet.references.setdefault(label(match[1]), address)
        self.sheet.mask(start, start + len(match[0]))
        self.blank = True
        return last
