"""Who gets a name that several documents would be written to.

One document must not take another's outputs from it: who has the better claim to the name keeps
it, and only the others fail.
"""

from collections.abc import Mapping, Sequence

from docforge.errors import ExitCode
from docforge.export import Failure
from docforge.source import SourceFile
from docforge.source.names import is_of_file
from docforge.source.options import RunOptions


def clashing(places: Sequence[SourceFile], options: RunOptions) -> Mapping[str, Failure]:
    """Why some of `places`, by path, cannot be written: another has their name.

    Capitals do not count: some systems do not know them.
    """
    given = {place.path for place in places}
    others = [(path, stem) for path, stem in options.neighbours.items() if path not in given]
    claims: dict[str, list[tuple[str, str]]] = {}
    for path, stem in [*((place.path, place.stem) for place in places), *others]:
        claims.setdefault(stem.lower(), []).append((path, stem))
    return {
        path: _failure(several)
        for several in claims.values()
        if len(several) > 1
        for path in _losers(several, options)
    }


def _losers(claims: Sequence[tuple[str, str]], options: RunOptions) -> Sequence[str]:
    """All but the one with the best claim; all, when two are as good."""
    ranks = [_rank(path, stem, options) for path, stem in claims]
    best = min(ranks)
    lost = [path for (path, _), rank in zip(claims, ranks, strict=True) if rank != best]
    return lost if ranks.count(best) == 1 else [path for path, _ in claims]


def _rank(path: str, stem: str, options: RunOptions) -> tuple[bool, bool]:
    """The team's before others', the name of a file before one that front matter asks for."""
    return not options.config.is_trusted(path), not is_of_file(stem, path)


def _failure(claims: Sequence[tuple[str, str]]) -> Failure:
    paths = sorted(path for path, _ in claims)
    return Failure(
        f"{' and '.join(paths)} would be written to the same place, {claims[0][1].lower()}",
        "Give one of them another slug in its front matter, or another file name.",
        ExitCode.USAGE,
    )
