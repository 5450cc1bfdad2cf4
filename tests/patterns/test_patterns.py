"""Every regular expression takes a time that grows with its input, or gets a bounded input.

Each is given the worst that can be made from it. What is compared is the processor's time of one
input with that of another twice as long: four times as much is a square, and no pattern whose
time is a line comes near to that, on whatever machine.
"""

import gc
import re
import time

import pytest
from collecting import Found, built, calls, patterns, rooms
from pumping import repeats_groups_possessively, worst_inputs

# Lengths of input, and seconds that a pattern whose time is a line never takes for so little.
_LENGTHS = {30: 0.002, 120: 0.002, 600: 0.01}
_LONG, _SHORT = 2000, 0.001
_SQUARE = 3.0
# A pattern that takes the square does so each time that it is asked. A machine that does other
# things beside takes longer now and then: one of 375 patterns was called costly once for that.
_ASKED = 5

# Patterns that may take the square of their input, and why that is short.
BOUNDED = {
    "docforge.lint.identifier._HOST": "asked of words of at most 100 characters",
    "docforge.source.config.globs:": "globs of docforge.toml, which is the team's",
    "docforge.email.addresses._WRITTEN": "addresses of the command line and of docforge.toml",
    "docforge.parse.preprocess.definitions._IDENT": "asked of a line: 20,000 characters at most",
    "docforge.parse.links._BARE_HOST": "asked of an address: 5,000 characters without a space",
    "docforge.lint.rules.links:": "asked of a line: 20,000 characters at most",
}
_BOUNDED = tuple(BOUNDED)
# Functions that put a pattern together: of constants, names or letters, one beside the other.
BUILT = {
    *(f"docforge.document.isolates.{name}" for name in ("_changes_order", "_is_minus", "_runs")),
    *("docforge.cli.styling._sample", "docforge.desk.choices.with_key"),
    *("docforge.email.plain_text._heading", "docforge.media.charts.numbers._value"),
    *("docforge.style.references.names_heading", "docforge.verify.expected_text.context.labelled"),
    "docforge.formats.pdf.glyphs.substitute",
    *("docforge.gate.html.__missing__", "docforge.gate.pdf._metadata"),
    "docforge.gate.shapes._shape",
    "docforge.gate.shapes.whole_value",
    *("docforge.lint.rules.language._foreign", "docforge.lint.visible_marks.leftover_marks"),
    "docforge.lint.rules.links.unnamed_download",
    "docforge.lint.rules.placeholders._words",
    *("docforge.lint.scripts.scripts", "docforge.lint.vocabulary._any"),
    "docforge.media.bare._jpeg_segments",
    *("docforge.parse.conventions.mark_abbreviations", "docforge.parse.note_codes._in_strings"),
    "docforge.parse.preprocess.braces._caption",
    *("docforge.run.astray._first_mention", "docforge.source.config.globs._glob"),
    "docforge.source.front_matter.block._toml_place",
    "docforge.source.front_matter.block._long_number",
    *("docforge.style.checks._wrong", "docforge.style.settable.unsettable"),
    *("docforge.style.words.caption_words", "docforge.verify.judges.asking._without_false_alarms"),
    "docforge.verify.ledger.inlines.elements._element",
    "docforge.verify.ledger.inlines.elements._end_of",
    *("docforge.verify.ledger.lines._captions", "docforge.verify.readers.pdf.tree.__init__"),
}


@pytest.mark.slow
def test_every_call_is_seen() -> None:
    written = {call.pattern for call in calls() if call.pattern is not None}
    found = patterns()
    assert written <= {one.pattern.pattern for one in found}
    # 412 calls when this was written, and 375 different patterns, those of data files included.
    assert len(calls()) > 400
    assert len(found) > 350
    assert {one.room for one in found} <= set(rooms())


def test_what_puts_patterns_together_is_known() -> None:
    # Whoever adds one here has looked whether its parts can repeat within one another.
    assert built() == BUILT


@pytest.mark.slow
def test_no_group_is_repeated_possessively() -> None:
    """Python 3.11.2, which Debian 12 has, takes as read what a repetition failed on
    (python/cpython#106052): "[^1]" at the beginning of a line was no note there, and rules of
    tables ended too late. Signs and classes of signs are repeated as they should be.
    """
    repeating = [f.where for f in patterns() if _repeats_groups_possessively(f.pattern)]
    assert repeating == []
    assert _repeats_groups_possessively(re.compile(r"a|b(?=(?:cd?)*+)"))
    assert not _repeats_groups_possessively(re.compile(r"a|b(?=(?:cd?)*[ef]*+\s++)"))


def _repeats_groups_possessively(pattern: re.Pattern[str]) -> bool:
    return repeats_groups_possessively(re._parser.parse(pattern.pattern, pattern.flags))  # type: ignore[attr-defined]


def _seconds(found: Found, text: str) -> float:
    """Of the processor, the least of three."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        if found.is_searched:
            for _ in found.pattern.finditer(text):
                pass
        else:
            found.pattern.match(text)
        taken.append(time.process_time() - begun)
        if taken[-1] < _SHORT:
            break
    return min(taken)


def _squares(found: Found) -> str:
    """The beginning of an input that takes the square of its length or more, or ""."""
    worst = ""
    for _ in range(_ASKED):
        # What earlier tests left in memory is not swept at the expense of a pattern.
        gc.disable()
        worst = _squares_once(found)
        gc.enable()
        if not worst:
            return ""
    return worst


def _squares_once(found: Found) -> str:
    for length, seconds in _LENGTHS.items():
        for text in worst_inputs(found.pattern, length):
            if _seconds(found, text) > seconds:
                return text[:20]
    inputs = zip(
        worst_inputs(found.pattern, _LONG), worst_inputs(found.pattern, 2 * _LONG), strict=True
    )
    for text, long in inputs:
        taken = _seconds(found, text)
        if taken > _SHORT and _seconds(found, long) > _SQUARE * taken:
            return text[:20]
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("room", rooms())
def test_no_pattern_takes_more_than_the_length_of_its_worst_input(room: str) -> None:
    asked = [one for one in patterns() if one.room == room and not one.where.startswith(_BOUNDED)]
    costly = {one.where: (one.pattern.pattern, worst) for one in asked if (worst := _squares(one))}
    assert costly == {}


@pytest.mark.slow
def test_a_pattern_that_takes_the_square_is_caught() -> None:
    for pattern in (r"a+b", r"[ ]*x", r"(?:a|aa)+$", r"\s*(?:,\s*)*;", r"(\w+)\s*="):
        assert _squares(Found("here", re.compile(pattern), is_searched=True)), pattern
    for pattern in (r"(?<!a)a++b", r"[a-z]", r"\d{1,3}[.)]"):
        assert not _squares(Found("here", re.compile(pattern), is_searched=True)), pattern
