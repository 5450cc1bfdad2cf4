"""Letters and words that were damaged on the way: read in the wrong encoding, lost, broken.

UTF-8 read as Windows-1252 makes two or three letters of one, always by the same rule, so that it
can be turned round; only what then is a likely sign counts.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from unicodedata import normalize

from docforge.document import Position
from docforge.lint.passages import passages
from docforge.lint.subject import LintSubject, RuleHit
from docforge.parse.hand_bullets import bullet

# The bytes from 0x80 to 0xFF as Windows-1252 shows them; five of them are controls.
_SHOWN = "".join(
    bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)
)
_BYTES = {sign: byte for byte, sign in enumerate(_SHOWN, 0x80)}
_RUN = re.compile(rf"[{re.escape(_SHOWN)}]{{2,}}")
_TWO = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|(?:[\xce-\xd1][\x80-\xbf]){2,}")
_THREE = re.compile(rb"[\xe2\xef][\x80-\xbf]{2}")
# Signs that stand behind a letter of their own accord: “MANHÃ” – and so on.
_TYPOGRAPHIC = frozenset("–—‘’‚“”„…‹›«»\u00a0")
_LETTERS = re.compile(r"[a-zà-öø-ÿß£©®°§·½¼¾¿¡±²³µ¶´¹ºªÀ-Ÿ€-⛿\u00a0]")
_LOST = "\ufffd"
_OBJECT = "\ufffc"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Two or three letters in one sign, as PDF programs hand them over.
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_ENCODING = "Open the file again as UTF-8, or copy the passage anew"


def damaged_letters(subject: LintSubject) -> Iterator[RuleHit]:
    """Letters are damaged: read in a wrong encoding, lost, or signs of one font only.

    Why: Readers meet signs that say nothing, and a screen reader spells them out.

    Example: `itâ€™s`, `cafÃ©`, `Â£5`, or `caf�`

    Mend: Open the file as UTF-8, or copy the passage anew from where it came from.
    """
    found: list[tuple[Position, str, str]] = []
    for number, line in _lines(subject):
        if line.isascii():
            continue
        found += [(Position(number, start + 1), what, hint) for start, what, hint in _damage(line)]
    if found:
        position, what, hint = found[0]
        others = len(found) - 1
        more = f", and {others} more place{'s' * (others > 1)} like it" if others else ""
        yield RuleHit(position, what + more, hint)


def _lines(subject: LintSubject) -> Iterator[tuple[int, str]]:
    """The lines of the text without code, and those of the front matter."""
    typed, body = subject.source.text.split("\n"), subject.source.body.split("\n")
    for number, (line, rest, text) in enumerate(zip(typed, body, subject.lines, strict=False), 1):
        yield number, text if rest.strip() else line


def _damage(line: str) -> Iterator[tuple[int, str, str]]:
    """Where a line is damaged, what stands there, and what to do."""
    for run in _RUN.finditer(line):
        meant = _meant(run[0])
        if meant is not None:
            seen, sign = meant
            yield (
                run.start() + run[0].index(seen),
                f"“{seen}” is a damaged letter: it was “{sign}” before it was read in another "
                "encoding",
                f"{_ENCODING}; it should say “{sign}”.",
            )
    if (at := line.find(_LOST)) >= 0:
        yield at, f"a letter was lost here (“{_LOST}”)", f"{_ENCODING}, and write the letter."
    if (at := line.find(_OBJECT)) >= 0:
        yield (
            at,
            "something that is no text, such as a picture, was not copied to here (U+FFFC)",
            "Put it in anew, or delete the sign.",
        )
    if found := _LIGATURE.search(line):
        letters = normalize("NFKC", found[0])
        yield (
            found.start(),
            f"“{found[0]}” is one sign for “{letters}”, which is left over from a PDF",
            f"Write “{letters}”: no search finds the word, and not all voices know the sign.",
        )
    private = _PRIVATE.search(line)
    if private and not bullet(line.lstrip(" \t>")):  # which is the mark of an item
        yield (
            private.start(),
            f"a sign of a symbol font (U+{ord(private[0]):04X}) stands here, and no other has it",
            "Write what it stands for, such as “→”.",
        )


def _meant(run: str) -> tuple[str, str] | None:
    """The first letters of `run` that were one sign in UTF-8, and that sign."""
    coded = bytes(_BYTES[letter] for letter in run)
    for pattern in (_THREE, _TWO):
        for match in pattern.finditer(coded):
            seen = run[match.start() : match.end()]
            try:
                sign = match[0].decode("utf-8")
            except UnicodeDecodeError:
                continue
            if (
                pattern is _TWO
                and len(seen) == len("Ã©")
                and (seen[1] in _TYPOGRAPHIC or not _LETTERS.match(sign))
            ):
                continue
            return seen, sign
    return None


# A word that is broken at the end of a line; in an address or a name nothing is.
_BROKEN = re.compile(r"(?<![\w/.:@#-])([^\W\d_]{2,40}+)[-‐]$")
_REST = re.compile(r"[ \t>]*([^\W\d_]{1,40}+)")


def broken_words(subject: LintSubject) -> Iterator[RuleHit]:
    """A word is broken at the end of a line.

    Why: A line end in Markdown is a space: readers get “govern- ment”, and no search finds it.
    PDF files are copied so.

    Example: `the govern-` on one line and `ment has` on the next one

    Mend: Write the word on one line; with its hyphen where it has one of its own.
    """
    found = [*_broken(subject)]
    if not found:
        return
    position, first, rest = found[0]
    more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
    yield RuleHit(
        position,
        f"“{first}-” and “{rest}” are parted by the end of a line, which is a space{more}",
        f"Write “{first}{rest}”, or “{first}-{rest}” where the word has a hyphen, on one line.",
    )


def _broken(subject: LintSubject) -> Iterator[tuple[Position, str, str]]:
    """Where words are broken, and their two parts, as readers would meet them."""
    shown = ""
    for number, (line, after) in enumerate(pairwise(subject.lines), 1):
        first = _BROKEN.search(line.rstrip()) if line.rstrip().endswith(("-", "‐")) else None
        rest = _REST.match(after) if first else None
        if first is None or rest is None or not rest[1][0].islower() or rest[1] in _suspending():
            continue
        shown = shown or " ".join(" ".join(text for text, _ in passages(subject)).split())
        if f"{first[0]} {rest[1]}" in shown:
            yield Position(number, first.start() + 1), first[1], rest[1]


@cache
def _suspending() -> frozenset[str]:
    """The words behind a hyphen that stands for the rest of a word (suspended.toml)."""
    text = files("docforge.lint").joinpath("suspended.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["words"])
