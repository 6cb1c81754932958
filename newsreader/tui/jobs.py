"""What takes longer: adding many, splitting all again, exports. In a process of its own, while reading goes on."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from newsreader import background, paths
from newsreader.model import ExportForm, Job, JobKind, JobReport, LibraryError, View
from newsreader.telling import say_job_end, say_progress
from newsreader.text import truncate
from newsreader.tui.completion import complete_path
from newsreader.tui.explaining import ExplainingScreen
from newsreader.tui.prompt import LineEditor
from newsreader.tui.prompting import Question
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

# Under this key the path that was added last is remembered.
_LAST_ADDED = "added-path"
# A job that took longer is told of outside the window too.
_LONG_SECONDS = 10.0
# Sooner a rate says nothing.
_LEAST_SECONDS = 1.0
# How long the end of the program waits for that of a job: less than a closed terminal leaves it.
_LAST_SECONDS = 1.5
_LISTS_OF_WISHES = (View.WANTED, View.OFTEN_NAMED, View.TRASH)
_FORMS = {".jsonl": ExportForm.JSONL, ".html": ExportForm.HTML, ".htm": ExportForm.HTML}


@dataclass(slots=True)
class Running:
    """A job that is being done since a moment (of the monotonic clock).

    `first` is when it first had something done, and how much: until then its processes start. One that `is_quiet`
    nobody waits for: it says nothing.
    """

    job: Job
    process: subprocess.Popen[bytes]
    since: float
    first: tuple[float, int] | None = None
    is_stopped: bool = False
    is_quiet: bool = False

    @property
    def is_unasked(self) -> bool:
        """Whether nobody asked for it: it makes way for what somebody asks for."""
        return self.is_quiet or self.job.kind is JobKind.PAGES

    def measure(self, done: int) -> float:
        """How many are done a second; 0 where that is not known yet."""
        now = time.monotonic()
        if done and self.first is None:
            self.first = now, done
        if self.first is None or now - self.first[0] < _LEAST_SECONDS:
            return 0.0
        return (done - self.first[1]) / (now - self.first[0])


class JobsScreen(ExplainingScreen):
    """Panes beside which a job may run; the status line's right end says how far it is."""

    _job: Running | None = None
    _progress = ""

    class Reported(Message):
        """A job says how far it is."""

        def __init__(self, running: Running, report: JobReport) -> None:
            super().__init__()
            self.running, self.report = running, report

    class Ended(Reported):
        """A job is over; this is its last report."""

    # --- what can be done

    def action_add(self) -> None:
        """Add a file, or all files of a folder; which one is asked."""
        if self.is_busy():
            return

        def answer(text: str) -> None:
            path = os.path.expanduser(text.strip())
            if not path:
                return
            if not os.path.exists(path):
                self.say(f"{path} is not there: check the name.", is_error=True)
                return
            # Where the library can't take it just now, the pages may be taken all the same.
            with suppress(LibraryError):
                self.desk.remember(_LAST_ADDED, text.strip())
            self.begin_job(Job(JobKind.ADD, (path,)))

        self.ask_path("add file or folder:", self.desk.recall(_LAST_ADDED) or "", answer)

    def action_reparse(self) -> None:
        """Split every page again."""
        if not self.is_busy():
            self.begin_job(Job(JobKind.REPARSE))

    def action_export(self) -> None:
        """Write the articles of the list into a file or folder, which is asked."""
        if self.rows.view in _LISTS_OF_WISHES or not self.rows.item_count:
            self.say(f"No articles to export in {self.list_title}.")
        elif not self.is_busy():
            self.ask_path("export to .html, .jsonl or folder:", "", self._export, f"list: {self.list_title}")

    def _export(self, text: str, *, is_sure: bool = False) -> None:
        target = os.path.expanduser(text.strip())
        suffix = os.path.splitext(target)[1].lower()
        is_folder = os.path.isdir(target) or not suffix
        if not target:
            return
        if not is_folder and suffix not in _FORMS:
            self.say(f"{text.strip()}: name it .html or .jsonl, or name a folder for Markdown.", is_error=True)
        elif os.path.isfile(target) and not is_sure:
            self.ask_path(
                "there already, Enter replaces it:", text, lambda again: self._export(again, is_sure=again == text)
            )
        else:
            form = ExportForm.MARKDOWN if is_folder else _FORMS[suffix]
            self.begin_job(Job(JobKind.EXPORT, (target,), self.rows.listed, form))

    def ask_path(self, label: str, text: str, answer: Callable[[str], None], note: str = "") -> None:
        """Ask for a path, which Tab completes."""
        self.ask(Question(label, LineEditor(text, is_selected=True), answer, completed=complete_path, note=note))

    @property
    def is_working(self) -> bool:
        """Whether a job runs."""
        return self._job is not None

    def is_busy(self) -> bool:
        """Whether a job runs that somebody asked for, which is then said; another is stopped."""
        if self.make_way():
            return False
        self.say("One thing at a time: ctrl+c stops what runs.")
        return True

    def make_way(self) -> bool:
        """Stop a job that nobody asked for; whether no job runs now."""
        if self._job is not None and self._job.is_unasked:
            self._job.is_quiet = True
            self._stop(self._job)
            self._job, self._progress = None, ""
            self.show_work()
        return self._job is None

    # --- doing it

    def begin_job(self, job: Job, *, is_quiet: bool = False) -> None:
        """Begin a job, in a process of its own."""
        self._job = Running(job, background.start_job(self.desk.path, job), time.monotonic(), is_quiet=is_quiet)
        self.desk.leave_checkpoints(True)
        self._show_progress(JobReport())
        self._listen(self._job)

    @work(thread=True, exit_on_error=False, group="job")
    def _listen(self, running: Running) -> None:
        report = JobReport()
        for report in background.read_reports(running.process):
            self.post_from_thread(self.Reported(running, report))
        self.post_from_thread(self.Ended(running, report))

    def post_from_thread(self, message: Message) -> None:
        """Post a message from another thread."""
        # The app may have ended meanwhile.
        with suppress(RuntimeError):
            self.post_message(message)

    def stop_job(self) -> bool:
        """End the job that runs, what it has done kept; whether there was one."""
        if self._job is None:
            return False
        self._stop(self._job)
        return True

    def _stop(self, running: Running) -> None:
        running.is_stopped = True
        running.process.terminate()

    def on_jobs_screen_reported(self, message: Reported) -> None:
        """Show how far it is."""
        if message.running is self._job:
            self._show_progress(message.report)

    def on_jobs_screen_ended(self, message: Ended) -> None:
        """Say what was done, and show it."""
        running, report = message.running, message.report
        # A quiet one may have made way for another.
        if running is self._job:
            self._job, self._progress = None, ""
            self.desk.leave_checkpoints(False)
            self.show_work()
        self.take_in_changes()
        self.end_job(running, report)
        if not running.is_quiet and time.monotonic() - running.since > _LONG_SECONDS and not running.is_stopped:
            self.announce(self._say_end(running, report))

    def end_job(self, running: Running, report: JobReport) -> None:
        """Say how a job ended, where somebody asked for it."""
        if running.is_quiet:
            return
        words = self._say_end(running, report)
        if report.added:
            # Where the library can't take it just now, what was added is there all the same.
            with suppress(LibraryError):
                self.desk.note_added(report.added)
                hint = self.keys.hint("undo", "undo")
                tail = f" {self.glyphs.dot} {hint}" if hint else ""
                words = truncate(words, self.room - len(tail), self.glyphs.ellipsis) + tail
        self.say_news(words, is_error=bool(report.error))

    def _say_end(self, running: Running, report: JobReport) -> str:
        log, name = str(paths.log_path()), self.name_object(running.job)
        return say_job_end(running.job, report, log, self.keys, name=name, is_stopped=running.is_stopped)

    def name_object(self, job: Job) -> str:
        """What a job is done to, where that is one thing with a name."""
        del job
        return ""

    def _show_progress(self, report: JobReport) -> None:
        if self._job is not None and not self._job.is_quiet:
            room = self.app.size.width // 2 - 2
            self._progress = say_progress(self._job.job.kind, report, self._job.measure(report.done), room)
            self.show_work()

    def show_work(self) -> None:
        """Say at the right end of the status line what goes on."""
        self.show_aside(self._progress)

    def on_unmount(self) -> None:
        """The program ends, and with it what runs; Textual asks the classes above too."""
        if self._job is None:
            return
        process = self._job.process
        process.terminate()
        try:
            process.wait(_LAST_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
