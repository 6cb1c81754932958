"""How fast keys are answered during a refresh: `python tests/benchmarks/refresh_latency.py [--feeds 100] [--items 100]`

The real program on a pseudo-terminal, with as many articles as one feed in ten has brought. Each kind of key is pressed
again and again, first while nothing runs, then while all feeds are refreshed from a server on loopback (a process of
its own that stands for the network, and so goes behind): the time from the key until what it does is on the screen, in
ms (median and 95th), and how the medians compare. Last: how soon a page that a reader asks for is kept, the first of
a run and those after it. The network's manners are off.
"""

from __future__ import annotations

import argparse
import codecs
import os
import pty
import re
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from emulator import Emulator
from refresh_speed import UNHURRIED, serving

from newsreader import background
from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.model import Errand

if TYPE_CHECKING:
    from collections.abc import Callable

# The keys of a kind are pressed in turn: each changes the screen, and the next changes it back. What it changes is read
# off the screen, for other things come beside the answer: how far the refresh is, and what is new.
KINDS = {
    "a row down, up": ("jk", lambda rows: [number for number, row in enumerate(rows) if re.search(">[●✓]", row)]),
    "a page of an article": (" b", lambda rows: re.search(r"lines (\S+)", rows[0])[1]),
    "open, close an article": ("\rq", lambda rows: "lines" in rows[0]),
}
SIZE = (120, 40)
PAUSE, PATIENCE = 0.03, 10
LEAST_IDLE, MOST = 100, 400


class Program:
    """The program on a pseudo-terminal."""

    def __init__(self, home: Path, library: Path) -> None:
        command = [sys.executable, "-m", "newsreader", "--library", str(library)]
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            os.environ.update(NEWSREADER_HOME=str(home), TERM="xterm-256color", LC_ALL="C.UTF-8")
            os.execv(sys.executable, command)
        ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        self.screen, self.decoder = Emulator(*SIZE), codecs.getincrementaldecoder("utf-8")()
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
            self.read()

    def read(self) -> None:
        """Read what has come."""
        data = os.read(self.terminal, 65536)
        self.said += data
        self.screen.feed(self.decoder.decode(data))

    def look(self, see: Callable[[list[str]], object]) -> object:
        """What is to be seen on the screen."""
        rows = (self.screen.buffer[number] for number in range(SIZE[1]))
        return see(["".join(row[place].data for place in range(SIZE[0])) for row in rows])

    def press(self, key: str, see: Callable[[list[str]], object]) -> float:
        """Press a key; the seconds until it is answered: until something else is to be seen."""
        self.drain(PAUSE)
        before = self.look(see)
        begun = time.perf_counter()
        os.write(self.terminal, key.encode())
        while select.select([self.terminal], [], [], PATIENCE)[0]:
            spent = time.perf_counter() - begun
            self.read()
            if self.look(see) != before:
                return spent
        raise AssertionError(f"no answer to {key!r}")

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
    for name, (keys, see) in KINDS.items():
        with serving(options.feeds, options.items, niceness=19) as base, tempfile.TemporaryDirectory() as folder:
            idle, busy = measure_keys(Path(folder), base, options.feeds, keys, see)
        cells = [f"{statistics.median(each) * 1000:.1f} ({high(each) * 1000:.1f})" for each in (idle, busy)]
        ratio = statistics.median(busy) / statistics.median(idle)
        print(f"{name:<30}{cells[0]:>18}{cells[1]:>18}{ratio:>8.2f}{len(busy):>8}")
    with serving(1, 1) as base, tempfile.TemporaryDirectory() as folder:
        first, others = measure_pages(Path(folder), base)
    print(f"\na page fetched and kept, s: the first {first:.2f}, those after it {statistics.median(others):.2f}")


def measure_keys(
    home: Path, base: str, feeds: int, keys: str, see: Callable[[list[str]], object]
) -> tuple[list[float], list[float]]:
    """The seconds to each answer, idle and refreshing."""
    library = make_library(home, [f"{base}/feed/{number}" for number in range(feeds)], asked=max(1, feeds // 10))
    program = Program(home, library)
    if keys == " b":
        os.write(program.terminal, b"\r")
        program.drain(1.0)
    idle = [program.press(keys[number % len(keys)], see) for number in range(LEAST_IDLE)]
    program.said = b""
    os.write(program.terminal, b"R")
    program.read_until(b"feeds", 20)
    busy: list[float] = []
    program.said = b""
    while b"new articles" not in program.said and len(busy) < MOST:
        busy.append(program.press(keys[len(busy) % len(keys)], see))
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
