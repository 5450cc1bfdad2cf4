"""Compares what is installed on the machines that are to make the same bytes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from docforge.errors import ToolMissing

Versions = Mapping[str, str]


def refuse_differences(here: Versions, workers: Mapping[str, Versions | BaseException]) -> None:
    """Raises ToolMissing that lists all in which a worker differs; `workers` are by address.

    An exception is what a worker raised when it was asked for its versions.
    """
    problems = [*_silent(workers), *_different(here, workers)]
    if problems:
        raise ToolMissing(
            "\n".join(["The workers would not make the same files as this machine:", *problems]),
            "Install the same versions of docforge, its libraries and fonts everywhere.",
        )


def _silent(workers: Mapping[str, Versions | BaseException]) -> Iterator[str]:
    for address, said in sorted(workers.items()):
        if isinstance(said, BaseException):
            yield f"docforge cannot be used on {address}: {type(said).__name__}: {said}"


def _different(here: Versions, workers: Mapping[str, Versions | BaseException]) -> Iterator[str]:
    differing: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for address, said in sorted(workers.items()):
        if not isinstance(said, BaseException):
            for name in here:
                theirs = said.get(name, "none")
                if theirs != here[name]:
                    differing[name, theirs].append(address)
    for (name, theirs), addresses in differing.items():
        others = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
        yield f"{name}: {here[name]} here, {theirs} on {addresses[0]}{others}"
