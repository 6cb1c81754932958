"""A second look at the headlines: how likely each block is one, by what the nets say of all others of its page.

Headlines come in lists. What the nets say of a block's neighbours, its copies, those of its form and its section, and
of the page as a whole goes into a small net of one hidden layer; `newsreader.training.related` makes its weights.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from newsreader.model import Label
from newsreader.splitting.classes import HEADLINE, LABEL_ORDER
from newsreader.splitting.stretches import sum_window
from newsreader.splitting.words import FIRST_WORDS, LAST_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsreader.splitting.characters import Array, Indices
    from newsreader.splitting.columns import Columns
    from newsreader.splitting.net import Chances

    Flags = npt.NDArray[np.bool_]

WEIGHTS = Path(__file__).with_name("related.npz")
# What is less likely a headline is none, whatever stands around it.
_LEAST = 0.004
_WINDOWS = (1, 3, 8, 20)
_NEAR = 4
# More headlines than that around a block say no more.
_MOST = 8
_TOP = 5
_FEW_WORDS, _MANY_WORDS = 4, 25
_SURE, _UNSURE = 0.5, 0.1
_EPSILON = 1e-4
# Signs further from their mean, in standard deviations, say no more.
LIMIT = 5
# Odd numbers (powers of the golden ratio's, as Fibonacci hashing takes it) by which the words of a block's ends are
# told apart.
_FACTORS = np.uint64(0x9E3779B97F4A7C15) ** np.arange(1, FIRST_WORDS + LAST_WORDS + 1, dtype=np.uint64)
_SECTION_HEADING = LABEL_ORDER.index(Label.SECTION_HEADING)


class Rater:
    """Small nets side by side: each one's weights from the signs to its hidden units, and from there to its answer."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self._mean, self._scale, self._inward, self._bias, self._outward = (
            arrays[name].astype(np.float32) for name in ("mean", "scale", "inward", "bias", "outward")
        )

    def rate(self, signs: Array) -> Array:
        """How likely each of some blocks is a headline, by its signs (blocks × signs): what the first says, amended."""
        scaled = np.clip((signs - self._mean) / self._scale, -LIMIT, LIMIT)
        hidden = np.maximum(scaled @ self._inward + self._bias[:-1], 0)
        likely: Array = 1 / (1 + np.exp(-(signs[:, 0] + hidden @ self._outward + self._bias[-1])))
        return likely


def look_again(columns: Columns, chances: Chances, is_body: Flags, is_series: Flags, rater: Rater) -> Chances:
    """The chances with those of headlines weighed anew; the text's blocks, and what is hardly one, have none.

    The rows of a series are left as they are: of many the nets see the first only, so the others say nothing of it.
    """
    places, signs = describe(columns, chances, is_body)
    classes = chances.classes.copy()
    classes[:, HEADLINE] = 0
    if len(places):
        classes[places, HEADLINE] = rater.rate(signs)
    classes[is_series, HEADLINE] = chances.classes[is_series, HEADLINE]
    return replace(chances, classes=classes)


def describe(columns: Columns, chances: Chances, is_body: Flags) -> tuple[Indices, Array]:
    """The blocks that may be headlines, and their signs (blocks × signs), the first of which are the nets' own."""
    likely = np.where(is_body, 0, chances.classes[:, HEADLINE]).astype(np.float64)
    places = np.flatnonzero(likely > _LEAST)
    size = len(likely)
    own = likely[places]
    said = np.concatenate(
        [own[:, None], np.delete(chances.classes[places], HEADLINE, axis=1), chances.labels[places]], axis=1
    )
    signs = [*_logit(said).T]
    for width in _WINDOWS:
        around = sum_window(likely[None], width)[0, places] - own
        count = np.minimum(places + width, size - 1) - np.maximum(places - width, 0)
        signs += [around / np.maximum(count, 1), np.minimum(around, _MOST)]
    padded = np.zeros(size + 2 * _NEAR)
    padded[_NEAR:-_NEAR] = likely
    signs += [padded[places + shift] for shift in range(2 * _NEAR + 1) if shift != _NEAR]
    is_edge = is_body | (chances.labels[:, _SECTION_HEADING] > _SURE)
    section = np.cumsum(is_edge)[places]
    copies = (columns.edges[places].astype(np.uint64) * _FACTORS).sum(axis=1) + columns.counts[places].astype(np.uint64)
    for groups in (section, copies, columns.shapes[places]):
        signs += _ask_others(groups, own)
    falling = np.sort(own)[::-1]
    page = (
        falling[:1].sum(),
        falling[:_TOP].sum() / _TOP,
        np.log1p(own.sum()),
        np.log1p((own > _SURE).sum()),
        np.log1p((own > _UNSURE).sum()),
        np.log1p(size),
    )
    signs += [np.full(len(places), number) for number in page]
    rank = np.empty(len(places))
    rank[np.argsort(-own, kind="stable")] = np.arange(len(places))
    signs += [np.log1p(rank), own / max(falling[:1].sum(), _EPSILON)]
    texts = np.flatnonzero(is_body)
    first, last = (int(texts[0]), int(texts[-1])) if len(texts) else (0, 0)
    counts = columns.counts[places]
    signs += [
        places < first,
        (places >= first) & (places <= last),
        np.log1p(np.maximum(places - last, 0)),
        np.log1p(np.maximum(first - places, 0)),
        places / size,
        np.log1p(counts),
        counts < _FEW_WORDS,
        counts > _MANY_WORDS,
    ]
    return places, np.array(signs, dtype=np.float32).T


def _ask_others(groups: npt.NDArray[np.generic], likely: Array) -> tuple[Array, Array, Array]:
    """For each block the mean and sum of what is said of the others of its group, and how many these are."""
    _, group = np.unique(groups, return_inverse=True)
    others = np.bincount(group)[group] - 1
    around = np.bincount(group, weights=likely)[group] - likely
    return around / np.maximum(others, 1), np.minimum(around, _MOST), np.log1p(others)


def _logit(chances: Array) -> Array:
    logits: Array = np.log((chances + _EPSILON) / (1 + _EPSILON - chances))
    return logits


def read_rater(path: Path) -> Rater:
    """The nets in a file of weights."""
    with np.load(path, allow_pickle=False) as file:
        return Rater({name: file[name] for name in file.files})


@lru_cache(maxsize=1)
def load_rater() -> Rater:
    """The nets that ship with the program."""
    return read_rater(WEIGHTS)
