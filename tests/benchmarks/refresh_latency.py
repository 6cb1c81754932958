"""How fast keys are answered during a refresh: `python tests/benchmarks/refresh_latency.py [--feeds 100] [--items 100]`

The real program on a pseudo-terminal, with as many articles as one feed in ten has brought. Each kind of key is pressed
again and again, first while nothing runs, then while all feeds are refreshed from a server on loopback (a process of
its own that stands for the network, and so goes behind): the time from the key to the first byte of the answer, in ms
(median and 95th), and how the medians compare. Last: how soon a page that a reader asks for is kept, the first of a run
and those after it. The network's manners are off.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path

from refresh_speed import UNHURRIED, serving

from newsreader import background
from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.model import Errand

# The keys of a kind are pressed in turn: each changes the screen, and the next changes it back.
KINDS = {"a row down, up": "jk", "a page of an article": " b", "open, close an article": "\rq"}
PAUSE, SETTLE = 0.03, 0.25
LEAST_IDLE, MOST = 100, 400


class Program:
    """The program on a pseudo-terminal."""

    def __init__(self, home: Path, library: Path) -> None:
        command = [sys.executable, "-m", "newsreader", "--library", str(library)]
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            os.environ.update(NEWSREADER_HOME=str(home), TERM="xterm-256color", LC_ALL="C.UTF-8")
            os.execv(sys.executable, command)
        ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.said = b""
        self.read_until(b"Enter opens", 20)
        self.drain(1.0)

    def read_until(self, words: bytes, patience: float) -> None:
        """Read until the program has written these words."""
        self.said = b""
        deadline = time.monotonic() + patience
        while words not in self.said and time.monotonic() < deadline:
            self.drain(0.1)
        assert words in self.said, f"no {words!r}"

    def drain(self, quiet: float) -> None:
        """Read until nothing came for so long."""
        while select.select([self.terminal], [], [], quiet)[0]:
            self.said += os.read(self.terminal, 65536)

    def press(self, key: str) -> float:
        """Press a key; the seconds until it is answered."""
        self.drain(PAUSE)
        begun = time.perf_counter()
        os.write(self.terminal, key.encode())
        assert select.select([self.terminal], [], [], 10)[0], f"no answer to {key!r}"
        return time.perf_counter() - begun

    def end(self) -> None:
        """Press Q and wait."""
        os.write(self.terminal, b"Q")
        while True:
            try:
                if not os.read(self.terminal, 65536):
                    break
            except OSError:
                break
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=100)
    parser.add_argument("--items", type=int, default=100)
    options = parser.parse_args()
    print(f"{'ms from key to answer: median (95th)':<30}{'idle':>18}{'refreshing':>18}{'ratio':>8}{'keys':>8}")
    for name, keys in KINDS.items():
        with serving(options.feeds, options.items, niceness=19) as base, tempfile.TemporaryDirectory() as folder:
            idle, busy = measure_keys(Path(folder), base, options.feeds, keys)
        cells = [f"{statistics.median(each) * 1000:.1f} ({high(each) * 1000:.1f})" for each in (idle, busy)]
        ratio = statistics.median(busy) / statistics.median(idle)
        print(f"{name:<30}{cells[0]:>18}{cells[1]:>18}{ratio:>8.2f}{len(busy):>8}")
    with serving(1, 1) as base, tempfile.TemporaryDirectory() as folder:
        first, others = measure_pages(Path(folder), base)
    print(f"\na page fetched and kept, s: the first {first:.2f}, those after it {statistics.median(others):.2f}")


def measure_keys(home: Path, base: str, feeds: int, keys: str) -> tuple[list[float], list[float]]:
    """The seconds to each answer, idle and refreshing."""
    library = make_library(home, [f"{base}/feed/{number}" for number in range(feeds)], asked=max(1, feeds // 10))
    program = Program(home, library)
    if keys == " b":
        os.write(program.terminal, b"\r")
        program.drain(1.0)
    idle = [program.press(keys[number % len(keys)]) for number in range(LEAST_IDLE)]
    program.said = b""
    os.write(program.terminal, b"R")
    program.read_until(b"feeds", 20)
    busy: list[float] = []
    program.said = b""
    while b"new articles" not in program.said and len(busy) < MOST:
        busy.append(program.press(keys[len(busy) % len(keys)]))
    program.end()
    return idle, busy


def measure_pages(home: Path, base: str) -> tuple[float, list[float]]:
    """The seconds until a page is there, of the first one of a process and of others."""
    library = make_library(home, [f"{base}/feed/0"], asked=0)
    begun = time.perf_counter()
    process = background.start_fetching(library)
    fetched = background.read_fetched(process)
    spent = []
    for number in range(10):
        background.send_errand(process, Errand(number, f"{base}/page/5/{number}"))
        assert next(fetched).outcome.id
        spent.append(time.perf_counter() - begun)
        begun = time.perf_counter()
    process.terminate()
    assert not list(fetched)
    return spent[0], spent[1:]


def make_library(home: Path, urls: list[str], asked: int) -> Path:
    """A library with these feeds, of which the first ones were asked."""
    (home / "config.toml").write_text(UNHURRIED)
    os.environ["NEWSREADER_HOME"] = str(home)
    library = home / "library.sqlite"
    with Desk(library, Settings(network_interval_ms=0, network_connections=16)) as desk:
        for url in urls:
            desk.subscribe(url)
        for _ in desk.refresh(desk.choose_feeds(desk.list_feeds()[:asked])):
            pass
    return library


def high(values: list[float]) -> float:
    """The 95th of a hundred."""
    return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
    main()
