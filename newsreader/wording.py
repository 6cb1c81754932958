"""How the app and the commands say dates, states and what a key will do: one place, so that no two views disagree."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from newsreader.actions import DEFAULT_KEYS, KeyNames
from newsreader.model import (
    Action,
    Change,
    Edge,
    LinkState,
    Row,
)
from newsreader.text import cell_width, site_of, truncate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Reading, SeenBlock, Wish

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Words a minute of silent reading, English non-fiction: Brysbaert 2019, "How many words do we read per minute?".
WORDS_PER_MINUTE = 238

# Of an article whose page was never seen.
NO_PAGE = "came from a feed as it is: there is no page to explain"


def reading_minutes(words: int) -> int:
    """Minutes to read so many words, at least one."""
    return max(1, round(words / WORDS_PER_MINUTE))


def say_byline(names: Sequence[str]) -> str:
    """`By Ada Quill and Bo Reed`; "" where nobody is named."""
    if len(names) > 1:
        return f"By {', '.join(names[:-1])} and {names[-1]}"
    return f"By {names[0]}" if names else ""


def cite_article(reading: Reading) -> str:
    """`Ada Quill and Bo Reed, "Title", site, 19 Jan 2022, address`: what is known of these, on one line."""
    row, article = reading.row, reading.article
    authors = say_byline(article.byline).removeprefix("By ")
    pieces = (authors, f'"{article.title}"', row.source, say_date(row.published), row.url)
    return ", ".join(piece for piece in pieces if piece)


def say_date(published: str) -> str:
    """`19 Jan 2022` of an ISO date or time; "" where it says none."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return ""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_moment(published: str) -> str:
    """`Wed 19 Jan 2022, 00:25` of an ISO time, with its offset where it has one; the day alone of an ISO date."""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return ""
    day = f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    if "T" not in published:
        return day
    offset = moment.strftime("%z")
    return f"{day}, {moment:%H:%M}{f' {offset[:3]}:{offset[3:5]}' if offset else ''}"


def say_short_date(published: str, added_at: float, today: date) -> str:
    """A date for a list's column: `19 Jan` in this year, `19 Jan 2022` in others; of arrival where none is known."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        day = date.fromtimestamp(added_at)
    return f"{day.day} {_MONTHS[day.month - 1]}{f' {day.year}' if day.year != today.year else ''}"


def say_day(day: date, today: date) -> str:
    """`Today`, `Yesterday`, `Wed 19 Jan` in this year, `19 Jan 2022` in others."""
    if (today - day).days in (0, 1):
        return ("Today", "Yesterday")[(today - day).days]
    month = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{_DAYS[day.weekday()]} {month}" if day.year == today.year else f"{month} {day.year}"


def name_title(title: str, width: int = 40) -> str:
    """A title as messages name it: short."""
    return truncate(title, width)


def count_related(reading: Reading) -> str:
    """`39, 2 stored, 1 wanted` of the sidebar's headlines; of a page that names none, how many pages name it."""
    related = [edge for edge in reading.edges if edge.section is not None]
    if not related:
        linked = f", linked from {len(reading.backlinks)}" if reading.backlinks else ""
        return f"none{linked}{f', {len(reading.same_story)} on the same story' if reading.same_story else ''}"
    stored = sum(bool(edge.targets) for edge in related)
    wanted = sum(edge.state is LinkState.WANTED for edge in related)
    return f"{len(related)}{f', {stored} stored' if stored else ''}{f', {wanted} wanted' if wanted else ''}"


def describe_row(row: Row, dot: str, keys: KeyNames = DEFAULT_KEYS) -> str:
    """What the status line says of a stored article under the cursor."""
    state = "unread" if row.is_unread else "read"
    pieces = [state, row.source, say_date(row.published), f"{reading_minutes(row.words)} min"]
    if row.is_bookmarked:
        pieces.insert(1, "bookmarked")
    if 0 < row.progress < 1:
        pieces.append(keys.hint("open", f"continues at {row.progress:.0%}"))
    else:
        pieces.append(keys.hint("open", "opens"))
    return f" {dot} ".join(piece for piece in pieces if piece)


def describe_listed(row: Row, source: str, dot: str, keys: KeyNames = DEFAULT_KEYS) -> str:
    """What the status line says of an article under a list's cursor: its source, if given, and what Enter does."""
    words = f"continues at {row.progress:.0%}" if 0 < row.progress < 1 else "opens"
    return f" {dot} ".join(filter(None, (source, keys.hint("open", words))))


def describe_fetching(number: int, words: str, keys: KeyNames = DEFAULT_KEYS) -> str:
    """What the status line says of a headline (0: it has no number) whose page is being fetched."""
    return f"{f'[{number}] ' if number else ''}{words}{keys.hint('close', 'gives up')}"


def describe_edge(edge: Edge, dot: str, room: int, keys: KeyNames = DEFAULT_KEYS) -> str:
    """What the status line says of a headline under the cursor, and what Enter will do.

    What its picture shows comes last and is cut; other keys are named where that still leaves it some room.
    """
    number = f"[{edge.number}] "
    picture = edge.alt if edge.alt != edge.text else ""
    if len(edge.targets) > 1:
        words = f"{number}{len(edge.targets)} stored articles bear this title {dot} {keys.name('open')} offers them"
    elif edge.targets:
        row = edge.targets[0]
        state = ["stored", "unread" if row.is_unread else "read", say_date(row.published)]
        state.append(f"{reading_minutes(row.words)} min")
        star = ("bookmark", "takes its bookmark away" if row.is_bookmarked else "bookmarks it")
        hints = keys.join_hints(f" {dot} ", ("open", "opens"), *([star] if room >= 110 or not picture else []))
        words = f" {dot} ".join(filter(None, (f"{number}{', '.join(filter(None, state))}", hints)))
    elif edge.is_wanted:
        again = [("fetch", "fetches it")] if edge.url else []
        hints = keys.join_hints(f" {dot} ", *again, ("queue", "stops wanting it"))
        words = f"{number}wanted, opens here once stored {dot} {hints}"
    else:
        where = site_of(edge.url) or "no address on this page"
        ways = [("open", "wants it")]
        if edge.url:
            ways = [("open", "fetches"), ("queue", "wants it"), ("copy-address", "copies its address")]
        words = f"{number}not stored, {where} {dot} {keys.join_hints(f' {dot} ', *ways)}"
    pieces = [words]
    source = edge.targets[0].source if len(edge.targets) == 1 else ""
    if source and cell_width(f"{words} {dot} {source}") <= room:
        pieces.append(source)
    if edge.kicker:
        pieces.append(edge.kicker)
    if picture:
        pieces.append(f"picture: {picture}")
    return f" {dot} ".join(pieces)


def describe_wish(wish: Wish, dot: str, keys: KeyNames = DEFAULT_KEYS) -> str:
    """What the status line says of something wanted under the cursor."""
    if wish.targets:
        return f"arrived {dot} {keys.name('open')} opens"
    named = "1 stored article" if wish.named_by == 1 else f"{wish.named_by} stored articles"
    if not wish.is_asked:
        where = site_of(wish.url) or "no address known"
        ways = [("open", "fetches"), ("queue", "wants it")] if wish.url else [("open", "wants it")]
        return f"not stored, {where} {dot} named by {named} {dot} {keys.join_hints(f' {dot} ', *ways)}"
    again = [("fetch", "fetches it")] if wish.url else []
    hints = keys.join_hints(f" {dot} ", *again, ("queue", "stops wanting it"))
    return f"waits to be stored {dot} named by {named} {dot} {hints}"


def explain_waiting(text: str, url: str, dot: str, room: int, reason: str = "", keys: KeyNames = DEFAULT_KEYS) -> str:
    """Why a wanted headline still waits; `reason` is what came of fetching its page."""
    why = reason or f"opens once its page {f'at {site_of(url)} ' if url else ''}is added"
    again = keys.hint("fetch", "fetches it") if url else ""
    tail = f" {dot} {why}{f' {dot} {again}' if again else ''}"
    return f"Still wanted: {name_title(text, max(12, room - len(tail) - 14))}{tail}"


def say_not_fetched(text: str, reason: str, dot: str, room: int, *, is_wanted: bool) -> str:
    """That a page could not be fetched, why, and that its headline is wanted now."""
    words, tail = "Wanted, not fetched" if is_wanted else "Not fetched", f" {dot} {reason}"
    return f"{words}: {name_title(text, max(12, room - len(words) - len(tail) - 2))}{tail}"


# What a change, and its undoing, is called: by action, and which way it went.
_CHANGES = {
    Action.BOOKMARK: ("Bookmarked", "Bookmark taken away"),
    Action.READ: ("Marked read", "Marked unread"),
    Action.WANT: ("Wanted", "No longer wanted"),
    Action.TAG: ("Tagged {}", "No longer tagged {}"),
    Action.RETAG: ("Tags set to {}", "Tags set to {}"),
    Action.NOTE: ("Noted", "Note taken away"),
    Action.DELETE: ("Deleted", "Brought back"),
    Action.REFUSE: ("Not this article", "Linked again"),
    Action.SAVE: ("Search saved", "Saved search forgotten"),
    Action.QUEUE: ("Queued", "Taken out of the queue"),
    Action.CORRECT: ("Corrected to {}", "Correction taken away"),
    Action.SUBSCRIBE: ("Subscribed", "Unsubscribed, its articles stay"),
    Action.SET_FEED: ("Set {}", "Set {}"),
    Action.HIDE: ("Hidden", "Shown again"),
    Action.RULE: ("Rule added, {}", "Rule removed, {}"),
    Action.APPLY: ("Rules applied, {}", "Rules applied, {}"),
    Action.ADD: ("Added", "Taken out"),
}
_UNDONE = {
    Action.BOOKMARK: ("no longer bookmarked", "bookmarked again"),
    Action.READ: ("unread again", "read again"),
    Action.WANT: ("no longer wanted", "wanted again"),
    Action.TAG: ("no longer tagged {}", "tagged {} again"),
    Action.RETAG: ("the tags are as they were", "tagged {} again"),
    Action.NOTE: ("the note is as it was", "noted again"),
    Action.DELETE: ("brought back", "deleted again"),
    Action.REFUSE: ("linked again", "no longer linked"),
    Action.QUEUE: ("no longer queued", "queued again"),
    Action.SAVE: ("the saved search is as it was", "the search is saved again"),
    Action.CORRECT: ("the line is what it was before", "corrected again"),
    Action.SUBSCRIBE: ("no longer subscribed", "subscribed again"),
    Action.SET_FEED: ("the feed is set as it was", "the feed is set as it was"),
    Action.HIDE: ("shown again", "hidden again"),
    Action.RULE: ("the rule is gone", "the rule is there again"),
    Action.APPLY: ("what the rules did is taken back", "what the rules did is taken back"),
    Action.ADD: ("moved to the trash", "added again"),
}


def describe_change(change: Change) -> str:
    """What was done, in a word or two: `Bookmarked`, `Tagged war`."""
    return _CHANGES[change.action][not change.is_on].format(change.detail)


def confirm_change(change: Change, dot: str, room: int, keys: KeyNames = DEFAULT_KEYS) -> str:
    """The message after a change; the title is cut so that the way to undo it stays in sight."""
    words = describe_change(change)
    promise = f" {dot} opens here once stored" if change.action is Action.WANT and change.is_on else ""
    way_back = keys.hint("undo", "undo")
    tail = promise + (f" {dot} {way_back}" if way_back else "")
    return f"{words}: {name_title(change.title, room - len(tail) - len(words) - 2)}{tail}"


def describe_undo(change: Change) -> str:
    """What an undo brought back: `Undone, no longer bookmarked`."""
    if change.is_lost:
        return "Gone for good, there is nothing to bring back"
    return f"Undone, {_UNDONE[change.action][not change.is_on].format(change.detail)}"


def confirm_undo(change: Change) -> str:
    """The message after an undo."""
    return f"{describe_undo(change)}: {name_title(change.title)}"


def confirm_redo(change: Change) -> str:
    """The message after a change was made again."""
    return f"{describe_change(change)} again: {name_title(change.title)}"


def say_line(line: int) -> str:
    """`line 12` of a line counted from 0."""
    return f"line {line + 1}"


def say_sureness(seen: SeenBlock) -> str:
    """How sure a block's label is: `97% sure`, cut off rather than rounded, for none is certain; or `corrected`."""
    return "corrected" if seen.is_corrected else f"{min(99, int(100 * seen.sureness))}% sure"


def count_things(count: int, name: str) -> str:
    """`1 article`, `1,200 articles`."""
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def say_hidden(count: int, most: int) -> str:
    """`3 hidden: add is:hidden`; "" where none are, `1,000 or more` where so many are counted at most."""
    return f"{count:,}{' or more' if count >= most else ''} hidden: add is:hidden" if count else ""


def say_wait(seconds: float) -> str:
    """When something will be: `now`, `in 5 min`, `in 3 h`, `in 12 days`."""
    ago = say_age(max(0.0, seconds) + 59)
    return "now" if seconds <= 0 else f"in {ago.removesuffix(' ago')}"


def say_age(seconds: float) -> str:
    """How long ago something was: `just now`, `5 min ago`, `3 h ago`, `12 days ago`."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"


def say_clock(moment: float) -> str:
    """`14:05`, of a moment (Unix seconds) that is less than a day away, where the reader is."""
    return f"{datetime.fromtimestamp(moment):%H:%M}"


def say_duration(seconds: float) -> str:
    """`7 s`, `12 min`, `3 h 20 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
