"""E-mails of documents that may not go out yet, and of documents in two languages."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

import pytest
from briefings import briefing, piece
from msgspec.structs import replace

from docforge import email
from docforge.errors import DocforgeError, ExitCode, UsageError
from docforge.export import Format
from docforge.run import mail
from docforge.run.mail import MailOptions, prepare
from docforge.run.mail_documents import MailDocuments
from docforge.source.config import Config, load_config

BEFORE, AFTER = (datetime(2026, 12, 1, 0, minute, tzinfo=UTC) for minute in (0, 1))
MARK = "Embargoed until 1 December 2026, 00:01 (UTC)"
SOURCE = """---
title: {title}
lang: {lang}
{lines}
---

![A light](light.svg)

Text.
"""


def embargoed(**other: str) -> email.MailDocument:
    made = piece(**other)
    facts = replace(made.facts, marks=(MARK,), embargo="2026-12-01 00:01 UTC")
    return replace(made, facts=facts, stem=f"{made.stem}-embargoed", tail="-embargoed")


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[email.MailDocument]:
    """The documents that are found, whatever is named."""
    found = [embargoed()]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(mail, "gather", lambda paths, options: MailDocuments(tuple(found), ()))
    # What stands in for attachments here are no files that the gate could read.
    monkeypatch.setattr(mail, "_refuse", lambda hits: None)
    return found


def made(**wishes: object) -> EmailMessage:
    wish = MailOptions((Path("a.md"),), sender="desk@example.org", **wishes)  # type: ignore[arg-type]
    file, _ = prepare(wish, Config())
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("now", [BEFORE, None], ids=["before its time", "without a clock"])
def test_what_is_embargoed_is_refused(
    documents: list[email.MailDocument], now: datetime | None
) -> None:
    with pytest.raises(DocforgeError, match="Embargoed until 1 December 2026, 00:01") as refused:
        made(now=now)
    assert refused.value.exit_code is ExitCode.BLOCKED
    assert "--under-embargo" in refused.value.hint
    assert not Path("output").exists()


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_zip_is_refused_as_a_message_is(
    documents: list[email.MailDocument], as_zip: bool
) -> None:
    documents.insert(0, piece(stem="free"))
    with pytest.raises(DocforgeError, match="not to be sent yet"):
        made(now=BEFORE, as_zip=as_zip, subject="Two")


@pytest.mark.parametrize("wish", [{"now": AFTER}, {"now": BEFORE, "under_embargo": True}])
def test_when_it_may_go_the_subject_and_the_names_say_it(
    documents: list[email.MailDocument], wish: dict[str, object]
) -> None:
    message = made(**wish)
    assert message["Subject"] == f"{MARK} – Harbour news"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().startswith(MARK)
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == [f"2026-11-12-harbour-embargoed.{kind}" for kind in ("pdf", "epub", "txt")]


@pytest.mark.slow
def test_the_same_time_or_another_gives_the_same_bytes(
    documents: list[email.MailDocument],
) -> None:
    later = AFTER.replace(year=2030)
    assert made(now=AFTER).as_bytes() == made(now=later).as_bytes()
    told = made(now=BEFORE, under_embargo=True)
    assert told.as_bytes() == made(now=AFTER).as_bytes()


def test_a_subject_that_says_it_already_says_it_once(documents: list[email.MailDocument]) -> None:
    assert made(now=AFTER, subject=f"Ports: {MARK}")["Subject"] == f"Ports: {MARK}"


def test_no_name_is_shortened_by_what_says_how_far_it_may_go() -> None:
    long = embargoed(stem="a-report-of-the-harbour-" * 5)
    (name, *_) = [one.name for one in briefing(long).attachments]
    assert name.endswith("-embargoed.pdf")
    assert len(name) < 70


def test_a_page_that_no_manifest_knows_says_itself_that_it_is_embargoed() -> None:
    page = piece().outputs[Format.HTML]
    page = page.replace(b"</h1>", f'</h1><p class="restriction">{MARK}</p>'.encode())
    page = page.replace(
        b"<style>", b'<meta name="dcterms.available" content="2026-12-01 00:01 UTC"><style>'
    )
    found = email.mail_document("a", {**piece().outputs, Format.HTML: page}, None, {})
    assert (found.facts.marks, found.facts.embargo) == ((MARK,), "2026-12-01 00:01 UTC")


# --- Two languages -----------------------------------------------------------------------


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4">
<rect width="4" height="4"/></svg>"""


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "light.svg").write_bytes(SVG)
    for name, title, lang, lines in (
        ("fund", "Fund opens", "en", "status: draft"),
        ("fund.cy", "Cronfa yn agor", "cy", ""),
        ("other", "Another", "en", ""),
    ):
        text = SOURCE.format(title=title, lang=lang, lines=lines)
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("config", ["", '[email]\nfrom = "a@example.org"\n'])
def test_one_message_carries_a_document_in_all_its_languages(pair: Path, config: str) -> None:
    if config:
        (pair / "docforge.toml").write_text(config)
    wish = MailOptions((Path("fund.md"),), as_zip=True, output=Path("a.zip"))
    prepare(wish, load_config(pair))
    with ZipFile("a.zip") as archive:
        names = archive.namelist()
        text = archive.read("message.txt").decode()
    assert [name for name in names if name.endswith(".pdf")] == ["fund-draft.pdf", "fund.cy.pdf"]
    assert text.startswith("Draft – Fund opens / Cronfa yn agor\n")


@pytest.mark.slow
def test_outputs_are_sent_with_their_translations(pair: Path) -> None:
    from test_cli import docforge

    assert docforge(pair, "export", ".", "-o", "out").returncode == 0
    wish = MailOptions((pair / "out/fund.cy",), as_zip=True, output=Path("a.zip"))
    prepare(wish, Config())
    with ZipFile("a.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert names == ["fund.cy.pdf", "fund-draft.pdf"]
    two = MailOptions((pair / "out/fund.cy", pair / "out/other"), as_zip=True)
    with pytest.raises(UsageError, match="several documents needs a subject"):
        prepare(two, Config())
