"""Exports documents on the workers of a Dask scheduler, which may be other machines.

Sources travel as bytes and outputs come back as bytes: the machines share no file. Dask is
imported only when an executor is asked for.
"""

from collections.abc import Callable
from functools import partial

from docforge.errors import ToolMissing
from docforge.export import Export
from docforge.run.planning import Executor


def executor(address: str, finished: Callable[[Export], object] = lambda export: None) -> Executor:
    """An executor on the workers of the scheduler at `address` ("tcp://host:8786").

    `finished` is told of each document when its turn has come. Raises ToolMissing when Dask is
    not installed.
    """
    try:
        from docforge.run.cluster.client import execute
    except ModuleNotFoundError as error:
        raise ToolMissing(
            f"--scheduler needs Dask, and the package {error.name} is not installed",
            'Install it with docforge: pip install "docforge[dask]"',
        ) from error
    return partial(execute, address=address, finished=finished)
