"""How all feeds do, in one view: trouble first, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import BindingsMap

from newsreader.text import cell_width, pad, truncate
from newsreader.tui.dialogs.base import Choices, Dialog
from newsreader.tui.keys import bind_actions
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.wording import count_things, describe_health, draw_spark, name_trouble, say_weekly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.actions import KeyNames
    from newsreader.model import Feed

_MOST_TITLE = 32
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
    """Feeds, of which those that have trouble take two lines."""

    def __init__(self, lines: Sequence[Line], items: Sequence[int]) -> None:
        super().__init__(lines)
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
    """The feeds; it answers with the index of the one chosen, `deed` is what to do with it."""

    def __init__(self, feeds: Sequence[Feed], now: float, keys: KeyNames, glyphs: Glyphs) -> None:
        self.deed = "open"
        width = min(_MOST_TITLE, max(cell_width(glyphs.show(feed.title)) for feed in feeds))
        lines: list[Line] = []
        items: list[int] = []
        for item, feed in enumerate(feeds):
            painted = _paint_feed(feed, now, width, glyphs)
            lines += painted
            items += [item] * len(painted)
        troubled = sum(bool(name_trouble(feed.health)) for feed in feeds)
        title = f"{count_things(len(feeds), 'feed')}{f', {troubled} with trouble' if troubled else ''}"
        hints = keys.join_hints("  ", ("refresh", "refreshes"), ("rename-feed", "renames"), ("delete", "leaves it"))
        super().__init__(title, lines, f"Enter opens  {hints}  Esc closes", glyphs)
        self.view = FeedChoices(lines, items)
        deeds = bind_actions(keys, {name: f"do('{name}')" for name in DEEDS})
        self._bindings = BindingsMap.merge((self._bindings, deeds))

    def action_do(self, deed: str) -> None:
        """Answer with the feed under the cursor, and what to do with it."""
        self.deed = deed
        self.action_choose()


def _paint_feed(feed: Feed, now: float, width: int, glyphs: Glyphs) -> list[Line]:
    trouble = name_trouble(feed.health)
    name = pad(truncate(glyphs.show(feed.title), width, glyphs.ellipsis), width)
    mark = Span(" ! " if trouble else "   ", Role.WANTED)
    spark = draw_spark(feed.health.weeks, is_ascii=glyphs.is_ascii)
    figures = f" {pad(spark, 8)} {say_weekly(feed.health).rjust(5)} a week"
    words = describe_health(feed.health, now)
    hidden = ", hidden" if feed.is_hidden else ""
    tail = f"  {trouble or words}{hidden} "
    first = Line((mark, Span(name), Span(figures, Role.LINK), Span(tail, Role.MUTED)))
    if not trouble:
        return [first]
    return [first, Line((Span(" " * _INDENT), Span(f"{glyphs.show(words)} ", Role.MUTED)))]
