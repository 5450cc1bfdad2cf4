"""What a desk is started with: where its projects lie, who may use it, and what it bounds."""

from pathlib import Path

from msgspec import Struct, field

LOOPBACK = "127.0.0.1"


class UploadBounds(Struct, frozen=True):
    """What one upload may have: numbers, and sizes in bytes; `pixels` is of one picture."""

    files: int = 2_000
    total: int = 300_000_000
    one: int = 100_000_000
    pixels: int = 100_000_000
    text: int = 8_000_000


class PersonBounds(Struct, frozen=True):
    """What one person may have open: projects that are not saved, and bytes in them.

    `hours` is how long such a project stays after it was last looked at.
    """

    unsaved: int = 20
    total: int = 1_000_000_000
    hours: float = 12


class DeskSettings(Struct, frozen=True):
    """One desk.

    `projects` is the folder whose folders are projects. `config` is the team's docforge.toml for
    all of them; without it each project has its own. `origin` and `preview_origin` are as
    browsers see them ("http://127.0.0.1:8765"), without a slash at the end.
    """

    projects: Path
    origin: str
    preview_origin: str
    config: Path | None = None
    people: Path | None = None
    proxy_header: str = ""
    proxy_secret: str = ""
    scheduler: str | None = None
    workers: int = 3
    upload: UploadBounds = field(default_factory=UploadBounds)
    person: PersonBounds = field(default_factory=PersonBounds)

    @property
    def is_shared(self) -> bool:
        """Whether several people use it, each with projects of their own."""
        return self.people is not None or bool(self.proxy_header)

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it by TLS."""
        return self.origin.startswith("https://")
