"""The processes beside the app's own: they are started here, and what they answer is read.

So the app's own process never loads the splitter, nor what fetches. What they do is the worker's.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeVar

from newsreader.model import (
    Correction,
    Errand,
    Explanation,
    Fetched,
    Imported,
    Job,
    JobReport,
    Label,
    Link,
    Outcome,
    SeenBlock,
    Status,
)
from newsreader.processes import make_command, make_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

Answer = TypeVar("Answer")


def start_adding(
    library: Path | None, *, data: bytes = b"", name: str = "", url: str = "", day: str = "", files: Sequence[Path] = ()
) -> subprocess.Popen[bytes]:
    """Start a process that adds `files`, or else `data` under `name`; `read_outcomes` reads its answers."""
    # A name may start with a dash: it is given as one word with its option.
    options = (f"--name={name}", f"--url={url}", f"--day={day}", "--", *map(os.fspath, files))
    return _give(_start(library, *options), data)


def start_explaining(library: Path, article_id: int) -> subprocess.Popen[bytes]:
    """Start a process that splits again what is due, and then says what the lines of an article's dump are taken for.

    `read_explanation` reads its answer.
    """
    return _give(_start(library, f"--explain={article_id}"))


def start_job(library: Path, job: Job) -> subprocess.Popen[bytes]:
    """Start a process that does a job on all cores; `read_reports` reads its answers.

    On SIGTERM it ends, and keeps what it has done.
    """
    return _give(_start(library, f"--job={json.dumps(asdict(job))}"))


def start_fetching(library: Path) -> subprocess.Popen[bytes]:
    """Start a process that stays and fetches what `send_errand` asks of it; `read_fetched` reads its answers."""
    return _start(library, "--fetch")


def send_errand(process: subprocess.Popen[bytes], errand: Errand | int) -> None:
    """Ask for something to be fetched; with a number, give up the errand that has it."""
    assert process.stdin is not None
    line = json.dumps(errand if isinstance(errand, int) else asdict(errand))
    # That it died (and its pipe may be closed by now) is found out by who reads its answers.
    with suppress(BrokenPipeError, ValueError):
        process.stdin.write(f"{line}\n".encode())
        process.stdin.flush()


def _start(library: Path | None, *arguments: str) -> subprocess.Popen[bytes]:
    options = [] if library is None else [f"--library={os.fspath(library)}"]
    return subprocess.Popen(
        [*make_command("newsreader.worker"), *options, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=make_environment(),
    )


def _give(process: subprocess.Popen[bytes], data: bytes = b"") -> subprocess.Popen[bytes]:
    """Give a process all of its input."""
    assert process.stdin is not None
    # It reads all before it answers, so neither waits for the other. One that died is found out by its missing answer.
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(data)
    return process


def read_outcomes(process: subprocess.Popen[bytes]) -> Iterator[Outcome]:
    """The worker's answers as they come; the last one is a failure where it died before its end."""
    yield from _read(process, _make_outcome)
    if process.returncode:
        reason = f"the background process ended (exit code {process.returncode}); try again with --plain"
        yield Outcome(Status.FAILED, "", reason=reason)


def read_outcome(process: subprocess.Popen[bytes], name: str) -> Outcome:
    """The worker's answer on its one input; a failure that says so where it died without one."""
    outcomes = [*read_outcomes(process), Outcome(Status.FAILED, name, reason="the background process gave no answer")]
    return replace(outcomes[0], name=name)


def read_explanation(process: subprocess.Popen[bytes], article_id: int) -> Explanation:
    """The worker's answer to `start_explaining`; one without blocks that says why where there is none."""

    def make(fields: Any) -> Explanation:
        return Explanation(
            article_id,
            fields["name"],
            tuple(SeenBlock(*seen)._replace(label=Label(seen[3])) for seen in fields["blocks"]),
            tuple(Correction(*each)._replace(label=Label(each[3])) for each in fields["unmatched"]),
            fields["reason"],
        )

    answers = list(_read(process, make))
    reason = f"the background process gave no answer (exit code {process.returncode})"
    return answers[0] if answers else Explanation(article_id, "", reason=reason)


def read_reports(process: subprocess.Popen[bytes]) -> Iterator[JobReport]:
    """How far a job is, from time to time; the last report is its end's, and says what ended it if it died."""

    def make(fields: Any) -> JobReport:
        counts = {Status(status): int(count) for status, count in fields["counts"].items()}
        told = fields["imported"]
        imported = Imported(**told) if told else None
        sequences = {name: tuple(fields[name]) for name in ("added", "held")}
        return JobReport(**{**fields, **sequences, "counts": counts, "imported": imported})

    report = JobReport(error="the background process gave no answer")
    for report in _read(process, make):
        yield report
    # One that was ended before it could hear of that has done nothing yet.
    if process.returncode not in (0, -signal.SIGTERM):
        yield replace(report, error=f"the background process ended (exit code {process.returncode})")


def read_fetched(process: subprocess.Popen[bytes]) -> Iterator[Fetched]:
    """What comes of errands, as it comes, until the process has ended."""

    def make(fields: Any) -> Fetched:
        return Fetched(
            fields["number"], _make_outcome(fields["outcome"]), tuple(Link(*link) for link in fields["feeds"])
        )

    return _read(process, make)


def _make_outcome(fields: Any) -> Outcome:
    return Outcome(**{**fields, "status": Status(fields["status"])})


def _read(process: subprocess.Popen[bytes], make: Callable[[Any], Answer]) -> Iterator[Answer]:
    """What a process answers, line by line, until it has ended; what is cut short, or not ours, is passed over."""
    assert process.stdout is not None
    # Leaving it closes a pipe into which something may still be waiting to be written.
    with suppress(BrokenPipeError), process:
        for line in process.stdout:
            try:
                answer = make(json.loads(line))
            except (ValueError, TypeError, KeyError):
                continue
            yield answer
