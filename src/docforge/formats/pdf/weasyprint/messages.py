"""What WeasyPrint reports while it works, kept instead of printed.

Invariant: no report is lost; whoever listens decides what it means.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Messages(logging.Handler):
    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append(record.getMessage())


@contextmanager
def heard(messages: list[str]) -> Iterator[None]:
    logger, handler = logging.getLogger("weasyprint"), _Messages(messages)
    logger.addHandler(handler)
    # What is heard here becomes a finding; nobody else is to print it.
    logger.propagate = False
    try:
        yield
    finally:
        logger.propagate = True
        logger.removeHandler(handler)
