"""The Nu Html Checker: the HTML standard and CSS. Errors and warnings fail a file."""

from docforge.export import Format
from docforge.verify.judges.contract import Judge
from docforge.verify.judges.starting import java

_JAR = "node/node_modules/vnu-jar/build/dist/vnu.jar"

NU = Judge(
    name="nu",
    format=Format.HTML,
    profiles=("html",),
    programs=("java",),
    files=("java/classes/Nu.class", _JAR),
    command=java(_JAR, "Nu", memory_mb=1024),
    seconds=120,
    # Its library reads no address without a host: img-src allows it neither data: nor cid:.
    false_alarms=(
        r"Resource violates Content Security Policy \(meta tag\): "
        r"image “(?:data:image/|cid:)[^”]*” blocked by “img-src” directive\.",
        # A list of tasks has no marks: WebKit takes it for no list without the role.
        r"The “list” role is unnecessary for element “[uo]l”\.",
        # It is (MathML Core 4.2), and lets long formulas go on in further lines.
        r"CSS: “display”: “math” is not a “display” value\.",
    ),
)
