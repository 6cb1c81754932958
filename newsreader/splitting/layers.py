"""The nets' layers in few and large products: each holds the norm that stands before it; one net a row of every array.

A norm takes each row's mean away and divides by its spread, then scales and shifts: all but the division is linear, and
so a part of the layer's own weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newsreader.splitting.characters import Array

# torch's own default.
_EPSILON = np.float32(1e-5)
# What is made of so many rows stays in a core's own memory.
_MOST_AT_ONCE = 192


def divide_by_spread(state: Array, out: Array | None = None) -> Array:
    """The rows of a state (nets × blocks × width), each divided by its standard deviation."""
    width = np.float32(state.shape[2])
    # A product takes a fifth of `mean`'s time.
    mean = state @ np.full((state.shape[2], 1), 1 / width, dtype=np.float32)
    variance = np.einsum("lbw,lbw->lb", state, state)[:, :, None] / width - mean * mean
    divided: Array = np.multiply(state, 1 / np.sqrt(np.maximum(variance, 0) + _EPSILON), out=out)
    return divided


def fold_norm(weight: Array, bias: Array, norm: tuple[Array, Array]) -> tuple[Array, Array]:
    """A linear layer's weights (nets × in × out) and bias (nets × 1 × out) with a norm before it in them."""
    scale, shift = norm
    scaled = weight * scale.swapaxes(1, 2)
    return scaled - scaled.mean(axis=1, keepdims=True), bias + shift @ weight


class Convolution:
    """Three taps, `dilation` rows apart, over rows that a norm has seen; there are zeros beyond both ends.

    Of two rows of output that lie `dilation` apart, minimal filtering (Winograd 1980) makes one product of each of four
    sums of rows, where the taps alone would take six.
    """

    def __init__(self, weight: Array, bias: Array, norm: tuple[Array, Array], dilation: int) -> None:
        first, middle, last = (
            # What each row of input adds besides stands in the row of a one behind it: beyond the ends there is none.
            np.concatenate(fold_norm(tap, bias * (number == 1), norm), axis=1)
            for number, tap in enumerate(np.split(weight, 3, axis=1))
        )
        self._weights = np.stack([first, (first + middle + last) / 2, (first - middle + last) / 2, last])
        self._dilation = dilation

    def __call__(self, state: Array) -> Array:
        """What the layer makes of a state (nets × blocks × width)."""
        layers, size, width = state.shape
        step = self._dilation
        pairs = -(-size // (2 * step))
        padded = np.zeros((layers, (2 * pairs + 2) * step, width + 1), dtype=np.float32)
        inner = padded[:, step : step + size]
        divide_by_spread(state, out=inner[:, :, :width])
        inner[:, :, width] = 1
        rows = padded.reshape(layers, 2 * pairs + 2, step, width + 1)
        found = np.empty((layers, pairs, 2, step, width), dtype=np.float32)
        some = max(1, _MOST_AT_ONCE // (2 * step))
        for start in range(0, pairs, some):
            self._filter(rows[:, 2 * start : 2 * (start + some) + 2], found[:, start : start + some])
        return found.reshape(layers, -1, width)[:, :size]

    def _filter(self, rows: Array, found: Array) -> None:
        """Outputs (nets × pairs × 2 × step × width) of the rows (nets × 2 * pairs + 2 × step × …) around them."""
        one, two, three, four = rows[:, :-2:2], rows[:, 1:-1:2], rows[:, 2::2], rows[:, 3::2]
        sums = np.empty((4, *one.shape), dtype=np.float32)
        np.subtract(one, three, out=sums[0])
        np.add(two, three, out=sums[1])
        np.subtract(three, two, out=sums[2])
        np.subtract(two, four, out=sums[3])
        layers, pairs, _, step, width = found.shape
        products = sums.reshape(4, layers, pairs * step, -1) @ self._weights
        one, two, three, four = products.reshape(4, layers, pairs, step, width)
        one += two
        np.add(one, three, out=found[:, :, 0])
        two -= three
        np.subtract(two, four, out=found[:, :, 1])
