"""Keys and names of a style's data: what is not known is an error that says what was meant."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches


class WrongValue(ValueError):
    """A key that cannot be used: `key` as it is written, with its tables ("letters.title").

    The message is a sentence that begins with the key. `item` is the number of the table in an
    array of tables ([[brand.font]]), counted from 0.
    """

    def __init__(self, key: str, reason: str, item: int = 0) -> None:
        super().__init__(f"{key} {reason}")
        self.key, self.item = key, item


def check_keys(given: Iterable[str], known: Collection[str], table: str = "") -> None:
    """Raise WrongValue for the first key of `given` that is not `known`."""
    for key in given:
        if key not in known:
            raise WrongValue(f"{table}{key}", f"is not a key of a style; {meant(key, known)}")


def meant(word: str, known: Collection[str] | dict[str, str]) -> str:
    """What `word` was probably meant to be; `known` may name the written form of each word."""
    written = known if isinstance(known, dict) else {name: name for name in known}
    close = get_close_matches(word, list(written), 1)
    if close:
        return f"did you mean “{written[close[0]]}”?"
    return f"known are {', '.join(written.values())}"
