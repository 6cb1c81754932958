"""The numbers by which the learned model sees a page: one row a block, all rows at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from newsreader.splitting import characters as chars
from newsreader.splitting.characters import Characters
from newsreader.splitting.stretches import find_distances, find_span, sum_window
from newsreader.splitting.tags import find_names, find_tags
from newsreader.splitting.vocabulary import Pairs, Sharing, count_equal, find_shared, relate
from newsreader.splitting.words import CUES, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Block, Hints
    from newsreader.splitting.characters import Array, Indices

    Flags = npt.NDArray[np.bool_]

# A block this long (in cells) with a full stop is prose for sure.
_LONG = 80
_LEAST_CORE = 40
_MOST_HEADLINE_CELLS = 250
_MOST_SHAPE = 24
# Words that more blocks have are common ones; forms that more blocks have are no sign.
_MOST_SHARED, _MOST_ALIKE = 8, 200
_END = 16
# A page takes a hundred bytes a character while it is looked at; no paragraph is longer.
_LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Columns:
    """A page's blocks as numbers, one row a block.

    `values` are the columns, `words` the hashes of all words in a row, of which each block has `counts`, `edge_places`
    where in it each block's first seven and last three are (behind all for none), `shapes` the hashes of the blocks'
    forms (0 where it has none to speak of), `names` those of the names of the elements around each, first the inner
    ones' (rows of `tags.NAMES`, of a dump none); `by_word` and `by_shape` say which blocks share rare words, or their
    form; `is_code` are those that look like a program, a log or a table; `order` are the names of the columns.
    """

    values: Array
    words: npt.NDArray[np.uint32]
    counts: Indices
    edge_places: Indices
    shapes: npt.NDArray[np.uint32]
    names: npt.NDArray[np.uint32]
    by_word: Sharing
    by_shape: Sharing
    is_code: Flags
    order: tuple[str, ...]

    def take(self, *names: str) -> Array:
        """The columns of these names (blocks × names)."""
        return self.values[:, [self.order.index(name) for name in names]]

    @cached_property
    def edges(self) -> npt.NDArray[np.uint32]:
        """The hashes of each block's first seven and last three words (blocks × 10), 0 for none."""
        return np.append(self.words, np.uint32(0))[self.edge_places]


def make_columns(blocks: Sequence[Block], hints: Hints | None = None) -> Columns:
    """The columns of a page, which has a block at least; `hints` are its metadata where it is HTML."""
    page = Characters([block.text[:_LONGEST_TEXT] for block in blocks])
    words = Words(page)
    counts = page.count()
    cells = (page.lengths + counts[chars.WIDE]).astype(np.float32)
    table: dict[str, Array] = {}
    _add_shape(table, page, words, counts, cells)
    flags = _add_cues(table, page, words, counts, cells)
    is_long = flags["sentence"] & (cells >= _LONG) & ~flags["code"] & ~flags["furniture"]
    span = find_span(flags, words.counts, cells)
    is_core = np.zeros(len(blocks), dtype=bool)
    is_core[slice(*span)] = True
    is_core &= flags["sentence"] & (cells >= _LEAST_CORE)
    pairs = Pairs(words)
    table.update(relate(words, pairs, is_long, is_core))
    table["words"] = np.log1p(words.counts).astype(np.float32)
    table["word_length"] = cells / np.maximum(words.counts, 1) / 10
    edges = words.find_edges()
    shapes = _add_copies(table, page, np.append(words.hashes, np.uint32(0))[edges[:, :2]])
    _add_layout(table, blocks)
    _add_links(table, blocks)
    table.update(find_tags(blocks, hints))
    _add_place(table, span, is_long, np.where(flags["sentence"], cells, 0).astype(np.float32), cells)
    _add_clusters(table, flags, is_long)
    values = np.concatenate(list(table.values()), dtype=np.float32).reshape(len(table), -1).T
    formed = np.argsort(shapes, kind="stable")
    formed = formed[shapes[formed] > 0]
    return Columns(
        np.clip(values, -50, 50, order="C"),
        words.hashes,
        words.counts,
        edges,
        shapes,
        find_names(blocks, hints),
        find_shared(pairs.word, pairs.block, _MOST_SHARED),
        find_shared(shapes[formed].astype(np.int64), formed, _MOST_ALIKE),
        flags["code"],
        tuple(table),
    )


def _add_shape(table: dict[str, Array], page: Characters, words: Words, counts: Array, cells: Array) -> None:
    """Length, and what kinds of characters a block has, begins with and ends with."""
    size = np.maximum(page.lengths, 1).astype(np.float32)
    letters = counts[chars.LOWER : chars.WIDE + 1].sum(axis=0)
    table["cells"] = np.log1p(cells)
    table["cells_short"] = np.minimum(cells, 40) / 40
    table["cells_long"] = np.minimum(cells, 400) / 400
    shares, logs = counts / size, np.log1p(counts)
    for name, kind in _SHARES.items():
        table[f"share_{name}"], table[f"some_{name}"] = shares[kind], logs[kind]
    table["share_letters"] = letters / size
    kinds = page.kinds
    word_count = np.maximum(words.counts, 1)
    is_capital = words.first_kinds == chars.UPPER
    capital = np.bincount(words.block_of[is_capital], minlength=len(size))
    table["share_capitalised"] = capital / word_count
    is_shouted = (kinds[1:] == chars.UPPER) & (kinds[:-1] == chars.UPPER)
    table["share_shouted"] = page.count_at(np.flatnonzero(is_shouted) + 1) / np.maximum(letters, 1)
    # A new sentence: a stop, a blank, a capital, inside the block or where it begins behind one that ends so.
    starts = words.starts[is_capital & (words.starts >= 2)]
    is_stop = (kinds[starts - 2] == chars.STOP) | (kinds[starts - 2] == chars.SHOUT)
    inner = page.count_at(starts[is_stop & (kinds[starts - 1] == chars.SPACE)])
    table["inner_sentences"] = np.log1p(inner)
    table["has_inner_sentence"] = np.minimum(inner, 1)
    table["mid_capitals"] = np.maximum(capital - 1 - inner, 0) / word_count
    first, last, second_last = page.at(0), page.at(-1), page.at(-2)
    is_closed = (last == chars.QUOTE) | (last == chars.BRACKET)
    edges = np.array(list(_EDGES.values()))[:, None]
    starts, ends = first == edges, (last == edges) | (is_closed & (second_last == edges))
    for number, name in enumerate(_EDGES):
        table[f"starts_{name}"], table[f"ends_{name}"] = starts[number], ends[number]
    table["ends_dots"] = (last == chars.STOP) & (second_last == chars.STOP)
    table["ends_bracket"] = last == chars.BRACKET
    last_codes = page.codes[np.maximum(page.ends - 1, 0)]
    table["ends_question"] = (last_codes == ord("?")) | (last_codes == 0xFF1F)


def _add_cues(table: dict[str, Array], page: Characters, words: Words, counts: Array, cells: Array) -> dict[str, Flags]:
    """What a block's own words say of it: cue phrases, numbers, and what it may be by them."""
    share, starts, whole = words.mark_cues()
    for number, name in enumerate(CUES):
        table[f"cue_{name}"], table[f"starts_{name}"] = share[number], starts[number]
        if name in _WHOLE:
            table[f"is_{name}"] = whole[number]
    cue, opens = dict(zip(CUES, share, strict=True)), dict(zip(CUES, starts > 0, strict=True))
    is_number = words.first_kinds == chars.DIGIT
    size = len(cells)
    word_count = np.maximum(words.counts, 1)
    is_year = is_number & (words.lengths == 4) & ((words.first_codes == ord("1")) | (words.first_codes == ord("2")))
    years = np.bincount(words.block_of[is_year], minlength=size)
    numbers = np.bincount(words.block_of[is_number], minlength=size) / word_count
    is_time = is_number & (words.lengths <= 2)
    is_time[1:] &= page.kinds[words.starts[1:] - 1] == chars.COLON
    is_time[:1] = False
    times = np.bincount(words.block_of[is_time], minlength=size)
    table["years"], table["times"], table["numbers"] = np.minimum(years, 2), np.minimum(times, 2), numbers
    dated = numbers + cue["month"] + np.where(cue["month"] > 0, 0, cue["date"])
    table["dated"] = np.minimum(dated, 2)
    ends = {name: table[f"ends_{name}"] for name in ("stop", "shout", "colon")}
    sentence = ends["stop"].astype(bool) | ends["shout"].astype(bool)
    letters = counts[chars.LOWER : chars.WIDE + 1].sum(axis=0)
    printed = np.maximum(page.lengths - counts[chars.SPACE], 1)
    code = (letters < 0.6 * printed) | (counts[chars.CODE] > np.maximum(2, page.lengths / 50))
    is_furniture = (whole[_INDEX["furniture"]] > 0) | opens["furniture_start"] | (letters + numbers == 0)
    is_furniture |= (cue["furniture"] >= 0.99) | ((cue["invitation"] > 0) & ~sentence & (cells <= 140))
    is_date = (cells <= 60) & (dated >= 0.5) & (((cue["month"] > 0) & (numbers > 0)) | (years > 0) & (numbers >= 0.5))
    is_age = (cells <= 40) & (cue["age"] >= 0.3) & (cue["age"] + numbers >= 0.6)
    is_byline = opens["byline"] & (cells <= 100) & (table["share_capitalised"] >= 0.5) & (words.counts >= 2)
    is_name = (words.counts >= 2) & (words.counts <= 4) & (table["share_capitalised"] >= 0.99) & (cue["no_name"] == 0)
    is_name &= (numbers == 0) & ~is_furniture & ~sentence & (counts[chars.OTHER] == 0)
    few = (words.counts >= 3) & (words.counts <= 34) & (cells <= _MOST_HEADLINE_CELLS)
    is_headline = few & ~code & ~is_furniture & ~is_date & ~is_age & ~ends["stop"].astype(bool)
    is_headline &= ~ends["colon"].astype(bool)
    is_caption = (opens["credit"] | ((cue["credit"] > 0) & (cells <= 400))) & (
        counts[chars.COLON] + counts[chars.BRACKET] > 0
    )
    flags = {
        "sentence": sentence,
        "code": code,
        "furniture": is_furniture,
        "date": is_date,
        "age": is_age,
        "byline": is_byline,
        "name": is_name,
        "headline": is_headline,
        "caption": is_caption,
        "prose": sentence & (words.counts >= 4) & ~is_furniture & ~code,
        "short": (words.counts <= 4) & (cells <= 40) & ~sentence,
        "ending": opens["ending"] & (words.counts <= 6),
        "heading": (opens["heading"] | opens["tag_heading"]) & (words.counts <= 8) & ~sentence,
        "link_label": opens["link_label"] & (counts[chars.COLON] + counts[chars.BAR] + counts[chars.DASH] > 0),
    }
    for name, flag in flags.items():
        table[f"is_{name}_like"] = flag
    return flags


_INDEX = {name: number for number, name in enumerate(CUES)}
_WHOLE = ("furniture", "byline", "see_more", "kind", "ending", "credit", "heading")
_SHARES = {
    "upper": chars.UPPER,
    "wide": chars.WIDE,
    "digit": chars.DIGIT,
    "stop": chars.STOP,
    "comma": chars.COMMA,
    "shout": chars.SHOUT,
    "quote": chars.QUOTE,
    "colon": chars.COLON,
    "dash": chars.DASH,
    "bracket": chars.BRACKET,
    "bar": chars.BAR,
    "code": chars.CODE,
    "other": chars.OTHER,
}
_EDGES = {
    "upper": chars.UPPER,
    "lower": chars.LOWER,
    "wide": chars.WIDE,
    "digit": chars.DIGIT,
    "stop": chars.STOP,
    "shout": chars.SHOUT,
    "comma": chars.COMMA,
    "quote": chars.QUOTE,
    "colon": chars.COLON,
    "dash": chars.DASH,
}


def _add_copies(table: dict[str, Array], page: Characters, starts: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """What is said twice on the page, and which beginnings (`starts`: the first two words) and shapes recur on it; the
    hashes of the shapes.
    """
    texts = page.stretches.hash(page.starts, page.ends)
    table["copies"], table["has_copy_before"], table["has_copy_after"] = count_equal(texts)
    # A word alone is a beginning too.
    table["same_start"], *_ = count_equal(starts[:, 0].astype(np.uint64) << np.uint64(32) | starts[:, 1])
    table["same_first"], *_ = count_equal(starts[:, 0])
    table["same_end"], *_ = count_equal(page.stretches.hash(np.maximum(page.starts, page.ends - _END), page.ends))
    shapes, sizes = page.shapes()
    is_short = sizes <= _MOST_SHAPE
    table["same_shape"] = np.where(is_short, count_equal(shapes)[0], 0)
    table["shape_size"] = np.log1p(sizes)
    return np.where(is_short, shapes, np.uint32(0))


def _add_layout(table: dict[str, Array], blocks: Sequence[Block]) -> None:
    rows = [
        (block.blanks_before, block.blanks_after, block.indent, block.last_line - block.first_line) for block in blocks
    ]
    before, after, indent, lines = np.array(rows, dtype=np.float32).T
    indent = np.minimum(indent, 60)
    table["blanks_before"], table["blanks_after"] = np.minimum(before, 3), np.minimum(after, 3)
    table["page_blanks"] = np.full_like(before, np.minimum(before, 1).mean())
    table["indent"] = indent / 10
    table["indent_changes"] = np.sign(np.diff(indent, prepend=indent[:1]))
    table["lines"] = np.log1p(lines)


def _add_links(table: dict[str, Array], blocks: Sequence[Block]) -> None:
    """How much of a block is link, and the form of its main address: articles have long last pieces."""
    rows = [_tell_links(block) if block.links else _NO_LINKS for block in blocks]
    share, number, slug, depth, digits = np.array(rows, dtype=np.float32).T
    table["link_share"], table["links"] = share, np.log1p(number)
    table["link_slug"], table["link_depth"], table["link_digits"] = slug / 5, depth / 4, digits
    table["page_links"] = np.full(len(blocks), (share > 0).mean(), dtype=np.float32)


def _tell_links(block: Block) -> tuple[float, ...]:
    """The share of a block that is link, how many links it has, and of the longest one's address: the hyphens in its
    last piece, how many pieces, whether it has a digit.
    """
    links = block.links
    if len(links) == 1:
        longest, linked = links[0], len(links[0].text)
    else:
        longest, linked = max(links, key=lambda link: len(link.text)), sum([len(link.text) for link in links])
    # Addresses have passed `clean_url`: what stands behind the host is the path, and all is ASCII.
    path = longest.url.partition("//")[2].partition("?")[0].partition("/")[2].strip("/")
    last = path[path.rfind("/") + 1 :]
    slug, depth = min(15, last.count("-") + last.count("_")), min(8, path.count("/") + 1)
    return min(1.0, linked / max(1, len(block.text))), len(links), slug, depth, _DIGIT.search(path) is not None


_NO_LINKS = (0.0,) * 5
_DIGIT = re.compile("[0-9]")


def _add_place(table: dict[str, Array], span: tuple[int, int], is_long: Flags, prose: Array, cells: Array) -> None:
    """Where a block stands on the page, among its prose, and about the stretch of most prose."""
    size = len(cells)
    index = np.arange(size, dtype=np.float32)
    total = max(1.0, float(cells.sum()))
    table["place"] = index / size
    table["place_by_mass"] = np.cumsum(cells) / total
    table["from_start"], table["from_end"] = np.log1p(index), np.log1p(size - 1 - index)
    mass = max(1.0, float(prose.sum()))
    so_far = np.cumsum(prose)
    table["prose_before"] = (so_far - prose) / mass
    table["prose_after"] = 1 - so_far / mass
    table["prose_so_far"] = np.log1p(so_far - prose)
    table["prose_to_come"] = np.log1p(np.maximum(mass - so_far, 0))
    table["page_prose"] = np.full(size, mass / total, dtype=np.float32)
    table["page_size"] = np.full(size, np.log1p(total), dtype=np.float32)
    (since,), (until,) = find_distances(is_long[None])
    table["since_long"], table["until_long"] = np.log1p(since), np.log1p(until)
    start, end = span
    table["in_span"] = ((index >= start) & (index < end)).astype(np.float32)
    has_span = float(end > start)
    table["to_span_start"] = np.sign(index - start) * np.log1p(np.abs(index - start)) * has_span
    table["to_span_end"] = np.sign(index - end) * np.log1p(np.abs(index - end)) * has_span
    table["span_share"] = np.full(size, prose[start:end].sum() / mass, dtype=np.float32)
    for width in (3, 12):
        near_prose, near = sum_window(np.stack([prose, cells]), width)
        table[f"prose_within_{width}"] = near_prose / np.maximum(near, 1)


def _add_clusters(table: dict[str, Array], flags: dict[str, Flags], is_long: Flags) -> None:
    """A head (date, byline) seen before, and comments: names, ages and buttons that alternate with text."""
    heads = (flags["date"] | flags["byline"]).astype(np.float32)
    so_far = np.cumsum(heads)
    table["heads_so_far"] = np.log1p(so_far)
    table["heads_to_come"] = np.log1p(so_far[-1] - so_far)
    since, until = np.log1p(find_distances(np.stack([heads > 0, *[flags[name] for name in _MARKS]])))
    table["since_head"], table["until_head"] = since[0], until[0]
    # Prose since the last head: a second head with prose before and after it begins another article.
    longs = np.cumsum(is_long).astype(np.float32)
    at_head = np.maximum.accumulate(np.where(heads > 0, longs, 0))
    table["long_since_head"] = np.log1p(longs - at_head)
    table["long_so_far"], table["long_to_come"] = np.log1p(longs), np.log1p(longs[-1] - longs)
    for name, near in zip(_NEAR, sum_window(np.stack([flags[name] for name in _NEAR]), 8) / 17, strict=True):
        table[f"{name}_within_8"] = near
    for number, name in enumerate(_MARKS, 1):
        table[f"{name}_so_far"] = np.minimum(np.cumsum(flags[name]), 5) / 2
        table[f"since_{name}"] = since[number]


_NEAR = ("age", "name", "headline", "caption", "furniture")
_MARKS = ("ending", "heading")
