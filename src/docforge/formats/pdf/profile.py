"""Which standards a PDF is made to meet, and what differs between them.

Invariant: the rest of the package asks the profile and never the name of a standard.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from docforge.document import PdfProfile

# The standard structure namespaces (ISO 32000-2, 14.8.6).
_PDF_17 = "http://iso.org/pdf/ssn"
_PDF_20 = "http://iso.org/pdf2/ssn"
# Well-Tagged PDF 1.0, 6.1.3: the declarations that a file makes of itself.
_WELL_TAGGED = "http://pdfa.org/declarations/wtpdf#"


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


class Profile(Struct, frozen=True):
    """A pair of PDF/UA and PDF/A parts that one file can meet.

    `roles` renames the structure types that tags.py speaks of (those of PDF 2.0) to the
    types of this PDF version; `role_map` is the file's RoleMap (ISO 32000-1, 14.7.3);
    `numberings` renames the values of ListNumbering. `native` is PDF 2.0 itself: namespaces,
    structure destinations, references between elements and associated files.
    `ua_revision` and `archive_revision` are years, where the standard has them named.
    """

    version: str
    ua_part: int
    archive_part: int
    archive_conformance: str
    native: bool = False
    ua_revision: str = ""
    archive_revision: str = ""
    declarations: Mapping[str, str] = field(default_factory=_none)
    roles: Mapping[str, str] = field(default_factory=_none)
    role_map: Mapping[str, str] = field(default_factory=_none)
    numberings: Mapping[str, str] = field(default_factory=_none)

    @property
    def ua(self) -> str:
        """The part of PDF/UA, as the manifest names it."""
        return f"PDF/UA-{self.ua_part}"

    @property
    def archive(self) -> str:
        """The part of PDF/A without its level."""
        return f"PDF/A-{self.archive_part}"

    @property
    def claims(self) -> tuple[str, ...]:
        """The conformance that a file of this profile may claim, as the manifest names it."""
        return (self.ua, f"{self.archive}{self.archive_conformance.lower()}", *self.declarations)


_UA1 = Profile(
    version="1.7",
    ua_part=1,
    archive_part=2,
    archive_conformance="A",
    # Acrobat's check fails a Lbl that is not in an LI; ISO 32000-1, table 338, asks for none.
    roles=MappingProxyType(
        {"FENote": "Note", "NoteLabel": "Span", "Title": "H1", "FigureGroup": "Div"}
    ),
    role_map=MappingProxyType({"Aside": "Sect", "Em": "Span", "Strong": "Span"}),
    numberings=MappingProxyType({"Description": "None", "Unordered": "None"}),
)
_UA2 = Profile(
    version="2.0",
    ua_part=2,
    archive_part=4,
    archive_conformance="",
    native=True,
    # A Div counts as not there: its Caption would be one of the Document (ISO/TS 32005, table 5).
    roles=MappingProxyType({"FigureGroup": "Sect", "NoteLabel": "Lbl"}),
    ua_revision="2024",
    archive_revision="2020",
    declarations=MappingProxyType(
        {
            "WTPDF 1.0 Accessibility": f"{_WELL_TAGGED}accessibility1.0",
            "WTPDF 1.0 Reuse": f"{_WELL_TAGGED}reuse1.0",
        }
    ),
)
# Types that PDF 2.0 has no equal of; they stay in the namespace of PDF 1.7.
_ONLY_IN_17 = frozenset({"BlockQuote", "Code", "Reference", "TOC", "TOCI"})


def profile_of(name: PdfProfile, *, formulas: bool, source: bool) -> Profile:
    """The profile for a document that has `formulas`, or embeds its `source`."""
    match name:
        case "ua-1":
            # PDF/A-2 forbids embedded files; PDF/A-3 is the same and allows them.
            return replace(_UA1, archive_part=3) if source or formulas else _UA1
        case "ua-2":
            # ISO 19005-4, annex A: a file with embedded files is PDF/A-4f.
            return replace(_UA2, archive_conformance="F") if source or formulas else _UA2
    assert_never(name)


def namespace_of(role: str) -> str:
    """The namespace of a structure type in PDF 2.0."""
    return _PDF_17 if role in _ONLY_IN_17 else _PDF_20
