"""How the real program is stopped, and how it goes when its terminal does: nothing is lost, no process stays."""

from __future__ import annotations

import shlex
import shutil
import signal
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program import FIRST, make_command, run_program
from test_pty import START_OF_TITLE, Terminal, start, wait_until  # noqa: F401 - a fixture

from newsreader.desk import Desk
from newsreader.model import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes do not tell of themselves")
PAGES, DEMO = 1500, 29


def list_processes(home: Path) -> list[str]:
    """What runs with this home, whoever started it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"NEWSREADER_HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # not ours, or gone meanwhile
            continue
    return found


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of so many pages that adding them takes a while."""
    folder = tmp_path / "pages"
    folder.mkdir()
    text = FIRST.read_text(encoding="utf-8")
    for number in range(PAGES):
        (folder / f"{number:04}.txt").write_text(text.replace("lighthouse", f"lighthouse {number}"), encoding="utf-8")
    return folder


@needs_proc
@pytest.mark.parametrize("is_killed", [False, True])
def test_a_closed_window_ends_all_that_runs_and_loses_nothing(
    start: Callable[..., Terminal],  # noqa: F811
    demo_library: Path,
    tmp_path: Path,
    pages: Path,
    is_killed: bool,
) -> None:
    terminal = start("--library", demo_library, columns=120)
    terminal.open_first()
    terminal.press("i")
    terminal.wait_for("add file or folder")
    terminal.press(f"{pages}\r")
    terminal.wait_for("adding ")
    with Desk(demo_library) as desk:
        wait_until(lambda: desk.count(View.ALL) > DEMO)
    terminal.press("s")
    terminal.wait_for("Bookmarked: Two villages")
    terminal.press(" ")
    terminal.wait_without(START_OF_TITLE)
    assert len(list_processes(tmp_path)) > 2, "the app, its worker, and those that share the work"
    if is_killed:
        terminal.child.kill(signal.SIGKILL)
        assert terminal.wait_for_end() == -signal.SIGKILL
    else:
        assert terminal.hang_up() in (128 + signal.SIGHUP, -signal.SIGHUP)
    wait_until(lambda: not list_processes(tmp_path))
    with Desk(demo_library) as desk:
        (village,) = desk.find_ids("is:bookmarked", 9)
        assert is_killed or desk.offset_of(village) > 0
        assert DEMO < desk.count(View.ALL) < PAGES
    checked = run_program(tmp_path, "--library", demo_library, "library", "check")
    assert "all is well" in checked.stdout


@pytest.fixture
def mute_server() -> Iterator[int]:
    """The port of a server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        yield server.getsockname()[1]


@needs_proc
def test_a_closed_window_ends_what_is_being_fetched(
    start: Callable[..., Terminal],  # noqa: F811
    tmp_path: Path,
    mute_server: int,
) -> None:
    address = f"http://127.0.0.1:{mute_server}/lamp"
    run_program(tmp_path, "feed", "add", "--anyway", address)
    terminal = start("read", FIRST, "--url", address)
    terminal.wait_for(START_OF_TITLE)
    terminal.press("F")
    terminal.wait_for("fetching")
    wait_until(lambda: any("--fetch" in command for command in list_processes(tmp_path)))
    assert terminal.hang_up() in (128 + signal.SIGHUP, -signal.SIGHUP)
    begun = time.monotonic()
    wait_until(lambda: not list_processes(tmp_path))
    assert time.monotonic() - begun < 5, "it is not waited for the server"


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_stopped_in_a_shell_and_brought_back_at_another_size(tmp_path: Path, demo_library: Path) -> None:
    terminal = Terminal(tmp_path, ["bash", "--norc", "--noprofile", "-i"], 80, 24, PS1="quay> ")
    try:
        terminal.wait_for("quay>")
        terminal.press(shlex.join([*make_command(), "--library", str(demo_library)]) + "\r")
        terminal.open_first("By Maud Ellery")
        terminal.press("\x1a")
        terminal.wait_for("Stopped")
        terminal.press("echo $((6 * 7)) goats\r")
        terminal.wait_for("42 goats")
        terminal.resize(120, 40)
        terminal.press("fg\r")
        terminal.wait_for(START_OF_TITLE, "Related: ")
        terminal.wait_without("goats")
        terminal.press(" ")
        terminal.wait_without(START_OF_TITLE)
        terminal.press("Q")
        terminal.wait_for("quay>")
        terminal.press("echo code $?; exit\r")
        terminal.wait_for("code 0")
        terminal.wait_for_end()
    finally:
        terminal.child.close(force=True)
