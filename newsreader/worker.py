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
import sys
import threading
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.failures import log_failure, log_lines
from newsreader.model import (
    Errand,
    Explanation,
    ExportForm,
    Imported,
    Job,
    JobKind,
    JobReport,
    ListName,
    NewsreaderError,
    Outcome,
    Refreshed,
    RefreshStatus,
    Status,
    View,
)
from newsreader.processes import FEW, PACKAGE, count_processes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.desk import Desk
    from newsreader.model import Feed


# What became of a feed, as what became of any other input.
_ENDS = {
    RefreshStatus.UPDATED: Status.ADDED,
    RefreshStatus.UNCHANGED: Status.KNOWN,
    RefreshStatus.FAILED: Status.FAILED,
}
# How often a job says how far it is; and how far behind the reader's own processes it stands.
_REPORT_SECONDS = 0.5
_NICE = 19


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


def _forget_path() -> None:
    """What this process starts in its turn (a script that is a feed, a command that tells a secret) finds its modules
    as if the reader had started it.
    """
    known = os.environ.pop("PYTHONPATH", "").split(os.pathsep)
    if others := os.pathsep.join(known[known[0] == PACKAGE :]):
        os.environ["PYTHONPATH"] = others


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

    signal.signal(signal.SIGTERM, _interrupt)
    try:
        from newsreader.desk import Desk

        with Desk(library) as desk:
            for fetched in desk.run_errands(listen()):
                print(json.dumps(asdict(fetched)), flush=True)
    except KeyboardInterrupt:
        # Python would wait for threads that wait for servers.
        os._exit(0)
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
            if job.kind is JobKind.REFRESH and not job.is_due:
                reporter.held = desk.list_held(_find_feeds(desk, job))
            total, outcomes = _begin(desk, job)
            reporter.begin(total)
            for outcome in outcomes:
                reporter.count(outcome)
                if job.kind is JobKind.ADD and isinstance(outcome, Outcome) and outcome.status is Status.ADDED:
                    reporter.added += [outcome.id] if outcome.id is not None else []
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


def _begin(desk: Desk, job: Job) -> tuple[int, Iterator[Outcome | Refreshed | Imported]]:
    """How much a job has to do, and its doing; 0 where only its doing says that."""
    if job.kind is JobKind.ADD:
        from newsreader.inputs import may_hold_many, walk_inputs

        total = archives = 0
        for path in job.paths:
            for file in walk_inputs(path):
                total += 1
                archives += may_hold_many(file)
        if not total:
            raise NewsreaderError(f"{', '.join(job.paths)}: holds no files")
        files = (file for path in job.paths for file in walk_inputs(path))
        return 0 if archives else total, desk.add_files(files, count_processes(FEW if archives else total))
    if job.kind is JobKind.REPARSE:
        total = desk.count_articles()
        return total, desk.reparse(count_processes(total))
    if job.kind is JobKind.REFRESH:
        chosen = desk.choose_feeds(_find_feeds(desk, job), is_due=job.is_due)
        return len(chosen), desk.refresh(chosen, is_beside_reader=True)
    if job.kind is JobKind.PAGES:
        total = desk.count_due_pages()
        return total, desk.fetch_due_pages(count_processes(total))
    if job.kind is JobKind.NEWSBOAT:
        from newsreader.desk.importing import find_newsboat

        places = find_newsboat(Path.home(), os.environ, job.paths[0])
        if places is None:
            raise NewsreaderError(f"{job.paths[0]}: there is no list of newsboat's feeds, a file `urls`")
        return 0, desk.import_newsboat(places, is_beside_reader=True)
    ids = desk.list_exported(job.listed)
    written = desk.export(ids, job.form, Path(job.paths[0]))
    return len(ids), (Outcome(Status.ADDED, "", article_id) for article_id in written)


def _find_feeds(desk: Desk, job: Job) -> list[Feed] | None:
    """Those that a job names; None: all."""
    return [feed for feed in desk.list_feeds() if feed.id in job.feeds] if job.feeds else None


class _Reporter:
    """Counts outcomes; a thread of its own says from time to time how many there are, also while none come."""

    def __init__(self) -> None:
        self.error = ""
        self.added: list[int] = []
        self.held: tuple[float, ...] = ()
        self._total = self._new = self._offline = 0
        self._counts: dict[Status, int] = {}
        self._trouble = ""
        self._imported: Imported | None = None
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
        self._report(self.added)

    def count(self, done: Outcome | Refreshed | Imported) -> None:
        # A status line is short: the log has the whole path.
        if isinstance(done, Imported):
            new, amount = done.taken.get("articles", (0, 0))
            self._imported, self._total = done, done.total
            self._counts = {Status.ADDED: new, Status.KNOWN: amount - new}
        elif isinstance(done, Refreshed):
            self._new += done.new
            self._offline += done.is_offline
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

    def _report(self, added: Sequence[int] = ()) -> None:
        counts = dict(self._counts)
        self._reported = sum(counts.values())
        # They are in the log before anyone is told to look there.
        failures, self._failures = self._failures, []
        if failures:
            log_lines(failures)
        report = JobReport(
            self._total,
            counts,
            self._trouble,
            self.error,
            self._new,
            tuple(added),
            self._imported,
            self._offline,
            self.held,
        )
        print(json.dumps(asdict(report)), flush=True)


def _add_all(desk: Desk, arguments: argparse.Namespace, data: bytes) -> Iterator[Outcome]:
    if not arguments.files:
        yield desk.add(data, arguments.name, url=arguments.url, day=arguments.day)
    for file in arguments.files:
        yield desk.add(file.read_bytes(), file.name)


def _answer(outcome: Outcome) -> None:
    print(json.dumps(asdict(outcome)), flush=True)


if __name__ == "__main__":
    _forget_path()
    sys.exit(main())
