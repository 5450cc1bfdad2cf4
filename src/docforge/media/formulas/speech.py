"""MathML read aloud by rule: "x squared plus the square root of 2".

Invariant: a part of more than one symbol is closed in words ("end of fraction"), so that a
listener knows where it ends. The words are data (voices/).
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import assert_never
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docforge.media.formulas.meaning import (
    LEAVES,
    Application,
    Fenced,
    FormulaPart,
    Symbol,
    Word,
    is_map,
    leaves,
    parts_of,
    tag,
    text_of,
)
from docforge.media.formulas.voice import SpeechWords, speech_words

_PLAIN: Mapping[str, str] = MappingProxyType({})
_NO_LINE = frozenset({"0", "0px", "0pt", "0em"})
_FENCES = {"|": "absolute", "‖": "norm", "⌊": "floor", "⌈": "ceiling"}
_ARROWS = frozenset("→⟶↑↓↗↘")
_MINUS = frozenset("-−")
_DIFFERENTIALS = frozenset("d∂")


def speak(mathml: str, lang: str = "en") -> str:
    """What a listener hears for a `<math>` element given as a string.

    It is in the language that `speech_language` gives for `lang`.
    """
    said = _row(speech_words(lang), ElementTree.fromstring(mathml))
    spoken = " ".join(said.split())
    return spoken.replace(" ,", ",").replace(" ;", ";").replace(",;", ";").rstrip(",; ")


def speech_language(lang: str) -> str:
    """The language in which a formula of a document in `lang` is read: its own, or English."""
    voice = speech_words(lang)
    return lang if lang.partition("-")[0].lower() == voice.lang else voice.lang


def _row(voice: SpeechWords, elements: Iterable[Element]) -> str:
    return _parts(voice, parts_of(elements))


def _parts(
    voice: SpeechWords, parts: Iterable[FormulaPart], inside: Mapping[str, str] = _PLAIN
) -> str:
    made = tuple(parts)
    if ":" not in inside and is_map(made):
        inside = {**inside, **voice.in_maps}
    return " ".join(filter(None, (_part(voice, part, inside) for part in made)))


def _part(voice: SpeechWords, part: FormulaPart, inside: Mapping[str, str]) -> str:
    """The words for `part`; `inside` is what symbols mean there that mean else elsewhere."""
    match part:
        case Symbol(element):
            return inside.get(text_of(element)) or _element(voice, element)
        case Word(text, unit):
            return " ".join(filter(None, (text, voice.units.get(unit, unit))))
        case Fenced():
            return _fenced(voice, part)
        case Application(function, argument):
            said = _function(voice, function)
            phrase = _phrase(voice, "function", voice.in_brackets, argument=argument)
            return phrase.replace("{function}", said)
    assert_never(part)


def _element(voice: SpeechWords, element: Element) -> str:
    inner = list(element)
    match tag(element):
        case name if name in LEAVES:
            return _leaf(voice, element)
        case "mfrac" if len(inner) == 2:
            return _fraction(voice, element)
        case "msqrt":
            return _phrase(voice, "root", inside=parts_of(inner))
        case "mroot" if len(inner) == 2:
            name = "cube-root" if text_of(inner[1]) == "3" else "nth-root"
            said = _phrase(voice, name, inside=parts_of(inner[:1]))
            return said.replace("{order}", _row(voice, inner[1:]))
        case "msup" | "msub" | "msubsup" | "munder" | "mover" | "munderover":
            return _scripts(voice, tag(element), inner)
        case "mtable":
            return _table(voice, element)
        case "menclose" if "strike" in element.get("notation", ""):
            return voice.phrases["struck"].format(inside=_row(voice, inner))
        case _:
            return _row(voice, inner)


def _leaf(voice: SpeechWords, element: Element) -> str:
    text = text_of(element)
    if text in voice.large:
        return voice.phrases["whole"].format(operator=voice.large[text])
    return voice.symbols.get(text) or voice.limits.get(text) or voice.functions.get(text, text)


def _is_short(parts: tuple[FormulaPart, ...]) -> bool:
    """Whether the parts are one symbol that needs no words around it to be told apart."""
    found = list(leaves(parts))
    return len(found) <= 1 or (len(found) == 2 and found[0] in _MINUS)


def _phrase(
    voice: SpeechWords,
    name: str,
    meant: Mapping[str, str] = _PLAIN,
    **slots: tuple[FormulaPart, ...],
) -> str:
    """The phrase `name`, in its long form when one of its slots is long."""
    long = f"{name}-long"
    is_long = long in voice.phrases and not all(map(_is_short, slots.values()))
    phrase = voice.phrases[long if is_long else name]
    for slot, parts in slots.items():
        phrase = phrase.replace(f"{{{slot}}}", _parts(voice, parts, meant))
    return phrase


def _fraction(voice: SpeechWords, element: Element) -> str:
    top, bottom = (parts_of([part]) for part in element)
    if element.get("linethickness") in _NO_LINE:
        return _phrase(voice, "binomial", top=top, bottom=bottom)
    above, below = list(leaves(top)), list(leaves(bottom))
    if known := voice.fractions.get(f"{''.join(above)}/{''.join(below)}"):
        return known
    if above[:1] == below[:1] and above and above[0] in _DIFFERENTIALS and len(below) > 1:
        return _phrase(voice, "derivative", top=top, bottom=bottom)
    return _phrase(voice, "fraction", top=top, bottom=bottom)


# --- Scripts -----------------------------------------------------------------------------


def _scripts(voice: SpeechWords, kind: str, inner: list[Element]) -> str:
    base, name = inner[0], text_of(inner[0])
    operator = voice.large.get(name) or voice.limits.get(name)
    match kind, inner[1:]:
        case "msubsup" | "munderover", [low, high] if operator:
            limits = {"low": _row(voice, [low]), "high": _row(voice, [high])}
            return voice.phrases["from-to"].format(operator=operator, **limits)
        case "msub" | "munder", [low] if operator:
            moves = name in voice.limits and _ARROWS & set(leaves(parts_of([low])))
            phrase = voice.phrases["limit" if moves else "over"]
            return phrase.format(operator=operator, low=_row(voice, [low]))
        case "msubsup" | "munderover", [low, high]:
            return _power(voice, _lower(voice, _row(voice, [base]), low), high)
        case "msup", [high]:
            return _power(voice, _row(voice, [base]), high)
        case "msub", [low]:
            return _lower(voice, _row(voice, [base]), low)
        case "munder" | "mover", [accent]:
            return _accent(voice, kind, base, accent)
        case _:
            return _row(voice, inner)


def _power(voice: SpeechWords, base: str, exponent: Element) -> str:
    if known := voice.powers.get(text_of(exponent)):
        return f"{base} {known}"
    return _phrase(voice, "power", exponent=parts_of([exponent])).replace("{base}", base)


def _lower(voice: SpeechWords, base: str, index: Element) -> str:
    return _phrase(voice, "subscript", index=parts_of([index])).replace("{base}", base)


def _accent(voice: SpeechWords, kind: str, base: Element, accent: Element) -> str:
    known = voice.accents.get(text_of(accent))
    if known:
        return _phrase(voice, "accent", base=parts_of([base])).replace("{accent}", known)
    if not _row(voice, [accent]) or text_of(accent) in "⏟⏞":
        return _row(voice, [base])
    phrase = voice.phrases["below" if kind == "munder" else "above"]
    return phrase.format(base=_row(voice, [base]), accent=_row(voice, [accent]))


def _function(voice: SpeechWords, function: Element) -> str:
    """A function's name with its powers and its base, without "of"."""
    inner = list(function)
    if tag(function) in ("msub", "munder") and text_of(inner[0]) in ("log", "lg"):
        name, base = _function(voice, inner[0]), _row(voice, inner[1:])
        return voice.phrases["base"].format(function=name, base=base)
    name = text_of(function)
    return voice.large.get(name) or _element(voice, function)


# --- Fences and tables -------------------------------------------------------------------


def _fenced(voice: SpeechWords, part: Fenced) -> str:
    said = _known_fence(voice, part) if part.closing is None or _is_plain(part.closing) else None
    if said is not None:
        return said
    if part.opening in _FENCES and part.closing is not None:
        said = _phrase(voice, f"{_FENCES[part.opening]}-long", inside=part.inside)
        return _scripted(voice, said, part.closing)
    inside = _parts(voice, part.inside, voice.in_brackets)
    closing = "" if part.closing is None else _element(voice, part.closing)
    return " ".join(filter(None, (voice.symbols.get(part.opening, ""), inside, closing)))


def _scripted(voice: SpeechWords, said: str, closing: Element) -> str:
    """`said` of what stands between fences, with the index and the power of the closing one."""
    match tag(closing), list(closing)[1:]:
        case "msub", [low]:
            return _lower(voice, said, low)
        case "msup", [high]:
            return _power(voice, said, high)
        case "msubsup", [low, high]:
            return _power(voice, _lower(voice, said, low), high)
        case _:
            return f"{said} {_element(voice, closing)}"


def _is_plain(closing: Element) -> bool:
    """Whether a closing fence carries no power or index, which belong to the whole."""
    return tag(closing) in LEAVES


def _known_fence(voice: SpeechWords, part: Fenced) -> str | None:
    """What a pair of fences means together, if it means something."""
    inside = part.inside
    match inside:
        case (Symbol(element),) if tag(element) == "mtable":
            return _fenced_table(voice, part.opening, element)
        case (Symbol(element),) if element.get("linethickness") in _NO_LINE:
            return _element(voice, element)
        case (Symbol(element), *_) if text_of(element) == "mod":
            return _parts(voice, inside)
    if part.opening == "{":
        return _phrase(voice, "set", voice.in_braces, inside=inside)
    if part.opening in _FENCES:
        return _phrase(voice, _FENCES[part.opening], inside=inside)
    return None


def _fenced_table(voice: SpeechWords, opening: str, table: Element) -> str:
    if opening == "{" and table.get("displaystyle") == "true":
        return _table(voice, table)
    if opening != "{":
        return _matrix(voice, "determinant" if opening == "|" else "matrix", table)
    cases = [
        voice.phrases["case"].format(number=number, cells=", ".join(_case(voice, row)))
        for number, row in enumerate(table, 1)
    ]
    return voice.phrases["cases"].format(count=len(cases), cells="; ".join(cases))


def _case(voice: SpeechWords, row: Element) -> list[str]:
    """A value and the condition for it, which begins with "if" unless it says so itself."""
    value, *conditions = row
    said = [_row(voice, value)]
    for condition in conditions:
        worded = any(tag(leaf) == "mtext" for leaf in condition.iter())
        words = _row(voice, condition)
        said.append(words if worded else voice.phrases["if"].format(condition=words))
    return said


def _table(voice: SpeechWords, table: Element) -> str:
    """Lines that are aligned, or an array."""
    aligned = table.get("displaystyle") == "true" or all(len(row) == 1 for row in table)
    if not aligned:
        return _matrix(voice, "matrix", table)
    lines = [_row(voice, [part for cell in row for part in cell]) for row in table]
    if len(lines) == 1:
        return lines[0]
    told = [
        voice.phrases["line"].format(number=number, cells=line)
        for number, line in enumerate(lines, 1)
    ]
    return voice.phrases["lines"].format(count=len(told), cells="; ".join(told))


def _matrix(voice: SpeechWords, phrase: str, table: Element) -> str:
    rows = [
        voice.phrases["row"].format(
            number=number, cells=", ".join(_row(voice, cell) for cell in row)
        )
        for number, row in enumerate(table, 1)
    ]
    columns = max(map(len, table), default=0)
    return voice.phrases[phrase].format(rows=len(rows), columns=columns, cells="; ".join(rows))
