"""Keys and names of a style's data: what is not known is an error that says what was meant."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches


def check_keys(given: Iterable[str], known: Collection[str], table: str = "") -> None:
    """Raise ValueError for the first key of `given` that is not `known`."""
    for key in given:
        if key not in known:
            raise ValueError(f"{table}{key} is not a key of a style; {meant(key, known)}")


def meant(word: str, known: Collection[str] | dict[str, str]) -> str:
    """What `word` was probably meant to be; `known` may name the written form of each word."""
    written = known if isinstance(known, dict) else {name: name for name in known}
    close = get_close_matches(word, list(written), 1)
    if close:
        return f"did you mean “{written[close[0]]}”?"
    return f"known are {', '.join(written.values())}"
