"""The desk in figures: from a key to the preview, and many people at once with large folders.

    python benchmarks/desk.py [--people 20] [--documents 200] [--seconds 180]

First one person types in a browser (Chromium by Playwright, which scripts/test installs): the time
is that from the last key of a word to the preview that shows it, the page's own wait among it.

Then a desk is started behind a header that says who asks, on this machine's loopback address alone.
Each person opens a zip, exports it, and meanwhile goes from page to page and types. What is told:
how long each kind of page took (median, 95th percentile, longest), how many documents were
exported, and the memory of the server and of its workers. All of it takes less than five minutes
and ends by itself.
"""

import argparse
import asyncio
import contextlib
import io
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Awaitable, Iterator
from pathlib import Path

import httpx2

from docforge.system.programs import tools_folder

ROOT = Path(__file__).resolve().parents[1]
SECRET = "only-the-benchmark-knows-this"
NEWS = (ROOT / "input" / "news" / "harbour-repairs.md").read_text("utf-8")
TYPED = {"News story": "news/harbour-repairs.md", "Policy": "policies/information-management.md"}
KEYS = 8  # words that are typed in each
_LONGEST = 100.0  # seconds that typing into one document may take
MOST = 0.3  # seconds that 95 of 100 answers of a page may take while exports run
PAUSE = 1.0  # seconds between two pages of one person, on average


class Times:
    """Seconds that pages took, by their kind; and answers that were none."""

    def __init__(self) -> None:
        self.taken: defaultdict[str, list[float]] = defaultdict(list)
        self.failed: defaultdict[str, int] = defaultdict(int)

    async def note(
        self, kind: str, asking: Awaitable[httpx2.Response]
    ) -> tuple[str, httpx2.URL | None]:
        """The page that is asked for and where it is, its time noted."""
        begun = time.perf_counter()
        try:
            answer = await asking
        except httpx2.HTTPError:
            self.failed[kind] += 1
            return "", None
        self.taken[kind].append(time.perf_counter() - begun)
        self.failed[kind] += answer.status_code != 200
        return answer.text, answer.url

    def lines(self) -> list[str]:
        """A table of all kinds."""
        lines = ["| Page | Asked | Median | p95 | Longest | Failed |", "|---|---|---|---|---|---|"]
        for kind, taken in sorted(self.taken.items()):
            ordered = sorted(taken)
            p95 = ordered[max(0, round(len(ordered) * 0.95) - 1)]
            figures = (statistics.median(ordered), p95, ordered[-1])
            told = " | ".join(f"{figure * 1000:.0f} ms" for figure in figures)
            lines.append(f"| {kind} | {len(ordered)} | {told} | {self.failed[kind]} |")
        return lines

    def slow(self) -> list[str]:
        """The kinds of which more than 5 of 100 took longer than they may."""
        late = {kind: sum(one > MOST for one in taken) for kind, taken in self.taken.items()}
        return sorted(kind for kind, count in late.items() if count > 0.05 * len(self.taken[kind]))


# --- From a key to the preview -----------------------------------------------------------


def typed() -> Iterator[str]:
    """A table of the time from a key to the preview that shows it."""
    yield "| Document | Keys | Median | p95 | Longest |"
    yield "|---|---|---|---|---|"
    for name, source in TYPED.items():
        try:
            with tempfile.TemporaryDirectory(prefix="desk-") as folder, alone(folder) as address:
                ordered = sorted(type_into(address, Path(folder), ROOT / "input" / source))
        except (OSError, subprocess.SubprocessError) as error:
            yield f"| {name} | not measured: {type(error).__name__} | | | |"
            continue
        p95 = ordered[max(0, round(len(ordered) * 0.95) - 1)]
        told = " | ".join(
            f"{one * 1000:.0f} ms" for one in (statistics.median(ordered), p95, ordered[-1])
        )
        yield f"| {name} | {len(ordered)} | {told} |"


@contextlib.contextmanager
def alone(folder: str) -> Iterator[str]:
    """The address of a desk for one person, as `docforge serve` opens it."""
    command = [sys.executable, "-m", "docforge", "serve", f"{folder}/projects", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [*command, "--no-browser"], stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        told = re.search(r"http\S+", process.stdout.readline())
        assert told is not None, "the desk says where it is"
        yield told[0]
    finally:
        process.terminate()
        process.communicate(timeout=30)


def type_into(address: str, folder: Path, source: Path) -> list[float]:
    """Seconds from each key to its preview, in a browser that opens `source` with its pictures."""
    brought = folder / source.name
    text = source.read_text("utf-8").replace("../images/", "")
    brought.write_text(text, "utf-8")
    title = re.search(r"^title: (.*)", text, re.MULTILINE)
    given = {
        "address": address,
        "files": [str(brought), *map(str, sorted((ROOT / "input" / "images").iterdir()))],
        "words": title[1].strip("\"' ") if title else "",
        "turns": KEYS,
    }
    script = ROOT / "tests" / "desk" / "browser.cjs"
    command = ["node", str(script), str(tools_folder().resolve()), "chromium", "typing"]
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    environment.setdefault("PUPPETEER_EXECUTABLE_PATH", shutil.which("chromium") or "")
    done = subprocess.run(
        [*command, json.dumps(given)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=_LONGEST,
        env=environment,
    )
    times: list[float] = json.loads(done.stdout)["times"]
    return times


# --- Load --------------------------------------------------------------------------------


def archive(person: int, documents: int) -> bytes:
    """A zip of news stories, no two alike."""
    text = re.sub(r"\[(.*?)\]\(\.\./.*?\)", r"\1", NEWS)
    text = re.sub(r"!\[.*?\]\(.*?\)(\{.*?\})?", "", text).replace("---\n", "---\nlang: en-GB\n", 1)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(documents):
            told = text.replace("Port Merrow", f"Port Merrow {person}.{number}", 2)
            made.writestr(f"folder/{number:03}.md", told)
    return stream.getvalue()


async def person(
    number: int, origin: str, documents: int, until: float, times: Times, done: list[int]
) -> None:
    """Open, export, and look around until the time is over."""
    headers = {
        **{"x-user": f"person{number}", "x-docforge-secret": SECRET},
        **{"origin": origin, "sec-fetch-site": "same-origin"},
    }
    async with httpx2.AsyncClient(
        headers=headers, timeout=60, follow_redirects=True, base_url=origin
    ) as client:
        files = {"files": ("folder.zip", archive(number, documents), "application/zip")}
        _, where = await times.note("upload of the folder", client.post("/upload", files=files))
        if where is None:
            return
        project = f"/p/{str(where).split('/')[4]}"
        await times.note("export of the folder begun", client.post(f"{project}/export"))
        while time.monotonic() < until:
            await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)
            place = f"{random.randrange(documents):03}.md"
            match random.randrange(5):
                case 0:
                    await times.note("first page", client.get("/"))
                case 1:
                    asking = client.get(f"{project}/documents")
                    text, _ = await times.note("project", asking)
                    told = re.search(r"Exporting: (\d+) of|(\d+) documents exported", text)
                    done[number] = int(told[1] or told[2]) if told else done[number]
                case 2:
                    asking = client.get(f"{project}/check/{place}")
                    await times.note("check and send", asking)
                case 3:
                    asking = client.get(f"{project}/state/{place}")
                    await times.note("part of a document's page", asking)
                case _:
                    form = {"text": NEWS + f"\n\n{time.time()}\n"}
                    asking = client.post(f"{project}/draft/{place}", data=form)
                    await times.note("a key typed (answer)", asking)


def memory(root: int) -> dict[str, float]:
    """Megabytes (PSS) of the server and of all processes below it."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children[parent].append(int(entry.name))
    sizes, waiting = {}, [root]
    while waiting:
        process = waiting.pop()
        waiting += children[process]
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
        sizes[process] = int(found[1]) / 1000 if found else 0.0
    return {"server": sizes.pop(root, 0.0), "workers": sum(sizes.values())}


async def load(origin: str, process: int, people: int, documents: int, seconds: float) -> None:
    """The whole of it, and what was found."""
    times, done, until = Times(), [0] * people, time.monotonic() + seconds
    most: dict[str, float] = {}

    async def watch() -> None:
        while True:
            for name, size in (await asyncio.to_thread(memory, process)).items():
                most[name] = max(most.get(name, 0), size)
            await asyncio.sleep(2)

    watching = asyncio.create_task(watch())
    tasks = (person(n, origin, documents, until, times, done) for n in range(people))
    await asyncio.gather(*tasks)
    watching.cancel()
    print(
        f"{people} people, {documents} documents each, {seconds:g} s, {os.cpu_count()} processors"
    )
    print("\n".join(times.lines()))
    print(f"95 of 100 within {MOST * 1000:.0f} ms: all but {', '.join(times.slow()) or 'none'}")
    print(f"Documents exported meanwhile: {sum(done)} (each person: {min(done)} to {max(done)})")
    print(f"Memory at most: server {most['server']:.0f} MB, workers {most['workers']:.0f} MB")


def main() -> None:
    """Start a desk, load it, end it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=180)
    given = parser.parse_args()
    print("\n".join(typed()), end="\n\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder, "secret")
        secret.write_text(SECRET, "utf-8")
        origin = "http://127.0.0.1:18865"
        command = [sys.executable, "-m", "docforge", "serve", f"{folder}/projects"]
        options = ["--port", "18865", "--proxy-header", "x-user", "--proxy-secret", str(secret)]
        addresses = ["--address", origin, "--preview-address", "http://localhost:18866"]
        process = subprocess.Popen(
            [*command, *options, *addresses, "--no-browser"], stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout is not None
            process.stdout.readline()
            numbers = (given.people, given.documents, given.seconds)
            asyncio.run(load(origin, process.pid, *numbers))
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=30)
            process.kill()


if __name__ == "__main__":
    main()
