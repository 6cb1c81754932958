"""From the learned chances to decisions: which blocks are the article's text, its title, and headlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from newsreader.model import Label
from newsreader.splitting.classes import BODY, HEADLINE, TITLE
from newsreader.text import split_site_suffix, title_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.splitting.characters import Array
    from newsreader.splitting.features import Features

# Cuts that did best in cross-validation.
BODY_CUT = 0.6
_HEADLINE_CUT = 0.4
# What rules take for a headline, or a link in the text, needs less; a picture's text more.
_HINTED_CUT = 0.25
_INLINE_CUT = 0.15
_SURE_CUT = 0.8
_LEAST_TITLE = 0.04
# Of two writings of a title, the shorter has at least this share of the longer one.
_LEAST_AGREEMENT = 0.2
_MOST_TITLES = 40
_TEXT = frozenset([Label.LEAD, Label.BODY, Label.SUBHEADING, Label.QUOTE])
_CUTS = {Label.HEADLINE: _HINTED_CUT, Label.ALT_TEXT: _SURE_CUT}
_KEPT = frozenset([Label.DATE, Label.BYLINE])


@dataclass(frozen=True)
class Decisions:
    """What the net decides of a page: its text, chances of headlines, and the blocks of its title, the best last."""

    is_body: tuple[bool, ...]
    headline: tuple[float, ...]
    titles: tuple[int, ...]

    @property
    def span(self) -> tuple[int, int]:
        """The first block of the text and the one behind its last; (0, 0) where there is none."""
        places = [place for place, is_body in enumerate(self.is_body) if is_body]
        return (places[0], places[-1] + 1) if places else (0, 0)


def decide(chances: Array, features: Sequence[Features]) -> Decisions:
    """Decide by the net's chances (blocks × classes)."""
    body = chances[:, BODY] > BODY_CUT
    titles = _choose_titles(chances[:, TITLE], body, features)
    return Decisions(tuple(body.tolist()), tuple(chances[:, HEADLINE].tolist()), titles)


def _choose_titles(chances: Array, body: npt.NDArray[np.bool_], features: Sequence[Features]) -> tuple[int, ...]:
    """The article's title, and before it the page's where it says the same: two that agree support each other."""
    if not len(chances) or chances.max() < _LEAST_TITLE:
        return ()
    start = int(np.argmax(body)) if body.any() else len(chances)
    likely = np.flatnonzero(chances >= 0.2 * chances.max())[:_MOST_TITLES].tolist()
    keys = {place: _stem(features[place]) for place in likely}

    def agree(one: int, other: int) -> bool:
        shorter, longer = sorted((keys[one], keys[other]), key=len)
        return len(shorter) >= _LEAST_AGREEMENT * len(longer) > 0 and longer.startswith(shorter)

    # What the page's first line says again is its title; headlines may stand twice anywhere.
    support = {
        place: float(chances[place])
        + 0.5
        * max(
            (float(chances[other]) for other in likely if other != place and agree(place, other)),
            default=0.0,
        )
        for place in likely
    }
    top = max(likely, key=support.__getitem__)
    strong = [place for place in likely if place == top or agree(place, top)]
    best = ([place for place in strong if place < start] or strong[:1])[-1]
    others = [place for place in likely if place < best and agree(place, best)]
    return (*others[:1], best)


def _stem(feature: Features) -> str:
    return title_key(split_site_suffix(feature.block.text)[0])


def apply(labels: list[Label], decisions: Decisions, features: Sequence[Features]) -> None:
    """Put the net's decisions over the rules' labels; what the net doesn't tell apart stays as the rules have it."""

    def start_of(place: int) -> list[str]:
        return features[place].block.text.split(maxsplit=2)[:2]

    start, end = decisions.span
    series: list[str] = []
    for place, label in enumerate(labels):
        if label is Label.TITLE or label in _KEPT:
            continue
        chance = decisions.headline[place]
        if decisions.is_body[place]:
            if label not in _TEXT:
                labels[place] = Label.BODY
        elif label is Label.INLINE_LINK and start <= place < end:
            if chance <= _INLINE_CUT:
                labels[place] = Label.FURNITURE
        elif chance > _CUTS.get(label, _HEADLINE_CUT) or (label is Label.HEADLINE and start_of(place) == series):
            labels[place] = Label.HEADLINE
            # A series goes on: rows that begin as the headline above them are what it is.
            series = start_of(place)
        elif label in _TEXT or label in (Label.HEADLINE, Label.INLINE_LINK):
            labels[place] = Label.FURNITURE
