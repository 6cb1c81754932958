"""The indexes of what articles say and of what they name: what goes into them, and how it leaves.

They hold no text (FTS5, contentless): what is taken out of them must be given again as it went in, so an article leaves
them before it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsreader.library.tokens import fold_text
from newsreader.text import site_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


class Texts(NamedTuple):
    """What is indexed of an article, folded: the columns of the index."""

    title: str
    body: str
    byline: str
    site: str


def make_texts(title: str, text: str, byline: str, site: str, url: str) -> Texts:
    """What is indexed of an article, of its text and columns as they are stored."""
    return Texts(
        fold_text(title),
        fold_text(text),
        fold_text(byline.replace("\n", " ")),
        fold_text(f"{site} {site_of(url)}"),
    )


def index_article(db: sqlite3.Connection, article_id: int, texts: Texts, keys: Sequence[tuple[int, int]]) -> None:
    """Put an article into the indexes, in which it is not: its words, and the keys (title, address) that it names."""
    db.execute("INSERT INTO search (rowid, title, body, byline, site) VALUES (?, ?, ?, ?, ?)", (article_id, *texts))
    if keys:
        db.execute("INSERT INTO naming (rowid, keys) VALUES (?, ?)", (article_id, _join_keys(keys)))


def forget_article(db: sqlite3.Connection, article_id: int, texts: Texts, keys: Sequence[tuple[int, int]]) -> None:
    """Take an article out of the indexes, given what went in."""
    db.execute(
        "INSERT INTO search (search, rowid, title, body, byline, site) VALUES ('delete', ?, ?, ?, ?, ?)",
        (article_id, *texts),
    )
    if keys:
        db.execute("INSERT INTO naming (naming, rowid, keys) VALUES ('delete', ?, ?)", (article_id, _join_keys(keys)))


def ask_title(title_hash: int) -> str:
    """What the index of names is asked for a title's key."""
    return f"t{title_hash & _WHOLE:x}" if title_hash else _NOTHING


def ask_url(url_hash: int) -> str:
    """What the index of names is asked for an address's key."""
    return f"u{url_hash & _WHOLE:x}" if url_hash else _NOTHING


# Hashes are signed, their writing is not.
_WHOLE = (1 << 64) - 1
_NOTHING = "nothing"


def _join_keys(keys: Sequence[tuple[int, int]]) -> str:
    return " ".join([f"t{title_hash & _WHOLE:x} u{url_hash & _WHOLE:x}" for title_hash, url_hash in keys])
