"""The names of the lists, with how much each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.model import ListName, View
from newsreader.text import pad, truncate
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.tui.widgets.lines import CursorView

if TYPE_CHECKING:
    from newsreader.desk import Desk

# The library's own lists that the app shows, in their order; below them the saved searches, the tags, the sites.
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
# The sites of which there is most.
_MOST_SITES = 20
# A search is not counted any further.
_MOST_COUNTED = 999


def name_list(listed: ListName) -> str:
    """What a list is called."""
    if listed.view is View.TAG:
        return f"#{listed.name}"
    return f"Found: {listed.name}" if listed.view is View.FOUND else listed.name or _NAMES[listed.view]


class SourcesView(CursorView):
    """The lists, one a line; the searches are counted when they are shown, the others are counted always."""

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(id="sources")
        self._desk, self._glyphs = desk, glyphs
        self._lists: tuple[ListName, ...] = _OWN
        self._counts: dict[ListName, str] = {}
        self._found: dict[ListName, str] = {}

    @property
    def line_count(self) -> int:
        """One line a list."""
        return len(self._lists)

    def get_line(self, index: int) -> Line:
        """A list's name and count."""
        listed = self._lists[index]
        count = self._counts.get(listed, "")
        room = max(1, self.size.width - len(count) - 2)
        name = truncate(self._glyphs.show(name_list(listed)), room - 1, self._glyphs.ellipsis)
        return Line((Span(f" {pad(name, room)}"), Span(f"{count} ", Role.MUTED)))

    def reload(self) -> None:
        """Look which searches are saved and which tags there are, and count what each finds."""
        under_cursor = self.listed
        saved = [ListName(View.SAVED, name) for name, _ in self._desk.list_saved()]
        tags = {ListName(View.TAG, name): str(count) for name, count in self._desk.list_tags()}
        sites = {
            ListName(View.SITE, name): f"{unread}/{articles}" if unread else str(articles)
            for name, articles, unread in self._desk.list_sites(_MOST_SITES)
        }
        self._found = {listed: self._count_found(listed) for listed in saved} | tags | sites
        self._lists = (*_OWN, *self._found)
        self.point_to(under_cursor)

    def _count_found(self, listed: ListName) -> str:
        count = len(self._desk.find_listed(listed, _MOST_COUNTED + 1) or ())
        return f"{_MOST_COUNTED}+" if count > _MOST_COUNTED else str(count)

    def show_counts(self) -> None:
        """Show how much the lists hold now."""
        counts = {listed: str(self._desk.count(listed.view)) for listed in _OWN if listed.view is not _UNCOUNTED}
        if self._found | counts != self._counts:
            self._counts = self._found | counts
            self.refresh()

    @property
    def listed(self) -> ListName:
        """The list under the cursor."""
        return self._lists[self.cursor]

    def point_to(self, listed: ListName) -> None:
        """Put the cursor on the list that is shown, if it stands among them."""
        self.cursor = self._lists.index(listed) if listed in self._lists else 0
        self.refresh()
