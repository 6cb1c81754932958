"""Make the splitter's weights: `python -m newsreader.training CORPUS`; with `--cross-validate`, measure the way they
are made: each fold of sites is read by nets that learnt from the other sites alone.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, fields
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newsreader.splitting.columns import make_columns
from newsreader.splitting.net import WEIGHTS, Nets, read_nets
from newsreader.training import weak
from newsreader.training.batches import Example, Scale, find_scale
from newsreader.training.corpus import (
    HTML,
    STYLES,
    TRUSTED,
    Sample,
    find_breaks,
    fold_of,
    read_gold,
    read_own,
    read_samples,
)
from newsreader.training.learn import learn, teach
from newsreader.training.related import make_raters
from newsreader.training.validate import FOLDS, compare, fold_path, note, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Arrays = dict[str, Any]

# One net a seed. Nets that learn from gold teach those that ship, which learn from gold and from what their teachers
# make of the same pages: where gold errs, or a page could be cut otherwise, that says more.
TEACHERS = (1, 2, 3)
SEEDS = (1, 2)
EPOCHS = 12
# Pages of our own are few and must come out exactly.
_OWN_COPIES = 6
# Copied into each process by its start (`fork`), because pages are large.
_pages: list[list[Example]] = []


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on everything and write the weights, or with `--cross-validate` train a fold at a time and measure."""
    parser = argparse.ArgumentParser(prog="python -m newsreader.training", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--cross-validate", action="store_true", help="train on the other folds, measure on each")
    parser.add_argument(
        "--work", type=Path, default=Path(), help="where the folds' nets, used again, and predictions are"
    )
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--jobs", type=int, default=1, help="how many nets are trained at once")
    parser.add_argument("--note", action="store_true", help="write the figures beside the weights, with their hash")
    parser.add_argument(
        "--ungated", action="store_true", help="refuse no page as unsure, for what learns how sure to be"
    )
    options = parser.parse_args(arguments)
    if options.note and (options.ungated or not options.cross_validate):
        parser.error("--note writes what --cross-validate measures, pages refused among it")
    if not options.cross_validate:
        _train(options.corpus, {None: options.weights}, options.epochs, options.jobs)
        return 0
    options.work.mkdir(parents=True, exist_ok=True)
    paths = {fold: fold_path(options.work, fold) for fold in range(FOLDS)}
    # What an earlier run has trained is used again.
    missing = {fold: path for fold, path in paths.items() if not path.exists()}
    _train(options.corpus, missing, options.epochs, options.jobs)
    nets = [read_nets(path) for path in paths.values()]
    raters = make_raters(options.corpus, nets, options.work)
    figures = validate(options.corpus, nets, raters, options.work, jobs=options.jobs, is_gated=not options.ungated)
    compare(figures, options.weights)
    if options.note:
        note(options.weights, figures)
    return 0


# --- training ---------------------------------------------------------------------------------------------------------


def _train(corpus: Path, targets: dict[Any, Path], epochs: int, jobs: int) -> None:
    """For each fold that is to be left out (None: nothing is), train teachers, then the nets that they teach, which
    are kept side by side in one file.
    """
    if not targets:
        return
    _pages[:] = _make_pages(corpus)
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        for fold, path in targets.items():
            teachers = _join(pool.map(_learn_one, *zip(*((fold, seed, epochs) for seed in TEACHERS), strict=True)))
            taught = ((fold, seed, epochs, teachers) for seed in SEEDS)
            # Not compressed: it would save a twentieth of the size, and cost each start 6 ms.
            np.savez(path, **_join(pool.map(_learn_one, *zip(*taught, strict=True))))


def _join(trained: Iterable[Arrays]) -> Arrays:
    """Nets of one scale as `splitting.net` has them: every array has one layer a net."""
    layers = list(trained)
    shared = {field.name: layers[0][field.name] for field in fields(Scale)}
    return shared | {name: np.stack([layer[name] for layer in layers]) for name in layers[0] if name not in shared}


def _learn_one(fold: int | None, seed: int, epochs: int, teachers: Arrays | None = None) -> Arrays:
    chosen = [page for page in _pages if fold is None or not page[0].domain or fold_of(page[0].domain, FOLDS) != fold]
    scale = find_scale([example for page in chosen for example in page])
    name = f"fold {fold}, {'taught' if teachers else 'teacher'}, seed {seed}"
    print(f"{name}: {len(chosen)} pages", file=sys.stderr, flush=True)
    arrays = learn(
        teach(chosen, Nets(teachers)) if teachers else chosen,
        scale,
        seed=seed,
        epochs=epochs,
        log=lambda line: print(f"{name}: {line}", file=sys.stderr, flush=True),
    )
    return arrays | asdict(scale)


def _make_pages(corpus: Path) -> list[list[Example]]:
    """All pages, each in its styles."""
    gold, known = read_gold(corpus), weak.read_pages(corpus)
    pages: dict[str, list[Example]] = {}
    for style in (*STYLES, HTML):
        for sample in read_samples(corpus, style, gold, known):
            pages.setdefault(sample.id, []).append(_make_example(sample))
        print(f"{style}: read", file=sys.stderr, flush=True)
    own = [[_make_example(sample)] for sample in read_own(corpus)]
    return [*pages.values(), *(page for page in own for _ in range(_OWN_COPIES))]


def _make_example(sample: Sample) -> Example:
    # Gold by tools is noisier, and what is no news is only like it.
    weight = (1.0 if sample.kind in TRUSTED else 0.7) * (1.0 if sample.is_news else 0.8)
    return Example(
        sample.id,
        sample.domain,
        make_columns(sample.document.blocks, sample.document.hints),
        np.array(sample.classes, dtype=np.int8),
        np.array(sample.labels, dtype=np.int8),
        np.array(find_breaks(sample.sections), dtype=np.int8),
        weight,
        2 if sample.is_news else 1,
    )


if __name__ == "__main__":
    sys.exit(main())
