"""veraPDF: PDF/UA (ISO 14289), PDF/A (ISO 19005) and WTPDF; a code is CLAUSE-TEST ("7.1-3")."""

from docforge.export import Format
from docforge.verify.judges.contract import Judge
from docforge.verify.judges.starting import java

VERAPDF = Judge(
    name="verapdf",
    format=Format.PDF,
    profiles=("ua1", "2a", "3a", "2u", "3u", "ua2", "4", "4f", "wt1a", "wt1r"),
    programs=("java",),
    files=("java/classes/VeraPdf.class", "java/verapdf"),
    command=java("java/verapdf/*", "VeraPdf", memory_mb=2048),
    seconds=300,
)
