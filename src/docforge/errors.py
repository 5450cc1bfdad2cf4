"""Failures that end a document or a run: what happened, what to do, and the exit code."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit code of a command; of a batch, the highest of its documents."""

    DELIVERED = 0
    BLOCKED = 1
    USAGE = 2
    UNREADABLE = 3
    TOOL_MISSING = 4
    TOOL_FAILED = 5
    DELIVERY_FAILED = 6
    BUG = 70


class DocforgeError(Exception):
    """A failure told to people: `message` says what happened and where, `hint` what to do."""

    exit_code = ExitCode.BUG

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(DocforgeError):
    """A command line or a configuration that cannot be carried out."""

    exit_code = ExitCode.USAGE


class UnreadableSource(DocforgeError):
    """A source that cannot be read or decoded."""

    exit_code = ExitCode.UNREADABLE


class ToolMissing(DocforgeError):
    """A program, library or font that is needed and not there."""

    exit_code = ExitCode.TOOL_MISSING


class ToolFailed(DocforgeError):
    """A program that died, timed out or printed what cannot be read."""

    exit_code = ExitCode.TOOL_FAILED


class LimitReached(DocforgeError):
    """A document that has more of something than a document may have.

    It becomes a finding of that `code` at `line` and `column`, and nothing is made of it.
    """

    exit_code = ExitCode.BLOCKED

    def __init__(self, code: str, message: str, hint: str, line: int, column: int) -> None:
        super().__init__(message, hint)
        self.code = code
        self.line = line
        self.column = column


class TooLarge(DocforgeError):
    """A document whose outputs are larger than one document's may be."""

    exit_code = ExitCode.TOOL_FAILED


class DeliveryFailed(DocforgeError):
    """Outputs that could not be written; what was there before is still whole."""

    exit_code = ExitCode.DELIVERY_FAILED


class ImageError(DocforgeError):
    """A picture that cannot be carried: parsing turns it into a finding at the image's place."""

    exit_code = ExitCode.UNREADABLE
