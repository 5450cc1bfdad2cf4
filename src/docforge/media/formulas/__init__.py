"""Formulas: TeX to MathML that every output can use, and to words that a listener can follow.

A formula that cannot be converted whole is not converted at all; its TeX stands for it.
"""

from docforge.media.formulas.mathml import to_mathml
from docforge.media.formulas.speech import speak, speech_language

__all__ = ["speak", "speech_language", "to_mathml"]
