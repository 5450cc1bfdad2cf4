"""What an e-mail may weigh before it is encoded, and what each part of it weighs.

Exchange takes 10 MB by default, Microsoft 365 and Gmail 25 MB, both after encoding, which makes
a message 1.37 times as large; Gmail shows the first 102 kB of an HTML part.
"""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from docforge.errors import DeliveryFailed
from docforge.style.sizes import in_words as size

_MEGA = 1_000_000
_CLIPPED = 102_000


class Budget(Struct, frozen=True):
    """Sizes in megabytes (10^6 bytes) before encoding."""

    warn_mb: float = 7
    max_mb: float = 18


def check(parts: Mapping[str, int], budget: Budget, offer: Callable[[], str]) -> Iterator[str]:
    """What to warn of, as sentences. `parts` are bytes by name; `offer`, which is asked only when
    they are heavy, says what smaller images would save.

    Raises DeliveryFailed above `max_mb`, with what weighs what.
    """
    total = sum(parts.values())
    if total > budget.max_mb * _MEGA:
        weights = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
        listed = [f"  {size(count)}  {name}" for name, count in weights]
        message = (
            f"The e-mail would weigh {size(total)}, and max_mb is {budget.max_mb:g} MB. "
            "Nothing was written."
        )
        raise DeliveryFailed(
            "\n".join([message, *listed]),
            f"{offer()} --formats pdf attaches fewer formats; --zip makes a file to share in "
            "another way.",
        )
    if total > budget.warn_mb * _MEGA:
        yield (
            f"The e-mail weighs {size(total)}: some mail systems refuse more than "
            f"{budget.warn_mb:g} MB. {offer()}"
        )


def check_html(length: int) -> Iterator[str]:
    """What to warn of for an HTML part of `length` bytes."""
    if length > _CLIPPED:
        yield (
            f"The text of the e-mail has {size(length)} of HTML: Gmail shows the first 102 kB "
            "and a link to the rest. The attachments are whole."
        )
