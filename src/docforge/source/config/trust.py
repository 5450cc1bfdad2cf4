"""The table [trust] of docforge.toml: which sources come from outside.

Configuration and styles are the team's. A source that is not trusted says what it says, and
nothing about how it is read, judged and sent.
"""

from docforge.source.config.settings import FrozenTable


class Trust(FrozenTable):
    """`untrusted` are globs of sources, as in [input]."""

    untrusted: tuple[str, ...] = ()


DEFAULT_TRUST, NO_TRUST = Trust(), Trust(untrusted=("**",))
# What only the team decides: how a source is read, how it looks, whom and what it leads to, and
# who has evaluated it.
KEYS_OF_THE_TEAM = frozenset(
    {"style", "base_url", "contact", "dialect", "evaluated_by", "evaluated_on"}
)
