"""What docforge needs and what is here: libraries, programs and fonts, from doctor.toml."""

import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from docforge import __version__
from docforge.errors import ToolFailed, ToolMissing
from docforge.system import processes, programs, sandbox
from docforge.system.libraries import libraries, library_version


class InstalledCheck(Struct, frozen=True):
    """One thing; `version` is None when it is not here, and "" when it does not say."""

    name: str
    version: str | None
    cost: str
    needed: bool = False

    def __str__(self) -> str:
        if self.version is not None:
            return f"here     {self.name} {self.version}".rstrip()
        word = "missing " if self.needed else "absent  "
        return f"{word} {self.name}: {self.cost}"


def examine() -> Iterator[InstalledCheck]:
    """Every check: packages, pandoc, shared libraries, programs and fonts."""
    text = files("docforge.cli").joinpath("doctor.toml").read_text(encoding="utf-8")
    wanted = tomllib.loads(text)
    yield InstalledCheck("docforge", __version__, "")
    for package in wanted["package"]:
        yield InstalledCheck(
            package["name"], _installed(package["name"]), package["cost"], package["needed"]
        )
    yield _pandoc()
    for library in libraries().values():
        said = library_version(library.name)
        yield InstalledCheck(library.name, said, library.cost, needed=True)
    yield from _walls(sandbox.proven())
    for name in programs.PROGRAMS:
        probe = programs.probe(name)
        yield InstalledCheck(name, probe.version, probe.cost_of_absence)
    yield from _fonts(wanted["font"])


def examine_style(name: str) -> tuple[str, ...]:
    """What the sheets of a style do that no style may do: shipped, or of the project here.

    Raises UsageError when there is no such style.
    """
    from docforge.source.config import load_config
    from docforge.style import style_problems

    file = load_config(Path()).file
    folders = (file.parent / "styles",) if file else ()
    return tuple(map(str, style_problems(name, folders)))


def _walls(held: sandbox.Walls) -> Iterator[InstalledCheck]:
    """What the kernel was seen to hold, of a process that tried."""
    yield InstalledCheck(
        "walls around files (Landlock)",
        "" if held.files else None,
        "A source that gets the better of a library could write files. Linux 5.13 and later have "
        "them.",
    )
    yield InstalledCheck(
        "walls around calls (seccomp)",
        "" if held.calls else None,
        "A source that gets the better of a library could use the network. They need Linux and "
        "libseccomp.",
    )


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _pandoc() -> InstalledCheck:
    cost = "No Markdown can be read. Install the package pypandoc-binary, which brings it."
    from docforge.parse.pandoc import program

    try:
        said = processes.run([program(), "--version"]).stdout
    except (ToolMissing, ToolFailed):
        return InstalledCheck("pandoc", None, cost, needed=True)
    return InstalledCheck(
        "pandoc", said.split("\n")[0].removeprefix("pandoc").strip(), cost, needed=True
    )


def _fonts(wanted: Sequence[dict[str, str]]) -> Iterator[InstalledCheck]:
    try:
        listed = processes.run(["fc-list", ":", "family"]).stdout
    except (ToolMissing, ToolFailed):
        listed = ""
    families = {name.strip() for line in listed.split("\n") for name in line.split(",")}
    for font in wanted:
        there = "" if font["family"] in families else None
        yield InstalledCheck(f"font {font['family']}", there, font["cost"])
