"""A page as it is stored: columns, content, keys of links, words of the index. Pure, so that it can be done ahead."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.digests import digest, digest_whole
from newsreader.library import index, links
from newsreader.library.closeness import is_cut_off
from newsreader.library.content import DUMP_LEVEL, count_words, join_text, pack_content, unpack_content
from newsreader.library.index import LinkKey
from newsreader.library.keys import hash_key
from newsreader.model import Article, Page
from newsreader.text import site_of, title_key, url_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.library.index import Texts
    from newsreader.model import Edge, Origin, Part, Section


class PackedPage(NamedTuple):
    """A page, ready to be stored, and where it came from.

    `digest` is by what the bytes of its dump are known again, `dump` is them compressed, where they are to be stored;
    `values` are the columns of its article; `moment` its publication in Unix seconds, None where it states none;
    `names` is what is indexed of how it is called and what it names.
    """

    origin: Origin
    digest: bytes
    dump: bytes
    values: dict[str, Any]
    moment: float | None
    content: bytes
    edges: tuple[LinkKey, ...]
    texts: Texts
    names: str
    confidence: float | None = None


class PackedEntry(NamedTuple):
    """An entry, ready to be stored: by what its feed knows it, by what a change of it is seen, its page."""

    guid_hash: int
    digest: int
    page: PackedPage
    is_summary: bool


def pack_page(page: Page, origin: Origin, *, is_stored: bool = False) -> PackedPage:
    """Pack a page, with its dump unless that `is_stored`."""
    article = page.article
    url = article.url or origin.url
    key, address_key = title_key(article.title), url_key(url)
    text, byline = join_text(article.parts), "\n".join(article.byline)
    edges = key_edges(links.number_edges(article.parts, page.sections))
    return PackedPage(
        replace(origin, data=b""),
        digest_dump(origin.data) if origin.data else b"",
        b"" if is_stored or not origin.data else zlib.compress(origin.data, DUMP_LEVEL),
        {
            "title": article.title,
            "title_key": key,
            "title_hash": hash_key(key),
            "url": url,
            "url_key": address_key,
            "url_hash": hash_key(address_key),
            "site": article.site,
            "source": article.site or site_of(url) or _name_file(origin.name),
            "published": article.published,
            "day": article.published[:10],
            "byline": byline,
            "words": count_words(article.parts),
            "links": len(edges),
            "content_hash": digest(text.encode(), 16),
        },
        to_moment(article.published),
        pack_content(article.parts, page.sections),
        edges,
        index.make_texts(article.title, text, byline, article.site, url),
        index.make_names(key, edges),
        page.confidence,
    )


def complete_page(packed: PackedPage, url: str, site: str, published: str) -> PackedPage:
    """Pack a page anew, with this address, site and date."""
    values = packed.values
    byline = tuple(values["byline"].split("\n")) if values["byline"] else ()
    parts, sections = unpack_content(packed.content)
    article = Article(values["title"], published, byline, parts, url, site)
    completed = pack_page(Page(article, sections, packed.confidence), packed.origin)
    return completed._replace(digest=packed.digest, dump=packed.dump)


def key_edges(edges: Sequence[Edge]) -> tuple[LinkKey, ...]:
    """By what links meet articles."""
    titles = [title_key(edge.text) for edge in edges]
    return tuple(
        LinkKey(edge.number, title, is_cut_off(edge.text), hash_key(title), hash_key(url_key(edge.url)))
        for edge, title in zip(edges, titles, strict=True)
    )


def name_page(title: str, parts: tuple[Part, ...], sections: tuple[Section, ...]) -> str:
    """What is indexed of how a stored page is called, and of what it names."""
    return index.make_names(title_key(title), key_edges(links.number_edges(parts, sections)))


def digest_dump(data: bytes) -> bytes:
    """By what a dump is known again."""
    return digest_whole(data)


def to_moment(published: str) -> float | None:
    """A publication as Unix seconds, a time without a zone read as UTC; None where it states no date."""
    for completed in (published, f"{published}-01", f"{published}-01-01"):
        try:
            moment = datetime.fromisoformat(completed)
        except ValueError:
            continue
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return None


def _name_file(name: str) -> str:
    return "standard input" if name == "-" else PurePath(name).name or "unnamed"
