"""Links to documents of the same run that came to nothing are told when it has ended."""

from pathlib import Path

from standing import here, write

from docforge.export import Format
from docforge.run import batch
from docforge.run.astray import links_astray
from docforge.source.config import Config
from docforge.source.options import RunOptions


def astray(folder: Path) -> list[tuple[str, str, int]]:
    plan = batch.plan([folder / "in"], Config())
    options = RunOptions(Config(), plan.neighbours, (Format.TEXT,))
    delivered = list(batch.run(plan.places, options, folder / "out", here))
    found = (finding for finding, _ in links_astray(delivered, plan.places))
    return [(finding.message, str(finding.where), len(finding.hint)) for finding in found]


def test_a_link_to_a_document_that_was_blocked_says_so_until_it_is_mended(tmp_path: Path) -> None:
    write(tmp_path / "in", a="one\n\nsee link:b.md", b="BAD", c="link:d.md link:a.md", d="FAIL")
    first = astray(tmp_path)
    assert [(message, where) for message, where, hint in first if hint] == [
        ("b.md, which a link leads to, was not exported, because of its errors", "a.md:3:10"),
        ("d.md, which a link leads to, failed", "c.md:1:6"),
    ]
    assert astray(tmp_path) == first
    write(tmp_path / "in", b="good", d="good")
    assert astray(tmp_path) == []
