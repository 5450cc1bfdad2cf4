"""What people copy: addresses, mailboxes, names of files, values (x='1').

Their signs stay as they were typed: a dash in an address would lead elsewhere (law 8).
"""

import re

_COPIED = re.compile(
    r"(?:https?://|www\.)(?:[^\s<>\"'“”‘’]|'(?=\w)){1,2000}(?<![.,;:!?])"
    r"|[\w.+-][\w.+'-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|\b\w{1,80}+(?:[.-]{1,2}\w{1,80}+){1,20}\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|csv|html?|md|txt|rtf"
    r"|epub|zip|xml|json|png|jpe?g|svg|gif)\b"
    r"|(?<=\w)=(?P<quote>[\"'])[^\"'\n]{0,80}(?P=quote)"
)
# An ornament, such as the “--ENDS--” of a press release: its ends stay alike.
_FLANKED = re.compile(r"(?<!\S)(?P<hyphens>-{2,3})(?=[^\s-])[^-\n]{1,80}(?<=\S)(?P=hyphens)(?!\S)")


# Two or three straight marks on either side: those of MediaWiki, or of somebody without a key.
_DOUBLED = re.compile(
    r"(?<![\w'])(?P<marks>'{2,3})(?=[^\s'])(?:[^'\n]|'(?!')){1,200}(?P=marks)(?![\w'])"
)


def copied_signs(whole: str) -> frozenset[int]:
    """The offsets of signs that belong to what readers copy, and stay as they were typed."""
    places: set[int] = set()
    for match in _COPIED.finditer(whole):
        places.update(range(*match.span()))
    for match in _FLANKED.finditer(whole):
        places.add(match.start())
        places.add(match.end() - len(match["hyphens"]))
    for match in _DOUBLED.finditer(whole):
        width = len(match["marks"])
        places.update(range(match.start(), match.start() + width))
        places.update(range(match.end() - width, match.end()))
    return frozenset(places)
