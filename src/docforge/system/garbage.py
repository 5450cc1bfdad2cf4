"""When Python looks for garbage: seldom, and never at what was there before."""

import gc


def collect_seldom() -> None:
    """Let the garbage collector look less often, and never at what is there now.

    Modules stay until the end, and a document makes millions of objects that live as long as it
    does; looking at them again and again took a quarter of the imports and a fifth of the time of
    a long document, and freed next to nothing.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def leave_all() -> None:
    """Have the end of this process look for no garbage: the system takes back all of it."""
    gc.freeze()
