"""The house of the tests, as docforge.toml says it."""

from functools import cache
from pathlib import Path

from docforge.source.config import load_config
from docforge.style import Style, load_style

HOUSE = Path(__file__).with_name("house")


@cache
def house_style(name: str = "briefing") -> Style:
    """The style `name` in the colours of the house, with its masthead and back page."""
    return load_style(name, (), load_config(HOUSE).brand)
