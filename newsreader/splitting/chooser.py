"""Which candidate is it: one hidden layer over the signs that each shows, run in numpy.

A conditional logit (McFadden 1974) whose signs may also work together; `newsreader.training.head` makes its weights.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsreader.splitting.characters import Array

_WEIGHTS = Path(__file__).with_name("head_weights.json")


class Chooser:
    """The weights of one choice: those of each sign alone and towards the hidden units, and the hidden units' own."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        # Row 0, of zeros, is for signs that are not known.
        self._rows = {sign: row for row, sign in enumerate(weights["signs"], 1)}
        self._signs: Array = np.pad(np.array(list(weights["signs"].values()), dtype=np.float32), ((1, 0), (0, 0)))
        self._bias: Array = np.array(weights["bias"], dtype=np.float32)
        self._outward: Array = np.array(weights["outward"], dtype=np.float32)

    def weigh(self, candidates: Sequence[Sequence[str]]) -> list[float]:
        """What the signs of each candidate weigh together; the heaviest one is it."""
        known = self._rows
        rows = [[known.get(sign, 0) for sign in signs] for signs in candidates]
        # Row by row of all candidates at once; row 0 fills up those of few signs.
        state: Array = self._signs[[[0] * len(rows), *zip_longest(*rows, fillvalue=0)]].sum(axis=0)
        weights: list[float] = (state[:, 0] + np.maximum(state[:, 1:] + self._bias, 0) @ self._outward).tolist()
        return weights

    def choose(self, candidates: Sequence[Sequence[str]], none: Sequence[str] = ()) -> int:
        """The candidate whose signs weigh most; -1 where there is none, or none as heavy as the signs of `none`."""
        rivals = [*candidates, none] if none else candidates
        if len(rivals) <= 1:
            return len(candidates) - 1
        weights = self.weigh(rivals)
        best = max(range(len(weights)), key=weights.__getitem__)
        return best if best < len(candidates) else -1


@lru_cache(maxsize=1)
def load_choosers() -> dict[str, Chooser]:
    """The choosers of title (by the address too, and without), cut, date and byline."""
    return {name: Chooser(weights) for name, weights in json.loads(_WEIGHTS.read_text(encoding="utf-8")).items()}
