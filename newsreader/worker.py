"""The background process: it splits and keeps pages, so that the app's own process never loads the splitter.

It is started at once, while the app's libraries are loaded beside it, and answers with one JSON line an input; asked to
explain an article, with one line in all, once those whose corrections changed are split again; given a job, with a line
on how far that is, now and then. One that stays fetches what it is asked for, line by line, as long as there is an app.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.failures import log_failure, log_lines
from newsreader.model import (
    Correction,
    Errand,
    Explanation,
    ExportForm,
    Fetched,
    Job,
    JobKind,
    JobReport,
    Label,
    Link,
    ListName,
    NewsreaderError,
    Outcome,
    Refreshed,
    RefreshStatus,
    SeenBlock,
    Status,
    View,
)
from newsreader.processes import count_processes, make_command, make_environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.desk import Desk


# What became of a feed, as what became of any other input.
_ENDS = {
    RefreshStatus.UPDATED: Status.ADDED,
    RefreshStatus.UNCHANGED: Status.KNOWN,
    RefreshStatus.FAILED: Status.FAILED,
}
# How often a job says how far it is; and how far behind the reader's own processes it stands.
_REPORT_SECONDS = 0.5
_NICE = 19


def start_adding(
    library: Path | None, *, data: bytes = b"", name: str = "", url: str = "", day: str = "", files: Sequence[Path] = ()
) -> subprocess.Popen[bytes]:
    """Start a process that adds `files`, or else `data` under `name`; `read_outcomes` reads its answers."""
    # A name may start with a dash: it is given as one word with its option.
    process = _start(library, f"--name={name}", f"--url={url}", f"--day={day}", "--", *map(os.fspath, files))
    assert process.stdin is not None
    # It reads all before it answers, so neither waits for the other. One that died is found out by its missing answer.
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(data)
    return process


def start_explaining(library: Path, article_id: int) -> subprocess.Popen[bytes]:
    """Start a process that splits again what is due, and then says what the lines of an article's dump are taken for.

    `read_explanation` reads its answer.
    """
    process = _start(library, f"--explain={article_id}")
    assert process.stdin is not None
    process.stdin.close()
    return process


def start_job(library: Path, job: Job) -> subprocess.Popen[bytes]:
    """Start a process that does a job on all cores; `read_reports` reads its answers.

    On SIGTERM it ends, and keeps what it has done.
    """
    process = _start(library, f"--job={json.dumps(asdict(job))}")
    assert process.stdin is not None
    process.stdin.close()
    return process


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


def read_explanation(process: subprocess.Popen[bytes], article_id: int) -> Explanation:
    """The worker's answer to `start_explaining`; one without blocks that says why where there is none."""
    assert process.stdout is not None
    with process:
        data = process.stdout.read()
    try:
        fields = json.loads(data)
        return Explanation(
            article_id,
            fields["name"],
            tuple(SeenBlock(*seen)._replace(label=Label(seen[3])) for seen in fields["blocks"]),
            tuple(Correction(*each)._replace(label=Label(each[3])) for each in fields["unmatched"]),
            fields["reason"],
        )
    except (ValueError, TypeError, KeyError):
        reason = f"the background process gave no answer (exit code {process.returncode})"
        return Explanation(article_id, "", reason=reason)


def read_reports(process: subprocess.Popen[bytes]) -> Iterator[JobReport]:
    """How far a job is, from time to time; the last report is its end's, and says what ended it if it died."""
    assert process.stdout is not None
    report = JobReport(error="the background process gave no answer")
    with process:
        for line in process.stdout:
            # Of a line cut short, or not ours, the exit code tells the rest.
            with suppress(ValueError, TypeError, KeyError):
                fields = json.loads(line)
                counts = {Status(status): int(count) for status, count in fields["counts"].items()}
                report = JobReport(**{**fields, "counts": counts})
                yield report
    # One that was ended before it could hear of that has done nothing yet.
    if process.returncode not in (0, -signal.SIGTERM):
        yield replace(report, error=f"the background process ended (exit code {process.returncode})")


def read_fetched(process: subprocess.Popen[bytes]) -> Iterator[Fetched]:
    """What comes of errands, as it comes, until the process has ended."""
    assert process.stdout is not None
    # Leaving it closes a pipe into which something may still be waiting to be written.
    with suppress(BrokenPipeError), process:
        for line in process.stdout:
            # Of a line cut short, or not ours, the end of the process tells the rest.
            with suppress(ValueError, TypeError, KeyError):
                fields = json.loads(line)
                outcome = fields["outcome"]
                yield Fetched(
                    fields["number"],
                    Outcome(**{**outcome, "status": Status(outcome["status"])}),
                    tuple(Link(*link) for link in fields["feeds"]),
                )


def main(argv: Sequence[str] | None = None) -> int:
    """Add what the arguments name, one JSON line an input on standard output."""
    parser = argparse.ArgumentParser(prog="newsreader.worker")
    parser.add_argument("--library", type=Path)
    for option in ("--name", "--url", "--day"):
        parser.add_argument(option, default="")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--explain", type=int)
    parser.add_argument("--job", type=_read_job)
    parser.add_argument("--fetch", action="store_true")
    arguments = parser.parse_args(argv)
    if arguments.explain is not None:
        print(json.dumps(asdict(_explain(arguments.library, arguments.explain))), flush=True)
        return 0
    if arguments.job is not None:
        return _work(arguments.library, arguments.job)
    if arguments.fetch:
        return _fetch(arguments.library)
    data = sys.stdin.buffer.read()
    try:
        from newsreader.desk import Desk

        with Desk(arguments.library) as desk:
            for outcome in _add_all(desk, arguments, data):
                _answer(outcome)
    except NewsreaderError as error:
        _answer(Outcome(Status.FAILED, arguments.name, reason=str(error)))
    except Exception as error:
        _answer(Outcome(Status.FAILED, arguments.name, reason=log_failure(error)))
    return 0


def _explain(library: Path | None, article_id: int) -> Explanation:
    try:
        from newsreader.desk import Desk

        with Desk(library) as desk:
            failed = [outcome for outcome in desk.split_due() if outcome.id == article_id and outcome.reason]
            found = desk.explain(article_id) or Explanation(article_id, "", reason="the article is no longer there")
            # What is wrong with the page is said of its blocks too; what else went wrong, of its splitting alone.
            return replace(found, reason=failed[-1].reason) if failed and not found.reason else found
    except NewsreaderError as error:
        return Explanation(article_id, "", reason=str(error))
    except Exception as error:
        return Explanation(article_id, "", reason=log_failure(error))


def _read_job(text: str) -> Job:
    fields = json.loads(text)
    view, name = fields["listed"]
    return Job(
        JobKind(fields["kind"]),
        tuple(fields["paths"]),
        ListName(View(view), name),
        ExportForm(fields["form"]),
        tuple(fields["feeds"]),
        fields["is_due"],
    )


def _fetch(library: Path | None) -> int:
    """Fetch what is asked for on standard input until that ends."""

    def listen() -> Iterator[Errand | int]:
        for line in sys.stdin.buffer:
            fields = json.loads(line)
            yield fields if isinstance(fields, int) else Errand(**fields)

    try:
        from newsreader.desk import Desk

        with Desk(library) as desk:
            for fetched in desk.run_errands(listen()):
                print(json.dumps(asdict(fetched)), flush=True)
    except BrokenPipeError:
        return _leave()
    except Exception as error:
        log_failure(error)
        return 1
    return 0


def _work(library: Path | None, job: Job) -> int:
    """Do a job and report on it; interrupted, it ends as one that is done."""
    signal.signal(signal.SIGTERM, _interrupt)
    # A reader's keys go before it.
    os.nice(_NICE)
    reporter = _Reporter()
    try:
        from newsreader.desk import Desk

        with Desk(library) as desk:
            total, outcomes = _begin(desk, job)
            reporter.begin(total)
            for outcome in outcomes:
                reporter.count(outcome)
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:
        return _leave()
    except NewsreaderError as error:
        reporter.error = str(error)
    except Exception as error:
        reporter.error = log_failure(error)
    # One interrupt more must not cut the last line.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        reporter.end()
    except BrokenPipeError:
        return _leave()
    return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _leave() -> int:
    """The app is gone: nobody reads what Python would still write out at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _begin(desk: Desk, job: Job) -> tuple[int, Iterator[Outcome | Refreshed]]:
    """How much a job has to do, and its doing."""
    if job.kind is JobKind.ADD:
        from newsreader.inputs import walk_inputs

        total = sum(1 for path in job.paths for _ in walk_inputs(path))
        if not total:
            raise NewsreaderError(f"{', '.join(job.paths)}: holds no files")
        files = (file for path in job.paths for file in walk_inputs(path))
        return total, desk.add_files(files, count_processes(total))
    if job.kind is JobKind.REPARSE:
        total = desk.count_articles()
        return total, desk.reparse(count_processes(total))
    if job.kind is JobKind.REFRESH:
        only = [feed for feed in desk.list_feeds() if feed.id in job.feeds] if job.feeds else None
        chosen = desk.choose_feeds(only, is_due=job.is_due)
        return len(chosen), desk.refresh(chosen, is_beside_reader=True)
    if job.kind is JobKind.PAGES:
        total = desk.count_due_pages()
        return total, desk.fetch_due_pages(count_processes(total))
    ids = desk.list_exported(job.listed)
    written = desk.export(ids, job.form, Path(job.paths[0]))
    return len(ids), (Outcome(Status.ADDED, "", article_id) for article_id in written)


class _Reporter:
    """Counts outcomes; a thread of its own says from time to time how many there are, also while none come."""

    def __init__(self) -> None:
        self.error = ""
        self._total = self._new = 0
        self._counts: dict[Status, int] = {}
        self._trouble = ""
        self._failures: list[str] = []
        self._reported = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._report_changes, daemon=True)

    def begin(self, total: int) -> None:
        self._total = total
        self._report()
        self._thread.start()

    def end(self) -> None:
        self._is_over.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._report()

    def count(self, done: Outcome | Refreshed) -> None:
        # A status line is short: the log has the whole path.
        if isinstance(done, Refreshed):
            self._new += done.new
            self._add(_ENDS[done.status], done.url, done.title, done.error)
        else:
            self._add(done.status, done.name, os.path.basename(done.name), done.reason)

    def _add(self, status: Status, name: str, short: str, reason: str) -> None:
        self._counts[status] = self._counts.get(status, 0) + 1
        if status is Status.FAILED:
            self._failures.append(f"{name}: {reason}")
            self._trouble = f"{short}: {reason}"

    def _report_changes(self) -> None:
        try:
            while not self._is_over.wait(_REPORT_SECONDS):
                if sum(self._counts.values()) != self._reported:
                    self._report()
        except BrokenPipeError:  # nobody listens any more
            signal.raise_signal(signal.SIGTERM)

    def _report(self) -> None:
        counts = dict(self._counts)
        self._reported = sum(counts.values())
        # They are in the log before anyone is told to look there.
        failures, self._failures = self._failures, []
        if failures:
            log_lines(failures)
        report = JobReport(self._total, counts, self._trouble, self.error, self._new)
        print(json.dumps(asdict(report)), flush=True)


def _add_all(desk: Desk, arguments: argparse.Namespace, data: bytes) -> Iterator[Outcome]:
    if not arguments.files:
        yield desk.add(data, arguments.name, url=arguments.url, day=arguments.day)
    for file in arguments.files:
        yield desk.add(file.read_bytes(), file.name)


def _answer(outcome: Outcome) -> None:
    print(json.dumps(asdict(outcome)), flush=True)


if __name__ == "__main__":
    sys.exit(main())
