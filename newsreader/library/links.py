"""The links between articles: kept as keys, resolved when they are read.

A link and an article meet by their addresses, else by one that led to the article's page, else by their titles, else
by titles that are close. Nothing about a target is stored with the link, so one that arrives later needs no work, and a
lookup costs the same in any library.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.library.closeness import is_close, is_cut_off
from newsreader.library.content import unpack_content
from newsreader.library.index import ask_called, ask_naming, ask_naming_alike, ask_url
from newsreader.library.keys import hash_key
from newsreader.library.rows import COLUMNS, make_row
from newsreader.model import Edge, PartKind
from newsreader.text import title_key, url_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from newsreader.model import Part, Row, Section

# One page has many addresses (redirects, short ones), so two that differ refute only a title that others bear too:
# `Weather`, `Morning briefing`. From so many characters on it is taken for one article's own.
OWN_TITLE_LENGTH = 20

# A title that many articles bear: so many of the nearest in time, before and after, are looked at.
_MOST_ALIKE = 30
# A title that is seen on so many days names a series ("Morning briefing"): it tells one of them only with the site.
_SERIES_DAYS = 3
# Of those that link to an article, the ones stored last; of those that may name it in other words.
_MOST_BACKLINKS, _MOST_ALIKE_BACKLINKS = 500, 20
# A title that is only close means an article that was published so near in time: on the same site, on any.
_CLOSE_SECONDS, _CLOSE_SECONDS_ELSEWHERE = 30 * 24 * 3600, 7 * 24 * 3600

_BY_ADDRESS = f"""
SELECT article.sort_at, {COLUMNS} FROM article
WHERE url_hash = ? AND url_hash <> 0 AND deleted_at IS NULL AND id <> ? LIMIT {_MOST_ALIKE}
"""
_BY_ALIAS = f"""
SELECT article.sort_at, {COLUMNS} FROM alias CROSS JOIN article ON article.id = alias.article_id
WHERE alias.url_hash = ? AND deleted_at IS NULL AND id <> ? LIMIT {_MOST_ALIKE}
"""
_BY_TITLE = f"""
SELECT article.sort_at, {COLUMNS} FROM article
WHERE title_hash = ? AND title_hash <> 0 AND sort_at {{}} ? AND deleted_at IS NULL AND id <> ?
    AND (? = 0 OR url_hash = 0 OR length(title_key) >= {OWN_TITLE_LENGTH})
ORDER BY sort_at {{}} LIMIT {_MOST_ALIKE}
"""
_EARLIER, _LATER = _BY_TITLE.format("<=", "DESC"), _BY_TITLE.format(">", "ASC")

# CROSS JOIN holds SQLite to this order: from the few that the index names to their articles by number.
# Where both addresses are known, and are two, a title that is only close is another article's.
_CLOSE = f"""
SELECT article.title_key, article.sort_at, {COLUMNS} FROM (
    SELECT rowid AS article_id FROM naming WHERE naming MATCH ? ORDER BY rowid DESC LIMIT {_MOST_ALIKE}
) AS hit CROSS JOIN article ON article.id = hit.article_id
WHERE article.id <> ? AND article.deleted_at IS NULL AND (? = 0 OR article.url_hash = 0)
    AND article.sort_at BETWEEN ? AND ?
"""

_BACKLINKS = f"""
SELECT article.sort_at, {COLUMNS} FROM (
    SELECT rowid AS article_id FROM naming WHERE naming MATCH :url_name ORDER BY rowid DESC LIMIT {_MOST_BACKLINKS}
) AS linking CROSS JOIN article ON article.id = linking.article_id
WHERE article.id <> :id AND article.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM refusal WHERE refusal.article_id = article.id AND target_id = :id)
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
    AND NOT EXISTS (SELECT 1 FROM alias CROSS JOIN article AS nearer ON nearer.id = alias.article_id
        WHERE alias.url_hash = edge.url_hash AND nearer.id <> :id AND nearer.deleted_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM refusal WHERE refusal.article_id = article.id AND target_id = :id)
"""

_ALIKE_BACKLINKS = f"""
SELECT body.data, article.sort_at, {COLUMNS} FROM (
    SELECT rowid AS article_id FROM naming WHERE naming MATCH :alike_name ORDER BY rowid DESC LIMIT {_MOST_BACKLINKS}
) AS linking
CROSS JOIN article ON article.id = linking.article_id CROSS JOIN body ON body.article_id = linking.article_id
WHERE article.id <> :id AND article.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM edge WHERE edge.article_id = linking.article_id AND edge.title_hash = :title_hash)
LIMIT {_MOST_ALIKE_BACKLINKS}
"""

# Where an article has come whose own address that is, links to it mean that one.
_ALIASES = """
SELECT url_hash FROM alias WHERE article_id = ? AND NOT EXISTS (
    SELECT 1 FROM article
    WHERE article.url_hash = alias.url_hash AND article.url_hash <> 0 AND article.deleted_at IS NULL
)
"""

_WANTED_EDGES = """
SELECT edge.number FROM edge CROSS JOIN wish ON wish.title_hash = edge.title_hash WHERE edge.article_id = :id
UNION ALL
SELECT edge.number FROM edge CROSS JOIN wish ON wish.url_hash = edge.url_hash
WHERE edge.article_id = :id AND edge.url_hash <> 0 AND wish.url_hash <> 0
"""


_LINKING = """
SELECT body.data, article.sort_at, article.source FROM article JOIN body ON body.article_id = article.id
WHERE article.id = ?
"""


class Target(NamedTuple):
    """A stored article that a link may mean: met by its address or by its title alone."""

    is_address: bool
    sort_at: float
    row: Row


class Linker(NamedTuple):
    """The article on which a link stands: its number (0: none), its place in time (Unix seconds) and its site."""

    article_id: int
    sort_at: float
    site: str = ""


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


# --- out --------------------------------------------------------------------------------------------------------------


def resolve_edges(db: sqlite3.Connection, edges: Sequence[Edge], linker: Linker) -> tuple[Edge, ...]:
    """The links of an article, each with its targets, nearest in time first."""
    wanted = {number for (number,) in db.execute(_WANTED_EDGES, {"id": linker.article_id})}
    return tuple(
        replace(edge, targets=targets, is_wanted=edge.number in wanted) for edge, targets in _resolve(db, edges, linker)
    )


def _resolve(db: sqlite3.Connection, edges: Sequence[Edge], linker: Linker) -> Iterator[tuple[Edge, tuple[Row, ...]]]:
    query = "SELECT number, title_hash, url_hash FROM edge WHERE article_id = ?"
    keys = {number: (title, url) for number, title, url in db.execute(query, (linker.article_id,))}
    query = "SELECT target_id, title_hash, url_hash FROM refusal WHERE article_id = ?"
    refused = db.execute(query, (linker.article_id,)).fetchall()
    for edge in edges:
        title_hash, url_hash = keys[edge.number]
        rows = choose_targets(find_targets(db, edge.text, title_hash, url_hash, linker), linker)
        # A headline is known again by its words or its address, should the page be split otherwise one day.
        not_meant = {target for target, title, url in refused if title == title_hash or (url_hash and url == url_hash)}
        yield edge, tuple(row for row in rows if row.id not in not_meant)


def find_targets(db: sqlite3.Connection, text: str, title_hash: int, url_hash: int, linker: Linker) -> list[Target]:
    """The stored articles of this address, else those to which it led, else those of this title that are nearest in
    time, else those of one title close to it; never the article itself on which the link stands.
    """
    found = [Target(True, *_read(record)) for record in db.execute(_BY_ADDRESS, (url_hash, linker.article_id))]
    if not found and url_hash:
        found = [Target(True, *_read(record)) for record in db.execute(_BY_ALIAS, (url_hash, linker.article_id))]
    if not found and title_hash:
        for statement in (_EARLIER, _LATER):
            records = db.execute(statement, (title_hash, linker.sort_at, linker.article_id, url_hash))
            found += [Target(False, *_read(record)) for record in records]
    return found or _find_close(db, text, url_hash, linker)


def _find_close(db: sqlite3.Connection, text: str, url_hash: int, linker: Linker) -> list[Target]:
    """The articles whose title is close; none where they bear several: a wrong link is worse than none."""
    key, is_cut = title_key(text), is_cut_off(text)
    found: list[Target] = []
    titles: set[str] = set()
    span = (linker.sort_at - _CLOSE_SECONDS, linker.sort_at + _CLOSE_SECONDS)
    for title, *record in db.execute(_CLOSE, (ask_called(key, is_cut_off=is_cut), linker.article_id, url_hash, *span)):
        if is_close(key, title, is_cut=is_cut):
            target = Target(False, *_read(record))
            is_elsewhere = linker.site and target.row.site.casefold() != linker.site.casefold()
            if not is_elsewhere or abs(target.sort_at - linker.sort_at) <= _CLOSE_SECONDS_ELSEWHERE:
                found.append(target)
                titles.add(title)
    return found if len(titles) == 1 else []


def choose_targets(found: Sequence[Target], linker: Linker) -> tuple[Row, ...]:
    """Order targets by their distance in time; of two as near, the one stored later.

    Of a title that is seen on three or more days, a link of a known site means only articles of the same.
    """
    days = {target.row.published[:10] for target in found if not target.is_address}
    if linker.site and len(days) >= _SERIES_DAYS:
        found = [target for target in found if target.row.site.casefold() == linker.site.casefold()]
    ordered = sorted(found, key=lambda target: (abs(target.sort_at - linker.sort_at), -target.row.id))
    return tuple(target.row for target in ordered)


def _read(record: Sequence[Any]) -> tuple[float, Row]:
    sort_at, *columns = record
    return sort_at, make_row(columns)


def load_wish_targets(
    db: sqlite3.Connection, text: str, key: str, address_key: str, asked_at: float
) -> tuple[Row, ...]:
    """The stored articles that fulfil a wish of these keys, nearest first to the moment it was asked."""
    linker = Linker(0, asked_at)
    return choose_targets(find_targets(db, text, hash_key(key), hash_key(address_key), linker), linker)


def load_edges(db: sqlite3.Connection, article_id: int) -> tuple[Edge, ...]:
    """The links of an article, resolved; none where it is not stored."""
    record = db.execute(_LINKING, (article_id,)).fetchone()
    if record is None:
        return ()
    data, *stands = record
    return resolve_edges(db, number_edges(*unpack_content(data)), Linker(article_id, *stands))


# --- in ---------------------------------------------------------------------------------------------------------------


def keep_aliases(db: sqlite3.Connection, article_id: int, *urls: str) -> None:
    """Note that addresses led to an article's page: links to them mean the article, whatever the page calls itself.

    It says nothing of which article is which: a server may lead from many addresses to one page that is none of them.
    """
    db.executemany(
        "INSERT INTO alias (url_hash, article_id) SELECT :url_hash, id FROM article"
        " WHERE id = :id AND :url_hash <> 0 AND url_hash <> :url_hash ON CONFLICT DO NOTHING",
        [{"id": article_id, "url_hash": hash_key(url_key(url))} for url in urls],
    )


def load_backlinks(db: sqlite3.Connection, article_id: int) -> tuple[Row, ...]:
    """The stored articles that link to this one, newest first; of very many those that were stored last."""
    keys = db.execute("SELECT title_key, title_hash, url_hash FROM article WHERE id = ?", (article_id,)).fetchone()
    if keys is None:
        return ()
    addresses = [keys[2], *(alias for (alias,) in db.execute(_ALIASES, (article_id,)))]
    parameters = {
        "id": article_id,
        "title_hash": keys[1],
        "url_hash": keys[2],
        "length": len(keys[0]),
        "title_name": ask_naming(keys[0]),
        "alike_name": ask_naming_alike(keys[0]),
        "url_name": " OR ".join(map(ask_url, addresses)),
    }
    # One article may link to another from several places.
    found = {record[0]: (sort_at, make_row(record)) for sort_at, *record in db.execute(_BACKLINKS, parameters)}
    for data, sort_at, *record in db.execute(_ALIKE_BACKLINKS, parameters).fetchall():
        row = make_row(record)
        if row.id not in found and _links_closely(db, data, Linker(row.id, sort_at, row.site), keys[0], article_id):
            found[row.id] = (sort_at, row)
    ordered = sorted(found.values(), key=lambda pair: (pair[0], pair[1].id), reverse=True)
    return tuple(row for _, row in ordered)


def _links_closely(db: sqlite3.Connection, data: bytes, linker: Linker, key: str, article_id: int) -> bool:
    """Whether an article links to another by a title that is close to its key: as its own sidebar resolves it."""
    alike = [
        edge
        for edge in number_edges(*unpack_content(data))
        if is_close(title_key(edge.text), key, is_cut=is_cut_off(edge.text))
    ]
    return any(row.id == article_id for _, rows in _resolve(db, alike, linker) for row in rows)
