"""The indexes of what articles say, what they are called and what they name: what goes into them, and how it leaves.

They hold no text (FTS5, contentless): what is taken out of them must be given again as it went in, so an article leaves
them before it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsreader.digests import digest
from newsreader.library.closeness import get_keys, get_opening
from newsreader.library.tokens import fold_text
from newsreader.text import site_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence


class Texts(NamedTuple):
    """What is indexed of an article's words, folded: the columns of the index."""

    title: str
    body: str
    byline: str
    site: str


class LinkKey(NamedTuple):
    """By what a link meets articles: its title's key, whether that is cut off, the number of it, and that of its
    address's key.
    """

    number: int
    title_key: str
    is_cut_off: bool
    title_hash: int
    url_hash: int


def make_texts(title: str, text: str, byline: str, site: str, url: str) -> Texts:
    """What is indexed of an article, of its text and columns as they are stored."""
    return Texts(
        fold_text(title),
        fold_text(text),
        fold_text(byline.replace("\n", " ")),
        fold_text(f"{site} {site_of(url)}"),
    )


def make_names(key: str, links: Iterable[LinkKey]) -> str:
    """What is indexed of how an article is called (its title's key) and of what it names, as words."""
    found = {*_write_title(key, _CALLED), _write_opening(key, _CALLED_ALIKE)}
    for link in links:
        found.update(_write_title(link.title_key, _NAMED))
        if link.is_cut_off:
            found.add(_write_opening(link.title_key, _NAMED_ALIKE))
        if link.url_hash:
            found.add(_write_url(link.url_hash))
    return " ".join(sorted(found))


def index_articles(db: sqlite3.Connection, entries: Sequence[tuple[int, Texts, str]]) -> None:
    """Put articles into the indexes, in which they are not, each by its id, its words, and its names."""
    db.executemany(
        "INSERT INTO search (rowid, title, body, byline, site) VALUES (?, ?, ?, ?, ?)",
        [(article_id, *texts) for article_id, texts, _ in entries],
    )
    db.executemany("INSERT INTO naming (rowid, keys) VALUES (?, ?)", [(each, names) for each, _, names in entries])


def forget_article(db: sqlite3.Connection, article_id: int, texts: Texts, names: str) -> None:
    """Take an article out of the indexes, given what went in."""
    db.execute(
        "INSERT INTO search (search, rowid, title, body, byline, site) VALUES ('delete', ?, ?, ?, ?, ?)",
        (article_id, *texts),
    )
    db.execute("INSERT INTO naming (naming, rowid, keys) VALUES ('delete', ?, ?)", (article_id, names))


def merge_names(db: sqlite3.Connection, articles: int) -> bool:
    """Merge some of the index of names, for so many articles that came in; whether there may be more to merge.

    Each lookup asks all its segments: some twenty after many were added, four or five when they are merged.
    """
    before = db.total_changes
    db.execute("INSERT INTO naming (naming, rank) VALUES ('merge', ?)", (max(1, articles // _MERGED_ARTICLES),))
    # "If the difference is less than 2, the 'merge' command was a no-op": https://www.sqlite.org/fts5.html
    return db.total_changes - before >= 2


def ask_called(key: str, *, is_cut_off: bool = False) -> str:
    """What `naming` is asked for articles that are called as this title begins or ends; one that is cut off begins."""
    return _write_opening(key, _CALLED_ALIKE) if is_cut_off else ask_keys(get_keys(key))


def ask_keys(keys: Sequence[str]) -> str:
    """What `naming` is asked for articles that are called as titles of these keys begin or end."""
    return " OR ".join(_write_keys(keys, _CALLED))


def ask_naming(key: str) -> str:
    """What `naming` is asked for articles that name this title."""
    return " AND ".join(_write_title(key, _NAMED))


def ask_naming_alike(key: str) -> str:
    """What `naming` is asked for articles that name a title which begins or ends as this one, or is cut off."""
    return " OR ".join([*_write_title(key, _NAMED), _write_opening(key, _NAMED_ALIKE)])


def ask_url(url_hash: int) -> str:
    """What `naming` is asked for articles that name the address of this number."""
    return _write_url(url_hash) if url_hash else _NOTHING


# A word of this index is a letter, by what it stands for, and a number: how a title begins and how it ends, of the
# article's own and of those that it names; how alone its own begins, and those that it names cut off; an address that
# it names.
_CALLED, _NAMED = "be", "oc"
_CALLED_ALIKE, _NAMED_ALIKE = "a", "k"
_NOTHING = "nothing"
# For so many articles a page of the index (4 KB) is merged: eight times as much as they put into it. Half of that left
# 17 segments of a million articles, and looking one up took 2.0 ms instead of 1.3.
_MERGED_ARTICLES = 2
# Two titles that differ have one number of so many bytes with a chance of 1 in 10^12; what is found is looked at.
_TITLE_BYTES = 5
# Numbers of addresses are signed, their writing is not.
_WHOLE = (1 << 64) - 1


def _write_title(key: str, letters: str) -> list[str]:
    return _write_keys(get_keys(key), letters)


def _write_keys(keys: Sequence[str], letters: str) -> list[str]:
    return [letter + _shorten(part) for letter, part in zip(letters, keys, strict=False)]


def _write_opening(key: str, letter: str) -> str:
    return letter + _shorten(get_opening(key))


def _shorten(part: str) -> str:
    return digest(part.encode(), _TITLE_BYTES).hex()


def _write_url(url_hash: int) -> str:
    return f"u{url_hash & _WHOLE:x}"
