"""Failures that end a document or a run: what happened, what to do, and the exit code."""

import errno
from enum import IntEnum
from pathlib import PurePath


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


class SystemRefused(DocforgeError):
    """Something that the system did not give: a file handle, memory, room on a disk."""

    exit_code = ExitCode.TOOL_FAILED


_REMEDIES = {
    errno.EMFILE: "Raise the number of open files (ulimit -n) to 64 or more.",
    errno.ENFILE: "The machine has too many open files: try again when it has less to do.",
    errno.ENOMEM: "Raise the limit of memory (ulimit -v), or use fewer documents at a time (-j).",
    errno.EAGAIN: "Raise the number of processes (ulimit -u), or use fewer documents at a time.",
    errno.ENOSPC: "The disk is full: make room and run again. TMPDIR names another folder for "
    "temporary files.",
    errno.EDQUOT: "Your share of the disk is used up: make room and run again.",
    errno.EROFS: "A disk is read-only: TMPDIR names another folder for temporary files.",
    errno.EIO: "The disk may be failing: look at the system's messages.",
}


def is_refusal(error: BaseException) -> bool:
    """Whether the system refused something that docforge has a right to ask for."""
    return isinstance(error, MemoryError) or (
        isinstance(error, OSError) and error.errno in _REMEDIES
    )


def refused(error: OSError | MemoryError) -> SystemRefused:
    """What the system refused, in words."""
    if isinstance(error, MemoryError):
        return SystemRefused("There is not enough memory", _REMEDIES[errno.ENOMEM])
    named = f"{PurePath(str(error.filename)).name}: " if error.filename else ""
    reason = error.strerror or str(error) or type(error).__name__
    remedy = _REMEDIES.get(error.errno or 0, "Look at what the system says, and run again.")
    return SystemRefused(f"The system refused something: {named}{reason}", remedy)
