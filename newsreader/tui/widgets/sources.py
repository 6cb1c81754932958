"""The names of the lists, with how much each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsreader.model import ListName, View
from newsreader.telling import name_trouble
from newsreader.text import pad, truncate
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.tui.widgets.lines import CursorView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.desk import Desk
    from newsreader.model import Feed

# The library's own lists that the app shows, in their order; below them the saved searches, feeds, tags, sites.
_NAMES = {
    View.ALL: "All",
    View.UNREAD: "Unread",
    View.TODAY: "Today",
    View.QUEUE: "Queue",
    View.BOOKMARKS: "Bookmarks",
    View.WANTED: "Wanted",
    View.OFTEN_NAMED: "Often named",
    View.TRASH: "Trash",
}
_OWN = tuple(ListName(view) for view in _NAMES)
# What is not counted: that would take as long as showing it.
_UNCOUNTED = View.OFTEN_NAMED
# Those that hold what may be unread among other articles.
_OF_BOTH = (View.ALL, View.TODAY, View.QUEUE, View.BOOKMARKS)
# The sites of which there is most.
_MOST_SITES = 20
# A search is not counted any further.
_MOST_COUNTED = 999


def name_list(desk: Desk, listed: ListName) -> str:
    """What a list is called."""
    if listed.view is View.FEED:
        return desk.name_feed(int(listed.name)) or "(no feed)"
    if listed.view is View.TAG:
        return f"#{listed.name}"
    return f"Found: {listed.name}" if listed.view is View.FOUND else listed.name or _NAMES[listed.view]


class Source(NamedTuple):
    """A list as it is shown: its name, how much it holds, and what is wrong with it in a word."""

    listed: ListName
    name: str
    amount: str = ""
    trouble: str = ""


class SourcesView(CursorView):
    """The lists, one a line, the feeds under headings; a count says how many are unread, where any are, and how many
    there are. The list that is shown stands among them, whichever it is.
    """

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(id="sources")
        self._desk, self._glyphs = desk, glyphs
        self._sources: list[Source] = []
        # What is shown and would not stand among them: a search, a feed that is hidden.
        self._guest: ListName | None = None
        self._counted_at: tuple[int, int] | None = None
        # A line is a heading or the place of a list.
        self._lines: list[str | int] = []
        self._place([("", [Source(listed, name) for listed, name in zip(_OWN, _NAMES.values(), strict=True)])])

    def _place(self, groups: Sequence[tuple[str, Sequence[Source]]]) -> None:
        """Put lists under headings, of which the first has none."""
        self._sources, self._lines = [], []
        for heading, sources in groups:
            if heading and sources:
                self._lines.append(heading)
            for source in sources:
                self._lines.append(len(self._sources))
                self._sources.append(source)

    @property
    def line_count(self) -> int:
        """One line a list, and one a heading."""
        return len(self._lines)

    @property
    def item_count(self) -> int:
        """The lists."""
        return len(self._sources)

    def lines_of(self, item: int) -> tuple[int, int]:
        """The line of a list."""
        line = self._lines.index(item)
        return line, line

    def item_at(self, line: int) -> int | None:
        """The list on a line; None on a heading."""
        item = self._lines[line] if line < len(self._lines) else None
        return item if isinstance(item, int) else None

    def get_line(self, index: int) -> Line:
        """A list's name and count, what is wrong with it between them; or a heading."""
        item = self._lines[index]
        if isinstance(item, str):
            words = truncate(self._glyphs.show(item), max(1, self.size.width - 2), self._glyphs.ellipsis)
            return Line((Span(f" {words}", Role.ACCENT),))
        source = self._sources[item]
        trouble = f"! {source.trouble} " if source.trouble else ""
        room = max(1, self.size.width - len(source.amount) - len(trouble) - 2)
        name = truncate(self._glyphs.show(source.name), room - 1, self._glyphs.ellipsis)
        spans = (Span(f" {pad(name, room)}"), Span(trouble, Role.WANTED), Span(f"{source.amount} ", Role.MUTED))
        return Line(tuple(span for span in spans if span.text))

    def reload(self, found: Sequence[int] | None = None) -> None:
        """Look which feeds, saved searches, tags and sites there are, and count what each holds.

        `found` is what the list holds that is shown and none of them, where that is known: nothing is searched twice.
        """
        under_cursor = self.listed
        saved = [Source(ListName(View.SAVED, name), name) for name, _ in self._desk.list_saved()]
        saved = [source._replace(amount=self._count_found(source.listed)) for source in saved]
        tags = [
            Source(ListName(View.TAG, name), f"#{name}", _say_count(unread, articles))
            for name, articles, unread in self._desk.list_tags()
        ]
        sites = [
            Source(ListName(View.SITE, name), name, _say_count(unread, articles))
            for name, articles, unread in self._desk.list_sites(_MOST_SITES)
        ]
        feeds = group_feeds([feed for feed in self._desk.list_feeds() if not feed.is_hidden])
        headings = [("Feeds" if not tag else f"Feeds: {tag}", list(map(_make_source, each))) for tag, each in feeds]
        groups = [("", self._count_own() + saved), *headings, ("Tags", tags), ("Sites", sites)]
        if any(self._guest == each.listed for _, group in groups for each in group):
            self._guest = None
        if self._guest is not None:
            amount = self._count_found(self._guest) if found is None else self._count_ids(found)
            guest = Source(self._guest, name_list(self._desk, self._guest), amount)
            groups[0][1].insert(len(_OWN), guest)
        self._place(groups)
        places = {source.listed: place for place, source in enumerate(self._sources)}
        self.cursor = places.get(under_cursor, min(self.cursor, len(self._sources) - 1))
        self.refresh()

    def _count_own(self) -> list[Source]:
        self._counted_at = self._desk.read_state()
        return [
            Source(listed, name, self._count(listed.view)) for listed, name in zip(_OWN, _NAMES.values(), strict=True)
        ]

    def _count(self, view: View) -> str:
        if view is _UNCOUNTED:
            return ""
        unread = self._desk.count_unread(view) if view in _OF_BOTH else 0
        return _say_count(unread, self._desk.count(view))

    def _count_found(self, listed: ListName) -> str:
        return self._count_ids(self._desk.find_listed(listed, _MOST_COUNTED + 1) or ())

    def _count_ids(self, ids: Sequence[int]) -> str:
        if len(ids) > _MOST_COUNTED:
            return f"{_MOST_COUNTED}+"
        return _say_count(self._desk.count_unread_of(ids), len(ids))

    def show_counts(self) -> None:
        """Show how much the library's own lists hold now; at keys that changed nothing nothing is counted."""
        if self._counted_at == self._desk.read_state():
            return
        own = self._count_own()
        if self._sources[: len(own)] != own:
            self._sources[: len(own)] = own
            self.refresh()

    @property
    def listed(self) -> ListName:
        """The list under the cursor."""
        return self._sources[self.cursor].listed

    def point_to(self, listed: ListName, found: Sequence[int] | None = None) -> None:
        """Put the cursor on the list that is shown; `found` is what it holds, if that is known."""
        if all(source.listed != listed for source in self._sources):
            self._guest = listed
            self.reload(found)
        self.cursor = next((place for place, source in enumerate(self._sources) if source.listed == listed), 0)
        if self.size.height:
            self.show_cursor()
        self.refresh()


def group_feeds(feeds: Sequence[Feed]) -> list[tuple[str, list[Feed]]]:
    """Feeds by their first tag, those without one first, else in their order: each stands once."""
    groups: dict[str, list[Feed]] = {"": []}
    for feed in feeds:
        groups.setdefault(feed.tags[0] if feed.tags else "", []).append(feed)
    return list(groups.items())


def _make_source(feed: Feed) -> Source:
    count = _say_count(feed.unread, feed.articles)
    return Source(ListName(View.FEED, str(feed.id)), feed.title, count, name_trouble(feed.health))


def _say_count(unread: int, articles: int) -> str:
    return f"{unread}/{articles}" if unread else str(articles)
