"""Rules about what other programs left in the source."""

import re
from collections.abc import Iterator

from docforge.document import Math, Position
from docforge.lint.subject import LintSubject, RuleHit
from docforge.lint.visible_marks import programs_told

_TAG = re.compile(
    r"\{%-?\s*+(?!endcomment\b)[a-zA-Z]\w*+[^%]*+%\}"
    r"|\{\{[-<%]?\s*[a-zA-Z_$.][^{}]*\}\}|\{::(?!highlight-answer\})[^{}]*\}"
)
_WITH_BRACES = frozenset({"MediaWiki", "Confluence or Jira"})
_COMMENT = re.compile(r"<!--.*?-->")


def template_tag(subject: LintSubject) -> Iterator[RuleHit]:
    """A tag of a site generator is left in the text.

    Why: docforge does not run templates: readers would see and hear `{% include … %}`
    instead of what it stands for.

    Example: `{% include warning.html %}` or `{{ site.name }}`

    Mend: Write what it stands for.
    """
    # Comments are left out, and told.
    told = {(f.where.line, f.where.column) for f in subject.earlier if f.code == "HTM011"}
    # An image whose address it is has a finding of its own.
    missing = {(f.where.line, f.message) for f in subject.earlier if f.code == "IMG005"}
    formulas = [node.tex for node in subject.every(Math)]
    # Where a page is another program's, MRK001 tells of all its marks by the program's name.
    is_page = "{{" in subject.source.body and bool(_WITH_BRACES & programs_told(subject))
    for number, line in enumerate(subject.lines, 1):
        if "{" not in line:
            continue
        for match in _TAG.finditer(_COMMENT.sub(lambda found: " " * len(found[0]), line)):
            if (number, match.start() + 1) in told:
                continue
            if any(line_of == number and match[0] in said for line_of, said in missing):
                continue
            if is_page and match[0].startswith("{{"):
                continue
            if not any(match[0] in tex for tex in formulas):
                yield RuleHit(
                    Position(number, match.start() + 1),
                    f"“{match[0][:60]}” is a tag of another program",
                    "Write what it stands for, or take it out.",
                )
