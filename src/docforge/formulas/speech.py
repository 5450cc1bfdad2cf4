"""MathML read aloud by rule: "x squared plus the square root of 2", in English.

A part of more than one symbol is closed in words ("end of fraction"), so that a listener knows
where it ends. The words are data (speech.toml).
"""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_INVISIBLE = frozenset("\u2061\u2062\u2063\u2064\u200b")
_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms"})


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("docforge.formulas").joinpath("speech.toml").read_text("utf-8"))


def speak(mathml: str) -> str:
    """What a listener hears for a `<math>` element given as a string."""
    spoken = " ".join(_say(ElementTree.fromstring(mathml)).split())
    return spoken.replace(" ,", ",").replace(" ;", ";").rstrip(",")


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _say(element: Element) -> str:
    parts = list(element)
    match _tag(element):
        case tag if tag in _LEAVES:
            return _leaf(element)
        case "mfrac" if len(parts) == 2:
            return _fraction(element, *parts)
        case "msqrt":
            return _phrase("root", inside=parts)
        case "mroot" if len(parts) == 2:
            order = _say(parts[1])
            return _phrase("nth-root", inside=parts[:1]).replace("{order}", order)
        case "msup" if len(parts) == 2:
            return _power(_say(parts[0]), parts[1])
        case "msub" if len(parts) == 2:
            return _lower(*parts)
        case "msubsup" | "munderover" if len(parts) == 3:
            return _both(*parts)
        case "munder" if len(parts) == 2:
            return _under(*parts)
        case "mover" if len(parts) == 2:
            return _over(*parts)
        case "mtable":
            return _table(parts)
        case "annotation" | "annotation-xml" | "mspace" | "mphantom":
            return ""
        case _:
            return " ".join(filter(None, map(_say, parts)))


def _leaf(element: Element) -> str:
    text = _text(element)
    if text in _INVISIBLE:
        return ""
    known: Mapping[str, str] = _words()["symbols"] | _words()["large"]
    # Bold and script letters are characters of their own that few voices know.
    plain = unicodedata.normalize("NFKC", text)
    return known.get(text) or known.get(plain, plain)


def _is_short(*parts: Element) -> bool:
    """Whether the parts are one symbol that needs no words around it to be told apart."""
    leaves = [leaf for part in parts for leaf in part.iter() if _tag(leaf) in _LEAVES]
    return len(leaves) <= 1


def _phrase(name: str, **slots: list[Element]) -> str:
    """The phrase `name`, in its long form when one of its slots is long."""
    long = not all(_is_short(*parts) for parts in slots.values())
    phrases: Mapping[str, str] = _words()["phrases"]
    phrase = phrases.get(f"{name}-long", phrases[name]) if long else phrases[name]
    for slot, parts in slots.items():
        phrase = phrase.replace(f"{{{slot}}}", " ".join(map(_say, parts)))
    return phrase


def _fraction(element: Element, top: Element, bottom: Element) -> str:
    if element.get("linethickness") in ("0", "0px", "0pt", "0em"):
        return _phrase("binomial", top=[top], bottom=[bottom])
    return _phrase("fraction", top=[top], bottom=[bottom])


def _power(base: str, exponent: Element) -> str:
    known: Mapping[str, str] = _words()["powers"]
    if (text := _text(exponent)) in known:
        return f"{base} {known[text]}"
    return _phrase("power", exponent=[exponent]).replace("{base}", base)


def _lower(base: Element, index: Element) -> str:
    if _text(base) in _words()["large"]:
        return _under(base, index)
    return _phrase("subscript", index=[index]).replace("{base}", _say(base))


def _both(base: Element, low: Element, high: Element) -> str:
    if _text(base) in _words()["large"]:
        filled = {"operator": _say(base), "low": _say(low), "high": _say(high)}
        return str(_words()["phrases"]["from-to"]).format(**filled)
    return _power(_lower(base, low), high)


def _under(base: Element, low: Element) -> str:
    if _text(base) in _words()["large"]:
        return str(_words()["phrases"]["over"]).format(operator=_say(base), low=_say(low))
    return str(_words()["phrases"]["below"]).format(base=_say(base), accent=_say(low))


def _over(base: Element, accent: Element) -> str:
    accents: Mapping[str, str] = _words()["accents"]
    known = accents.get(_text(accent))
    name = "accent" if known else "above"
    return str(_words()["phrases"][name]).format(base=_say(base), accent=known or _say(accent))


def _table(rows: list[Element]) -> str:
    phrases: Mapping[str, str] = _words()["phrases"]
    width = max((len(row) for row in rows), default=0)
    said = "; ".join(_rows(rows))
    return f"{phrases['matrix'].format(rows=len(rows), columns=width)}; {said};"


def _rows(rows: list[Element]) -> Iterator[str]:
    for number, row in enumerate(rows, 1):
        cells = ", ".join(_say(cell) for cell in row)
        yield str(_words()["phrases"]["row"]).format(number=number, cells=cells)
