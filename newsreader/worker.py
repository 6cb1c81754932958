"""The background process: it splits and keeps pages, so that the app's own process never loads the splitter.

It is started at once, while the app's libraries are loaded beside it, and answers with one JSON line an input.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.model import NewsreaderError, Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.desk import Desk


def start_adding(
    library: Path | None, *, data: bytes = b"", name: str = "", url: str = "", day: str = "", files: Sequence[Path] = ()
) -> subprocess.Popen[bytes]:
    """Start a process that adds `files`, or else `data` under `name`; `read_outcomes` reads its answers."""
    # A name may start with a dash: it is given as one word with its option.
    options = [f"--name={name}", f"--url={url}", f"--day={day}"]
    if library is not None:
        options.append(f"--library={os.fspath(library)}")
    # -P keeps modules that lie in the user's folder from being taken for ours; where the package is, the path says.
    package = str(Path(__file__).resolve().parent.parent)
    known = os.environ.get("PYTHONPATH")
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "newsreader.worker", *options, "--", *map(os.fspath, files)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": f"{package}{os.pathsep}{known}" if known else package},
    )
    assert process.stdin is not None
    # It reads all before it answers, so neither waits for the other. One that died is found out by its missing answer.
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(data)
    return process


def read_outcomes(process: subprocess.Popen[bytes]) -> Iterator[Outcome]:
    """The worker's answers as they come; the last one is a failure where it died before its end."""
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            try:
                fields = json.loads(line)
                yield Outcome(**{**fields, "status": Status(fields["status"])})
            except (ValueError, TypeError, KeyError):  # a line cut short, or not ours: the exit code tells the rest
                break
    if process.returncode:
        reason = f"the background process ended (exit code {process.returncode}); try again with --plain"
        yield Outcome(Status.FAILED, "", reason=reason)


def read_outcome(process: subprocess.Popen[bytes], name: str) -> Outcome:
    """The worker's answer on its one input; a failure that says so where it died without one."""
    outcomes = [*read_outcomes(process), Outcome(Status.FAILED, name, reason="the background process gave no answer")]
    return replace(outcomes[0], name=name)


def main(argv: Sequence[str] | None = None) -> int:
    """Add what the arguments name, one JSON line an input on standard output."""
    parser = argparse.ArgumentParser(prog="newsreader.worker")
    parser.add_argument("--library", type=Path)
    for option in ("--name", "--url", "--day"):
        parser.add_argument(option, default="")
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args(argv)
    data = sys.stdin.buffer.read()
    try:
        from newsreader.desk import Desk

        with Desk(arguments.library) as desk:
            for outcome in _add_all(desk, arguments, data):
                _answer(outcome)
    except NewsreaderError as error:
        _answer(Outcome(Status.FAILED, arguments.name, reason=str(error)))
    except Exception as error:
        from newsreader.failures import log_failure

        _answer(Outcome(Status.FAILED, arguments.name, reason=log_failure(error)))
    return 0


def _add_all(desk: Desk, arguments: argparse.Namespace, data: bytes) -> Iterator[Outcome]:
    if not arguments.files:
        yield desk.add(data, arguments.name, url=arguments.url, day=arguments.day)
    for file in arguments.files:
        yield desk.add(file.read_bytes(), file.name)


def _answer(outcome: Outcome) -> None:
    print(json.dumps(asdict(outcome)), flush=True)


if __name__ == "__main__":
    sys.exit(main())
