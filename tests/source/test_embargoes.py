"""The moment of an embargo as people write it, and what of it is not certain."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from docforge.document.restrictions import Embargo
from docforge.findings import Severity
from docforge.source.config import Settings
from docforge.source.front_matter import FrontMatter, read_front_matter
from docforge.source.front_matter.days import NotADay
from docforge.source.front_matter.embargoes import embargo_of
from docforge.source.restrictions import restrictions_of


def read(*lines: str) -> FrontMatter:
    block = "\n".join(("---", "title: T", *lines, "---", "Text"))
    return read_front_matter(block, "a.md", Settings(lang="en"))


@pytest.mark.parametrize(
    ("written", "lang", "meant"),
    [
        ("2026-12-01 00:01", "en", "2026-12-01 00:01"),
        ("2026-12-01T00:01:00Z", "en", "2026-12-01 00:01 UTC"),
        ("2026-12-01T00:01:00.000+01:00", "en", "2026-12-01 00:01 +01:00"),
        ("2026-12-01 00:01 +0100", "en", "2026-12-01 00:01 +01:00"),
        ("2026-12-01 00:01 GMT+1", "en", "2026-12-01 00:01 +01:00"),
        ("2026-12-01 00:01 Europe/London", "en", "2026-12-01 00:01 Europe/London"),
        ("2026-12-01, 00:01 (GMT)", "en", "2026-12-01 00:01 GMT"),
        ("00.01hrs on 1 December 2026", "en", "2026-12-01 00:01"),
        ("0001 hrs, Tuesday 1 December 2026", "en", "2026-12-01 00:01"),
        ("1 December 2026 at 9am", "en", "2026-12-01 09:00"),
        ("9:30 p.m. on 1 December 2026", "en", "2026-12-01 21:30"),
        ("12.30 am, 1 December 2026", "en", "2026-12-01 00:30"),
        ("12 noon, 1 December 2026 GMT", "en", "2026-12-01 12:00 GMT"),
        ("December 1, 2026 at 12:01 AM EST", "en", "2026-12-01 00:01 EST"),
        ("until 1 December 2026 00:01", "en", "2026-12-01 00:01"),
        ("1. Dezember 2026 um 10:30 Uhr MEZ", "de", "2026-12-01 10:30 MEZ"),
        ("01.12.2026 08.30 Uhr", "de", "2026-12-01 08:30"),
        ("1 décembre 2026 à 0h01", "fr", "2026-12-01 00:01"),
        ("kl. 10.00 den 1. december 2026", "da", "2026-12-01 10:00"),
        ("1 Rhagfyr 2026, 00:01", "cy", "2026-12-01 00:01"),
        ("2026年12月1日 10:00", "ja", "2026-12-01 10:00"),
        ("1 ديسمبر 2026 10:00", "ar", "2026-12-01 10:00"),
    ],
)
def test_a_day_and_a_time_are_read_as_they_are_meant(written: str, lang: str, meant: str) -> None:
    found = embargo_of(written, lang)
    assert (str(found.embargo), found.doubt) == (meant, "")
    assert Embargo.of(meant) == found.embargo


@pytest.mark.parametrize(
    ("written", "said", "doubt"),
    [
        ("2026-12-01", "2026-12-01", "no time of the day"),
        ("Monday", "Monday", "no day"),
        ("00:01", "00:01", "no day"),
        ("12/11/2026 10:00", "12/11/2026 10:00", "to some readers"),
        ("2026-12-01 00:01 XYZ", "2026-12-01 00:01 XYZ", "“XYZ” is not known"),
        ("yes", "yes", "no time"),
        ("x" * 500, "x" * 500, "no day"),
    ],
)
def test_what_is_not_certain_is_told_and_stays_an_embargo(
    written: str, said: str, doubt: str
) -> None:
    front = read(f"embargo: {written}")
    (finding,) = front.findings
    assert (finding.code, finding.where.line) == ("CFG015", 3)
    assert doubt in finding.message
    assert str(restrictions_of(front.settings).embargo) == said


@pytest.mark.parametrize("written", ["2026-02-31 10:00", "2026-12-01 25:00", "2026-12-01 10:75"])
def test_a_moment_that_there_is_not_is_an_error(written: str) -> None:
    with pytest.raises(NotADay):
        embargo_of(written, "en")
    (finding,) = read(f"embargo: {written}").findings
    assert (finding.code, finding.severity) == ("CFG002", Severity.ERROR)


@pytest.mark.parametrize("written", ["", "none", "false", "no"])
def test_no_embargo_is_none(written: str) -> None:
    front = read(f"embargo: {written}")
    assert front.findings == ()
    assert restrictions_of(front.settings).embargo is None


def test_an_embargo_without_a_time_is_one_and_is_told() -> None:
    front = read("status: embargoed")
    assert [(one.code, one.where.line) for one in front.findings] == [("CFG015", 3)]
    assert restrictions_of(front.settings).embargo == Embargo()


@pytest.mark.parametrize(
    ("embargo", "now", "is_over"),
    [
        ("2026-12-01 00:01 UTC", datetime(2026, 12, 1, 0, 0, tzinfo=UTC), False),
        ("2026-12-01 00:01 UTC", datetime(2026, 12, 1, 0, 1, tzinfo=UTC), True),
        ("2026-12-01 00:01 +02:00", datetime(2026, 11, 30, 22, 1, tzinfo=UTC), True),
        ("2026-07-01 00:01 Europe/London", datetime(2026, 6, 30, 23, 1, tzinfo=UTC), True),
        ("2026-12-01 00:01 Europe/London", datetime(2026, 11, 30, 23, 1, tzinfo=UTC), False),
        ("2026-12-01 00:01 BST", datetime(2026, 11, 30, 23, 1, tzinfo=UTC), True),
        # Without a zone it is that of whoever asks; an unknown one ends last of all.
        ("2026-12-01 10:00", datetime(2026, 12, 1, 10, tzinfo=timezone(timedelta(hours=9))), True),
        ("2026-12-01 10:00 XYZ", datetime(2026, 12, 1, 21, 59, tzinfo=UTC), False),
        ("2026-12-01 10:00 XYZ", datetime(2026, 12, 1, 22, 0, tzinfo=UTC), True),
        ("2026-12-01", datetime(2026, 12, 1, tzinfo=UTC), True),
        ("Monday", datetime(2126, 12, 1, tzinfo=UTC), False),
        ("2026-02-31 10:00", datetime(2126, 12, 1, tzinfo=UTC), False),
        ("yes", datetime(2126, 12, 1, tzinfo=UTC), False),
    ],
)
def test_an_embargo_is_over_when_its_time_has_come(
    embargo: str, now: datetime, is_over: bool
) -> None:
    assert Embargo.of(embargo).is_over(now) is is_over


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("kind: pres release", "did you mean press-release?"),
        ("kind: Deployment", "known are news-story, press-release"),
        ("status: drafft", "did you mean draft?"),
        ("status: published", "known are draft, embargoed, final"),
        (f"classification: {'x' * 200}", "shorter than 100"),
    ],
)
def test_a_kind_or_status_that_there_is_not_is_an_error_with_a_suggestion(
    line: str, says: str
) -> None:
    (finding,) = read(line).findings
    assert (finding.code, finding.severity, finding.where.line) == ("CFG002", Severity.ERROR, 3)
    assert says in finding.message


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("kind: Press release", "press-release"),
        ("kind: press_release", "press-release"),
        ("kind: news", "news-story"),
        ("kind: SPEECH", "speech"),
        ("kind:", ""),
    ],
)
def test_a_kind_may_be_written_as_people_write_it(line: str, kind: str) -> None:
    assert read(line).settings.kind == kind


def test_a_key_that_docforge_knows_under_another_name_says_so() -> None:
    (finding,) = read("draft: true").findings
    assert (finding.code, finding.hint) == ("CFG010", "Write “status: draft” in its place.")
