"""Labels of list items as readers meet them."""

from docforge.document.blocks import Numbering

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def label_of(numbering: Numbering, number: int) -> str:
    """The label of an item without what stands around it: "3", "c", "iii".

    A number that letters or numerals cannot tell stays a number (CSS Counter Styles 3, 6).
    """
    match numbering:
        case Numbering.LOWER_ALPHA:
            return _letters(number)
        case Numbering.UPPER_ALPHA:
            return _letters(number).upper()
        case Numbering.LOWER_ROMAN:
            return _roman(number)
        case Numbering.UPPER_ROMAN:
            return _roman(number).upper()
        case Numbering.DECIMAL | Numbering.BULLET:
            return str(number)


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    if number < 1:
        return str(number)
    letters = ""
    while number:
        number, index = divmod(number - 1, 26)
        letters = chr(ord("a") + index) + letters
    return letters


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    numeral = ""
    for value, digits in _ROMAN:
        count, number = divmod(number, value)
        numeral += digits * count
    return numeral
