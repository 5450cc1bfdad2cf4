"""The words at the beginning of a line that say what it is, as the word list has them.

Invariant: labels are told apart by the words of the document's language alone.
"""

import re

from docforge.document import CALLOUT_KINDS
from docforge.style import Words
from docforge.verify.entries import EntryKind
from text_conventions.lines import Unit


class Labels:
    """The labels of one language."""

    def __init__(self, words: Words) -> None:
        self.words = words
        kinds = {words[kind.word]: EntryKind.CALLOUT for kind in CALLOUT_KINDS.values()}
        kinds |= {words["quotation"]: EntryKind.QUOTATION, words["details"]: EntryKind.DETAILS}
        kinds |= {words["figure"]: EntryKind.FIGURE, words["image"]: EntryKind.IMAGE}
        kinds |= {words["formula"]: EntryKind.FORMULA, words["code"]: EntryKind.CODE}
        # "Image" must not take what begins with "Image group".
        self.kinds = dict(sorted(kinds.items(), key=lambda pair: -len(pair[0])))
        self._heading = _pattern(words["heading"])
        self._row = _pattern(words["row"])
        self._note = _pattern(words["note"])

    def heading(self, text: str) -> tuple[int, str] | None:
        """The level and the words of a heading, else None."""
        found = self._heading.fullmatch(text)
        return (int(found["level"]), found["text"]) if found else None

    def row(self, text: str) -> str | None:
        """The number of a table's row, else None."""
        found = self._row.fullmatch(text)
        return found["n"] if found else None

    def note(self, text: str) -> str | None:
        """The number of the note that a mark names, else None."""
        found = self._note.fullmatch(text)
        return found["n"] if found else None

    def note_line(self, text: str) -> tuple[str, str] | None:
        """The number and the words of a line that begins a note, else None."""
        found = re.fullmatch(r"\[([^\[\]]+)\](?: (.*))?", text)
        number = self.note(found[1]) if found else None
        return (number, found[2] or "") if found and number else None

    def after(self, label: str, text: str) -> str | None:
        """What follows `label` and its colon, None when `text` does not begin with them."""
        opening = label + self.words["colon"]
        if text == opening.rstrip():
            return ""
        return text.removeprefix(opening) if text.startswith(opening) else None

    def passage(self, unit: Unit) -> tuple[EntryKind, str, str] | None:
        """Kind, label and words of a line with a label, else None.

        A title that begins with the label ("Figure 3. Rain") needs none before it, but a
        passage under it.
        """
        for label, kind in self.kinds.items():
            words = self.after(label, unit.first)
            if words is not None:
                return kind, label, words
        for label, kind in self.kinds.items():
            if unit.below and unit.first.casefold().startswith(f"{label.casefold()} "):
                return kind, label, unit.first
        return None

    def is_end(self, unit: Unit, label: str) -> bool:
        """Whether `unit` says that what `label` began ends."""
        return unit.first == self.words.say("end", what=label)

    def state(self, text: str) -> tuple[str, str]:
        """The state of a task and the rest of its line; no state, and all of it, for others."""
        for state in (self.words["done"], self.words["to-do"]):
            if text == state or text.startswith(f"{state} "):
                return state, text.removeprefix(state).lstrip(" ")
        return "", text


def _pattern(words: str) -> re.Pattern[str]:
    """Words with placeholders as a pattern that finds what fills them."""
    return re.compile("".join(_part(part) for part in re.split(r"(\{\w+\})", words)))


def _part(part: str) -> str:
    name = part.strip("{}")
    if not part.startswith("{"):
        return re.escape(part)
    return f"(?P<{name}>{'.*' if name == 'text' else '[0-9]+'})"
