"""What `docforge email` makes of a wish: sender, language and sizes, without exporting anything."""

from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from briefings import piece
from msgspec.structs import replace

from docforge import email
from docforge.errors import DeliveryFailed, UsageError
from docforge.export import Format
from docforge.run import mail
from docforge.run.mail import MailOptions, prepare
from docforge.run.mail_documents import DocumentBlocked, MailDocuments
from docforge.source.config import load_config
from docforge.source.options import RunOptions

DESK = '[email]\nfrom = "Desk <desk@example.org>"\n'


@pytest.fixture(autouse=True)
def _open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in for attachments here are no files that the gate could read."""
    monkeypatch.setattr(mail, "_refuse", lambda hits: None)


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[email.MailDocument]:
    """The documents that are found, whatever is named."""
    found = [piece()]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(mail, "gather", lambda paths, options: MailDocuments(tuple(found), ()))
    return found


def configure(text: str) -> None:
    Path("docforge.toml").write_text(text, "utf-8")


def made(**wishes: str) -> tuple[EmailMessage, list[str]]:
    file, mail_file = prepare(MailOptions((Path("a.md"),), **wishes), load_config(Path("a.md")))  # type: ignore[arg-type]  # texts all
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message, list(mail_file.warnings)


def test_the_sender_is_whom_the_command_line_or_the_team_names(
    documents: list[email.MailDocument],
) -> None:
    configure(DESK)
    assert made()[0]["From"] == "Desk <desk@example.org>"
    assert made(sender="Me <me@example.org>")[0]["From"] == "Me <me@example.org>"


def test_the_contact_of_a_document_is_never_the_sender(
    documents: list[email.MailDocument],
) -> None:
    assert documents[0].facts.contact == "a@example.org"
    configure('[document]\ncontact = "team@example.org"\n')
    with pytest.raises(UsageError, match="nothing names one") as refused:
        made()
    assert "--from" in refused.value.hint
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("config", "langs", "told"),
    [
        ('[document]\nlang = "cy"\n', ("ar", "ar"), "ar"),
        ('[document]\nlang = "cy"\n', ("ar", "en-GB"), "cy"),
        ("", ("ar", "en-GB", "en-GB"), "en-GB"),
    ],
)
def test_the_covering_note_speaks_the_documents_language_or_the_teams(
    documents: list[email.MailDocument], config: str, langs: Sequence[str], told: str
) -> None:
    configure(DESK + config)
    documents[:] = [piece(stem=str(number), lang=lang) for number, lang in enumerate(langs)]
    html = made(subject="S")[0].get_body(("html",))
    assert html is not None
    assert f'<html lang="{told}"' in html.get_content()


@pytest.mark.slow
def test_what_smaller_images_save_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gather(paths: Sequence[Path], options: RunOptions) -> MailDocuments:
        one = piece()
        heavy = bytes(1_000_000 if options.largest_image else 3_000_000)
        return MailDocuments((replace(one, outputs={**one.outputs, Format.EPUB: heavy}),), ())

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(mail, "gather", gather)
    configure(f"{DESK}warn_mb = 1\n")
    _, warnings = made()
    heavy = warnings[-1]
    assert "The e-mail weighs 3 MB" in heavy
    assert "--smaller-images saves 2 MB and leaves 1 MB." in heavy
    configure(f"{DESK}max_mb = 1\nwarn_mb = 1\n")
    with pytest.raises(DeliveryFailed, match="Nothing was written") as refused:
        made()
    assert refused.value.hint.startswith("--smaller-images saves 2 MB")


def test_outputs_are_not_measured_again(documents: list[email.MailDocument]) -> None:
    configure("[email]\nwarn_mb = 0.001\n")
    Path("a.html").write_text("", "utf-8")
    wish = MailOptions((Path("a.html"),), sender="a@example.org")
    warnings = prepare(wish, load_config(Path("a.html")))[1].warnings
    assert warnings[-1].endswith("From the Markdown sources, --smaller-images may make it lighter.")


def test_a_draft_that_says_something_else_than_its_documents_is_not_written(
    documents: list[email.MailDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(DESK)
    compose = email.compose

    def wrong(*asked: Any) -> email.Message:
        made = compose(*asked)
        return replace(made, content=made.content.replace(b"Inside", b"Outside", 1))

    monkeypatch.setattr(email, "compose", wrong)
    with pytest.raises(DocumentBlocked, match=r"RBK003 .*“Outside” and not “Inside”"):
        prepare(MailOptions((Path("news.md"),)), load_config(Path("news.md")))
    assert not list(Path().rglob("*.eml"))
