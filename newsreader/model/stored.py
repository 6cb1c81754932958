"""What the library holds, as it is shown. Moments are Unix seconds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from newsreader.values import dataclass

if TYPE_CHECKING:
    from newsreader.model.page import Article, Correction, Section


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """A correction with the dump that it belongs to: its article, its digest (SHA-256) and its name."""

    article_id: int
    sha256: str
    name: str
    made_at: float
    correction: Correction


@dataclass(frozen=True, slots=True)
class Row:
    """An article as a list shows it; no text is read for it. Moments are Unix seconds, None where it never was.

    `source` is the feed that brought it, as that is called, else its `site`; that is the file's name where no site is
    known. `siblings` are the articles of other sites on the same story that stand behind it.
    """

    id: int
    title: str
    source: str
    url: str
    published: str
    added_at: float
    words: int
    is_unread: bool
    is_bookmarked: bool
    progress: float
    siblings: int = 0
    site: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """An article that was opened, and when (Unix seconds)."""

    row: Row
    visited_at: float


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said before its page was seen to have changed, at `replaced_at` (Unix seconds)."""

    id: int
    replaced_at: float
    title: str
    published: str
    words: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a text, and where in it the words stand that were looked for (start and end of each)."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a query found."""

    row: Row
    snippet: Snippet


class LinkState(StrEnum):
    """What is known of a link's target; the marks are `●`, `✓`, `○`, `+` (READ and UNREAD are stored)."""

    UNREAD = "unread"
    READ = "read"
    ABSENT = "absent"
    WANTED = "wanted"


@dataclass(frozen=True, slots=True)
class Edge:
    """A link of a stored article, numbered from 1 through the page: inline links first, then the sidebar's.

    `section` is None for an inline link, else the index of its section; `targets` are the stored articles that bear
    its title or address, nearest in time first.
    """

    number: int
    text: str
    url: str = ""
    label: str = ""
    alt: str = ""
    kicker: str = ""
    section: int | None = None
    targets: tuple[Row, ...] = ()
    is_wanted: bool = False

    @property
    def state(self) -> LinkState:
        """What the mark says: an unread target outweighs a read one."""
        if self.targets:
            return LinkState.UNREAD if any(row.is_unread for row in self.targets) else LinkState.READ
        return LinkState.WANTED if self.is_wanted else LinkState.ABSENT


@dataclass(frozen=True, slots=True)
class Kept:
    """What a reader wrote on an article."""

    tags: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A stored article with all that is shown beside it."""

    row: Row
    article: Article
    sections: tuple[Section, ...]
    edges: tuple[Edge, ...]
    backlinks: tuple[Row, ...]
    kept: Kept = Kept()
    same_story: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """A headline that the reader asked for; it has arrived once it has targets. `key` is the title's key.

    One that is only often named (`is_asked` False) has been asked for at no time.
    """

    key: str
    text: str
    url: str
    asked_at: float
    named_by: int
    targets: tuple[Row, ...] = ()
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """How a library lies on its disk: its bytes, SQLite's journal mode, the file system, the copies beside it."""

    size: int
    journal: str
    file_system: str
    backups: tuple[str, ...]
