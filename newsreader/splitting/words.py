"""A page's words as one array of hashes, each text's words in order, and which cue phrases they make."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from newsreader.splitting import characters as chars
from newsreader.splitting import cues
from newsreader.splitting.characters import Characters, hash_stretches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsreader.splitting.characters import Array, Indices

FIRST_WORDS, LAST_WORDS = 7, 3
# Words this long carry meaning rather than grammar; of writings without blanks, two characters do.
_LEAST_LETTERS = 4
_LONGEST_PHRASE = 4


class Words:
    """The words of a page's texts: `hashes` (one a word, all texts in a row), `counts` and `ends` of each text's."""

    def __init__(self, page: Characters) -> None:
        kinds = page.kinds
        is_wide = kinds == chars.WIDE
        is_word = (kinds >= chars.LOWER) & (kinds <= chars.DIGIT)
        starts = is_word.copy()
        starts[1:] &= ~is_word[:-1] | (is_wide[1:] != is_wide[:-1])
        if is_wide.any():
            # Writings without blanks go by twos.
            index = np.arange(len(kinds))
            begin = np.maximum.accumulate(np.where(starts, index, 0))
            starts |= is_wide & ((index - begin) % 2 == 0)
        first = np.flatnonzero(starts)
        is_end = np.ones(len(kinds), dtype=bool)
        is_end[:-1] = ~is_word[1:] | starts[1:]
        last = np.flatnonzero(is_word & is_end) + 1
        self.starts: Indices = first
        self.hashes = hash_stretches(page.codes, first, last)
        self.block_of: Indices = page.block_of[first]
        self.counts: Indices = np.bincount(self.block_of, minlength=len(page.lengths))
        self.ends = np.cumsum(self.counts)
        self.lengths = last - first
        self.is_content = (self.lengths >= _LEAST_LETTERS) | is_wide[first]
        self.first_kinds = kinds[first]
        self.first_codes = page.codes[first]

    def find_edges(self) -> Indices:
        """Where each text's first seven and last three words stand among all (texts × 10); behind all where it has
        fewer.
        """
        starts = self.ends - self.counts
        places = np.concatenate(
            [starts[:, None] + np.arange(FIRST_WORDS), self.ends[:, None] - 1 - np.arange(LAST_WORDS)], axis=1
        )
        inside = (places >= starts[:, None]) & (places < self.ends[:, None])
        return np.where(inside, places, len(self.hashes))

    def phrases(self, length: int) -> npt.NDArray[np.uint64]:
        """For each word the hash of the phrase of `length` words that it begins; 0 where its text ends before."""
        found = self.hashes.astype(np.uint64)
        for ahead in range(1, length):
            found[:-ahead] = found[:-ahead] * _STEP + self.hashes[ahead:]
        if length > 1:
            is_cut = np.ones(len(found), dtype=bool)
            is_cut[: 1 - length] = self.block_of[length - 1 :] != self.block_of[: 1 - length]
            found[is_cut] = 0
        return found

    def mark_cues(self) -> tuple[Array, Array, Array]:
        """For each text and kind of cue (texts × `CUES`): its words' share in such phrases, if it starts so, is so."""
        size, kinds = len(self.counts), len(CUES)
        share, starts, whole = (np.zeros((size, kinds), dtype=np.float32) for _ in range(3))
        covered = np.zeros(len(self.hashes), dtype=np.uint32)
        is_first = np.zeros(len(self.hashes), dtype=bool)
        filled = np.flatnonzero(self.counts)
        is_first[(self.ends - self.counts)[filled]] = True
        for length, (known, masks) in _compile_cues().items():
            phrases = self.phrases(length)
            places = np.minimum(np.searchsorted(known, phrases), len(known) - 1)
            hits = np.flatnonzero(known[places] == phrases)
            mask = masks[places[hits]]
            for ahead in range(length):
                covered[hits + ahead] |= mask
            opening = is_first[hits]
            blocks, found = self.block_of[hits[opening]], mask[opening]
            bits = (found[:, None] >> _BITS) & 1
            starts[blocks] = np.maximum(starts[blocks], bits)
            alone = self.counts[blocks] == length
            whole[blocks[alone]] = np.maximum(whole[blocks[alone]], bits[alone])
        for kind in range(kinds):
            share[:, kind] = np.bincount(self.block_of[(covered >> np.uint32(kind)) & 1 == 1], minlength=size)
        share /= np.maximum(self.counts, 1)[:, None]
        return share, starts, whole


_STEP = np.uint64(0xC2B2AE3D27D4EB4F)


def _split(text: str) -> list[str]:
    return [phrase.strip(" |\n") for phrase in text.replace("\n", "").split("|")]


CUES: dict[str, Iterable[str]] = {
    "furniture": cues.FURNITURE,
    "furniture_start": _split(cues.FURNITURE_STARTS),
    "invitation": cues.INVITATIONS,
    "share": cues.SHARE_WORDS,
    "month": cues.MONTH_NAMES,
    "date": cues.DATE_WORDS,
    "age": _split(cues.AGO),
    "byline": _split(cues.BYLINES),
    "role": cues.ROLES | cues.COLLECTIVES,
    "no_name": cues.NOT_NAMES,
    "given_name": cues.GIVEN_NAMES,
    "agency": cues.AGENCIES,
    "credit": _split(cues.CREDITS),
    "link_label": _split(cues.LINK_LABELS),
    "see_more": _split(cues.SEE_MORE),
    "heading": _split(cues.HEADINGS),
    "tag_heading": _split(cues.TAG_HEADINGS),
    "kind": cues.KINDS,
    "ending": _split(cues.ENDINGS),
    "self": cues.SELF,
    "reader": cues.READER,
}
_BITS = np.arange(len(CUES), dtype=np.uint32)


@lru_cache(maxsize=1)
def _compile_cues() -> dict[int, tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]]:
    """The cue phrases by their number of words: their hashes, sorted, and for each the kinds (bits) that have it."""
    listed = [(phrase, kind) for kind, phrases in enumerate(CUES.values()) for phrase in sorted(phrases)]
    words = Words(Characters([phrase for phrase, _ in listed]))
    first = words.ends - words.counts
    compiled = {}
    for length in range(1, _LONGEST_PHRASE + 1):
        hashes = words.phrases(length)
        masks: dict[int, int] = {}
        for place, (_, kind) in enumerate(listed):
            # Of longer ones the first four words are enough.
            if min(words.counts[place], _LONGEST_PHRASE) == length:
                key = int(hashes[first[place]])
                masks[key] = masks.get(key, 0) | 1 << kind
        known = sorted(masks)
        compiled[length] = (
            np.array(known, dtype=np.uint64),
            np.array([masks[key] for key in known], dtype=np.uint32),
        )
    return compiled
