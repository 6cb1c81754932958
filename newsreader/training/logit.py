"""A conditional logit with one hidden layer, found by Adam: which of a page's candidates is right."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.splitting.characters import Array

_HIDDEN = 8
# Nets from several beginnings, put side by side, err less than each.
_SEEDS = (1, 2)
_EPOCHS, _BATCH = 20, 64
_RATE = 0.01
_DIGITS = 2
# A sign of fewer pages is chance.
_LEAST_PAGES = 3


class Question(NamedTuple):
    """The signs of each candidate of a page, which of them are right, and how much the page counts."""

    rows: Sequence[Sequence[str]]
    right: Sequence[bool]
    share: float


class _Batch(NamedTuple):
    """Some questions as arrays: candidates × signs, which are right, where each question starts and how long it is."""

    signs: Array
    right: Array
    starts: Any
    sizes: Any
    shares: Array


def fit(questions: Sequence[Question], decay: float = 3e-3) -> dict[str, Any]:
    """The weights of a `Chooser`; the greater the decay, the less is made of rare signs."""
    told = [question for question in questions if any(question.right) and not all(question.right)]
    pages = Counter(sign for question in told for sign in {sign for row in question.rows for sign in row})
    names = sorted(sign for sign, count in pages.items() if count >= _LEAST_PAGES)
    places = {name: place for place, name in enumerate(names)}
    asked = [
        ([[places[sign] for sign in row if sign in places] for row in rows], right, share)
        for rows, right, share in told
    ]
    parts = [_descend(asked, len(names), seed, decay) for seed in _SEEDS]
    signs = np.concatenate(
        [np.mean([part[0][:, :1] for part in parts], axis=0), *(part[0][:, 1:] for part in parts)], axis=1
    )
    rounded = np.round(signs.astype(np.float64), _DIGITS)
    return {
        "signs": {name: rounded[place].tolist() for name, place in places.items()},
        "bias": np.round(np.concatenate([part[1] for part in parts]).astype(np.float64), _DIGITS).tolist(),
        "outward": np.round(np.concatenate([part[2] / len(parts) for part in parts]).astype(np.float64), 4).tolist(),
    }


def _descend(asked: Sequence[Any], size: int, seed: int, decay: float) -> list[Array]:
    """Weights of the signs (alone, then towards each hidden unit), the hidden units' bias and their own weights."""
    random = np.random.default_rng(seed)
    signs = np.zeros((size, 1 + _HIDDEN), dtype=np.float32)
    signs[:, 1:] = random.normal(0, 0.2, (size, _HIDDEN))
    weights = [signs, np.zeros(_HIDDEN, dtype=np.float32), random.normal(0, 0.3, _HIDDEN).astype(np.float32)]
    means, squares = [np.zeros_like(part) for part in weights], [np.zeros_like(part) for part in weights]
    step = 0
    for epoch in range(_EPOCHS):
        order = random.permutation(len(asked))
        rate = _RATE * (1 - epoch / _EPOCHS) + 1e-4
        for first in range(0, len(order), _BATCH):
            step += 1
            slopes = _find_slopes(
                _stack([asked[place] for place in order[first : first + _BATCH]], size), weights, decay
            )
            for weight, slope, mean, square in zip(weights, slopes, means, squares, strict=True):
                mean += 0.1 * (slope - mean)
                square += 0.01 * (slope * slope - square)
                weight -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-6)
    return weights


def _stack(asked: Sequence[Any], size: int) -> _Batch:
    sizes = np.array([len(rows) for rows, _, _ in asked])
    signs = np.zeros((int(sizes.sum()), size), dtype=np.float32)
    for place, row in enumerate(row for rows, _, _ in asked for row in rows):
        signs[place, row] = 1
    right = np.concatenate([right for _, right, _ in asked])
    shares = np.repeat(np.array([share for _, _, share in asked], dtype=np.float32), sizes)
    return _Batch(signs, right, np.cumsum(sizes) - sizes, sizes, shares)


def _find_slopes(batch: _Batch, weights: Sequence[Array], decay: float) -> tuple[Array, ...]:
    signs, bias, outward = weights
    hidden = batch.signs @ signs[:, 1:] + bias
    active = np.maximum(hidden, 0)
    scores = batch.signs @ signs[:, 0] + active @ outward
    chances = _share(scores, batch) - _share(np.where(batch.right, scores, -1e9), batch)
    error = (chances * batch.shares / len(batch.sizes)).astype(np.float32)
    inward = np.outer(error, outward) * (hidden > 0)
    towards = np.concatenate([(batch.signs.T @ error)[:, None], batch.signs.T @ inward], axis=1)
    return towards + decay * signs, inward.sum(axis=0), active.T @ error + decay * outward


def _share(scores: Array, batch: _Batch) -> Array:
    """Each candidate's share of its question's chances."""
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, batch.starts), batch.sizes))
    shares: Array = powers / np.repeat(np.add.reduceat(powers, batch.starts), batch.sizes)
    return shares
