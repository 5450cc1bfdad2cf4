"""axe-core in Chromium: WCAG 2.2 A and AA and best practice, light and dark, narrow and wide.

Violations fail a file; what axe could not decide are notes.
"""

from docforge.export import Format
from docforge.verify.judges.contract import Judge
from docforge.verify.judges.starting import node

AXE = Judge(
    name="axe",
    format=Format.HTML,
    profiles=("html",),
    programs=("node", "chromium"),
    files=("node/axe.cjs", "node/node_modules/axe-core"),
    command=node("node/axe.cjs"),
    seconds=600,
)
