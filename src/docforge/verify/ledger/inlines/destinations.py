"""Where a link or an image leads, in the brackets behind its words."""

import re

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
_TITLED_FILE = re.compile(
    r"\(([^()<>\n\"']{1,300}\.\w{1,5})(?:[ ]+=\d*x\d*)?[ ]+(?:\"([^\"\n]*)\"|'([^'\n]*)')[ ]*\)"
)


def destination(text: str, at: int, end: int) -> tuple[str, tuple[int, int] | None, int] | None:
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
