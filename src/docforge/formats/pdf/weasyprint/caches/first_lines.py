"""First lines: of a long text, what may be in the first line is looked at, and not all of it.

WeasyPrint shapes the whole text for each line where a word is longer than the line: a paragraph
of 40,000 letters without spaces took the square of its length.

Invariant: what is looked at ends behind a word that begins after the end of the line.
"""

import re
from typing import Any

import weasyprint.text.line_break

from docforge.formats.pdf.weasyprint.caches import known_lines, plain_lines

original = weasyprint.text.line_break.split_first_line
_ENOUGH = 1000  # letters; a text that is shorter is looked at as a whole
_WIDE = 8  # letters of the line's own size that no line has as many of
_WORD_END = re.compile(r"(?<!\s)\s++\S++\s")


def split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, *more: Any, **options: Any
) -> tuple[Any, ...]:
    """What `split_first_line` gives: the first line of `text`, and where the next one begins."""
    known = known_lines.first_line(text, style, context, max_width, *more, **options)
    if known is not None:
        return known
    size = style["font_size"]
    if max_width is None or len(text) <= _ENOUGH or not size or max_width == float("inf"):
        return _split(text, style, context, max_width, *more, **options)
    length = max(_ENOUGH, int(max_width / size * _WIDE))
    while (found := _WORD_END.search(text, length)) is not None and found.end() < len(text):
        start = text[: found.end()]
        line = _split(start, style, context, max_width, *more, **options)
        if line[2] is not None and line[2] < len(text[:length].encode()):
            return line
        length *= 2
    return _split(text, style, context, max_width, *more, **options)


def _split(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: Any,
    *more: Any,
    **options: Any,
) -> tuple[Any, ...]:
    given = (text, style, context, max_width, justification_spacing)
    line = plain_lines.first_line(*given)
    return original(*given, *more, **options) if line is None else line
