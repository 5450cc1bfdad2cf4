"""The rules of lint, with their codes and levels: one line adds a rule.

A code is never used again for something else. `OFF` rules run only when they are asked for.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from docforge.findings import Severity
from docforge.lint.rules import (
    damage,
    documents,
    drawings,
    headings,
    images,
    language,
    leftovers,
    links,
    placeholders,
    structure,
    tables,
    templates,
    tongues,
    wording,
)
from docforge.lint.subject import LintSubject, RuleHit

Check = Callable[[LintSubject], Iterator[RuleHit]]
ERROR, WARNING, NOTE, OFF = Severity.ERROR, Severity.WARNING, Severity.NOTE, None


class Rule(Struct, frozen=True):
    """A rule: `level` None means off unless it is asked for; `needs_words` names the few
    that are silent in a language without a vocabulary."""

    code: str
    level: Severity | None
    check: Check
    needs_words: bool = False


RULES: tuple[Rule, ...] = (
    Rule("ABR001", NOTE, wording.unexpanded, needs_words=True),
    Rule("DOC003", WARNING, documents.title_is_file_name),
    Rule("DOC006", WARNING, documents.title_without_words),
    Rule("DOC005", OFF, documents.language_only_configured),
    Rule("DOC007", WARNING, documents.embargo_in_text, needs_words=True),
    Rule("HDG005", NOTE, headings.twin_headings),
    Rule("HDG006", WARNING, headings.bold_as_heading),
    Rule("HDG007", WARNING, headings.long_heading),
    Rule("HDG008", NOTE, headings.heading_ends_like_a_sentence),
    Rule("HDG009", WARNING, headings.heading_without_words),
    Rule("HTM010", WARNING, templates.template_tag),
    Rule("IMG020", WARNING, images.description_is_file_name),
    Rule("IMG021", WARNING, images.placeholder_description),
    Rule("IMG022", WARNING, images.description_repeats_caption),
    Rule("IMG023", WARNING, images.long_description),
    Rule("IMG024", WARNING, images.description_begins_with_image_of, needs_words=True),
    Rule("IMG025", WARNING, images.decorative_with_caption),
    Rule("IMG026", NOTE, images.picture_of_text),
    Rule("IMG027", WARNING, images.same_description_twice),
    Rule("IMG028", WARNING, drawings.pale_letters),
    Rule("LNG002", WARNING, language.wrong_language),
    Rule("LNG003", WARNING, language.unmarked_passage),
    Rule("LNG004", WARNING, wording.all_capitals),
    Rule("LNG005", NOTE, wording.long_italics),
    Rule("LNG006", NOTE, wording.long_sentence),
    Rule("LNG007", WARNING, wording.emoji_run),
    Rule("LNG008", NOTE, wording.drawing_of_characters),
    Rule("LNG009", WARNING, wording.by_colour_or_place, needs_words=True),
    Rule("LNG011", WARNING, language.words_in_english),
    Rule("LNG012", WARNING, tongues.other_language),
    Rule("LNG013", WARNING, tongues.passage_in_another_language),
    Rule("LNK020", WARNING, links.vague_text, needs_words=True),
    Rule("LNK021", WARNING, links.bare_address),
    Rule("LNK022", WARNING, links.same_words_other_target),
    Rule("LNK023", WARNING, links.unnamed_download),
    Rule("LNK024", NOTE, links.address_as_text),
    Rule("LNK025", WARNING, links.link_without_words),
    Rule("MRK001", WARNING, leftovers.leftover_mark),
    Rule("MRK002", ERROR, leftovers.missing_target),
    Rule("MRK005", WARNING, placeholders.placeholder),
    Rule("MRK012", WARNING, leftovers.empty_note),
    Rule("MRK010", WARNING, damage.damaged_letters),
    Rule("MRK013", WARNING, damage.broken_words),
    Rule("MRK006", WARNING, placeholders.starter_text),
    Rule("LST001", WARNING, structure.hand_made_list),
    Rule("LST002", WARNING, structure.breaks_as_layout),
    Rule("LST003", WARNING, structure.empty_paragraph),
    Rule("LST004", WARNING, structure.underline),
    Rule("TBL010", WARNING, tables.no_header_cells),
    Rule("TBL011", WARNING, tables.empty_header),
    Rule("TBL012", WARNING, tables.no_caption),
    Rule("TBL013", WARNING, tables.layout_table),
    Rule("TBL014", WARNING, tables.many_columns),
)
