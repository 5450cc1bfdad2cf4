"""Names of outputs: ASCII, stable, and never a way out of the output folder."""

import pytest

from docforge.source.names import ascii_name, output_stem, with_marks, with_slug


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
        ("con.tar.md", "", "con-.tar/con-.tar"),
        ("Aux.txt.md", "", "Aux-.txt/Aux-.txt"),
        ("COM¹.v2.md", "", "COM1-.v2/COM1-.v2"),
        ("lpt².d/a.md", "", "lpt2-.d/a/a"),
        ("a.md", "nul.b", "nul-.b/nul-.b"),
        ("console.tar.md", "", "console.tar/console.tar"),
        ("..md", "../../etc", "etc/etc"),
        ("公告/新闻 2026.md", "", "GongGao/XinWen-2026/XinWen-2026"),
        ("‘News’ – [blog] 2026–27.md", "", "News-blog-2026-27/News-blog-2026-27"),
    ],
)
def test_outputs_lie_in_a_folder_of_their_own(path: str, slug: str, stem: str) -> None:
    assert output_stem(path, slug) == stem


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("بيان صحفي", "byn-shfy"),
        ("プレスリリース", "puresuririsu"),
        ("보도자료", "BoDoJaLyo"),
        ("Δελτίο Τύπου", "Deltio-Typoy"),
        ("Пресс-релиз №5", "Press-reliz-No5"),
        ("הודעה לעיתונות", "hvdh-lytvnvt"),
        ("प्रेस विज्ञप्ति", "pres-vijnpti"),
        ("ሰላም", "selam"),
        ("Straße in Łódź", "Strasse-in-Lodz"),
        ("minister’s ½", "ministers-1-2"),
        ("نُل", "nul-"),
        ("сom1", "som1"),
    ],
)
def test_a_name_in_another_script_is_legible(name: str, readable: str) -> None:
    assert ascii_name(name) == readable


def test_a_name_that_needs_a_mark_is_legible_and_has_one() -> None:
    first, other = ascii_name("公告", marked=True), ascii_name("共高", marked=True)
    assert first.startswith("GongGao-")
    assert other.startswith("GongGao-")
    assert first != other


def test_no_mark_makes_a_name_that_a_system_keeps_for_a_device() -> None:
    assert ascii_name("aux.txt", marked=True).startswith("aux-.txt-")
    assert ascii_name("prn." + "x" * 300).startswith("prn-.x")
    assert with_marks(output_stem("aux.txt.md"), ["draft"]) == "aux-.txt/aux-.txt-draft"


def test_a_slug_replaces_the_last_name_only() -> None:
    assert with_slug(output_stem("公告/a.md"), "新闻") == "GongGao/XinWen/XinWen"
    assert with_slug(output_stem("a.md"), "index.html") == "index.html-/index.html-"


@pytest.mark.parametrize("name", ["🎉", "x" * 300, "公" * 200, "...", "\udce9"])
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


@pytest.mark.parametrize(
    "name",
    [
        *("manifest.json.damaged", "journal.jsonl.damaged", "MANIFEST.JSON", "ｍanifest.json"),
        *(".docforge", "docforge", "index.html.", "briefing.eml", "Briefing.ZIP"),
    ],
)
def test_no_folder_is_in_the_way_of_what_docforge_writes(name: str) -> None:
    own = {
        *("manifest.json", "index.html", "report.json", "junit.xml", ".docforge"),
        *("manifest.json.damaged", "journal.jsonl.damaged", "briefing.eml", "briefing.zip"),
    }
    for stem in (output_stem(f"{name}.md"), output_stem("a.md", name), output_stem(f"{name}/a.md")):
        assert stem.split("/")[0].lower() not in own


@pytest.mark.parametrize("kind", ["html", "epub", "pdf", "txt", "evidence.json", "earl.jsonld"])
def test_no_folder_is_in_the_way_of_a_neighbours_file(kind: str) -> None:
    files = f"x/a/a.{kind}"  # what x/a.md is written to
    assert output_stem("x/a.md") == "x/a/a"
    for stem in (
        output_stem(f"x/a/a.{kind}.md"),
        output_stem("x/a/b.md", f"a.{kind}"),
        output_stem("x/a/b.md", f"A.{kind.upper()}"),
        output_stem(f"x/a/a.{kind}/b.md"),
    ):
        assert not stem.lower().startswith(f"{files}/")
