"""Newsboat's cache, made up."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# As newsboat 2.21 makes it.
SCHEMA = """
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
    unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
    enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
    base VARCHAR(128) NOT NULL DEFAULT "");
"""


def make_cache(
    path: Path, *rows: tuple[object, ...], script: str = "", feed: str = "https://isle.example/feed"
) -> None:
    """Make one with articles of a feed: guid, title, author, url, date, content, unread, enclosure's url and type,
    flags, deleted; `script` is SQL that runs first.
    """
    cache = sqlite3.connect(path)
    cache.executescript(SCHEMA + script)
    cache.executemany(
        "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, enclosure_url,"
        " enclosure_type, flags, deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*row[:4], feed, *row[4:]) for row in rows],
    )
    cache.commit()
    cache.close()
