"""Made-up pages for the library's tests."""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from itertools import count
from typing import TYPE_CHECKING

from newsreader.library import schema
from newsreader.library.migrations import MIGRATIONS
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section, View
from newsreader.text import title_key, url_key

if TYPE_CHECKING:
    from pathlib import Path

# The lists whose counts are kept.
COUNTED = (View.ALL, View.UNREAD, View.BOOKMARKS, View.WANTED, View.TRASH)
_numbers = count(1)


def make_page(
    title: str, *headlines: str | Headline, published: str = "", url: str = "", site: str = "", **more
) -> Page:
    """A page of one paragraph whose sidebar holds these headlines; `links` are its inline links."""
    parts = [Part(PartKind.PARAGRAPH, more.get("text", f"All that is known of: {title}."))]
    parts += [Part(PartKind.LINK, text, label="Read more") for text in more.get("links", ())]
    lines = tuple(Headline(line) if isinstance(line, str) else line for line in headlines)
    sections = (Section("More news", lines),) if lines else ()
    return Page(Article(title, published, more.get("byline", ()), tuple(parts), url, site), sections)


def make_origin(data: bytes = b"", name: str = "page.txt", **more) -> Origin:
    """An origin whose bytes are like no other's, unless given."""
    return Origin(data or b"dump %d of process %d" % (next(_numbers), os.getpid()), name, **more)


def put(desk, title: str, *headlines: str | Headline, **more) -> int:
    """Store a made-up page; the id of its article."""
    outcome = desk.add_page(make_page(title, *headlines, **more), make_origin())
    assert outcome.id is not None, outcome.reason
    return outcome.id


def list_ids(desk, view: View) -> list[int]:
    """The articles of a list, in its order."""
    return [key.article_id for key in desk.list_keys(view, None, 1_000_000)]


def make_first_version(path: Path, articles: int) -> None:
    """A library as version 1 wrote it, each article naming the next by title, every third by address too."""
    db = sqlite3.connect(path, isolation_level=None)
    # All at once: else the disk is waited for at each of its rows.
    db.execute("BEGIN")
    for statement in MIGRATIONS[0].statements:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
    for number in range(1, articles + 1):
        title, url = f"Ferry number {number} returns", f"https://post.example/{number}"
        headline = {"text": f"Ferry number {number + 1} returns", "url": "" if number % 3 else f"{url[:-1]}x"}
        content = {
            "parts": [{"kind": "paragraph", "text": f"Café keeper {number} waved."}],
            "sections": [{"heading": "More", "headlines": [headline], "topics": [], "labels": []}],
        }
        db.execute(
            "INSERT INTO article (title, title_key, url, url_key, site, source, published, day, sort_at, byline, words,"
            " content_hash, added_at, read_at, bookmarked_at)"
            " VALUES (?, ?, ?, ?, 'Post', 'Post', '2031-03-04', '2031-03-04', ?, 'Ada Quill', 4, ?, 1, ?, ?)",
            (title, title_key(title), url, url_key(url), 1000 + number, b"%d" % number, number % 2 or None, 5.0),
        )
        db.execute("INSERT INTO body VALUES (?, ?)", (number, zlib.compress(json.dumps(content).encode())))
        db.execute(
            "INSERT INTO edge VALUES (?, 1, 0, ?, ?, ?, ?, '', '', '')",
            (number, headline["text"], title_key(headline["text"]), headline["url"], url_key(headline["url"])),
        )
    db.execute("INSERT INTO wish VALUES ('ferry number 41 returns', 'Ferry number 41 returns', '', '', 1)")
    db.execute("INSERT INTO run (pid) VALUES (1)")
    db.execute(
        "INSERT INTO journal (run_id, changed_at, action, is_on, title, before) VALUES (1, 1, 'read', 1, '', '{}')"
    )
    db.execute("COMMIT")
    db.close()
