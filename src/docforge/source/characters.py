"""Characters that no output can carry (XML 1.0, 2.2 Char): one list for bodies and front matter."""

import re

# C0 and C1 controls, surrogates and noncharacters; tabs and line ends are white space.
# Each plane ends with two noncharacters (Unicode 16.0, 23.7).
_ENDS = "".join(
    chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)
FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_ENDS}]")
