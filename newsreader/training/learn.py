"""The net and how it learns: dilated convolutions over a page's blocks, seeds and algorithms fixed."""

from __future__ import annotations

import copy
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from newsreader.splitting.classes import CLASSES, HEADLINE, TITLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

DILATIONS = (1, 2, 4, 8, 16, 32, 1, 1)
WIDTH = 64
WORD_SIZE = 8
# Longer pages are cut in training only; there is next to no article behind so many blocks.
_MOST_BLOCKS = 600
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Example:
    """A page as the net learns it: columns, word hashes, classes and how many words each block has.

    `weight` is how much it counts, `draws` in how many of its styles an epoch shows it.
    """

    id: str
    domain: str
    values: npt.NDArray[np.float32]
    hashes: npt.NDArray[np.uint32]
    classes: npt.NDArray[np.int64]
    words: npt.NDArray[np.float32]
    weight: float = 1.0
    draws: int = 2


class Net(nn.Module):
    """Columns and edge words → residual dilated convolutions, a summary of the page half-way → five classes."""

    def __init__(self, columns: int, vocabulary: int, width: int = WIDTH, dropout: float = 0.15) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary + 1, WORD_SIZE, padding_idx=0)
        nn.init.normal_(self.words.weight, std=0.1)
        self.inward = nn.Linear(columns + 4 * WORD_SIZE, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in DILATIONS)
        self.convolutions = nn.ModuleList(nn.Linear(3 * width, width) for _ in DILATIONS)
        self.attention = nn.Linear(width, 1)
        self.summary = nn.Linear(3 * width, width)
        self.last_norm = nn.LayerNorm(width)
        self.outward = nn.Linear(width, CLASSES)
        self.dropout = nn.Dropout(dropout)

    def forward(self, values: torch.Tensor, words: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (pages, blocks, classes); `words` are places in the vocabulary, `mask` is 1 where a block is."""
        gate = mask.unsqueeze(-1)
        vectors = self.words(words)
        first, second = vectors[:, :, 0], vectors[:, :, 1]
        begin, end = vectors[:, :, :7].mean(2), vectors[:, :, 7:].mean(2)
        state = self.dropout(torch.relu(self.inward(torch.cat([values, first, second, begin, end], -1)))) * gate
        for number, dilation in enumerate(DILATIONS):
            if number == len(DILATIONS) // 2:
                state = (state + self._summarise(state, mask)) * gate
            normed = self.norms[number](state) * gate
            padded = nn.functional.pad(normed, (0, 0, dilation, dilation))
            size = state.shape[1]
            views = [padded[:, shift : shift + size] for shift in (0, dilation, 2 * dilation)]
            state = state + self.dropout(torch.relu(self.convolutions[number](torch.cat(views, -1)))) * gate
        logits: torch.Tensor = self.outward(self.last_norm(state))
        return logits

    def _summarise(self, state: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        gate = mask.unsqueeze(-1)
        mean = state.sum(1) / gate.sum(1).clamp(min=1)
        most = state.masked_fill(gate == 0, -1e4).amax(1)
        weights = self.attention(state).squeeze(-1).masked_fill(mask == 0, -1e4).softmax(-1)
        chosen = (state * weights.unsqueeze(-1)).sum(1)
        summary: torch.Tensor = self.summary(torch.cat([mean, most, chosen], -1)).unsqueeze(1)
        return summary


@dataclass(frozen=True, slots=True)
class Trained:
    """A net with what its input needs: the columns' means and scales, and the hashes of the words it knows."""

    net: Net
    mean: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]
    vocabulary: npt.NDArray[np.uint32]

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """All numbers as `net.npz` names them: weights in half precision, the rest as it is."""
        found: dict[str, npt.NDArray[np.generic]] = {
            name.replace(".", "_"): value.detach().numpy().astype(np.float16)
            for name, value in self.net.state_dict().items()
        }
        found.update(mean=self.mean, scale=self.scale, vocabulary=self.vocabulary)
        return found


def count_vocabulary(examples: Sequence[Example], most: int = 4094, least_sites: int = 6) -> npt.NDArray[np.uint32]:
    """The hashes of the words that most sites have at their blocks' edges, sorted."""
    sites: dict[str, list[npt.NDArray[np.uint32]]] = {}
    for example in examples:
        sites.setdefault(example.domain, []).append(np.unique(example.hashes))
    found, counts = np.unique(
        np.concatenate([np.unique(np.concatenate(parts)) for parts in sites.values()]), return_counts=True
    )
    counts = np.where(found == 0, 0, counts)
    kept = found[counts >= least_sites]
    kept_counts = counts[counts >= least_sites]
    chosen = kept[np.argsort(-kept_counts, kind="stable")[:most]]
    return np.sort(chosen)


def weigh_blocks(example: Example) -> npt.NDArray[np.float32]:
    """How much each block counts in the loss: half by its mass, half evenly, a title as a paragraph; 1 in sum."""
    mass = np.minimum(example.words, 80) + 1
    counts = example.classes == HEADLINE
    flat = np.ones(len(mass), dtype=np.float32) + counts
    weights = 0.55 * mass / mass.sum() + 0.4 * flat / flat.sum()
    titles = example.classes == TITLE
    if titles.any():
        weights = weights + 0.05 * titles / titles.sum()
    weighed: npt.NDArray[np.float32] = (weights / weights.sum() * example.weight).astype(np.float32)
    return weighed


def learn(
    pages: Sequence[Sequence[Example]],
    *,
    seed: int,
    epochs: int,
    log: Callable[[str], None] = print,
) -> Trained:
    """Train on pages, each given in some styles, of which as many as it says are drawn for each epoch."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    everything = [example for page in pages for example in page]
    vocabulary = count_vocabulary(everything)
    sample = np.concatenate([example.values for example in everything[:: max(1, len(everything) // 3000)]])
    mean, scale = sample.mean(0), np.maximum(sample.std(0), 1e-3)
    del sample
    prepared = {}
    for example in everything:
        cut = slice(0, _MOST_BLOCKS)
        prepared[id(example)] = (
            torch.from_numpy(np.clip((example.values[cut] - mean) / scale, -6, 6).astype(np.float32)),
            torch.from_numpy(find_words(example.hashes[cut], vocabulary).astype(np.int64)),
            torch.from_numpy(example.classes[cut]),
            torch.from_numpy(weigh_blocks(example)[cut]),
        )
    net = Net(len(mean), len(vocabulary))
    average = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0.01)
    drawn = sum(min(page[0].draws, len(page)) for page in pages)
    steps, step = epochs * math.ceil(drawn / _BATCH), 0
    for epoch in range(epochs):
        start, total = time.monotonic(), 0.0
        chosen = [
            prepared[id(page[number])]
            for page in pages
            for number in random.permutation(len(page))[: page[0].draws].tolist()
        ]
        # Pages of like length together: padding costs as much as blocks.
        order = sorted(range(len(chosen)), key=lambda place: len(chosen[place][0]) * (0.8 + 0.4 * random.random()))
        batches = [order[place : place + _BATCH] for place in range(0, len(order), _BATCH)]
        net.train()
        for number in random.permutation(len(batches)).tolist():
            for group in optimiser.param_groups:
                rise = min(1.0, (step + 1) / (0.05 * steps))
                group["lr"] = 3e-3 * rise * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))
            values, words, classes, weights, mask = _collate([chosen[place] for place in batches[number]])
            values = values + 0.1 * torch.randn_like(values)
            words = words * (torch.rand(words.shape) > 0.1)
            logits = net(values, words, mask)
            losses = nn.functional.cross_entropy(logits.transpose(1, 2), classes, reduction="none")
            loss = (losses * weights).sum() / len(batches[number])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            total += loss.item()
            step += 1
            decay = min(0.995, (1 + step) / (10 + step))
            with torch.no_grad():
                for slow, fast in zip(average.parameters(), net.parameters(), strict=True):
                    slow.lerp_(fast, 1 - decay)
        log(f"epoch {epoch + 1}/{epochs}: loss {total / len(batches):.4f}, {time.monotonic() - start:.0f} s")
    return Trained(average.eval(), mean, scale, vocabulary)


def find_words(hashes: npt.NDArray[np.uint32], vocabulary: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """Each word's place in the vocabulary, from 1; 0 for words that are not in it."""
    places = np.searchsorted(vocabulary, hashes)
    places = np.minimum(places, len(vocabulary) - 1)
    return np.where(vocabulary[places] == hashes, places + 1, 0)


def _collate(parts: Sequence[tuple[torch.Tensor, ...]]) -> tuple[torch.Tensor, ...]:
    size = max(len(part[0]) for part in parts)
    values, words, classes, weights = (
        torch.stack([nn.functional.pad(item, (0, 0) * (item.dim() - 1) + (0, size - len(item))) for item in items])
        for items in zip(*parts, strict=True)
    )
    mask = torch.stack([nn.functional.pad(torch.ones(len(part[0])), (0, size - len(part[0]))) for part in parts])
    return values, words, classes, weights, mask
