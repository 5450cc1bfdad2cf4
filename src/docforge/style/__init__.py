"""How outputs look and what they say of themselves: styles, words, page geometry.

Invariant: nothing here depends on a document.
"""

from docforge.style.fonts import FontFile
from docforge.style.loading import (
    SHIPPED,
    Style,
    forget_styles,
    load_style,
    style_answer,
    style_problems,
)
from docforge.style.page import PageGeometry, page_rule, points
from docforge.style.words import Words, caption_words, load_words

__all__ = [
    "SHIPPED",
    "FontFile",
    "PageGeometry",
    "Style",
    "Words",
    "caption_words",
    "forget_styles",
    "load_style",
    "load_words",
    "page_rule",
    "points",
    "style_answer",
    "style_problems",
]
