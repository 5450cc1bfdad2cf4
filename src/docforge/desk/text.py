"""The text of a document as its page has it: read by another process, edited, saved, mended."""

from msgspec import Struct

from docforge.checking import Autofix
from docforge.deliver import hash_of, write_file
from docforge.desk import work
from docforge.desk.desk import Desk
from docforge.desk.messages import message_of
from docforge.desk.previews import OpenDocument
from docforge.desk.project import Project
from docforge.desk.workers import Rank, with_text
from docforge.errors import DocforgeError
from docforge.export import Failure
from docforge.run.reading import read_each
from docforge.source import SourceFile, read_text


class StoredText(Struct, frozen=True):
    """What a file holds as text, and the hash of its bytes; `problem` when it cannot be read."""

    text: str
    mark: str
    problem: str = ""


class Changed(DocforgeError):
    """The file is not the one that the page was made from: somebody else has saved it."""


def stored(project: Project, path: str) -> StoredText:
    """The text on disk. Raises Missing."""
    place = project.place(path)
    mark = hash_of(place.file)
    (found,) = read_each(_text, [place])
    if isinstance(found, Failure):
        return StoredText("", mark, message_of(found))
    return StoredText(found, mark)


def _text(place: SourceFile) -> str:
    return read_text(place).text


def save(project: Project, path: str, text: str, mark: str, *, over: bool) -> None:
    """Write `text` to the document's file.

    `mark` is the file's hash when its text came to the page. Raises Changed when it is another
    now, unless `over` says that this does not matter, and DeliveryFailed.
    """
    place = project.place(path)
    with project.writing:
        if not over and hash_of(place.file) != mark:
            raise Changed(f"{path} was changed by somebody else meanwhile")
        file = place.file.resolve()
        if not file.is_relative_to(project.folder.resolve()):
            raise Changed(f"{path} is a link that leads out of the project")
        write_file(file, text.encode())


def mended(
    desk: Desk, document: OpenDocument, text: str, chosen: tuple[str, int, int] | None
) -> Autofix:
    """`text` with what is safe to mend mended. Raises DocforgeError."""
    project = document.project
    options = project.options()
    place = project.place(document.path)
    packed = with_text(desk.workers.packed(place, options), text)
    pending = desk.workers.document(project.person, Rank.NOW, work.autofix, packed, options, chosen)
    made = pending.result()
    assert isinstance(made, Autofix)
    return made
