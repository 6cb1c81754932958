"""The links between articles: kept as keys, resolved when they are read.

A link and an article meet by their addresses, else by their titles. Nothing about a target is stored with the link, so
one that arrives later needs no work, and a lookup costs the same in any library.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader.library.rows import COLUMNS, make_row
from newsreader.model import Edge, PartKind
from newsreader.text import title_key, url_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from newsreader.model import Page, Row

# One page has many addresses (redirects, short ones), so two that differ refute only a title that others bear too:
# `Weather`, `Morning briefing`. From so many characters on it is taken for one article's own.
OWN_TITLE_LENGTH = 20

# CROSS JOIN holds SQLite to this order: from the few links to their articles by index.
_TARGETS = f"""
SELECT {{number}}, 1, article.sort_at, {COLUMNS} FROM {{source}} CROSS JOIN article
    ON article.url_key = {{source}}.url_key
WHERE {{condition}} AND {{source}}.url_key <> '' AND article.url_key <> ''
UNION ALL
SELECT {{number}}, 0, article.sort_at, {COLUMNS} FROM {{source}} CROSS JOIN article
    ON article.title_key = {{source}}.title_key
WHERE {{condition}} AND {{source}}.title_key <> '' AND ({{source}}.url_key <> article.url_key OR article.url_key = '')
    AND ({{source}}.url_key = '' OR article.url_key = '' OR length(article.title_key) >= {OWN_TITLE_LENGTH})
"""
_EDGE_TARGETS = _TARGETS.format(
    source="edge", number="edge.number", condition="edge.article_id = :id AND article.id <> :id"
)
_WISH_TARGETS = _TARGETS.format(source="wish", number="0", condition="wish.title_key = :key")

_BACKLINKS = f"""
SELECT article.sort_at, {COLUMNS} FROM edge CROSS JOIN article ON article.id = edge.article_id
WHERE edge.url_key = :url_key AND edge.url_key <> '' AND edge.article_id <> :id
UNION ALL
SELECT article.sort_at, {COLUMNS} FROM edge CROSS JOIN article ON article.id = edge.article_id
WHERE edge.title_key = :title_key AND edge.title_key <> '' AND edge.article_id <> :id
    AND (edge.url_key = '' OR :url_key = '' OR length(:title_key) >= {OWN_TITLE_LENGTH})
    AND NOT EXISTS (SELECT 1 FROM article AS nearer WHERE nearer.url_key = edge.url_key AND nearer.url_key <> ''
        AND nearer.id <> :id)
"""

_WANTED_EDGES = """
SELECT edge.number FROM edge CROSS JOIN wish ON wish.title_key = edge.title_key WHERE edge.article_id = :id
UNION ALL
SELECT edge.number FROM edge CROSS JOIN wish ON wish.url_key = edge.url_key
WHERE edge.article_id = :id AND edge.url_key <> '' AND wish.url_key <> ''
"""


def write_edges(db: sqlite3.Connection, article_id: int, page: Page) -> None:
    """Replace the links of an article by those of `page`, numbered from 1: inline links first, then the sections'."""
    db.execute("DELETE FROM edge WHERE article_id = ?", (article_id,))
    db.executemany(
        "INSERT INTO edge (article_id, number, section, text, title_key, url, url_key, label, alt, kicker)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                article_id,
                e.number,
                e.section,
                e.text,
                title_key(e.text),
                e.url,
                url_key(e.url),
                e.label,
                e.alt,
                e.kicker,
            )
            for e in number_edges(page)
        ),
    )


def number_edges(page: Page) -> list[Edge]:
    """The links of a page in their order, unresolved."""
    edges: list[Edge] = []
    for part in page.article.parts:
        if part.kind is PartKind.LINK:
            edges.append(Edge(len(edges) + 1, part.text, part.url, label=part.label))
    for index, section in enumerate(page.sections):
        for line in section.headlines:
            edges.append(Edge(len(edges) + 1, line.text, line.url, alt=line.alt, kicker=line.kicker, section=index))
    return edges


def load_edges(db: sqlite3.Connection, article_id: int, sort_at: float) -> tuple[Edge, ...]:
    """The links of an article published at `sort_at` (Unix seconds), each with its targets, nearest in time first."""
    targets: dict[int, list[tuple[int, float, Row]]] = defaultdict(list)
    for number, is_address, target_sort_at, *record in db.execute(_EDGE_TARGETS, {"id": article_id}):
        targets[number].append((is_address, target_sort_at, make_row(record)))
    wanted = {number for (number,) in db.execute(_WANTED_EDGES, {"id": article_id})}
    query = "SELECT number, text, url, label, alt, kicker, section FROM edge WHERE article_id = ? ORDER BY number"
    edges = (Edge(*record) for record in db.execute(query, (article_id,)).fetchall())
    return tuple(
        replace(edge, targets=sort_nearest(targets[edge.number], sort_at), is_wanted=edge.number in wanted)
        for edge in edges
    )


def load_wish_targets(db: sqlite3.Connection, key: str, asked_at: float) -> tuple[Row, ...]:
    """The stored articles that fulfil the wish of this key, nearest first to the moment it was asked."""
    records = db.execute(_WISH_TARGETS, {"key": key})
    return sort_nearest([(is_address, at, make_row(record)) for _, is_address, at, *record in records], asked_at)


def load_backlinks(db: sqlite3.Connection, article_id: int) -> tuple[Row, ...]:
    """The stored articles that link to this one, newest first."""
    keys = db.execute("SELECT title_key, url_key FROM article WHERE id = ?", (article_id,)).fetchone()
    if keys is None:
        return ()
    parameters = {"id": article_id, "title_key": keys[0], "url_key": keys[1]}
    # One article may link to another from several places.
    found = {record[0]: (sort_at, make_row(record)) for sort_at, *record in db.execute(_BACKLINKS, parameters)}
    ordered = sorted(found.values(), key=lambda pair: (pair[0], pair[1].id), reverse=True)
    return tuple(row for _, row in ordered)


def count_naming(db: sqlite3.Connection, key: str, address_key: str) -> int:
    """How many stored articles name the headline of this title's key or this address's key."""
    query = (
        "SELECT article_id FROM edge WHERE title_key = ?"
        " UNION ALL SELECT article_id FROM edge WHERE url_key = ? AND url_key <> ''"
    )
    return len(set(db.execute(query, (key, address_key))))


def sort_nearest(found: Sequence[tuple[int, float, Row]], moment: float) -> tuple[Row, ...]:
    """Order rows, each with its publication, by their distance from `moment`; of two as near, the one stored later.

    Where one meets the link by its address (the number before it is 1), those that only bear its title are left out.
    """
    is_address = any(by_address for by_address, _, _ in found)
    kept = [(published, row) for by_address, published, row in found if bool(by_address) is is_address]
    return tuple(row for _, row in sorted(kept, key=lambda pair: (abs(pair[0] - moment), -pair[1].id)))
