"""Ends a process with the one that started it, however that one ended.

The kernel does it: it needs no thread, and it reaches a process that hangs. Linux only;
elsewhere a process that was left alone ends when it next reads or writes.
"""

import os
import signal
import sys


def kill_at_hangup(pipe: int, pid: int) -> None:
    """Have `pid` killed once nobody holds the writing end of `pipe` any more.

    `pipe` is a reading end that `pid`, too, holds open, and nothing is written into it.
    """
    if sys.platform == "linux":
        import fcntl

        # fcntl(2): a pipe that is hung up signals its owner, with the signal that is set.
        fcntl.fcntl(pipe, fcntl.F_SETOWN, pid)
        fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
