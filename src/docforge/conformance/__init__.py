"""What a document may claim, criterion by criterion: what fails which, and which claims rest on it.

Invariant: law 4. A claim is kept only while nothing that it rests on has failed; what is withheld
names the finding and the criterion that cost it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from docforge.findings import Finding, Severity

_PDF_UA = "PDF/UA "


class Criterion(Struct, frozen=True):
    """A criterion of WCAG 2.2 ("WCAG 1.1.1") or a clause of ISO 14289 ("PDF/UA 7.3").

    `level` is "A", "AA" or "AAA", and "" for a clause; `decided` says who finds failures: "rules"
    (and a person for the rest), "built" (outputs cannot fail it, and are read back), "absent"
    (nothing that it speaks of can be in an output) or "people".
    """

    name: str
    title: str = ""
    level: str = ""
    decided: str = "rules"

    def __str__(self) -> str:
        if self.name.startswith(_PDF_UA):
            return f"ISO 14289-1, {self.name.removeprefix(_PDF_UA)}"
        return f"WCAG 2.2, {self.name.removeprefix('WCAG ')} {self.title}"


class Bearing(Struct, frozen=True):
    """The criteria that a kind of finding fails, and those of which it is only a hint."""

    fails: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class Withheld(Struct, frozen=True):
    """A claim that is not made, and why: a finding (`code` and `line`) and what it fails.

    Without a code the reason is no finding, such as that nobody has evaluated the document.
    """

    claim: str
    reason: str
    code: str = ""
    line: int = 0


class _Failed(Struct, frozen=True):
    """`criterion` is "" for an error, on which every claim rests."""

    criterion: str
    code: str
    line: int


class Standing(Struct, frozen=True):
    """What a document fails, and so which claims its files keep.

    `is_evaluated` when it names who evaluated it and when.
    """

    failed: frozenset[_Failed] = frozenset()
    is_evaluated: bool = True

    def fails(self, criterion: str) -> bool:
        """Whether something in the document fails that criterion."""
        return any(each.criterion == criterion for each in self.failed)

    def failures(self, criterion: str) -> tuple[tuple[str, int], ...]:
        """The code and the line of each finding that fails it."""
        found = {(one.line, one.code) for one in self.failed if one.criterion == criterion}
        return tuple((code, line) for line, code in sorted(found))

    def with_findings(self, findings: Iterable[Finding]) -> "Standing":
        """The standing of the same document when `findings`, at their own levels, are added."""
        more = (
            _Failed(name, found.code, found.where.line)
            for found in findings
            for name in (*bearing(found.code).fails, *_ERROR[found.severity])
        )
        return replace(self, failed=self.failed.union(more))

    def kept(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Those of `claims` that can be made, or the lesser ones that still hold."""
        if self.fails(""):
            return ()
        settled = (claim if self._keeps(claim) else _claim(claim).get("else") for claim in claims)
        return tuple(claim for claim in settled if claim)

    def withheld(self, claims: Iterable[str]) -> tuple[Withheld, ...]:
        """Why those of `claims` that are not kept are not, in their order."""
        rows = (Withheld(claim, *reason) for claim in claims for reason in self._against(claim))
        return tuple(dict.fromkeys(rows))

    def _keeps(self, claim: str) -> bool:
        return not any(self._against(claim))

    def _against(self, claim: str) -> Iterator[tuple[str, str, int]]:
        told = _claim(claim)
        if told.get("evaluated") and not self.is_evaluated:
            yield (_NOBODY, "", 0)
        costly = [each for each in self.failed if _rests_on(claim, each.criterion)]
        named = {(each.code, each.line) for each in costly if each.criterion}
        for each in sorted(costly, key=lambda one: (one.line, one.code, one.criterion)):
            if each.criterion or (each.code, each.line) not in named:
                said = str(criterion(each.criterion)) if each.criterion else _WITH_ERRORS
                yield (said, each.code, each.line)


_ERROR = {Severity.ERROR: ("",), Severity.WARNING: (), Severity.NOTE: ()}
_NOBODY = "nobody is named who has evaluated it, and when"
_WITH_ERRORS = "a document with errors claims nothing"
FAULTLESS = Standing()
UNCLAIMED = Standing(frozenset({_Failed("", "", 0)}))


def claims_resting_on(name: str) -> tuple[str, ...]:
    """Every claim that a failure of the criterion of that name costs."""
    return tuple(claim for claim in _claims() if _rests_on(claim, name))


def _rests_on(claim: str, name: str) -> bool:
    if not name:
        return True
    standard = name.rpartition(" ")[0]
    level = criterion(name).level
    return (f"{standard} {level}" if level else standard) in _claim(claim)["rests_on"]


def _claim(claim: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = _claims()[claim]
    return told


def bearing(code: str) -> Bearing:
    """What findings of that code fail, or hint at."""
    return _bearings().get(code, Bearing())


def criterion(name: str) -> Criterion:
    """The criterion or clause of that name. Raises KeyError for one that does not exist."""
    return criteria()[name] if not name.startswith(_PDF_UA) else Criterion(name)


@cache
def criteria() -> Mapping[str, Criterion]:
    """The criteria of WCAG 2.2, in its order."""
    return {name: Criterion(name, **told) for name, told in _read("criteria.toml").items()}


@cache
def _claims() -> Mapping[str, Any]:
    return _read("claims.toml")


@cache
def _bearings() -> Mapping[str, Bearing]:
    return {
        code: Bearing(tuple(told.get("fails", ())), tuple(told.get("hints", ())))
        for code, told in _read("findings.toml").items()
    }


def known_codes() -> frozenset[str]:
    """Every code of which it is said what it fails."""
    return frozenset(_bearings())


def mentioned(text: str) -> tuple[str, ...]:
    """The criteria of WCAG 2.2 that a text names by their numbers."""
    numbers = (number for part in _NAMED.findall(text) for number in _NUMBER.findall(part))
    return tuple(f"WCAG {number}" for number in numbers)


_NAMED = re.compile(r"WCAG 2\.2, ((?:\d\.\d\.\d{1,2}(?:, | and )?){1,5})")
_NUMBER = re.compile(r"\d\.\d\.\d{1,2}")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))
