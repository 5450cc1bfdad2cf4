"""What a Dask worker does: it exports documents in a process of its own, with its limits.

Nothing that a document does harms the Dask worker, and nothing of it stays there.
"""

import multiprocessing
import pickle
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from distributed import get_worker

from docforge.export import Export
from docforge.run import local
from docforge.run.cluster.same_versions import refuse_differences
from docforge.run.cluster.task import ClusterTask, unpack
from docforge.run.versions import versions

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
        options = unpack(task, Path(folder))
        return list(local.executor(1)(pickle.loads(bundles), options))
