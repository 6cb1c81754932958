"""What tells one article's text from the teasers of many: whether its parts go on, and what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from newsreader.splitting.classes import HEADLINE, TITLE

if TYPE_CHECKING:
    from newsreader.splitting.characters import Array
    from newsreader.splitting.columns import Columns
    from newsreader.splitting.net import Chances

    Flags = npt.NDArray[np.bool_]

# Longer blocks say no more.
_MOST_WORDS = 80
# A sentence has so many words at least; a title so many at least and at most.
_LEAST_SENTENCE, _LEAST_TITLE, _MOST_TITLE = 8, 3, 20
# An article speaks of the same things from part to part, a row of teasers of others each time.
_GOING_ON = ("near_before", "near_after", "heard_again", "in_core")


def describe_parts(columns: Columns, chances: Chances, is_body: Flags) -> Array:
    """Eleven numbers of a page of which some blocks are text (`is_body`)."""
    counts, classes = columns.counts, chances.classes
    places = np.flatnonzero(is_body)
    # How likely a headline stands above a block, or one block higher.
    heads = np.concatenate([np.zeros(2, dtype=classes.dtype), np.maximum(classes[:, HEADLINE], classes[:, TITLE])])
    headed = np.maximum(heads[:-2], heads[1:-1])
    first = places[np.diff(places, prepend=-2) > 1]
    ends = columns.take("is_sentence_like")[:, 0] > 0
    is_sentence = ends & (counts >= _LEAST_SENTENCE)
    is_short = ~ends & (counts <= _MOST_TITLE)
    is_title = is_short & (counts >= _LEAST_TITLE)
    # A date, a name or an address may stand between a title and its sentence.
    is_titled = np.zeros(len(counts), dtype=bool)
    is_titled[1:] = is_title[:-1]
    is_titled[2:] |= is_title[:-2] & is_short[1:-1]
    teasers = int((is_sentence & is_titled).sum())
    likely = np.sort(classes[:, TITLE])
    numbers = (
        *columns.take(*_GOING_ON)[is_body].mean(axis=0),
        teasers / max(int(is_sentence.sum()), 1),
        np.log1p(teasers),
        np.log1p(float(headed[is_sentence].sum())),
        float(headed[first].sum()) / len(places),
        np.log1p(_find_longest(is_sentence, np.minimum(counts, _MOST_WORDS))),
        float(classes[is_body, HEADLINE].mean()),
        float(likely[-2:-1].sum()),
    )
    return np.array(numbers, dtype=np.float64)


def _find_longest(is_sentence: Flags, mass: npt.NDArray[np.int64]) -> float:
    """The most words of sentences between which nothing else stands."""
    return float(np.bincount(np.cumsum(~is_sentence), np.where(is_sentence, mass, 0)).max())
