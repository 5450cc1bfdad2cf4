"""How much a finding weighs: its own level, the profile's, or what docforge.toml says.

Levels decide what blocks publication; they never bring back a claim that an error withdrew.
"""

from difflib import get_close_matches
from types import MappingProxyType

from msgspec.structs import replace

from docforge.errors import UsageError
from docforge.findings import Finding, Severity
from docforge.lint.catalogue import codes
from docforge.source.config import Lint

_STRICTER = MappingProxyType({Severity.WARNING: Severity.ERROR})


def check_levels(lint: Lint) -> None:
    """Raises UsageError that lists every code under [lint.levels] that does not exist."""
    unknown = [code for code in lint.levels if code not in codes()]
    if unknown:
        close = {code: get_close_matches(code, codes(), 1) for code in unknown}
        told = [
            f"lint.levels.{code}: there is no rule of that code"
            + (f"; did you mean {close[code][0]}?" if close[code] else "")
            for code in unknown
        ]
        raise UsageError("\n".join(told), "docforge explain lists all codes.")


def level_of(code: str, own: Severity | None, lint: Lint) -> Severity | None:
    """The level of a finding or a rule whose own level is `own`; None is off."""
    if chosen := lint.levels.get(code):
        return None if chosen == "off" else Severity(chosen)
    if lint.require == "strict":
        return _STRICTER.get(own, own) if own else Severity.WARNING
    return own


def levelled(findings: tuple[Finding, ...], lint: Lint) -> tuple[Finding, ...]:
    """`findings` at the levels that `lint` asks for, without those that are off."""
    at = ((finding, level_of(finding.code, finding.severity, lint)) for finding in findings)
    return tuple(replace(finding, severity=level) for finding, level in at if level)
