"""How all feeds do, in one view: trouble first, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import BindingsMap

from newsreader.telling import describe_health, draw_spark, name_trouble, say_hold, say_weekly
from newsreader.text import cell_width, pad, truncate, wrap
from newsreader.tui.dialogs.base import Choices, Dialog
from newsreader.tui.keys import bind_actions
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.wording import count_things, say_wait

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.actions import KeyNames
    from newsreader.model import Feed

# Of a feed's title so much is shown, or what `asked 12 min ago, again in 12 h` leaves of the screen.
_MOST_TITLE, _LEAST_TITLE, _USUAL_WORDS = 40, 12, 33
# A spark of eight weeks, and `120 a week` behind it.
_FIGURES_WIDTH = 19
# The box's frame and blanks.
_FRAME = 4
# What is wrong stands below the feed, as far in as its title.
_INDENT = 3
# The actions that a key chooses here for the feed under the cursor.
DEEDS = ("refresh", "rename-feed", "delete")


def sort_feeds(feeds: Sequence[Feed]) -> list[Feed]:
    """Those first that are gone, then those that fail, then those that never were asked, else as they were."""
    return sorted(
        feeds, key=lambda feed: (not feed.health.is_gone, not feed.health.error, feed.health.tried_at is not None)
    )


class FeedChoices(Choices):
    """Feeds, of which those that have trouble take several lines."""

    def __init__(self, lines: Sequence[Line], items: Sequence[int], ellipsis: str) -> None:
        super().__init__(lines, ellipsis)
        self._items = items

    @property
    def item_count(self) -> int:
        """The feeds."""
        return self._items[-1] + 1 if self._items else 0

    def lines_of(self, item: int) -> tuple[int, int]:
        """The lines of a feed."""
        first = self._items.index(item)
        return first, first + self._items.count(item) - 1

    def item_at(self, line: int) -> int | None:
        """The feed on a line."""
        return self._items[line] if line < len(self._items) else None


class FeedsDialog(Dialog):
    """The feeds; it answers with the index of the one chosen, `deed` is what to do with it.

    `now` is in Unix seconds, `width` that of the screen.
    """

    def __init__(self, feeds: Sequence[Feed], now: float, width: int, keys: KeyNames, glyphs: Glyphs) -> None:
        self.deed = "open"
        room = width - _FRAME - _INDENT - 2 - _FIGURES_WIDTH - _USUAL_WORDS
        longest = max(cell_width(glyphs.show(feed.title)) for feed in feeds)
        title_width = min(_MOST_TITLE, longest, max(_LEAST_TITLE, room))
        lines: list[Line] = []
        items: list[int] = []
        for item, feed in enumerate(feeds):
            painted = _paint_feed(feed, now, title_width, width - _FRAME, glyphs)
            lines += painted
            items += [item] * len(painted)
        troubled = sum(bool(name_trouble(feed.health)) for feed in feeds)
        title = f"{count_things(len(feeds), 'feed')}{f', {troubled} with trouble' if troubled else ''}"
        hints = keys.join_hints("  ", ("refresh", "refreshes"), ("rename-feed", "renames"), ("delete", "leaves it"))
        super().__init__(title, lines, f"Enter opens  {hints}  Esc closes", glyphs)
        self.view = FeedChoices(lines, items, glyphs.ellipsis)
        deeds = bind_actions(keys, {name: f"do('{name}')" for name in DEEDS})
        self._bindings = BindingsMap.merge((self._bindings, deeds))

    def action_do(self, deed: str) -> None:
        """Answer with the feed under the cursor, and what to do with it."""
        self.deed = deed
        self.action_choose()


def _paint_feed(feed: Feed, now: float, title_width: int, width: int, glyphs: Glyphs) -> list[Line]:
    """A feed in one line, with the whole of its trouble below, where it has any."""
    health = feed.health
    trouble, words = name_trouble(health), describe_health(health, now)
    name = pad(truncate(glyphs.show(feed.title), title_width, glyphs.ellipsis), title_width)
    weekly = say_weekly(health)
    figures = pad(
        f"{draw_spark(health.weeks, is_ascii=glyphs.is_ascii)} {weekly and f'{weekly} a week'}", _FIGURES_WIDTH
    )
    again = "" if health.tried_at is None else f", again {say_wait(health.next_at - now)}"
    state = trouble or say_hold(health, now) or f"{words}{again}"
    tail = f" {state}{', hidden' if feed.is_hidden else ''}"
    mark = Span(" ! " if trouble else " " * _INDENT, Role.WANTED)
    first = Line((mark, Span(f"{name} "), Span(figures, Role.LINK), Span(tail, Role.MUTED)))
    below = wrap(glyphs.show(words), width - _INDENT - 1) if trouble else ()
    return [first, *(Line((Span(" " * _INDENT), Span(each, Role.MUTED))) for each in below)]
