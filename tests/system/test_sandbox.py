"""The kernel holds a worker, and what it starts, back from the network and from other files.

What is tried here goes past Python, so that the walls are the kernel's and not docforge's own.
"""

import ctypes
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from docforge.cli import exporting
from docforge.export import Export, Status
from docforge.run import local, reading
from docforge.source import SourceFile
from docforge.source.config import Config
from docforge.source.options import RunOptions
from docforge.system import sandbox
from docforge.system.sandbox import Walls, confine, promised, proven

pytestmark = pytest.mark.skipif(
    promised() != Walls(True, True), reason="this kernel has no Landlock or no seccomp"
)
_LIBC = ctypes.CDLL(None, use_errno=True)


def _tried(act: Callable[[], object]) -> str:
    try:
        act()
    except PermissionError:
        return "refused"
    except OSError as error:
        return f"failed: {error.strerror}"
    return "done"


def _call(number_or_name: str, *arguments: int) -> str:
    result = getattr(_LIBC, number_or_name)(*arguments)
    return "done" if result >= 0 else os.strerror(ctypes.get_errno())


def _shell(command: str) -> str:
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)
    return "done" if done.returncode == 0 else "refused"


def _attempts(place: SourceFile, options: RunOptions) -> Export:
    """Everything that a library would do that a source got the better of."""
    outside = place.root.parent
    told = {
        "reads its source": _tried(place.file.read_bytes),
        "writes a temporary file": _tried(lambda: Path(os.environ["TMPDIR"], "x").write_text("x")),
        "reads a key": _tried((outside / "home/.ssh/id").read_bytes),
        "lists a home": _tried(lambda: os.listdir(outside / "home")),
        "reads the passwords": _tried(lambda: Path("/etc/passwd").read_bytes()),
        "reads another process": _tried(lambda: Path("/proc/1/environ").read_bytes()),
        "writes beside its source": _tried(lambda: (place.root / "b.md").write_text("x")),
        "changes its source": _tried(lambda: place.file.write_text("x")),
        "removes its source": _tried(place.file.unlink),
        "writes outside": _tried(lambda: (outside / "x").write_text("x")),
        "makes a folder": _tried(lambda: (outside / "folder").mkdir()),
        "makes a link": _tried(lambda: (outside / "link").symlink_to("/etc/passwd")),
        "opens a socket": _call("socket", socket.AF_INET, socket.SOCK_STREAM, 0),
        "opens a datagram socket": _call("socket", socket.AF_INET6, socket.SOCK_DGRAM, 0),
        "opens a local socket": _call("socket", socket.AF_UNIX, socket.SOCK_STREAM, 0),
        "opens a packet socket": _call("socket", socket.AF_PACKET, socket.SOCK_RAW, 0),
        "begins io_uring": _call("syscall", 425, 8, 0),
        "traces its parent": _call("ptrace", 16, os.getppid(), 0, 0),
        "leaves its namespaces": _call("unshare", 0x10000000),
        "a shell writes outside": _shell(f"echo x > {outside}/y"),
        "a shell reads a key": _shell(f"cat {outside}/home/.ssh/id"),
        "a shell reads the source": _shell(f"cat {place.file}"),
        "a program connects": _program(f"import socket; socket.create_connection({_peer(place)})"),
    }
    gains = Path("/proc/self/status").read_text().partition("NoNewPrivs:\t")[2][:1]
    return Export(place.path, repr(told | {"gains privileges": gains}), "", Status.EXPORTED)


def _peer(place: SourceFile) -> str:
    return repr(("127.0.0.1", int(place.file.read_text())))


def _program(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    return "done" if done.returncode == 0 else "refused"


ALLOWED = {"reads its source", "writes a temporary file", "a shell reads the source"}


# What a single document has, in a process without threads of tests; it prints what was tried.
_FORKED = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from docforge.run import local, single
from docforge.source import SourceFile
from docforge.source.config import Config
from docforge.source.options import RunOptions
from test_sandbox import _attempts
assert single.prepare(())
root = Path({root!r})
place = SourceFile("a.md", root / "a.md", root, "a/a")
(export,) = local.executor(1, _attempts)([place], RunOptions(Config(), {{}}, ()))
print(export.stem)
"""


def _in_a_pool(root: Path) -> str:
    place = SourceFile("a.md", root / "a.md", root, "a/a")
    (export,) = local.executor(1, _attempts)([place], RunOptions(Config(), {}, ()))
    return export.stem


def _forked(root: Path) -> str:
    code = _FORKED.format(path=[str(Path(__file__).parent), *sys.path], root=str(root))
    return subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True
    ).stdout


@pytest.mark.parametrize("attempts", [_in_a_pool, pytest.param(_forked, marks=pytest.mark.slow)])
@pytest.mark.slow
def test_a_worker_reads_its_folder_writes_temporary_files_and_can_do_nothing_else(
    tmp_path: Path, attempts: Callable[[Path], str]
) -> None:
    (tmp_path / "home/.ssh").mkdir(parents=True)
    (tmp_path / "home/.ssh/id").write_text("a key")
    (tmp_path / "in").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        file = tmp_path / "in/a.md"
        file.write_text(str(listener.getsockname()[1]))
        answer = attempts(tmp_path / "in")
        with pytest.raises(TimeoutError):
            listener.accept()
    told = eval(answer)
    assert told.pop("gains privileges") == "1"
    done = {name for name, how in told.items() if how == "done"}
    assert done == ALLOWED, answer
    assert len(told) == 23
    assert sorted(file.name for file in tmp_path.iterdir()) == ["home", "in"]


def _reader_attempts(place: str) -> dict[str, str]:
    return {
        "reads": _tried(Path(place, "a.md").read_bytes),
        "writes": _tried(lambda: Path(place, "b.md").write_text("x")),
        "opens a socket": _call("socket", socket.AF_INET, socket.SOCK_STREAM, 0),
    }


def test_the_process_that_looks_into_sources_writes_nothing_and_connects_to_nobody(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_text("text")
    (told,) = reading.read_each(_reader_attempts, [str(tmp_path)])
    assert told == {"reads": "done", "writes": "refused", "opens a socket": "Permission denied"}


def test_walls_are_proven_by_a_process_that_runs_against_them() -> None:
    assert proven() == Walls(True, True)


def test_a_kernel_without_walls_is_told_and_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import landlock

    def refuse(*_: object) -> None:
        raise landlock.SyscallError(38, "Function not implemented")

    monkeypatch.setattr(landlock.plumbing, "get_create_ruleset", lambda: refuse)
    monkeypatch.setattr(landlock.porcelain, "get_create_ruleset", lambda: refuse)
    landlock.plumbing.landlock_abi_version.cache_clear()
    monkeypatch.setattr(sandbox, "_has_seccomp", lambda: False)
    try:
        assert confine([tmp_path], [tmp_path]) == promised() == Walls()
        assert "files and the network" in exporting._lacking_walls()
    finally:
        landlock.plumbing.landlock_abi_version.cache_clear()
    (tmp_path / "a").write_text("written")


def test_a_system_that_has_all_walls_is_not_talked_of() -> None:
    assert exporting._lacking_walls() == ""
    assert threading.active_count() > 0
