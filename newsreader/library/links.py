"""The links between articles: kept as keys, resolved when they are read.

A link and an article meet by their addresses, else by their titles. Nothing about a target is stored with the link, so
one that arrives later needs no work, and a lookup costs the same in any library.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.library.content import unpack_content
from newsreader.library.index import ask_title, ask_url
from newsreader.library.keys import hash_key
from newsreader.library.rows import COLUMNS, find_newest, make_row
from newsreader.model import Edge, PartKind, Wish
from newsreader.text import title_key, url_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from newsreader.model import Part, Row, Section

# One page has many addresses (redirects, short ones), so two that differ refute only a title that others bear too:
# `Weather`, `Morning briefing`. From so many characters on it is taken for one article's own.
OWN_TITLE_LENGTH = 20

# A title that many articles bear: so many of the nearest in time, before and after, are looked at.
_MOST_ALIKE = 30
# A title that is seen on so many days names a series ("Morning briefing"): it tells one of them only with the site.
_SERIES_DAYS = 3
# Of those that link to an article, the ones stored last.
_MOST_BACKLINKS = 500

_BY_ADDRESS = f"""
SELECT article.sort_at, {COLUMNS} FROM article
WHERE url_hash = ? AND url_hash <> 0 AND deleted_at IS NULL AND id <> ? LIMIT {_MOST_ALIKE}
"""
_BY_TITLE = f"""
SELECT article.sort_at, {COLUMNS} FROM article
WHERE title_hash = ? AND title_hash <> 0 AND sort_at {{}} ? AND deleted_at IS NULL AND id <> ?
    AND (? = 0 OR url_hash = 0 OR length(title_key) >= {OWN_TITLE_LENGTH})
ORDER BY sort_at {{}} LIMIT {_MOST_ALIKE}
"""
_EARLIER, _LATER = _BY_TITLE.format("<=", "DESC"), _BY_TITLE.format(">", "ASC")

# CROSS JOIN holds SQLite to this order: from the few links to their articles by index.
_BACKLINKS = f"""
SELECT article.sort_at, {COLUMNS} FROM (
    SELECT rowid AS article_id FROM naming WHERE naming MATCH :url_name ORDER BY rowid DESC LIMIT {_MOST_BACKLINKS}
) AS linking CROSS JOIN article ON article.id = linking.article_id
WHERE article.id <> :id AND article.deleted_at IS NULL
UNION ALL
SELECT article.sort_at, {COLUMNS} FROM (
    SELECT rowid AS article_id FROM naming WHERE naming MATCH :title_name ORDER BY rowid DESC LIMIT {_MOST_BACKLINKS}
) AS linking
CROSS JOIN edge ON edge.article_id = linking.article_id AND edge.title_hash = :title_hash
    AND (edge.url_hash = 0 OR :url_hash = 0 OR :length >= {OWN_TITLE_LENGTH})
CROSS JOIN article ON article.id = linking.article_id
WHERE article.id <> :id AND article.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM article AS nearer WHERE nearer.url_hash = edge.url_hash AND nearer.url_hash <> 0
        AND nearer.id <> :id AND nearer.deleted_at IS NULL)
"""

_WANTED_EDGES = """
SELECT edge.number FROM edge CROSS JOIN wish ON wish.title_hash = edge.title_hash WHERE edge.article_id = :id
UNION ALL
SELECT edge.number FROM edge CROSS JOIN wish ON wish.url_hash = edge.url_hash
WHERE edge.article_id = :id AND edge.url_hash <> 0 AND wish.url_hash <> 0
"""


class Target(NamedTuple):
    """A stored article that a link may mean: met by its address or by its title alone."""

    is_address: bool
    sort_at: float
    row: Row


def number_edges(parts: Sequence[Part], sections: Sequence[Section]) -> list[Edge]:
    """The links of a page, unresolved, numbered from 1: inline links first, then the sections'."""
    edges: list[Edge] = []
    for part in parts:
        if part.kind is PartKind.LINK:
            edges.append(Edge(len(edges) + 1, part.text, part.url, label=part.label))
    for index, section in enumerate(sections):
        for line in section.headlines:
            edges.append(Edge(len(edges) + 1, line.text, line.url, alt=line.alt, kicker=line.kicker, section=index))
    return edges


def resolve_edges(
    db: sqlite3.Connection, article_id: int, edges: Sequence[Edge], sort_at: float, source: str
) -> tuple[Edge, ...]:
    """The links of an article of this source, published at `sort_at` (Unix seconds), each with its targets, nearest in
    time first.
    """
    keys = {
        number: (title_hash, url_hash)
        for number, title_hash, url_hash in db.execute(
            "SELECT number, title_hash, url_hash FROM edge WHERE article_id = ?", (article_id,)
        )
    }
    wanted = {number for (number,) in db.execute(_WANTED_EDGES, {"id": article_id})}
    return tuple(
        replace(
            edge,
            targets=choose_targets(find_targets(db, *keys[edge.number], sort_at, article_id), sort_at, source),
            is_wanted=edge.number in wanted,
        )
        for edge in edges
    )


def find_targets(
    db: sqlite3.Connection, title_hash: int, url_hash: int, moment: float, article_id: int = 0
) -> list[Target]:
    """The stored articles of this address, else those of this title that are nearest to a moment; never the article
    `article_id` itself.
    """
    found = [Target(True, *_read(record)) for record in db.execute(_BY_ADDRESS, (url_hash, article_id))]
    if not found and title_hash:
        for statement in (_EARLIER, _LATER):
            records = db.execute(statement, (title_hash, moment, article_id, url_hash))
            found += [Target(False, *_read(record)) for record in records]
    return found


def list_often_named(db: sqlite3.Connection, limit: int) -> list[Wish]:
    """The headlines that most of the articles stored last name, and that are neither stored nor wanted.

    What three articles or more name counts, by title; the most often named comes first.
    """
    first = find_newest(db) - _MOST_NAMING
    found: list[Wish] = []
    for title_hash, named_by, article_id, number in db.execute(_OFTEN_NAMED, (first,)):
        edge = _load_edge(db, article_id, number)
        key, address_key = title_key(edge.text), url_key(edge.url)
        is_known = db.execute(
            "SELECT EXISTS (SELECT 1 FROM article WHERE title_hash = ? AND title_hash <> 0)"
            " OR EXISTS (SELECT 1 FROM article WHERE url_hash = ? AND url_hash <> 0)"
            " OR EXISTS (SELECT 1 FROM wish WHERE title_hash = ?)",
            (title_hash, hash_key(address_key), title_hash),
        ).fetchone()[0]
        # Few words are a section's name, or a button.
        if not is_known and key.count(" ") >= _LEAST_BLANKS:
            found.append(Wish(key, edge.text, edge.url, 0.0, named_by, is_asked=False))
            if len(found) == limit:
                break
    return found


def _load_edge(db: sqlite3.Connection, article_id: int, number: int) -> Edge:
    data = db.execute("SELECT data FROM body WHERE article_id = ?", (article_id,)).fetchone()[0]
    return number_edges(*unpack_content(data))[number - 1]


# How many of the articles stored last are looked at for what they often name, and how many have to name it.
_MOST_NAMING, _LEAST_NAMING = 5000, 3
_LEAST_BLANKS = 2
_OFTEN_NAMED = f"""
SELECT title_hash, count(DISTINCT article_id) AS named_by, max(article_id), number FROM edge
WHERE article_id > ? AND title_hash <> 0 GROUP BY title_hash HAVING named_by >= {_LEAST_NAMING}
ORDER BY named_by DESC, max(article_id) DESC
"""


def choose_targets(found: Sequence[Target], moment: float, source: str | None = None) -> tuple[Row, ...]:
    """Order targets by their distance from `moment`; of two as near, the one stored later.

    Of a title that is seen on three or more days, a link of this source means only articles of the same.
    """
    days = {target.row.published[:10] for target in found if not target.is_address}
    if source is not None and len(days) >= _SERIES_DAYS:
        found = [target for target in found if target.row.source.casefold() == source.casefold()]
    ordered = sorted(found, key=lambda target: (abs(target.sort_at - moment), -target.row.id))
    return tuple(target.row for target in ordered)


def _read(record: Sequence[Any]) -> tuple[float, Row]:
    sort_at, *columns = record
    return sort_at, make_row(columns)


def load_wish_targets(db: sqlite3.Connection, key: str, address_key: str, asked_at: float) -> tuple[Row, ...]:
    """The stored articles that fulfil a wish of these keys, nearest first to the moment it was asked."""
    return choose_targets(find_targets(db, hash_key(key), hash_key(address_key), asked_at), asked_at)


def load_backlinks(db: sqlite3.Connection, article_id: int) -> tuple[Row, ...]:
    """The stored articles that link to this one, newest first; of very many those that were stored last."""
    keys = db.execute(
        "SELECT title_hash, url_hash, length(title_key) FROM article WHERE id = ?", (article_id,)
    ).fetchone()
    if keys is None:
        return ()
    parameters = {
        "id": article_id,
        "title_hash": keys[0],
        "url_hash": keys[1],
        "length": keys[2],
        "title_name": ask_title(keys[0]),
        "url_name": ask_url(keys[1]),
    }
    # One article may link to another from several places.
    found = {record[0]: (sort_at, make_row(record)) for sort_at, *record in db.execute(_BACKLINKS, parameters)}
    ordered = sorted(found.values(), key=lambda pair: (pair[0], pair[1].id), reverse=True)
    return tuple(row for _, row in ordered)


def count_naming(db: sqlite3.Connection, key: str, address_key: str) -> int:
    """How many stored articles name the headline of this title's key or this address's key."""
    match = f"{ask_title(hash_key(key))} OR {ask_url(hash_key(address_key))}"
    return int(db.execute("SELECT count(*) FROM naming WHERE naming MATCH ?", (match,)).fetchone()[0])
