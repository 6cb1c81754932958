"""Stretches of a page's blocks: where most of its prose is, how far each block is from others, sums around each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsreader.splitting.characters import Array, Indices

    Flags = npt.NDArray[np.bool_]

# What blocks give and take where the stretch of most prose is looked for: a paragraph its words, others a cost each.
_MOST_WORTH, _SHORT_COST, _HEADLINE_COST, _ENDING_COST = 60, 6, 20, 80
_LEAST_HEADLINE = 20


def find_span(flags: Mapping[str, Flags], counts: Indices, cells: Array) -> tuple[int, int]:
    """The stretch of most words of prose for fewest other lines (a maximum subarray), end exclusive; may be empty."""
    worth = np.where(flags["prose"], np.minimum(counts, _MOST_WORTH), 0)
    worth = np.where(flags["short"], -_SHORT_COST, worth)
    worth = np.where(flags["headline"] & (cells >= _LEAST_HEADLINE), -_HEADLINE_COST, worth)
    worth = np.where(flags["ending"], -_ENDING_COST, worth)
    sums = np.concatenate([[0], np.cumsum(worth)])
    least = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - least))
    start = int(np.flatnonzero(sums[: end + 1] == least[end])[-1])
    return start, end


def find_distances(marks: Flags) -> tuple[Array, Array]:
    """How many blocks it is to the last mark before each block, and to the next one behind it, 99 at most; each row of
    marks (kinds × blocks) for itself.
    """
    size = marks.shape[1]
    index = np.arange(size)
    before, after = np.full(marks.shape, -1000), np.full(marks.shape, size + 1000)
    before[:, 1:] = np.maximum.accumulate(np.where(marks, index, -1000), axis=1)[:, :-1]
    coming = np.where(marks, index, size + 1000)[:, ::-1]
    after[:, :-1] = np.minimum.accumulate(coming, axis=1)[:, ::-1][:, 1:]
    return np.minimum(index - before, 99).astype(np.float32), np.minimum(after - index, 99).astype(np.float32)


def sum_window(values: Array, width: int) -> Array:
    """The sum of each block's neighbours up to `width` away, itself included; each row (kinds × blocks) for itself."""
    size = values.shape[1]
    running = np.zeros((len(values), size + 1))
    np.cumsum(values, axis=1, out=running[:, 1:])
    index = np.arange(size)
    upper, lower = np.minimum(index + width + 1, size), np.maximum(index - width, 0)
    return (running[:, upper] - running[:, lower]).astype(np.float32)
