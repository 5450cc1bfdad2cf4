"""Names that are defined twice: notes, addresses, abbreviations and ids. Only one can count."""

import re
from collections.abc import Iterator

from docforge.document import Position
from docforge.findings import Severity
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_DEFINITION = re.compile(
    r"(?:[ ]{0,3}|[ \t]*>[ ]?)(?:\*\[(?P<abbreviation>[^\]\n]+)\]:[ \t]*(?P<words>.*)"
    r"|\[\^(?P<note>[^\]\s]+)\]:|\[(?P<address>[^\]\[^\n][^\]\[\n]*)\]:[ \t]*(?P<target>\S+)[^\n]*)"
)
_IDENT = re.compile(
    r"(?:\{(?!%)(?:[^{}\n]*?[\s:])?#(?P<own>[\w:.-]+)[^{}\n]*\}|<[A-Za-z][^<>\n]*?\sid=[\"'](?P<tag>[^\"'\n]+)[\"'])"
)
_CODE = re.compile(r"`+[^`\n]*`+")
_NAMES = {"note": "the note [^{}]", "address": "the address of [{}]", "ident": "the id “{}”",
          "abbreviation": "the abbreviation “{}”"}  # fmt: skip


def defined_twice(lines: SourceLines, scan: SourceScan) -> Iterator[Remark]:
    """A warning for each second definition that says something else than the first."""
    verbatim = scan.fenced | scan.indented
    met: dict[tuple[str, str], tuple[Position, str]] = {}
    for index, line in enumerate(lines.lines):
        if index in verbatim or not ("[" in line.text or "#" in line.text or "id=" in line.text):
            continue
        for kind, name, words, offset in _definitions(line.text):
            at = lines.position(index, offset)
            first, said = met.setdefault((kind, " ".join(name.split()).casefold()), (at, words))
            if first == at or (kind not in ("note", "ident") and said == words):
                continue
            yield Remark(
                "MRK003",
                Severity.WARNING,
                f"{_NAMES[kind].format(name)} is defined a second time; "
                f"the first one is in line {first.line}",
                at,
                "Give one of them another name, or take it out.",
            )


def _definitions(text: str) -> Iterator[tuple[str, str, str, int]]:
    """Kind, name and content of each definition on a line, and where it begins."""
    if found := _DEFINITION.match(text):
        kind = found.lastgroup or ""
        if found["abbreviation"] is not None:
            yield "abbreviation", found["abbreviation"], found["words"].strip(), found.start()
        elif found["note"] is not None:
            yield "note", found["note"], "", found.start()
        elif kind:
            yield "address", found["address"], found["target"], found.start()
        return
    if "#" in text or "id=" in text:
        for found in _IDENT.finditer(_CODE.sub(lambda code: " " * len(code[0]), text)):
            yield "ident", found["own"] or found["tag"], "", found.start()
