"""The signs of a title by its page's address."""

from __future__ import annotations

from newsreader.slugs import find_words, find_writings
from newsreader.splitting.scene import Scale

_SHARED = Scale("words of address", 0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
_COVERED = Scale("in address", 0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)


def describe_by_address(words: frozenset[str], text: str) -> list[str]:
    """The signs of a title whose page's address has these words: its share of them, and theirs of it."""
    size = len(find_words(text))
    if not size:
        return ["no words for address"]
    shared = len(find_writings(text) & words)
    return [_SHARED(shared / len(words)), _COVERED(shared / size)]
