"""Whether the words of a link already say where it leads, so that plain text need not say it again.

Invariant: the rendition and its proof ask the same question; where the answer is written, and how
it is read, stays with each of them.
"""

import re
from urllib.parse import unquote

# "14. Measuring", "8.4 Devices", "A.2) Forms": what other places call such a heading by.
_NUMBER = re.compile(r"(\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)[.)]?\s")
# What parts a short name from what it stands for: "Annex A: Records", "Part 2. Devices".
_PARTED = r"\s*[:.,;(\u2010-\u2015\uff1a-]"
_PUNCTUATION = ".,:;!?()<>[]\"'“”‘’«»"
# Fewer digits than these are no number to call.
_FEWEST_DIGITS = 6


def names_heading(text: str, title: str) -> bool:
    """Whether the words `text` name the heading `title`: whole, by its number or its short name."""
    if title.casefold() in text.casefold():
        return True
    number = _NUMBER.match(title)
    if number and re.search(rf"(?<![\w.]){re.escape(number[1])}(?!\w|\.\d)", text):
        return True
    short = text.strip()
    return bool(short) and re.match(re.escape(short) + _PARTED, title, re.IGNORECASE) is not None


def says_address(text: str, url: str) -> bool:
    """Whether the words `text` hold the address `url`, as people write it."""
    if not url.startswith(("http://", "https://", "mailto:", "tel:")):
        return False
    if url.startswith("tel:"):
        return _says_number(text, url)
    cores = {_core(url), _core(unquote(url))}
    return any(
        _core(said) in cores for word in text.split() for said in (word, word.strip(_PUNCTUATION))
    )


def spoken_address(url: str) -> str:
    """The address or number in a `mailto:` or `tel:` link, without the subject that may follow."""
    _, _, address = url.partition(":")
    return unquote(address.partition("?")[0]) or address


def _says_number(text: str, url: str) -> bool:
    """A number may stand without its country: 01632 960 120 for +44 1632 960120."""
    said, number = (re.sub(r"\D", "", part) for part in (text, url))
    return said == number != "" or (
        len(said) >= _FEWEST_DIGITS
        and url.startswith("tel:+")
        and number.endswith(said.removeprefix("0"))
    )


def _core(address: str) -> str:
    """What two spellings of one address share."""
    core = re.sub(r"^(?:mailto:|https?://)?(?:www\.)?", "", address.strip())
    return (spoken_address(address) if address.startswith("mailto:") else core).rstrip("/")
