"""What is to be exported, where it goes, and how each source comes to its export, in order.

How documents are exported side by side is an executor's affair.
"""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from docforge import failures
from docforge.errors import UsageError
from docforge.export import Export, Status
from docforge.run import budget
from docforge.run.names import clashing
from docforge.run.placing import place_all
from docforge.source import SourceFile, find_sources
from docforge.source.config import Config
from docforge.source.options import RunOptions, Translations

# Exports places side by side and gives an Export for each of them, in their order, also for
# those that fail; closing it ends what is still under way.
Executor = Callable[[Sequence[SourceFile], RunOptions], Generator[Export, None, None]]
# An executor calls it with each document when it is finished, in whatever order that is, and
# perhaps from another thread.
Finished = Callable[[Export], object]


class ExportPlan(Struct, frozen=True):
    """What is to be exported, every document that a link may lead to, and all translations."""

    places: tuple[SourceFile, ...]
    neighbours: Mapping[str, str]
    translations: Translations


def plan(paths: Sequence[Path], config: Config, *, draft: bool = False) -> ExportPlan:
    """Find the sources of `paths` and where the outputs of each will go, as a `draft` or not.

    With a docforge.toml, all sources of its input folder are neighbours, so that a document's
    links are the same whether it is exported alone or with the others. Raises UsageError, also
    when there is more than a batch may have.
    """
    found = find_sources(paths, config)
    budget.refuse_many(len(found), config.limits)
    asked = frozenset(place.path for place in found)
    everyone: tuple[SourceFile, ...] = ()
    if config.folder is not None:
        with suppress(UsageError):
            everyone = find_sources([config.folder], config)
        budget.refuse_many(len(everyone), config.limits)
    others = tuple(place for place in everyone if place.path not in asked)
    placing = place_all((*found, *others), config, drafts=asked if draft else frozenset())
    places = placing.places[: len(found)]
    budget.refuse_large(places, config.limits)
    # Those that are asked for win over others of the same path.
    neighbours = {place.path: place.stem for place in reversed(placing.places)}
    return ExportPlan(places, neighbours, placing.translations)


def exports(
    places: Sequence[SourceFile],
    options: RunOptions,
    execute: Executor,
    known: Mapping[str, Export] = MappingProxyType({}),
) -> Generator[Export, None, None]:
    """The export of each place, in their order: `known` by its path, or what `execute` makes.

    Of places that clash, a failure; and so of those whose turn does not come in time.
    """
    end = time.monotonic() + options.config.limits.batch_seconds
    clashes = clashing(places, options)
    work = [place for place in places if place.path not in {*clashes, *known}]
    with closing(execute(work, options)) as results:
        for place in places:
            if clash := clashes.get(place.path):
                yield Export(place.path, place.stem, "", Status.FAILED, failure=clash)
            elif export := known.get(place.path):
                yield export
            elif time.monotonic() > end:
                yield failures.failed(place, budget.too_late(place))
            else:
                yield next(results)
