"""Tags of HTML, told from words that stand between < and >: <br>, and <Jane Doe>."""

import re
from functools import cache
from importlib.resources import files

_ATTRIBUTE = r"[A-Za-z_:@][\w:.@-]*(?:\s*=\s*(?:\"[^\"]{0,5000}\"|'[^']{0,5000}'|[^\s\"'=<>`]+))?"
TAG = re.compile(rf"<(/[ ]{{0,3}}|)([A-Za-z][A-Za-z0-9-]*)((?:\s+{_ATTRIBUTE}){{0,60}})\s*/?>")
_END = re.compile(r"</([a-z][a-z0-9-]{0,60})")

# Names of elements that a placeholder has as well; each of them has to end somewhere.
_WORDS = frozenset(
    {"address", "article", "aside", "button", "cite", "data", "details", "figure", "footer", "form"}
    | {"header", "label", "main", "map", "menu", "meter", "nav", "object", "output", "progress"}
    | {"q", "s", "section", "summary", "time", "title"}
)


def closed_names(text: str) -> frozenset[str]:
    """The names of all elements that end somewhere in `text`, in small letters."""
    return frozenset(_END.findall(text.lower()))


def is_words(tag: re.Match[str], closed: frozenset[str]) -> bool:
    """Whether a match of TAG is no element of HTML: it ends nowhere, and says nothing of itself."""
    name = tag[2].lower()
    if len(name) == 1 and not tag[1] and not tag[3] and _compares(tag):
        return name not in closed or _is_opened_again(tag)
    is_start = not tag[1] and not tag[0].endswith("/>") and "=" not in tag[3]
    is_word = name not in _known() or (name in _WORDS and not tag[3] and not _is_alone(tag))
    return is_start and is_word and name not in closed and "\n" not in tag[0]


def _is_alone(tag: re.Match[str]) -> bool:
    """Whether nothing else stands on the line of a tag."""
    text = tag.string
    line = (
        text[text.rfind("\n", 0, tag.start()) + 1 : tag.end()],
        text[tag.end() :].partition("\n")[0],
    )
    return "".join(line).strip(" \t>") == tag[0].strip(">")


def _compares(tag: re.Match[str]) -> bool:
    """Whether a letter stands between two words, as in a<b>c; a paragraph <p> begins so, too."""
    text, start, end = tag.string, *tag.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return tag[2].lower() != "p" and before.isalnum() and after.isalnum()


def _is_opened_again(tag: re.Match[str]) -> bool:
    """Whether the same tag stands on the line once more before one that ends it."""
    end_of_line = tag.string.find("\n", tag.end())
    line = tag.string[tag.end() : end_of_line if end_of_line >= 0 else None].lower()
    again, end = line.find(f"<{tag[2].lower()}>"), line.find(f"</{tag[2].lower()}")
    return 0 <= again < (end if end >= 0 else len(line))


@cache
def _known() -> frozenset[str]:
    """The names of all elements that HTML has or had."""
    listed = files("docforge.verify.ledger.inlines").joinpath("html_names.txt").read_text("utf-8")
    return frozenset(listed.split())
