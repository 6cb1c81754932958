"""Articles of several sites on one story: the first that was stored leads, the others stand behind it in the lists."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from newsreader.library.closeness import get_keys, is_same_story
from newsreader.library.index import ask_keys
from newsreader.library.rows import COLUMNS, SHOWN, make_row
from newsreader.text import site_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from newsreader.model import Row

# So far apart in time two articles may be on one story.
_STORY_SECONDS = 3 * 24 * 3600
# Articles that are looked up at once, and those stored before that are looked at for each: those stored last.
_MOST_AT_ONCE, _MOST_ALIKE = 250, 30

_FACTS = "article.id, article.lead_id, article.title_key, article.site, article.url, article.day, article.sort_at"
# Who leads a story stays where it is.
_ALONE = f"""
SELECT {_FACTS} FROM article WHERE id IN ({{}}) AND lead_id IS NULL AND {SHOWN}
    AND NOT EXISTS (SELECT 1 FROM article AS sibling WHERE sibling.lead_id = article.id) ORDER BY id
"""
_ALIKE = f"""
SELECT {_FACTS} FROM (
    SELECT rowid AS article_id FROM naming WHERE naming MATCH ? AND rowid NOT IN ({{}}) ORDER BY rowid DESC LIMIT ?
) AS hit CROSS JOIN article ON article.id = hit.article_id
WHERE {SHOWN} AND article.sort_at BETWEEN ? AND ?
"""
_SIBLINGS = f"""
SELECT article.sort_at, {COLUMNS} FROM article WHERE id = :lead AND id <> :id AND deleted_at IS NULL
UNION ALL SELECT article.sort_at, {COLUMNS} FROM article WHERE lead_id = :lead AND id <> :id
"""


class _Article(NamedTuple):
    id: int
    lead_id: int | None
    title_key: str
    site: str
    url: str
    day: str
    sort_at: float

    @property
    def place(self) -> str:
        """What tells its site from others; "" where that is not known."""
        return site_of(self.url) or self.site.casefold()


def join_stories(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Put those of some articles that stand alone behind the one that leads their story, if there is one.

    Many at a time: beside a thread that packs pages, each statement waits for its turn.
    """
    for start in range(0, len(ids), _MOST_AT_ONCE):
        _join_some(db, ids[start : start + _MOST_AT_ONCE])


def _join_some(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    records = db.execute(_ALONE.format(", ".join("?" * len(ids))), tuple(ids))
    alone = [article for article in map(_Article._make, records) if article.place]
    if not alone:
        return
    known: dict[str, dict[int, _Article]] = defaultdict(dict)
    keys = {article.id: get_keys(article.title_key) for article in alone}
    for article in _find_alike(db, alone, {ask_keys(each) for each in keys.values()}):
        for key in get_keys(article.title_key):
            known[key][article.id] = article
    led: list[tuple[int, int]] = []
    for article in alone:
        around = {each.id: each for key in keys[article.id] for each in known[key].values()}
        lead = choose_lead(article, around.values()) if around else None
        if lead is not None:
            led.append((lead, article.id))
            article = article._replace(lead_id=lead)
        for key in keys[article.id]:
            known[key][article.id] = article
    db.executemany("UPDATE article SET lead_id = ? WHERE id = ?", led)


def _find_alike(db: sqlite3.Connection, alone: Sequence[_Article], asked: AbstractSet[str]) -> list[_Article]:
    match = " OR ".join(asked)
    moments = [article.sort_at for article in alone]
    span = (min(moments) - _STORY_SECONDS, max(moments) + _STORY_SECONDS)
    ids = [article.id for article in alone]
    records = db.execute(_ALIKE.format(", ".join("?" * len(ids))), (match, *ids, _MOST_ALIKE * len(ids), *span))
    return [_Article(*record) for record in records]


def choose_lead(article: _Article, around: Iterable[_Article]) -> int | None:
    """The number of the article that leads the story an article is on; None where it stands alone."""
    alike = [
        each
        for each in around
        if abs(each.sort_at - article.sort_at) <= _STORY_SECONDS and is_same_story(each.title_key, article.title_key)
    ]
    # What one site brings again on another day is a series.
    if any(a.place == b.place and a.day != b.day for a in (article, *alike) for b in alike):
        return None
    others = [each.lead_id or each.id for each in alike if each.place and each.place != article.place]
    return min(others, default=None)


def leave_story(db: sqlite3.Connection, article_id: int) -> None:
    """Take an article out of its story; where it led, the one stored next does."""
    db.execute("UPDATE article SET lead_id = NULL WHERE id = ? AND lead_id IS NOT NULL", (article_id,))
    behind = [each for (each,) in db.execute("SELECT id FROM article WHERE lead_id = ? ORDER BY id", (article_id,))]
    if behind:
        db.execute("UPDATE article SET lead_id = NULL WHERE id = ?", behind[:1])
        db.execute("UPDATE article SET lead_id = ? WHERE lead_id = ?", (behind[0], article_id))


def load_siblings(db: sqlite3.Connection, article_id: int) -> tuple[Row, ...]:
    """The other articles on an article's story, the oldest first."""
    record = db.execute("SELECT coalesce(lead_id, id) FROM article WHERE id = ?", (article_id,)).fetchone()
    if record is None:
        return ()
    found = db.execute(_SIBLINGS, {"lead": record[0], "id": article_id}).fetchall()
    return tuple(make_row(columns) for _, *columns in sorted(found, key=lambda each: (each[0], each[1])))
