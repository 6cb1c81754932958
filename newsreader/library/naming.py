"""What stored articles name: headlines often named and not stored, and by how many one is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.library.content import unpack_content
from newsreader.library.index import ask_naming, ask_url
from newsreader.library.keys import hash_key
from newsreader.library.links import number_edges
from newsreader.library.rows import find_newest
from newsreader.model import Wish
from newsreader.text import title_key, url_key

if TYPE_CHECKING:
    import sqlite3

    from newsreader.model import Edge

# How many of the articles stored last are looked at for what they often name, and how many have to name it.
_MOST_NAMING, _LEAST_NAMING = 5000, 3
# Few words are a section's name, or a button.
_LEAST_BLANKS = 2
_OFTEN_NAMED = f"""
SELECT title_hash, count(DISTINCT article_id) AS named_by, max(article_id), number FROM edge
WHERE article_id > ? AND title_hash <> 0 GROUP BY title_hash HAVING named_by >= {_LEAST_NAMING}
ORDER BY named_by DESC, max(article_id) DESC
"""


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
            " OR EXISTS (SELECT 1 FROM alias WHERE url_hash = ?)"
            " OR EXISTS (SELECT 1 FROM wish WHERE title_hash = ?)",
            (title_hash, *(hash_key(address_key),) * 2, title_hash),
        ).fetchone()[0]
        if not is_known and key.count(" ") >= _LEAST_BLANKS:
            found.append(Wish(key, edge.text, edge.url, 0.0, named_by, is_asked=False))
            if len(found) == limit:
                break
    return found


def count_naming(db: sqlite3.Connection, key: str, address_key: str) -> int:
    """How many stored articles name the headline of this title's key or this address's key."""
    match = f"({ask_naming(key)}) OR {ask_url(hash_key(address_key))}"
    return int(db.execute("SELECT count(*) FROM naming WHERE naming MATCH ?", (match,)).fetchone()[0])


def _load_edge(db: sqlite3.Connection, article_id: int, number: int) -> Edge:
    data = db.execute("SELECT data FROM body WHERE article_id = ?", (article_id,)).fetchone()[0]
    return number_edges(*unpack_content(data))[number - 1]
