"""The articles: which is which, how one is stored and replaced, and the dumps that they came from."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from newsreader.library import links
from newsreader.library.database import insert_row
from newsreader.library.rows import COLUMNS, make_row
from newsreader.model import Article, Headline, Origin, Part, PartKind, Section
from newsreader.text import site_of, title_key, url_key

if TYPE_CHECKING:
    import sqlite3

    from newsreader.model import Page, Row


@dataclass(frozen=True, slots=True)
class KnownDump:
    """A dump that is stored already, and the article it is."""

    article_id: int
    title: str
    url: str
    day: str


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it is stored; `sort_at` is its place in time, in Unix seconds."""

    row: Row
    sort_at: float
    article: Article
    sections: tuple[Section, ...]


# --- in ---------------------------------------------------------------------------------------------------------------


def find_dump(db: sqlite3.Connection, data: bytes) -> KnownDump | None:
    """The stored dump of exactly these bytes."""
    record = db.execute(
        "SELECT article.id, article.title, dump.url, dump.day FROM dump JOIN article ON article.id = dump.article_id"
        " WHERE dump.sha256 = ?",
        (_digest_dump(data),),
    ).fetchone()
    return KnownDump(*record) if record else None


def store_page(db: sqlite3.Connection, page: Page, origin: Origin, now: float) -> tuple[int, bool]:
    """Store a page and its dump at `now` (Unix seconds): the article's id, and whether it is new.

    A page of a stored article replaces what was understood of it, and nothing that the reader did with it.
    """
    url = page.article.url or origin.url
    known = find_dump(db, origin.data)
    article_id = known.article_id if known else _find_same(db, page.article, url)
    is_new = article_id is None
    if article_id is None:
        article_id = _insert_article(db, page, origin, now)
    else:
        replace_page(db, article_id, page, origin)
    if known:
        # The reader has since said more of the same bytes.
        db.execute(
            "UPDATE dump SET url = ?, day = ? WHERE sha256 = ?",
            (origin.url or known.url, origin.day or known.day, _digest_dump(origin.data)),
        )
    else:
        db.execute(
            "INSERT INTO dump (article_id, sha256, name, url, day, added_at, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                article_id,
                _digest_dump(origin.data),
                origin.name,
                origin.url,
                origin.day,
                now,
                zlib.compress(origin.data),
            ),
        )
    return article_id, is_new


def replace_page(db: sqlite3.Connection, article_id: int, page: Page, origin: Origin) -> None:
    """Replace what was understood of a stored article; its id, arrival and all that the reader did with it stay."""
    # An address once known is kept: another dump of the same article may come without one.
    known_url, added_at = db.execute("SELECT url, added_at FROM article WHERE id = ?", (article_id,)).fetchone()
    values = _describe(page.article, page.article.url or origin.url or known_url, origin.name, added_at)
    settings = ", ".join(f"{column} = :{column}" for column in values)
    db.execute(f"UPDATE article SET {settings} WHERE id = :id", {**values, "id": article_id})
    _write_content(db, article_id, page)


def _insert_article(db: sqlite3.Connection, page: Page, origin: Origin, now: float) -> int:
    values = _describe(page.article, page.article.url or origin.url, origin.name, now) | {"added_at": now}
    names = ", ".join(values)
    places = ", ".join(f":{column}" for column in values)
    article_id = insert_row(db, f"INSERT INTO article ({names}) VALUES ({places})", values)
    _write_content(db, article_id, page)
    return article_id


def _write_content(db: sqlite3.Connection, article_id: int, page: Page) -> None:
    db.execute(
        "INSERT INTO body (article_id, data) VALUES (:id, :data) ON CONFLICT (article_id) DO UPDATE SET data = :data",
        {"id": article_id, "data": pack_content(page.article.parts, page.sections)},
    )
    links.write_edges(db, article_id, page)


def _describe(article: Article, url: str, name: str, added_at: float) -> dict[str, Any]:
    """The columns of an article that come from its page."""
    return {
        "title": article.title,
        "title_key": title_key(article.title),
        "url": url,
        "url_key": url_key(url),
        "site": article.site,
        "source": article.site or site_of(url) or _name_file(name),
        "published": article.published,
        "day": article.published[:10],
        "sort_at": to_moment(article.published, added_at),
        "byline": "\n".join(article.byline),
        "words": count_words(article.parts),
        "content_hash": _digest_content(article.parts),
    }


def _find_same(db: sqlite3.Connection, article: Article, url: str) -> int | None:
    """The stored article that this is: by address, else by title, site and day.

    Without a day the text must be the same too: undated pages of one site share titles ("Morning briefing").
    """
    by_url = db.execute("SELECT id FROM article WHERE url_key = ? AND url_key <> ''", (url_key(url),)).fetchone()
    if by_url:
        return int(by_url[0])
    key, day = title_key(article.title), article.published[:10]
    candidates = db.execute(
        "SELECT id, site, url, content_hash FROM article WHERE title_key = ? AND title_key <> '' AND day = ?",
        (key, day),
    ).fetchall()
    site, content = _name_site(article.site, url), _digest_content(article.parts)
    for candidate, other_site, other_url, other_content in candidates:
        if _name_site(other_site, other_url) == site and (day or other_content == content):
            return int(candidate)
    return None


def _name_site(site: str, url: str) -> str:
    return (site or site_of(url)).casefold()


def _name_file(name: str) -> str:
    return "standard input" if name == "-" else PurePath(name).name or "unnamed"


# --- out --------------------------------------------------------------------------------------------------------------


def load_article(db: sqlite3.Connection, article_id: int) -> StoredArticle | None:
    """An article with its text and sections; None where it is not stored."""
    record = db.execute(
        f"SELECT article.sort_at, article.byline, article.site, body.data, {COLUMNS}"
        " FROM article JOIN body ON body.article_id = article.id WHERE article.id = ?",
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
        "SELECT article.id, dump.data, dump.name, dump.url, dump.day FROM article"
        " JOIN dump ON dump.id = (SELECT max(id) FROM dump WHERE article_id = article.id)"
        " WHERE article.id > ? ORDER BY article.id LIMIT 1",
        (after,),
    ).fetchone()
    if record is None:
        return None
    article_id, data, *named = record
    return article_id, Origin(zlib.decompress(data), *named)


# --- pure -------------------------------------------------------------------------------------------------------------

_PART_FIELDS = tuple(each.name for each in fields(Part) if each.name != "kind")
_HEADLINE_FIELDS = tuple(each.name for each in fields(Headline))
# In Chinese and Japanese, which set no blanks, two characters are about a word. It takes long to compile: that is put
# off until a text has one.
_IDEOGRAPHS = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
_FIRST_IDEOGRAPH = "\u3040"


def pack_content(parts: tuple[Part, ...], sections: tuple[Section, ...]) -> bytes:
    """The text of an article and its sections as they are stored: compressed JSON, empty fields left out."""
    content = {
        "parts": [{"kind": part.kind.value, **_pick(part, _PART_FIELDS)} for part in parts],
        "sections": [
            {
                "heading": section.heading,
                "headlines": [_pick(line, _HEADLINE_FIELDS) for line in section.headlines],
                "topics": section.topics,
                "labels": section.labels,
            }
            for section in sections
        ],
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def unpack_content(data: bytes) -> tuple[tuple[Part, ...], tuple[Section, ...]]:
    """What `pack_content` packed."""
    content = json.loads(zlib.decompress(data))
    parts = tuple(Part(**{"text": "", **each, "kind": PartKind(each["kind"])}) for each in content["parts"])
    sections = tuple(
        Section(
            each["heading"],
            tuple(Headline(**{"text": "", **line}) for line in each["headlines"]),
            tuple(each["topics"]),
            tuple(each["labels"]),
        )
        for each in content["sections"]
    )
    return parts, sections


def to_moment(published: str, otherwise: float) -> float:
    """A publication as Unix seconds, a time without a zone read as UTC; `otherwise` where it states no date."""
    for completed in (published, f"{published}-01", f"{published}-01-01"):
        try:
            moment = datetime.fromisoformat(completed)
        except ValueError:
            continue
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return otherwise


def count_words(parts: tuple[Part, ...]) -> int:
    """The words to be read: all but the inline links'."""
    count = 0
    for part in parts:
        if part.kind is PartKind.LINK:
            continue
        if max(part.text, default="") < _FIRST_IDEOGRAPH:
            count += len(part.text.split())
        else:
            text, ideographs = re.subn(_IDEOGRAPHS, " ", part.text)
            count += len(text.split()) + (ideographs + 1) // 2
    return count


def _pick(value: Part | Headline, names: tuple[str, ...]) -> dict[str, str]:
    return {name: text for name in names if (text := getattr(value, name))}


def _digest_dump(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _digest_content(parts: tuple[Part, ...]) -> bytes:
    text = "\n".join(part.text for part in parts if part.kind is not PartKind.LINK)
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
