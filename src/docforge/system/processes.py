"""The only module that starts a process: bounded in time, output and memory, never by a shell.

Whatever ends a call, the whole process group is gone after it; and a process that docforge
started does not outlive it, even when docforge is killed.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from msgspec import Struct

from docforge.errors import ToolFailed, ToolMissing
from docforge.system.parent import kill_at_hangup
from docforge.system.process_limits import DEFAULT_LIMITS, ProcessLimits, bound

_GRACE = 1.0  # seconds a process gets to end by itself before it is killed
_TAIL = 2000  # bytes of standard error that a message may quote
_GLANCE = 0.5  # seconds between two looks at the limits while waiting
_CHUNK = 65536


class Completed(Struct, frozen=True):
    """What a process left: its output as UTF-8 text (bad bytes replaced) and its exit code."""

    stdout: str
    stderr: str
    code: int


def run(
    command: Sequence[str],
    *,
    input: bytes = b"",
    limits: ProcessLimits = DEFAULT_LIMITS,
    env: Mapping[str, str] | None = None,
    accept: Collection[int] = (0,),
) -> Completed:
    """Run `command` to its end; `env` is added to a small environment of fixed words.

    Raises ToolMissing when there is no such program, ToolFailed when it passes a limit or
    ends with a code that is not in `accept`.
    """
    with _buffer() as stdin:
        stdin.write(input)
        stdin.seek(0)
        with _running(command, stdin, limits, env) as running:
            stdout = running.read_to_end()
            completed = Completed(_text(stdout), running.complaint(), running.wait())
    if completed.code == -signal.SIGXCPU:
        used = f"{limits.processor_seconds} seconds of the processor"
        raise ToolFailed(f"{running.name} needed more than {used}.", completed.stderr.strip())
    if completed.code not in accept:
        raise ToolFailed(
            f"{running.name} ended with code {completed.code}.", completed.stderr.strip()
        )
    return completed


class Conversation:
    """A process kept warm: one line in, one line out, each answer within the time limit.

    `conversation` makes them. After any ToolFailed the process is gone.
    """

    def __init__(self, running: "_Running") -> None:
        self._running = running
        self._unread = b""

    def listen(self) -> str:
        """The next line the process says, without its end.

        Raises ToolFailed when the process ends first or passes a limit.
        """
        running = self._running
        deadline = time.monotonic() + running.limits.seconds
        while b"\n" not in self._unread:
            chunk = running.read(deadline, len(self._unread))
            if not chunk:
                raise running.died()
            self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        return _text(line)

    def ask(self, line: str) -> str:
        """Say one line and return the answer. Raises ToolFailed as `listen` does."""
        stdin = self._running.process.stdin
        assert stdin is not None
        try:
            stdin.write(line.encode() + b"\n")
            stdin.flush()
        except (OSError, ValueError):
            raise self._running.died() from None
        return self.listen()


@contextmanager
def conversation(
    command: Sequence[str],
    *,
    limits: ProcessLimits = DEFAULT_LIMITS,
    env: Mapping[str, str] | None = None,
) -> Iterator[Conversation]:
    """Start `command` and talk with it; it is gone when the block ends.

    Raises ToolMissing when there is no such program.
    """
    with _running(command, subprocess.PIPE, limits, env) as running:
        yield Conversation(running)


class _Running(Struct, frozen=True):
    """A started process, alone in its process group, and what it may use."""

    name: str
    process: subprocess.Popen[bytes]
    stderr: IO[bytes]
    limits: ProcessLimits

    def read_to_end(self) -> bytes:
        deadline = time.monotonic() + self.limits.seconds
        chunks: list[bytes] = []
        length = 0
        while chunk := self.read(deadline, length):
            chunks.append(chunk)
            length += len(chunk)
        return b"".join(chunks)

    def read(self, deadline: float, already: int) -> bytes:
        """What the process has said, as soon as there is something; b"" at its end."""
        assert self.process.stdout is not None
        descriptor = self.process.stdout.fileno()
        while time.monotonic() < deadline:
            ready, _, _ = select.select([descriptor], [], [], _GLANCE)
            if already + os.fstat(self.stderr.fileno()).st_size > self.limits.output_bytes:
                raise self._stopped(f"printed more than {self.limits.output_bytes} bytes")
            if ready:
                return os.read(descriptor, _CHUNK)
        raise self._stopped(f"did not answer within {self.limits.seconds:g} seconds")

    def wait(self) -> int:
        """The exit code. A process that has closed its output gets a moment to end, no more."""
        try:
            return self.process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            raise self._stopped("closed its output and went on running") from None

    def died(self) -> ToolFailed:
        try:
            what = f"ended with code {self.process.wait(_GRACE)} instead of answering"
        except subprocess.TimeoutExpired:
            what = "stopped answering"
        return self._stopped(what)

    def _stopped(self, what: str) -> ToolFailed:
        self.end()
        return ToolFailed(f"{self.name} {what}.", self.complaint().strip())

    def complaint(self) -> str:
        """The end of what the process wrote to standard error."""
        size = self.stderr.seek(0, os.SEEK_END)
        self.stderr.seek(max(size - _TAIL, 0))
        return _text(self.stderr.read())

    def end(self) -> None:
        """End the process group: end of input, then SIGTERM, then SIGKILL.

        SIGTERM comes first because browsers start process groups of their own, which only
        their parent can end. SIGKILL comes in any case: a group may outlive its leader.
        """
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):  # gone, and so is what was buffered for it
                self.process.stdin.close()
            self._wait_a_moment()
        if self.process.poll() is None:
            self._signal(signal.SIGTERM)
            self._wait_a_moment()
        self._signal(signal.SIGKILL)
        self.process.wait()

    def _wait_a_moment(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_GRACE)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):  # the whole group has ended by itself
            os.killpg(self.process.pid, number)


@contextmanager
def _running(
    command: Sequence[str],
    stdin: IO[bytes] | int,
    limits: ProcessLimits,
    env: Mapping[str, str] | None,
) -> Iterator[_Running]:
    with _buffer() as stderr, _end_with_parent() as pipe:
        process = _start(command, stdin, stderr, env, pipe)
        kill_at_hangup(pipe, process.pid)
        bound(process.pid, limits)
        running = _Running(Path(command[0]).name, process, stderr, limits)
        try:
            yield running
        finally:
            running.end()
            assert process.stdout is not None
            process.stdout.close()


def _buffer() -> IO[bytes]:
    """A file without a name; on Linux in memory, so that nothing on a disk has to be writable."""
    if sys.platform == "linux":
        return open(os.memfd_create("docforge"), "w+b")
    return tempfile.TemporaryFile()


@contextmanager
def _end_with_parent() -> Iterator[int]:
    """The reading end of a pipe whose other end closes with the block, or with this process."""
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


def _start(
    command: Sequence[str],
    stdin: IO[bytes] | int,
    stderr: IO[bytes],
    env: Mapping[str, str] | None,
    tether: int,
) -> subprocess.Popen[bytes]:
    name = Path(command[0]).name
    try:
        return subprocess.Popen(
            list(command),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=_environment(env),
            start_new_session=True,
            pass_fds=(tether,),
        )
    except FileNotFoundError:
        raise ToolMissing(
            f"The program {name} is not installed.", f"Install {name}, or put it on the PATH."
        ) from None
    except OSError as problem:
        raise ToolFailed(f"{name} cannot be started: {problem.strerror}.") from None


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    """A few fixed words, so that no output depends on who runs docforge and where."""
    base = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }
    return base | dict(extra or {})


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
