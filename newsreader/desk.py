"""The desk: what one can do with a library, whether from the app or from the command line."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Self

from newsreader import paths
from newsreader.config import Settings, load_settings
from newsreader.library import articles, database, history, journal, kept, links, rows, search
from newsreader.library.content import join_text
from newsreader.library.database import snapshot, transaction
from newsreader.model import (
    Action,
    Change,
    Hit,
    InputRefusedError,
    LibraryError,
    NotAnArticleError,
    Origin,
    Outcome,
    Page,
    Place,
    Reading,
    Row,
    Status,
    Version,
    View,
    Wish,
)
from newsreader.text import clean_dump, clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from newsreader.library.query import Query

_MIB = 1024 * 1024
# The key under which the article read last is remembered.
_LAST_ARTICLE = "last-article"


class Desk:
    """The use cases that the app and the commands share; owns the connection to one library.

    Every method may raise LibraryError; it then has changed nothing. One Desk belongs to one thread.
    """

    def __init__(
        self,
        library: Path | None = None,
        settings: Settings | None = None,
        *,
        origin: str = "app",
        tell: Callable[[str], None] | None = None,
    ) -> None:
        """Open `library`, made if there is none; by default the user's, with the user's settings.

        `origin` is what changes are said to be made with; `tell` hears how far it is where the library has to be
        brought up to date. Raises LibraryError, and NewsreaderError where the settings are to be read and can't be.
        """
        self.settings = settings or load_settings(paths.config_path())
        self.path = library or paths.library_path()
        self._db = database.open_database(self.path, tell)
        self._origin = origin
        self._run_id: int | None = None
        self._data_version = self._read_data_version()

    def __enter__(self) -> Self:
        """The desk itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End this run and close the library; a second call does nothing."""
        if self._run_id is not None:
            # Where this can't be written (a full disk), the run still ends, for its process does.
            with suppress(LibraryError):
                with transaction(self._db):
                    history.end_run(self._db, self._run_id, time.time())
                self.purge_trash()
            self._run_id = None
        self._db.close()

    # --- in -----------------------------------------------------------------------------------------------------------

    def add(self, data: bytes, name: str, *, url: str = "", day: str = "") -> Outcome:
        """Split and keep one input; what is wrong with it, or with the library, stands in the outcome."""
        origin = Origin(data, clean_line(name), clean_url(url), clean_line(day))
        try:
            with snapshot(self._db):
                known = articles.find_dump(self._db, data)
        except LibraryError as error:
            return Outcome(Status.FAILED, origin.name, reason=str(error))
        # The same bytes are worth another look only where the reader says more of them than before.
        if known and origin.url in ("", known.url) and origin.day in ("", known.day):
            return Outcome(Status.KNOWN, origin.name, known.article_id, known.title)
        if known:  # what was said of them then still holds
            origin = replace(origin, url=origin.url or known.url, day=origin.day or known.day)
        return self._split(origin, partial(self.add_page, origin=origin))

    def add_page(self, page: Page, origin: Origin) -> Outcome:
        """Keep a page that is split already."""
        try:
            with transaction(self._db):
                article_id, is_new = articles.store_page(self._db, page, origin, time.time())
        except LibraryError as error:
            return Outcome(Status.FAILED, origin.name, title=page.article.title, reason=str(error))
        return Outcome(
            Status.ADDED if is_new else Status.KNOWN,
            origin.name,
            article_id,
            page.article.title,
            confidence=page.confidence,
        )

    def reparse(self) -> Iterator[Outcome]:
        """Split the newest dump of every article again; ids and all that the reader did with them stay.

        Where that fails, what was understood before stays too.
        """
        article_id = 0
        while following := self._load_next_dump(article_id):
            article_id, origin = following
            yield self._split(origin, partial(self._replace, article_id, origin))

    def _load_next_dump(self, after: int) -> tuple[int, Origin] | None:
        with snapshot(self._db):
            return articles.load_next_dump(self._db, after)

    def _replace(self, article_id: int, origin: Origin, page: Page) -> Outcome:
        try:
            with transaction(self._db):
                articles.replace_page(self._db, article_id, page, origin)
        except LibraryError as error:
            return Outcome(Status.FAILED, origin.name, article_id, page.article.title, str(error))
        return Outcome(Status.KNOWN, origin.name, article_id, page.article.title, confidence=page.confidence)

    def _split(self, origin: Origin, keep: Callable[[Page], Outcome]) -> Outcome:
        # Imported late: a reader who only reads never loads the splitter.
        from newsreader import intake

        limit = self.settings.max_input_mib * _MIB
        try:
            page = intake.read_page(origin.data, url=origin.url, day=origin.day, limit=limit)
        except InputRefusedError as error:
            return Outcome(Status.FAILED, origin.name, reason=str(error))
        except NotAnArticleError as error:
            return Outcome(Status.NOT_AN_ARTICLE, origin.name, reason=str(error))
        return keep(page)

    # --- lists --------------------------------------------------------------------------------------------------------

    def list_ids(self, view: View) -> list[int]:
        """The articles of a list (ALL, UNREAD or BOOKMARKS), newest first."""
        with snapshot(self._db):
            return rows.list_ids(self._db, view)

    def list_page(self, view: View, after: rows.Key | None, limit: int) -> tuple[list[Row], rows.Key | None]:
        """The rows of a list (not of WANTED) from behind a key on, and the key behind which it goes on, if it does."""
        with snapshot(self._db):
            return rows.list_page(self._db, view, after, limit)

    def fetch_rows(self, ids: Sequence[int], *, is_deleted_too: bool = False) -> list[Row]:
        """The rows of these articles, in this order; those not stored, or else in the trash, are left out."""
        with snapshot(self._db):
            return rows.fetch_rows(self._db, ids, is_deleted_too=is_deleted_too)

    def list_wishes(self) -> list[Wish]:
        """What the reader asked for, newest first, with the articles that have arrived for it."""
        with snapshot(self._db):
            return kept.list_wishes(self._db)

    def count(self, view: View) -> int:
        """How many a list holds; for WANTED, open wishes."""
        with snapshot(self._db):
            return rows.count_articles(self._db, view)

    # --- searching ----------------------------------------------------------------------------------------------------

    def find_ids(self, text: str, limit: int, *, is_by_time: bool = False) -> list[int]:
        """The articles that a query finds: best first where it has words, else (or with `is_by_time`) newest first.

        Raises QueryError where it can't be understood.
        """
        query = self._parse(text)
        with snapshot(self._db):
            return search.find_ids(self._db, query, limit, is_by_time=is_by_time)

    def find_hits(self, text: str, ids: Sequence[int]) -> list[Hit]:
        """What a query found among these articles, in this order: rows, and where the words stand in the text."""
        terms = self._parse(text).terms
        with snapshot(self._db):
            stored = [articles.load_article(self._db, article_id) for article_id in ids]
        return [Hit(each.row, search.find_snippet(join_text(each.article.parts), terms)) for each in stored if each]

    def explain_nothing(self, text: str) -> list[tuple[str, int]]:
        """For each part of a query that finds nothing: its text, and how many there are without it."""
        query = self._parse(text)
        with snapshot(self._db):
            return search.explain_nothing(self._db, query)

    def _parse(self, text: str) -> Query:
        from newsreader.library.query import parse_query

        return parse_query(text, datetime.now().astimezone())

    # --- reading ------------------------------------------------------------------------------------------------------

    def read(self, article_id: int) -> Reading | None:
        """An article with all that is shown beside it; None where it is not stored. Changes nothing."""
        with snapshot(self._db):
            stored = articles.load_article(self._db, article_id)
            if stored is None:
                return None
            edges = links.resolve_edges(
                self._db,
                article_id,
                links.number_edges(stored.article.parts, stored.sections),
                stored.sort_at,
                stored.row.source,
            )
            backlinks = links.load_backlinks(self._db, article_id)
            written = kept.load_kept(self._db, article_id)
        return Reading(stored.row, stored.article, stored.sections, edges, backlinks, written)

    def list_versions(self, article_id: int) -> list[Version]:
        """What an article said before its page changed, the newest first."""
        with snapshot(self._db):
            return articles.list_versions(self._db, article_id)

    def read_version(self, article_id: int, version_id: int) -> Reading | None:
        """An article as it was in a version, without what is shown beside it; None where there is no such one."""
        with snapshot(self._db):
            stored = articles.load_version(self._db, article_id, version_id)
        return Reading(stored.row, stored.article, stored.sections, (), ()) if stored else None

    def offset_of(self, article_id: int) -> int:
        """Where an article was left, in characters of its text."""
        with snapshot(self._db):
            return kept.load_offset(self._db, article_id)

    def keep_offset(self, article_id: int, offset: int, progress: float) -> None:
        """Note where an article is left, in characters of its text, and what share of it (0–1) that is."""
        with transaction(self._db):
            kept.keep_offset(self._db, article_id, offset, progress)
            kept.remember(self._db, _LAST_ARTICLE, str(article_id))

    def find_last_article(self) -> int | None:
        """The article that was read last, in this run or before it, if it is still there."""
        kept_id = self.recall(_LAST_ARTICLE)
        found = self.fetch_rows([int(kept_id)]) if kept_id else []
        return found[0].id if found else None

    # --- changes ------------------------------------------------------------------------------------------------------

    def set_bookmarked(self, article_id: int, is_on: bool) -> Change:
        """Bookmark an article, or no longer; the change's id is 0 where it was so already."""
        return self.mark(Action.BOOKMARK, (article_id,), is_on)

    def set_read(self, article_id: int, is_on: bool) -> Change:
        """Mark an article read or unread by the reader's wish; the change's id is 0 where it was so already."""
        return self.mark(Action.READ, (article_id,), is_on)

    def mark(self, action: Action, ids: Sequence[int], is_on: bool) -> Change:
        """Bookmark, mark read or delete (into the trash) some articles, or take that back: one change."""
        return self._change(action, is_on, lambda now: kept.set_mark(self._db, action, ids, is_on, now))

    def set_tag(self, ids: Sequence[int], name: str, is_on: bool) -> Change:
        """Give some articles a tag, or take it away: one change."""
        name = clean_line(name)
        return self._change(Action.TAG, is_on, lambda _: kept.set_tag(self._db, ids, name, is_on))

    def set_note(self, article_id: int, note: str) -> Change:
        """Note something on an article; "" takes the note away."""
        note = clean_dump(note).strip()
        return self._change(Action.NOTE, bool(note), lambda _: kept.set_note(self._db, article_id, note))

    def list_tags(self) -> list[tuple[str, int]]:
        """All tags, and how many articles each has."""
        with snapshot(self._db):
            return kept.list_tags(self._db)

    def set_wanted(self, text: str, url: str, is_on: bool) -> Change:
        """Ask for a headline, or no longer; the change's id is 0 where it was so already."""
        text, url = clean_line(text), clean_url(url)
        return self._change(Action.WANT, is_on, lambda now: kept.set_wish(self._db, text, url, is_on, now))

    def mark_opened(self, article_id: int) -> None:
        """Note that an article is opened: it is read, and a wish for it is closed. No change, so nothing to undo."""
        with transaction(self._db):
            kept.mark_opened(self._db, article_id, time.time())

    def undo(self) -> Change | None:
        """Put back the last change of this run that is not undone yet, and return it; None where none is left."""
        if self._run_id is None:
            return None
        with transaction(self._db):
            return journal.undo_last(self._db, self._run_id, time.time())

    def redo(self) -> Change | None:
        """Make again what this run undid last, unless it has changed something since; None where there is nothing."""
        if self._run_id is None:
            return None
        with transaction(self._db):
            return journal.redo_last(self._db, self._run_id)

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

    def purge_trash(self) -> int:
        """Remove for good some of what has been in the trash for 30 days; returns how many."""
        with snapshot(self._db):
            expired = kept.list_expired(self._db, time.time())
        for article_id in expired:
            with transaction(self._db):
                articles.remove_article(self._db, article_id)
        return len(expired)

    def _change(self, action: Action, is_on: bool, make: Callable[[float], kept.Replaced]) -> Change:
        run_id, now = self._begin_run(), time.time()
        with transaction(self._db):
            return journal.record_change(self._db, run_id, self._origin, action, is_on, make(now), now)

    # --- history ------------------------------------------------------------------------------------------------------

    def record_step(self, place: Place) -> int:
        """Add a step to this run's history; returns its id."""
        run_id = self._begin_run()
        with transaction(self._db):
            return history.record_step(self._db, run_id, place, time.time())

    def update_step(self, step_id: int, place: Place) -> None:
        """Note how the place of a step was left."""
        with transaction(self._db):
            history.update_step(self._db, step_id, place)

    def load_trail(self) -> list[Place]:
        """The last 100 steps of the run that ended last, oldest first; steps to deleted articles are left out."""
        with snapshot(self._db):
            return history.load_trail(self._db, self._run_id)

    def _begin_run(self) -> int:
        # Begun by the first change or step: a command that only reads writes nothing.
        if self._run_id is None:
            with transaction(self._db):
                run_id = history.start_run(self._db)
            self._run_id = run_id
        return self._run_id

    # --- between runs and processes -----------------------------------------------------------------------------------

    def remember(self, key: str, value: str) -> None:
        """Keep a value (a theme picked) for the next run."""
        with transaction(self._db):
            kept.remember(self._db, key, value)

    def recall(self, key: str) -> str | None:
        """What `remember` kept under `key`."""
        with snapshot(self._db):
            return kept.recall(self._db, key)

    def has_changed(self) -> bool:
        """Whether another process, or another Desk, has changed the library since the last call."""
        last, self._data_version = self._data_version, self._read_data_version()
        return self._data_version != last

    def _read_data_version(self) -> int:
        with snapshot(self._db):
            return database.read_data_version(self._db)
