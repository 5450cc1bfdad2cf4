"""Walls that the kernel holds: no network, no writing but to named folders, no new privileges.

What is confined stays so for ever, with all that it starts. Where a kernel has none of it, the
process goes on as it is, and `Walls` says so. Linux only: Landlock for files, seccomp for calls.
"""

import ctypes
import errno
import json
import os
import socket
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from docforge.errors import ToolFailed, ToolMissing
from docforge.system.libraries import found_by_the_loader
from docforge.system.processes import run


class Walls(Struct, frozen=True):
    """What the kernel holds for a process: `files` that it may touch, `calls` that it may make.

    `calls` has no network among them, and nothing that looks into other processes.
    """

    files: bool = False
    calls: bool = False


def confine(readable: Iterable[Path], writable: Iterable[Path]) -> Walls:
    """Confine this thread, and what it starts, to these folders and to no network.

    What docforge itself is made of, and fonts, can be read besides. To be called before there are
    other threads.
    """
    if sys.platform != "linux":
        return Walls()
    files = _confine_files([*readable, *_own_folders()], [*writable])
    return Walls(files, _confine_calls())


def promised() -> Walls:
    """What can be expected of this kernel, without trying."""
    if sys.platform != "linux":
        return Walls()
    return Walls(_has_landlock(), _has_seccomp())


# --- Files -------------------------------------------------------------------------------


def _confine_files(readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    import landlock

    ctypes.set_errno(0)  # the library takes an old one for its own
    try:
        access = landlock.FSAccess
        ruleset = landlock.Ruleset()
        reading = access.EXECUTE | access.READ_FILE | access.READ_DIR
        for path in dict.fromkeys(readable):
            _allow(ruleset, path, reading)
        for path in (Path("/dev/null"), *dict.fromkeys(writable)):
            _allow(ruleset, path, access.all())
        ruleset.apply()
    except (OSError, landlock.LandlockError):
        return False
    return True


def _has_landlock() -> bool:
    import landlock

    ctypes.set_errno(0)
    try:
        return bool(landlock.landlock_abi_version() > 0)
    except (OSError, landlock.LandlockError):
        return False


def _allow(ruleset: object, path: Path, access: int) -> None:
    import landlock

    assert isinstance(ruleset, landlock.Ruleset)
    with suppress(FileNotFoundError, PermissionError):
        if not path.is_dir():
            access &= landlock.FSAccess.all_file()
        ruleset.allow(path, rules=landlock.FSAccess(access))


def _own_folders() -> Iterator[Path]:
    """What Python, its libraries, pandoc and fontconfig are read from."""
    yield Path(__file__).parents[1]
    yield from (Path(path) for path in sysconfig.get_paths().values())
    yield from (Path(path).resolve() for path in (sys.prefix, sys.base_prefix, sys.exec_prefix))
    # Not all of sys.path: it may begin with the folder that docforge was started in.
    libraries = (Path(path) for path in sys.path if path)
    yield from (path for path in libraries if path.name in ("site-packages", "dist-packages"))
    yield from map(Path, _SYSTEM)
    home = Path(os.environ.get("HOME", "/nonexistent"))
    yield from (home / path for path in _FONTS)


_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/opt", "/nix/store", "/proc/self", "/dev/urandom"),
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime"),
    *("/etc/alternatives", "/etc/mime.types", "/var/cache/fontconfig", "/sys/fs/cgroup"),
)
_FONTS = (".fonts", ".local/share/fonts", ".config/fontconfig", ".cache/fontconfig", ".fontconfig")


# --- Calls -------------------------------------------------------------------------------

# New sockets; what looks into other processes or the kernel; and io_uring, by which files and
# sockets could be opened without a call that is looked at.
_REFUSED = (
    *("socket", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp"),
    *("io_uring_setup", "io_uring_enter", "io_uring_register", "userfaultfd", "bpf"),
    *("perf_event_open", "mount", "umount2", "pivot_root", "chroot", "setns", "unshare"),
    *("open_by_handle_at", "keyctl", "add_key", "request_key", "kexec_load", "kexec_file_load"),
    *("init_module", "finit_module", "delete_module", "reboot", "swapon", "swapoff", "syslog"),
    *("mount_setattr", "move_mount", "open_tree", "fsopen", "fsmount", "quotactl", "acct"),
)


def _has_seccomp() -> bool:
    try:
        with found_by_the_loader():
            import pyseccomp  # noqa: F401
    except (ImportError, RuntimeError, OSError):  # libseccomp is not installed
        return False
    return True


def _confine_calls() -> bool:
    """seccomp(2); sets no_new_privs, too."""
    if not _has_seccomp():
        return False
    import pyseccomp

    try:
        refused = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        for name in _REFUSED:
            with suppress(OSError):  # a call that this kernel does not have
                refused.add_rule(pyseccomp.ERRNO(errno.EACCES), name)
        refused.load()
    except OSError:
        return False
    return True


# --- Proof -------------------------------------------------------------------------------


def proven() -> Walls:
    """What this kernel really holds: another process confines itself and runs against the walls.

    Raises nothing: a process that cannot tell has no walls.
    """
    code = "import sys; from docforge.system.sandbox import _try_walls; _try_walls(*sys.argv[1:])"
    with tempfile.TemporaryDirectory() as inside, tempfile.TemporaryDirectory() as outside:
        command = [sys.executable, "-c", code, inside, outside]
        try:
            return Walls(**json.loads(run(command, env=_own_path()).stdout))
        except (ToolFailed, ToolMissing, ValueError, TypeError):
            return Walls()


def _own_path() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _try_walls(inside: str, outside: str) -> None:
    """Confine this process to the folder `inside`, and say what the kernel then refuses."""
    walls = confine([], [Path(inside)])
    Path(inside, "may").write_text("x")
    held = Walls(
        walls.files and _is_refused(lambda: Path(outside, "may-not").write_text("x")),
        walls.calls and _is_refused(lambda: socket.socket().close()),
    )
    print(json.dumps(asdict(held)), flush=True)


def _is_refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except PermissionError:
        return True
    return False
