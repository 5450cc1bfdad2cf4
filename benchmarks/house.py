"""Counts the house: rooms, modules, functions, and names that stand for several things.

`python benchmarks/house.py [CHECKOUT]` prints rows of the table in docs/decisions/0017.
Invariant: what is counted is read from the text alone, so that any commit can be counted.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median

_FORMAT = re.compile(r"\bFormat\.(?:HTML|EPUB|PDF|TEXT)\b")
_PAGE_SIZE = re.compile(r"\"A4\"|\b210mm|\b297mm|\b595\.\d|\b841\.\d")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LONG_MODULE, _LONG_FUNCTION = 300, 40


def counted(package: Path) -> Iterator[tuple[str, str]]:
    """Each row's name and value, of the modules below `package`."""
    texts = {file: file.read_text("utf-8") for file in sorted(package.rglob("*.py"))}
    trees = [ast.parse(text) for text in texts.values()]
    lengths = [text.count("\n") for text in texts.values()]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    functions = [_length(node) for node in nodes if isinstance(node, _FUNCTIONS)]
    yield "Rooms on the top level", str(_rooms(package))
    yield "Modules", f"{len(texts):,}"
    yield "Lines", f"{sum(lengths):,}"
    yield "Median length of a module", f"{median(lengths):.0f}"
    yield "Longest module", str(max(lengths))
    yield f"Modules of more than {_LONG_MODULE} lines", str(_above(lengths, _LONG_MODULE))
    yield "Median length of a function", f"{median(functions):.0f}"
    yield "Longest function", str(max(functions))
    yield f"Functions of more than {_LONG_FUNCTION} lines", str(_above(functions, _LONG_FUNCTION))
    classes = Counter(node.name for node in nodes if isinstance(node, ast.ClassDef))
    yield "Classes that share a name", _shared(classes)
    own = Counter(node.name for tree in trees for node in tree.body if isinstance(node, _FUNCTIONS))
    public = Counter({name: count for name, count in own.items() if not name.startswith("_")})
    yield "Functions of a module that share a name with others", _shared(own)
    yield "Public ones among them", _shared(public)
    names = sum(isinstance(node, ast.Name) and node.id == "Any" for node in nodes)
    yield "`Any`, a thousand lines", f"{1000 * names / sum(lengths):.1f}"
    yield "Modules that name a format in code", str(_mention(_FORMAT, texts))
    yield "Modules that know a page size", str(_mention(_PAGE_SIZE, texts))


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _rooms(package: Path) -> int:
    return sum((entry / "__init__.py").is_file() for entry in package.iterdir())


def _above(lengths: Iterable[int], most: int) -> int:
    return sum(length > most for length in lengths)


def _shared(names: Counter[str]) -> str:
    several = sum(count for count in names.values() if count > 1)
    return f"{several:,} of {names.total():,}"


def _mention(pattern: re.Pattern[str], texts: Mapping[Path, str]) -> int:
    return sum(pattern.search(text) is not None for text in texts.values())


def main(checkout: Path) -> None:
    """Print the rows of a Markdown table."""
    for name, value in counted(checkout / "src" / "docforge"):
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main(Path((*sys.argv[1:2], ".")[0]))
