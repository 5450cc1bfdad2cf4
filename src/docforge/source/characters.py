"""Characters that no output can carry (XML 1.0, 2.2 Char): one list for bodies and front matter."""

import re

# C0 and C1 controls, surrogates and noncharacters; tabs and line ends are white space.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
