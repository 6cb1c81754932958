"""Finding words in the open article, and labels for the links on the screen: pure decisions, no Textual."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from newsreader.tui.lines import Line, Role, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Article

# Those under the fingers come first; none that ends, undoes or helps.
_LETTERS = "asdfjklghweruio"


def find_words(article: Article, words: str) -> list[int]:
    """Where in an article words stand, whatever their case: offsets as layout counts them."""
    if not words:
        return []
    pattern = re.compile(re.escape(words), re.IGNORECASE)
    found = [match.start() for match in pattern.finditer(article.title)]
    offset = len(article.title) + 2
    for part in article.parts:
        found += [offset + match.start() for match in pattern.finditer(part.text)]
        offset += len(part.text) + 1
    return found


def mark_words(line: Line, words: str) -> Line:
    """A line with the words in it painted as selected; what runs over its end is not."""
    pattern = re.compile(re.escape(words), re.IGNORECASE)
    spans: list[Span] = []
    for span in line.spans:
        place = 0
        for match in pattern.finditer(span.text):
            spans += [Span(span.text[place : match.start()], span.role), Span(match[0], Role.SELECTED)]
            place = match.end()
        spans.append(Span(span.text[place:], span.role))
    return Line(tuple(span for span in spans if span.text), line.offset, line.edge)


def make_labels(count: int) -> list[str]:
    """So many labels of letters, as short as they can all be, none the beginning of another."""
    length = 1
    while len(_LETTERS) ** length < count:
        length += 1
    return ["".join(letters) for letters, _ in zip(product(_LETTERS, repeat=length), range(count), strict=False)]


def label_line(line: Line, label: str) -> Line:
    """A line with a label in its first blanks, before what stands behind them; over its first cells where there are
    none.
    """
    text = line.text
    start = max(0, len(text) - len(text.lstrip(" ")) - len(label) - 1)
    spans: list[Span] = []
    place = 0
    for span in line.spans:
        before = span.text[: max(0, start - place)]
        behind = span.text[max(0, start + len(label) - place) :]
        spans.append(Span(before, span.role))
        if place <= start < place + len(span.text):
            spans.append(Span(label, Role.SELECTED))
        spans.append(Span(behind, span.role))
        place += len(span.text)
    if start >= place:
        spans.append(Span(label, Role.SELECTED))
    return Line(tuple(span for span in spans if span.text), line.offset, line.edge)


def match_labels(labels: Sequence[str], typed: str) -> list[str]:
    """The labels that begin so."""
    return [label for label in labels if label.startswith(typed)]
