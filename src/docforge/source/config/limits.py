"""The table [limits] of docforge.toml: what one document may cost, and what a batch may.

Each limit is counted before it costs anything, and is named with its key where it is reached.
"""

from docforge.source.config.settings import FrozenTable
from docforge.source.config.values import Amount, Count


class Limits(FrozenTable):
    """What is bounded by a key of its own.

    Sizes are in megabytes (10^6 bytes), times in seconds of wall clock. A source of 2 MB is some
    700 pages; the layout of a larger one takes longer than `seconds`. `memory_mb` is for the
    process of a document with the pandoc that it starts.
    """

    source_mb: Amount = 2
    image_mb: Amount = 20
    seconds: Amount = 120
    memory_mb: Amount = 4096
    output_mb: Amount = 100
    # Front matter.
    front_matter_kb: Amount = 64
    front_matter_values: Count = 5_000
    front_matter_depth: Count = 20
    digits: Count = 100
    # What is in the text.
    lines: Count = 200_000
    line_length: Count = 20_000
    word_length: Count = 5_000
    letter_marks: Count = 10
    paragraph_length: Count = 50_000
    paragraph_links: Count = 1_000
    code_length: Count = 100_000
    nesting: Count = 60
    characters: Count = 5_000_000
    nodes: Count = 500_000
    headings: Count = 2_000
    title_length: Count = 1_000
    notes: Count = 5_000
    links: Count = 20_000
    formulas: Count = 5_000
    formula_length: Count = 5_000
    attributes: Count = 100
    table_columns: Count = 200
    table_cells: Count = 200_000
    images: Count = 2_000
    images_mb: Amount = 100
    image_megapixels: Amount = 50
    drawing_parts: Count = 80_000
    pages: Count = 3_000
    # All documents together. Without a number, memory is three quarters of the machine's.
    batch_documents: Count = 20_000
    batch_mb: Amount = 2_000
    batch_seconds: Amount = 43_200
    batch_memory_mb: Amount | None = None


DEFAULT_LIMITS = Limits()
