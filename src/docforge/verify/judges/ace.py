"""Ace by DAISY in Chromium: EPUB Accessibility 1.1. Every failed assertion fails a file."""

from docforge.export import Format
from docforge.verify.judges.contract import Judge
from docforge.verify.judges.starting import node

ACE = Judge(
    name="ace",
    format=Format.EPUB,
    profiles=("epub",),
    programs=("node", "chromium"),
    files=("node/ace.cjs", "node/node_modules/@daisy/ace-core"),
    command=node("node/ace.cjs"),
    seconds=600,
)
