"""The table [email] of docforge.toml: who a briefing goes to and what it may weigh."""

from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field

from docforge.source.config.settings import FrozenTable
from docforge.source.config.values import Amount, Line, Value, text


def _entries(value: Value) -> tuple[str, ...]:
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(filter(None, map(text, items)))


def _lists(value: Value) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ValueError('must be a table of lists: press = ["name@example.org"]')
    return {name: _entries(entries) for name, entries in value.items()}


Entries = Annotated[tuple[str, ...], BeforeValidator(_entries)]
Lists = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_lists)]


class Mail(FrozenTable):
    """Addresses, or names of `lists`, in `to` and `cc`; sizes in megabytes before encoding."""

    sender: Line = Field(default="", validation_alias=AliasChoices("from"))
    to: Entries = ()
    cc: Entries = ()
    lists: Lists = Field(default_factory=dict)
    warn_mb: Amount = 7
    max_mb: Amount = 18


DEFAULT_MAIL = Mail()
