"""The tag tree (ISO 32000-1, 14.7) to an outline.

Invariant: every element is read in the order of the tree; roles are those that the RoleMap
leads to only where the tree's own names say nothing.
"""

import re
from collections.abc import Iterator

from docforge.style import Words
from docforge.style.words import words_in
from docforge.verify.entries import EntryKind, LanguageInForce, code_text, one_voice, plain
from docforge.verify.outline_builder import OutlineBuilder
from docforge.verify.readers.grid import GridCell, associate, place
from docforge.verify.readers.markup import cell_facts
from docforge.verify.readers.pdf.elements import (
    INLINE,
    Element,
    descendants,
    letters_of,
    texts_of,
)
from docforge.verify.readers.pdf.meaning import (
    box_of,
    formula_of,
    number_of,
    numbering_of,
    phrase_of,
    rows_of,
    runs_of,
    spoken_in,
    voice_of,
)
from docforge.verify.readers.pdf.painted import PaintedContent
from docforge.verify.readers.pdf.targets import Targets
from docforge.verify.readers.pdf.ways import HEADINGS


class TreeReader:
    """One tag tree on its way to an outline."""

    def __init__(self, gather: OutlineBuilder, words: Words, found: Targets) -> None:
        self.gather, self.targets = gather, found
        self._in_note = ""  # the name of the note, "" outside of notes
        self.cells = list[str]()  # the letters of each cell
        self.places = dict[Element, GridCell]()  # where each cell is in its table
        self._own = LanguageInForce(words.lang, words.dir)
        self._words = words
        before, _, after = words["back"].partition("{n}")
        self._back = re.compile(rf"{re.escape(plain(before))}\s*[\d.]+\s*{re.escape(plain(after))}")

    def flow(self, element: Element, voice: LanguageInForce) -> None:
        for kid in element.kids:
            if isinstance(kid, PaintedContent):
                self.gather.say(kid.text, voice)
            else:
                self.element(kid, voice_of(kid, voice))

    def element(self, element: Element, voice: LanguageInForce) -> None:
        if element.role in INLINE:
            self.inline(element, voice)
            return
        self.gather.close()
        self.block(element, voice)
        self.gather.close()

    # --- Blocks --------------------------------------------------------------------------

    def block(self, element: Element, voice: LanguageInForce) -> None:
        match element.role:
            case role if role in HEADINGS:
                self.flow(element, voice)
                self.gather.close(EntryKind.HEADING, level=HEADINGS[role])
            case "P":
                self.paragraph(element, voice)
            case "Caption":
                self.flow(element, voice)
                self.gather.close(EntryKind.CAPTION)
            case "BlockQuote":
                with self.gather.inside(EntryKind.QUOTATION):
                    self.flow(element, voice)
            case "Aside":
                with self.gather.inside(EntryKind.CALLOUT):
                    self.flow(element, voice)
            case "TOC":
                with self.gather.inside(EntryKind.NAVIGATION):
                    self.contents(element, voice)
            case "L":
                self.listing(element, voice)
            case "Table":
                self.table(element, voice)
            case "Note" | "FENote":
                self.note(element, voice)
            case "Document" | "Div" | "Sect" | "NonStruct" | "LBody" | "Lbl" | "LI":
                self.flow(element, voice)
            case role:
                with self.gather.inside(EntryKind.PARAGRAPH, f"<{role}>"):
                    self.flow(element, voice)

    def paragraph(self, element: Element, voice: LanguageInForce) -> None:
        match element.kids:
            case [Element(role="Code") as code] if _is_code_alone(code):
                own = spoken_in(code, voice)
                self.gather.add(EntryKind.CODE, code_text("".join(texts_of(code))), spoken=own)
                return
        self.flow(element, voice)

    def contents(self, element: Element, voice: LanguageInForce, depth: int = 0) -> None:
        for kid in element.kids:
            if isinstance(kid, Element):
                if kid.role == "Link":
                    spoken = one_voice(runs_of(kid, voice), self.gather.base)
                    facts = {"target": self.targets.of(kid), "depth": depth or "", **dict(spoken)}
                    self.gather.add(EntryKind.CONTENTS, plain("".join(texts_of(kid))), **facts)
                elif kid.role != "Lbl":
                    self.contents(kid, voice_of(kid, voice), depth + (kid.role == "TOC"))
            elif plain(kid.text):
                self.gather.add(EntryKind.PARAGRAPH, plain(kid.text))

    def listing(self, element: Element, voice: LanguageInForce) -> None:
        numbering = numbering_of(element)
        items = [kid for kid in element.kids if isinstance(kid, Element) and kid.role == "LI"]
        unnumbered = numbering in ("", "bullet")
        if numbering == "definitions" or (unnumbered and self.is_told(items, voice)):
            with self.gather.inside(EntryKind.LIST, numbering="definitions"):
                self.definitions(element, voice)
            return
        with self.gather.inside(EntryKind.LIST, items=len(items), numbering=numbering):
            for kid in element.kids:
                if isinstance(kid, Element) and kid.role == "LI":
                    self.item(kid, voice_of(kid, voice), numbering)
                else:
                    self.flow(Element("LI", kids=[kid]), voice)

    def states(self, voice: LanguageInForce) -> set[str]:
        """The words for done and to do, in a passage those of its language as well."""
        both = (self._words, words_in(voice.lang, self._words))
        return {plain(words[key]) for words in both for key in ("done", "to-do")}

    def is_told(self, items: list[Element], voice: LanguageInForce) -> bool:
        """Whether a list's labels are the words for what is done and what is to do."""
        return any(
            plain("".join(texts_of(kid))) in self.states(voice)
            for item in items
            for kid in item.kids
            if isinstance(kid, Element) and kid.role == "Lbl"
        )

    def definitions(self, element: Element, voice: LanguageInForce) -> None:
        for item in element.kids:
            if isinstance(item, PaintedContent):
                self.gather.say(item.text, voice)
                continue
            within = voice_of(item, voice)
            for kid in item.kids:
                if isinstance(kid, PaintedContent):
                    self.gather.say(kid.text, within)
                elif kid.role == "Lbl":
                    self.term(kid, voice_of(kid, within))
                else:
                    with self.gather.inside(EntryKind.DESCRIPTION):
                        self.flow(kid, voice_of(kid, within))

    def term(self, element: Element, voice: LanguageInForce) -> None:
        """A term, or the word for done or to do, which is the style's own and in its language."""
        text = plain("".join(texts_of(element)))
        words = words_in(voice.lang, self._words)
        own = LanguageInForce(words.lang, words.dir)
        if text in self.states(voice) and voice in (self._own, own):
            self.gather.add(EntryKind.TERM, text)
            return
        self.flow(element, voice)
        self.gather.close(EntryKind.TERM)

    def item(self, element: Element, voice: LanguageInForce, numbering: str) -> None:
        labels = [k for k in element.kids if isinstance(k, Element) and k.role == "Lbl"]
        label = plain("".join(text for each in labels for text in texts_of(each)))
        state = next((state for state in self.states(voice) if label.endswith(state)), "")
        label = label.removesuffix(state)
        number = "" if numbering == "bullet" else number_of(label, numbering)
        spoken = " ".join(spoken_in(each, voice) for each in labels) if state else ""
        with self.gather.inside(EntryKind.ITEM, number=number, state=state, spoken=spoken):
            for kid in element.kids:
                if kid not in labels:
                    self.flow(Element("LI", kids=[kid]), voice)

    def note(self, element: Element, voice: LanguageInForce) -> None:
        number = element.ident.removeprefix("df-note-")
        with self.gather.inside(EntryKind.NOTE, number=number):
            self._in_note = element.ident
            for kid in element.kids:
                if not (isinstance(kid, Element) and kid.role == "Lbl"):
                    self.flow(Element("Note", kids=[kid]), voice)
            self._in_note = ""

    # --- Tables --------------------------------------------------------------------------

    def table(self, element: Element, voice: LanguageInForce) -> None:
        elements = [kid for kid in element.kids if isinstance(kid, Element)]
        parts = [(kid.role, list(rows_of(kid))) for kid in elements]
        # Rows that stand in no group are one group: cells span from one to the next.
        loose = [row for role, rows in parts if role == "TR" for row in rows]
        groups = [rows for role, rows in parts if rows and role != "TR"]
        groups += [loose] if loose else []
        told = "+".join(f"{role.lower()} {len(rows)}" for role, rows in parts if rows)
        told = "" if any(role == "TR" for role, _ in parts) else told
        cells = [cell for group in groups for row in group for cell in row]
        if any(cell.named is not None for cell in cells):
            for cell in cells:
                cell.named = cell.named or ()
        lines = place(groups)
        associate(lines)
        for cell in cells:
            cell.headers = _as_named(cell)
        columns = max((len(line) for line in lines), default=0)
        self.places.update((cell.content, cell) for cell in cells)
        self.cells += [letters_of("".join(_all_texts(cell.content))) for cell in cells]
        size = {"rows": len(lines), "columns": columns, "groups": told}
        with self.gather.inside(EntryKind.TABLE, **size):
            for kid in elements:
                if kid.role not in ("THead", "TBody", "TFoot", "TR"):
                    self.element(kid, voice_of(kid, voice))
            for group in groups:
                for row in group:
                    self.gather.add(EntryKind.ROW)
                    for cell in row:
                        with self.gather.inside(EntryKind.CELL, cell.text, **cell_facts(cell)):
                            self.flow(cell.content, voice_of(cell.content, voice))

    # --- Inlines -------------------------------------------------------------------------

    def inline(self, element: Element, voice: LanguageInForce) -> None:
        if element.actual is not None:
            self.gather.say(element.actual, voice)
            return
        match element.role:
            case "Figure":
                facts = {"mark": self.targets.mark_of(element), "box": box_of(element)}
                self.gather.put(EntryKind.IMAGE, element.alt or "", voice, **facts)
            case "Formula":
                facts = formula_of(element)
                facts["shown"] = str(element.facts.get("Placement", ""))[1:].lower()
                self.gather.put(EntryKind.FORMULA, element.alt or "", voice, **facts)
            case "Reference":
                self.reference(element, voice)
            case "Link":
                self.link(element, voice)
            case _ if element.expansion is not None:
                with self.gather.span(EntryKind.ABBREVIATION, expansion=plain(element.expansion)):
                    self.flow(element, voice)
            case role:
                kind = phrase_of(role, element.facts)
                if kind:
                    with self.gather.span(EntryKind.PHRASE, kind=kind):
                        self.flow(element, voice)
                else:
                    self.flow(element, voice)

    def reference(self, element: Element, voice: LanguageInForce) -> None:
        for kid in element.kids:
            if isinstance(kid, Element) and kid.role == "Link":
                text = plain("".join(texts_of(kid)))
                self.gather.put(EntryKind.MARK, text, None, target=self.targets.of_note(kid))
            else:
                self.flow(Element("Reference", kids=[kid]), voice)

    def link(self, element: Element, voice: LanguageInForce) -> None:
        text = plain("".join(texts_of(element)))
        if self._in_note and self._back.fullmatch(text):
            linked = "yes" if self.targets.is_back(element, self._in_note) else ""
            spoken = spoken_in(element, voice)
            self.gather.add(EntryKind.BACK, text, linked=linked, spoken=spoken)
            return
        with self.gather.span(EntryKind.LINK, target=self.targets.of(element)):
            self.flow(element, voice)


def _is_code_alone(code: Element) -> bool:
    """Whether code holds nothing that has a meaning of its own, such as a formula."""
    return all(one is code or one.role == "Span" for one in descendants(code))


def _all_texts(element: Element) -> Iterator[str]:
    """All that is painted of an element, with marks of notes and labels."""
    for kid in element.kids:
        if isinstance(kid, PaintedContent):
            yield kid.text
        else:
            yield from _all_texts(kid)


def _as_named(cell: GridCell) -> list[GridCell]:
    """The headers of a cell in the order in which it names them, as they are announced."""
    named = cell.named or ()
    return sorted(cell.headers, key=lambda header: named.index(header.ident) if named else 0)
