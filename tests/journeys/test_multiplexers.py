"""The real program inside a real tmux and a real GNU screen, as they are when nobody has set them up."""

from __future__ import annotations

import base64
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program import FIRST, make_command, make_environment
from test_pty import START_OF_TITLE, Terminal

from newsreader.desk import Desk
from newsreader.model import View

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = "https://isle.example/lamp"
BELL = "Nettlequay wakes to find its 340-kilo bell"
_PATIENCE = 20.0
# No tmux, screen, SSH or display around the program but the test's own.
BARE = dict.fromkeys(("TMUX", "TMUX_PANE", "STY", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY"), "")

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
needs_screen = pytest.mark.skipif(shutil.which("screen") is None, reason="there is no GNU screen here")


class Tmux:
    """A tmux server of the test's own, with a program in its one window that no terminal shows."""

    def __init__(self, home: Path) -> None:
        self._home = home
        # Sockets' paths are short: below the home it has a name of its own.
        self.command = ["tmux", "-L", "newsreader", "-f", "/dev/null"]
        self.environment = make_environment(home, TMUX_TMPDIR=str(home), LC_ALL="C.UTF-8", **BARE)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *arguments], capture_output=True, text=True, check=False, env=self.environment
        )

    def start(self, *arguments: str | Path, columns: int = 80, rows: int = 24) -> None:
        program = shlex.join([*make_command(), *map(str, arguments)])
        size = ("-x", str(columns), "-y", str(rows))
        started = self.run("new-session", "-d", *size, "-c", str(self._home), program)
        assert started.returncode == 0, started.stderr

    def press(self, *keys: str) -> None:
        """Send keys by tmux's names, or as they are."""
        assert self.run("send-keys", "--", *keys).returncode == 0

    @property
    def text(self) -> str:
        return self.run("capture-pane", "-p").stdout

    @property
    def cursor_row(self) -> str:
        """The row that bears the cursor's mark."""
        return next((row for row in self.text.splitlines() if row.startswith(">")), "")

    def wait_for(self, *words: str, without: str = "") -> float:
        """Wait until all words are on the screen, and what must not be there is not; how long that took."""
        start = time.monotonic()
        while True:
            text = self.text
            if all(word in text for word in words) and not (without and without in text):
                return time.monotonic() - start
            assert time.monotonic() - start < _PATIENCE, f"no {words} on the screen, or still {without!r}:\n{text}"
            time.sleep(0.02)

    def is_running(self) -> bool:
        return self.run("has-session").returncode == 0


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    server = Tmux(tmp_path)
    yield server
    server.run("kill-server")


@needs_tmux
def test_a_journey_within_tmux(tmux: Tmux, demo_library: Path) -> None:
    tmux.start("--library", demo_library)
    tmux.wait_for("Enter opens")
    first = tmux.cursor_row
    tmux.press("j")
    tmux.wait_for("Enter opens", without=first)
    tmux.press("k")
    tmux.wait_for(first)

    tmux.press("/")
    tmux.wait_for("search:")
    tmux.press("disowning", "Enter")
    tmux.wait_for("Found: disowning")
    tmux.press("Enter")
    tmux.wait_for(START_OF_TITLE, "By Maud Ellery")
    tmux.press("Space")
    tmux.wait_for("that thing of theirs", without=START_OF_TITLE)

    tmux.press("1")
    tmux.wait_for("go to 1: Nettlequay wakes")
    tmux.press("Escape")
    assert tmux.wait_for("that thing of theirs", without="go to 1") < 2, "a lone Esc is one at once"
    tmux.press("l")
    tmux.wait_for("Related", "More Latest News")
    tmux.press("1", "Enter")
    tmux.wait_for(BELL, without="More Latest News")
    tmux.press("s")
    tmux.wait_for("Bookmarked: Nettlequay wakes")
    tmux.press("BSpace")
    tmux.wait_for("Back: Two villages", "More Latest News")

    tmux.press("q")
    tmux.wait_for("Found: disowning", without="More Latest News")
    tmux.press("S")
    tmux.wait_for("search:", "Up: disowning")
    tmux.press("quiet", "Enter")
    tmux.wait_for("Found: quiet")
    tmux.press("Q")
    start = time.monotonic()
    while tmux.is_running():
        assert time.monotonic() - start < _PATIENCE
        time.sleep(0.02)

    with Desk(demo_library) as desk:
        assert desk.count(View.BOOKMARKS) == 1
        (bell,) = desk.fetch_rows(desk.find_ids("is:bookmarked", 9))
        assert bell.title.startswith(BELL)
        assert not bell.is_unread
        (village,) = desk.find_ids("disowning", 9)
        assert desk.offset_of(village) > 0
        opened = [step.place.article_id for step in desk.load_trail() if step.place.article_id]
        assert opened == [village, bell.id]


@needs_tmux
def test_what_is_copied_within_tmux_reaches_its_buffer_and_its_terminal(tmux: Tmux, tmp_path: Path) -> None:
    program = shlex.join([*make_command(), "read", str(FIRST), "--url", ADDRESS])
    command = [*tmux.command, "new-session", program]
    terminal = Terminal(tmp_path, command, 80, 24, TMUX_TMPDIR=str(tmp_path), **BARE)
    terminal.wait_for(START_OF_TITLE)
    terminal.press("y")
    terminal.wait_for(f"Copied: {ADDRESS}")
    assert tmux.run("show-buffer").stdout == ADDRESS
    # tmux itself waits for half a second whether more follows.
    terminal.press("/")
    terminal.wait_for("find:")
    terminal.press("\x1b")
    start = time.monotonic()
    terminal.wait_without("find:")
    assert time.monotonic() - start < 2
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    assert base64.b64encode(ADDRESS.encode()) in terminal.received


@needs_screen
def test_a_journey_within_screen(tmp_path: Path, demo_library: Path) -> None:
    folder = tmp_path / "sockets"
    folder.mkdir(mode=0o700)
    (tmp_path / "rc").write_text("startup_message off\n")
    program = [*make_command(), "--library", str(demo_library)]
    terminal = Terminal(
        tmp_path, ["screen", "-U", "-c", str(tmp_path / "rc"), *program], 80, 24, **{**BARE, "SCREENDIR": str(folder)}
    )
    terminal.open_first("By Maud Ellery")
    terminal.press(" ")
    terminal.wait_without(START_OF_TITLE)
    terminal.press("1")
    terminal.wait_for("go to 1")
    terminal.press("\x1b")
    start = time.monotonic()
    terminal.wait_without("go to 1")
    assert time.monotonic() - start < 2, "a lone Esc is one at once"
    terminal.press("1\r")
    terminal.wait_for(BELL)
    terminal.press("s")
    terminal.wait_for("Bookmarked: Nettlequay wakes")
    terminal.press("H")
    terminal.wait_for("Back: Two villages")
    terminal.press("Q")
    terminal.wait_for_end()
    with Desk(demo_library) as desk:
        assert [row.title[:10] for row in desk.fetch_rows(desk.find_ids("is:bookmarked", 9))] == [BELL[:10]]
