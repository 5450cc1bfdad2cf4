"""What is told of an output folder: manifest and report, of this run and of earlier ones.

Both can be made again from what was told of each document, at any time.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from docforge import deliver
from docforge.deliver import report
from docforge.findings import Verdict


def reports(output: Path) -> dict[str, deliver.DocumentReport]:
    """What was reported of each document so far, by source. Raises DeliveryFailed."""
    earlier = report.read_reports(deliver.read_file(output / report.JSON))
    return {**earlier, **deliver.reported(output)}


def is_concluded(output: Path) -> bool:
    """Whether manifest and report say everything that was done."""
    return deliver.is_concluded(output, (report.PAGE, report.JSON, report.JUNIT))


def conclude(
    output: Path, judged: Mapping[str, Sequence[Verdict]] = MappingProxyType({})
) -> tuple[str, ...]:
    """Bring manifest and report up to date, and remove what no document has any more.

    `judged` are verdicts on delivered documents by source: they stand in the report in place of
    earlier ones until a document is exported anew. Gives the names of files that stay because
    somebody changed them. Raises DeliveryFailed.
    """
    deliver.settle(output)
    told = reports(output)
    return deliver.conclude(
        output, lambda documents: report.files(report.merged(documents, told, judged))
    )


def tell(output: Path, judged: Mapping[str, Sequence[Verdict]]) -> None:
    """Put `judged`, verdicts on delivered documents by source, into the report.

    Raises DeliveryFailed.
    """
    with deliver.exclusive(output, lambda: None):
        conclude(output, judged)
