"""One rich document as finished files, for the tests that break them."""

from functools import cache

from every_node import DOCUMENT

from docforge.conformance import FAULTLESS
from docforge.document import Document
from docforge.export import Format, Rendering
from docforge.formats import renderer
from docforge.style import Words, load_style
from docforge.verify.readback import Proof, read_back


def sample() -> Document:
    """The document with every kind of node that the renditions' tests use."""
    return DOCUMENT


@cache
def rendered(kind: Format) -> Rendering:
    """The sample as a finished file, with its claims."""
    return renderer(kind)(sample(), load_style("briefing"), standing=FAULTLESS)


def finished(kind: Format) -> bytes:
    """The bytes of the sample as a finished file."""
    return rendered(kind).content


def words() -> Words:
    return load_style("briefing").words(sample().meta.lang)


def proof(kind: Format, content: bytes) -> Proof:
    """What read-back says of `content` as an output of the sample."""
    return read_back(
        sample(), load_style("briefing"), [Rendering(kind, content)], standing=FAULTLESS
    )[0]
