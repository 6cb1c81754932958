"""The full-text index: what of an article goes into it, and how it leaves.

The index holds no text (FTS5, contentless): what is taken out of it must be given again as it went in, so an article
leaves it before it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsreader.library.content import join_text
from newsreader.library.tokens import fold_text
from newsreader.text import site_of

if TYPE_CHECKING:
    import sqlite3

    from newsreader.model import Part


class Texts(NamedTuple):
    """What is indexed of an article, folded: the columns of the index."""

    title: str
    body: str
    byline: str
    site: str


def make_texts(title: str, parts: tuple[Part, ...], byline: str, site: str, url: str) -> Texts:
    """What is indexed of an article, of its columns and parts as they are stored."""
    return Texts(
        fold_text(title),
        fold_text(join_text(parts)),
        fold_text(byline.replace("\n", " ")),
        fold_text(f"{site} {site_of(url)}"),
    )


def index_article(db: sqlite3.Connection, article_id: int, texts: Texts) -> None:
    """Put an article into the index, in which it is not."""
    db.execute("INSERT INTO search (rowid, title, body, byline, site) VALUES (?, ?, ?, ?, ?)", (article_id, *texts))


def forget_article(db: sqlite3.Connection, article_id: int, texts: Texts) -> None:
    """Take an article out of the index, given what went in."""
    db.execute(
        "INSERT INTO search (search, rowid, title, body, byline, site) VALUES ('delete', ?, ?, ?, ?, ?)",
        (article_id, *texts),
    )
