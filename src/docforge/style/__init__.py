"""How outputs look and what they say of themselves: styles, words, page geometry.

Invariant: nothing here depends on a document.
"""

from docforge.style.brand import NO_BRAND, Brand
from docforge.style.building import Style
from docforge.style.colours import Colours
from docforge.style.editions import in_edition
from docforge.style.fonts import FontFile
from docforge.style.furniture import ContentsRule
from docforge.style.loading import (
    SHIPPED,
    forget_styles,
    load_style,
    style_answer,
    style_names,
    style_problems,
)
from docforge.style.page import PageGeometry, points
from docforge.style.running import page_rule
from docforge.style.sheets import with_values
from docforge.style.words import Words, callout_words, caption_words, load_words

__all__ = [
    "NO_BRAND",
    "SHIPPED",
    "Brand",
    "Colours",
    "ContentsRule",
    "FontFile",
    "PageGeometry",
    "Style",
    "Words",
    "callout_words",
    "caption_words",
    "forget_styles",
    "in_edition",
    "load_style",
    "load_words",
    "page_rule",
    "points",
    "style_answer",
    "style_names",
    "style_problems",
    "with_values",
]
