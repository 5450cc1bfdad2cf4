"""The same briefing as a zip, for mail systems that strip attachments.

Invariant: entries in a fixed order with a fixed date, so that the same outputs give the same zip.
"""

import io
import zipfile

from docforge.email.briefing import Briefing
from docforge.email.choice import Body
from docforge.email.covering import attached_text
from docforge.email.pieces import NOTE

# The first date that a zip can carry (APPNOTE 4.4.6): its entries have none of their own.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def bundle(briefing: Briefing) -> bytes:
    """A zip of the covering note and the attachments; HTML may be among these."""
    told = (briefing.subject, *briefing.note, *attached_text(briefing, Body.NOTE))
    message = "\n\n".join(told) + "\n"
    entries = [(f"{NOTE}.txt", message.encode())]
    entries += [(one.name, one.content) for one in briefing.attachments]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
