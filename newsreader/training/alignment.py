"""Two tellings of one page side by side: which texts of a dump are which of its HTML, though either cuts them anew."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Text = tuple[str, ...]

# Comparing word by word takes time in the product of the sides; larger gaps are left unknown.
_MOST_COMPARED = 4_000_000


class _Gap(NamedTuple):
    """A stretch of our texts and the stretch of theirs in which they must be found."""

    start: int
    stop: int
    their_start: int
    their_stop: int


def match(ours: Sequence[Text], theirs: Sequence[Text]) -> list[Counter[int]]:
    """For each of our texts (as words), how many of its words stand in which of theirs, in reading order.

    Texts that are the same and stand once on either side hold the two together (patience diff, by texts); between
    these the same is tried again, and what is left is compared word by word.
    """
    found: list[Counter[int]] = [Counter() for _ in ours]
    waiting = [_Gap(0, len(ours), 0, len(theirs))]
    while waiting:
        gap = waiting.pop()
        pairs = _find_anchors(ours, theirs, gap)
        for mine, yours in pairs:
            found[mine][yours] = len(ours[mine])
        if pairs:
            waiting.extend(_cut(gap, pairs))
        elif gap.start < gap.stop and gap.their_start < gap.their_stop:
            _compare_words(ours, theirs, gap, found)
    return found


def _find_anchors(ours: Sequence[Text], theirs: Sequence[Text], gap: _Gap) -> list[tuple[int, int]]:
    """The longest chain of texts that stand once on either side, as pairs of indices that both rise."""
    mine = _find_single(ours, gap.start, gap.stop)
    yours = _find_single(theirs, gap.their_start, gap.their_stop)
    return _find_chain([(index, yours[text]) for text, index in mine.items() if text in yours])


def _find_single(texts: Sequence[Text], start: int, stop: int) -> dict[Text, int]:
    """Where the texts of a stretch stand that are said once in it, in order."""
    places: dict[Text, int] = {}
    for index in range(start, stop):
        if texts[index]:
            places[texts[index]] = -1 if texts[index] in places else index
    return {text: index for text, index in places.items() if index >= 0}


def _find_chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs (their first members rise) whose second members rise too, in n log n."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, yours) in enumerate(pairs):
        place = bisect_left(ends, yours)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [yours]
        last[place : place + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _cut(gap: _Gap, pairs: Sequence[tuple[int, int]]) -> Iterator[_Gap]:
    """The gaps between the pairs."""
    mine, yours = gap.start, gap.their_start
    for next_mine, next_yours in [*pairs, (gap.stop, gap.their_stop)]:
        if mine < next_mine and yours < next_yours:
            yield _Gap(mine, next_mine, yours, next_yours)
        mine, yours = next_mine + 1, next_yours + 1


def _compare_words(ours: Sequence[Text], theirs: Sequence[Text], gap: _Gap, found: list[Counter[int]]) -> None:
    """Count the words that a gap's texts share in order, where there are not too many to compare."""
    mine = [(word, index) for index in range(gap.start, gap.stop) for word in ours[index]]
    yours = [(word, index) for index in range(gap.their_start, gap.their_stop) for word in theirs[index]]
    if len(mine) * len(yours) > _MOST_COMPARED:
        return
    matcher = SequenceMatcher(None, [word for word, _ in mine], [word for word, _ in yours], autojunk=False)
    for start, their_start, size in matcher.get_matching_blocks():
        for step in range(size):
            found[mine[start + step][1]][yours[their_start + step][1]] += 1
