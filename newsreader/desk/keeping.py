"""What the reader does with articles, which can be undone; and the history of visits."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from newsreader.desk.core import Core, parse_now
from newsreader.library import history, journal, kept, links, queue, rows
from newsreader.library.database import snapshot, transaction
from newsreader.model import Action, Change, LibraryError, Place, Visit
from newsreader.text import clean_dump, clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newsreader.library.corrections import BlockKey
    from newsreader.model import Kept, Label, Step


class Keeping(Core):
    """Marks, tags, notes, wishes, the trash; undo and redo; steps."""

    # --- changes ------------------------------------------------------------------------------------------------------

    def set_bookmarked(self, article_id: int, is_on: bool) -> Change:
        """Bookmark an article, or no longer; the change's id is 0 where it was so already."""
        return self.mark(Action.BOOKMARK, (article_id,), is_on)

    def set_read(self, article_id: int, is_on: bool) -> Change:
        """Mark an article read or unread by the reader's wish; the change's id is 0 where it was so already."""
        return self.mark(Action.READ, (article_id,), is_on)

    def mark(self, action: Action, ids: Sequence[int], is_on: bool) -> Change:
        """Bookmark, mark read, hide or delete (into the trash) some articles, or take that back: one change."""
        return self._change(action, is_on, lambda now: kept.set_mark(self._db, action, ids, is_on, now))

    def set_tag(self, ids: Sequence[int], name: str, is_on: bool) -> Change:
        """Give some articles a tag, or take it away: one change."""
        name = clean_line(name)
        return self._change(Action.TAG, is_on, lambda _: kept.set_tag(self._db, ids, name, is_on))

    def set_tags(self, article_id: int, wanted: Iterable[str]) -> Change:
        """Let an article have these tags and no others: one change."""
        names = {name for each in wanted if (name := clean_line(each).casefold())}
        written = self.read_kept(article_id)
        had = set(written.tags) if written else set()
        added, taken = sorted(names - had), sorted(had - names)
        is_both = bool(added and taken)
        action = Action.RETAG if is_both else Action.TAG
        detail = ", ".join(sorted(names) if is_both else added or taken)
        return self._change(
            action, not taken or is_both, lambda _: kept.set_tags(self._db, article_id, added, taken, detail)
        )

    def set_note(self, article_id: int, note: str) -> Change:
        """Note something on an article; "" takes the note away."""
        note = clean_dump(note).strip()
        return self._change(Action.NOTE, bool(note), lambda _: kept.set_note(self._db, article_id, note))

    def read_kept(self, article_id: int) -> Kept | None:
        """What the reader wrote on an article, without the article; None where it is not stored."""
        with snapshot(self._db):
            return kept.load_kept(self._db, article_id)

    def list_tags(self) -> list[tuple[str, int, int]]:
        """All tags: name, how many articles it has, and how many of them are unread."""
        with snapshot(self._db):
            return kept.list_tags(self._db)

    def set_wanted(self, text: str, url: str, is_on: bool) -> Change:
        """Ask for a headline, or no longer; the change's id is 0 where it was so already."""
        text, url = clean_line(text), clean_url(url)
        return self._change(Action.WANT, is_on, lambda now: kept.set_wish(self._db, text, url, is_on, now))

    def set_queued(self, article_id: int, is_on: bool) -> Change:
        """Put an article at the end of what is read next, or take it out."""
        return self._change(Action.QUEUE, is_on, lambda _: kept.set_queued(self._db, article_id, is_on))

    def note_added(self, ids: Sequence[int]) -> Change:
        """Note that the reader has added articles: one change, which puts them into the trash when it is undone."""
        return self._change(Action.ADD, True, lambda now: kept.note_added(self._db, ids, now))

    def adopt_change(self, change_id: int) -> None:
        """Take a change that another process made for the reader as one of this run, which undoes it."""
        with self.together() as run_id:
            journal.adopt_change(self._db, run_id, self._origin, change_id)

    def finish(self, article_id: int) -> bool:
        """Note that an article was read to its end: it leaves the queue, and is read where the settings have it so.

        Returns whether that changed anything; it is no change that is undone.
        """
        with snapshot(self._db):
            is_queued = queue.find_place(self._db, article_id) is not None
            found = rows.fetch_rows(self._db, [article_id])
        is_news = self.settings.mark_read == "end" and bool(found) and found[0].is_unread
        if is_queued or is_news:
            with transaction(self._db):
                queue.put_places(self._db, [(article_id, None)])
                if is_news:
                    kept.mark_seen(self._db, article_id, time.time())
        return is_queued or is_news

    def refuse_targets(self, article_id: int, number: int) -> Change:
        """Say that the link of this number does not mean the articles that it leads to."""

        def refuse(_: float) -> kept.Replaced:
            edges = links.load_edges(self._db, article_id)
            if number > len(edges):
                raise LibraryError(f"Article {article_id} has no link {number}")
            return kept.refuse_targets(self._db, article_id, edges[number - 1])

        return self._change(Action.REFUSE, True, refuse)

    def save_search(self, name: str, query: str | None) -> Change:
        """Keep a search as a list of this name, or with None no longer. Raises QueryError where it is none."""
        name = clean_line(name)
        if query is not None:
            query = clean_line(query)
            parse_now(query)
        return self._change(Action.SAVE, query is not None, lambda _: kept.set_saved(self._db, name, query))

    def rename_search(self, name: str, new: str) -> Change:
        """Give a saved search another name: one change. Raises LibraryError where that is another's already."""
        new = clean_line(new)
        return self._change(Action.SAVE, True, lambda _: kept.rename_saved(self._db, name, new))

    def correct_block(self, article_id: int, block: BlockKey, label: Label | None) -> Change:
        """Say what a block (first and last line, text) of an article's newest dump is; None takes that back.

        The article is then due to be split again, as after this is undone: `split_due` does that.
        """
        return self._change(
            Action.CORRECT,
            label is not None,
            lambda now: kept.correct_block(self._db, article_id, block, label, now),
        )

    @property
    def is_read_when_opened(self) -> bool:
        """Whether an article is read once it is opened, as the settings have it."""
        return self.settings.mark_read == "open"

    def mark_opened(self, article_id: int) -> None:
        """Note that an article is opened: a wish for it is closed. No change, so nothing to undo."""
        with transaction(self._db):
            kept.mark_opened(self._db, article_id, time.time())
            if self.is_read_when_opened:
                kept.mark_seen(self._db, article_id, time.time())

    def undo(self) -> Change | None:
        """Put back the last change of this run that is not undone yet, and return it; None where none is left."""
        return self._swap(lambda run_id: journal.undo_last(self._db, run_id, time.time()))

    def redo(self) -> Change | None:
        """Make again what this run undid last, unless it has changed something since; None where there is nothing."""
        return self._swap(lambda run_id: journal.redo_last(self._db, run_id))

    def _swap(self, swap: Callable[[int], Change | None]) -> Change | None:
        if self._run_id is None:
            return None
        with transaction(self._db):
            run_id = self._find_run()
            return None if run_id is None else swap(run_id)

    def undo_any(self) -> Change | None:
        """Put back the last change of all, whatever made it."""
        with transaction(self._db):
            return journal.undo_last(self._db, None, time.time())

    def redo_any(self) -> Change | None:
        """Make again what was undone last, unless something was changed since."""
        with transaction(self._db):
            return journal.redo_last(self._db, None)

    def list_changes(self, limit: int) -> list[Change]:
        """The last changes of all runs, the newest first."""
        with snapshot(self._db):
            return journal.list_changes(self._db, limit)

    def _change(self, action: Action, is_on: bool, make: Callable[[float], kept.Replaced]) -> Change:
        now = time.time()
        with self.together() as run_id:
            return journal.record_change(self._db, run_id, self._origin, action, is_on, make(now), now)

    # --- history ------------------------------------------------------------------------------------------------------

    def record_step(self, place: Place, parent: int | None = None) -> int:
        """Add a step to this run's history, taken from the step `parent`; returns its id."""
        with self.together() as run_id:
            return history.record_step(self._db, run_id, place, parent, time.time())

    def update_step(self, step_id: int, place: Place) -> None:
        """Note how the place of a step was left."""
        with transaction(self._db):
            history.update_step(self._db, step_id, place)

    def list_visits(self, limit: int) -> list[Visit]:
        """The articles that were opened last, in all runs, the latest first: each once a day."""
        with snapshot(self._db):
            visits = history.list_visits(self._db, limit)
            found = {row.id: row for row in rows.fetch_rows(self._db, list({article_id for article_id, _ in visits}))}
        latest: dict[tuple[int, date], Visit] = {}
        for article_id, moment in visits:
            latest.setdefault((article_id, date.fromtimestamp(moment)), Visit(found[article_id], moment))
        return list(latest.values())

    def find_last_end(self) -> float | None:
        """When the run of the app ended that ended last (Unix seconds); None where none ever did."""
        with snapshot(self._db):
            return history.find_last_end(self._db, self._run_id)

    def load_trail(self) -> list[Step]:
        """The last 100 steps of the run that ended last and of those it went on from, oldest first: a tree.

        Steps to deleted articles are left out.
        """
        with snapshot(self._db):
            return history.load_trail(self._db, self._run_id)
