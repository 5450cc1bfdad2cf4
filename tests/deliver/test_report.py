"""The report: the page, the JSON and the JUnit XML say what happened, and nothing better."""

import io
import json
from base64 import b64encode
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import PIL.Image
import pytest
import tinyhtml5
from housing import house_style
from msgspec.structs import replace

from docforge import deliver
from docforge.deliver import report
from docforge.deliver.report.house import house_of, read_house
from docforge.deliver.report.junit import junit
from docforge.deliver.report.page import page
from docforge.errors import DeliveryFailed
from docforge.export import DocumentFacts, Export, Failure, Format, Rendering, Status, outputs
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.style import load_style

ERROR = Finding("IMG001", Severity.ERROR, "an image <b> has no description", Where("a.md", 7, 1))
WARNING = Finding("HDG001", Severity.WARNING, "a rank is skipped", Where("a.md", 3, 1), "Add it.")
PASSED = Verdict("veraPDF ua1", "1.30", Outcome.PASSED)
NOT_RUN = Verdict("ace", "", Outcome.NOT_RUN, reason="Ace is not installed.")
FAILED = Verdict("nu", "26", Outcome.FAILED, (ERROR,))


def record(
    source: str = "a.md",
    status: Status = Status.EXPORTED,
    findings: Sequence[Finding] = (),
    verdicts: Sequence[Verdict] = (),
    failure: Failure | None = None,
) -> deliver.DocumentReport:
    rendering = Rendering(Format.PDF, b"a" * 184_000, ("PDF/UA-1",))
    renderings = (rendering,) if status in (Status.EXPORTED, Status.DRAFT) else ()
    stem = source.removesuffix(".md")
    export = Export(
        source, f"{stem}/{stem}", "sha256:1", status, renderings, tuple(findings),
        tuple(verdicts), failure,
    )  # fmt: skip
    return report.report_of(export, deliver.entry_of(export))


def with_facts(**facts: Any) -> deliver.DocumentReport:
    one = record()
    return replace(one, entry=replace(one.entry, **facts))


def tree(*told: deliver.DocumentReport) -> Element:
    found = tinyhtml5.parse(page(told, "report.json", "junit.xml"), namespace_html_elements=False)
    assert isinstance(found, Element)
    return found


def text(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def _summary(details: Element) -> str:
    return text(details[0])


def sections(*told: deliver.DocumentReport) -> list[Element]:
    return list(tree(*told).iter("section"))


def test_each_document_tells_its_state_files_and_claims() -> None:
    (section,) = sections(with_facts(pages={"pdf": 6}))
    assert text(section).startswith("a.mdExportedFiles")
    assert "PDF, 184 kB, 6 pages" in text(section)
    assert "PDF/UA-1" in text(section)
    links = [link.get("href") for link in section.iter("a")]
    assert links == ["a/a.pdf"]


def test_documents_in_trouble_stand_first() -> None:
    told = [
        record("a.md"),
        record("b.md", findings=[WARNING]),
        record("c.md", Status.BLOCKED, [ERROR]),
        record("d.md", verdicts=[FAILED]),
        record("e.md", Status.BLOCKED, [ERROR, ERROR]),
    ]
    titles = [text(section.find("h2")) for section in sections(*told)]  # type: ignore[arg-type]
    assert titles == ["e.md", "c.md", "d.md", "b.md", "a.md"]


FACTS = DocumentFacts("Gwaith ar y morglawdd", "cy")


def test_a_document_is_called_by_its_title_in_its_language_and_by_its_source() -> None:
    (section,) = sections(with_facts(document=FACTS))
    heading = section.find("h2")
    assert heading is not None
    assert (text(heading), heading.get("lang")) == ("Gwaith ar y morglawdd", "cy")
    assert text(section.find("p")) == "a.md"  # type: ignore[arg-type]
    assert next(section.iter("a")).get("aria-label") == "PDF of Gwaith ar y morglawdd"


def test_how_far_a_document_may_go_stands_above_its_files_in_its_own_words() -> None:
    told = replace(FACTS, marks=("Dan embargo tan 1 Rhagfyr 2026", "Drafft"))
    (shown,) = sections(with_facts(document=told))
    (line,) = shown.findall("p[@class='marks']")
    assert (line.text, line.get("lang")) == ("Dan embargo tan 1 Rhagfyr 2026 · Drafft", "cy")
    assert not sections(with_facts(document=FACTS))[0].findall("p[@class='marks']")


@pytest.mark.parametrize("kind", outputs())
def test_the_report_says_whom_each_file_is_for(kind: str) -> None:
    (section,) = sections(with_facts(outputs={kind: f"a/a.{kind}"}))
    assert ": for " in text(next(section.iter("li"))) or ": to " in text(next(section.iter("li")))


def test_the_first_page_stands_beside_the_title_and_is_kept_for_later_runs() -> None:
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (8, 12), "teal").save(buffer, "PNG")
    picture = b64encode(buffer.getvalue()).decode()
    one = replace(record(), picture=picture)
    made = report.files([one])
    assert f'src="data:image/png;base64,{picture}"' in made[report.PAGE].decode()
    (again,) = report.read_reports(made[report.JSON]).values()
    assert again.picture == picture


def test_a_picture_that_is_none_stops_the_report() -> None:
    with pytest.raises(DeliveryFailed, match="The report holds"):
        report.files([replace(record(), picture=b64encode(b"<svg/>").decode())])


def test_evidence_is_linked() -> None:
    (section,) = sections(with_facts(evidence=("a/a.evidence.json",)))
    assert "a/a.evidence.json" in [link.get("href") for link in section.iter("a")]


def test_findings_have_their_lines_and_errors_are_open() -> None:
    (section,) = sections(record(status=Status.BLOCKED, findings=[ERROR, WARNING]))
    details = next(section.iter("details"))
    assert details.get("open") is not None
    assert "error IMG001.an image <b> has no description line 7" in text(details)
    assert "Add it." in text(details)
    (section,) = sections(record(findings=[WARNING]))
    assert next(section.iter("details")).get("open") is None


def test_verdicts_are_told_with_versions_and_reasons() -> None:
    again = Verdict("veraPDF 2a", "1.30", Outcome.PASSED)
    gate = Verdict("last gate pdf", "1", Outcome.PASSED)
    (section,) = sections(record(verdicts=[PASSED, again, gate, NOT_RUN, FAILED]))
    (checks,) = [node for node in section.iter("details") if _summary(node) == "Claims and checks"]
    assert checks.get("open") is not None
    told = [text(node) for node in checks.iterfind("dl/*")]
    assert told[2:] == [
        "Refused by", "nu 26",
        "Passed by", "veraPDF 1.30 (ua1, 2a)last gate 1 (pdf)",
        "Not run", "ace: Ace is not installed.",
    ]  # fmt: skip


def test_a_refused_file_is_told_beside_the_status_and_with_what_was_found() -> None:
    (section,) = sections(record(verdicts=[FAILED]))
    assert "A judge refused a file of this document." in text(section)
    assert text(next(section.iter("details"))).startswith("Found by judges: 1 error")
    assert "blocked, failed or refused (1)" in text(tree(record(verdicts=[FAILED])))


def test_what_a_judge_and_the_findings_say_is_told_once() -> None:
    (section,) = sections(record(status=Status.BLOCKED, findings=[ERROR], verdicts=[FAILED]))
    summaries = [_summary(node) for node in section.iter("details")]
    assert summaries == ["Findings: 1 error", "Claims and checks"]


def test_findings_of_a_kind_share_their_remedy() -> None:
    other = replace(WARNING, message="another is", where=Where("a.md", 8, 1))
    again = replace(WARNING, where=Where("a.md", 9, 1))
    (section,) = sections(record(findings=[WARNING, ERROR, other, again]))
    kinds = [text(kind) for kind in section.iterfind("details/ul/li")]
    assert kinds == [
        "error IMG001.an image <b> has no description line 7",
        "warning HDG001. Add it.a rank is skipped lines 3, 9another is line 8",
    ]


def test_of_notes_the_page_has_the_places() -> None:
    note = replace(WARNING, severity=Severity.NOTE)
    (section,) = sections(record(findings=[note, replace(note, where=Where("a.md", 9, 1))]))
    assert [text(kind) for kind in section.iterfind("details/ul/li")] == [
        "note HDG001. Add it. lines 3, 9"
    ]


def test_what_judges_say_takes_the_place_of_what_was_said_before() -> None:
    one = record(verdicts=[NOT_RUN])
    (told,) = report.merged({"a.md": one.entry}, {"a.md": one}, {"a.md": [PASSED]})
    assert told.verdicts == (PASSED,)


def test_what_only_a_person_can_judge_is_always_told() -> None:
    assert "What a person must still judge" in text(tree())


def test_filters_need_no_script_and_hide_nothing_before_one_is_chosen() -> None:
    page = tree(record(), record("b.md", Status.BLOCKED, [ERROR]))
    assert list(page.iter("script")) == []
    boxes = list(page.iter("input"))
    assert [box.get("id") for box in boxes if box.get("checked") is not None] == ["show-all"]
    style = text(next(page.iter("style")))
    for box in boxes[1:]:
        assert f"#{box.get('id')}:checked" in style
    assert "blocked, failed or refused (1)" in text(next(page.iter("fieldset")))


def test_a_failure_is_told_in_full() -> None:
    failure = Failure("a.md cannot be read", "Save it as UTF-8.", 3)
    (section,) = sections(record(status=Status.FAILED, failure=failure))
    assert "a.md cannot be read. Save it as UTF-8." in text(section)


def suites(*told: deliver.DocumentReport) -> Element:
    return ElementTree.fromstring(junit(told))


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        (record(), ("1", "0", "0", "0")),
        (record(status=Status.BLOCKED, findings=[ERROR]), ("1", "1", "0", "0")),
        (record(status=Status.DRAFT, findings=[ERROR]), ("1", "1", "0", "0")),
        (record(status=Status.FAILED, failure=Failure("m", "h", 3)), ("1", "0", "1", "0")),
        (record(verdicts=[PASSED, NOT_RUN, FAILED]), ("4", "1", "0", "1")),
    ],
)
def test_build_servers_see_what_failed_and_what_was_skipped(
    told: deliver.DocumentReport, counts: tuple[str, ...]
) -> None:
    (suite,) = suites(told)
    names = ("tests", "failures", "errors", "skipped")
    assert tuple(suite.get(name) for name in names) == counts


def test_control_characters_do_not_break_the_xml() -> None:
    odd = Finding("X", Severity.ERROR, "a\x00\x1b[31mb", Where("a.md", 1, 1))
    assert "a\\u0000\\u001b[31mb" in text(suites(record(status=Status.BLOCKED, findings=[odd])))


def test_documents_of_earlier_runs_keep_what_was_told() -> None:
    old, new = record("old.md", findings=[WARNING]), record("new.md")
    stored = report.read_reports(report.report_json([old]))
    manifest = {one.entry.source: one.entry for one in (old, new)}
    assert report.merged(manifest, {**stored, "new.md": new}) == [new, old]


def test_a_document_without_a_record_shows_what_the_manifest_knows() -> None:
    one = record("old.md", findings=[WARNING])
    (told,) = report.merged({"old.md": one.entry}, {})
    assert (told.findings, told.entry.count(Severity.WARNING)) == ((), 1)
    assert "with warnings (1)" in text(tree(told))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"documents": [{"source": "a"}]}'])
def test_a_broken_report_is_made_again(content: bytes) -> None:
    assert report.read_reports(content) == {}


def test_the_json_says_the_same_as_the_page() -> None:
    told = [record(findings=[WARNING], verdicts=[PASSED])]
    (read,) = json.loads(report.report_json(told))["documents"]
    assert list(read) == [
        *("findings", "verdicts", "source", "digest", "status", "outputs", "evidence"),
        *("sha256", "bytes", "pages", "claims", "withheld", "counts"),
    ]
    assert read["counts"] == {"error": 0, "warning": 1, "note": 0}
    assert read["findings"][0]["message"] == "a rank is skipped"
    assert read["verdicts"][0]["outcome"] == "passed"


@pytest.mark.slow
def test_a_thousand_documents_stay_light() -> None:
    told = [record(f"d{n}.md", findings=[WARNING] * 3) for n in range(1000)]
    assert len(page(told, "report.json", "junit.xml")) < 2_000_000


def test_names_cannot_bring_markup_or_addresses_of_their_own() -> None:
    page = tree(record('javascript:"<script>&.md'))
    assert list(page.iter("script")) == []
    (link,) = next(page.iter("section")).iter("a")
    assert link.get("href", "").startswith("javascript%3A%22%3Cscript%3E")


# --- The head of a house -----------------------------------------------------------------


@pytest.mark.slow
def test_a_house_stands_above_the_report_and_passes_the_gate() -> None:
    house = house_of(house_style())
    made = report.files([record()], house)[report.PAGE].decode()
    assert 'alt="Crest of the Harbours Office"' in made
    assert made.index('class="masthead"') < made.index("<h1>")
    assert "img-src data:" in made
    assert ":root { --accent: #8a1538; }" in made


def test_a_report_keeps_the_house_that_it_had() -> None:
    house = house_of(house_style())
    assert read_house(report.report_json([record()], house)) == house
    assert read_house(report.report_json([record()])) is None
    assert read_house(b'{"house": {"parts": [{"file": "x"}]}}') is None


def test_a_style_without_a_masthead_is_no_house() -> None:
    assert house_of(load_style("briefing")) is None
