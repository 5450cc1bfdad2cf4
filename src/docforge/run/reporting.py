"""What is told of an output folder: manifest and report, of this run and of earlier ones.

Both can be made again from what was told of each document, at any time.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from docforge import deliver
from docforge.deliver import report
from docforge.findings import Finding, Verdict

if TYPE_CHECKING:
    from docforge.deliver.report.house import House


def reports(output: Path) -> dict[str, deliver.DocumentReport]:
    """What was reported of each document so far, by source. Raises DeliveryFailed."""
    earlier = report.read_reports(deliver.read_file(output / report.JSON))
    return {**earlier, **deliver.reported(output)}


def is_concluded(output: Path) -> bool:
    """Whether manifest and report say everything that was done."""
    return deliver.is_concluded(output, (report.PAGE, report.JSON, report.JUNIT))


def conclude(
    output: Path,
    judged: Mapping[str, Sequence[Verdict]] = MappingProxyType({}),
    late: Mapping[str, Sequence[Finding]] = MappingProxyType({}),
    house: "Callable[[], House | None] | None" = None,
) -> tuple[str, ...]:
    """Bring manifest and report up to date, and remove what no document has any more.

    `judged` are verdicts on delivered documents by source: they stand in the report in place of
    earlier ones until a document is exported anew. `late` findings of a source stand in the place
    of those of the same codes that were told of it. Who does not know the `house` leaves it as it
    is. Gives the names of files that stay because somebody changed them. Raises DeliveryFailed.
    """
    deliver.recover(output)
    told = reports(output)
    from docforge.deliver.report.house import read_house

    own = read_house(deliver.read_file(output / report.JSON)) if house is None else house()
    return deliver.conclude(
        output, lambda documents: report.files(report.merged(documents, told, judged, late), own)
    )


def other_than_told(output: Path) -> str:
    """The file of the report that does not say what manifest and report.json say, "" for none.

    What a killed run left is no matter of the report: the next run tells it. Raises DeliveryFailed.
    """
    if not deliver.is_concluded(output, ()):
        return ""
    content = deliver.read_file(output / report.JSON)
    from docforge.deliver.report.house import read_house

    told, documents = report.read_reports(content), deliver.read_manifest(output)
    known = [(documents[source], each) for source, each in told.items() if source in documents]
    if not all(report.is_complete(*each) for each in known):
        return report.JSON
    late = {
        source: [found for found in each.findings if found.code in report.LATE]
        for source, each in told.items()
    }
    merged = report.merged(documents, told, late=late)
    made = report.files(merged, read_house(content))
    return next((name for name in made if deliver.read_file(output / name) != made[name]), "")


def tell(output: Path, judged: Mapping[str, Sequence[Verdict]]) -> None:
    """Put `judged`, verdicts on delivered documents by source, into the report.

    Raises DeliveryFailed.
    """
    with deliver.exclusive(output, lambda: None):
        conclude(output, judged)
