"""Which blocks say the title, its copies too: by the nets' chances in a dump, by tags and metadata in HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from newsreader.splitting.classes import TITLE
from newsreader.text import split_site_suffix, title_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Block, Hints
    from newsreader.splitting.net import Chances

_LEAST_TITLE = 0.04
# A title's other writings are looked for among what is at least so likely beside the likeliest.
_LEAST_SHARE = 0.2
# Of two writings of a title, the shorter has at least this share of the longer one.
_LEAST_AGREEMENT = 0.2
_SUPPORT = 0.5
_MOST_TITLES = 40
_LEAST_COPY = 12
_STRAY_SHARE = 0.15
_LEAST_OVERLAP = 0.6
_LEAST_PARAGRAPH = 60


def find_titles(blocks: Sequence[Block], chances: Chances, is_body: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    """The article's title, and before it the page's where it says the same: two that agree support each other."""
    likely_of = chances.classes[:, TITLE]
    if likely_of.max() < _LEAST_TITLE:
        return ()
    # What little may stand above the title was taken for text by mistake.
    lengths = np.where(is_body, np.array([len(block.text) for block in blocks]), 0)
    mass = np.cumsum(lengths)
    start = int(np.argmax(mass > _STRAY_SHARE * mass[-1]))
    # Its first paragraph is longer than what may stand above it.
    start = max(start, int(np.argmax(lengths >= _LEAST_PARAGRAPH)))
    likely = np.flatnonzero(likely_of >= _LEAST_SHARE * likely_of.max())[:_MOST_TITLES].tolist()
    # The page's own title stands first, however little it looks like one.
    known = sorted({0, *likely})
    keys = {place: title_key(split_site_suffix(blocks[place].text)[0]) for place in known}

    def agree(one: int, other: int) -> bool:
        shorter, longer = sorted((keys[one], keys[other]), key=len)
        return len(shorter) >= _LEAST_AGREEMENT * len(longer) > 0 and longer.startswith(shorter)

    def support(place: int) -> float:
        others = [float(likely_of[other]) for other in likely if other != place and agree(place, other)]
        return float(likely_of[place]) + _SUPPORT * max(others, default=0.0)

    top = max(likely, key=support)
    # A page says its title again above its text at times, where the nets see little.
    said = blocks[top].text.casefold()
    for place, block in enumerate(blocks[:start]):
        text = block.text.casefold()
        if place not in keys and len(text) >= _LEAST_COPY and said.startswith(text):
            keys[place] = title_key(block.text)
            likely.append(place)
    strong = [place for place in sorted(likely) if place == top or agree(place, top)]
    best = ([place for place in strong if place < start] or strong[:1])[-1]
    others = [place for place in known if place < best and agree(place, best)]
    return (*others[:1], best)


def find_tagged_title(blocks: Sequence[Block], hints: Hints, is_body: npt.NDArray[np.bool_]) -> tuple[int, ...]:
    """The block that says the title: a heading, best one that says what the metadata says; () where there is none."""
    places = np.flatnonzero(is_body)
    start, end = int(places[0]), int(places[-1]) + 1
    wanted = split_site_suffix(hints.title)[0]
    key = title_key(wanted)
    stems = _stem(key)
    best, best_score = None, 0.0
    for index, block in enumerate(blocks[:end]):
        if block.is_alt or (block.link_share > 0.9 and block.heading != 1):
            continue
        # Only what is about as long can say the same.
        length = len(block.text)
        if not block.heading and (block.in_chrome or not len(wanted) <= 3 * length <= 9 * len(wanted)):
            continue
        own = title_key(block.text)
        own_stems = _stem(own)
        shared = len(stems & own_stems) / max(len(stems), len(own_stems), 1)
        score = 2.0 if key and own == key else 1.5 * shared if shared >= _LEAST_OVERLAP else 0.0
        if not score and not (block.heading == 1 and index < start and len(own.split()) >= 2):
            continue
        score += {0: 0.0, 1: 1.0}.get(block.heading, 0.5)
        score += 0.3 * block.in_main - 0.5 * block.in_chrome - 0.6 * (index >= start)
        if score > best_score:
            best, best_score = index, score
    return () if best is None else (best,)


def _stem(key: str) -> frozenset[str]:
    return frozenset(word[:5] for word in key.split() if len(word) > 3)
