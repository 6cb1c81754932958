"""The real program in a pseudo-terminal: its first screen, its keyboard, and how it ends."""

from __future__ import annotations

import base64
import codecs
import json
import os
import shlex
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect  # type: ignore[import-untyped]
import pytest
from emulator import Emulator
from program import FIRST, FIRST_TITLE, make_command, make_environment, run_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyte.screens import Char

_TIMEOUT = 30.0
ALTERNATE_SCREEN = b"\x1b[?1049h"
# Titles wrap; their first words stand on one line at any width.
START_OF_TITLE = FIRST_TITLE[:40]


class Terminal:
    """A program on a terminal, and what that terminal shows."""

    def __init__(self, home: Path, command: list[str], columns: int, rows: int, **changes: str) -> None:
        environment = make_environment(home, **{"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **changes})
        self.screen = Emulator(columns, rows)
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self.received = b""
        self.child = pexpect.spawn(
            command[0], command[1:], env=environment, cwd=str(home), dimensions=(rows, columns), timeout=_TIMEOUT
        )

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; what it shows then is up to the program."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def look(self) -> list[list[Char]]:
        """Every cell once nothing has changed for a while."""
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            if self.read_some(0.1):
                end = time.monotonic() + 0.15
        return self.screen.look()

    def pause(self) -> None:
        """Let the program take a key as one of its own."""
        time.sleep(0.3)

    def wait_for(self, *words: str) -> None:
        """Read until the screen shows all of `words`."""
        self._read_until(lambda: all(word in self.text for word in words), f"{words} on the screen")

    def wait_without(self, word: str) -> None:
        self._read_until(lambda: word not in self.text, f"{word!r} gone from the screen")

    def wait_until(self, holds: Callable[[], bool]) -> None:
        self._read_until(holds, "what was waited for")

    def open_first(self, *words: str) -> None:
        """Search the library that is shown for the demo edition's first article, and open it; it shows these words."""
        self.wait_for("Enter opens")
        self.press("/")
        self.wait_for("search:")
        self.press("disowning\r")
        self.wait_for("Found: disowning")
        self.press("\r")
        self.wait_for(START_OF_TITLE, *words)

    def wait_for_end(self) -> int:
        """Read to the end; the exit code, or minus the signal."""
        self._read_until(lambda: self.child.flag_eof, "the program's end")
        self.child.close()
        return -int(self.child.signalstatus) if self.child.exitstatus is None else int(self.child.exitstatus)

    def hang_up(self) -> int:
        """Close the terminal's window; the exit code, or minus the signal."""
        # pexpect's own close() sends more signals after a tenth of a second.
        self.child.ptyproc.fileobj.close()
        self.child.closed = self.child.ptyproc.closed = True
        _, status = os.waitpid(self.child.pid, 0)
        self.child.terminated = self.child.ptyproc.terminated = True
        return os.waitstatus_to_exitcode(status)

    def _read_until(self, holds: Callable[[], bool], wish: str) -> None:
        deadline = time.monotonic() + _TIMEOUT
        while not holds():
            assert time.monotonic() < deadline, f"no {wish} after {_TIMEOUT:.0f} s:\n{self.text}"
            try:
                self.read_some(1)
            except pexpect.EOF:
                assert self.child.flag_eof
                if holds():
                    return
                raise AssertionError(f"ended before {wish}:\n{self.text}") from None

    def read_some(self, seconds: float) -> bool:
        """Read what comes, no longer than that; whether anything came."""
        try:
            data = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        self.received += data
        self.screen.feed(self._decode(data))
        return True


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    terminals: list[Terminal] = []

    def start_here(
        *arguments: str | Path, columns: int = 80, rows: int = 24, before: str = "", shell: str = "", **changes: str
    ) -> Terminal:
        command = [*make_command(before), *map(str, arguments)]
        if shell:
            command = ["sh", "-c", shell.format(program=shlex.join(command))]
        terminals.append(Terminal(tmp_path, command, columns, rows, **changes))
        return terminals[-1]

    yield start_here
    for terminal in terminals:
        if not terminal.child.closed:
            terminal.child.close(force=True)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_demo(start: Callable[..., Terminal], tmp_path: Path, columns: int, rows: int) -> None:
    terminal = start("demo", columns=columns, rows=rows)
    terminal.wait_for(START_OF_TITLE, "demo edition")
    assert any((tmp_path / "tmp").iterdir())
    terminal.press("?")
    terminal.wait_for("Panes and history")
    terminal.press("\x1b")
    terminal.wait_without("Panes and history")
    terminal.wait_for(START_OF_TITLE)
    terminal.press(" ")
    terminal.wait_without(START_OF_TITLE)
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    assert not any((tmp_path / "tmp").iterdir()), "the demo leaves nothing"
    assert [path.name for path in tmp_path.iterdir()] == ["tmp"], "and nothing in the library"


def test_demo_follows_a_headline_and_comes_back(start: Callable[..., Terminal]) -> None:
    terminal = start("demo")
    terminal.wait_for(START_OF_TITLE)
    terminal.press("1")
    terminal.wait_for("go to 1")
    terminal.press("\r")
    terminal.wait_for("Nettlequay wakes to find its 340-kilo bell")
    terminal.wait_without(START_OF_TITLE)
    terminal.press("H")
    terminal.wait_for(START_OF_TITLE)
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


def test_read_keeps_where_it_was_left(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = start("read", FIRST)
    terminal.wait_for(START_OF_TITLE)
    terminal.press(" ")
    terminal.wait_without(START_OF_TITLE)
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    (row,) = [json.loads(line) for line in run_program(tmp_path, "list", "--json").stdout.splitlines()]
    assert (row["title"], row["is_unread"]) == (FIRST_TITLE, False)
    assert row["progress"] > 0
    again = start("read", FIRST)
    again.wait_for("Stored already  opened where you left it")
    assert START_OF_TITLE not in again.text.split("\n", 1)[1]
    again.press("Q")
    assert again.wait_for_end() == 0


def test_read_from_a_pipe_has_a_keyboard(start: Callable[..., Terminal]) -> None:
    terminal = start("read", "-", shell=f"cat {shlex.quote(str(FIRST))} | {{program}}")
    terminal.wait_for(START_OF_TITLE)
    terminal.press(" ")
    terminal.wait_without(START_OF_TITLE)
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_what_is_typed_ahead_of_a_question_goes_into_it(start: Callable[..., Terminal]) -> None:
    terminal = start("demo")
    terminal.wait_for(START_OF_TITLE)
    # In one packet, as a slow line delivers it: the q of "quiet" must not leave the article.
    terminal.press("Squiet\r")
    terminal.wait_for("Found: quiet")
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


def test_the_library(start: Callable[..., Terminal], tmp_path: Path) -> None:
    empty = start()
    empty.wait_for("newsreader demo")
    empty.press("Q")
    assert empty.wait_for_end() == 0
    assert run_program(tmp_path, "add", FIRST).returncode == 0
    terminal = start()
    terminal.wait_for(START_OF_TITLE)
    terminal.press("\r")
    terminal.wait_for("Maud Ellery")
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


def test_the_app_does_not_load_the_splitter(start: Callable[..., Terminal], tmp_path: Path) -> None:
    report = f"import atexit, json, pathlib\natexit.register(lambda: pathlib.Path({str(tmp_path / 'loaded')!r})"
    report += ".write_text(json.dumps(sorted(sys.modules))))"
    terminal = start("read", FIRST, before=report)
    terminal.wait_for(START_OF_TITLE)
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    loaded = set(json.loads((tmp_path / "loaded").read_text()))
    assert "newsreader.tui.app" in loaded
    assert not loaded & {"newsreader.intake", "newsreader.sources", "newsreader.splitting"}


@pytest.mark.parametrize("terminal_type", ["dumb", ""])
def test_a_terminal_that_cannot_be_drawn_on(start: Callable[..., Terminal], terminal_type: str) -> None:
    terminal = start("read", FIRST, shell=f"TERM={terminal_type} {{program}}", rows=200)
    assert terminal.wait_for_end() == 0
    assert b"\x1b" not in terminal.received
    assert "Related: " in terminal.text


@pytest.mark.parametrize(
    "arguments", [["read", FIRST, "--plain"], ["read", FIRST, "--json"], ["demo", "--plain"], ["--plain"]]
)
def test_plain_and_json_never_start_the_app(start: Callable[..., Terminal], arguments: list[str]) -> None:
    terminal = start(*arguments)
    assert terminal.wait_for_end() == 0
    assert terminal.received
    assert b"\x1b" not in terminal.received


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(200), b"Home\nNews\nSport\n"])
def test_a_failure_touches_no_screen(start: Callable[..., Terminal], tmp_path: Path, content: bytes) -> None:
    (tmp_path / "page.txt").write_bytes(content)
    terminal = start("read", "page.txt", columns=200)
    assert terminal.wait_for_end() == 1
    assert b"\x1b" not in terminal.received
    assert terminal.text.startswith("newsreader: page.txt: ")
    assert terminal.received.count(b"\n") == 1


def test_hostile_text_sends_nothing_to_the_terminal(start: Callable[..., Terminal], tmp_path: Path) -> None:
    text = FIRST.read_text(encoding="utf-8")
    attack = "\x1b]52;c;ZXZpbA==\x07\x1b]8;;https://evil.example/\x1b\\\x1b]0;taken\x07\u202e"
    text = text.replace("Two villages", f"Two {attack}villages", 1).replace(" the ", f" {attack}the ")
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    terminal = start("read", "page.txt")
    terminal.wait_for("Two villages spent 90 years")
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    for piece in (b"\x1b]52", b"]8;;https://evil", b"]0;taken", "\u202e".encode()):
        assert piece not in terminal.received


def read_with_address(start: Callable[..., Terminal], **changes: str) -> Terminal:
    bare = dict.fromkeys(("TMUX", "STY", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY"), "")
    terminal = start("read", FIRST, "--url", "https://isle.example/lamp", **{**bare, **changes})
    terminal.wait_for(START_OF_TITLE)
    return terminal


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [({}, b"\x1b]52;c;", b"\x07"), ({"TMUX": "gone,1,0"}, b"\x1bPtmux;\x1b\x1b]52;c;", b"\x07\x1b\\")],
)
def test_what_is_copied_is_sent_to_the_terminal(
    start: Callable[..., Terminal], changes: dict[str, str], before: bytes, after: bytes
) -> None:
    terminal = read_with_address(start, **changes)
    terminal.press("y")
    terminal.wait_for("Copied: https://isle.example/lamp")
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    assert before + base64.b64encode(b"https://isle.example/lamp") + after in terminal.received


def test_a_command_is_lent_the_terminal_and_the_app_comes_back(start: Callable[..., Terminal]) -> None:
    terminal = read_with_address(start)
    terminal.press("|")
    terminal.wait_for("pipe to:")
    terminal.press("grep -c Ellery\r")
    terminal.wait_for("[Enter goes back to the newsreader]")
    assert terminal.received.rindex(b"\x1b[?1049l") > terminal.received.rindex(ALTERNATE_SCREEN)
    terminal.press("\r")
    terminal.wait_for(START_OF_TITLE, "Given to grep")
    terminal.press("|")
    terminal.wait_for("pipe to: grep -c Ellery")
    terminal.press("\x15sh -c \"echo goat''herd; exec sleep 60\"\r")
    terminal.wait_for("goatherd")
    terminal.press("\x03")
    terminal.wait_for("[ended with -2, Enter goes back to the newsreader]")
    terminal.press("\r")
    terminal.wait_for(START_OF_TITLE, "sh was ended by signal 2.")
    terminal.press(" ")
    terminal.wait_without(START_OF_TITLE)
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("connection", ["", "192.0.2.1 5000 192.0.2.2 22"])
def test_the_mouse_is_left_alone_over_ssh_and_toggled_by_a_key(start: Callable[..., Terminal], connection: str) -> None:
    terminal = read_with_address(start, SSH_CONNECTION=connection)
    assert (b"\x1b[?1003h" in terminal.received) == (not connection)
    terminal.press("\x0f")
    terminal.wait_for("Mouse on" if connection else "Mouse off")
    assert (b"\x1b[?1000h" if connection else b"\x1b[?1003l") in terminal.received
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    assert (b"\x1b[?1003l" in terminal.received) or not connection
    assert (b"\x1b[?1003h" in terminal.received) == (not connection), "no motion over SSH"


def test_the_windows_title_is_given_back(start: Callable[..., Terminal], tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("window_title = true\n")
    terminal = read_with_address(start)
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    title = f"\x1b]2;{FIRST_TITLE}\x07".encode()
    saved, set_, restored = (terminal.received.index(each) for each in (b"\x1b[22;2t", title, b"\x1b[23;2t"))
    assert saved < set_ < restored


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_the_demo_leaves_nothing_when_it_is_ended(
    start: Callable[..., Terminal], tmp_path: Path, number: signal.Signals
) -> None:
    terminal = start("demo")
    terminal.wait_for(START_OF_TITLE)
    os.kill(terminal.child.pid, number)
    assert terminal.wait_for_end() in (128 + number, -number)
    wait_until(lambda: not any((tmp_path / "tmp").iterdir()))


def test_a_closed_terminal_keeps_the_place(start: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = start("read", FIRST)
    terminal.wait_for(START_OF_TITLE)
    terminal.press(" ")
    terminal.wait_without(START_OF_TITLE)
    assert terminal.hang_up() in (128 + signal.SIGHUP, -signal.SIGHUP)
    (row,) = [json.loads(line) for line in run_program(tmp_path, "list", "--json").stdout.splitlines()]
    assert row["progress"] > 0


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _TIMEOUT
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
