"""Work that goes on in the background: what is to be done, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from newsreader.model.reader import ListName, Status

if TYPE_CHECKING:
    from collections.abc import Mapping


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


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of such work: `paths` are files and folders to add, or the one an export is written to.

    `listed` and `form` are what is exported, and as what.
    """

    kind: JobKind
    paths: tuple[str, ...] = ()
    listed: ListName = ListName()  # noqa: RUF009 (a named tuple of texts)
    form: ExportForm = ExportForm.JSONL


@dataclass(frozen=True, slots=True)
class JobReport:
    """How far a job is: of `total` inputs or articles, how many came to which end.

    `trouble` is the last failure in one line; `error` what ended the job before its end.
    """

    total: int = 0
    counts: Mapping[Status, int] = field(default_factory=dict)
    trouble: str = ""
    error: str = ""

    @property
    def done(self) -> int:
        """How many are done, well or not."""
        return sum(self.counts.values())

    def count(self, *statuses: Status) -> int:
        """How many came to one of these ends."""
        return sum(self.counts.get(status, 0) for status in statuses)
