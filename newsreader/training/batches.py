"""Pages as a net learns them: scaled by what all of them have in common, weighed, and put side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from newsreader.splitting.classes import HEADLINE, TITLE
from newsreader.splitting.known import Known
from newsreader.splitting.tags import NAMES
from newsreader.training.corpus import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from newsreader.splitting.columns import Columns
    from newsreader.splitting.vocabulary import Sharing

# Longer pages are cut in training only; there is next to no article behind so many blocks.
_MOST_BLOCKS = 600


@dataclass(frozen=True, slots=True)
class Example:
    """A page as the net learns it: columns, classes, labels and breaks (`UNKNOWN` where nothing is known).

    `weight` is how much it counts, `draws` in how many of its styles an epoch shows it, `taught` what its teachers
    make of it (blocks × chances of classes, labels and breaks).
    """

    id: str
    domain: str
    columns: Columns
    classes: npt.NDArray[np.int8]
    labels: npt.NDArray[np.int8]
    breaks: npt.NDArray[np.int8]
    weight: float = 1.0
    draws: int = 2
    taught: npt.NDArray[np.float16] | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """What a net's input needs: the columns' means and scales, and the hashes of the words, shapes, names it knows."""

    mean: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]
    vocabulary: npt.NDArray[np.uint32]
    known_shapes: npt.NDArray[np.uint32]
    known_names: npt.NDArray[np.uint32]


def find_scale(examples: Sequence[Example]) -> Scale:
    """The scale of all examples; the columns are looked at in some 3,000 of them."""
    sample = np.concatenate([example.columns.values for example in examples[:: max(1, len(examples) // 3000)]])
    return Scale(
        sample.mean(0).astype(np.float32),
        np.maximum(sample.std(0), 1e-3).astype(np.float32),
        _count_common(examples, lambda example: example.columns.edges, most=4094, least_sites=6),
        _count_common(examples, lambda example: example.columns.shapes, most=1000, least_sites=8),
        _count_common(examples, lambda example: example.columns.names, most=1500, least_sites=8),
    )


def _count_common(
    examples: Sequence[Example],
    read: Callable[[Example], npt.NDArray[np.uint32]],
    *,
    most: int,
    least_sites: int,
) -> npt.NDArray[np.uint32]:
    """The hashes that most sites have, sorted."""
    sites: dict[str, list[npt.NDArray[np.uint32]]] = {}
    for example in examples:
        sites.setdefault(example.domain, []).append(np.unique(read(example)))
    found, counts = np.unique(
        np.concatenate([np.unique(np.concatenate(parts)) for parts in sites.values()]), return_counts=True
    )
    is_common = (counts >= least_sites) & (found != 0)
    found, counts = found[is_common], counts[is_common]
    return np.sort(found[np.argsort(-counts, kind="stable")[:most]])


def weigh_blocks(example: Example) -> npt.NDArray[np.float32]:
    """How much each block counts in the loss: half by its mass, half evenly, a title as a paragraph; 1 in sum."""
    mass = np.minimum(example.columns.counts, 80) + 1
    flat = 1.0 + (example.classes == HEADLINE)
    weights = 0.55 * mass / mass.sum() + 0.4 * flat / flat.sum()
    titles = example.classes == TITLE
    if titles.any():
        weights = weights + 0.05 * titles / titles.sum()
    weighed: npt.NDArray[np.float32] = (weights / weights.sum() * example.weight).astype(np.float32)
    return weighed


class Prepared(NamedTuple):
    """An example by a scale, cut to the blocks that are learnt from."""

    values: npt.NDArray[np.float16]
    edges: npt.NDArray[np.int32]
    words: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int64]
    shapes: npt.NDArray[np.int32]
    names: npt.NDArray[np.int32]
    by_word: Sharing
    by_shape: Sharing
    classes: npt.NDArray[np.int8]
    labels: npt.NDArray[np.int8]
    breaks: npt.NDArray[np.int8]
    weights: npt.NDArray[np.float32]
    taught: npt.NDArray[np.float16] | None


def prepare(example: Example, scale: Scale) -> Prepared:
    """The example as the net takes it in."""
    columns, cut = example.columns, slice(0, _MOST_BLOCKS)
    vocabulary = Known(scale.vocabulary)
    counts = columns.counts[cut]
    return Prepared(
        np.clip((columns.values[cut] - scale.mean) / scale.scale, -6, 6).astype(np.float16),
        vocabulary.find(columns.edges[cut]).astype(np.int32),
        vocabulary.find(columns.words[: counts.sum()]).astype(np.int32),
        counts,
        Known(scale.known_shapes).find(columns.shapes[cut]).astype(np.int32),
        _widen(Known(scale.known_names).find(columns.names[cut]).astype(np.int32)),
        columns.by_word,
        columns.by_shape,
        example.classes[cut],
        example.labels[cut],
        example.breaks[cut],
        weigh_blocks(example)[cut],
        example.taught[cut] if example.taught is not None else None,
    )


def _widen(names: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """A dump's blocks have no names, which batches show as unknown ones."""
    return names if names.shape[1] else np.zeros((len(names), sum(NAMES)), dtype=np.int32)


def collate(pages: Sequence[Prepared]) -> Batch:
    """Pages side by side."""
    size = max(len(page.classes) for page in pages)

    def pad(arrays: Sequence[npt.NDArray[np.generic]], filler: float = 0) -> npt.NDArray[np.generic]:
        padded = np.full((len(arrays), size, *arrays[0].shape[1:]), filler, dtype=arrays[0].dtype)
        for row, array in zip(padded, arrays, strict=True):
            row[: len(array)] = array
        return padded

    def whole(arrays: Sequence[npt.NDArray[np.generic]], filler: float = 0) -> torch.Tensor:
        return torch.from_numpy(pad(arrays, filler).astype(np.int64))

    counts = pad([page.counts for page in pages]).ravel()
    taught = [page.taught for page in pages if page.taught is not None]
    if len(taught) not in (0, len(pages)):
        raise ValueError("either all pages of a batch are taught, or none is")
    return Batch(
        torch.from_numpy(pad([page.values for page in pages]).astype(np.float32)),
        whole([page.edges for page in pages]),
        torch.from_numpy(np.concatenate([page.words for page in pages]).astype(np.int64)),
        torch.from_numpy(np.cumsum(counts) - counts),
        whole([page.shapes for page in pages]),
        whole([page.names for page in pages]),
        torch.from_numpy(pad([np.ones(len(page.classes), dtype=np.float32) for page in pages])),
        _join([page.by_word for page in pages], size),
        _join([page.by_shape for page in pages], size),
        whole([page.classes for page in pages]),
        whole([page.labels for page in pages], UNKNOWN),
        whole([page.breaks for page in pages], UNKNOWN),
        torch.from_numpy(pad([page.weights for page in pages])),
        torch.from_numpy(pad(taught).astype(np.float32)) if taught else None,
    )


def _join(parts: Sequence[Sharing], size: int) -> Shared:
    """Blocks of pages in a row, `size` a page; pairs of blocks behind that are left out."""
    groups = 0
    rows = []
    degree = np.zeros(len(parts) * size, dtype=np.float32)
    for page, part in enumerate(parts):
        inside = part.block < size
        rows.append((part.group[inside] + groups, part.block[inside] + page * size, part.share[inside]))
        near = part.blocks < size
        degree[part.blocks[near] + page * size] = part.degree[near]
        groups += len(part.group_starts)
    group, block, share = (np.concatenate(column) for column in zip(*rows, strict=True))
    return Shared(
        torch.from_numpy(group), torch.from_numpy(block), torch.from_numpy(share), torch.from_numpy(degree), groups
    )


class Shared(NamedTuple):
    """`vocabulary.Sharing` of a batch's pages in a row: group and block of each pair, its share, blocks' degrees."""

    group: torch.Tensor
    block: torch.Tensor
    share: torch.Tensor
    degree: torch.Tensor
    groups: int


class Batch(NamedTuple):
    """Pages side by side, padded to the longest; `mask` is 1 where a block is, `words` are all blocks' in a row."""

    values: torch.Tensor
    edges: torch.Tensor
    words: torch.Tensor
    offsets: torch.Tensor
    shapes: torch.Tensor
    names: torch.Tensor
    mask: torch.Tensor
    by_word: Shared
    by_shape: Shared
    classes: torch.Tensor
    labels: torch.Tensor
    breaks: torch.Tensor
    weights: torch.Tensor
    taught: torch.Tensor | None
