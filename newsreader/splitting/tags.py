"""What only HTML tells of a page's blocks: their tags as columns, the names of the elements around them as hashes."""

from __future__ import annotations

import zlib
from functools import lru_cache
from string import punctuation
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from newsreader.text import title_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Block, Hints
    from newsreader.splitting.characters import Array

# How many names of inner and outer elements are looked at.
NAMES = (8, 16)
_LONGEST_SITE = 100
# What a key leaves out of ASCII.
_MARKS = punctuation.replace("_", " ")
_TAGS = (
    "is_html",
    "heading_1",
    "heading_2",
    "heading_more",
    "list_item",
    "tagged_caption",
    "emphasised",
    "quote",
    "alt",
    "in_main",
    "in_chrome",
    "in_menu",
    "tagged_links",
    "tagged_time",
    "hinted_title",
)


def find_tags(blocks: Sequence[Block], hints: Hints | None) -> dict[str, Array]:
    """What tags and metadata tell of each block, a column each; zeros for a dump, which has no `hints`."""
    if hints is None:
        tags = np.zeros((len(_TAGS), len(blocks)), dtype=np.float32)
    else:
        key = title_key(hints.title)
        # To make a key takes long, and one of this length hardly comes of a much shorter or longer text.
        lengths = range(len(key) // 2, 2 * len(key) + _LONGEST_SITE)
        rows = [
            (
                1,
                block.heading == 1,
                block.heading == 2,
                block.heading > 2,
                block.is_list_item,
                block.is_caption,
                block.is_emphasised,
                block.is_quote,
                block.is_alt,
                block.in_main,
                block.in_chrome,
                block.in_menu,
                block.link_share,
                bool(block.time),
                bool(key) and len(block.text) in lengths and _may_say(block.text, key) and title_key(block.text) == key,
            )
            for block in blocks
        ]
        tags = np.array(rows, dtype=np.float32).T
    return dict(zip(_TAGS, tags, strict=True))


def _may_say(text: str, key: str) -> bool:
    """Whether the key of a text may be this one, by its first letter."""
    return not text.isascii() or text.lstrip(_MARKS)[:1].lower() == key[:1]


def find_names(blocks: Sequence[Block], hints: Hints | None) -> npt.NDArray[np.uint32]:
    """The hashes of the names of the elements around each block (blocks × as many as `NAMES` says; of a dump × 0)."""
    if hints is None:
        return np.zeros((len(blocks), 0), dtype=np.uint32)
    inner = _hash_names([block.names for block in blocks], NAMES[0])
    return np.concatenate([inner, _hash_names([block.outer_names for block in blocks], NAMES[1])], axis=1)


def _hash_names(named: Sequence[tuple[str, ...]], size: int) -> npt.NDArray[np.uint32]:
    """The hashes of so many names a row, 0 for those that are missing; many blocks of a page have the same ones."""
    # Each row of names once, by its place among the different ones.
    places: dict[tuple[str, ...], int] = {}
    place_of = [places.setdefault(names, len(places)) for names in named]
    hashes = [[*map(_hash_name, names[:size]), *[0] * (size - len(names))] for names in places]
    return np.array(hashes, dtype=np.uint32)[place_of]


@lru_cache(maxsize=4096)
def _hash_name(name: str) -> int:
    """A number for an element's name, never 0."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) or 1
