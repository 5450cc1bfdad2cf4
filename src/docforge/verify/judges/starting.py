"""How the judges are started: Java ones with a memory limit of their own, Node ones as scripts."""

from collections.abc import Callable
from pathlib import Path


def java(classpath: str, main: str, memory_mb: int) -> Callable[[Path], tuple[str, ...]]:
    """A virtual machine with `classpath`, relative to the tools folder, which may end in `*`."""

    def command(folder: Path) -> tuple[str, ...]:
        return (
            "java",
            f"-Xmx{memory_mb}m",
            "-Xss16m",  # tag trees and lists nest deeply, and the judges walk them recursively
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            "-cp",
            f"{folder / 'java/classes'}:{folder / classpath}",
            main,
        )

    return command


def node(script: str) -> Callable[[Path], tuple[str, ...]]:
    """Node running `script`, relative to the tools folder."""

    def command(folder: Path) -> tuple[str, ...]:
        return ("node", str(folder / script))

    return command
