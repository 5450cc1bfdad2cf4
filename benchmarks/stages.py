"""Where the time of a warm process goes: processor seconds by stage over all documents."""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from docforge.conformance import UNCLAIMED
from docforge.document import Document
from docforge.export import FORMATS, Export, Format, Rendering
from docforge.findings import Verdict
from docforge.formats import book_renderer, renderer
from docforge.lint import make_subject, review
from docforge.parse import parse
from docforge.pipeline import export
from docforge.run import batch
from docforge.source import SourceFile, read_source
from docforge.source.config import load_config
from docforge.source.options import RunOptions
from docforge.style import load_style
from docforge.system.garbage import collect_seldom
from docforge.verify.gated import gated
from docforge.verify.ledger import account
from docforge.verify.readback import read_back
from measure import table, timed

_STYLE = "briefing"


@dataclass(slots=True)
class Spent:
    """Processor seconds by stage, and how many of a document's were for reading it back."""

    stages: dict[str, float]
    highest_share: float = 0.0


def document(place: SourceFile, options: RunOptions, spent: Spent) -> None:
    """Take one document through every stage up to delivery and add up what each one takes."""
    before = sum(spent.stages.values())
    source = read_source(place, options.config.settings(place.path))
    parsed = timed(spent.stages, "parse", partial(parse, source, {}))
    subject = make_subject(source, parsed.document)
    timed(spent.stages, "lint", partial(review, subject, parsed.findings, options.config.lint))
    made = _rendered(parsed.document, spent)
    proof = partial(read_back, parsed.document, load_style(_STYLE), made, UNCLAIMED)
    already = spent.stages["read-back"]
    timed(spent.stages, "read-back", proof)
    share = (spent.stages["read-back"] - already) / (sum(spent.stages.values()) - before)
    spent.highest_share = max(spent.highest_share, share)
    account_for = partial(account, source, parsed.document, parsed.findings)
    timed(spent.stages, "ledger", account_for)
    timed(spent.stages, "last gate", lambda: [_gated(each, place) for each in made])


def _gated(made: Rendering, place: SourceFile) -> Verdict:
    return gated(made.format, made.content, place.stem)


def _rendered(document: Document, spent: Spent) -> list[Rendering]:
    """All formats; a book is told where the pages of the PDF begin, as in an export."""
    made: dict[Format, Rendering] = {}
    for kind in sorted(FORMATS.values(), key=lambda kind: kind is Format.EPUB):
        starts = made[Format.PDF].page_starts if kind is Format.EPUB else ()
        render = partial(book_renderer(), pages=starts) if starts else renderer(kind)
        step = partial(render, document, load_style(_STYLE), standing=UNCLAIMED)
        made[kind] = timed(spent.stages, str(kind), step)
    return [made[kind] for kind in FORMATS.values()]


def delivery(places: Sequence[SourceFile], options: RunOptions, spent: Spent) -> None:
    """Deliver finished exports, with manifest and report."""

    def execute(places: Sequence[SourceFile], options: RunOptions) -> Generator[Export, None, None]:
        yield from exports

    exports = [export(place, options) for place in places]
    with tempfile.TemporaryDirectory() as folder:
        results = partial(batch.run, places, options, Path(folder), execute)
        timed(spent.stages, "delivery", lambda: list(results()))


def main(folder: Path) -> None:
    """Print the share of each stage for the sources of `folder`."""
    config = load_config(folder)
    plan = batch.plan([folder], config)
    options = RunOptions(config, plan.neighbours, draft=True)
    document(plan.places[0], options, Spent(defaultdict(float)))  # pays for imports and fonts
    collect_seldom()
    spent = Spent(defaultdict(float))
    for place in plan.places:
        document(place, options, spent)
    delivery(plan.places, options, spent)
    total = sum(spent.stages.values())
    rows = [
        [stage, used, f"{used / total:.1%}"]
        for stage, used in sorted(spent.stages.items(), key=lambda item: -item[1])
    ]
    print(table(["stage", "CPU s", "share"], [*rows, ["all", total, "100%"]]))
    print(f"\nRead-back took at most {spent.highest_share:.0%} of a document's time.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
