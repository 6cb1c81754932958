"""A page's characters as one array, counted by class for all blocks at once."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Block

Array = npt.NDArray[np.floating[Any]]
Indices = npt.NDArray[np.int64]

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
    """The classes of a page's characters, and where each block starts and ends among them (ends exclusive)."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        # A blank between blocks parts their words.
        text = " ".join([block.text for block in blocks]) + " "
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        codes = np.where(codes > 0xFFFF, np.uint32(0xFFFF), codes)
        kinds = _table[codes]
        if (kinds == _UNKNOWN).any():
            for code in np.unique(codes[kinds == _UNKNOWN]).tolist():
                _table[code] = _find_kind(chr(code)) if code < 0xFFFF else OTHER
            kinds = _table[codes]
        self.kinds = kinds
        self.lengths = np.array([len(block.text) for block in blocks], dtype=np.int64)
        self.ends = np.cumsum(self.lengths + 1) - 1
        self.starts = self.ends - self.lengths
        self.block_of = np.repeat(np.arange(len(blocks)), self.lengths + 1)

    def count(self) -> Array:
        """How many characters of each class each block has, one row a block."""
        size = len(self.lengths)
        keys = self.block_of * KINDS + self.kinds
        counts = np.bincount(keys, minlength=size * KINDS).reshape(size, KINDS).astype(np.float32)
        # The blank behind each block is no part of it.
        counts[:, SPACE] -= 1
        return counts

    def sum_where(self, mask: npt.NDArray[np.bool_]) -> Array:
        """In how many places of each block `mask` (one truth for each character) holds."""
        found = np.bincount(self.block_of[mask], minlength=len(self.lengths))
        return found.astype(np.float32)

    def previous(self, back: int = 1) -> npt.NDArray[np.uint8]:
        """The class of the character before each one."""
        shifted = np.full_like(self.kinds, SPACE)
        shifted[back:] = self.kinds[:-back]
        return shifted

    def at(self, offset: int) -> npt.NDArray[np.uint8]:
        """The class of each block's character at `offset` (from its end where negative); SPACE where it has none."""
        places = self.starts + offset if offset >= 0 else self.ends + offset
        inside = (places >= self.starts) & (places < self.ends)
        return np.where(inside, self.kinds[np.where(inside, places, 0)], np.uint8(SPACE))

    def shapes(self) -> list[bytes]:
        """The form of each block: its classes in order, runs of one class as one, letters alike."""
        kinds = np.where((self.kinds >= LOWER) & (self.kinds <= WIDE), np.uint8(LOWER), self.kinds)
        changes = np.ones(len(kinds), dtype=bool)
        changes[1:] = kinds[1:] != kinds[:-1]
        form = kinds[changes].tobytes()
        places = np.concatenate([[0], np.cumsum(changes)])
        bounds = zip(places[self.starts].tolist(), places[self.ends].tolist(), strict=True)
        return [form[first:last] for first, last in bounds]
