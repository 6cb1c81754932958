"""A page's words as one array of hashes, each text's words in order, and which cue phrases they make."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from newsreader.splitting import characters as chars
from newsreader.splitting import cues
from newsreader.splitting.characters import Characters
from newsreader.splitting.known import Known

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
        self.hashes = page.stretches.hash(first, last)
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

    def phrases(self, places: Indices, length: int) -> npt.NDArray[np.uint64]:
        """For each of these words the hash of the phrase of `length` words that it begins; 0 where its text ends
        before.
        """
        is_whole = places + length <= self.ends[self.block_of[places]]
        return np.where(is_whole, hash_phrases(self.hashes, places, length), np.uint64(0))

    def mark_cues(self) -> tuple[Array, Array, Array]:
        """For each kind of cue and text (`CUES` × texts): its words' share in such phrases, if it starts so, is so."""
        size = len(self.counts)
        covered = np.zeros(len(self.hashes), dtype=np.uint32)
        opening, alone = np.zeros((2, size), dtype=np.uint32)
        cues_of = _compile_cues()
        is_first = np.zeros(len(self.hashes), dtype=bool)
        is_first[(self.ends - self.counts)[self.counts > 0]] = True
        openers = np.flatnonzero(cues_of.openers.find(self.hashes))
        found = cues_of.words.find(self.hashes)
        places = np.flatnonzero(found)
        hits = [(1, places, cues_of.masks[1][found[places] - 1])]
        for length, known in cues_of.phrases.items():
            phrases = self.phrases(openers, length)
            found = np.minimum(np.searchsorted(known, phrases), len(known) - 1)
            is_hit = known[found] == phrases
            hits.append((length, openers[is_hit], cues_of.masks[length][found[is_hit]]))
        for length, places, masks in hits:
            for ahead in range(length):
                covered[places + ahead] |= masks
            first = is_first[places]
            blocks, masks = self.block_of[places[first]], masks[first]
            opening[blocks] |= masks
            alone[blocks] |= np.where(self.counts[blocks] == length, masks, np.uint32(0))
        places = np.flatnonzero(covered)
        kinds, words = np.nonzero(_tell_kinds(covered[places]))
        counts = np.bincount(kinds * size + self.block_of[places[words]], minlength=len(CUES) * size)
        share = (counts.reshape(len(CUES), size) / np.maximum(self.counts, 1)).astype(np.float32)
        return share, _tell_kinds(opening), _tell_kinds(alone)


_STEP = np.uint64(0xC2B2AE3D27D4EB4F)


def hash_phrases(hashes: npt.NDArray[np.uint32], places: Indices, length: int) -> npt.NDArray[np.uint64]:
    """For each of these places among the hashes of words the hash of the phrase of `length` words that begins there."""
    found = hashes[places].astype(np.uint64)
    for ahead in range(1, length):
        found = found * _STEP + hashes[np.minimum(places + ahead, len(hashes) - 1)]
    return found


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


def _tell_kinds(masks: npt.NDArray[np.uint32]) -> Array:
    """Masks of kinds of cues as one row of 0 and 1 a kind."""
    return ((masks >> _BITS[:, None]) & np.uint32(1)).astype(np.float32)


class _Cues(NamedTuple):
    """The cue phrases by their hashes: single words, longer ones by their number of words, the words that begin these;
    and for each the kinds (bits) that have it.
    """

    words: Known
    openers: Known
    phrases: dict[int, npt.NDArray[np.uint64]]
    masks: dict[int, npt.NDArray[np.uint32]]


@lru_cache(maxsize=1)
def _compile_cues() -> _Cues:
    listed = [(phrase, kind) for kind, phrases in enumerate(CUES.values()) for phrase in sorted(phrases)]
    words = Words(Characters([phrase for phrase, _ in listed]))
    first = words.ends - words.counts
    known, masks = {}, {}
    for length in range(1, _LONGEST_PHRASE + 1):
        # Of longer ones the first four words are enough.
        places = np.flatnonzero(np.minimum(words.counts, _LONGEST_PHRASE) == length)
        kinds: dict[int, int] = {}
        for place, key in zip(places.tolist(), words.phrases(first[places], length).tolist(), strict=True):
            kinds[key] = kinds.get(key, 0) | 1 << listed[place][1]
        known[length] = np.array(sorted(kinds), dtype=np.uint64)
        masks[length] = np.array([kinds[key] for key in sorted(kinds)], dtype=np.uint32)
    openers = sorted(set(words.hashes[first[words.counts > 1]].tolist()))
    return _Cues(Known(known.pop(1).astype(np.uint32)), Known(np.array(openers, dtype=np.uint32)), known, masks)
