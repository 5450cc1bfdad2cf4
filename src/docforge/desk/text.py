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
from docforge.source import SourceFile, StoredForm, read_text, stored_form


class StoredText(Struct, frozen=True):
    """What a file holds as text, and the hash of its bytes; `problem` when it cannot be read.

    `form` is how the file is written when it is saved: as it was, where it holds but this text.
    """

    text: str
    mark: str
    form: StoredForm = StoredForm()
    problem: str = ""


class Changed(DocforgeError):
    """The file is not the one that the page was made from: somebody else has saved it."""


def stored(project: Project, path: str) -> StoredText:
    """The text on disk. Raises Missing."""
    place = project.place(path)
    mark = hash_of(place.file)
    (found,) = read_each(_text, [place])
    if isinstance(found, Failure):
        return StoredText("", mark, problem=message_of(found))
    text, form = found
    return StoredText(text, mark, form)


def _text(place: SourceFile) -> tuple[str, StoredForm]:
    source = read_text(place)
    return source.text, stored_form(source.text, source.digest) or StoredForm()


def save(project: Project, path: str, text: str, mark: str, *, over: bool) -> None:
    """Write `text` to the document's file.

    `mark` is the file's hash when its text came to the page. Raises Changed when it is another
    now, unless `over` says that this does not matter, and DeliveryFailed.
    """
    place = project.place(path)
    with project.writing:
        now = stored(project, path)
        if not over and now.mark != mark:
            raise Changed(f"{path} was changed by somebody else meanwhile")
        file = place.file.resolve()
        if not file.is_relative_to(project.folder.resolve()):
            raise Changed(f"{path} is a link that leads out of the project")
        write_file(file, now.form.encoded(text))


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
