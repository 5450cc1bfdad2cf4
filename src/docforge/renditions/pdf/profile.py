"""Which standards a PDF is made to meet, and what differs between them.

Invariant: the rest of the package asks the profile and never the name of a standard.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Profile:
    """A pair of PDF/UA and PDF/A parts that one file can meet.

    `roles` renames the structure types that tags.py speaks of (those of PDF 2.0) to the
    types of this PDF version; `role_map` is the file's RoleMap (ISO 32000-1, 14.7.3).
    """

    version: str
    ua_part: int
    archive_part: int
    archive_conformance: str
    roles: Mapping[str, str] = field(repr=False)
    role_map: Mapping[str, str] = field(repr=False)

    @property
    def claims(self) -> tuple[str, ...]:
        """The conformance that a file of this profile may claim, as the manifest names it."""
        archive = f"PDF/A-{self.archive_part}{self.archive_conformance.lower()}"
        return (f"PDF/UA-{self.ua_part}", archive)


UA1_A2A = Profile(
    version="1.7",
    ua_part=1,
    archive_part=2,
    archive_conformance="A",
    roles=MappingProxyType({"FENote": "Note"}),
    role_map=MappingProxyType({"Aside": "Sect", "Em": "Span", "Strong": "Span"}),
)
