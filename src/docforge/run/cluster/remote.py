"""What a Dask worker does: it exports documents in a process of its own, with its limits.

Nothing that a document does harms the Dask worker, and nothing of it stays there. The processes
of all its threads together take no more memory than the worker may have.
"""

import multiprocessing
import pickle
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from distributed import Worker, get_worker
from msgspec.structs import replace

from docforge.export import Export
from docforge.run import budget, local
from docforge.run.cluster.same_versions import refuse_differences
from docforge.run.cluster.task import ClusterTask, unpack
from docforge.run.versions import versions
from docforge.source import MEGABYTE
from docforge.source.options import RunOptions

_here = cache(versions)


def perform(task: ClusterTask, bundles: bytes) -> list[Export]:
    """Export the packed places in `bundles`, a pickled sequence, in their order.

    Raises ToolMissing when the versions here are not those of the task.
    """
    worker = get_worker()
    refuse_differences(task.versions, {worker.address: _here()})
    # Dask starts workers as daemons, which may have no processes of their own. Those of a
    # document end with it.
    multiprocessing.current_process().daemon = False
    with TemporaryDirectory(dir=worker.local_directory) as folder:
        options = _within(worker, unpack(task, Path(folder)))
        return list(local.executor(1)(pickle.loads(bundles), options))


def _within(worker: Worker, options: RunOptions) -> RunOptions:
    """`options` with the memory that one of the worker's threads has for its process."""
    may = worker.memory_manager.memory_limit  # bytes; None or 0 when there is no limit
    megabytes = may / MEGABYTE if may else None
    limits = budget.for_thread(options.config.limits, megabytes, worker.state.nthreads)
    return replace(options, config=replace(options.config, limits=limits))
