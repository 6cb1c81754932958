"""Which candidate is it: one hidden layer over the signs that each shows, run in numpy.

A conditional logit (McFadden 1974) whose signs may also work together; `newsreader.training.head` makes its weights.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsreader.splitting.characters import Array


class Chooser:
    """The weights of one choice: those of each sign alone and towards the hidden units, and the hidden units' own."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self._rows = {sign: row for row, sign in enumerate(weights["signs"])}
        self._signs: Array = np.array(list(weights["signs"].values()), dtype=np.float32)
        self._bias: Array = np.array(weights["bias"], dtype=np.float32)
        self._outward: Array = np.array(weights["outward"], dtype=np.float32)

    def weigh(self, candidates: Sequence[Sequence[str]]) -> list[float]:
        """What the signs of each candidate weigh together; the heaviest one is it."""
        known = self._rows
        sums = [
            self._signs[[row for sign in signs if (row := known.get(sign)) is not None]].sum(axis=0)
            for signs in candidates
        ]
        state = np.array(sums, dtype=np.float32).reshape(len(candidates), self._signs.shape[1])
        weights: list[float] = (state[:, 0] + np.maximum(state[:, 1:] + self._bias, 0) @ self._outward).tolist()
        return weights

    def choose(self, candidates: Sequence[Sequence[str]], none: Sequence[str] = ()) -> int:
        """The candidate whose signs weigh most; -1 where there is none, or none as heavy as the signs of `none`."""
        if not candidates:
            return -1
        weights = self.weigh([*candidates, none] if none else candidates)
        best = max(range(len(weights)), key=weights.__getitem__)
        return best if best < len(candidates) else -1


@lru_cache(maxsize=1)
def load_choosers() -> dict[str, Chooser]:
    """The choosers of title, cut, date and byline."""
    text = (files("newsreader.splitting") / "head_weights.json").read_text(encoding="utf-8")
    return {name: Chooser(weights) for name, weights in json.loads(text).items()}
