"""A style sheet to style attributes: what remains when a mail program drops style sheets.

Invariant: the cascade of CSS (specificity, then order) decides; an attribute that stands there
already wins.
"""

from functools import cache
from importlib.resources import files
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2  # type: ignore[import-untyped]  # it has no type information


def inline(root: Element) -> None:
    """Give `root` and everything below it the declarations of email.css that apply to it."""
    matcher = _matcher()
    for wrapped in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
        declared: dict[str, str] = {}
        for *_, declarations in matcher.match(wrapped):
            declared.update(declarations)
        element = wrapped.etree_element
        own = element.get("style", "")
        style = "; ".join([*(f"{name}: {value}" for name, value in declared.items()), own])
        if style.strip("; "):
            element.set("style", style.strip("; "))


@cache
def _matcher() -> cssselect2.Matcher:
    sheet = files("docforge.email").joinpath("email.css").read_text(encoding="utf-8")
    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        # Attributes stand in quotation marks, so that families are told with the other sort.
        declarations = {
            item.lower_name: tinycss2.serialize(item.value).strip().replace('"', "'")
            for item in tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
        }
        for selector in cssselect2.compile_selector_list(rule.prelude):
            matcher.add_selector(selector, declarations)
    return matcher
