"""Formulas: TeX to MathML that every output can use, and to words that a listener can follow.

A formula that cannot be converted whole is not converted at all; its TeX stands for it.
"""

from docforge.formulas.mathml import to_mathml
from docforge.formulas.speech import speak

__all__ = ["speak", "to_mathml"]
