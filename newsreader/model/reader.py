"""Where a reader is, what a reader changes, and what became of what came in. Moments are Unix seconds."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from newsreader.values import dataclass


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
    FEED = "feed"
    FOUND = "found"


class Order(StrEnum):
    """By what a list is sorted, the newest first: publication, arrival, or when the reader opened it last."""

    PUBLISHED = "published"
    ADDED = "added"
    READ = "read"


class ListName(NamedTuple):
    """Which list: one of the library's own, or the saved search, tag, site, or what the query finds, of this name.

    A feed is named by its number.
    """

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


@dataclass(frozen=True, slots=True)
class Step:
    """A place that was gone to, and the id of the step that it was gone to from (None: it was the first)."""

    id: int
    place: Place
    parent: int | None


class Action(StrEnum):
    """What a reader can change; each can be undone."""

    BOOKMARK = "bookmark"
    READ = "read"
    WANT = "want"
    TAG = "tag"
    RETAG = "retag"
    NOTE = "note"
    DELETE = "delete"
    REFUSE = "refuse"
    SAVE = "save"
    QUEUE = "queue"
    CORRECT = "correct"
    SUBSCRIBE = "subscribe"
    SET_FEED = "set-feed"
    HIDE = "hide"
    RULE = "rule"
    APPLY = "apply"
    ADD = "add"


class RuleAction(StrEnum):
    """What a rule does with the articles that its query finds."""

    HIDE = "hide"
    TAG = "tag"
    READ = "read"
    FETCH = "fetch"


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to new articles that a query finds, as they are stored; `tag` is what TAG gives them.

    `error` says why a rule is passed over: its query can't be read, or took too long. Its `id` is 0 before it is kept.
    """

    id: int
    query: str
    action: RuleAction
    tag: str = ""
    made_at: float = 0.0
    error: str = ""

    @property
    def effect(self) -> str:
        """`hide`, `tag coast`."""
        return f"{self.action} {self.tag}".rstrip()


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
    """What became of one input: `id` of its article where there is one, else one line that says why not; what is to
    be known of the article besides, that it has another address now, stands there too.

    `confidence` is that of the page where it was split just now.
    """

    status: Status
    name: str
    id: int | None = None
    title: str = ""
    reason: str = ""
    confidence: float | None = None
