"""How fast a folder is added: `python tests/benchmarks/adding_speed.py CORPUS [--style wet] [--runs N]`.

CORPUS is a folder of dumps (`dumps_STYLE.jsonl.gz`). Each run splits all of its dumps of one style in as many processes
as there are cores, and keeps nothing (`newsreader split`), then adds the same dumps, a file each, to a new library
(`newsreader add`), both as whole processes. Prints the pages a second of both, and the second's ratio to the first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--style", default="wet")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, pages = folder / "pages.jsonl", folder / "pages"
        pages.mkdir()
        with gzip.open(options.corpus / f"dumps_{options.style}.jsonl.gz", "rt", encoding="utf-8") as dumps:
            lines.write_text(dumps.read(), encoding="utf-8")
        records = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
        for number, record in enumerate(records):
            (pages / f"{number}.txt").write_text(record["text"], encoding="utf-8")
        for _ in range(options.runs):
            splitting = measure(folder, "split", str(lines), "--jobs", str(os.cpu_count() or 1))
            adding = measure(folder, "add", str(pages))
            count = len(records)
            print(
                f"split {count / splitting:6.1f} pages/s, add {count / adding:6.1f}: {splitting / adding:.2f}",
                flush=True,
            )


def measure(folder: Path, *arguments: str) -> float:
    """The seconds that a command takes, with a library of its own."""
    home = folder / "home"
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "newsreader", *arguments],
        env={**os.environ, "NEWSREADER_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        check=False,  # pages without an article are said to be none
    )
    spent = time.perf_counter() - begun
    shutil.rmtree(home, ignore_errors=True)
    return spent


if __name__ == "__main__":
    main()
