"""Rules about what other programs left in the source."""

import re
from collections.abc import Iterator

from docforge.document import Math, Position
from docforge.lint.subject import LintSubject, RuleHit

_TAG = re.compile(
    r"\{%-?\s*+[a-zA-Z]\w*+[^%]*+%\}|\{\{[-<%]?\s*[a-zA-Z_$.][^{}]*\}\}"
    r"|\{::[^{}]*\}"
)
_COMMENT = re.compile(r"<!--.*?-->")


def template_tag(subject: LintSubject) -> Iterator[RuleHit]:
    """A tag of a site generator is left in the text.

    Why: docforge does not run templates: readers would see and hear `{% include … %}`
    instead of what it stands for.

    Example: `{% include warning.html %}` or `{{ site.name }}`

    Mend: Write what it stands for.
    """
    formulas = [node.tex for node in subject.every(Math)]
    for number, line in enumerate(subject.lines, 1):
        if "{" not in line:
            continue
        for match in _TAG.finditer(_COMMENT.sub(lambda found: " " * len(found[0]), line)):
            if not any(match[0] in tex for tex in formulas):
                yield RuleHit(
                    Position(number, match.start() + 1),
                    f"“{match[0][:60]}” is a tag of another program",
                    "Write what it stands for, or take it out.",
                )
