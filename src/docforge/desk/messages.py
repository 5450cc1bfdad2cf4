"""Failures in words for people who use no command line."""

from docforge.errors import DocforgeError
from docforge.export import Failure


def message_of(problem: DocforgeError | Failure) -> str:
    """What happened and what to do; advice that is an option of the command line is left out."""
    message = problem.message.rstrip(".")
    if not problem.hint or "--" in problem.hint:
        return f"{message}."
    return f"{message}. {problem.hint}"
