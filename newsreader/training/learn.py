"""The net and how it learns: dilated convolutions over a page's blocks, seeds and algorithms fixed."""

from __future__ import annotations

import copy
import itertools
import math
import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from newsreader.splitting.classes import CLASSES, LABELS, OUTPUTS
from newsreader.splitting.net import DILATIONS, NAMED
from newsreader.splitting.tags import NAMES
from newsreader.splitting.words import FIRST_WORDS
from newsreader.training.batches import collate, prepare
from newsreader.training.corpus import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from newsreader.splitting.columns import Columns
    from newsreader.splitting.net import Chances, Nets
    from newsreader.training.batches import Batch, Example, Scale, Shared

WIDTH = 96
WORD_SIZE, SHAPE_SIZE, NAME_SIZE, MESSAGE_SIZE = 8, 6, 8, 16
_BATCH = 16
_RATE = 3e-3
_NOISE, _HIDDEN = 0.1, 0.1
# What the weak gold (labels, sections' beginnings) counts beside the classes.
_LABEL_SHARE, _BREAK_SHARE = 0.1, 0.05
# What teachers count: of the loss of classes, and beside gold labels and breaks.
_TAUGHT_SHARE, _TAUGHT_LABEL_SHARE, _TAUGHT_BREAK_SHARE = 0.6, 0.3, 0.05


class Net(nn.Module):
    """Columns, words and shapes → residual dilated convolutions; half-way the page speaks to its blocks, and these to
    those that share rare words or their form → classes, labels, breaks. `splitting.net` runs the same in numpy.
    """

    def __init__(self, scale: Scale, width: int = WIDTH, dropout: float = 0.2) -> None:
        super().__init__()
        self.words = nn.Embedding(len(scale.vocabulary) + 1, WORD_SIZE, padding_idx=0)
        self.shapes = nn.Embedding(len(scale.known_shapes) + 1, SHAPE_SIZE, padding_idx=0)
        self.names = nn.Embedding(len(scale.known_names) + 1, NAME_SIZE, padding_idx=0)
        for table in (self.words, self.shapes, self.names):
            nn.init.normal_(table.weight, std=0.1)
            # Filling the table has filled the padding's row too.
            nn.init.zeros_(table.weight[0])
        inputs = len(scale.mean) + 5 * WORD_SIZE + SHAPE_SIZE + len(NAMES) * NAME_SIZE
        self.inward = nn.Linear(inputs, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in DILATIONS)
        self.convolutions = nn.ModuleList(nn.Linear(3 * width, width) for _ in DILATIONS)
        self.attention = nn.Linear(width, 1)
        self.summary = nn.Linear(3 * width, width)
        self.share_norm = nn.LayerNorm(width)
        self.send = nn.Linear(width, 2 * MESSAGE_SIZE)
        self.receive = nn.Linear(2 * MESSAGE_SIZE + 2, width)
        self.last_norm = nn.LayerNorm(width)
        self.outward = nn.Linear(width, OUTPUTS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, batch: Batch) -> torch.Tensor:
        """Logits (pages, blocks, outputs)."""
        gate = batch.mask.unsqueeze(-1)
        pages, size = batch.mask.shape
        edges = self.words(batch.edges)
        every = nn.functional.embedding_bag(batch.words, self.words.weight, batch.offsets, mode="mean")
        inputs = [
            batch.values,
            edges[:, :, 0],
            edges[:, :, 1],
            edges[:, :, :FIRST_WORDS].mean(2),
            edges[:, :, FIRST_WORDS:].mean(2),
            every.view(pages, size, WORD_SIZE),
            self.shapes(batch.shapes),
            (torch.from_numpy(NAMED) @ self.names(batch.names)).flatten(2),
        ]
        state = self.dropout(torch.relu(self.inward(torch.cat(inputs, -1)))) * gate
        for number, dilation in enumerate(DILATIONS):
            if number == len(DILATIONS) // 2:
                state = (state + self._summarise(state, batch.mask)) * gate
                state = (state + self.dropout(self._exchange(state, batch))) * gate
            normed = self.norms[number](state) * gate
            padded = nn.functional.pad(normed, (0, 0, dilation, dilation))
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

    def _exchange(self, state: torch.Tensor, batch: Batch) -> torch.Tensor:
        sent = self.send(self.share_norm(state)).flatten(0, 1)
        heard = [pool(sent[:, :MESSAGE_SIZE], batch.by_word), pool(sent[:, MESSAGE_SIZE:], batch.by_shape)]
        added: torch.Tensor = torch.relu(self.receive(torch.cat(heard, 1)))
        return added.view(*state.shape)


def pool(sent: torch.Tensor, shared: Shared) -> torch.Tensor:
    """For each block the weighted mean of what all others say that share something with it, and how much that is."""
    own = sent[shared.block]
    totals = sent.new_zeros(shared.groups, sent.shape[1]).index_add(0, shared.group, own)
    others = (totals[shared.group] - own) * shared.share.unsqueeze(1)
    sums = torch.zeros_like(sent).index_add(0, shared.block, others)
    degree = shared.degree.unsqueeze(1)
    return torch.cat([sums / degree.clamp(min=1e-6), torch.log1p(degree)], 1)


def find_loss(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The classes' loss by the blocks' weights, and that of labels and breaks where they are known.

    With teachers, the classes' is mostly the loss towards theirs; their labels and breaks are added, as they have some
    for every block.
    """
    classes = logits[:, :, :CLASSES].transpose(1, 2)
    losses = nn.functional.cross_entropy(classes, batch.classes, reduction="none")
    loss: torch.Tensor = (losses * batch.weights).sum() / len(batch.mask)
    if batch.taught is not None:
        theirs = batch.taught[:, :, :CLASSES].transpose(1, 2)
        losses = nn.functional.cross_entropy(classes, theirs, reduction="none")
        loss = (1 - _TAUGHT_SHARE) * loss + _TAUGHT_SHARE * (losses * batch.weights).sum() / len(batch.mask)
        own, theirs = (rows[batch.mask > 0][:, CLASSES:] for rows in (logits, batch.taught))
        loss = loss + _TAUGHT_LABEL_SHARE * nn.functional.cross_entropy(own[:, :LABELS], theirs[:, :LABELS])
        wrong = nn.functional.binary_cross_entropy_with_logits(own[:, -1], theirs[:, -1])
        loss = loss + _TAUGHT_BREAK_SHARE * wrong
    known = batch.labels != UNKNOWN
    if known.any():
        labels = batch.labels[known]
        # Rare labels count more: by the root of how often they are there.
        rarity = 1 / torch.sqrt(torch.bincount(labels, minlength=LABELS) + 10.0)[labels]
        wrong = nn.functional.cross_entropy(logits[known][:, CLASSES : CLASSES + LABELS], labels, reduction="none")
        loss = loss + _LABEL_SHARE * (wrong * rarity).sum() / rarity.sum()
    known = batch.breaks != UNKNOWN
    if known.any():
        breaks = batch.breaks[known].float()
        loss = loss + _BREAK_SHARE * nn.functional.binary_cross_entropy_with_logits(logits[known][:, -1], breaks)
    return loss


def teach(pages: Sequence[Sequence[Example]], teachers: Nets) -> list[list[Example]]:
    """The pages with what their teachers make of them; one that stands there several times is looked at once.

    A page's block is in all of its styles, and some show more of what it is than others: what is taught of it is the
    mean of what the teachers make of it in each.
    """
    taught: dict[int, list[Example]] = {}
    for page in pages:
        # Pages of our own stand there several times.
        if id(page[0]) not in taught:
            chances = [teachers.predict(example.columns) for example in page]
            shared = _share([_find_keys(example.columns) for example in page], [_join(one) for one in chances])
            taught[id(page[0])] = [replace(example, taught=rows) for example, rows in zip(page, shared, strict=True)]
    return [taught[id(page[0])] for page in pages]


def _find_keys(columns: Columns) -> list[tuple[bytes, int]]:
    """What a block has in common with itself in another style: its words, and how many blocks above have the same."""
    ends = np.cumsum(columns.counts)
    seen: Counter[bytes] = Counter()
    keys = []
    for start, end in zip((ends - columns.counts).tolist(), ends.tolist(), strict=True):
        words = columns.words[start:end].tobytes()
        keys.append((words, seen[words]))
        seen[words] += 1
    return keys


def _join(chances: Chances) -> npt.NDArray[np.float32]:
    rows: npt.NDArray[np.float32] = np.concatenate([chances.classes, chances.labels, chances.breaks[:, None]], axis=1)
    return rows


def _share(
    keys: Sequence[Sequence[tuple[bytes, int]]], rows: Sequence[npt.NDArray[np.float32]]
) -> list[npt.NDArray[np.float16]]:
    """Rows of several styles, each the mean of those of its key in all; a block without words keeps its own."""
    together: dict[tuple[bytes, int], list[npt.NDArray[np.float32]]] = {}
    for key, row in zip(itertools.chain(*keys), itertools.chain(*rows), strict=True):
        together.setdefault(key, []).append(row)
    means = {key: np.mean(found, axis=0) for key, found in together.items()}
    return [
        np.array([means[key] if key[0] else row for key, row in zip(own, own_rows, strict=True)], dtype=np.float16)
        for own, own_rows in zip(keys, rows, strict=True)
    ]


def learn(
    pages: Sequence[Sequence[Example]],
    scale: Scale,
    *,
    seed: int,
    epochs: int,
    log: Callable[[str], None] = print,
) -> dict[str, npt.NDArray[np.generic]]:
    """Train on pages, each given in some styles, of which as many as it says are drawn for each epoch.

    Returns the net's arrays as `splitting.net` names them, in half precision.
    """
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    prepared = [[prepare(example, scale) for example in page] for page in pages]
    net = Net(scale)
    average = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=0.01)
    drawn = sum(min(page[0].draws, len(page)) for page in pages)
    steps, step = epochs * math.ceil(drawn / _BATCH), 0
    for epoch in range(epochs):
        start, total = time.monotonic(), 0.0
        chosen = [
            ready[number]
            for page, ready in zip(pages, prepared, strict=True)
            for number in random.permutation(len(page))[: page[0].draws].tolist()
        ]
        # Pages of like length together: padding costs as much as blocks.
        order = sorted(range(len(chosen)), key=lambda place: len(chosen[place].classes) * (0.8 + 0.4 * random.random()))
        batches = [order[place : place + _BATCH] for place in range(0, len(order), _BATCH)]
        net.train()
        for number in random.permutation(len(batches)).tolist():
            for group in optimiser.param_groups:
                rise = min(1.0, (step + 1) / (0.05 * steps))
                group["lr"] = _RATE * rise * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))
            batch = _disturb(collate([chosen[place] for place in batches[number]]))
            loss = find_loss(net(batch), batch)
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
    return {
        name.replace(".", "_"): value.detach().numpy().astype(np.float16)
        for name, value in average.state_dict().items()
    }


def _disturb(batch: Batch) -> Batch:
    """The batch with noise on its columns and some of its words hidden, so that no single sign is leant on."""

    def hide(places: torch.Tensor) -> torch.Tensor:
        return places * (torch.rand(places.shape) > _HIDDEN)

    return batch._replace(
        values=batch.values + _NOISE * torch.randn_like(batch.values),
        edges=hide(batch.edges),
        words=hide(batch.words),
        shapes=hide(batch.shapes),
        names=hide(batch.names),
    )
