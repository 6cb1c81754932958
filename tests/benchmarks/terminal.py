"""How the app feels from outside: `python tests/benchmarks/terminal.py [--articles 1000 10000] [--runs 5]`.

Runs the program on a pseudo-terminal, on made-up libraries of the sizes asked for (10,000 take half a minute to make;
`--folder DIR` keeps them, and takes those that are there, as library-10000.sqlite), on the wire and on Textual's own
driver, beside a bare Textual app, in turns. Each run has a copy of its library.

Of each step it prints the ms from the key to the first and to the last byte that came, the bytes, and the cells that
changed (medians); of some also the ratio to the bare app's; then memory (PSS), and CPU while idle. `live` is a start at
which a `j` is typed at 0 ms, until the cursor has moved, `open at once` one with an Enter, until the article is there;
`remembered` is a start that shows first what the last run foresaw.
Milliseconds are worth something as ratios of one run only; bytes are exact.
"""

from __future__ import annotations

import argparse
import codecs
import fcntl
import os
import pty
import select
import shutil
import sqlite3
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from emulator import Emulator
from library_scale import COMMON, Press, fill

if TYPE_CHECKING:
    from pyte.screens import Char

ROOT = Path(__file__).parents[2]
QUIET_SECONDS, TIMEOUT = 0.12, 30.0
# What was done last is written down a second later: idle is what comes after that.
REST_SECONDS, IDLE_SECONDS = 2.0, 10.0
ASKED, ANSWER = b"\x1b[6n", b"\x1b[1;1R"
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    BINDINGS = [("j", "turn"), ("Q", "quit")]
    turns = 0
    def compose(self):
        yield Static("ready 0")
    def action_turn(self):
        self.turns += 1
        self.query_one(Static).update(f"ready {self.turns}")
Bare().run()
"""
# A name, the keys of the step, and how often they are pressed.
STEPS = [
    ("cursor down", "j", 15),
    ("page down", " ", 4),
    ("cursor down past the edge", "j", 15),
    ("open article", "\r", 1),
    ("next article", "J", 6),
    ("a line down in it", "j", 8),
    ("a page down in it", " ", 2),
    *[("to the related headlines", "l", 1), ("follow a related headline", "\r", 1)] * 4,
    ("back to the list", "q", 1),
    ("ask for a search", "/", 1),
    ("search", f"{COMMON[0]}\r", 1),
]
OPENED, FRAME = "Space page", "library.sqlite-frame"
# What a step is to show, where that may come after a pause.
SHOWN = {"search": f"{COMMON[0]} ends"}


class Sample(NamedTuple):
    """What a key led to."""

    first_ms: float
    last_ms: float
    sent: int
    cells: int


class Session:
    """A program on a terminal; it is at rest when nothing came for `quiet_seconds`."""

    quiet_seconds = QUIET_SECONDS

    def __init__(self, command: list[str], environment: dict[str, str], size: tuple[int, int]) -> None:
        self._screen = Emulator(*size)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        # What came and is not on the screen yet: to put it there takes longer than what is measured.
        self._came = b""
        self._begun = time.perf_counter()
        self.pid, self._descriptor = pty.fork()
        if not self.pid:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execve(command[0], command, environment)

    def start(self, text: str) -> Sample:
        """Wait until a text is shown and all is at rest; times are from the start of the process."""
        return self._watch(self._begun, self._look(), text)

    def start_typing(self, keys: str, text: str) -> Sample:
        """Type at once, and wait until a text is shown that the keys bring about; times as for a start."""
        os.write(self._descriptor, keys.encode())
        return self.start(text)

    def press(self, keys: str, text: str = "") -> Sample:
        """Press keys at once, and wait for a text that they bring about, and for rest."""
        before = self._look()
        begun = time.perf_counter()
        os.write(self._descriptor, keys.encode())
        return self._watch(begun, before, text)

    def _watch(self, begun: float, before: list[list[Char]], text: str = "") -> Sample:
        first = last = sent = 0.0
        while time.perf_counter() - begun < TIMEOUT:
            waits = not sent if not text else text not in self.text
            ready, _, _ = select.select([self._descriptor], [], [], TIMEOUT if waits else self.quiet_seconds)
            if not ready:
                break
            data = self._read()
            last = (time.perf_counter() - begun) * 1000
            first = first or last
            sent += len(data) - len(ASKED) * data.count(ASKED)
        after = self._look()
        cells = sum(a != b for row, other in zip(before, after, strict=True) for a, b in zip(row, other, strict=True))
        return Sample(first, last, int(sent), cells)

    def _read(self) -> bytes:
        """What came; what is asked in it is answered."""
        data = os.read(self._descriptor, 65536)
        for _ in range(data.count(ASKED)):
            os.write(self._descriptor, ANSWER)
        self._came += data
        return data

    def _catch_up(self) -> None:
        self._screen.feed(self._decode(self._came))
        self._came = b""

    def _look(self) -> list[list[Char]]:
        self._catch_up()
        return self._screen.look()

    @property
    def text(self) -> str:
        """What the screen shows."""
        self._catch_up()
        return "\n".join(self._screen.display)

    def hold(self, key: str, count: int, seconds: float) -> float:
        """Press a key so often, with so much time between; the ms from the last one to the last byte that came."""
        begun = last = released = time.perf_counter()
        pressed = 0
        while pressed < count or time.perf_counter() - last < self.quiet_seconds:
            due = begun + pressed * seconds if pressed < count else last + self.quiet_seconds
            left = due - time.perf_counter()
            if pressed < count and left <= 0:
                os.write(self._descriptor, key.encode())
                pressed += 1
                released = last = time.perf_counter()
            elif select.select([self._descriptor], [], [], max(0.0, left))[0]:
                self._read()
                last = time.perf_counter()
        return (last - released) * 1000

    def measure_memory(self) -> float:
        """Its share of memory (PSS) in MiB."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024

    def measure_idle(self) -> tuple[float, int]:
        """ms of CPU in a second of doing nothing, and bytes sent meanwhile."""
        time.sleep(REST_SECONDS)
        before, sent = self._count_cpu(), 0
        end = time.perf_counter() + IDLE_SECONDS
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._descriptor], [], [], left)[0]:
                sent += len(os.read(self._descriptor, 65536))
        return (self._count_cpu() - before) / IDLE_SECONDS, sent

    def _count_cpu(self) -> float:
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6

    def quit(self, key: str = "Q") -> Sample:
        """Press the key that ends it; the first time is to the last byte, the last to the end of the process."""
        begun = time.perf_counter()
        os.write(self._descriptor, key.encode())
        first, sent = 0.0, 0
        try:
            while data := os.read(self._descriptor, 65536):
                first, sent = (time.perf_counter() - begun) * 1000, sent + len(data)
        except OSError:
            pass  # Linux reports the end so
        os.waitpid(self.pid, 0)
        return Sample(first, (time.perf_counter() - begun) * 1000, sent, 0)


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--folder", type=Path, help="where the libraries are put, and left (a temporary one)")
    options = parser.parse_args()
    columns, rows = map(int, options.size.split("x"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        for articles in options.articles:
            if not make_path(folder, articles).exists():
                fill(make_path(folder, articles), Press(articles))
        measure_all(folder, options.articles, options.runs, (columns, rows))


def make_path(folder: Path, articles: int) -> Path:
    """Where a library is kept."""
    return folder / f"library-{articles}.sqlite"


def measure_all(folder: Path, sizes: list[int], runs: int, size: tuple[int, int]) -> None:
    """All programs in turns, so that a slow minute of the machine hits each."""
    names = ["bare", *(f"{articles:,} {wire}" for articles in sizes for wire in ("wire", "plain"))]
    found: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    resting: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as home:
            session = Session([sys.executable, "-c", BARE], make_environment(Path(home), "plain"), size)
            found["bare", "start"].append(session.start("ready"))
            found["bare", "cursor down"] += [session.press("j") for _ in range(15)]
            resting["bare"].append((session.measure_memory(), *session.measure_idle()))
            found["bare", "quit"].append(session.quit())
            session = Session([sys.executable, "-c", BARE], make_environment(Path(home), "plain"), size)
            found["bare", "live"].append(session.start_typing("j", "ready 1"))
            session.quit()
        for articles in sizes:
            for wire in ("wire", "plain"):
                # Beside the libraries, where there is room for such.
                with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as home:
                    shutil.copy(make_path(folder, articles), Path(home) / "library.sqlite")
                    measure_app(Path(home), articles, wire, size, found, resting)
    print_all(names, found, resting)


def measure_app(
    home: Path,
    articles: int,
    wire: str,
    size: tuple[int, int],
    found: dict[tuple[str, str], list[Sample]],
    resting: dict[str, list[tuple[float, float, int]]],
) -> None:
    """One run of the app, all its steps."""
    name = f"{articles:,} {wire}"
    # What the copy left to be written would be waited for at the end.
    os.sync()
    measure_live(home, name, wire, size, found)
    session = Session([sys.executable, "-m", "newsreader"], make_environment(home, wire), size)
    found[name, "start"].append(session.start(f"1/{count_articles(home)}"))
    for step, keys, times in STEPS:
        found[name, step] += [session.press(keys, SHOWN.get(step, "")) for _ in range(times)]
    resting[name].append((session.measure_memory(), *session.measure_idle()))
    found[name, "quit"].append(session.quit())


def count_articles(home: Path) -> int:
    """How many articles the list of a library has; one may have been given some more than its name says."""
    with closing(sqlite3.connect(home / "library.sqlite")) as db:
        return int(db.execute("SELECT count(*) FROM article").fetchone()[0])


def measure_live(
    home: Path, name: str, wire: str, size: tuple[int, int], found: dict[tuple[str, str], list[Sample]]
) -> None:
    """Starts at which a key is typed at once: without what the last run foresaw, and, on the wire, with it."""
    command, environment, articles = (
        [sys.executable, "-m", "newsreader"],
        make_environment(home, wire),
        count_articles(home),
    )
    session = Session(command, environment, size)
    found[name, "live"].append(session.start_typing("j", f"2/{articles}"))
    session.quit()
    if wire != "wire":
        return
    starts = (("start", "", f"1/{articles}"), ("live", "j", f"2/{articles}"), ("open at once", "\r", OPENED))
    for step, keys, shown in starts:
        wait_for_rehearsal(home)
        session = Session(command, environment, size)
        found[name, f"{step}, remembered"].append(session.start_typing(keys, shown))
        (home / FRAME).unlink(missing_ok=True)
        session.quit()


def wait_for_rehearsal(home: Path) -> None:
    """Wait until the next start is rehearsed."""
    frame, deadline = home / FRAME, time.perf_counter() + TIMEOUT
    while not frame.exists() and time.perf_counter() < deadline:
        time.sleep(0.05)
    # Time enough for the process to end.
    time.sleep(0.2)


def make_environment(home: Path, wire: str) -> dict[str, str]:
    """An environment of its own: an xterm of 256 colours at this machine."""
    kept = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    return {**kept, "HOME": str(home), "NEWSREADER_HOME": str(home), "NEWSREADER_WIRE": wire}


def print_all(
    names: list[str],
    found: dict[tuple[str, str], list[Sample]],
    resting: dict[str, list[tuple[float, float, int]]],
) -> None:
    """A table: a column a program, a row a step."""
    print(f"\n{'first, last ms · bytes / cells':<28}" + "".join(f"{name:>30}" for name in names))
    starts = ("start", "live", "start, remembered", "live, remembered", "open at once, remembered")
    for step in (*starts, *dict.fromkeys(step for step, _, _ in STEPS), "quit"):
        cells = []
        for name in names:
            samples = found[name, step]
            if not samples:
                cells.append("-")
                continue
            first, last, sent, changed = (statistics.median(values) for values in zip(*samples, strict=True))
            cells.append(f"{first:.1f}, {last:.1f} · {sent:.0f} / {changed:.0f}")
        print(f"{step:<28}" + "".join(f"{cell:>30}" for cell in cells))
    for step in (*starts[:-1], "cursor down", "quit"):
        bare = statistics.median(sample.last_ms for sample in found["bare", step.removesuffix(", remembered")])
        cells = [
            f"{statistics.median(sample.last_ms for sample in found[name, step]) / bare:.2f}"
            if found[name, step]
            else "-"
            for name in names
        ]
        print(f"{f'{step}, x bare':<28}" + "".join(f"{cell:>30}" for cell in cells))
    for row, name in enumerate(("memory, MiB", "idle: CPU ms a second", "idle: bytes")):
        medians = [statistics.median(values[row] for values in resting[each]) for each in names]
        print(f"{name:<28}" + "".join(f"{median:>30.1f}" for median in medians))


if __name__ == "__main__":
    main()
