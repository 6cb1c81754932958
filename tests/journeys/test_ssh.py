"""The real program through a real sshd on loopback: a session, and a connection that dies."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program import FIRST_TITLE, make_command, make_environment
from test_pty import START_OF_TITLE, Terminal

from newsreader.desk import Desk
from newsreader.model import View

if TYPE_CHECKING:
    from collections.abc import Iterator

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
# Where root's sshd parts its privileges.
PRIVILEGES = Path("/run/sshd")
BELL = "Nettlequay wakes to find its 340-kilo bell"
_PATIENCE = 20.0


def find_reason_to_skip() -> str:
    for name in ("ssh", "ssh-keygen", "pgrep"):
        if shutil.which(name) is None:
            return f"there is no {name} here"
    if SSHD is None:
        return "there is no sshd here"
    return ""


@pytest.fixture(scope="module")
def _privileges() -> Iterator[None]:
    """The folder that root's sshd needs, taken away again where it was not there."""
    is_made = False
    if os.getuid() == 0 and not PRIVILEGES.is_dir():
        with suppress(OSError):
            PRIVILEGES.mkdir(mode=0o755)
            is_made = True
    yield
    if is_made:
        PRIVILEGES.rmdir()


@pytest.fixture(scope="module")
def server(_privileges: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, Path]]:
    """An sshd of this test's own: its process, its port, and the key that it lets in."""
    if reason := find_reason_to_skip():
        pytest.skip(reason)
    assert SSHD is not None
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host", "user"):
        keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(keygen, check=True)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nPidFile none\nStrictModes no\n"
        f"AuthorizedKeysFile {folder / 'user.pub'}\nPasswordAuthentication no\nPermitRootLogin yes\n"
        "PrintMotd no\nPrintLastLog no\nUsePAM no\n"
    )
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "config")], stderr=log) as process,
    ):
        try:
            _wait_for_port(process, port, folder / "log")
            yield process.pid, port, folder / "user"
        finally:
            process.terminate()


def _wait_for_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.skip(f"sshd does not start here: {log.read_text().strip()[-200:]}")


@contextmanager
def log_in(home: Path, server: tuple[int, int, Path], library: Path) -> Iterator[Terminal]:
    """The program on a library, at the other end of a connection."""
    _, port, key = server
    names = ("NEWSREADER_HOME", "HOME", "TMPDIR", "PYTHONPATH", "PYTHONUTF8")
    settings = [f"{name}={value}" for name, value in make_environment(home).items() if name in names]
    remote = shlex.join(["env", *settings, "LC_ALL=C.UTF-8", *make_command(), "--library", str(library)])
    options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "LogLevel=ERROR"]
    command = ["ssh", "-F", "/dev/null", "-tt", "-i", str(key), "-p", str(port)]
    command += [word for option in options for word in ("-o", option)]
    terminal = Terminal(home, [*command, f"{getpass.getuser()}@127.0.0.1", remote], 80, 24)
    try:
        yield terminal
    finally:
        if not terminal.child.closed:
            terminal.child.close(force=True)


def test_a_session_through_sshd(tmp_path: Path, server: tuple[int, int, Path], demo_library: Path) -> None:
    with log_in(tmp_path, server, demo_library) as terminal:
        terminal.open_first("min")
        terminal.press("1")
        terminal.wait_for("go to 1")
        terminal.press("\r")
        terminal.wait_for(BELL)
        terminal.press("H")
        terminal.wait_for("Back: Two villages", START_OF_TITLE)
        terminal.press("s")
        terminal.wait_for("Bookmarked: Two villages")
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
        assert b"\x1b[?1000h" not in terminal.received, "the mouse is the terminal's"
        assert b"\x1b[?1049l" in terminal.received
    with Desk(demo_library) as desk:
        assert desk.count(View.BOOKMARKS) == 1


def test_a_connection_that_dies_leaves_no_process_and_loses_nothing(
    tmp_path: Path, server: tuple[int, int, Path], demo_library: Path
) -> None:
    with log_in(tmp_path, server, demo_library) as terminal:
        terminal.open_first("min")
        terminal.press("s")
        terminal.wait_for("Bookmarked: Two villages")
        terminal.press(" ")
        terminal.wait_without(START_OF_TITLE)
        with sqlite3.connect(demo_library) as db:
            (pid,) = db.execute("SELECT pid FROM run WHERE pid IS NOT NULL").fetchone()
        db.close()
        children = subprocess.run(["pgrep", "-P", str(server[0])], capture_output=True, text=True, check=True)
        for child in children.stdout.split():
            os.kill(int(child), signal.SIGKILL)
        deadline = time.monotonic() + _PATIENCE
        while is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_alive(pid)
    with Desk(demo_library) as desk:
        (row,) = [row for row in desk.fetch_rows(desk.find_ids("is:bookmarked", 9)) if row.title == FIRST_TITLE]
        assert not row.is_unread
        assert desk.offset_of(row.id) > 0
        assert [step.place.article_id for step in desk.load_trail()][-1] == row.id


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
