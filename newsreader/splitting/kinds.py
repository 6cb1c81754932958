"""What kind of page it is: one article, a live blog of many entries, an index of headlines, or something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.model import Label, PageKind
from newsreader.splitting.dates import is_age, is_date_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Block

_TEXT = frozenset([Label.LEAD, Label.BODY, Label.SUBHEADING, Label.QUOTE])
# A live blog's entries each have their time on a line of its own, and few paragraphs.
_LEAST_ENTRIES = 4
_MOST_PARAGRAPHS = 8
_LONGEST_TIME = 40
_TIME = re.compile(r"\b[012]?\d(?:[:h][0-5]\d\b|\.[0-5]\d(?= (?:Uhr|[ap]\.?m\b)))", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# A time stands with words for its zone or its day, and hardly with others.
_MOST_WORDS = 3
# An index has so many headlines and no text.
_LEAST_HEADLINES = 8


def tell_kind(blocks: Sequence[Block], labels: Sequence[Label], headlines: int) -> PageKind:
    """The kind of a page by its blocks' labels; `headlines` is how many blocks look like one, article or not."""
    places = [place for place, label in enumerate(labels) if label in _TEXT]
    if not places:
        return PageKind.INDEX if headlines >= _LEAST_HEADLINES else PageKind.OTHER
    inside = (blocks[place].text for place in range(places[0] - 1, places[-1]) if place >= 0)
    entries = sum(len(text) <= _LONGEST_TIME and _says_when(text) for text in inside)
    is_live = entries >= _LEAST_ENTRIES and len(places) <= _MOST_PARAGRAPHS * entries
    return PageKind.LIVE_BLOG if is_live else PageKind.ARTICLE


def _says_when(text: str) -> bool:
    if _TIME.search(text):
        return len(_WORD.findall(text)) <= _MOST_WORDS
    return is_age(text) or is_date_line(text)
