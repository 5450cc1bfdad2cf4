"""What only a person can judge of a document, ticked in the page and kept in the report.

Each tick is a verdict beside those of the judges that are programs; it holds for the outputs
that it was given for, and goes when the document is exported anew.
"""

import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from docforge.desk.project import Project
from docforge.findings import PERSON, Outcome, Verdict
from docforge.run import reporting


@cache
def questions() -> tuple[str, ...]:
    """What the report asks, in its words."""
    text = files("docforge.deliver.report").joinpath("page.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["checks"])


def ticked(project: Project, path: str) -> frozenset[int]:
    """The numbers, from 0, of the questions that a person has answered for the document."""
    said = [
        one.reason
        for one in _verdicts(project, path)
        if one.judge == PERSON and one.outcome is Outcome.PASSED
    ]
    return frozenset(number for number, asked in enumerate(questions()) if asked in said)


def tick(project: Project, path: str, numbers: Collection[int]) -> None:
    """Put what a person has judged into the report. Raises DeliveryFailed."""
    others = [one for one in _verdicts(project, path) if one.judge != PERSON]
    mine = [
        Verdict(PERSON, "", Outcome.PASSED if number in numbers else Outcome.NOT_RUN, reason=asked)
        for number, asked in enumerate(questions())
    ]
    with project.writing:
        reporting.tell(project.output, {path: [*others, *mine]})


def _verdicts(project: Project, path: str) -> tuple[Verdict, ...]:
    report = reporting.reports(project.output).get(path)
    return report.verdicts if report else ()
