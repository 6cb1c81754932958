"""What the reader said of a page's blocks: found again among them, and put in the place of what the nets think."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.splitting.classes import BODY, HEADLINE, LABEL_ORDER, LOOSE, OTHER, TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsreader.model import Block, Correction
    from newsreader.splitting.net import Chances

TEXT = frozenset([Label.LEAD, Label.BODY, Label.SUBHEADING, Label.QUOTE])
HEADLINES = frozenset([Label.INLINE_LINK, Label.HEADLINE])
_CLASSES = {
    Label.TITLE: TITLE,
    Label.ALT_TEXT: LOOSE,
    **dict.fromkeys(TEXT, BODY),
    **dict.fromkeys(HEADLINES, HEADLINE),
}


def match_corrections(
    blocks: Sequence[Block], corrections: Sequence[Correction]
) -> tuple[dict[int, Label], tuple[Correction, ...]]:
    """Which block each correction means, and those that mean none.

    A block is known again by its text: the one on the same lines, else the nearest. So a parser that cuts the dump
    otherwise loses only what it cuts otherwise.
    """
    texts = {correction.text for correction in corrections}
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, block in enumerate(blocks):
        if block.text in texts:
            places[block.text].append(place)
    given: dict[int, Label] = {}
    unmatched = []

    def measure(correction: Correction, place: int) -> int:
        block = blocks[place]
        return abs(block.first_line - correction.first_line) + abs(block.last_line - correction.last_line)

    def find(correction: Correction) -> int:
        return min([measure(correction, place) for place in places[correction.text]], default=0)

    # Those that lie right come first: of two equal lines, neither takes the other's.
    for correction in sorted(corrections, key=find):
        free = [place for place in places[correction.text] if place not in given]
        if free:
            given[min(free, key=lambda place: measure(correction, place))] = correction.label
        else:
            unmatched.append(correction)
    return given, tuple(unmatched)


def be_certain(chances: Chances, given: Mapping[int, Label]) -> Chances:
    """The chances with certainty for what the reader said."""
    if not given:
        return chances
    classes, labels = chances.classes.copy(), chances.labels.copy()
    places = list(given)
    classes[places] = labels[places] = 0
    for place, label in given.items():
        classes[place, _CLASSES.get(label, OTHER)] = 1
        labels[place, LABEL_ORDER.index(label)] = 1
    return replace(chances, classes=classes, labels=labels)
