"""What scripts and emoji need of characters that nobody sees (Unicode 16, 23.2; UTS 51, UTS 37)."""

import re
import unicodedata

# A flag such as that of Wales (UTS 51, ED-14a).
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f")
RTL = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Scripts whose letters change their form beside one another, or that write without spaces.
_JOINING = re.compile(
    "[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\u1900-\u1aaf\u1b00-\u1c4f\ua800-\uaaff\uabc0-\uabff"
    "\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U000114df\U0001e800-\U0001efff]"
)
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
)
_EMOJI = re.compile("[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff]")
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_VARYING = re.compile(
    "[#*0-9\u203c\u2049\u2139\u3030\u303d\u1000-\u109f\u1820-\u18aa\ua840-\ua877"
    "\u2e80-\u9fff\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U000323af]"
)


def is_needed(text: str, place: int, character: str) -> bool:
    """Whether the invisible `character` at `place` is needed by its neighbours in `text`."""
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    match character:
        case "\u00ad":
            return before.isalnum() and after.isalnum()
        case "\u200b":
            return bool(_WITHOUT_SPACES.match(before) or _WITHOUT_SPACES.match(after))
        case "\u200c" | "\u200d" | "\u034f" | "\u180e":
            joins = _JOINING.match(before) or _JOINING.match(after)
            return bool(joins or (_EMOJI.match(before) and _EMOJI.match(after)))
        case _ if character >= "\U000e0100":
            return bool(_IDEOGRAPH.match(before))
        case _ if "\ufe00" <= character <= "\ufe0f":
            symbols = ("So", "Sm", "Sk")
            return bool(_VARYING.match(before)) or unicodedata.category(before or " ") in symbols
        case _:
            return False
