"""What a worker of a pool gives for a document, or why it gave nothing."""

from concurrent.futures import BrokenExecutor, Future
from concurrent.futures import TimeoutError as TookTooLong

from msgspec.structs import replace
from pebble import ProcessExpired

from docforge import failures
from docforge.errors import DocforgeError
from docforge.export import Export, Failure
from docforge.source import SourceFile


def finished(place: SourceFile, pending: Future[Export]) -> Export:
    """The export, or the one that says why its worker gave none."""
    try:
        return pending.result()
    except TookTooLong:
        late = failures.failed(place, failures.out_of_time(place))
        return replace(late, seconds=place.limits.seconds)
    except ProcessExpired as died:
        return failures.failed(place, failures.worker_died(place, died.exitcode or 0))
    except MemoryError:
        return failures.failed(place, failures.out_of_memory(place))
    except BrokenExecutor as error:
        told = failures.no_workers(error)
        return failures.failed(place, Failure(told.message, told.hint, told.exit_code))
    except DocforgeError as error:
        return failures.failed(place, Failure(error.message, error.hint, error.exit_code))
    except Exception as error:  # the result could not be sent back
        return failures.failed(place, failures.bug(error))
