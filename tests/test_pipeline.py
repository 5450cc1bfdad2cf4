"""The pipeline: what blocks, claims, the last gate, failures that stay with their document."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from docforge import checking, editions, failures, pipeline
from docforge.conformance import Standing
from docforge.document import Document, Meta, Paragraph, Text
from docforge.errors import ExitCode, ToolMissing
from docforge.export import Export, Format, Rendering, Status
from docforge.findings import Finding, Outcome, Severity, Verdict, Where
from docforge.parse import Parsed
from docforge.pipeline import RunOptions
from docforge.source import Source, find_sources
from docforge.source.config import Config, Lint
from docforge.style import Style

ERROR = Finding("IMG001", Severity.ERROR, "no description", Where("a.md", 3, 1))
WARNING = Finding("TBL001", Severity.WARNING, "no caption", Where("a.md", 2, 1))

_CLAIMABLE = ("PDF/UA-1",)
Run = Callable[..., Export]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Export one source with a parser and a renderer that find what the test says."""

    def run(
        text: str = "---\nlang: en\n---\nText\n",
        *,
        draft: bool = False,
        parsed: tuple[Finding, ...] = (),
        rendered: tuple[Finding, ...] = (),
        raises: BaseException | None = None,
        gated: bool = False,
        work: Callable[..., Export] = pipeline.export,
    ) -> Export:
        def parse(source: Source, neighbours: object, translations: object) -> Parsed:
            if raises is not None:
                raise raises
            blocks = (Paragraph((Text(source.body),)),)
            return Parsed(Document(Meta((), source.settings.lang or "und"), blocks), parsed)

        def render(document: Document, style: Style, *, standing: Standing) -> Rendering:
            kept = standing.kept(_CLAIMABLE)
            return Rendering(Format.PDF, b"content", kept, _CLAIMABLE, rendered)

        monkeypatch.setattr(checking, "parse", parse)
        monkeypatch.setattr(editions, "renderers", lambda *_: {Format.PDF: render})
        # What stands in for a rendering here is no file that could be read back.
        monkeypatch.setattr(editions, "read_back", lambda *_: ())
        if not gated:
            monkeypatch.setattr(pipeline, "gated", lambda *_: Verdict("", "", Outcome.PASSED))
        (tmp_path / "a.md").write_text(text)
        (place,) = find_sources([tmp_path], Config())
        options = RunOptions(Config(), {"a.md": place.stem}, (Format.PDF,), draft)
        return work(place, options)

    return run


def claims(export: Export) -> list[tuple[str, ...]]:
    return [rendering.claims for rendering in export.renderings]


def test_a_document_without_errors_is_exported_with_its_claims(run: Run) -> None:
    export = run(parsed=(WARNING,))
    assert (export.status, claims(export)) == (Status.EXPORTED, [("PDF/UA-1",)])
    assert export.findings == (WARNING,)
    assert export.digest.startswith("sha256:")


def test_an_error_blocks(run: Run) -> None:
    export = run(parsed=(ERROR, WARNING, ERROR))
    assert (export.status, export.renderings) == (Status.BLOCKED, ())
    assert export.findings == (WARNING, ERROR)


def test_a_blocked_document_is_not_rendered(run: Run) -> None:
    export = run("---\nlang: en\nstyle: nowhere\n---\nText\n", parsed=(ERROR,))
    assert export.status is Status.BLOCKED


def test_a_draft_is_exported_in_spite_of_errors_without_a_claim(run: Run) -> None:
    export = run(draft=True, parsed=(ERROR,))
    assert (export.status, claims(export)) == (Status.DRAFT, [()])


def test_a_look_shows_the_draft_of_what_is_blocked_and_reads_it_once(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, sources = checking.read, []

    def counted(*asked: Any) -> Any:
        sources.append(asked)
        return read(*asked)

    monkeypatch.setattr(pipeline, "read", counted)
    for errors in ({"parsed": (ERROR,)}, {"rendered": (ERROR,)}):
        looked, drafted = run(work=pipeline.look, **errors), run(draft=True, **errors)
        assert looked.status is Status.DRAFT
        assert looked == drafted
    assert len(sources) == 4
    assert run(work=pipeline.look).status is Status.EXPORTED


def test_asking_for_a_draft_takes_no_claim_from_a_document_without_errors(run: Run) -> None:
    export = run(draft=True)
    assert (export.status, claims(export)) == (Status.EXPORTED, [("PDF/UA-1",)])


def test_an_error_that_only_a_rendition_sees_blocks_too(run: Run) -> None:
    assert run(rendered=(ERROR,)).status is Status.BLOCKED
    export = run(draft=True, rendered=(ERROR,))
    assert (export.status, claims(export)) == (Status.DRAFT, [()])


@pytest.mark.parametrize("draft", [False, True])
def test_what_the_last_gate_refuses_is_not_delivered_even_as_a_draft(run: Run, draft: bool) -> None:
    export = run(gated=True, draft=draft)
    assert (export.status, export.renderings) == (Status.BLOCKED, ())
    (found,) = export.findings
    assert (found.code, found.severity, found.where.path) == ("GAT005", Severity.ERROR, "a.md")
    assert [v.outcome for v in export.verdicts if v.judge == "last gate pdf"] == [Outcome.FAILED]


def test_findings_of_the_front_matter_count(run: Run) -> None:
    assert run("Text\n").status is Status.BLOCKED


def test_a_foreseen_failure_keeps_its_words_and_exit_code(run: Run) -> None:
    export = run(raises=ToolMissing("no pandoc", "install it"))
    assert export.status is Status.FAILED
    assert export.failure is not None
    assert (export.failure.message, export.failure.hint) == ("no pandoc", "install it")
    assert export.failure.exit_code == ExitCode.TOOL_MISSING


def test_an_unforeseen_failure_is_told_as_a_bug_with_a_place(run: Run) -> None:
    failure = run(raises=KeyError("secret")).failure
    assert failure is not None
    assert failure.exit_code == ExitCode.BUG
    assert failure.message.startswith("This is a bug in docforge: KeyError at checking.py:")
    assert "secret" not in failure.message + failure.hint
    assert "Traceback" in failure.trace


@pytest.mark.parametrize(
    ("file", "place"), [("parse/tree.py", "parse/tree.py:1"), ("/elsewhere/other.py", "lib.py:1")]
)
def test_the_place_of_a_bug_is_in_the_package_wherever_the_checkout_lies(
    file: str, place: str
) -> None:
    """A clone lies in a folder named docforge, and what it calls may be in its `.venv`."""
    package = Path(pipeline.__file__).parent
    called = compile("raise KeyError", "/home/me/docforge/.venv/lib.py", "exec")
    calling = compile("exec(called)", str(package / file), "exec")
    with pytest.raises(KeyError) as raised:
        exec(calling, {"called": called})
    raised.value.__traceback__ = raised.tb.tb_next  # without this test's own frame
    assert failures.bug(raised.value).message.endswith(f" KeyError at {place}")


def test_too_little_memory_names_the_limit(run: Run) -> None:
    failure = run(raises=MemoryError()).failure
    assert failure is not None
    assert "4096 MB" in failure.message


def test_a_style_that_is_not_there_is_a_usage_failure(run: Run) -> None:
    failure = run("---\nlang: en\nstyle: nowhere\n---\nText\n").failure
    assert failure is not None
    assert failure.exit_code == ExitCode.USAGE


def test_a_source_that_cannot_be_read_fails(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff\xfe\x00\xd8x")
    (place,) = find_sources([tmp_path], Config())
    failure = pipeline.export(place, RunOptions(Config(), {})).failure
    assert failure is not None
    assert failure.exit_code == ExitCode.UNREADABLE


def test_what_a_rendition_finds_names_the_source(run: Run) -> None:
    unplaced = replace(ERROR, where=Where("", 3, 1))
    assert [str(finding.where) for finding in run(rendered=(unplaced,)).findings] == ["a.md:3:1"]


def test_an_error_that_the_configuration_forgives_is_exported_without_a_claim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims: list[tuple[str, ...]] = []

    def render(document: Document, style: Style, *, standing: Standing) -> Rendering:
        claims.append(standing.kept(_CLAIMABLE))
        return Rendering(Format.TEXT, b"")

    monkeypatch.setattr(editions, "renderers", lambda *_: {Format.PDF: render})
    monkeypatch.setattr(editions, "read_back", lambda *_: ())
    (tmp_path / "a.md").write_text("---\ntitle: T\nlang: en\n---\n\n[](https://example.org/)\n")
    (place,) = find_sources([tmp_path], Config())
    forgiving = Config(lint=Lint(levels={"LNK005": "note"}))
    done = pipeline.export(place, RunOptions(forgiving, {}, (Format.TEXT,)))
    assert (done.status, claims) == (Status.EXPORTED, [()])
