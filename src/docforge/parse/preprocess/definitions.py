"""Names that are defined twice, or for nothing: notes, addresses, abbreviations and ids."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from msgspec import Struct

from docforge.document import Position
from docforge.findings import Severity
from docforge.parse.preprocess.lines import SourceLines
from docforge.parse.preprocess.remarks import Remark
from docforge.parse.preprocess.scan import SourceScan

_DEFINITION = re.compile(
    r"(?:[ ]{0,3}|[ \t]*>[ ]?)(?:\*\[(?P<abbreviation>[^\]\n]+)\]:[ \t]*(?P<words>.*)"
    r"|\[\^(?P<note>[^\]\n]{1,200})\]:"
    r"|\[(?P<address>[^\]\[^\n][^\]\[\n]*)\]:[ \t]*(?P<target>\S+)[^\n]*)"
)
_IDENT = re.compile(
    r"(?:\{(?!%)(?:[^{}\n]*?[\s:])?#(?P<own>[\w:.-]+)[^{}\n]*\}|<[A-Za-z][^<>\n]*?\sid=[\"'](?P<tag>[^\"'\n]+)[\"'])"
)
_CODE = re.compile(r"`+[^`\n]*`+")
_NAMES = {"note": "the note [^{}]", "address": "the address of [{}]", "ident": "the id “{}”",
          "abbreviation": "the abbreviation “{}”"}  # fmt: skip


# What people call an address that is only there to hide a remark: [//]: # (…).
_COMMENTS = frozenset({"//", "comment", "comment]", "_", "#", "note", "metadata"})


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
            yield (
                "abbreviation",
                found["abbreviation"].strip(),
                found["words"].strip(),
                found.start(),
            )
        elif found["note"] is not None:
            yield "note", found["note"], "", found.start()
        elif kind and found["address"].strip().casefold() not in _COMMENTS:
            yield "address", found["address"], found["target"], found.start()
        return
    if "#" in text or "id=" in text:
        for found in _IDENT.finditer(_CODE.sub(lambda code: " " * len(code[0]), text)):
            yield "ident", found["own"] or found["tag"], "", found.start()


# --- Glued to text -----------------------------------------------------------------------

_NOTE = re.compile(r"[ ]{0,3}\[\^[^\]\n]{1,200}\]:[ \t]")


def part_definitions(lines: SourceLines, scan: SourceScan) -> None:
    """Put an empty line before definitions that end a paragraph: they were meant as such.

    CommonMark reads them as text there (0.31, 4.7).
    """
    before: list[int] = []
    for region in scan.regions:
        if region.kind != "paragraph":
            continue
        kinds = [_kind(lines.lines[index].text) for index in range(region.start, region.end)]
        first = next((n for n, kind in enumerate(kinds) if kind), len(kinds))
        before += [
            region.start + n + 1
            for n in range(len(kinds) - 1)
            # Its words may go on in a line that is indented.
            if kinds[n] == "abbreviation"
            and not kinds[n + 1]
            and all(kinds[: n + 1])
            and not lines.lines[region.start + n + 1].text[:1].isspace()
        ]
        if not all(kinds[first:]):
            continue
        before += [
            region.start + n for n in range(first, len(kinds)) if n and kinds[n] != kinds[n - 1]
        ]
    for index in reversed(before):
        lines.insert(index)


def _kind(text: str) -> str:
    """What a line defines, "" for nothing."""
    if _SHORT_FORM.match(text):
        return "abbreviation"
    if _NOTE.match(text):
        return "note"
    return "address" if _ADDRESS.fullmatch(text) else ""


# --- Defined and never used --------------------------------------------------------------

_ADDRESS = re.compile(
    r"[ \t>]{0,12}\[(?P<name>(?!\^)[^\[\]\n]{1,999})\]:[ \t]*(?P<target><[^<>\n]*>|\S+)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*(?:\{[^{}\n]*\})?[ \t]*"
)
_SHORT_FORM = re.compile(r"[ ]{0,3}\*\[(?P<name>[^\]\[\n]{1,200})\]:")
# Brackets that begin a line before a colon define; behind a word they refer.
_BRACKETS = re.compile(r"(?<!\\)\[((?!\^)[^\[\]]{1,999})\]")
_WORD = re.compile(r"\w+")
# A comment, as people write one where HTML is not allowed: [//]: # (words).
_NO_TARGET = frozenset({"#", "<>"})
_MOST_NAMED = 5
_ALIKE = 0.8


class _Defined(Struct, frozen=True):
    """A name, as typed, and the line of the source on which it is defined."""

    name: str
    at: Position


def never_used(lines: SourceLines, scan: SourceScan, title: str) -> Iterator[Remark]:
    """What is defined and nothing refers to: one note for all addresses, one for short forms.

    Brackets that almost name such an address are told where they stand, since they were meant.
    """
    prose = {row for region in scan.regions for row in range(region.start, region.end)}
    is_read = scan.verbatim | prose
    addresses: dict[str, _Defined] = {}
    forms: dict[str, _Defined] = {}
    rest: list[str] = [title]
    for index, line in enumerate(lines.lines):
        text = line.text
        at = lines.position(index, 0)
        if index not in scan.fenced and (found := _SHORT_FORM.match(text)):
            forms.setdefault(found["name"].strip(), _Defined(found["name"].strip(), at))
            text = text[found.end() :]
        elif index not in is_read and (found := _ADDRESS.fullmatch(text)):
            if found["target"] not in _NO_TARGET:
                addresses.setdefault(_folded(found["name"]), _Defined(found["name"], at))
            continue
        rest.append(text)
    yield from _unused_forms(forms, "\n".join(rest))
    if addresses:
        yield from _unused_addresses(lines, scan, addresses)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _unused_forms(forms: Mapping[str, _Defined], text: str) -> Iterator[Remark]:
    words = {*_WORD.findall(text)} if forms else set[str]()
    unused = [one for form, one in forms.items() if not (form in words or _stands_in(form, text))]
    if unused:
        yield _never("abbreviation", "“{}”", unused, "Take it out, or use it.")


def _stands_in(form: str, text: str) -> bool:
    """Whether a short form of several words, or with signs, stands in the text."""
    return _WORD.fullmatch(form) is None and form in text


def _unused_addresses(
    lines: SourceLines, scan: SourceScan, addresses: Mapping[str, _Defined]
) -> Iterator[Remark]:
    used: set[str] = set()
    meant: dict[str, tuple[str, Position]] = {}
    for index in scan.html:
        used |= {_folded(found[1]) for found in _references(lines.lines[index].text)}
    for region in scan.regions:
        text = "\n".join(line.text for line in lines.lines[region.start : region.end])
        for found in _references(text):
            name = _folded(found[1])
            used.add(name)
            if name not in addresses and name not in meant and text[found.end() :][:1] != "(":
                line = text.count("\n", 0, found.start())
                offset = found.start() - (text.rfind("\n", 0, found.start()) + 1)
                meant[name] = (found[1], lines.position(region.start + line, offset))
    unused = {name: one for name, one in addresses.items() if name not in used}
    for name, one in [*unused.items()]:
        if close := get_close_matches(name, meant, 1, _ALIKE):
            del unused[name]
            words, at = meant[close[0]]
            yield Remark(
                "MRK008",
                Severity.WARNING,
                f"“[{' '.join(words.split())[:60]}]” is no link: "
                f"line {one.at.line} defines [{one.name[:60]}]",
                at,
                f"Write [{one.name[:60]}] in both places, or take the definition out.",
            )
    if unused:
        yield _never("address", "[{}]", [*unused.values()], "Take it out, or refer to it.")


def _references(text: str) -> Iterator[re.Match[str]]:
    for found in _BRACKETS.finditer(text):
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if text[found.end() :][:1] != ":" or before.strip(" \t>"):
            yield found


def _never(kind: str, form: str, unused: list[_Defined], hint: str) -> Remark:
    shown = [f"{form.format(one.name[:60])} (line {one.at.line})" for one in unused[:_MOST_NAMED]]
    more = len(unused) - len(shown)
    names = ", ".join(shown) + (f" and {more} more" if more else "")
    if len(unused) == 1:
        the = "the address of" if kind == "address" else f"the {kind}"
        what = f"{the} {form.format(unused[0].name[:60])} is defined and never used"
    else:
        plural = "addresses" if kind == "address" else f"{kind}s"
        what = f"{len(unused)} {plural} are defined and never used: {names}"
    return Remark("MRK008", Severity.NOTE, what, unused[0].at, hint)
