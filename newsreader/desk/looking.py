"""What is looked at: lists, searches, articles with all that is shown beside them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.desk.core import Core, parse_now
from newsreader.library import articles, corrections, kept, links, naming, queue, rows, saved, search, stories
from newsreader.library.content import join_text
from newsreader.library.database import snapshot, transaction
from newsreader.model import Hit, Kept, KeptCorrection, ListName, Order, Reading, Row, Version, View, Wish

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The lists of the library's own that are found by queries; the first three have quicker ways to be shown.
_QUERIES = {
    View.ALL: "",
    View.UNREAD: "is:unread",
    View.TODAY: "added:today",
    View.TRASH: "is:trash",
}
# So many articles a list shows that is found.
MOST_LISTED = 10_000
# So many hidden articles are counted.
MOST_HIDDEN = search.MOST_FOUND
# The key under which the article read last is remembered.
_LAST_ARTICLE = "last-article"
# Under this one the sections that were unfolded beside articles, of so many.
_FOLDS, _MOST_FOLDED = "folds", 200


class Looking(Core):
    """Lists, searches, articles. Nothing here is undone, for nothing here is a change."""

    # --- lists --------------------------------------------------------------------------------------------------------

    def list_keys(self, view: View, start: rows.Key | None, limit: int, *, is_backward: bool = False) -> list[rows.Key]:
        """The keys of a list (ALL, UNREAD or BOOKMARKS) in its order, behind or before `start` (None: from an end)."""
        with snapshot(self._db):
            return rows.list_keys(self._db, view, start, limit, is_backward=is_backward)

    def find_place(self, view: View, article_id: int) -> int | None:
        """How many articles stand before one in a list; None where it is not in it."""
        with snapshot(self._db):
            return rows.find_place(self._db, view, article_id)

    def find_unread(self, view: View, start: rows.Key, *, is_backward: bool = False) -> tuple[rows.Key, int] | None:
        """The nearest unread article of a list behind (or before) a key, and how many places away it is."""
        with snapshot(self._db):
            return rows.find_unread(self._db, view, start, is_backward=is_backward)

    def list_ids(self, view: View, order: Order) -> list[int]:
        """The articles of a list (ALL, UNREAD or BOOKMARKS) in an order other than that of publication."""
        with snapshot(self._db):
            return rows.list_ids(self._db, view, order, MOST_LISTED)

    def list_sites(self, limit: int) -> list[tuple[str, int, int]]:
        """The sites of which there is most: name, articles, and those of them that are unread."""
        with snapshot(self._db):
            return rows.list_sites(self._db, limit)

    def list_unread(self, view: View, until: float) -> list[int]:
        """All unread articles of a list (ALL, UNREAD or BOOKMARKS) that were stored until a moment."""
        with snapshot(self._db):
            return rows.list_unread(self._db, view, until)

    def list_arrived(self, view: View, since: float) -> list[rows.Key]:
        """Where the articles of a list (ALL, UNREAD or BOOKMARKS) stand that have come since a moment, 999 at most."""
        with snapshot(self._db):
            return rows.list_arrived(self._db, view, since)

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

    def list_often_named(self, limit: int = 100) -> list[Wish]:
        """The headlines that most of the articles stored last name, and that are neither stored nor wanted."""
        with snapshot(self._db):
            return naming.list_often_named(self._db, limit)

    def count(self, view: View) -> int:
        """How many one of the library's own lists holds; for WANTED, open wishes. OFTEN_NAMED is not counted: 0."""
        if view is View.TODAY:
            return len(self._list_today())
        with snapshot(self._db):
            if view is View.QUEUE:
                return len(queue.list_queue(self._db))
            return rows.count_articles(self._db, view)

    def count_unread(self, view: View) -> int:
        """How many articles of one of the library's own lists are unread; of many bookmarks, of the newest 999."""
        if view in (View.ALL, View.UNREAD):
            return self.count(View.UNREAD)
        ids = self._list_today() if view is View.TODAY else self.find_listed(ListName(view), rows.MOST_ARRIVED)
        return self.count_unread_of(ids or ())

    def count_unread_of(self, ids: Sequence[int]) -> int:
        """How many of these articles are unread."""
        with snapshot(self._db):
            return rows.count_unread(self._db, ids)

    def _list_today(self) -> list[int]:
        today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        return [key.article_id for key in self.list_arrived(View.ALL, today.timestamp())]

    # --- searching ----------------------------------------------------------------------------------------------------

    def find_ids(self, text: str, limit: int, *, is_by_time: bool = False) -> list[int]:
        """The articles that a query finds: best first where it has words, else (or with `is_by_time`) newest first.

        Raises QueryError where it can't be understood.
        """
        query = parse_now(text)
        with snapshot(self._db):
            return search.find_ids(self._db, query, limit, is_by_time=is_by_time)

    def spread_query(self, text: str) -> str:
        """A query that is still being typed, its last word standing for all that begin so."""
        from newsreader.library.unfinished import spread_last_word

        return spread_last_word(text)

    def count_hidden(self, text: str) -> int:
        """How many articles a query would find besides, were they not hidden, counted up to `MOST_HIDDEN`."""
        query = parse_now(text)
        with snapshot(self._db):
            return search.count_hidden(self._db, query)

    def find_hits(self, text: str, ids: Sequence[int]) -> list[Hit]:
        """What a query found among these articles, in this order: rows, and where the words stand in the text."""
        terms = parse_now(text).terms
        with snapshot(self._db):
            stored = [articles.load_article(self._db, article_id) for article_id in ids]
        return [Hit(each.row, search.find_snippet(join_text(each.article.parts), terms)) for each in stored if each]

    def explain_nothing(self, text: str) -> list[tuple[str, int]]:
        """For each part of a query that finds nothing: its text, and how many there are without it."""
        query = parse_now(text)
        with snapshot(self._db):
            return search.explain_nothing(self._db, query)

    def list_saved(self) -> list[tuple[str, str]]:
        """The names of the saved searches in their order, and what each asks."""
        with snapshot(self._db):
            return saved.list_saved(self._db)

    def find_listed(self, listed: ListName, limit: int = MOST_LISTED) -> list[int] | None:
        """The articles of a list, newest first, or in the order of a search or the queue.

        None for lists of wishes, and where no search is saved under its name.
        """
        query: str | None = _QUERIES.get(listed.view, listed.name)
        if listed.view is View.QUEUE:
            with snapshot(self._db):
                return queue.list_queue(self._db)[:limit]
        if listed.view is View.BOOKMARKS:
            # Those too that are hidden, which queries leave out.
            return [key.article_id for key in self.list_keys(listed.view, None, limit)]
        if listed.view is View.SAVED:
            with snapshot(self._db):
                query = saved.load_query(self._db, listed.name)
        elif listed.view is View.TAG:
            query = f'tag:"{listed.name}"'
        elif listed.view is View.FEED:
            query = f"feed:{listed.name}"
        elif listed.view is View.SITE:
            name = listed.name.replace('"', " ")
            query = f'site:"{name}"'
        elif listed.view in (View.WANTED, View.OFTEN_NAMED):
            query = None
        return None if query is None else self.find_ids(query, limit, is_by_time=listed.view is not View.FOUND)

    # --- reading ------------------------------------------------------------------------------------------------------

    def read(self, article_id: int) -> Reading | None:
        """An article with all that is shown beside it; None where it is not stored. Changes nothing."""
        with snapshot(self._db):
            stored = articles.load_article(self._db, article_id)
            if stored is None:
                return None
            linker = links.Linker(article_id, stored.sort_at, stored.row.site)
            edges = links.number_edges(stored.article.parts, stored.sections)
            return Reading(
                stored.row,
                stored.article,
                stored.sections,
                links.resolve_edges(self._db, edges, linker),
                links.load_backlinks(self._db, article_id),
                kept.load_kept(self._db, article_id) or Kept(),
                stories.load_siblings(self._db, article_id),
            )

    def has_page(self, article_id: int) -> bool:
        """Whether an article's own page is kept; else it is as a feed brought it."""
        with snapshot(self._db):
            return articles.has_dump(self._db, article_id)

    def list_versions(self, article_id: int) -> list[Version]:
        """What an article said before its page changed, the newest first."""
        with snapshot(self._db):
            return articles.list_versions(self._db, article_id)

    def read_version(self, article_id: int, version_id: int) -> Reading | None:
        """An article as it was in a version, without what is shown beside it; None where there is no such one."""
        with snapshot(self._db):
            stored = articles.load_version(self._db, article_id, version_id)
        if stored is None:
            return None
        edges = tuple(links.number_edges(stored.article.parts, stored.sections))
        return Reading(stored.row, stored.article, stored.sections, edges, ())

    def list_corrections(self) -> list[KeptCorrection]:
        """What the reader said of blocks of dumps, the oldest article first."""
        with snapshot(self._db):
            return corrections.list_corrections(self._db)

    def list_due(self) -> list[int]:
        """The articles that are to be split again because their corrections changed."""
        with snapshot(self._db):
            return [article_id for article_id, _ in corrections.load_due(self._db)]

    def offset_of(self, article_id: int) -> int:
        """Where an article was left, in characters of its text."""
        with snapshot(self._db):
            return kept.load_offset(self._db, article_id)

    def keep_offset(self, article_id: int, offset: int, progress: float) -> None:
        """Note where an article is left, in characters of its text, and what share of it (0–1) that is."""
        with transaction(self._db):
            kept.keep_offset(self._db, article_id, offset, progress)
            kept.remember(self._db, _LAST_ARTICLE, str(article_id))

    def keep_folds(self, article_id: int, unfolded: Iterable[int]) -> None:
        """Note which sections beside an article show all they hold; of the articles seen last only."""
        with transaction(self._db):
            folds = {name: each for name, each in self._load_folds().items() if name != str(article_id)}
            folds[str(article_id)] = sorted(unfolded)
            kept.remember(self._db, _FOLDS, json.dumps(dict(list(folds.items())[-_MOST_FOLDED:])))

    def folds_of(self, article_id: int) -> frozenset[int]:
        """The sections beside an article that show all they hold."""
        with snapshot(self._db):
            return frozenset(self._load_folds().get(str(article_id), ()))

    def _load_folds(self) -> dict[str, list[int]]:
        text = kept.recall(self._db, _FOLDS)
        return json.loads(text) if text else {}

    def find_last_article(self) -> int | None:
        """The article that was read last, in this run or before it, if it is still there."""
        kept_id = self.recall(_LAST_ARTICLE)
        found = self.fetch_rows([int(kept_id)]) if kept_id else []
        return found[0].id if found else None
