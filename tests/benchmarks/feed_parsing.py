"""How fast feeds are parsed: `python tests/benchmarks/feed_parsing.py [--feeds 40] [--entries 100]`.

Makes feeds of made-up articles (300 to 900 words each; the same seed makes the same ones), RSS and Atom by turns, and
prints how many entries a second of one core's time are read as they are, with a fault in each feed, and by feedparser
alone, and what an entry's text takes to be made parts; each is the best of three.
"""

from __future__ import annotations

import argparse
import io
import random
import time
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import feedparser

from newsreader.feeds.parse import parse_feed
from newsreader.feeds.tree import read_tree
from newsreader.sources.fragment import read_fragment

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 20310304
URL = "https://isle.example/feed"
RUNS = 3
# feedparser is slow enough to be told by fewer.
FEEDPARSER_SHARE = 8
TEXT = """
    the ferry a goat keeper of lighthouse and quay fog island harbour bell left came back again slowly under over with
    without council fishers said that no one had seen it before “never” — naïve café storm tide & rope lantern
"""
WORDS = TEXT.split()


def make_text(chance: random.Random) -> str:
    """An article's HTML: paragraphs, now and then a heading, a list, a quotation, a link."""
    pieces: list[str] = []
    left = chance.randint(300, 900)
    while left > 0:
        words = [chance.choice(WORDS) for _ in range(chance.randint(30, 90))]
        left -= len(words)
        words[3] = f'<a href="/{words[3]}">{words[3]}</a>'
        text = " ".join(words).replace(" & ", " &amp; ")
        kind = chance.randrange(12)
        pieces.append(f"<p>{text}</p>")
        if kind == 0:
            pieces.append(f"<h2>{' '.join(words[4:9])}</h2>")
        elif kind == 1:
            pieces.append(f"<ul><li>{words[5]}</li><li>{words[6]}</li></ul>")
        elif kind == 2:
            pieces.append(f"<blockquote><p>{' '.join(words[4:20])}</p></blockquote>")
    return "\n".join(pieces).replace(" & ", " &amp; ")


def make_feed(number: int, entries: int) -> str:
    """A feed: RSS if its number is even, else Atom; its texts in CDATA or escaped."""
    chance = random.Random(SEED + number)
    pieces: list[str] = []
    for entry in range(entries):
        html = make_text(chance)
        text = f"<![CDATA[{html}]]>" if chance.random() < 0.5 else escape(html)
        title = f"{entry} {' '.join(chance.choices(WORDS, k=8))}"
        address = f"https://isle.example/{number}/{entry}"
        if number % 2:
            pieces.append(
                f'<entry><title>{escape(title)}</title><link href="{address}"/>'
                f"<id>tag:isle.example,2031:{number}/{entry}</id>"
                f"<updated>2031-03-04T08:{entry % 60:02}:00Z</updated><author><name>A. Keeper</name></author>"
                f'<summary>{escape(title)}</summary><content type="html">{text}</content></entry>'
            )
        else:
            pieces.append(
                f"<item><title>{escape(title)}</title><link>{address}</link>"
                f"<guid isPermaLink='false'>{number}/{entry}</guid>"
                f"<pubDate>Tue, 04 Mar 2031 08:{entry % 60:02}:00 GMT</pubDate><dc:creator>A. Keeper</dc:creator>"
                f"<category>sea</category><description>{escape(title)}</description>"
                f"<content:encoded>{text}</content:encoded></item>"
            )
    head = "<title>Isle Courier</title>"
    if number % 2:
        return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{"".join(pieces)}</feed>'
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{head}{"".join(pieces)}</channel></rss>'
    )


def measure(name: str, count: int, run: Callable[[], object]) -> None:
    """Print how many of `count` things `run` does in a second of processor time."""
    best = float("inf")
    for _ in range(RUNS):
        began = time.process_time()
        run()
        best = min(best, time.process_time() - began)
    print(f"{name:34} {count / best:9,.0f}/s  {best / count * 1e6:7.1f} µs each")


def main() -> None:
    """Make the feeds and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=40)
    parser.add_argument("--entries", type=int, default=100)
    options = parser.parse_args()
    feeds = [make_feed(number, options.entries).encode() for number in range(options.feeds)]
    faulty = [feed.replace(b"<title>Isle", b"<title>&nbsp;Isle") for feed in feeds]
    count = options.feeds * options.entries
    parsed = [parse_feed(feed, url=URL) for feed in feeds]
    texts = [entry.html for feed in parsed for entry in feed.entries]
    print(
        f"{count:,} entries, {sum(map(len, feeds)) / 1e6:.1f} MB, {sum(map(len, texts)) / count:,.0f} characters each\n"
    )
    few = feeds[: max(1, options.feeds // FEEDPARSER_SHARE)]
    measure("parsed", count, lambda: [parse_feed(feed, url=URL) for feed in feeds])
    measure("  of this, XML made a tree", count, lambda: [ElementTree.fromstring(feed) for feed in feeds])
    measure("  and the tree read", count, lambda: [read_tree(ElementTree.fromstring(feed)) for feed in feeds])
    measure("parsed, with a fault", count, lambda: [parse_feed(feed, url=URL) for feed in faulty])
    measure(
        "feedparser alone",
        len(few) * options.entries,
        lambda: [feedparser.parse(io.BytesIO(feed), sanitize_html=False, resolve_relative_uris=False) for feed in few],
    )
    measure("text made parts", count, lambda: [read_fragment(text, URL) for text in texts])


if __name__ == "__main__":
    main()
