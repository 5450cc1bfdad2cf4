"""Names of outputs: ASCII, stable, and never a way out of the output folder."""

import pytest

from docforge.source.names import ascii_name, output_stem


@pytest.mark.parametrize(
    ("path", "slug", "stem"),
    [
        ("autumn.md", "", "autumn/autumn"),
        ("2026/autumn.md", "", "2026/autumn/autumn"),
        ("2026/autumn.md", "hydref", "2026/hydref/hydref"),
        ("Crème brûlée.md", "", "Creme-brulee/Creme-brulee"),
        ("a 'b' \"c\".md", "", "a-b-c/a-b-c"),
        ("v1.4/code.iw.md", "", "v1.4/code.iw/code.iw"),
        ("con.md", "", "con-/con-"),
        ("..md", "../../etc", "etc/etc"),
    ],
)
def test_outputs_lie_in_a_folder_of_their_own(path: str, slug: str, stem: str) -> None:
    assert output_stem(path, slug) == stem


@pytest.mark.parametrize("name", ["بيان", "公告", "🎉", "بيان 2", "x" * 300, "...", "\udce9"])
def test_a_name_that_ascii_cannot_hold_is_a_short_stable_hash(name: str) -> None:
    first = ascii_name(name)
    assert first == ascii_name(name) != ascii_name(name + "ب")
    assert first.isascii()
    assert 8 <= len(first) <= 110


@pytest.mark.parametrize("name", ["manifest.json", "index.html", "Report.JSON", "junit.xml"])
def test_what_delivery_writes_itself_is_no_name_of_a_document(name: str) -> None:
    assert output_stem(f"{name}.md") == f"{name}-/{name}-"
    assert output_stem("a.md", name) == f"{name}-/{name}-"
    assert output_stem(f"{name}/a.md") == f"{name}-/a/a"
