"""How fast pages are split: `python tests/benchmarks/split_speed.py CORPUS [--pages N] [--runs N]`.

CORPUS is a folder of dumps and pages (`dumps_STYLE.jsonl.gz`, `html.jsonl.gz`). Prints pages a second on one core, of
dumps of all styles and of HTML, each from bytes to title, authors, date, text and headlines; where it is installed
trafilatura's on the same HTML in the same run, of the text alone and of text, title, authors and date, and the ratios
to each. Then what one page takes as a whole process: `newsreader read --plain` into a library that holds 1,000
articles, over `python -c pass`.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from newsreader.desk import Desk
from newsreader.intake import read_page
from newsreader.model import NewsreaderError

STYLES = ("wet", "seed", "lynx", "w3m", "bs4", "inscriptis", "resi")
LIMIT = 1 << 26


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=140, help="how many dumps, and how many pages of HTML")
    parser.add_argument("--runs", type=int, default=5, help="the fastest of so many counts")
    options = parser.parse_args()
    each = options.pages // len(STYLES)
    dumps = [text for style in STYLES for text in list_texts(options.corpus / f"dumps_{style}.jsonl.gz", "text", each)]
    pages = list_texts(options.corpus / "html.jsonl.gz", "html", options.pages)
    tasks: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {"dumps": (split, dumps), "html": (split, pages)}
    try:
        import trafilatura
    except ImportError:
        print("trafilatura is not installed: no ratio to it")
    else:
        tasks["trafilatura, text"] = (trafilatura.extract, pages)
        tasks["trafilatura, all"] = (partial(trafilatura.bare_extraction, with_metadata=True), pages)
    # In turns, so that what else the machine does hits all alike.
    best = dict.fromkeys(tasks, float("inf"))
    for _ in range(options.runs):
        for name, (run, texts) in tasks.items():
            start = time.perf_counter()
            for text in texts:
                run(text)
            best[name] = min(best[name], (time.perf_counter() - start) / len(texts))
    peers = [name for name in tasks if name.startswith("trafilatura")]
    for name, seconds in best.items():
        ratios = [f"{best[peer] / seconds:6.1f} x {peer}" for peer in peers]
        print(f"{name:18}{1 / seconds:8.1f} pages/s {1000 * seconds:8.2f} ms a page", *ratios)
    measure_process([text for text in dumps if 5_000 <= len(text) <= 20_000][:20])


def list_texts(path: Path, field: str, count: int) -> list[str]:
    """Some texts of a file, from all over it."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)[field] for line in lines]
    return texts[:: max(1, len(texts) // count)][:count]


def split(text: str) -> None:
    """One page, from bytes to headlines."""
    with contextlib.suppress(NewsreaderError):
        read_page(text.encode("utf-8", "surrogatepass"), limit=LIMIT)


def measure_process(texts: Sequence[str]) -> None:
    """The median of whole processes that read a page, over those that do nothing."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.sqlite"
        fill(library)
        environment = {**os.environ, "HOME": folder}
        # An installed program has its bytecode.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        idle, busy = [], []
        for number, text in enumerate([texts[0], *texts]):
            page = Path(folder) / f"{number}.txt"
            page.write_bytes(text.encode("utf-8", "surrogatepass"))
            idle.append(run_timed(["-c", "pass"], environment))
            busy.append(
                run_timed(["-m", "newsreader", "--library", str(library), "read", "--plain", str(page)], environment)
            )
        # The first one makes what all others find made.
        over = 1000 * (statistics.median(busy[1:]) - statistics.median(idle[1:]))
        print(f"read --plain {over:.0f} ms over python -c pass (median of {len(texts)} processes)")


def fill(library: Path) -> None:
    """A library of 1,000 articles of fiction."""
    with Desk(library) as desk:
        for number in range(1000):
            title = f"Ferry number {number} is late again, and nobody on the quay minds it"
            paragraph = f"The ferry was late for the {number}th time this week, and passengers were given soup for it. "
            desk.add(f"{title}\nBy Ann Lee\n4 March 2031\n{paragraph * 3}\n{paragraph * 2}\n".encode(), f"{number}.txt")


def run_timed(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds that a process of this Python takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=False)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
