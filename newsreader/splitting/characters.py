"""A page's characters as one array: their classes, and hashes of any stretch of them, for all blocks at once."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = npt.NDArray[np.floating[Any]]
Indices = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

SPACE, LOWER, UPPER, LETTER, WIDE, DIGIT, STOP, COMMA, SHOUT, QUOTE, COLON, DASH, BRACKET, BAR, CODE, OTHER = range(16)
KINDS = 16
_UNKNOWN = 255
_KIND_OF: dict[str, int] = {
    **dict.fromkeys(".\u2026\u3002\u0964", STOP),
    **dict.fromkeys(",;\u3001\uff0c", COMMA),
    **dict.fromkeys("!?\uff01\uff1f", SHOUT),
    **dict.fromkeys("\"'\u2018\u2019\u201c\u201d\u201e\u201a\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f", QUOTE),
    **dict.fromkeys(":\uff1a", COLON),
    **dict.fromkeys("-\u2010\u2011\u2013\u2014", DASH),
    **dict.fromkeys("()[]\uff08\uff09\u3010\u3011", BRACKET),
    **dict.fromkeys("|/\u00b7\u2022>\u2192", BAR),
    **dict.fromkeys("@#&*+={}<\\_~^`$%", CODE),
}
_WIDE_RANGES = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x0E00, 0x0E7F), (0xAC00, 0xD7AF))
# Filled as characters are met; code points over the basic plane share one place.
_table = np.full(0x10000, _UNKNOWN, dtype=np.uint8)
_folded = np.arange(0x10000, dtype=np.uint64)
# An odd number has an inverse modulo 2**64.
_BASE = 0x9E3779B97F4A7C15
_MIXER = np.uint64(0xD6E8FEB86659FD93)


class _Powers:
    """The powers of a base and of its inverse modulo 2**64, as many as were asked for so far."""

    def __init__(self, base: int) -> None:
        self._bases = (base, pow(base, -1, 1 << 64))
        self._powers = [np.ones(1, dtype=np.uint64)] * 2

    def take(self, size: int) -> tuple[Hashes, Hashes]:
        """Both rows, of `size` numbers at least."""
        if len(self._powers[0]) < size:
            self._powers = [self._grow(base, size) for base in self._bases]
        return self._powers[0], self._powers[1]

    @staticmethod
    def _grow(base: int, size: int) -> Hashes:
        factors = np.full(size, base, dtype=np.uint64)
        factors[0] = 1
        powers: Hashes = np.cumprod(factors, dtype=np.uint64)
        return powers


_powers = _Powers(_BASE)


class Stretches:
    """Hashes of stretches of `codes`: equal stretches have equal ones wherever they stand.

    Polynomial hashes by prefix sums (Rabin and Karp 1987), modulo 2**64, the upper half kept. No stretch has hash 0.
    """

    def __init__(self, codes: Hashes) -> None:
        powers, self._inverses = _powers.take(len(codes) + 1)
        self._sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum((codes + np.uint64(1)) * powers[: len(codes)], out=self._sums[1:])

    def hash(self, starts: Indices, ends: Indices) -> npt.NDArray[np.uint32]:
        """One hash for each stretch (ends exclusive)."""
        found = (self._sums[ends] - self._sums[starts]) * self._inverses[starts]
        found ^= found >> np.uint64(29)
        return ((found * _MIXER) >> np.uint64(32)).astype(np.uint32) | np.uint32(1)


def _find_kind(character: str) -> int:
    if character in _KIND_OF:
        return _KIND_OF[character]
    if any(first <= ord(character) <= last for first, last in _WIDE_RANGES):
        return WIDE
    category = unicodedata.category(character)
    if category[0] == "L":
        return UPPER if category in ("Lu", "Lt") else LOWER if category == "Ll" else LETTER
    if category[0] == "M":
        return LETTER
    if category[0] == "N":
        return DIGIT
    return SPACE if category[0] == "Z" or character.isspace() else OTHER


class Characters:
    """The classes of a page's characters, and where each text starts and ends among them (ends exclusive)."""

    def __init__(self, texts: Sequence[str]) -> None:
        # A blank between texts parts their words.
        text = " ".join(texts) + " "
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        codes = np.minimum(codes, np.uint32(0xFFFF))
        kinds = _table[codes]
        if kinds.max() == _UNKNOWN:
            for code in set(codes[kinds == _UNKNOWN].tolist()):
                _table[code] = _find_kind(chr(code)) if code < 0xFFFF else OTHER
                _folded[code] = ord((chr(code).casefold() or chr(code))[0])
            kinds = _table[codes]
        self.kinds = kinds
        self.codes: Hashes = _folded[codes]
        self.stretches = Stretches(self.codes)
        self.lengths = np.array([len(text) for text in texts], dtype=np.int64)
        self.ends = np.cumsum(self.lengths + 1) - 1
        self.starts = self.ends - self.lengths
        self.block_of = np.repeat(np.arange(len(texts)), self.lengths + 1)

    def count(self) -> Array:
        """How many characters of each class each block has, one row a class."""
        size = len(self.lengths)
        keys = self.kinds * np.int64(size)
        keys += self.block_of
        counts = np.bincount(keys, minlength=size * KINDS).reshape(KINDS, size).astype(np.float32)
        # The blank behind each block is no part of it.
        counts[SPACE] -= 1
        return counts

    def count_at(self, places: Indices) -> Array:
        """How many of the places (indices of characters) lie in each text."""
        found = np.bincount(self.block_of[places], minlength=len(self.lengths))
        return found.astype(np.float32)

    def at(self, offset: int) -> npt.NDArray[np.uint8]:
        """The class of each block's character at `offset` (from its end where negative); SPACE where it has none."""
        places = self.starts + offset if offset >= 0 else self.ends + offset
        inside = (places >= self.starts) & (places < self.ends)
        return np.where(inside, self.kinds[np.where(inside, places, 0)], np.uint8(SPACE))

    def shapes(self) -> tuple[npt.NDArray[np.uint32], Indices]:
        """The form of each text (its classes in order, runs of one class as one, letters alike) as a hash, its length.

        `14 March` and `2 May` have one form.
        """
        kinds = np.where((self.kinds >= LOWER) & (self.kinds <= WIDE), np.uint8(LOWER), self.kinds)
        changes = np.ones(len(kinds), dtype=bool)
        changes[1:] = kinds[1:] != kinds[:-1]
        form = kinds[changes].astype(np.uint64)
        places = np.concatenate([[0], np.cumsum(changes)])
        starts, ends = places[self.starts], places[self.ends]
        return Stretches(form).hash(starts, ends), ends - starts
