"""The articles: which is which, how one is stored and replaced, and the dumps that they came from."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from newsreader.library import corrections, index, stories
from newsreader.library.content import join_text, unpack_content
from newsreader.library.packing import complete_page, digest_dump, name_page
from newsreader.library.rows import COLUMNS, HIDDEN, SHOWN, make_row
from newsreader.model import Article, Origin, Version
from newsreader.text import site_of, url_key
from newsreader.values import dataclass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from newsreader.library.packing import PackedPage
    from newsreader.model import Row, Section


@dataclass(frozen=True, slots=True)
class KnownDump:
    """A dump that is stored already, and the article it is."""

    article_id: int
    title: str
    url: str
    day: str


class StoredPage(NamedTuple):
    """The article that a page is, whether it is new, and the address that it had where it has another now."""

    article_id: int
    is_new: bool
    moved_from: str = ""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it is stored; `sort_at` is its place in time, in Unix seconds."""

    row: Row
    sort_at: float
    article: Article
    sections: tuple[Section, ...]


# --- in ---------------------------------------------------------------------------------------------------------------


def find_dump(db: sqlite3.Connection, data: bytes) -> KnownDump | None:
    """The stored dump of exactly these bytes, unless its article is in the trash."""
    record = db.execute(
        "SELECT article.id, article.title, dump.url, dump.day FROM dump JOIN article ON article.id = dump.article_id"
        " WHERE dump.sha256 = ? AND article.deleted_at IS NULL",
        (digest_dump(data),),
    ).fetchone()
    return KnownDump(*record) if record else None


def store_page(db: sqlite3.Connection, packed: PackedPage, now: float, *, stub_id: int | None = None) -> StoredPage:
    """Store a page and its dump at `now` (Unix seconds).

    A page of a stored article replaces what was understood of it, and nothing that the reader did with it. Where the
    page has changed since, what it said before is kept as a version; an article in the trash comes back. `stub_id` is
    the article that it is unless it is found to be another.
    """
    origin = packed.origin
    known = db.execute("SELECT id, article_id FROM dump WHERE sha256 = ?", (packed.digest,)).fetchone()
    article_id = known[1] if known else find_same(db, packed) or stub_id
    is_new, moved_from = article_id is None, ""
    if article_id is None:
        (article_id,) = insert_articles(db, [packed], now)
    else:
        if not known:
            corrections.ask_to_carry(db, article_id)
        is_new = bool(db.execute(_RESTORE, (article_id,)).rowcount)
        # Another address of bytes that are known is what the reader says of them.
        moved_from = replace_page(db, article_id, packed, None if known else now, takes_address=bool(known))
    if known:
        # The reader may have said more of the same bytes.
        db.execute(
            "UPDATE dump SET url = coalesce(nullif(?, ''), url), day = coalesce(nullif(?, ''), day) WHERE id = ?",
            (origin.url, origin.day, known[0]),
        )
    else:
        db.execute(
            "INSERT INTO dump (article_id, sha256, name, url, day, added_at, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (article_id, packed.digest, origin.name, origin.url, origin.day, now, packed.dump),
        )
    return StoredPage(article_id, is_new, moved_from)


_RESTORE = "UPDATE article SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL"


def replace_page(
    db: sqlite3.Connection,
    article_id: int,
    packed: PackedPage,
    changed_at: float | None = None,
    *,
    takes_address: bool = False,
) -> str:
    """Replace what was understood of a stored article; its id, arrival and all that the reader did with it stay.

    `changed_at` is when the page was seen to be another; where its text is, the one before becomes a version, unless
    that was a feed's and this is the page itself. The article stays at the address and the site at which its page was
    seen first, unless it `takes_address`; returns the address that it had where it has another now.
    """
    old = _load_stored(db, article_id)
    has_page = has_dump(db, article_id)
    is_page_now = packed.digest and not has_page
    is_other = changed_at is not None
    # The same bytes say what they said, but what a feed told of them stands in none.
    keeps_date = is_other or db.execute("SELECT 1 FROM entry WHERE article_id = ?", (article_id,)).fetchone()
    is_bound = has_page and not takes_address
    packed = _keep_known(old, packed, is_other=is_other, is_bound=is_bound, keeps_date=bool(keeps_date))
    if changed_at is not None and not is_page_now and packed.values["content_hash"] != old.content_hash:
        db.execute(
            "INSERT INTO version (article_id, replaced_at, title, published, byline, words, data)"
            " SELECT id, ?, title, published, byline, words, ? FROM article WHERE id = ?",
            (changed_at, old.data, article_id),
        )
    index.forget_article(db, article_id, *old.make_entry())
    values = packed.values | {"sort_at": old.added_at if packed.moment is None else packed.moment}
    settings = ", ".join(f"{column} = :{column}" for column in values)
    db.execute(f"UPDATE article SET {settings} WHERE id = :id", {**values, "id": article_id})
    db.execute("DELETE FROM edge WHERE article_id = ?", (article_id,))
    _write_contents(db, [article_id], [packed])
    if packed.values["title"] != old.title:
        stories.leave_story(db, article_id)
    return old.url if old.url and url_key(old.url) != packed.values["url_key"] else ""


def _keep_known(old: _Stored, packed: PackedPage, *, is_other: bool, is_bound: bool, keeps_date: bool) -> PackedPage:
    """A page with what is known of its article already: another dump of it may come without address and date.

    One that `is_bound` stays where it is: the same text may be found at other addresses too.
    """
    values = packed.values
    is_elsewhere = is_bound and bool(old.url) and url_key(old.url) != values["url_key"]
    url = old.url if is_elsewhere or not values["url"] else values["url"]
    # Of one without an address its site is all that says where it is from.
    keeps_site = is_elsewhere or (is_bound and is_other and bool(old.site))
    site = old.site if keeps_site else values["site"]
    published = values["published"] or (old.published if keeps_date else "")
    if (url, site, published) == (values["url"], values["site"], values["published"]):
        return packed
    return complete_page(packed, url, site, published)


def has_dump(db: sqlite3.Connection, article_id: int) -> bool:
    """Whether an article's own page has been seen; else all that is known of it is what feeds say."""
    return db.execute("SELECT 1 FROM dump WHERE article_id = ?", (article_id,)).fetchone() is not None


def remove_article(db: sqlite3.Connection, article_id: int) -> None:
    """Remove an article for good, with its dumps, versions and links; nothing happens where there is none."""
    if db.execute("SELECT 1 FROM article WHERE id = ?", (article_id,)).fetchone():
        index.forget_article(db, article_id, *_load_stored(db, article_id).make_entry())
        corrections.forget_corrections(db, article_id)
        stories.leave_story(db, article_id)
        db.execute("DELETE FROM article WHERE id = ?", (article_id,))


@dataclass(frozen=True, slots=True)
class _Stored:
    """What of a stored article is compared with what replaces it, and what it is found by."""

    title: str
    published: str
    byline: str
    site: str
    url: str
    content_hash: bytes
    added_at: float
    data: bytes

    def make_entry(self) -> tuple[index.Texts, str]:
        """What went into the indexes: words, and names."""
        parts, sections = unpack_content(self.data)
        texts = index.make_texts(self.title, join_text(parts), self.byline, self.site, self.url)
        return texts, name_page(self.title, parts, sections)


def _load_stored(db: sqlite3.Connection, article_id: int) -> _Stored:
    record = db.execute(
        "SELECT title, published, byline, site, url, content_hash, added_at, body.data"
        " FROM article JOIN body ON body.article_id = article.id WHERE article.id = ?",
        (article_id,),
    ).fetchone()
    return _Stored(*record)


def insert_articles(db: sqlite3.Connection, pages: Sequence[PackedPage], now: float) -> range:
    """Store pages as new articles, without dumps; returns their ids."""
    (last,) = db.execute(_LAST_ID).fetchone()
    ids = range(last + 1, last + 1 + len(pages))
    names = ("id", *pages[0].values, "sort_at", "added_at")
    # "OR FAIL", though nothing can: for what might abort SQLite opens a savepoint (the triggers write too), and at each
    # one FTS5 writes both its indexes out: https://www.sqlite.org/vtab.html#the_xsavepoint_xrelease_and_xrollbackto_methods
    db.executemany(
        f"INSERT OR FAIL INTO article ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        [
            (article_id, *page.values.values(), now if page.moment is None else page.moment, now)
            for article_id, page in zip(ids, pages, strict=True)
        ],
    )
    _write_contents(db, ids, pages)
    return ids


# The greatest that ever was (AUTOINCREMENT): https://www.sqlite.org/autoinc.html
_LAST_ID = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'article'), 0)"


def _write_contents(db: sqlite3.Connection, ids: Sequence[int], pages: Sequence[PackedPage]) -> None:
    """Write what the columns of articles do not hold, and index them."""
    pairs = list(zip(ids, pages, strict=True))
    db.executemany(
        "INSERT INTO body (article_id, data) VALUES (?, ?) ON CONFLICT (article_id) DO UPDATE SET data = excluded.data",
        [(article_id, page.content) for article_id, page in pairs],
    )
    write_edges(db, [(article_id, edge) for article_id, page in pairs for edge in page.edges])
    index.index_articles(db, [(article_id, page.texts, page.names) for article_id, page in pairs])


def write_edges(db: sqlite3.Connection, edges: Iterable[tuple[int, index.LinkKey]]) -> None:
    """Write the links of articles, by their ids, that have none."""
    db.executemany(
        "INSERT INTO edge (article_id, number, title_hash, url_hash) VALUES (?, ?, ?, ?)",
        [(article_id, edge.number, edge.title_hash, edge.url_hash) for article_id, edge in edges],
    )


def find_same(db: sqlite3.Connection, packed: PackedPage) -> int | None:
    """The stored article that this is: by address, else by title, site and day, else by its text.

    Where addresses or days differ, or the text is short, the same text is not enough.
    """
    values, moment = packed.values, packed.moment
    key, url, day = values["title_key"], values["url"], values["day"]
    by_url = db.execute("SELECT id FROM article WHERE url_hash = ? AND url_hash <> 0", (values["url_hash"],)).fetchone()
    if by_url:
        return int(by_url[0])
    if key and moment is not None:
        candidates = db.execute(
            "SELECT id, site, url FROM article WHERE title_hash = ? AND title_hash <> 0"
            " AND sort_at BETWEEN ? AND ? AND day = ?",
            (values["title_hash"], moment - _TWO_DAYS, moment + _TWO_DAYS, day),
        )
        for candidate, other_site, other_url in candidates.fetchall():
            if _name_site(other_site, other_url) == _name_site(values["site"], url):
                return int(candidate)
    alike = db.execute(
        "SELECT id, title_key, site, url, day FROM article WHERE content_hash = ? ORDER BY id LIMIT 50",
        (values["content_hash"],),
    )
    for candidate, other_key, other_site, other_url, other_day in alike.fetchall():
        is_other = (url and other_url) or (day and other_day and day != other_day)
        has_same_title = (
            key
            and (other_key, other_day) == (key, day)
            and _name_site(other_site, other_url) == _name_site(values["site"], url)
        )
        if has_same_title or (values["words"] >= _LEAST_WORDS and not is_other):
            return int(candidate)
    return None


_TWO_DAYS = 2 * 24 * 3600
# A shorter text may be another page's too: a notice, a stub.
_LEAST_WORDS = 40


def _name_site(site: str, url: str) -> str:
    return (site or site_of(url)).casefold()


# --- out --------------------------------------------------------------------------------------------------------------


def load_article(db: sqlite3.Connection, article_id: int) -> StoredArticle | None:
    """An article with its text and sections; None where it is not stored, or in the trash."""
    record = db.execute(
        f"SELECT article.sort_at, article.byline, article.site, body.data, {COLUMNS}"
        " FROM article JOIN body ON body.article_id = article.id WHERE article.id = ? AND article.deleted_at IS NULL",
        (article_id,),
    ).fetchone()
    if record is None:
        return None
    sort_at, byline, site, data, *columns = record
    row = make_row(columns)
    parts, sections = unpack_content(data)
    names = tuple(byline.split("\n")) if byline else ()
    return StoredArticle(row, sort_at, Article(row.title, row.published, names, parts, row.url, site), sections)


def load_next_dump(db: sqlite3.Connection, after: int) -> tuple[int, Origin] | None:
    """The first article after the id `after`, and its newest dump; None behind the last."""
    record = db.execute(
        "SELECT article.id, dump.sha256, dump.data, dump.name, dump.url, dump.day FROM article"
        " JOIN dump ON dump.id = (SELECT max(id) FROM dump WHERE article_id = article.id)"
        " WHERE article.id > ? AND article.deleted_at IS NULL ORDER BY article.id LIMIT 1",
        (after,),
    ).fetchone()
    if record is None:
        return None
    article_id, digest, data, name, url, day = record
    return article_id, Origin(zlib.decompress(data), name, url, day, corrections.load_corrections(db, digest))


def find_again(db: sqlite3.Connection, packed: PackedPage) -> int | None:
    """The stored article whose newest dump is this page's, unless more is said of it by now."""
    record = db.execute(
        "SELECT article_id FROM dump JOIN article ON article.id = article_id"
        " WHERE sha256 = ? AND article.deleted_at IS NULL"
        " AND dump.id = (SELECT max(id) FROM dump AS other WHERE other.article_id = article.id)",
        (packed.digest,),
    ).fetchone()
    if record is None or corrections.load_corrections(db, packed.digest) != packed.origin.corrections:
        return None
    return int(record[0])


def count_articles(db: sqlite3.Connection) -> int:
    """How many articles there are, but for those in the trash."""
    # Each by its index.
    return sum(db.execute(f"SELECT count(*) FROM article WHERE {each}").fetchone()[0] for each in (SHOWN, HIDDEN))


def load_dump(db: sqlite3.Connection, article_id: int) -> Origin | None:
    """The newest dump of an article; None where it is not stored, or in the trash."""
    found = load_next_dump(db, article_id - 1)
    return found[1] if found and found[0] == article_id else None


def list_versions(db: sqlite3.Connection, article_id: int) -> list[Version]:
    """What an article said before its page changed, the newest first."""
    records = db.execute(
        "SELECT id, replaced_at, title, published, words FROM version WHERE article_id = ? ORDER BY id DESC",
        (article_id,),
    )
    return [Version(*record) for record in records]


def load_version(db: sqlite3.Connection, article_id: int, version_id: int) -> StoredArticle | None:
    """An article as it was in one of its versions; None where there is no such one."""
    stored = load_article(db, article_id)
    record = db.execute(
        "SELECT title, published, byline, words, data FROM version WHERE id = ? AND article_id = ?",
        (version_id, article_id),
    ).fetchone()
    if stored is None or record is None:
        return None
    title, published, byline, words, data = record
    parts, sections = unpack_content(data)
    row = replace(stored.row, title=title, published=published, words=words)
    names = tuple(byline.split("\n")) if byline else ()
    article = replace(stored.article, title=title, published=published, byline=names, parts=parts)
    return StoredArticle(row, stored.sort_at, article, sections)
