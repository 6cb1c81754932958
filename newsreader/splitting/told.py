"""What the metadata tells of the text: some pages carry all of it there (`articleBody`), and so where it ends.

It is evidence like any other: captions and boxes stand in some, subheadings and quotes are missing from others, and
what comes before the first sentence (the lead) stands in few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsreader.splitting.characters import Characters
from newsreader.splitting.words import Words, hash_phrases

if TYPE_CHECKING:
    import numpy.typing as npt

    from newsreader.splitting.characters import Array
    from newsreader.splitting.columns import Columns

    Flags = npt.NDArray[np.bool_]

_PHRASE = 3
# A block is told of where more than half of its phrases are; one of few words may be so by chance.
_LEAST_SHARE, _LEAST_WORDS = 0.5, 5
# It must be this page's text: so much of it stands here.
_LEAST_FOUND = 0.8
# How much likelier (log odds) what is told makes the text, and less likely what is missing there within it, and after
# its end. In cross-validation others near to them did as well (2 to 3, 1 to 3, 4).
_TOLD, _MISSING, _AFTER = 2.0, 2.0, 4.0
_CERTAIN = 1e-6


def heed_told(likely: Array, columns: Columns, told: str) -> Array:
    """How likely each block is the article's text, now that the metadata has told of it.

    Of 106 pages that do, in cross-validation, F1 rose from .954 to .966.
    """
    words = Words(Characters([told])).hashes
    is_told = _find_told(columns, words)
    places = np.flatnonzero(is_told & (columns.counts >= _LEAST_WORDS))
    if columns.counts[is_told].sum() < _LEAST_FOUND * len(words) or not len(places):
        return likely
    index = np.arange(len(likely))
    shift = np.where(index > places[-1], -_AFTER, np.where(index > places[0], -_MISSING, 0.0))
    shift[is_told] = _TOLD
    chances = np.clip(likely, _CERTAIN, 1 - _CERTAIN)
    heeded: Array = 1 / (1 + (1 - chances) / chances * np.exp(-shift))
    return heeded


def _find_told(columns: Columns, words: npt.NDArray[np.uint32]) -> Flags:
    """Which blocks' phrases stand among these words, for the most part."""
    size = len(columns.counts)
    block_of = np.repeat(np.arange(size), columns.counts)
    phrases = _hash_all(columns.words)
    # Those that end beyond their block are none.
    is_whole = block_of[: len(phrases)] == block_of[_PHRASE - 1 :]
    found = np.isin(phrases, _hash_all(words)) & is_whole
    counts = np.bincount(block_of[: len(phrases)][found], minlength=size)
    return counts > _LEAST_SHARE * np.maximum(columns.counts - _PHRASE + 1, 1)


def _hash_all(words: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    return hash_phrases(words, np.arange(max(len(words) - _PHRASE + 1, 0)), _PHRASE)
