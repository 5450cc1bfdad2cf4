"""What is wrong with a value, in docforge's own words.

pydantic says which value and which rule; none of its sentences reaches a person.
"""

from pydantic_core import ErrorDetails

_PATTERNS = 'must be a list of patterns, such as ["**/*.md"]'
_SENTENCES = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "dict_type": 'must be a table of codes with their levels, such as LNK020 = "error"',
    "finite_number": "must be a number above 0",
    "float_type": "must be a number above 0",
    "greater_than": "must be a number above 0",
    "int_type": "must be a whole number above 0",
    "less_than_equal": "must be at most 1000000000",
    "missing": 'is missing: list the sources it is for, such as ["cy/**"]',
    "string_pattern_mismatch": "must be a name of letters, digits and hyphens, without folders",
    "string_type": _PATTERNS,
    "too_short": _PATTERNS,
    "tuple_type": _PATTERNS,
}


def sentence(problem: ErrorDetails) -> str:
    """What the value must be, as the end of a sentence that begins with its key."""
    match problem["type"], problem["loc"]:
        case "value_error", _:
            return str(problem["ctx"]["error"])
        case "literal_error", _:
            return f"must be {problem['ctx']['expected']}".replace("'", "")
        case ("tuple_type" | "model_type", ("override", *_)) if len(problem["loc"]) < 3:
            return "must be written [[override]], once for each override"
        case ("model_type", (table,)) | ("dict_type", ("brand" as table,)):
            return f"must be a table: write [{table}] on a line of its own"
    return _SENTENCES.get(problem["type"], "cannot be used")
