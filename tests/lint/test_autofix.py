"""--fix: what is safe is mended, and nothing else changes."""

from linting import subject_of

from docforge.lint import review
from docforge.lint.autofix import diff, mended
from docforge.source.config import Lint, Settings

BEFORE = """\
# A title

#### Ferries #1

See https://example.org/report, or <a href="https://example.org/">it</a>.

• One thing
• Another thing

```
# not a heading
https://example.org/code
```

Text with **bold** and [a link](https://example.org/a).
"""
AFTER = """\
# A title

## Ferries #1

See https://example.org/report, or <a href="https://example.org/">it</a>.

- One thing
- Another thing

```
# not a heading
https://example.org/code
```

Text with **bold** and [a link](https://example.org/a).
"""


def mend(text: str, lint: Lint | None = None) -> str:
    subject, earlier = subject_of(text, Settings(lang="en-GB"))
    return mended(subject, review(subject, earlier, lint or Lint()).findings)


def test_headings_and_bullets_are_mended_and_code_is_not() -> None:
    assert mend(BEFORE) == AFTER


def test_mending_twice_changes_nothing_more() -> None:
    assert mend(AFTER) == AFTER


def test_one_finding_of_many_headings_mends_them_all() -> None:
    text = "---\ntitle: T\n---\n### One\n\n#### Two\n\n```\n### code\n```\n\n### Three\n"
    fixed = "---\ntitle: T\n---\n## One\n\n### Two\n\n```\n### code\n```\n\n## Three\n"
    assert mend(text) == fixed


def test_an_address_becomes_a_link_as_it_stands() -> None:
    text = "# T\n\nSee https://example.org/report.\n"
    assert mend(text) == "# T\n\nSee <https://example.org/report>.\n"
    beside = "# T\n\nSee [it](https://example.org/a) or https://example.org/b.\n"
    assert mend(beside) == beside.replace("https://example.org/b", "<https://example.org/b>")


def test_the_configured_language_goes_into_the_front_matter() -> None:
    lint = Lint(levels={"DOC005": "warning"})
    assert mend("---\ntitle: T\n---\nText.\n", lint) == "---\nlang: en-GB\ntitle: T\n---\nText.\n"
    assert mend("# T\n\nText.\n", lint) == "---\nlang: en-GB\n---\n\n# T\n\nText.\n"


def test_bullets_of_one_kind_are_mended_with_empty_lines_between_and_marks_before() -> None:
    assert mend("# T\n\n• One\n\n• Two\ngoes on\n\nText • text.\n") == (
        "# T\n\n- One\n\n- Two\ngoes on\n\nText • text.\n"
    )
    assert mend("# T\n\nBefore:\n•\tOne\n•\tTwo\n") == "# T\n\nBefore:\n- One\n- Two\n"


def test_what_is_silenced_is_not_mended() -> None:
    text = "# T\n\n• One <!-- docforge: off LST013 because it is a quotation -->\n• Two\n"
    assert mend(text) == text


def test_the_change_is_shown() -> None:
    assert list(diff("a.md", "one\ntwo\n", "one\n2\n"))[2:] == [
        "@@ -1,3 +1,3 @@",
        " one",
        "-two",
        "+2",
        " ",
    ]
