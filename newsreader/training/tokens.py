"""Texts as words, for comparing them: the same words that the corpus's `score.py` counts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Characters of scripts without blanks are words by themselves.
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u1000-\u109f\U00020000-\U0002ffff"
_TOKEN = re.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+")
_GRAM = 4
# The share of a text's words that must be the body's.
_LEAST_COVERED = 0.6
_NEAR = 3
_AROUND = 10


def tokenize(text: str) -> tuple[str, ...]:
    """The words of a text, case and Unicode forms folded; numbers of lynx's links among them."""
    return tuple(_TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))


def holds(tokens: Sequence[str], part: Sequence[str]) -> bool:
    """Whether the words of `part` (at least one) stand in this order, and nothing between them, in `tokens`."""
    return bool(part) and f" {' '.join(part)} " in f" {' '.join(tokens)} "


def find_covered(texts: Sequence[Sequence[str]], paragraphs: Iterable[Sequence[str]]) -> list[bool]:
    """Which of a page's texts (in order) are parts of the body that these paragraphs make; all are given as words.

    As `body_lines` of `score.py`: 60 % of a text's words (all of fewer than four) are in runs of four words that the
    body has too, across the texts' ends; a short text that is a whole paragraph counts beside a covered one; of copies,
    those with most covered text around them.
    """
    paragraphs = list(paragraphs)
    body = [token for paragraph in paragraphs for token in paragraph]
    grams = {tuple(body[place : place + _GRAM]) for place in range(len(body) - _GRAM + 1)}
    page = [token for text in texts for token in text]
    hit = bytearray(len(page))
    for place in range(len(page) - _GRAM + 1):
        if tuple(page[place : place + _GRAM]) in grams:
            hit[place : place + _GRAM] = b"\1" * _GRAM
    covered, start = [], 0
    for text in texts:
        count = sum(hit[start : start + len(text)])
        start += len(text)
        covered.append(bool(text) and count >= (_LEAST_COVERED * len(text) if len(text) >= _GRAM else len(text)))
    _add_short(texts, covered, {tuple(paragraph) for paragraph in paragraphs if len(paragraph) < _GRAM})
    _drop_copies(texts, covered, f" {' '.join(body)} ")
    return covered


def _add_short(texts: Sequence[Sequence[str]], covered: list[bool], short: set[tuple[str, ...]]) -> None:
    seen = list(covered)
    for index, text in enumerate(texts):
        if tuple(text) in short and any(seen[max(0, index - _NEAR) : index + _NEAR + 1]):
            covered[index] = True


def _drop_copies(texts: Sequence[Sequence[str]], covered: list[bool], body: str) -> None:
    copies: dict[tuple[str, ...], list[int]] = {}
    for index, text in enumerate(texts):
        if covered[index]:
            copies.setdefault(tuple(text), []).append(index)
    masses = [len(text) if is_ else 0 for text, is_ in zip(texts, covered, strict=True)]
    for text, indices in copies.items():
        count = max(1, body.count(f" {' '.join(text)} ")) if len(indices) > 1 else 1
        indices.sort(key=lambda index: -sum(masses[max(0, index - _AROUND) : index + _AROUND + 1]))
        for index in indices[count:]:
            covered[index] = False
