"""A manifest or a journal that cannot be read, after a fault of the disk or of power, is set aside.

Nothing of it is lost, and no run is stopped: the manifest is made again from the report, which
holds the same facts, and what no file tells any more is exported again.
"""

import os
from pathlib import Path

from docforge.deliver import journal
from docforge.deliver.files import STATE, read_file, write_file
from docforge.deliver.manifest import is_of_another_program, manifest_bytes, parse_manifest
from docforge.export import MANIFEST

DAMAGED = ".damaged"


def repair(output: Path) -> tuple[str, ...]:
    """Set aside what cannot be read in `output`, make it again, and say so.

    Raises DeliveryFailed and OSError.
    """
    return (*_mend_manifest(output), *_mend_journal(output))


def _mend_manifest(output: Path) -> tuple[str, ...]:
    file = output / MANIFEST
    if not file.exists():
        return ()
    content = read_file(file)
    try:
        parse_manifest(content)
    except ValueError:
        if is_of_another_program(content):
            return ()  # whoever reads it says what to do
    else:
        return ()
    # Imported when there is damage: reports bring much with them.
    from docforge.deliver.report import JSON, read_reports

    os.replace(file, output / f"{MANIFEST}{DAMAGED}")
    reports = read_reports(read_file(output / JSON))
    if reports:
        write_file(file, manifest_bytes(report.entry for report in reports.values()))
        made = f"made again from {JSON}"
    else:
        made = "is begun anew: every document is exported again"
    return (f"{MANIFEST} could not be read: it was kept as {MANIFEST}{DAMAGED}, and {made}.",)


def _mend_journal(output: Path) -> tuple[str, ...]:
    damaged = journal.repair(output)
    if not damaged:
        return ()
    name = f"{journal.NAME}{DAMAGED}"
    write_file(output / name, damaged)
    return (
        f"{STATE}/{journal.NAME}, which a run left that was stopped, could not be read in "
        f"parts: it was kept as {name}, and what those told is exported again.",
    )
