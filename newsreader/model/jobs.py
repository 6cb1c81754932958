"""Work that goes on in the background: what is to be done, and how far it is."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from newsreader.model.reader import ListName, Outcome, Status
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsreader.model.page import Link


class ExportForm(StrEnum):
    """As what articles are written: JSON Lines, Markdown (a file each), one web page."""

    JSONL = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"


class JobKind(StrEnum):
    """What can be done in the background."""

    ADD = "add"
    REPARSE = "reparse"
    EXPORT = "export"
    REFRESH = "refresh"
    PAGES = "pages"
    NEWSBOAT = "newsboat"


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of such work: `paths` are files and folders to add, or the one an export is written to, or newsboat's.

    `listed` and `form` are what is exported, and as what; `feeds` are the numbers of those to refresh, all where it is
    empty, and with `is_due` only those of which something new is expected.
    """

    kind: JobKind
    paths: tuple[str, ...] = ()
    listed: ListName = ListName()
    form: ExportForm = ExportForm.JSONL
    feeds: tuple[int, ...] = ()
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken over from another reader or a list: of each kind how many are new, and how many there were; and
    what was not, each with the reason.

    `total` are the articles that there are to take; `change_id` is the change by which all but the articles came.
    """

    taken: Mapping[str, tuple[int, int]]
    refused: Sequence[tuple[str, str]] = ()
    total: int = 0
    change_id: int = 0


@dataclass(frozen=True, slots=True)
class JobReport:
    """How far a job is: of `total` inputs, articles, or feeds, how many came to which end; of feeds ADDED is one that
    brought something, KNOWN one that did not, and `new` are the articles they brought; `offline` are those FAILED that
    could not be asked; `held` tells of each that was not, since its server wants to be left alone, until when (Unix
    seconds).

    `trouble` is the last failure in one line; `error` what ended the job before its end; `added`, in the last report of
    adding, are the articles that are new; `imported` is what was taken over so far, where that is the job.
    """

    total: int = 0
    counts: Mapping[Status, int] = field(default_factory=dict)
    trouble: str = ""
    error: str = ""
    new: int = 0
    added: tuple[int, ...] = ()
    imported: Imported | None = None
    offline: int = 0
    held: tuple[float, ...] = ()

    @property
    def done(self) -> int:
        """How many are done, well or not."""
        return sum(self.counts.values())

    def count(self, *statuses: Status) -> int:
        """How many came to one of these ends."""
        return sum(self.counts.get(status, 0) for status in statuses)


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing that the reader wants fetched: the page at an address, to be kept; the whole page of a stored article;
    or, with `is_for_feeds`, what feeds there are at an address. Its number tells it from others of this run.
    """

    number: int
    url: str = ""
    article_id: int | None = None
    is_for_feeds: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of an errand: what became of the page, or the feeds that were found."""

    number: int
    outcome: Outcome
    feeds: tuple[Link, ...] = ()
