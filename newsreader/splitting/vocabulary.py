"""Which words a page's blocks share: repetition, coherence, and where the vocabulary turns over."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.splitting.characters import Array, Indices

_TOKEN = re.compile("\n|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]{1,2}|[^\\W_]+")
FIRST_WORDS, LAST_WORDS = 7, 3
HASHED = FIRST_WORDS + LAST_WORDS
# Words this long carry meaning rather than grammar; of writings without blanks, two characters do.
_LEAST_LETTERS = 4
# A word counts as heard just before, or again soon, within this many long blocks.
_NEAR = 6


class Vocabulary:
    """The words of a page's blocks, numbered, each block's words in order."""

    def __init__(self, texts: Sequence[str]) -> None:
        # One search over the whole page, the blocks parted by a token of their own.
        found = _TOKEN.findall("\n".join([text.replace("\n", " ") for text in texts]).casefold())
        numbers: dict[str, int] = dict.fromkeys(found, 0)
        numbers.pop("\n", None)
        for number, word in enumerate(numbers):
            numbers[word] = number
        numbers["\n"] = -1
        every = np.array([numbers[word] for word in found], dtype=np.int64)
        breaks = np.flatnonzero(every < 0)
        edges = np.concatenate([[-1], breaks, [len(every)]]) if texts else np.zeros(1, dtype=np.int64)
        counts = np.diff(edges) - 1
        del numbers["\n"]
        self.tokens: Indices = every[every >= 0]
        self.counts: Indices = counts
        self.ends = np.cumsum(self.counts)
        self.block_of = np.repeat(np.arange(len(counts)), self.counts)
        self.size = len(numbers)
        words = list(numbers)
        self.is_content = np.array([len(word) >= _LEAST_LETTERS or word > "\u3040" for word in words], dtype=bool)
        self._words = words

    def hash_edges(self) -> npt.NDArray[np.uint32]:
        """Hashes (CRC-32) of each block's first seven and last three words, 0 where it has fewer."""
        hashes = np.zeros((len(self.counts), HASHED), dtype=np.uint32)
        if not len(self.tokens):
            return hashes
        starts = self.ends - self.counts
        offsets = np.arange(FIRST_WORDS)
        places = np.concatenate([starts[:, None] + offsets, self.ends[:, None] - 1 - np.arange(LAST_WORDS)], axis=1)
        inside = (places >= starts[:, None]) & (places < self.ends[:, None])
        used = self.tokens[np.where(inside, places, 0)]
        table = np.zeros(self.size, dtype=np.uint32)
        for number in np.unique(used[inside]).tolist():
            table[number] = zlib.crc32(self._words[number].encode("utf-8", "surrogatepass"))
        return np.where(inside, table[used], np.uint32(0))

    def share_of(self, words: frozenset[str]) -> Array:
        """The share of each block's words that are among `words`."""
        among = np.array([word in words for word in self._words], dtype=bool)
        found = np.bincount(self.block_of[among[self.tokens]], minlength=len(self.counts))
        return (found / np.maximum(self.counts, 1)).astype(np.float32)

    def relate(self, long: npt.NDArray[np.bool_], core: npt.NDArray[np.bool_]) -> dict[str, Array]:
        """Shares of each block's words by where else they stand; `long` blocks are prose, `core` its main stretch."""
        size = len(self.counts)
        if not len(self.tokens):
            return {name: np.zeros(size, dtype=np.float32) for name in _RELATIONS}
        # Every word once a block, in order of word, then block.
        pairs = np.unique(self.tokens * size + self.block_of)
        word, block = pairs // size, pairs % size
        is_first = np.ones(len(pairs), dtype=bool)
        is_first[1:] = word[1:] != word[:-1]
        is_last = np.ones(len(pairs), dtype=bool)
        is_last[:-1] = is_first[1:]
        content = self.is_content[word]
        everywhere = np.bincount(word, minlength=self.size)
        in_long = np.bincount(word[long[block]], minlength=self.size)
        in_core = np.bincount(word[core[block]], minlength=self.size)
        in_first = np.zeros(self.size, dtype=bool)
        in_first[self.tokens[: self.counts[np.argmax(self.counts > 0)]]] = True

        def share(mask: npt.NDArray[np.bool_], of: npt.NDArray[np.bool_] | None = None) -> Array:
            kept = np.ones(len(pairs), dtype=bool) if of is None else of
            total = np.bincount(block[kept], minlength=size)
            found = np.bincount(block[kept & mask], minlength=size)
            return (found / np.maximum(total, 1)).astype(np.float32)

        longs = max(1, int(long.sum()))
        others_long = in_long[word] - long[block]
        others_core = in_core[word] - core[block]
        # Ordinals of long blocks: how far, in prose, the same word stands away.
        ordinal = np.cumsum(long)[block]
        # For each pair, the nearest long block that has the word, before and after it.
        before, after = _nearest_long(is_first, is_last, long[block], ordinal)
        rare = content & (everywhere[word] <= 8)
        heading = content & in_first[word]
        firsts = max(1, int((in_first & self.is_content).sum()))
        return {
            "common": share(in_long[word] >= max(2.0, 0.25 * longs)),
            "heard": share(~is_first, content),
            "heard_again": share(~is_last, content),
            "in_long": share(others_long > 0, content),
            "in_core": share(others_core > 0, content),
            "often_in_core": share(others_core > 1, content),
            "rare_in_core": share(others_core > 0, rare),
            "near_before": share(before <= _NEAR, content),
            "near_after": share(after <= _NEAR, content),
            "first_share": share(heading, content),
            "of_first": (np.bincount(block[heading], minlength=size) / firsts).astype(np.float32),
            "crowd": (np.bincount(block, np.log1p(everywhere[word]), size) / np.maximum(self.counts, 1)).astype(
                np.float32
            ),
            "distinct": (np.bincount(block, minlength=size) / np.maximum(self.counts, 1)).astype(np.float32),
            "core_mass": np.log1p(np.bincount(block[content & (others_core > 0)], minlength=size)).astype(np.float32),
        }


_RELATIONS = (
    "common",
    "heard",
    "heard_again",
    "in_long",
    "in_core",
    "often_in_core",
    "rare_in_core",
    "near_before",
    "near_after",
    "first_share",
    "of_first",
    "crowd",
    "distinct",
    "core_mass",
)


def _nearest_long(
    is_first: npt.NDArray[np.bool_], is_last: npt.NDArray[np.bool_], is_long: npt.NDArray[np.bool_], ordinal: Indices
) -> tuple[Array, Array]:
    """How many long blocks away the word of each pair was last said, and is said next, in a long block."""
    size = len(ordinal)
    far = np.int64(1 << 40)
    group = np.cumsum(is_first)
    # Running maxima over groups that never meet: each group's numbers are lifted over those of the one before.
    span = np.int64(ordinal.max() + 2)
    lifted = np.where(is_long, ordinal + group * span, -far)
    running = np.maximum.accumulate(lifted)
    before = np.full(size, -far)
    before[1:] = running[:-1]
    gap_before = ordinal + group * span - before
    gap_before[gap_before > ordinal] = far
    lowered = np.where(is_long, ordinal + group * span, far)
    coming = np.minimum.accumulate(lowered[::-1])[::-1]
    after = np.full(size, far)
    after[:-1] = coming[1:]
    gap_after = after - (ordinal + group * span)
    gap_after[gap_after > span - 2 - ordinal] = far
    gap_before[is_first] = far
    gap_after[is_last] = far
    return gap_before.astype(np.float32), gap_after.astype(np.float32)


def count_equal(keys: Sequence[object]) -> tuple[Array, Array, Array]:
    """For each key: how many equal ones there are (log), whether one stands before it, whether one stands after."""
    seen: dict[object, int] = {}
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
    count = np.array([seen[key] for key in keys], dtype=np.float32)
    met: dict[object, int] = {}
    before = np.zeros(len(keys), dtype=np.float32)
    for place, key in enumerate(keys):
        before[place] = met.get(key, 0)
        met[key] = met.get(key, 0) + 1
    after = count - 1 - before
    return np.log1p(count - 1), np.minimum(before, 1), np.minimum(after, 1)
