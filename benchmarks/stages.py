"""Where the time of a warm process goes: processor seconds by stage over all documents."""

import sys
from collections import defaultdict
from functools import partial
from pathlib import Path

from docforge.config import Config, load_config
from docforge.export import Format
from docforge.frontmatter import read_front_matter
from docforge.parse import Parsed, parse
from docforge.pipeline import renderer
from docforge.source import SourcePlace, find_sources, read_source
from docforge.style import load_style
from docforge.workers import collect_seldom
from measure import seconds_in, table


def document(place: SourcePlace, config: Config, spent: dict[str, float]) -> None:
    """Take one document through every stage and add up what each one takes."""
    made: list[Parsed] = []

    def read() -> None:
        source = read_source(place)
        made.append(parse(source, read_front_matter(source, config.settings(place.path)), {}))

    spent["parse"] += seconds_in(read)
    style = load_style("briefing")
    for kind in Format:
        render = partial(renderer(kind), made[0].document, style, claim=False)
        spent[kind] += seconds_in(render)


def main(folder: Path) -> None:
    """Print the share of each stage for the sources of `folder`."""
    config = load_config(folder)
    places = find_sources([folder], config)
    document(places[0], config, defaultdict(float))  # pays for imports, fonts and style sheets
    collect_seldom()
    spent: dict[str, float] = defaultdict(float)
    for place in places:
        document(place, config, spent)
    total = sum(spent.values())
    rows = [
        [stage, used, f"{used / total:.0%}"]
        for stage, used in sorted(spent.items(), key=lambda item: -item[1])
    ]
    print(table(["stage", "CPU s", "share"], [*rows, ["all", total, "100%"]]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
