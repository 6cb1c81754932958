"""Runs the real program in a process of its own, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "newsreader" / "demo"
FIRST = DEMO / (DEMO / "FIRST").read_text(encoding="utf-8").strip()
FIRST_TITLE = "Two villages spent 90 years disowning a lighthouse. Now both want it"

_TIMEOUT, _END_SECONDS = 120, 5.0


def make_environment(home: Path, **changes: str) -> dict[str, str]:
    """This process's environment, with all that the program keeps below `home`."""
    (home / "tmp").mkdir(exist_ok=True)
    ours = {"NEWSREADER_HOME": str(home), "HOME": str(home), "TMPDIR": str(home / "tmp"), "PYTHONPATH": str(ROOT)}
    # What tells of this process's own terminal is of no other's.
    others = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return {**others, "PYTHONUTF8": "1", **ours, **changes}


def run_program(
    home: Path, *arguments: str | Path, data: bytes = b"", before: str = "", **changes: str
) -> subprocess.CompletedProcess[str]:
    """Run `newsreader` without a terminal; `before` is Python that runs first, `changes` go to its environment."""
    done = subprocess.run(
        [*make_command(before), *map(str, arguments)],
        input=data,
        capture_output=True,
        env=make_environment(home, **changes),
        cwd=home,
        timeout=_TIMEOUT,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def run_unread(home: Path, *arguments: str) -> tuple[int, bytes]:
    """Run the program into a pipe that nobody reads: its exit code, and what it complains of."""
    command, environment = [*make_command(), *arguments], make_environment(home)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=home
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaints = process.stderr.read()
    return process.returncode, complaints


def has_ended(pid: int) -> bool:
    """Whether a process ends within some seconds; one that is only to be waited for has ended."""
    deadline = time.monotonic() + _END_SECONDS
    while time.monotonic() < deadline:
        found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False)
        if found.stdout.strip()[:1] in (b"", b"Z"):
            return True
        time.sleep(0.02)
    return False


def wait_for_text(path: Path) -> str:
    """What another process has written into a file, once that is a whole line."""
    deadline = time.monotonic() + _TIMEOUT
    while not path.exists() or not path.read_text().endswith("\n"):
        assert time.monotonic() < deadline, f"nothing is in {path}"
        time.sleep(0.02)
    return path.read_text()


def make_command(before: str = "") -> list[str]:
    """The command that starts the program."""
    if not before:
        return [sys.executable, "-m", "newsreader"]
    return [sys.executable, "-c", f"import sys\n{before}\nfrom newsreader.__main__ import main\nsys.exit(main())"]
