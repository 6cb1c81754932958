"""How sure a splitting is: the chances that a page is an article at all, that it is one article and no list of many,
and that its text was cut out rightly.

All are logistic regressions on a few numbers of the nets' chances; `python -m newsreader.training.sureness` fits them
to pages that the nets had not seen, so that they hold for what is new.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from newsreader.model import Label
from newsreader.splitting.classes import HEADLINE, LABEL_ORDER, TITLE
from newsreader.splitting.corrections import HEADLINES, TEXT
from newsreader.splitting.teasers import describe_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.splitting.characters import Array
    from newsreader.splitting.columns import Columns
    from newsreader.splitting.net import Chances

_WEIGHTS = Path(__file__).with_name("sureness.json")
# Longer blocks are no surer.
_MOST_WORDS = 80
_LONG = 15
# Of the signs those that also tell one article from many: how well the text is told from the rest, how likely its title
# is one, how much of what stands between its ends belongs to it.
_COMMON = [0, 5, 6]
# What stands further from the mean, in standard deviations, says no more.
_MOST_SPREAD = 3


class Sureness(NamedTuple):
    """Chances: that there is an article (`article`), that what looks like one are not the teasers of many (`single`),
    and that its text has a shingle F1 of .9 at least (`text`).
    """

    article: float
    single: float
    text: float


UNSURE = Sureness(0.0, 0.0, 0.0)


def find_sureness(columns: Columns, chances: Chances, is_body: npt.NDArray[np.bool_]) -> Sureness:
    """How sure it is that these blocks are an article's text; not at all where there are none."""
    if not is_body.any():
        return UNSURE
    signs = describe(columns, chances, is_body)
    weights = _load_weights()
    unity = spread_out(
        describe_unity(columns, chances, is_body, signs), weights["single mean"], weights["single spread"]
    )
    return Sureness(
        _squash(float(signs @ weights["article"])),
        _squash(float(unity @ weights["single"])),
        _squash(float(signs @ weights["text"])),
    )


def describe_unity(columns: Columns, chances: Chances, is_body: npt.NDArray[np.bool_], signs: Array) -> Array:
    """What speaks for one article and against a list of many, as fourteen numbers; `signs` are those of `describe`."""
    return np.concatenate([describe_parts(columns, chances, is_body), signs[_COMMON]])


def spread_out(numbers: Array, mean: Array, spread: Array) -> Array:
    """Numbers (or rows of them) in standard deviations from their mean, within bounds; the last one is always 1."""
    scaled = np.clip((numbers - mean) / spread, -_MOST_SPREAD, _MOST_SPREAD)
    return np.concatenate([scaled, np.ones_like(scaled[..., :1])], axis=-1)


def describe(columns: Columns, chances: Chances, is_body: npt.NDArray[np.bool_]) -> Array:
    """What speaks for and against, as eleven numbers of about the same size; the last one is always 1."""
    body = chances.text
    mass = np.minimum(columns.counts, _MOST_WORDS).astype(np.float32)
    taken, expected = float(mass[is_body].sum()), float((mass * body).sum())
    found = float((mass * body)[is_body].sum())
    places = np.flatnonzero(is_body)
    rivals = float(mass[~is_body & (columns.counts >= _LONG)].sum())
    # Of the blocks between the first and the last paragraph, those that are text.
    span = places[-1] - places[0] + 1 if len(places) else 1
    f1 = 2 * found / max(taken + expected, 1.0)
    numbers = (
        np.log((f1 + 0.01) / (1.01 - f1)),
        np.log1p(taken) - 5,
        np.log1p(float((mass * body * (1 - body)).sum())) - 3,
        (expected - found) / max(taken, 1.0),
        np.log1p(rivals / max(taken, 1.0)),
        float(chances.classes[:, TITLE].max()),
        len(places) / span,
        float(body[is_body].mean()) if len(places) else 0.0,
        float(mass[is_body & columns.is_code].sum()) / max(taken, 1.0),
        float((np.diff(places) == 1).mean()) if len(places) > 1 else 0.5,
        1.0,
    )
    return np.clip(np.array(numbers, dtype=np.float64), -8, 8)


def rate_labels(labels: Sequence[Label], chances: Chances | None) -> list[float]:
    """How likely each block is what its label says, 0 to 1; 0 where no net was asked.

    A label that the page's order decided, against the nets, is little likely.
    """
    if chances is None:
        return [0.0] * len(labels)
    columns = chances.labels.copy()
    columns[:, LABEL_ORDER.index(Label.TITLE)] = chances.classes[:, TITLE]
    # The nets tell texts from headlines, and these from all else, better than the kinds of each.
    texts, headlines = chances.text, chances.classes[:, HEADLINE]
    rated = [
        texts[place] if label in TEXT else headlines[place] if label in HEADLINES else row[LABEL_ORDER.index(label)]
        for place, (label, row) in enumerate(zip(labels, columns, strict=True))
    ]
    return [round(float(chance), 3) for chance in rated]


def _squash(logit: float) -> float:
    return round(float(1 / (1 + np.exp(-logit))), 3)


@lru_cache(maxsize=1)
def _load_weights() -> dict[str, Array]:
    return {name: np.array(row) for name, row in json.loads(_WEIGHTS.read_text(encoding="utf-8"))["weights"].items()}
