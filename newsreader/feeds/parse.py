"""Feeds parsed: RSS 0.9-2.0, RDF, Atom and JSON Feed, as they should be and as they are, into what they say."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from newsreader.feeds.decoding import decode
from newsreader.feeds.dialects import read_dialect
from newsreader.feeds.entries import finish
from newsreader.feeds.jsonfeed import read_json
from newsreader.feeds.mending import mend
from newsreader.feeds.tree import DeclinedError, read_tree
from newsreader.model import FeedError

if TYPE_CHECKING:
    from newsreader.feeds.drafts import FeedDraft
    from newsreader.model import FeedContent

# A feed of 50,000 entries has a million. The most take some ten seconds, and the tree of them 250 MB.
_MOST_TAGS = 1_500_000

# The outermost element. What stands before it is dropped, and with it all declarations: entities that grow (billion
# laughs) or lead elsewhere are never declared to the parser.
_START = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<name>(?:[A-Za-z][\w.-]{0,30}:)?(?P<local>rss|rdf|feed|channel|opml))(?=[\s/>])"
    r"|<(?P<page>!doctype\s+html|html|head|body)(?=[\s/>])",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)


def parse_feed(data: bytes, *, url: str, content_type: str = "", now: float | None = None) -> FeedContent:
    """What the feed that was fetched from `url` says; raises FeedError, in plain words, where it is none.

    `content_type` is the server's header. Dates more than two days after `now` (Unix seconds) count as missing.
    """
    text = decode(data, content_type).lstrip()
    if not text:
        raise FeedError("empty: the server sent nothing, not even a feed without entries")
    draft = read_json(text) if text[0] == "{" else _read_xml(text, url)
    return finish(draft, url, time.time() if now is None else now)


def _read_xml(text: str, url: str) -> FeedDraft:
    text = _cut_out(text, url)
    if text.count("<") > _MOST_TAGS:
        raise FeedError(f"too large: it has more than {_MOST_TAGS:,} tags")
    try:
        root = ElementTree.fromstring(text.encode("utf-8", "replace"))
    except ElementTree.ParseError:
        mended = mend(text)
        # A large feed takes its size several times over.
        del text
        try:
            root = ElementTree.fromstring(mended)
        except ElementTree.ParseError as error:
            raise FeedError(f"not a feed: it can't be read as XML ({error})") from None
    try:
        return read_tree(root)
    except DeclinedError:
        return read_dialect(root)


def _cut_out(text: str, url: str) -> str:
    """The outermost element of a feed, from its tag on."""
    for match in _START.finditer(text):
        if match["page"]:
            raise FeedError(f"a web page, not a feed: `newsreader feed discover {url}` looks for the feeds it names")
        if match["local"] and match["local"].lower() == "opml":
            raise FeedError("a list of feeds (OPML), not a feed: `newsreader feed import FILE` takes such lists")
        if match["name"]:
            end = text.rfind(f"</{match['name']}")
            end = text.find(">", end) + 1 if end >= 0 else 0
            return text[match.start() : end or len(text)]
    raise FeedError("not a feed: neither RSS, Atom, RDF nor JSON Feed")
