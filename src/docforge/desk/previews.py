"""Documents that somebody looks at: the text as it stands in the page, and what became of it.

HTML and findings are made first, the other formats after. A newer text makes an older one's
work needless: what has not begun is not done. Files lie among the temporary files of the run.
"""

import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from docforge import failures
from docforge.desk import work
from docforge.desk.preview_files import Preview, preview_of, write_preview
from docforge.desk.project import Project
from docforge.desk.workers import Rank, Workers, again, with_text
from docforge.errors import DocforgeError
from docforge.export import FORMATS, Export, Failure, Format, Status
from docforge.run.cluster.packing import lacking
from docforge.run.results import finished
from docforge.source import SourceFile, digest_of
from docforge.source.options import RunOptions

# Documents that are kept open, of all people together; the others are made again when needed.
_MOST_OPEN = 150
_MOST_MAKERS = 2  # previews of one document that are under way: one of them may be needless
_CLOSED = -1  # in place of a number: nothing is wanted for the document any more
_QUIET = 0.6  # seconds without a change after which the other formats are made


_Name = tuple[str, str, str]  # person, ident of the project, path


class _PreviewWish(Struct, frozen=True):
    """The preview of `text` in some formats; a higher number of its document makes it needless."""

    text: str
    number: int
    rank: Rank
    formats: tuple[Format, ...]


class OpenDocument(Struct):
    """A document that is looked at; `draft` is its text when that differs from the file's, and
    `begun_from` the hash of the file that somebody began to change ("": not known).

    `preview` is the newest, `whole` the newest of all formats, perhaps of a text before. `key` is a
    secret that stands in addresses of its previews. `asked` is of what the newest number is made,
    `wanted` its text until it is begun, `makers` how many threads make what was wanted.
    """

    project: Project
    path: str
    key: str
    folder: Path
    draft: str | None = None
    begun_from: str = ""
    preview: Preview | None = None
    whole: Preview | None = None
    number: int = 0
    asked: object = None
    wanted: str | None = None
    makers: int = 0
    pending: list[Future[Export]] = field(default_factory=list)
    timer: threading.Timer | None = None
    ready: threading.Condition = field(default_factory=threading.Condition)


class Previews:
    """All documents that are looked at. `tell` is called with one that has something new."""

    def __init__(
        self, workers: Workers, folder: Path, tell: Callable[[OpenDocument], object]
    ) -> None:
        self._workers = workers
        self._folder = folder
        self._tell = tell
        self._open: OrderedDict[_Name, OpenDocument] = OrderedDict()
        self._drafts: dict[_Name, tuple[Path, str]] = {}
        self._by_key: dict[str, OpenDocument] = {}
        self._lock = threading.Lock()

    def open(self, project: Project, path: str) -> OpenDocument:
        """The document at `path`, which has to exist."""
        name = (project.person, project.ident, path)
        with self._lock:
            found = self._open.get(name)
            if found is None:
                while len(self._open) >= _MOST_OPEN:
                    self._close(next(iter(self._open)))
                key = secrets.token_urlsafe(24)
                found = OpenDocument(project, path, key, self._folder / f"seen-{key}")
                if kept := self._drafts.pop(name, None):
                    file, found.begun_from = kept
                    found.draft = file.read_text("utf-8")
                    file.unlink()
                self._open[name] = self._by_key[key] = found
            self._open.move_to_end(name)
            return found

    def by_key(self, key: str) -> OpenDocument | None:
        """The document whose secret is `key`."""
        with self._lock:
            return self._by_key.get(key)

    def forget(self, project: Project) -> None:
        """Close all documents of a project."""
        with self._lock:
            gone = [name for name in self._open if name[:2] == (project.person, project.ident)]
            for name in gone:
                self._open[name].draft = None
                self._close(name)
            for name in [one for one in self._drafts if one[:2] == (project.person, project.ident)]:
                self._drafts.pop(name)[0].unlink()

    def _close(self, name: _Name) -> None:
        """Give back what the document holds; a draft waits on the disk for its page."""
        closed = self._open.pop(name)
        if closed.draft is not None:
            kept = self._folder / f"draft-{closed.key}"
            kept.write_text(closed.draft, "utf-8")
            self._drafts[name] = kept, closed.begun_from
        del self._by_key[closed.key]
        with closed.ready:
            closed.number, closed.wanted = _CLOSED, None
            _cancel(closed)
            shutil.rmtree(closed.folder, ignore_errors=True)

    # --- Making --------------------------------------------------------------------------

    def of(self, document: OpenDocument, text: str) -> int:
        """The number of the preview of `text` as things are now: the newest one, or a new one."""
        if document.asked == _made_of(document, text):
            return document.number
        return self.renew(document, text)

    def renew(self, document: OpenDocument, text: str) -> int:
        """Begin a preview of `text`, and give its number."""
        asked = _made_of(document, text)
        with document.ready:
            if document.number == _CLOSED:
                return _CLOSED
            _cancel(document)
            document.number += 1
            document.asked, document.wanted = asked, text
            number = document.number
            is_enough = document.makers >= _MOST_MAKERS
            document.makers += not is_enough
        if not is_enough:
            threading.Thread(target=self._make, args=(document,), daemon=True).start()
        return number

    def wait(self, document: OpenDocument, number: int, seconds: float) -> Preview | None:
        """The preview of that number or a newer one, when it comes in time."""

        def is_there() -> bool:
            return document.preview is not None and document.preview.number >= number

        with document.ready:
            document.ready.wait_for(is_there, seconds)
            return document.preview

    def _make(self, document: OpenDocument) -> None:
        """Make what is wanted until nothing is: who types fast has no more threads than others."""
        while True:
            with document.ready:
                text, number, document.wanted = document.wanted, document.number, None
                if text is None:
                    document.makers -= 1
                    return
            self._first(document, text, number)

    def _first(self, document: OpenDocument, text: str, number: int) -> None:
        """HTML and findings; the rest follows when nothing newer has come."""
        made = self._made(document, _PreviewWish(text, number, Rank.NOW, (Format.HTML,)))
        if made is None:
            return
        self._show(document, text, number, made, is_whole=False)
        timer = threading.Timer(_QUIET, self._rest, (document, text, number))
        timer.daemon = True
        with document.ready:
            if document.number == number:
                document.timer = timer
                timer.start()

    def _rest(self, document: OpenDocument, text: str, number: int) -> None:
        wish = _PreviewWish(text, number, Rank.SOON, tuple(FORMATS.values()))
        made = self._made(document, wish)
        if made is not None:
            self._show(document, text, number, made, is_whole=True)

    def _made(self, document: OpenDocument, wish: _PreviewWish) -> Export | None:
        """The export of a text, or None when it is not wanted any more."""
        try:
            return self._exported(document, wish)
        except DocforgeError as error:  # of the project: its configuration, or a file that is gone
            failure = Failure(error.message, error.hint, error.exit_code)
        except Exception as error:  # told to whoever looks: nobody waits for this thread
            failure = failures.of(error)
        return Export(document.path, "", "", Status.FAILED, failure=failure)

    def _exported(self, document: OpenDocument, wish: _PreviewWish) -> Export | None:
        project = document.project
        options = replace(project.options(), formats=wish.formats)
        place = project.place(document.path)
        packed = self._workers.packed(place, options)
        made = self._ask(document, wish, packed, options)
        if made is not None and (asked := lacking(made)):
            packed = again(packed, self._workers.packed(place, options, asked))
            made = self._ask(document, wish, packed, options)
        return made

    def _ask(
        self, document: OpenDocument, wish: _PreviewWish, packed: SourceFile, options: RunOptions
    ) -> Export | None:
        source = with_text(packed, wish.text)
        with document.ready:
            if document.number != wish.number:
                return None
            pending = self._workers.document(
                document.project.person, wish.rank, work.look, source, options
            )
            document.pending.append(pending)
        if pending.cancelled():
            return None
        made = finished(source, pending)
        return None if document.number != wish.number else made

    def _show(
        self, document: OpenDocument, text: str, number: int, made: Export, *, is_whole: bool
    ) -> None:
        with document.ready:
            if document.number != number:
                return
            try:
                preview = write_preview(document.folder, text, number, made, is_whole=is_whole)
            except OSError as error:  # of the disk: there is nothing to show but that
                failed = replace(made, renderings=(), failure=failures.of(error))
                preview = preview_of(document.folder, text, number, failed, is_whole=is_whole)
            earlier, document.preview = document.preview, preview
            document.whole = preview if is_whole else document.whole
            _remove_older(document, earlier)
            document.ready.notify_all()
        self._tell(document)


def _made_of(document: OpenDocument, text: str) -> object:
    """What a preview is made of: another text, picture, style or neighbour asks for another."""
    return digest_of(text.encode()), document.project.about(document.path)


def _cancel(document: OpenDocument) -> None:
    """What has not begun of an older preview is not done."""
    if document.timer is not None:
        document.timer.cancel()
    for pending in document.pending:
        pending.cancel()
    document.pending.clear()


def _remove_older(document: OpenDocument, kept: Preview | None) -> None:
    """A page may still show the one before the newest."""
    if document.preview is None:
        return
    names = {one.folder.name for one in (document.preview, document.whole, kept) if one}
    if not document.folder.is_dir():
        return
    for folder in document.folder.iterdir():
        if folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)
