"""Which words a page's blocks share: repetition, coherence, and where the vocabulary turns over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from newsreader.splitting.characters import Array, Indices
    from newsreader.splitting.words import Words

# A word counts as heard just before, or again soon, within this many long blocks.
_NEAR = 6
_RARE = 8


class Pairs:
    """Every word once for each text that has it, in order of word, then text."""

    def __init__(self, words: Words) -> None:
        numbers, order = rank(words.hashes)
        word, block = numbers[order], words.block_of[order]
        is_pair = _is_new(word) | _is_new(block)
        self.word, self.block = word[is_pair], block[is_pair]
        # Whether the word is of those that carry meaning: of words with one hash the last one decides.
        is_content = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=bool)
        is_content[numbers] = words.is_content
        self.kinds = len(is_content)
        self.is_content = is_content
        # The words of the first text that has any.
        self.first = numbers[: words.counts[np.argmax(words.counts > 0)]]


def relate(words: Words, pairs: Pairs, long: npt.NDArray[np.bool_], core: npt.NDArray[np.bool_]) -> dict[str, Array]:
    """Shares of each block's words by where else they stand; `long` blocks are prose, `core` its main stretch."""
    size = len(words.counts)
    if not len(words.hashes):
        return {name: np.zeros(size, dtype=np.float32) for name in _RELATIONS}
    word, block, is_content = pairs.word, pairs.block, pairs.is_content
    is_first = _is_new(word)
    is_last = np.ones(len(word), dtype=bool)
    is_last[:-1] = is_first[1:]
    content = is_content[word]
    is_long, is_core = long[block], core[block]
    everywhere = np.bincount(word, minlength=pairs.kinds)
    in_long = np.bincount(word[is_long], minlength=pairs.kinds)[word]
    in_core = np.bincount(word[is_core], minlength=pairs.kinds)[word]
    in_first = np.zeros(pairs.kinds, dtype=bool)
    in_first[pairs.first] = True
    everywhere_of = everywhere[word]
    others_core = in_core - is_core
    # Ordinals of long blocks: how far, in prose, the same word stands away; the nearest one before and after.
    ordinal = np.cumsum(long, dtype=np.int64)[block]
    before, after = _nearest_long(is_first, is_last, is_long, ordinal)
    rare = content & (everywhere_of <= _RARE)
    heading = content & in_first[word]
    has_core = content & (others_core > 0)
    masks = (
        in_long >= max(2.0, 0.25 * int(long.sum())),
        content & ~is_first,
        content & ~is_last,
        content & (in_long - is_long > 0),
        has_core,
        content & (others_core > 1),
        rare & (others_core > 0),
        content & (before <= _NEAR),
        content & (after <= _NEAR),
        heading,
        content,
        rare,
    )
    # All of them counted at once: each mask has its own row of blocks.
    rows, places = np.nonzero(masks)
    counts = np.bincount(rows * size + block[places], minlength=len(masks) * size).reshape(len(masks), size)
    every = np.bincount(block, minlength=size)
    totals = np.maximum(np.stack([every, *[counts[-2]] * 5, counts[-1], *[counts[-2]] * 3]), 1)
    shares = (counts[:-2] / totals).astype(np.float32)
    firsts = max(1, int((in_first & is_content).sum()))
    word_counts = np.maximum(words.counts, 1)
    found = (
        *shares,
        counts[_HEADING] / firsts,
        np.bincount(block, np.log1p(everywhere)[word], size) / word_counts,
        every / word_counts,
        np.log1p(counts[_CORE]),
    )
    return {name: column.astype(np.float32) for name, column in zip(_RELATIONS, found, strict=True)}


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
_CORE, _HEADING = _RELATIONS.index("in_core"), _RELATIONS.index("first_share")


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


def count_equal(keys: npt.NDArray[np.unsignedinteger[Any]]) -> tuple[Array, Array, Array]:
    """For each key: how many equal ones there are (log), whether one stands before it, whether one stands after."""
    numbers, order = rank(keys)
    sizes = np.bincount(numbers)
    ends = np.cumsum(sizes)
    index = np.arange(len(keys))
    before, after = index > order[ends - sizes][numbers], index < order[ends - 1][numbers]
    return np.log1p(sizes[numbers] - 1).astype(np.float32), before.astype(np.float32), after.astype(np.float32)


def rank(keys: npt.NDArray[np.unsignedinteger[Any]]) -> tuple[Indices, Indices]:
    """Each key's number among the different ones, which rise; and the order in which the keys rise, equal ones as they
    stand.

    As `np.unique` has it, which imports a part of numpy that nothing else here needs.
    """
    if keys.dtype == np.uint32:
        # Sorted with their places behind them, they need no stable sort.
        placed = np.sort(keys.astype(np.uint64) << np.uint64(32) | np.arange(len(keys), dtype=np.uint64))
        order, rising = (placed & np.uint64(0xFFFFFFFF)).astype(np.int64), placed >> np.uint64(32)
    else:
        order = np.argsort(keys, kind="stable")
        rising = keys[order]
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = np.cumsum(_is_new(rising)) - 1
    return numbers, order


def _is_new(rising: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Where a row of rising numbers has one for the first time."""
    found = np.ones(len(rising), dtype=bool)
    found[1:] = rising[1:] != rising[:-1]
    return found


@dataclass(frozen=True)
class Sharing:
    """Which blocks have something in common: pairs of a group (one thing they share) and a block that has it.

    Pairs are sorted by `group`, each of which starts at `group_starts`; `share` is what one member of the group counts
    for each other. `order` sorts the pairs by block: those of `blocks` start at `block_starts` and weigh `degree`.
    """

    group: Indices
    block: Indices
    group_starts: Indices
    share: Array
    order: Indices
    blocks: Indices
    block_starts: Indices
    degree: Array


def find_shared(group_of: Indices, block: Indices, most: int) -> Sharing:
    """Which blocks share a group; the pairs (rising by group, then block, none twice) say which block is of which.

    Groups of 2 to `most` blocks count, smaller ones more: a group of `n` weighs 1 / log2(n + 1).
    """
    sizes = np.diff(np.append(np.flatnonzero(_is_new(group_of)), len(group_of)))
    is_kept = (sizes >= 2) & (sizes <= most)
    block = block[np.repeat(is_kept, sizes)]
    sizes = sizes[is_kept]
    group = np.repeat(np.arange(len(sizes)), sizes)
    weights = (1 / np.log2(sizes + 1)).astype(np.float32)[group]
    order = np.argsort(block, kind="stable")
    sorted_blocks = block[order]
    block_starts = np.flatnonzero(_is_new(sorted_blocks))
    degree = np.add.reduceat(weights[order], block_starts) if len(block) else weights
    return Sharing(
        group,
        block,
        np.cumsum(sizes) - sizes,
        weights / (sizes[group] - 1).astype(np.float32),
        order,
        sorted_blocks[block_starts],
        block_starts,
        degree,
    )
