"""Words as the index keeps them and as queries ask for them: one writing for both.

What leaves the index is folded again as it went in: a change here needs a migration that makes the index anew.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Writings that set no blanks between words (Thai, Lao, Burmese, Khmer, Japanese, Chinese), and Korean, whose words
# carry endings: each run is kept as its pairs of characters, so that any two of them are found. Compiled where it is
# needed first, which takes 1.5 ms.
_RUN = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)
# What stands in such a run and is no letter: a word goes on behind it, as the pairs do, and does not end with it.
_RUN_POINTS = "\u0e3f\u0e4f\u0e5a\u0e5b\u104a-\u104f\u17d4-\u17d6\u17d8-\u17db\u30a0\u30fb"
# What is not ASCII; a short one is likely to come again.
_FOREIGN = re.compile("[^\x00-\x7f]+")
_SHORT = 8
# A mark over a Latin or Greek letter; elsewhere marks make another letter, but for those that most texts leave out:
# the points of Hebrew and the vowel signs of Arabic (with the stroke that only makes a word longer), and the stress of
# a vowel in Cyrillic.
_POINTS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065e\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"
)
_LEFT_OUT = f"[{_POINTS}]+|(?<=[АЕЄИІОУЫЭЮЯаеєиіоуыэюя\u0308])[\u0300\u0301]+"
_LATIN_MARKS = "([A-Za-z\u0370-\u03ff])[\u0300-\u036f]+"
_MARKED = re.compile(f"{_LATIN_MARKS}|{_LEFT_OUT}")
_SPELLINGS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
# What the index takes for a word: letters, numbers, and the marks that some writings cannot do without.
TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"


def fold_text(text: str) -> str:
    """A text as the index reads it: case and diacritics folded, runs of writings without blanks as pairs."""
    if text.isascii():
        return text
    # The index folds the case of ASCII itself. In most texts the rest are a few accents and quotation marks, each of
    # which is folded once: over a whole text that took more time than all else in packing it.
    return _FOREIGN.sub(_fold_foreign, unicodedata.normalize("NFC", text))


def _fold_foreign(match: re.Match[str]) -> str:
    piece, start = match[0], match.start()
    if start and unicodedata.combining(piece[0]):
        return _fold_run(match.string[start - 1 : match.end()])[1:]
    return _fold_piece(piece) if len(piece) <= _SHORT else _fold_run(piece)


def fold_pointed(text: str) -> str:
    """A text as it was indexed before version 7 of the library: with points and stresses."""
    return _fold_run(text, re.compile(_LATIN_MARKS))


def _fold_run(text: str, marked: re.Pattern[str] = _MARKED) -> str:
    return re.sub(_RUN, _pair, _fold_letters(text, marked))


def _fold_letters(text: str, marked: re.Pattern[str] = _MARKED) -> str:
    text = unicodedata.normalize("NFC", marked.sub(r"\1", unicodedata.normalize("NFKD", text)))
    return text.casefold().translate(_SPELLINGS)


_fold_piece = lru_cache(maxsize=8192)(_fold_run)


def _pair(match: re.Match[str]) -> str:
    run = match[0]
    pairs = [run[place : place + 2] for place in range(max(1, len(run) - 1))]
    return f" {' '.join(pairs)} "


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """One word, as `fold_text` writes it, in small letters; pairs stay joined."""
    if word.isascii():
        return word.lower()
    return _fold_letters(word)


def is_pointed(word: str) -> bool:
    """Whether a word of the index has points or stresses, as before version 7 of the library."""
    return not word.isascii() and re.search(_LEFT_OUT, unicodedata.normalize("NFKD", word)) is not None


def is_run(text: str) -> bool:
    """Whether a word, or a part of it, is kept as pairs."""
    return not text.isascii() and re.search(_RUN, text) is not None


def find_words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text as the index parts them: letters and numbers with their marks, which some writings can't do
    without.
    """
    if text.isascii():
        return re.finditer(r"[^\W_]+", text)
    # No class of `re` holds letters and marks, and one of all others would take longer to compile than most texts to
    # look through.
    others = "".join(sorted(each for each in set(text) if not each.isalnum() and unicodedata.category(each)[0] != "M"))
    letters = f"[^ {re.escape(others)}]+"
    return re.finditer(f"{letters}(?:[{_RUN_POINTS}]+{letters})*", text)
