"""How a library does when it is large: `python tests/benchmarks/library_scale.py [--articles 1000000] [--folder DIR]`.

Makes two libraries of made-up articles (some 500 words, ten headlines, a raw dump of 6 KB each; the same seed makes the
same ones), one of 1,000 and one as large as asked. Prints for both what takes how long, in ms (median and 95th of 100),
how fast they were filled, and what an article takes on disk. They are filled as `add` does it: other processes make
pages (where they would split) and pack them, this one stores them; the making counts too. A million take some 20
minutes and 14 GB.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library.packing import pack_page
from newsreader.library.rows import Key
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section, View
from newsreader.processes import count_processes, map_ahead

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsreader.library.packing import PackedPage

SEED = 20310304
SMALL = 1000
WORDS, HEADLINES, SITES = 500, 10, 200
SYLLABLES = [
    first + last
    for first in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "br")
    for last in ("a", "e", "i", "o", "u", "ai", "or", "en")
]
VOCABULARY = 30_000
PARAGRAPHS, PARAGRAPH_WORDS = 50_000, 83
# Each of these is in 5 % of the articles, this one in three or so, and this one in nearly all.
COMMON = ("quillow", "harbrin")
RARE = "ormuzelle"
RUNS = 100
# Articles made at a time, and added between two lines on how fast that is.
BLOCK, STEP = 100, 100_000


class Press:
    """Makes pages, each by its number."""

    def __init__(self, articles: int) -> None:
        random = np.random.default_rng(SEED)
        picks = random.integers(0, len(SYLLABLES), size=(VOCABULARY, 4))
        lengths = random.integers(1, 5, size=VOCABULARY)
        self.words = [
            "".join(SYLLABLES[pick] for pick in row[:length]) for row, length in zip(picks, lengths, strict=True)
        ]
        # Words are as frequent as in any language: by one over their rank.
        weights = 1 / np.arange(1, VOCABULARY + 1)
        cumulated = np.cumsum(weights / weights.sum())
        # Articles are put together of these: to make each word by word would take longer than to add it.
        drawn = np.searchsorted(cumulated, random.random((PARAGRAPHS, PARAGRAPH_WORDS))).clip(0, VOCABULARY - 1)
        self._paragraphs = [" ".join([self.words[place] for place in row]).capitalize() + "." for row in drawn.tolist()]
        self.articles = articles

    @property
    def frequent(self) -> str:
        """The most frequent word."""
        return self.words[0]

    def title(self, number: int) -> str:
        """The title of an article, unlike all others."""
        picks = [self.words[(number * 7919 + place * 104_729 + number // 31) % VOCABULARY] for place in range(7)]
        return f"{' '.join(picks).capitalize()} {number}"

    def url(self, number: int) -> str:
        """The address of an article."""
        return f"https://site{number % SITES}.example/news/{number}"

    def make(self, number: int) -> tuple[Page, Origin]:
        """A page whose headlines name articles before and after it, some with their addresses, and some of nowhere."""
        random = np.random.default_rng((SEED, number))
        draws = random.random(len(COMMON))
        found = [word for word, draw in zip(COMMON, draws, strict=True) if draw < 0.05]
        found += [RARE] if number % max(1, self.articles // 3) == 5 else []
        picks = random.integers(0, PARAGRAPHS, size=WORDS // PARAGRAPH_WORDS).tolist()
        paragraphs = [*(self._paragraphs[pick] for pick in picks), " ".join([f"Number {number}", *found, "ends."])]
        others = (random.random(HEADLINES) * self.articles).astype(int).tolist()
        lines = [
            Headline(self.title(other), url=self.url(other) if place % 2 else "")
            if place < HEADLINES // 2
            else Headline(f"{self.title(other)} elsewhere {number}")
            for place, other in enumerate(others)
        ]
        published = time.strftime("%Y-%m-%dT%H:%M", time.gmtime(1_600_000_000 + number * 120))
        article = Article(
            self.title(number),
            published,
            (f"Ada {self.words[number % 5000].capitalize()}",),
            tuple(Part(PartKind.PARAGRAPH, text) for text in paragraphs),
            self.url(number),
            f"Site {number % SITES}",
        )
        dump = "\n\n".join([article.title, *paragraphs, *(line.text for line in lines)])
        start = number % (VOCABULARY - 1300)
        menu = " ".join(self.words[start : start + 1200])
        page = Page(article, (Section("More", tuple(lines)),))
        return page, Origin(f"{dump}\n{menu}"[:6000].encode(), f"{number}.txt")


@cache
def get_press(articles: int) -> Press:
    """The press of a library of this size: one for each process."""
    return Press(articles)


def pack_block(numbers: range, articles: int) -> list[PackedPage]:
    """What the processes do beside the one that stores."""
    press = get_press(articles)
    return [pack_page(*press.make(number)) for number in numbers]


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the libraries are put, and left (a temporary one)")
    options = parser.parse_args()
    if options.folder:
        measure_all(options.folder, options.articles)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure_all(Path(folder), options.articles)


def measure_all(folder: Path, articles: int) -> None:
    """Both libraries, side by side."""
    columns = {}
    for size in (SMALL, articles):
        path = folder / f"library-{size}.sqlite"
        press = Press(size)
        if not path.exists():
            fill(path, press)
        columns[size] = measure(path, press)
    print(f"\n{'ms, median (95th)':<44}{SMALL:>18,}{articles:>18,}{'ratio':>8}")
    for name, small in columns[SMALL].items():
        large = columns[articles][name]
        cells = [f"{median:.2f} ({high:.2f})" for median, high in (small, large)]
        print(f"{name:<44}{cells[0]:>18}{cells[1]:>18}{large[0] / small[0]:>8.2f}")
    print_sizes(folder / f"library-{articles}.sqlite", articles)


def fill(path: Path, press: Press) -> None:
    """Add all articles."""
    begun = since = time.perf_counter()
    blocks = (range(start, min(start + BLOCK, press.articles)) for start in range(0, press.articles, BLOCK))
    work = partial(pack_block, articles=press.articles)
    with Desk(path, Settings()) as desk:
        packed = chain.from_iterable(map_ahead(work, blocks, count_processes(press.articles)))
        done = 0
        while added := sum(1 for _ in desk.add_packed(islice(packed, STEP))):
            done += added
            now = time.perf_counter()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{done:>9,} added: {added / (now - since):,.0f} a second, {memory:.0f} MiB at most", flush=True)
            since = now
    print(f"{done:>9,} in all: {done / (since - begun):,.0f} a second", flush=True)


def measure(path: Path, press: Press) -> dict[str, tuple[float, float]]:
    """What the app and the commands do, each so many times: the median and the 95th percentile of the ms."""
    random = np.random.default_rng(1)
    ids = (random.integers(1, press.articles + 1, size=RUNS)).tolist()
    found: dict[str, tuple[float, float]] = {}

    def open_and_list(_: int) -> None:
        with Desk(path, Settings()) as desk:
            desk.list_page(View.ALL, None, 100)
            for view in (View.ALL, View.UNREAD, View.BOOKMARKS, View.WANTED):
                desk.count(view)

    found["open, first page of the list, counts"] = clock(open_and_list, RUNS)
    with Desk(path, Settings()) as desk:
        keys = [desk._db.execute("SELECT sort_at, id FROM article WHERE id = ?", (each,)).fetchone() for each in ids]
        found["next page, anywhere in the list"] = clock(
            lambda run: desk.list_page(View.ALL, Key(*keys[run]), 100), RUNS
        )
        found["an article with its sidebar"] = clock(lambda run: desk.read(ids[run]), RUNS)
        searches = {
            "search: two words in 5 % each": " ".join(COMMON),
            "search: one word in 5 %": COMMON[0],
            "search: a rare word": RARE,
            "search: a word in nearly all": press.frequent,
            "search: three frequent words": " ".join(press.words[:3]),
            "search: a phrase of frequent words": f'"{press.words[0]} {press.words[1]}"',
            "search: beginning of a word": f"{COMMON[0][:3]}*",
            "search: a title": press.title(press.articles // 2),
            "search: word, site and date": f"{COMMON[0]} site:site7.example after:2021",
            "list: is:unread has:links": "is:unread has:links",
            "list: has:note (none)": "has:note",
            "list: no author, read (none)": "-has:author is:read",
        }
        for name, query in searches.items():

            def search(_: int, query: str = query) -> None:
                desk.find_hits(query, desk.find_ids(query, 50))

            found[name] = clock(search, 20)
        # The first of each has to wait for what the runs before have left to be written.
        pages = [press.make(press.articles + number) for number in range(RUNS + 1)]
        desk.add_page(*pages.pop())
        start = time.time_ns()
        fresh = [
            (page, Origin(b"%d " % (start + number) + origin.data, origin.name))
            for number, (page, origin) in enumerate(pages)
        ]
        found["add one article, linked, searchable"] = clock(lambda run: desk.add_page(*fresh[run]), RUNS)
        found["bookmark"] = clock(lambda run: desk.set_bookmarked(ids[run], True), RUNS)
    return found


def clock(work: Callable[[int], object], runs: int) -> tuple[float, float]:
    """The median and the 95th percentile of so many runs, in ms."""
    times = []
    for run in range(runs):
        start = time.perf_counter()
        work(run)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), sorted(times)[int(0.95 * (runs - 1))]


def print_sizes(path: Path, articles: int) -> None:
    """Bytes an article, by table and index; and bodies and dumps against what they are compressed."""
    print(
        f"\n{path.stat().st_size / articles:,.0f} bytes an article; of tables and indexes of more than 10:", flush=True
    )
    with Desk(path, Settings()) as desk:
        # Pages, because the sum of their bytes overflows where a table has more than 2 GB.
        page_size = desk._db.execute("PRAGMA page_size").fetchone()[0]
        pages = desk._db.execute("SELECT name, pageno FROM dbstat WHERE aggregate = TRUE ORDER BY pageno DESC")
        sizes = [(name, count * page_size) for name, count in pages]
        for name, size in sizes:
            if size / articles > 10:
                print(f"  {name:<22}{size / articles:>10,.0f}")
        for table in ("body", "dump"):
            compressed = desk._db.execute(f"SELECT sum(length(data)) FROM {table}").fetchone()[0]
            print(f"  {table}: {dict(sizes)[table] / compressed:.2f} x its compressed content")


if __name__ == "__main__":
    sys.exit(main())
