"""The learned model: a small net of dilated convolutions, run forward on a page's columns in numpy alone."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newsreader.splitting.classes import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from newsreader.splitting.characters import Array
    from newsreader.splitting.columns import Columns

WEIGHTS = Path(__file__).with_name("weights.npz")
_DILATIONS = (1, 2, 4, 8, 16, 32, 1, 1)
_FIRST_WORDS = 7
# torch's own default.
_EPSILON = 1e-5


class Net:
    """One net: what `weights.npz` holds, ready to be used."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self._vocabulary = arrays["vocabulary"].astype(np.uint32)
        self._mean, self._scale = arrays["mean"].astype(np.float32), arrays["scale"].astype(np.float32)
        self._words = arrays["words_weight"].astype(np.float32)
        self._inward = self._linear(arrays, "inward")
        self._norms = [self._norm(arrays, f"norms_{number}") for number in range(len(_DILATIONS))]
        self._convolutions = [self._linear(arrays, f"convolutions_{number}") for number in range(len(_DILATIONS))]
        self._attention, self._summary = self._linear(arrays, "attention"), self._linear(arrays, "summary")
        self._last_norm, self._outward = self._norm(arrays, "last_norm"), self._linear(arrays, "outward")

    @staticmethod
    def _linear(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> tuple[Array, Array]:
        weight = np.ascontiguousarray(arrays[f"{name}_weight"].astype(np.float32).T)
        return weight, arrays[f"{name}_bias"].astype(np.float32)

    @staticmethod
    def _norm(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> tuple[Array, Array]:
        return arrays[f"{name}_weight"].astype(np.float32), arrays[f"{name}_bias"].astype(np.float32)

    @property
    def columns(self) -> int:
        """How many columns it was trained on."""
        return len(self._mean)

    def predict(self, columns: Columns) -> Array:
        """The chances of each class (blocks × classes), as `classes` orders them."""
        logits = self.run(columns)
        logits -= logits.max(axis=1, keepdims=True)
        chances = np.exp(logits)
        chances /= chances.sum(axis=1, keepdims=True)
        return chances

    def run(self, columns: Columns) -> Array:
        """The logits before the softmax."""
        values = np.clip((columns.values - self._mean) / self._scale, -6, 6)
        places = np.minimum(np.searchsorted(self._vocabulary, columns.words), len(self._vocabulary) - 1)
        vectors = self._words[np.where(self._vocabulary[places] == columns.words, places + 1, 0)]
        begin, end = vectors[:, :_FIRST_WORDS].mean(axis=1), vectors[:, _FIRST_WORDS:].mean(axis=1)
        inputs = np.concatenate([values, vectors[:, 0], vectors[:, 1], begin, end], axis=1)
        weight, bias = self._inward
        state: Array = np.maximum(inputs @ weight + bias, 0)
        for number, dilation in enumerate(_DILATIONS):
            if number == len(_DILATIONS) // 2:
                state = state + self._summarise(state)
            size, width = state.shape
            padded = np.zeros((size + 2 * dilation, width), dtype=np.float32)
            padded[dilation : dilation + size] = _normalise(state, self._norms[number])
            views = [padded[shift : shift + size] for shift in (0, dilation, 2 * dilation)]
            weight, bias = self._convolutions[number]
            moved = np.concatenate(views, axis=1) @ weight
            moved += bias
            np.maximum(moved, 0, out=moved)
            state = state + moved
        weight, bias = self._outward
        logits: Array = _normalise(state, self._last_norm) @ weight + bias
        return logits

    def _summarise(self, state: Array) -> Array:
        weight, bias = self._attention
        scores = (state @ weight + bias)[:, 0]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        summary = np.concatenate([state.mean(axis=0), state.max(axis=0), shares @ state])
        weight, bias = self._summary
        added: Array = summary @ weight + bias
        return added


def _normalise(state: Array, norm: tuple[Array, Array]) -> Array:
    weight, bias = norm
    centred: Array = state - state.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + _EPSILON)
    centred /= spread
    centred *= weight
    centred += bias
    return centred


class Ensemble:
    """Several nets whose chances are averaged."""

    def __init__(self, nets: Sequence[Net]) -> None:
        self._nets = nets

    def predict(self, columns: Columns) -> Array:
        """The mean chances of each class (blocks × classes)."""
        if not len(columns.values):
            return np.zeros((0, CLASSES), dtype=np.float32)
        total: Array = np.mean([net.predict(columns) for net in self._nets], axis=0)
        return total


def read_nets(path: Path) -> list[Net]:
    """The nets in a file of weights: arrays named `0_…` belong to the first one, `1_…` to the second, and so on."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    nets: dict[str, dict[str, npt.NDArray[np.generic]]] = {}
    for name, array in arrays.items():
        number, _, rest = name.partition("_")
        nets.setdefault(number, {})[rest] = array
    return [Net(nets[number]) for number in sorted(nets)]


@lru_cache(maxsize=1)
def load_ensemble() -> Ensemble | None:
    """The nets that ship with the program; None where they are not there."""
    return Ensemble(read_nets(WEIGHTS)) if WEIGHTS.exists() else None
