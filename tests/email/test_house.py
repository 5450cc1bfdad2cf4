"""A house in an e-mail: its head once, above all, with pictures that the message brings along."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from briefings import briefing, draft
from every_node import DOCUMENT
from housing import house_style
from msgspec.structs import replace

from docforge import gate
from docforge.conformance import FAULTLESS
from docforge.email import Body, MailDocument, mail_document
from docforge.export import FORMATS, DocumentFacts, Format
from docforge.formats import renderer


def housed(stem: str, name: str = "briefing") -> MailDocument:
    style = house_style(name)
    renders = {kind: renderer(kind) for kind in FORMATS.values()}
    outputs = {
        kind: make(DOCUMENT, style, standing=FAULTLESS).content for kind, make in renders.items()
    }
    facts = DocumentFacts("Title", "en-GB", contact="a@example.org", formats="b@example.org")
    return mail_document(stem, outputs, facts, {Format.PDF: 1})


def parts(content: bytes) -> tuple[str, EmailMessage]:
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content()), message


@pytest.mark.slow
def test_the_head_of_a_house_stands_once_above_the_title() -> None:
    made = briefing(housed("one"), replace(housed("two")), subject="Two")
    text, message = parts(draft(replace(made, accent="#8a1538")))
    assert text.count("Crest of the Harbours Office") == 1
    assert text.index("Crest of the Harbours Office") < text.index("<h1")
    assert "border-bottom: 3px solid #8a1538" in text
    assert "<picture" not in text
    assert "prefers-color-scheme" not in text
    shown = re.findall(r'<img src="cid:([^"]+)" alt="(Crest|Funded)', text)
    carried = {part["Content-ID"]: part.get_content_type() for part in message.walk()}
    assert [carried[f"<{cid}>"] for cid, _ in shown] == ["image/png", "image/png"]


@pytest.mark.slow
def test_the_message_of_a_house_passes_the_last_gate() -> None:
    assert gate.check_message(draft(briefing(housed("one")))) == ()


@pytest.mark.parametrize("body", [Body.WHOLE, Body.NOTE])
@pytest.mark.slow
def test_readers_are_told_once_what_the_house_says_of_other_formats(body: Body) -> None:
    """Below the list of what is attached; a document that is shown whole says it itself."""
    text, message = parts(draft(briefing(housed("one"), body=body)))
    plain = message.get_body(("plain",))
    assert plain is not None
    whole = "formats@harbours.example.org or 01632 960 100"
    told = {Body.WHOLE: whole, Body.NOTE: "b@example.org"}[body]
    for said in (str(plain.get_content()), re.sub(r"<[^>]+>", "", text)):
        assert said.count("If you need another format") == 1
        assert f"If you need another format: {told}" in said
        assert ("access@harbours.example.org" in said) == (body is Body.WHOLE)
