"""The learned model: small nets of dilated convolutions, run side by side on a page's columns, in numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newsreader.splitting.classes import BODY, CLASSES, LABELS, TEXT_LABELS
from newsreader.splitting.columns import NAMES
from newsreader.splitting.words import FIRST_WORDS, LAST_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from newsreader.splitting.characters import Array, Indices
    from newsreader.splitting.columns import Columns
    from newsreader.splitting.vocabulary import Sharing

WEIGHTS = Path(__file__).with_name("weights.npz")
DILATIONS = (1, 2, 4, 8, 16, 32, 1, 1)
# Powers of more go beyond what a float holds.
_MOST_LOGIT = 60
# torch's own default.
_EPSILON = 1e-5


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
        self._vocabulary = arrays["vocabulary"].astype(np.uint32)
        self._known_shapes = arrays["known_shapes"].astype(np.uint32)
        self._known_names = arrays["known_names"].astype(np.uint32)
        self._mean, self._scale = arrays["mean"].astype(np.float32), arrays["scale"].astype(np.float32)
        # All nets' numbers for a word, a shape or a name, in one row.
        self._words, self._shapes, self._names = (
            np.concatenate(arrays[f"{name}_weight"].astype(np.float32), axis=1) for name in ("words", "shapes", "names")
        )

        def pair(name: str) -> tuple[Array, Array]:
            weight, bias = arrays[f"{name}_weight"].astype(np.float32), arrays[f"{name}_bias"].astype(np.float32)
            # Linear layers are kept as torch has them (out × in), norms are vectors.
            return np.ascontiguousarray(weight.swapaxes(1, 2)) if weight.ndim == 3 else weight[:, None], bias[:, None]

        depth = range(len(DILATIONS))
        self._inward, self._outward, self._last_norm = pair("inward"), pair("outward"), pair("last_norm")
        self._norms = [pair(f"norms_{number}") for number in depth]
        self._convolutions = [pair(f"convolutions_{number}") for number in depth]
        self._attention, self._summary = pair("attention"), pair("summary")
        self._share_norm, self._send, self._receive = pair("share_norm"), pair("send"), pair("receive")

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
        for number, dilation in enumerate(DILATIONS):
            if number == len(DILATIONS) // 2:
                state += self._summarise(state)
                state += self._exchange(state, columns)
            layers, size, width = state.shape
            padded = np.zeros((layers, size + 2 * dilation, width), dtype=np.float32)
            _normalise(state, self._norms[number], padded[:, dilation : dilation + size])
            views = [padded[:, shift : shift + size] for shift in (0, dilation, 2 * dilation)]
            weight, bias = self._convolutions[number]
            moved = np.concatenate(views, axis=2) @ weight
            moved += bias
            np.maximum(moved, 0, out=moved)
            state += moved
        weight, bias = self._outward
        logits: Array = _normalise(state, self._last_norm) @ weight + bias
        return logits

    def _take_in(self, columns: Columns) -> Array:
        values = np.clip((columns.values - self._mean) / self._scale, -6, 6)
        edges = np.take(self._words, find_known(columns.edges, self._vocabulary), axis=0)
        words = np.take(self._words, find_known(columns.words, self._vocabulary), axis=0)
        said = np.concatenate([edges[:, :2], _ENDS @ edges, _mean_rows(words, columns.counts)[:, None]], axis=1)
        shapes = np.take(self._shapes, find_known(columns.shapes, self._known_shapes), axis=0)
        called = self._call(columns.names)
        layers = len(self._inward[0])
        parts = [
            np.broadcast_to(values, (layers, *values.shape)),
            *(_part(said[:, number], layers) for number in range(said.shape[1])),
            _part(shapes, layers),
            *(_part(called[:, number], layers) for number in range(len(NAMES))),
        ]
        weight, bias = self._inward
        state: Array = np.concatenate(parts, axis=2, dtype=np.float32) @ weight
        state += bias
        return np.maximum(state, 0, out=state)

    def _call(self, names: npt.NDArray[np.uint32]) -> Array:
        """The means of the numbers of inner and of outer names (blocks × 2 × numbers); a dump has none."""
        if not names.shape[1]:
            return np.zeros((len(names), len(NAMES), self._names.shape[1]), dtype=np.float32)
        called: Array = NAMED @ np.take(self._names, find_known(names, self._known_names), axis=0)
        return called

    def _summarise(self, state: Array) -> Array:
        """What the whole page says to each of its blocks."""
        weight, bias = self._attention
        scores = state @ weight + bias
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        parts = [state.mean(axis=1), state.max(axis=1), (shares * state).sum(axis=1)]
        weight, bias = self._summary
        added: Array = np.concatenate(parts, axis=1)[:, None] @ weight + bias
        return added

    def _exchange(self, state: Array, columns: Columns) -> Array:
        """What blocks say to those that share rare words, or their form, with them."""
        weight, bias = self._send
        sent = _normalise(state, self._share_norm) @ weight + bias
        middle = sent.shape[2] // 2
        heard = [_pool(sent[:, :, :middle], columns.by_word), _pool(sent[:, :, middle:], columns.by_shape)]
        weight, bias = self._receive
        added: Array = np.maximum(np.concatenate(heard, axis=2) @ weight + bias, 0)
        return added


# The mean of a block's first words, and that of its last ones.
_ENDS = np.zeros((2, FIRST_WORDS + LAST_WORDS), dtype=np.float32)
_ENDS[0, :FIRST_WORDS], _ENDS[1, FIRST_WORDS:] = 1 / FIRST_WORDS, 1 / LAST_WORDS


# The inner names, and the outer ones, by about as many as a block has.
NAMED = np.zeros((len(NAMES), sum(NAMES)), dtype=np.float32)
NAMED[0, : NAMES[0]], NAMED[1, NAMES[0] :] = 2 / NAMES[0], 2 / NAMES[1]


def find_known(hashes: npt.NDArray[np.uint32], known: npt.NDArray[np.uint32]) -> Indices:
    """Each hash's place among the known ones (sorted), from 1; 0 for those that are not among them."""
    if not len(known):
        return np.zeros(hashes.shape, dtype=np.int64)
    places = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[places] == hashes, places + 1, 0)


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
    own = sent.swapaxes(0, 1).reshape(size, -1)[sharing.block]
    totals = np.add.reduceat(own, sharing.group_starts, axis=0)
    others = (totals[sharing.group] - own) * sharing.share[:, None]
    sums = np.add.reduceat(others[sharing.order], sharing.block_starts, axis=0)
    heard[:, sharing.blocks, :width] = _part(sums / sharing.degree[:, None], layers)
    heard[:, sharing.blocks, width] = np.log1p(sharing.degree)
    return heard


def _normalise(state: Array, norm: tuple[Array, Array], out: Array | None = None) -> Array:
    weight, bias = norm
    centred: Array = np.subtract(state, state.mean(axis=2, keepdims=True), out=out)
    spread = np.einsum("lbw,lbw->lb", centred, centred)[:, :, None] / np.float32(state.shape[2])
    spread += np.float32(_EPSILON)
    centred /= np.sqrt(spread)
    centred *= weight
    centred += bias
    return centred


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
