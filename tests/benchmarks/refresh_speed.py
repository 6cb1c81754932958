"""How fast feeds are refreshed: `python tests/benchmarks/refresh_speed.py [--feeds 100] [--items 100] [--runs 3]`.

A server on loopback serves made-up feeds (300 to 900 words an article); each run refreshes a new library from nothing,
then again with nothing new (304), and again where the server sends no validators. Beside it, in the same run, newsboat
does the same where it is installed. Also the most memory (PSS of all processes, MiB) of the first refresh, and of one
of a feed of 50,000 entries. The network's manners are off: they would be all that is measured.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.config import Settings
from newsreader.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

PRESS = Path(__file__).parent.parent / "feed_press.py"
UNHURRIED = "[network]\nconnections = 16\ninterval_ms = 0\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=100)
    parser.add_argument("--items", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--huge", type=int, default=50_000, help="entries of the huge feed, 0 for none")
    options = parser.parse_args()
    amount = options.feeds * options.items
    figures: dict[str, list[float]] = {}
    start = statistics.median(clock([sys.executable, "-c", "pass"]) for _ in range(5))
    for _ in range(options.runs):
        with tempfile.TemporaryDirectory() as folder, serving(options.feeds, options.items) as base:
            run = Run(Path(folder), [f"{base}/feed/{number}" for number in range(options.feeds)])
            note(figures, "first refresh, articles/s", amount / run.refresh(amount))
            note(figures, "  its memory, MiB", run.memory)
            note(figures, "nothing new (304), s behind Python's start", run.refresh(amount) - start)
            if shutil.which("newsboat"):
                note(figures, "newsboat: first, articles/s", amount / run.reload(amount))
                note(figures, "newsboat: nothing new, s", run.reload(amount))
        with tempfile.TemporaryDirectory() as folder, serving(options.feeds, options.items, "--no-validators") as base:
            run = Run(Path(folder), [f"{base}/feed/{number}" for number in range(options.feeds)])
            run.refresh(amount)
            note(figures, "nothing new, no validators, s behind Python's start", run.refresh(amount) - start)
    if options.huge:
        with tempfile.TemporaryDirectory() as folder, serving(1, options.huge, "--words", "0", "0") as base:
            run = Run(Path(folder), [f"{base}/feed/0"])
            note(figures, f"one feed of {options.huge:,}, articles/s", options.huge / run.refresh(options.huge))
            note(figures, "  its memory, MiB", run.memory)
    for name, values in figures.items():
        print(f"{name:<56}{statistics.median(values):>10,.2f}   ({min(values):,.2f} to {max(values):,.2f})")
    if "newsboat: first, articles/s" in figures:
        ours, theirs = (
            statistics.median(figures[f"{who}, articles/s"]) for who in ("first refresh", "newsboat: first")
        )
        print(f"first refresh: {ours / theirs:.2f} x newsboat's")


class Run:
    """One library, and one home of newsboat, with these feeds."""

    def __init__(self, folder: Path, feeds: list[str]) -> None:
        self._home = folder
        self._library = folder / "library.sqlite"
        (folder / "config.toml").write_text(UNHURRIED)
        (folder / ".newsboat").mkdir()
        (folder / ".newsboat" / "urls").write_text("\n".join(feeds))
        (folder / ".newsboat" / "config").write_text("reload-threads 16\n")
        with Desk(self._library, Settings()) as desk:
            for feed in feeds:
                desk.subscribe(feed)
        self.memory = 0.0

    def refresh(self, amount: int) -> float:
        """The seconds that a refresh takes, after which so many articles are there."""
        home = {"NEWSREADER_HOME": str(self._home)}
        command = [sys.executable, "-m", "newsreader", "--library", str(self._library), "refresh"]
        with watching_memory(self):
            seconds = clock(command, home, self)
        with Desk(self._library, Settings()) as desk:
            count = sum(feed.articles for feed in desk.list_feeds())
        assert count == amount, f"{count} articles of {amount}"
        return seconds

    def reload(self, amount: int) -> float:
        """The same by newsboat."""
        seconds = clock(["newsboat", "-x", "reload"], {"HOME": str(self._home)})
        db = sqlite3.connect(self._home / ".newsboat" / "cache.db")
        count = db.execute("SELECT count(*) FROM rss_item").fetchone()[0]
        db.close()
        assert count == amount, f"newsboat has {count} articles of {amount}"
        return seconds

    process: subprocess.Popen[bytes] | None = None


def clock(command: list[str], environment: dict[str, str] | None = None, run: Run | None = None) -> float:
    """The seconds that a command takes."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL)
    if run:
        run.process = process
    code = process.wait()
    seconds = time.perf_counter() - begun
    assert code == 0, f"{command} ended with {code}"
    return seconds


@contextmanager
def watching_memory(run: Run) -> Iterator[None]:
    """Note the most memory of the run's process and all that it starts."""
    run.process, run.memory = None, 0.0
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(0.05):
            if run.process:
                run.memory = max(run.memory, sum(map(measure_memory, list_tree(run.process.pid))))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def list_tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += list_tree(int(child))
    return found


def measure_memory(pid: int) -> float:
    """The proportional memory of a process, in MiB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def serving(feeds: int, items: int, *options: str, niceness: int = 0) -> Iterator[str]:
    """A server of so many feeds, in a process of its own; the base of its addresses."""
    command = ["nice", "-n", str(niceness), sys.executable, str(PRESS)]
    command += ["--feeds", str(feeds), "--items", str(items), *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


def note(figures: dict[str, list[float]], name: str, value: float) -> None:
    """One more value of a figure."""
    figures.setdefault(name, []).append(value)


if __name__ == "__main__":
    main()
