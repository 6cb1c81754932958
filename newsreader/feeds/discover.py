"""The feeds of a site: those that a page of it names, and the addresses at which sites have theirs."""

from __future__ import annotations

from itertools import zip_longest
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from newsreader.model import Link
from newsreader.text import clean_line, clean_url

# What a page calls its feeds (RSS advisory board, "Autodiscovery"; RFC 4287; jsonfeed.org), the better ones first.
_TYPES = {
    "application/atom+xml": "Atom",
    "application/rss+xml": "RSS",
    "application/rdf+xml": "RDF",
    "application/feed+json": "JSON Feed",
    "application/json": "JSON Feed",
    "application/xml": "XML",
    "text/xml": "XML",
}
# WordPress, Ghost, Jekyll, Hugo, Blogger, Substack, Medium and others, by how usual they are.
_PATHS = (
    "feed",
    "rss",
    "feed.xml",
    "atom.xml",
    "rss.xml",
    "index.xml",
    "feed.json",
    "feeds/posts/default",
    "index.rdf",
    "blog/feed",
    "blog/index.xml",
)
# A page with more links in its head than this names something else by them.
_MOST_LINKS = 50
# The parser takes time in the square of some numbers; a page's head is short.
_LONGEST_HEAD = 300_000
# Data of WordPress's own interface, which it names in the same way as a feed.
_NO_FEEDS = ("/wp-json", "/oembed", "application/json+oembed")


def find_feeds(html: str, url: str) -> tuple[Link, ...]:
    """The feeds that a page names, each once, in its order; `text` is its title, else the format."""
    tree = LexborHTMLParser(html[:_LONGEST_HEAD])
    declared = tree.css_first("base[href]")
    base = clean_url(declared.attributes.get("href") or "", url) if declared else ""
    found: dict[str, Link] = {}
    for node in tree.css("link[href], a[type][href]")[:_MOST_LINKS]:
        said = {name: value or "" for name, value in node.attributes.items()}
        kind = said.get("type", "").partition(";")[0].strip().lower()
        relations = said.get("rel", "").lower().split()
        if kind not in _TYPES or not {"alternate", "feed"}.intersection(relations):
            continue
        address = clean_url(said["href"].strip(), base or url)
        if address and not any(mark in address for mark in _NO_FEEDS):
            found.setdefault(address, Link(clean_line(said.get("title", "")) or _TYPES[kind], address))
    return tuple(found.values())


def guess_feeds(url: str) -> tuple[str, ...]:
    """The addresses to try where a page names no feed: below the page itself and at the site's root, by turns."""
    parts = urlsplit(clean_url(url))
    if not parts.hostname:
        return ()
    root = f"{parts.scheme}://{parts.netloc}/"
    # `/blog/2031/goats.html` is a page; `/blog/` may have a feed.
    folder = urljoin(root, parts.path.rpartition("/")[0].lstrip("/") + "/") if parts.path.strip("/") else root
    below = [f"{folder}{path}" for path in _PATHS[:6]] if folder != root else []
    both = zip_longest(below, (f"{root}{path}" for path in _PATHS))
    return tuple(dict.fromkeys(address for pair in both for address in pair if address))
