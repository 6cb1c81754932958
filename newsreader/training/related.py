"""Makes `splitting/related.npz`: `python -m newsreader.training.related CORPUS --work DIR`.

To be run after the nets are made, whose chances it learns to read: DIR holds the folds' nets, and each page is read by
those new to its site, as it is in use.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import nn

from newsreader.splitting.classes import HEADLINE, LOOSE
from newsreader.splitting.columns import make_columns
from newsreader.splitting.labels import find_text
from newsreader.splitting.net import read_nets
from newsreader.splitting.related import LIMIT, WEIGHTS, Rater, describe, read_rater
from newsreader.training import weak
from newsreader.training.corpus import HTML, STYLES, TRUSTED, fold_of, read_gold, read_samples
from newsreader.training.truth import find_key
from newsreader.training.validate import FOLDS, fold_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsreader.splitting.characters import Array
    from newsreader.splitting.net import Nets
    from newsreader.training.corpus import Sample

# Nets from several beginnings, put side by side, err less than each.
_SEEDS = (1, 2, 3)
_HIDDEN, _EPOCHS, _BATCH = 32, 16, 48
_RATE, _DECAY, _DROPPED = 3e-3, 0.01, 0.2
# A headline of many weighs less than one of few, as it does in a page's F1.
_SPARE = 4
_UNTRUSTED_SHARE = 0.7


class Page(NamedTuple):
    """What a page's likelier blocks show, which of them are headlines, and what each counts (0: not known)."""

    fold: int
    signs: Array
    right: Array
    shares: Array


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the corpus and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m newsreader.training.related", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="where the cross-validation has put its nets")
    options = parser.parse_args(arguments)
    nets = [read_nets(fold_path(options.work, fold)) for fold in range(FOLDS)]
    np.savez(WEIGHTS, **learn(list(read_pages(options.corpus, nets))))
    return 0


def make_raters(corpus: Path, nets: Sequence[Nets], work: Path) -> list[Rater]:
    """For each fold what was learnt from the other ones alone; what an earlier run has learnt is used again."""
    paths = [work / f"related_{fold}.npz" for fold in range(len(nets))]
    if not all(path.exists() for path in paths):
        pages = list(read_pages(corpus, nets))
        for fold, path in enumerate(paths):
            np.savez(path, **learn([page for page in pages if page.fold != fold]))
    return [read_rater(path) for path in paths]


def read_pages(corpus: Path, nets: Sequence[Nets]) -> Iterator[Page]:
    """All news pages in all styles, each seen by the nets that have not seen its site."""
    gold = {name: page for name, page in read_gold(corpus).items() if page["genre"] == "news"}
    known = weak.read_pages(corpus, gold)
    for style in (*STYLES, HTML):
        for sample in read_samples(corpus, style, gold, known):
            document, fold = sample.document, fold_of(sample.domain, len(nets))
            columns = make_columns(document.blocks, document.hints)
            chances = nets[fold].predict(columns)
            # What the metadata tells is not heeded: few pages have it, and all are to teach the same.
            places, signs = describe(columns, chances, find_text(document.blocks, columns, chances, None))
            if not len(places):
                continue
            right, shares = _judge(sample, places.tolist(), gold[sample.id])
            yield Page(fold, signs, right, shares)
        print(f"{style}: read", file=sys.stderr, flush=True)


def _judge(sample: Sample, places: Sequence[int], page: Mapping[str, Any]) -> tuple[Array, Array]:
    """Which of some blocks are headlines, by their class or their words, and what each counts."""
    told = {find_key(headline["text"]) for headline in page["headlines"]} - {""}
    spare = set(map(find_key, page.get("headlines_optional") or []))
    right, shares = np.zeros(len(places), dtype=np.float32), np.zeros(len(places), dtype=np.float32)
    share = (1.0 if sample.kind in TRUSTED else _UNTRUSTED_SHARE) / (sample.classes.count(HEADLINE) + _SPARE)
    for row, place in enumerate(places):
        key = find_key(sample.document.blocks[place].text)
        right[row] = sample.classes[place] == HEADLINE or key in told
        shares[row] = share if right[row] or not (sample.classes[place] == LOOSE or key in spare) else 0
    return right, shares


def learn(pages: Sequence[Page]) -> dict[str, Any]:
    """The weights of a `Rater`: for each seed a net of one hidden layer that adds to what the first sign says."""
    signs = np.concatenate([page.signs for page in pages])
    mean, scale = signs.mean(axis=0), signs.std(axis=0) + 1e-3
    torch.set_num_threads(1)
    parts = [_descend(pages, mean, scale, seed) for seed in _SEEDS]
    return {
        "mean": mean,
        "scale": scale,
        "inward": np.concatenate([part[0].T for part in parts], axis=1),
        "bias": np.concatenate([*(part[1] for part in parts), np.mean([part[3] for part in parts], axis=0)]),
        "outward": np.concatenate([part[2][0] / len(parts) for part in parts]),
    }


def _descend(pages: Sequence[Page], mean: Array, scale: Array, seed: int) -> list[Array]:
    """Weights and bias of the hidden layer, then those of the answer."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    inward, outward = nn.Linear(len(mean), _HIDDEN), nn.Linear(_HIDDEN, 1)
    # At first it says what the nets say.
    nn.init.zeros_(outward.weight)
    net = nn.Sequential(nn.Dropout(0.3 * _DROPPED), inward, nn.ReLU(), nn.Dropout(_DROPPED), outward)
    descent = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=_DECAY)
    batches = len(pages) // _BATCH
    rates = torch.optim.lr_scheduler.CosineAnnealingLR(descent, _EPOCHS * batches)
    for _ in range(_EPOCHS):
        order = random.permutation(len(pages))
        for first in range(0, batches * _BATCH, _BATCH):
            batch = [pages[place] for place in order[first : first + _BATCH]]
            signs = np.concatenate([page.signs for page in batch])
            right, shares = (torch.from_numpy(np.concatenate(rows)) for rows in list(zip(*batch, strict=True))[2:])
            scaled = torch.from_numpy(np.clip((signs - mean) / scale, -LIMIT, LIMIT))
            logits = net(scaled)[:, 0] + torch.from_numpy(np.ascontiguousarray(signs[:, 0]))
            losses = nn.functional.binary_cross_entropy_with_logits(logits, right, reduction="none")
            loss = (losses * shares).sum() / len(batch)
            descent.zero_grad()
            torch.autograd.backward([loss])
            descent.step()
            rates.step()
    return [part.detach().numpy() for part in (inward.weight, inward.bias, outward.weight, outward.bias)]


if __name__ == "__main__":
    sys.exit(main())
