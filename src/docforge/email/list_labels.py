"""Labels of lists as they were typed, such as 1) and (a), which no mail program can be asked for.

Invariant: a list that mail programs number rightly by themselves is left to them.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from docforge.document import Delimiter, Numbering, label_of

_FORMS = {Delimiter.PARENTHESIS: "{})", Delimiter.PARENTHESES: "({})"}
_NUMBERINGS = {
    "a": Numbering.LOWER_ALPHA,
    "A": Numbering.UPPER_ALPHA,
    "i": Numbering.LOWER_ROMAN,
    "I": Numbering.UPPER_ROMAN,
}


def say_labels(listed: Element) -> None:
    """Write the labels of a list whose sheet had to say them into its items, as words of theirs."""
    if listed.tag != "ol" or _form(listed) is None:
        return
    listed.set("style", "list-style-type: none")
    for item, label in labelled(listed):
        _begin(item, label)


def labelled(listed: Element) -> Iterator[tuple[Element, str]]:
    """The items of a list, each with its label as it was typed: "-", "3.", "c)", "(iv)"."""
    form = _form(listed) or "{}."
    numbering = _NUMBERINGS.get(listed.get("type", ""), Numbering.DECIMAL)
    number = int(listed.get("start", "1")) - 1
    for item in listed:
        number = int(item.get("value", number + 1))
        yield item, "-" if listed.tag == "ul" else form.format(label_of(numbering, number))


def _form(listed: Element) -> str | None:
    names = listed.get("class", "").split()
    return next((form for name, form in _FORMS.items() if name in names), None)


def _begin(item: Element, label: str) -> None:
    begins_with_block = len(item) and item[0].tag == "p" and not (item.text or "").strip()
    first = item[0] if begins_with_block else item
    first.text = f"{label} {(first.text or '').lstrip()}"
