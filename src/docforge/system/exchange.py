"""Two folders change places in one step, where the system can do that.

Linux and macOS have a call for it, and Python has none.
"""

import ctypes
import errno
import os
import sys
from pathlib import Path

_HERE = {"linux": -100, "darwin": -2}  # AT_FDCWD: paths are as the process sees them
_CALL = {"linux": "renameat2", "darwin": "renameatx_np"}
_EXCHANGE = 2  # RENAME_EXCHANGE in renameat2(2), RENAME_SWAP in renamex_np(2)
# What a kernel or a file system without it answers.
_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM)


def exchange(one: Path, other: Path) -> bool:
    """Have `one` and `other` change places; False where that cannot be done in one step.

    Raises OSError.
    """
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), _CALL[sys.platform])
    except (KeyError, AttributeError, OSError):
        return False
    here = _HERE[sys.platform]
    if call(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(one))
