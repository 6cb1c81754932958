"""The vocabulary every room shares: frozen values, no I/O.

Times are ISO 8601 strings exactly as precise as the page was (`2031-03-04`, `2031-03-04T07:40`, with an
offset only where the page states one); moments of our own are Unix seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Label(StrEnum):
    """What a block of a page is."""

    TITLE = "title"
    DATE = "date"
    BYLINE = "byline"
    CAPTION = "caption"
    LEAD = "lead"
    BODY = "body"
    SUBHEADING = "subheading"
    QUOTE = "quote"
    INLINE_LINK = "inline-link"
    SECTION_HEADING = "section-heading"
    HEADLINE = "headline"
    ALT_TEXT = "alt-text"
    KICKER = "kicker"
    TOPIC = "topic"
    FURNITURE = "furniture"


class Link(NamedTuple):
    """A stretch of a block's text that the source knew to be a link."""

    text: str
    url: str


class Block(NamedTuple):
    """One paragraph-like unit of a page; lines are counted from 0 in the decoded input, both ends included.

    The fields from `heading` on are what only HTML tells, where lines mean nothing: there, a block's line is its
    number. `heading` is 1–6 (0: none), `link_share` the share of its characters that are links (buttons too), `time`
    what its first `<time datetime>` says; `in_main` is the page's main part, `in_chrome` its machinery (asides, forms,
    comments …), `in_menu` that of its head and foot. `names` are the tags of the innermost elements around it and the
    words of their classes and ids, `outer_names` those of the elements around these.
    """

    text: str
    first_line: int
    last_line: int
    blanks_before: int = 0
    blanks_after: int = 0
    indent: int = 0
    links: tuple[Link, ...] = ()
    heading: int = 0
    is_list_item: bool = False
    is_caption: bool = False
    is_emphasised: bool = False
    is_quote: bool = False
    is_alt: bool = False
    in_main: bool = False
    in_chrome: bool = False
    in_menu: bool = False
    link_share: float = 0.0
    time: str = ""
    names: tuple[str, ...] = ()
    outer_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page's metadata says of its article; "" and () where it says nothing. `published` is as it is written."""

    title: str = ""
    published: str = ""
    byline: tuple[str, ...] = ()
    url: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a source hands to the splitter. `style` names the reader that made the blocks (`dump`, `lynx`, `html`).

    `hints` are None where the source has no metadata: whoever finds some knows that the blocks are HTML's.
    """

    blocks: tuple[Block, ...]
    style: str
    url: str = ""
    hints: Hints | None = None


class PartKind(StrEnum):
    """What a part of an article's text is."""

    LEAD = "lead"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    QUOTE = "quote"
    CAPTION = "caption"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an article, in reading order.

    `label` stands before an inline link on the page ("Read more"); `alt` and `credit` belong to a caption.
    """

    kind: PartKind
    text: str
    label: str = ""
    alt: str = ""
    credit: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """The main article of a page; `site` is the name that the page gives its site, "" where it gives none."""

    title: str
    published: str = ""
    byline: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    url: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A related headline: its words, what its picture says, and its address where the source knew one."""

    text: str
    alt: str = ""
    kicker: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of related headlines (or of topics) under its own heading."""

    heading: str
    headlines: tuple[Headline, ...] = ()
    topics: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class PageKind(StrEnum):
    """What a page is: one article, a live blog (an article of many entries), an index of others, or none of these."""

    ARTICLE = "article"
    LIVE_BLOG = "live-blog"
    INDEX = "index"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Page:
    """A page, split: its article and its related headlines.

    `confidence` is the chance (0 to 1) that the article's text was cut out rightly; None for pages that were kept.
    """

    article: Article
    sections: tuple[Section, ...] = ()
    confidence: float | None = None
    kind: PageKind = PageKind.ARTICLE


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a dump came from: its bytes as they came, the name of the input, and what the reader said of it."""

    data: bytes
    name: str
    url: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An article as a list shows it; no text is read for it. Moments are Unix seconds, None where it never was.

    `siblings` are the articles of other sites on the same story that stand behind it.
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


class View(StrEnum):
    """The kinds of the library's lists: its own, and those that have a name besides."""

    ALL = "all"
    UNREAD = "unread"
    TODAY = "today"
    QUEUE = "queue"
    BOOKMARKS = "bookmarks"
    WANTED = "wanted"
    OFTEN_NAMED = "often-named"
    TRASH = "trash"
    SAVED = "saved"
    TAG = "tag"
    SITE = "site"
    FOUND = "found"


class Order(StrEnum):
    """By what a list is sorted, the newest first: publication, arrival, or when the reader opened it last."""

    PUBLISHED = "published"
    ADDED = "added"
    READ = "read"


class ListName(NamedTuple):
    """Which list: one of the library's own, or the saved search, tag, site, or what the query finds, of this name."""

    view: View = View.ALL
    name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader is: a list (`article_id` None, `row_id` under the cursor), or an article as it stands on screen.

    `view` and `name` are the list it was entered from. `offset` counts characters of the article's
    text; `link` is the number of the selected inline link (0: none), `related` the line under the sidebar's cursor,
    `unfolded` the sections that show all they hold.
    """

    view: View = View.ALL
    article_id: int | None = None
    row_id: int | None = None
    offset: int = 0
    pane: str = "list"
    link: int = 0
    related: str = ""
    unfolded: tuple[int, ...] = ()
    name: str = ""

    @property
    def list_name(self) -> ListName:
        """The list it was entered from."""
        return ListName(self.view, self.name)


class Action(StrEnum):
    """What a reader can change; each can be undone."""

    BOOKMARK = "bookmark"
    READ = "read"
    WANT = "want"
    TAG = "tag"
    NOTE = "note"
    DELETE = "delete"
    REFUSE = "refuse"
    SAVE = "save"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Change:
    """One change as the journal keeps it: `is_on` says which way it went; `title` names its object, `detail` its tag.

    `is_lost` where it can't be undone: what it was made to is gone for good.
    Its `id` is 0 where nothing changed. `made_at` is in Unix seconds, `origin` what it was made with.
    """

    id: int
    action: Action
    is_on: bool
    title: str
    detail: str = ""
    made_at: float = 0.0
    origin: str = ""
    is_undone: bool = False
    is_lost: bool = False


class Status(StrEnum):
    """What became of one input."""

    ADDED = "added"
    KNOWN = "known"
    NOT_AN_ARTICLE = "not-an-article"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: `id` of its article where there is one, else one line that says why not.

    `confidence` is that of the page where it was split just now.
    """

    status: Status
    name: str
    id: int | None = None
    title: str = ""
    reason: str = ""
    confidence: float | None = None


class NewsreaderError(Exception):
    """Something the user must hear: its text is one line of what, where and what to do."""


class InputRefusedError(NewsreaderError):
    """The input can't be read: empty, binary, too large, not to be opened."""


class NotAnArticleError(NewsreaderError):
    """The input was read, but there is no article in it."""


class QueryError(NewsreaderError):
    """A query can't be understood; `place` is the character, from 1, at which it stops making sense."""

    def __init__(self, reason: str, place: int) -> None:
        super().__init__(f"{reason} (at character {place})")
        self.place = place


class LibraryError(NewsreaderError):
    """The library can't be opened, read or written."""
