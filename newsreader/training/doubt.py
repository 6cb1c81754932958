"""What is no article, made of what is one; and whether a splitter is right as often as it says.

Of a dump of a news page, the *rest* is what is left without the lines of its text and its title (`B` and `T` in the
corpus's labels). It still has captions, boxes of facts and what else the gold leaves out of the text, so that some are
accepted with reason; without all lines from the first of the text to the last, only menus, teasers and comments are
left, as an index page has them: the *frame*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

_ARTICLE_LABELS = frozenset("BT")
_MOST_AROUND = 12
_BINS = 10


class Bin(NamedTuple):
    """Answers of like confidence: how many, how sure they were on average, which share was right."""

    size: int
    confidence: float
    right: float


def cut_article(text: str, labels: str, *, is_frame: bool = False) -> str:
    """A dump without the lines of its article's text and title; `labels` has one for each line.

    For a frame, all between the first and the last line of the text goes too.
    """
    start, stop = find_article(labels)
    return "\n".join(
        line
        for number, (line, label) in enumerate(zip(text.split("\n"), labels, strict=True))
        if label not in _ARTICLE_LABELS and not (is_frame and start <= number < stop)
    )


def cut_around(text: str, labels: str, random: Random) -> tuple[str, str]:
    """A dump's article with a few of the lines around it, and their labels: what a reader marks and copies."""
    start, stop = find_article(labels)
    first = labels.rfind("T", 0, start)
    start = max(0, (start if first < 0 else first) - random.randint(0, _MOST_AROUND))
    stop += random.randint(0, _MOST_AROUND)
    return "\n".join(text.split("\n")[start:stop]), labels[start:stop]


def find_article(labels: str) -> tuple[int, int]:
    """The first line of the text, and that behind its last one; the page's end where there is none."""
    start = labels.find("B")
    return (start, labels.rfind("B") + 1) if start >= 0 else (len(labels), len(labels))


def make_bins(pairs: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Answers (how sure from 0 to 1, whether right) in ten bins of equal width; empty ones have a size of 0."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for confidence, is_right in pairs:
        groups[min(int(confidence * _BINS), _BINS - 1)].append((confidence, is_right))
    return [
        Bin(len(group), sum(sure for sure, _ in group) / len(group), sum(right for _, right in group) / len(group))
        if group
        else Bin(0, 0.0, 0.0)
        for group in groups
    ]


def find_calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error (Guo et al. 2017): how far the bins' confidence is from their share right."""
    total = sum(row.size for row in bins)
    return sum(row.size * abs(row.confidence - row.right) for row in bins) / total if total else 0.0


def format_reliability(pairs: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """A line for each bin, and the error; for pages, right is a body of F1 .9 or better."""
    bins = make_bins(pairs)
    yield f"{'sure':12}{'pages':>7}{'mean':>8}{'right':>8}"
    for number, row in enumerate(bins):
        yield f"{number / _BINS:.1f} to {(number + 1) / _BINS:.1f}  {row.size:7}{row.confidence:8.3f}{row.right:8.3f}"
    yield f"expected calibration error {find_calibration_error(bins):.3f}"
