"""The learned model: small nets of dilated convolutions, run side by side on a page's columns, in numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newsreader.splitting.classes import BODY, CLASSES, LABELS, TEXT_LABELS
from newsreader.splitting.known import Known
from newsreader.splitting.layers import Convolution, divide_by_spread, fold_norm
from newsreader.splitting.tags import NAMES
from newsreader.splitting.words import FIRST_WORDS, LAST_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from newsreader.splitting.characters import Array, Indices
    from newsreader.splitting.columns import Columns
    from newsreader.splitting.vocabulary import Sharing

WEIGHTS = Path(__file__).with_name("weights.npz")
DILATIONS = (1, 2, 4, 8, 16, 32, 1, 1)
# Powers of more go beyond what a float holds.
_MOST_LOGIT = 60


@dataclass(frozen=True)
class Chances:
    """What the nets make of a page, one row a block: chances of each class, of each label, that a section begins."""

    classes: Array
    labels: Array
    breaks: Array

    @property
    def text(self) -> Array:
        """How likely each block is the article's text: classes and labels learnt from different gold, so together they
        err less.
        """
        likely: Array = (self.classes[:, BODY] + self.labels[:, TEXT_LABELS].sum(axis=1)) / 2
        return likely


class Nets:
    """Nets that learnt the same columns, ready to be used: every array has one layer a net."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self._vocabulary, self._known_shapes, self._known_names = (
            Known(arrays[name].astype(np.uint32)) for name in ("vocabulary", "known_shapes", "known_names")
        )
        self._mean, self._scale = arrays["mean"].astype(np.float32), arrays["scale"].astype(np.float32)
        # All nets' numbers for a word, a shape or a name, in one row.
        self._words, self._shapes, self._names = (
            np.concatenate(arrays[f"{name}_weight"].astype(np.float32), axis=1) for name in ("words", "shapes", "names")
        )

        def pair(name: str) -> tuple[Array, Array]:
            weight, bias = arrays[f"{name}_weight"].astype(np.float32), arrays[f"{name}_bias"].astype(np.float32)
            # Linear layers are kept as torch has them (out × in), norms are vectors.
            return np.ascontiguousarray(weight.swapaxes(1, 2)) if weight.ndim == 3 else weight[:, None], bias[:, None]

        self._convolutions = [
            Convolution(*pair(f"convolutions_{number}"), pair(f"norms_{number}"), dilation)
            for number, dilation in enumerate(DILATIONS)
        ]
        weight, bias = pair("inward")
        self._layers = len(weight)
        sizes = [table.shape[1] // self._layers for table in (*[self._words] * 5, self._shapes, *[self._names] * 2)]
        self._inward = _join_nets(weight, len(self._mean), sizes), bias.reshape(-1)
        self._outward = fold_norm(*pair("outward"), pair("last_norm"))
        self._attention, self._summary = pair("attention"), pair("summary")
        self._send, self._receive = fold_norm(*pair("send"), pair("share_norm")), pair("receive")

    def predict(self, columns: Columns) -> Chances:
        """The mean of the nets' chances."""
        logits = self.run(columns)
        classes = _soften(logits[:, :, :CLASSES]).mean(axis=0)
        labels = _soften(logits[:, :, CLASSES : CLASSES + LABELS]).mean(axis=0)
        breaks = (1 / (1 + np.exp(np.minimum(-logits[:, :, -1], _MOST_LOGIT)))).mean(axis=0)
        return Chances(classes, labels, breaks)

    def run(self, columns: Columns) -> Array:
        """The logits of classes, labels and breaks (nets × blocks × outputs)."""
        state = self._take_in(columns)
        for number, convolve in enumerate(self._convolutions):
            if number == len(DILATIONS) // 2:
                state += self._summarise(state)
                state += self._exchange(state, columns)
            state += _rectify(convolve(state))
        weight, bias = self._outward
        logits: Array = divide_by_spread(state) @ weight + bias
        return logits

    def _take_in(self, columns: Columns) -> Array:
        values = columns.values - self._mean
        values /= self._scale
        np.clip(values, np.float32(-6), np.float32(6), out=values)
        # One word more, which none is, for blocks of few words.
        known = np.append(self._vocabulary.find(columns.words), 0)
        words = np.take(self._words, known[:-1], axis=0)
        edges = np.take(self._words, known[columns.edge_places], axis=0)
        parts = [
            values,
            edges[:, :2],
            _ENDS @ edges,
            _mean_rows(words, columns.counts),
            np.take(self._shapes, self._known_shapes.find(columns.shapes), axis=0),
        ]
        if columns.names.shape[1]:
            parts.append(NAMED @ np.take(self._names, self._known_names.find(columns.names), axis=0))
        taken = np.concatenate([part.reshape(len(values), -1) for part in parts], axis=1)
        weight, bias = self._inward
        # Of a dump, which has no names, their part of the weights is left out.
        state = taken @ weight[: taken.shape[1]]
        state += bias
        return _rectify(np.ascontiguousarray(_part(state, self._layers)))

    def _summarise(self, state: Array) -> Array:
        """What the whole page says to each of its blocks."""
        weight, bias = self._attention
        scores = state @ weight + bias
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        shares = shares.swapaxes(1, 2)
        parts = [np.full_like(shares, 1 / shares.shape[2]) @ state, state.max(axis=1, keepdims=True), shares @ state]
        weight, bias = self._summary
        added: Array = np.concatenate(parts, axis=2) @ weight + bias
        return added

    def _exchange(self, state: Array, columns: Columns) -> Array:
        """What blocks say to those that share rare words, or their form, with them."""
        weight, bias = self._send
        sent = divide_by_spread(state) @ weight + bias
        middle = sent.shape[2] // 2
        heard = [_pool(sent[:, :, :middle], columns.by_word), _pool(sent[:, :, middle:], columns.by_shape)]
        weight, bias = self._receive
        return _rectify(np.concatenate(heard, axis=2) @ weight + bias)


# The mean of a block's first words, and that of its last ones.
_ENDS = np.zeros((2, FIRST_WORDS + LAST_WORDS), dtype=np.float32)
_ENDS[0, :FIRST_WORDS], _ENDS[1, FIRST_WORDS:] = 1 / FIRST_WORDS, 1 / LAST_WORDS


# The inner names, and the outer ones, by about as many as a block has.
NAMED = np.zeros((len(NAMES), sum(NAMES)), dtype=np.float32)
NAMED[0, : NAMES[0]], NAMED[1, NAMES[0] :] = 2 / NAMES[0], 2 / NAMES[1]


def _join_nets(weight: Array, own: int, sizes: Sequence[int]) -> Array:
    """The nets' layers (nets × in × out) as one of all nets' outputs: all have the first `own` numbers of input, of
    each of the other parts, of these `sizes`, every net has its own.
    """
    layers, _, width = weight.shape
    shared, *parts = np.split(weight, np.cumsum([own, *sizes[:-1]]), axis=1)
    joined = [shared.swapaxes(0, 1).reshape(own, -1)]
    for part, size in zip(parts, sizes, strict=True):
        blocks = np.zeros((layers, size, layers, width), dtype=np.float32)
        for net in range(layers):
            blocks[net, :, net] = part[net]
        joined.append(blocks.reshape(layers * size, -1))
    return np.concatenate(joined)


def _part(rows: Array, layers: int) -> Array:
    """Rows that hold all nets' numbers side by side, as one layer a net."""
    parted: Array = rows.reshape(len(rows), layers, -1).swapaxes(0, 1)
    return parted


def _mean_rows(rows: Array, counts: Indices) -> Array:
    """The means of stretches of `counts` rows each (stretches × width); zeros for those of none."""
    means = np.zeros((len(counts), rows.shape[1]), dtype=np.float32)
    filled = np.flatnonzero(counts)
    if len(filled):
        starts = (np.cumsum(counts) - counts)[filled]
        means[filled] = np.add.reduceat(rows, starts, axis=0) / counts[filled, None]
    return means


def _pool(sent: Array, sharing: Sharing) -> Array:
    """For each block the weighted mean of what all others say that share something with it, and how much that is."""
    layers, size, width = sent.shape
    heard = np.zeros((layers, size, width + 1), dtype=np.float32)
    if not len(sharing.block):
        return heard
    rows = sent.swapaxes(0, 1).reshape(size, -1)
    totals = np.add.reduceat(np.take(rows, sharing.block, axis=0), sharing.group_starts, axis=0)
    # What a block hears of its groups is all that is said in them but for what it says itself.
    totals *= sharing.share[sharing.group_starts, None]
    sums = np.add.reduceat(np.take(totals, sharing.group[sharing.order], axis=0), sharing.block_starts, axis=0)
    own = np.add.reduceat(sharing.share[sharing.order], sharing.block_starts)
    sums -= np.take(rows, sharing.blocks, axis=0) * own[:, None]
    heard[:, sharing.blocks, :width] = _part(sums / sharing.degree[:, None], layers)
    heard[:, sharing.blocks, width] = np.log1p(sharing.degree)
    return heard


def _rectify(state: Array) -> Array:
    # Two whole arrays take a fifth of the time that an array and a number do.
    return np.maximum(state, np.zeros_like(state), out=state)


def _soften(logits: Array) -> Array:
    chances: Array = np.exp(logits - logits.max(axis=2, keepdims=True))
    chances /= chances.sum(axis=2, keepdims=True)
    return chances


def read_nets(path: Path) -> Nets:
    """The nets in a file of weights."""
    with np.load(path, allow_pickle=False) as file:
        return Nets({name: file[name] for name in file.files})


@lru_cache(maxsize=1)
def load_nets() -> Nets:
    """The nets that ship with the program."""
    return read_nets(WEIGHTS)
