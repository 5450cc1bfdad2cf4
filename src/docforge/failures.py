"""What is said of a document that came to nothing: what happened, what to do, the exit code."""

import traceback
from pathlib import Path

from docforge.errors import ExitCode, SystemRefused, is_refusal, refused
from docforge.export import Export, Failure, Status
from docforge.source import SourceFile

# A checkout may itself lie in a folder named docforge: only this folder holds docforge's own code.
_PACKAGE = Path(__file__).parent


def failed(source_file: SourceFile, failure: Failure) -> Export:
    """The Export of a document that came to nothing."""
    return Export(source_file.path, source_file.stem, "", Status.FAILED, failure=failure)


def out_of_memory(source_file: SourceFile) -> Failure:
    """A document that needs more memory than one document may have."""
    return Failure(
        f"{source_file.path} needs more than {source_file.limits.memory_mb:g} MB of memory",
        "Split it, use smaller images, or raise memory_mb under [limits] in docforge.toml.",
        ExitCode.TOOL_FAILED,
    )


def out_of_time(source_file: SourceFile) -> Failure:
    """A document that takes longer than one document may take."""
    return Failure(
        f"{source_file.path} took longer than {source_file.limits.seconds:g} seconds",
        "Split it, or raise seconds under [limits] in docforge.toml.",
        ExitCode.TOOL_FAILED,
    )


def too_deep(source_file: SourceFile) -> Failure:
    """A document whose parts stand in one another deeper than its outputs can follow."""
    return Failure(
        f"{source_file.path} nests lists, quotations or marks too deeply to be exported",
        f"Lower nesting under [limits] in docforge.toml from {source_file.limits.nesting}, and "
        "nest less: more than three levels are hard to follow by ear.",
        ExitCode.TOOL_FAILED,
    )


def worker_died(source_file: SourceFile, exit_code: int) -> Failure:
    """A document whose process ended without an answer."""
    how = f"signal {-exit_code}" if exit_code < 0 else f"code {exit_code}"
    return Failure(
        f"The process that exported {source_file.path} ended with {how}",
        f"Often it ran out of memory (its limit is {source_file.limits.memory_mb:g} MB): split the "
        "document, use smaller images, or raise memory_mb under [limits] in docforge.toml.",
        ExitCode.TOOL_FAILED,
    )


def of(error: Exception) -> Failure:
    """What the system refused, or else a bug."""
    if isinstance(error, OSError) and is_refusal(error):
        told = refused(error)
        return Failure(told.message, told.hint, told.exit_code)
    return bug(error)


def no_workers(error: BaseException) -> SystemRefused:
    """Worker processes that could not be started."""
    cause = error.__cause__ or error
    if isinstance(cause, OSError) and is_refusal(cause):
        return refused(cause)
    return SystemRefused(
        f"Worker processes could not be started: {type(cause).__name__}",
        "Raise the limits of memory and of open files (ulimit -v and -n), or use fewer documents "
        "at a time (-j 1).",
    )


def bug(error: Exception) -> Failure:
    """A failure that docforge did not foresee, with the place in the code to report."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    frame = (ours or frames)[-1]
    file = Path(frame.filename)
    module = file.relative_to(_PACKAGE).as_posix() if ours else file.name
    position = f"{module}:{frame.lineno}"
    return Failure(
        f"This is a bug in docforge: {type(error).__name__} at {position}",
        "Please report it, with the document if you can share it. "
        "--debug shows the whole trace for the report.",
        ExitCode.BUG,
        "".join(traceback.format_exception(error)),
    )
