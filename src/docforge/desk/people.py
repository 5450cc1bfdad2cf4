"""Who may use a desk that several people use: names with passwords, hashed with scrypt.

The file has a line for each person, `name scrypt:salt:hash`; whoever looks after the desk writes
it with `docforge serve --people FILE --add NAME`.
"""

import hashlib
import hmac
import os
import re
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path

from docforge.deliver import write_file
from docforge.errors import UsageError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
# RFC 7914; 2**15 * 8 * 128 bytes are 32 MiB and a tenth of a second.
_COST, _BLOCK, _LANES, _MEMORY = 2**15, 8, 1, 64 * 1024 * 1024
_SHORTEST = 10
# Wrong passwords of one name in so many seconds after which it has to wait.
_TRIES, _WHILE = 5, 300.0


def hashed(password: str, salt: bytes | None = None) -> str:
    """`password` as the file has it."""
    salt = salt or os.urandom(16)
    made = hashlib.scrypt(
        password.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES, maxmem=_MEMORY, dklen=32
    )
    return f"scrypt:{salt.hex()}:{made.hex()}"


def add(file: Path, name: str, password: str) -> None:
    """Add a person to `file`, or give one a new password. Raises UsageError."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"“{name}” cannot be a person's name here", "Use letters, digits, dots and hyphens."
        )
    if len(password) < _SHORTEST:
        raise UsageError(f"The password has fewer than {_SHORTEST} characters", "Use a longer one.")
    people = _read(file) if file.exists() else {}
    people[name] = hashed(password)
    lines = "".join(f"{known} {how}\n" for known, how in sorted(people.items()))
    write_file(file, lines.encode())
    file.chmod(0o600)


def _read(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read", "Make it with --add NAME.") from error
    people: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        name, _, how = line.partition(" ")
        if not line.strip() or line.startswith("#"):
            continue
        if not _NAME.fullmatch(name) or not re.fullmatch(r"scrypt:[0-9a-f]+:[0-9a-f]+", how):
            raise UsageError(f"{file}:{number}: this is no name with a password", "Use --add NAME.")
        people[name] = how
    return people


class People:
    """The people of a file, which is read anew when somebody signs in."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._failed: dict[str, list[float]] = {}
        self._lock = threading.Lock()
        self._one_at_a_time = threading.Semaphore(2)  # each takes memory and time
        self._known: tuple[object, dict[str, str]] = (None, {})
        _read(file)

    def seal(self, name: str) -> str:
        """What is stored for that person, "" for nobody: it changes with the password."""
        try:
            told = self._file.stat()
            state = (told.st_mtime_ns, told.st_size, told.st_ino)
            if self._known[0] != state:
                self._known = (state, _read(self._file))
        except (OSError, UsageError):  # whoever looks after the desk is writing it
            return ""
        return self._known[1].get(name, "")

    def is_waiting(self, name: str) -> bool:
        """Whether that name was tried too often just now."""
        since = time.monotonic() - _WHILE
        with self._lock:
            recent = [when for when in self._failed.get(name, ()) if when > since]
            if recent:
                self._failed[name] = recent
            else:
                self._failed.pop(name, None)
            return len(recent) >= _TRIES

    def knows(self, name: str, password: str) -> bool:
        """Whether the password is that person's; it takes as long for a name that nobody has."""
        known = _read(self._file).get(name, "scrypt:00:00")
        with self._one_at_a_time:
            made = hashed(password[:1000], bytes.fromhex(known.split(":")[1]))
        right = hmac.compare_digest(made, known)
        if not right:
            with self._lock:
                if len(self._failed) > 10_000:
                    self._failed.clear()
                self._failed.setdefault(name, []).append(time.monotonic())
        return right


class Sessions:
    """Who has signed in, by the secret in a cookie; nothing of it outlives the server.

    A session ends with what `seal` says of its person: when somebody is taken from the file, or
    gets a new password.
    """

    def __init__(self, seal: Callable[[str], str], hours: float = 12) -> None:
        self._seal = seal
        self._seconds = hours * 3600
        self._known: dict[str, tuple[str, str, float]] = {}
        self._lock = threading.Lock()

    def begin(self, person: str) -> str:
        """The secret of a new session."""
        secret = secrets.token_urlsafe(32)
        now = time.monotonic()
        with self._lock:
            alive = {s: it for s, it in self._known.items() if it[2] > now - self._seconds}
            self._known = alive | {secret: (person, self._seal(person), now)}
        return secret

    def person(self, secret: str) -> str | None:
        """Whose session it is, None when there is none."""
        now = time.monotonic()
        with self._lock:
            person, seal, used = self._known.get(secret, ("", "", -self._seconds))
            if used <= now - self._seconds or not seal or seal != self._seal(person):
                self._known.pop(secret, None)
                return None
            self._known[secret] = (person, seal, now)
            return person

    def end(self, secret: str) -> None:
        """Forget a session."""
        with self._lock:
            self._known.pop(secret, None)
