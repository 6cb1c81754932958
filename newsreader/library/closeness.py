"""Titles that are near enough to be one article's: with a word put before or behind, or cut off.

Measured by `tests/benchmarks/close_titles.py`. Ratios of edit distance (all of rapidfuzz's) do not tell them from other
titles of the same site: "Guide to Rioja wine" is as near to "Guide to Loire wine" as two writings of one title are.
Only what is added to a title and nothing that is exchanged in it leaves it the same.
"""

from __future__ import annotations

import re

# Words by whose keys titles are brought together: so many at the beginning, so many at the end.
_KEY_WORDS = 4
# The shorter title: its least words and characters, and its least share of the longer one.
_LEAST_WORDS, _LEAST_CHARACTERS, _LEAST_SHARE = 7, 30, 0.5
# Where words were put in between, it needs so many.
_LEAST_SCATTERED = 10
# A title that is cut off in so many words or characters may be of several.
_LEAST_CUT_WORDS, _LEAST_CUT_CHARACTERS = 4, 24
# Words that begin with so many same characters, and so large a share of the longer one, are forms of one word.
_LEAST_STEM, _STEM_SHARE = 5, 0.7
# A word that says something has so many letters; of these two titles on one story share so many, and such a part.
_LEAST_SIGNIFICANT, _LEAST_SHARED, _SHARED_SHARE = 4, 4, 0.8

_ROMAN = re.compile(r"(?=[ivxl]{2})x{0,3}l?(?:ix|iv|v?i{0,3})")
_ROMAN_LETTERS = frozenset("ivxl")
_CUT = re.compile(r"(?:\.\.\.|\u2026)\s*$")


def get_opening(key: str) -> str:
    """The words at the beginning of a title's key, by which one that is cut off is found."""
    return " ".join(key.split(" ", _KEY_WORDS)[:_KEY_WORDS])


def get_keys(key: str) -> list[str]:
    """By what titles that are close are brought together: one of the two is the same.

    How it begins, and where that does not hold all of it how it ends; and all its numbers, in which they can't differ.
    """
    words = key.split(" ")
    numbers = "".join(f" {number}" for number in _get_numbers(words))
    opening = " ".join(words[:_KEY_WORDS]) + numbers
    return [opening, " ".join(words[-_KEY_WORDS:]) + numbers] if len(words) > _KEY_WORDS else [opening]


def is_cut_off(text: str) -> bool:
    """Whether a headline says that it goes on."""
    return _CUT.search(text) is not None


def is_close(headline: str, title: str, *, is_cut: bool = False) -> bool:
    """Whether two keys that differ are those of one title; `is_cut` where the headline's text is cut off."""
    if is_cut and title.startswith(headline):
        return len(headline) >= _LEAST_CUT_CHARACTERS and headline.count(" ") + 1 >= _LEAST_CUT_WORDS
    short, long = sorted((headline, title), key=len)
    words, others = short.split(" "), long.split(" ")
    if len(words) < _LEAST_WORDS or len(short) < max(_LEAST_CHARACTERS, _LEAST_SHARE * len(long)):
        return False
    if _get_numbers(words) != _get_numbers(others):
        return False
    if long.startswith(f"{short} ") or long.endswith(f" {short}"):
        return True
    return len(words) >= _LEAST_SCATTERED and _is_scattered(words, others)


def is_same_story(title: str, other: str) -> bool:
    """Whether two keys of titles, of two sites within days, tell of one thing: of the words that say something nearly
    all are the same.
    """
    words, others = ({word for word in key.split(" ") if len(word) >= _LEAST_SIGNIFICANT} for key in (title, other))
    if len(words & others) < _LEAST_SHARED:
        return False
    return title == other or is_close(title, other) or _is_reworded(title, other, words, others)


def _is_reworded(title: str, other: str, words: set[str], others: set[str]) -> bool:
    has_same_numbers = _get_numbers(title.split(" ")) == _get_numbers(other.split(" "))
    return has_same_numbers and len(words & others) >= _SHARED_SHARE * len(words | others)


def _get_numbers(words: list[str]) -> list[str]:
    return sorted(filter(_is_number, words))


def _is_number(word: str) -> bool:
    if word.isalpha():
        # Nearly all words are told by their first letter.
        return word[0] in _ROMAN_LETTERS and _ROMAN.fullmatch(word) is not None
    return any(map(str.isdigit, word))


def _is_scattered(words: list[str], others: list[str]) -> bool:
    """Whether all words stand among the others in this order."""
    rest = iter(others)
    return all(any(_is_form(word, other) for other in rest) for word in words)


def _is_form(word: str, other: str) -> bool:
    if word == other:
        return True
    least = max(_LEAST_STEM, int(_STEM_SHARE * max(len(word), len(other))))
    return len(word) >= least and word[:least] == other[:least]
