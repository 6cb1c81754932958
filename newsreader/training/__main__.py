"""Make the splitter's weights, or measure them: `python -m newsreader.training CORPUS [--cross-validate]`."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newsreader.splitting.columns import make_columns
from newsreader.splitting.extent import find_body
from newsreader.splitting.features import Features
from newsreader.splitting.labels import label_by
from newsreader.splitting.net import WEIGHTS, Ensemble, Net, read_nets
from newsreader.training.corpus import STYLES, Sample, fold_of, read_gold, read_own, read_samples
from newsreader.training.measure import predict, score, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.training.learn import Example

# One net a fold of sites: together they are the weights that ship, alone each is measured on the sites it never saw.
FOLDS = 3
_EPOCHS = 8
_SEED = 1
# Pages of our own are few and must come out exactly.
_OWN_COPIES = 3
_TRUSTED = ("hand", "parser")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train one net a fold and write them, or with `--cross-validate` measure those that are there."""
    parser = argparse.ArgumentParser(prog="python -m newsreader.training", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument(
        "--cross-validate", action="store_true", help="measure the weights, each page by a net new to it"
    )
    parser.add_argument("--styles", nargs="*", default=STYLES)
    parser.add_argument("--epochs", type=int, default=_EPOCHS)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--predictions", type=Path, default=Path("predictions.jsonl"))
    options = parser.parse_args(arguments)
    if options.cross_validate:
        _measure(options.corpus, options.weights, options.styles, options.predictions)
    else:
        _train(options.corpus, options.weights, options.epochs)
    return 0


def _train(corpus: Path, weights: Path, epochs: int) -> None:
    from newsreader.training.learn import learn

    pages = _make_pages(corpus)
    arrays: dict[str, Any] = {}
    for fold in range(FOLDS):
        chosen = [page for page in pages if page[0].domain == "" or fold_of(page[0].domain, FOLDS) != fold]
        print(f"fold {fold}: {len(chosen)} pages", file=sys.stderr)
        trained = learn(chosen, seed=_SEED, epochs=epochs, log=lambda line: print(line, file=sys.stderr))
        arrays.update({f"{fold}_{name}": array for name, array in trained.arrays().items()})
    write_weights(weights, arrays)


def write_weights(path: Path, arrays: dict[str, Any]) -> None:
    """The nets of all folds in one file, and their hash beside it; figures come by `--cross-validate`."""
    np.savez_compressed(path, **arrays)
    _note(path, {})


def _note(weights: Path, figures: dict[str, dict[str, float]]) -> None:
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    note = {"sha256": digest, "folds": FOLDS, "pages": "gold news without suspects", "figures": figures}
    weights.with_suffix(".json").write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def _make_pages(corpus: Path) -> list[list[Example]]:
    """All pages, each in its styles."""
    gold = read_gold(corpus)
    pages: dict[str, list[Example]] = {}
    for style in STYLES:
        for sample in read_samples(corpus, style, gold):
            pages.setdefault(sample.id, []).append(_make_example(sample))
        print(f"{style}: read", file=sys.stderr)
    own = [[_make_example(sample)] for sample in read_own(corpus)]
    return [*pages.values(), *(page for page in own for _ in range(_OWN_COPIES))]


def _make_example(sample: Sample) -> Example:
    from newsreader.training.learn import Example

    features = [Features(block) for block in sample.document.blocks]
    columns = make_columns(features, find_body(features) or (0, 0))
    # Gold by tools is noisier, and what is no news is only like it.
    weight = (1.0 if sample.kind in _TRUSTED else 0.7) * (1.0 if sample.is_news else 0.8)
    words = np.array([feature.words for feature in features], dtype=np.float32)
    classes = np.array(sample.classes, dtype=np.int64)
    draws = 2 if sample.is_news else 1
    return Example(sample.id, sample.domain, columns.values, columns.words, classes, words, weight, draws)


def _measure(corpus: Path, weights: Path, styles: Sequence[str], predictions: Path) -> None:
    nets = read_nets(weights)
    write_lines(predictions, _predict_all(corpus, nets, styles))
    figures = score(corpus, predictions)
    for style, row in figures.items():
        print(f"{style:12}", *(f"{name} {value:.3f}" for name, value in row.items()))
    if set(styles) == set(STYLES):
        _note(
            weights, {style: {name: round(value, 4) for name, value in row.items()} for style, row in figures.items()}
        )


def _predict_all(corpus: Path, nets: Sequence[Net], styles: Sequence[str]) -> Iterator[dict[str, Any]]:
    """News with trusted gold, each page by the net that has not seen its site."""
    gold = read_gold(corpus)
    wanted = {name: page for name, page in gold.items() if page["genre"] == "news" and page["gold_kind"] in _TRUSTED}
    for style in styles:
        for sample in read_samples(corpus, style, wanted):
            unseen = Ensemble([nets[fold_of(sample.domain, len(nets))]])
            labels = label_by(sample.document.blocks, unseen)
            yield predict(sample.id, style, sample.document, labels)


if __name__ == "__main__":
    sys.exit(main())
