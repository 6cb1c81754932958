"""Makes `splitting/sureness.json`: `python -m newsreader.training.sureness CORPUS --work DIR`.

DIR holds what `python -m newsreader.training CORPUS --cross-validate --ungated --work DIR` left there: each page is
judged by nets that have not seen its site. The figures beside the weights are cross-validated once more by the
same folds.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsreader.splitting.columns import make_columns
from newsreader.splitting.labels import LEAST_SURE, find_text
from newsreader.splitting.net import read_nets
from newsreader.splitting.sureness import describe
from newsreader.training.corpus import HTML, STYLES, fold_of, read_text, read_trusted_news
from newsreader.training.doubt import cut_article, find_calibration_error, format_reliability, make_bins
from newsreader.training.measure import read_scores
from newsreader.training.validate import FOLDS, fold_path, predictions_path
from newsreader.training.weak import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.splitting.characters import Array
    from newsreader.splitting.net import Nets

_TARGET = Path(__file__).parent.parent / "splitting" / "sureness.json"
_LEAST_F1 = 0.9
_DECAY = 1.0
_STEPS = 30


class Judged(NamedTuple):
    """A page's signs, its fold, what it is (article, rest or frame), whether its text is right (None: has none)."""

    signs: Array
    fold: int
    kind: str
    is_right: bool | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit both regressions, measure them by folds, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m newsreader.training.sureness", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="where the cross-validation has put its nets")
    options = parser.parse_args(arguments)
    pages = list(_judge_all(options.corpus, options.work))
    weights, figures = {}, {}
    for name, questions in (
        ("article", [(page, page.kind == "article") for page in pages]),
        ("text", [(page, page.is_right) for page in pages if page.is_right is not None]),
    ):
        signs = np.stack([page.signs for page, _ in questions])
        answers = np.array([answer for _, answer in questions], dtype=np.float64)
        folds = np.array([page.fold for page, _ in questions])
        held_out = np.zeros(len(answers))
        for fold in range(FOLDS):
            own = fit(signs[folds != fold], answers[folds != fold])
            held_out[folds == fold] = 1 / (1 + np.exp(-(signs[folds == fold] @ own)))
        pairs = list(zip(held_out.tolist(), (answers > 0).tolist(), strict=True))
        print(name, *format_reliability(pairs), sep="\n")
        if name == "article":
            for kind in ("article", "rest", "frame"):
                taken = [sure for sure, (page, _) in zip(held_out, questions, strict=True) if page.kind == kind]
                print(f"{kind}: {np.mean(np.array(taken) >= LEAST_SURE):.3f} of {len(taken)} taken for articles")
        figures[name] = round(find_calibration_error(make_bins(pairs)), 4)
        weights[name] = [round(value, 5) for value in fit(signs, answers).tolist()]
    note = {"calibration error": figures, "weights": weights}
    _TARGET.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    return 0


def fit(signs: Array, answers: Array) -> Array:
    """Logistic regression (pages × signs), by Newton's method with a little decay."""
    weights = np.zeros(signs.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-(signs @ weights)))
        slope = signs.T @ (chances - answers) + _DECAY * weights
        bend = (signs * (chances * (1 - chances))[:, None]).T @ signs + _DECAY * np.eye(len(weights))
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def _judge_all(corpus: Path, work: Path) -> Iterator[Judged]:
    """Gold news in all styles; dumps also without the lines of their article, which then is none."""
    nets = [read_nets(fold_path(work, fold)) for fold in range(FOLDS)]
    gold = read_trusted_news(corpus)
    scores = {name: read_scores(predictions_path(work, name)) for name in ("dumps", HTML)}
    for style in (*STYLES, HTML):
        for line in read_lines(corpus / ("html.jsonl.gz" if style == HTML else f"dumps_{style}.jsonl.gz")):
            if line["id"] not in gold:
                continue
            fold = fold_of(gold[line["id"]]["domain"], FOLDS)
            name, key = (HTML, "wet") if style == HTML else ("dumps", style)
            is_right = scores[name].get((line["id"], key), 0.0) >= _LEAST_F1
            if style == HTML:
                judged = _judge(nets[fold], line["html"], line["url"])
                if judged is not None:
                    yield Judged(judged, fold, "article", is_right)
                continue
            text, labels = line["text"], line["labels"]
            for kind, part in (
                ("article", text),
                ("rest", cut_article(text, labels)),
                ("frame", cut_article(text, labels, is_frame=True)),
            ):
                judged = _judge(nets[fold], part)
                if judged is not None:
                    yield Judged(judged, fold, kind, is_right if kind == "article" else None)


def _judge(nets: Nets, text: str, url: str = "") -> Array | None:
    document = read_text(text, url)
    if document is None:
        return None
    columns = make_columns(document.blocks, document.hints)
    chances = nets.predict(columns)
    return describe(columns, chances, find_text(document.blocks, columns, chances, document.hints))


if __name__ == "__main__":
    sys.exit(main())
