"""The numbers by which the learned model sees a page: one row a block, all rows at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from newsreader.splitting import characters as chars
from newsreader.splitting.names import is_name
from newsreader.splitting.vocabulary import Vocabulary, count_equal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.splitting.characters import Array
    from newsreader.splitting.features import Features

# A block this long (in cells) with a full stop is prose for sure.
_LONG = 80
_SELF = frozenset(
    """
    i my me mine we us our ours ich mein meine mir mich wir uns unser unsere je mon ma mes nous notre nos yo mi
    mis nosotros nuestro nuestra io mio noi nostro ik mijn wij ons onze eu meu nós jag min vi vår
    """.split()  # noqa: SIM905
)
_READER = frozenset(
    """
    you your yours du dein deine dir ihr euch sie ihre ihnen vous votre vos tu ton tes usted su sus te ti tuo
    voi vostro je jouw uw você seu din ditt
    """.split()  # noqa: SIM905
)
_DIGITS = re.compile(r"\d{4,}")


@dataclass(frozen=True)
class Columns:
    """A page's blocks as numbers: `values` (blocks × columns) and `words`, the hashes of each block's edge words."""

    values: Array
    words: npt.NDArray[np.uint32]


def make_columns(features: Sequence[Features], span: tuple[int, int]) -> Columns:
    """The columns of a page; `span` is where rules would look for its article (end exclusive, both 0 for nowhere)."""
    table: dict[str, Array] = {}
    page = chars.Characters([feature.block for feature in features])
    counts = page.count()
    cells = page.lengths + counts[:, chars.WIDE]
    _add_shape(table, page, counts, cells.astype(np.float32))
    ends_sentence = np.array([feature.is_sentence for feature in features], dtype=bool)
    flags = _add_flags(table, features)
    is_long = ends_sentence & (cells >= _LONG) & ~flags["is_code"] & ~flags["is_furniture"]
    is_core = np.zeros(len(features), dtype=bool)
    is_core[slice(*span)] = True
    is_core &= ends_sentence & (cells >= 40)
    vocabulary = Vocabulary([feature.block.text for feature in features])
    table.update(vocabulary.relate(is_long, is_core))
    table["words"] = np.log1p(vocabulary.counts).astype(np.float32)
    table["word_length"] = (cells / np.maximum(vocabulary.counts, 1) / 10).astype(np.float32)
    table["speaks_of_self"] = vocabulary.share_of(_SELF) * 10
    table["speaks_to_reader"] = vocabulary.share_of(_READER) * 10
    _add_copies(table, features, page)
    _add_layout(table, features)
    _add_links(table, features)
    _add_place(table, features, span, is_long, np.where(ends_sentence, cells, 0).astype(np.float32), cells)
    _add_clusters(table, flags, is_long)
    values = np.stack(list(table.values()), axis=1).astype(np.float32)
    return Columns(np.clip(values, -50, 50), vocabulary.hash_edges())


def _add_shape(table: dict[str, Array], page: chars.Characters, counts: Array, cells: Array) -> None:
    """Length, and what kinds of characters a block has, begins with and ends with."""
    size = np.maximum(page.lengths, 1).astype(np.float32)
    letters = counts[:, chars.LOWER] + counts[:, chars.UPPER] + counts[:, chars.LETTER] + counts[:, chars.WIDE]
    table["cells"] = np.log1p(cells)
    table["cells_short"] = np.minimum(cells, 40) / 40
    table["cells_long"] = np.minimum(cells, 400) / 400
    for name, kind in _SHARES.items():
        table[f"share_{name}"] = counts[:, kind] / size
        table[f"some_{name}"] = np.log1p(counts[:, kind])
    table["share_letters"] = letters / size
    kinds = page.kinds
    before, two_before = page.previous(), page.previous(2)
    is_letter = (kinds >= chars.LOWER) & (kinds <= chars.WIDE)
    starts_word = is_letter & ~((before >= chars.LOWER) & (before <= chars.WIDE)) & (before != chars.QUOTE)
    word_count = np.maximum(page.sum_where(starts_word), 1)
    capital = page.sum_where(starts_word & (kinds == chars.UPPER))
    table["share_capitalised"] = capital / word_count
    table["share_shouted"] = page.sum_where((kinds == chars.UPPER) & (before == chars.UPPER)) / np.maximum(letters, 1)
    # A new sentence inside the block: a stop, a blank, a capital.
    is_stop = (two_before == chars.STOP) | (two_before == chars.SHOUT)
    inner = page.sum_where((kinds == chars.UPPER) & (before == chars.SPACE) & is_stop)
    table["inner_sentences"] = np.log1p(inner)
    table["has_inner_sentence"] = np.minimum(inner, 1)
    table["mid_capitals"] = np.maximum(capital - 1 - inner, 0) / word_count
    first, last, second_last = page.at(0), page.at(-1), page.at(-2)
    for name, kind in _EDGES.items():
        table[f"starts_{name}"] = (first == kind).astype(np.float32)
        ends = (last == kind) | ((last == chars.QUOTE) & (second_last == kind))
        table[f"ends_{name}"] = ends.astype(np.float32)
    table["ends_dots"] = ((last == chars.STOP) & (second_last == chars.STOP)).astype(np.float32)
    table["ends_bracket"] = (last == chars.BRACKET).astype(np.float32)


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
_FLAGS = (
    "is_sentence",
    "is_question",
    "is_code",
    "is_prose",
    "is_short",
    "is_headline",
    "is_furniture",
    "is_share",
    "is_date",
    "is_age",
    "is_byline",
    "is_caption",
    "is_kind",
    "is_heading_cue",
    "is_tag_heading",
    "is_ending",
    "is_inline_link",
    "is_whole_link",
)


def _add_flags(table: dict[str, Array], features: Sequence[Features]) -> dict[str, npt.NDArray[np.bool_]]:
    """What the rules see in a block's own words."""
    flags = {name: np.array([getattr(feature, name) for feature in features], dtype=bool) for name in _FLAGS}
    flags["is_name"] = np.array([_may_name(feature) for feature in features], dtype=bool)
    flags["sees_more"] = np.array([bool(feature.see_more()) for feature in features], dtype=bool)
    for name, flag in flags.items():
        table[name] = flag.astype(np.float32)
    return flags


def _may_name(feature: Features) -> bool:
    text = feature.block.text
    return len(text) <= 60 and not feature.is_furniture and is_name(text)


def _add_copies(table: dict[str, Array], features: Sequence[Features], page: chars.Characters) -> None:
    """What is said twice on the page, and which beginnings and shapes recur on it."""
    texts = [feature.block.text.casefold() for feature in features]
    table["copies"], table["has_copy_before"], table["has_copy_after"] = count_equal(texts)
    table["same_start"], *_ = count_equal([" ".join(text[:40].split()[:2]) for text in texts])
    table["same_end"], *_ = count_equal([text[-16:] for text in texts])
    # `14 March` and `2 May` have one shape.
    shapes = [shape if len(shape) <= 24 else place for place, shape in enumerate(page.shapes())]
    table["same_shape"], *_ = count_equal(shapes)


def _add_layout(table: dict[str, Array], features: Sequence[Features]) -> None:
    blocks = [feature.block for feature in features]
    before = np.array([block.blanks_before for block in blocks], dtype=np.float32)
    after = np.array([block.blanks_after for block in blocks], dtype=np.float32)
    indent = np.array([min(block.indent, 60) for block in blocks], dtype=np.float32)
    table["blanks_before"], table["blanks_after"] = np.minimum(before, 3), np.minimum(after, 3)
    table["page_blanks"] = np.full_like(before, np.minimum(before, 1).mean())
    table["indent"] = indent / 10
    table["indent_changes"] = np.sign(np.diff(indent, prepend=indent[:1]))
    table["lines"] = np.log1p(np.array([block.last_line - block.first_line for block in blocks], dtype=np.float32))


def _add_links(table: dict[str, Array], features: Sequence[Features]) -> None:
    """How much of a block is link, and the form of its main address: articles have long last pieces."""
    size = len(features)
    share, number, slug, depth, digits = (np.zeros(size, dtype=np.float32) for _ in range(5))
    for place, feature in enumerate(features):
        links = feature.block.links
        if not links:
            continue
        share[place] = min(1.0, sum([len(link.text) for link in links]) / max(1, len(feature.block.text)))
        number[place] = len(links)
        try:
            path = urlsplit(max(links, key=lambda link: len(link.text)).url).path.strip("/")
        except ValueError:
            continue
        pieces = path.split("/")
        slug[place] = min(15, pieces[-1].count("-") + pieces[-1].count("_"))
        depth[place] = min(8, len(pieces))
        digits[place] = bool(_DIGITS.search(path))
    table["link_share"], table["links"] = share, np.log1p(number)
    table["link_slug"], table["link_depth"], table["link_digits"] = slug / 5, depth / 4, digits
    table["page_links"] = np.full(size, (share > 0).mean(), dtype=np.float32)


def _add_place(
    table: dict[str, Array],
    features: Sequence[Features],
    span: tuple[int, int],
    is_long: npt.NDArray[np.bool_],
    prose: Array,
    cells: npt.NDArray[np.floating],
) -> None:
    """Where a block stands on the page, among its prose, and about the stretch that rules would take."""
    size = len(features)
    index = np.arange(size, dtype=np.float32)
    total = max(1.0, float(cells.sum()))
    table["place"] = index / size
    table["place_by_mass"] = (np.cumsum(cells) / total).astype(np.float32)
    table["from_start"], table["from_end"] = np.log1p(index), np.log1p(size - 1 - index)
    mass = max(1.0, float(prose.sum()))
    table["prose_before"] = (np.cumsum(prose) - prose) / mass
    table["prose_after"] = 1 - np.cumsum(prose) / mass
    table["prose_so_far"] = np.log1p(np.cumsum(prose) - prose)
    table["prose_to_come"] = np.log1p(np.maximum(mass - np.cumsum(prose), 0))
    table["page_prose"] = np.full(size, mass / total, dtype=np.float32)
    table["page_size"] = np.full(size, np.log1p(total), dtype=np.float32)
    since, until = _distances(is_long)
    table["since_long"], table["until_long"] = np.log1p(since), np.log1p(until)
    # The nearest long block's run: how many stand together on either side.
    start, end = span
    inside = (index >= start) & (index < end)
    table["in_span"] = inside.astype(np.float32)
    has_span = float(end > start)
    table["to_span_start"] = np.sign(index - start) * np.log1p(np.abs(index - start)) * has_span
    table["to_span_end"] = np.sign(index - end) * np.log1p(np.abs(index - end)) * has_span
    table["span_share"] = np.full(size, prose[start:end].sum() / mass, dtype=np.float32)
    for width in (3, 12):
        table[f"prose_within_{width}"] = _window(prose, width) / np.maximum(_window(cells, width), 1)


def _add_clusters(
    table: dict[str, Array], flags: dict[str, npt.NDArray[np.bool_]], is_long: npt.NDArray[np.bool_]
) -> None:
    """A head (date, byline) seen before, and comments: names, ages and buttons that alternate with text."""
    heads = (flags["is_date"] | flags["is_byline"]).astype(np.float32)
    ages = flags["is_age"].astype(np.float32)
    so_far = np.cumsum(heads)
    table["heads_so_far"] = np.log1p(so_far)
    table["heads_to_come"] = np.log1p(so_far[-1] - so_far)
    since, until = _distances(heads > 0)
    table["since_head"], table["until_head"] = np.log1p(since), np.log1p(until)
    # Prose since the last head: a second head with prose before and after it begins another article.
    longs = np.cumsum(is_long).astype(np.float32)
    at_head = np.maximum.accumulate(np.where(heads > 0, longs, 0))
    table["long_since_head"] = np.log1p(longs - at_head)
    table["long_so_far"], table["long_to_come"] = np.log1p(longs), np.log1p(longs[-1] - longs)
    for name, marks in (
        ("ages", ages),
        ("names", flags["is_name"].astype(np.float32)),
        ("links", flags["is_headline"].astype(np.float32)),
        ("captions", flags["is_caption"].astype(np.float32)),
        ("furniture", flags["is_furniture"].astype(np.float32)),
    ):
        table[f"{name}_within_8"] = _window(marks, 8) / 17
    endings = np.cumsum(flags["is_ending"]).astype(np.float32)
    table["endings_so_far"] = np.minimum(endings, 3)
    since, _ = _distances(flags["is_ending"])
    table["since_ending"] = np.log1p(since)
    headings = flags["is_heading_cue"]
    table["headings_so_far"] = np.log1p(np.cumsum(headings)).astype(np.float32)
    since, _ = _distances(headings)
    table["since_heading"] = np.log1p(since)


def _distances(marks: npt.NDArray[np.bool_]) -> tuple[Array, Array]:
    """How many blocks it is to the last mark before each block, and to the next one behind it; 99 at most."""
    size = len(marks)
    index = np.arange(size)
    last = np.maximum.accumulate(np.where(marks, index, -1000))
    before = np.full(size, -1000)
    before[1:] = last[:-1]
    coming = np.minimum.accumulate(np.where(marks, index, size + 1000)[::-1])[::-1]
    after = np.full(size, size + 1000)
    after[:-1] = coming[1:]
    return np.minimum(index - before, 99).astype(np.float32), np.minimum(after - index, 99).astype(np.float32)


def _window(values: npt.NDArray[np.floating], width: int) -> Array:
    """The sum of each block's neighbours up to `width` away, itself included."""
    size = len(values)
    running = np.zeros(size + 1)
    running[1:] = np.cumsum(values)
    index = np.arange(size)
    upper, lower = np.minimum(index + width + 1, size), np.maximum(index - width, 0)
    return (running[upper] - running[lower]).astype(np.float32)
