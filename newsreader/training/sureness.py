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
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsreader.splitting.columns import make_columns
from newsreader.splitting.labels import LEAST_SINGLE, LEAST_SURE, find_text
from newsreader.splitting.net import read_nets
from newsreader.splitting.sureness import describe, describe_unity, spread_out
from newsreader.training.corpus import HTML, STYLES, fold_of, read_text, read_trusted_news
from newsreader.training.doubt import cut_around, cut_article, find_calibration_error, format_reliability, make_bins
from newsreader.training.indexes import LAYOUTS, Rack, make_html_index, make_index
from newsreader.training.measure import read_scores
from newsreader.training.validate import FOLDS, fold_path, predictions_path
from newsreader.training.weak import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from newsreader.splitting.characters import Array
    from newsreader.splitting.net import Nets
    from newsreader.training.indexes import Teaser

    Flags = npt.NDArray[np.bool_]
    # What a page is, its layout where it is an index, and its text.
    Shown = tuple[str, str, str]

_TARGET = Path(__file__).parent.parent / "splitting" / "sureness.json"
_LEAST_F1 = 0.9
_DECAYS = {"article": 1.0, "single": 10.0, "text": 1.0}
_STEPS = 30
# Of so many pages the article is shown once more with a few lines around it, and an index with as few.
_BRIEF = 0.4


class Judged(NamedTuple):
    """A page's signs, those of its unity (None: it has no text), its fold, its style, what it is (article, rest, frame,
    index; brief: an article or an index with few other lines), its layout (of an index only), whether its text is right
    (None: is not asked).
    """

    signs: Array
    unity: Array | None
    fold: int
    style: str
    kind: str
    layout: str
    is_right: bool | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit the regressions, measure them by folds, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m newsreader.training.sureness", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="where the cross-validation has put its nets")
    options = parser.parse_args(arguments)
    pages = list(_judge_all(options.corpus, options.work))
    folds = np.array([page.fold for page in pages])
    signs = np.stack([page.signs for page in pages])
    known = np.stack([page.unity for page in pages if page.unity is not None])
    # Rounded as they are written, so that the weights are fitted to what is read.
    mean, spread = known.mean(axis=0).round(4), known.std(axis=0).round(4)
    unity = spread_out(np.stack([mean if page.unity is None else page.unity for page in pages]), mean, spread)
    weights = {"single mean": mean.tolist(), "single spread": spread.tolist()}
    figures: dict[str, float] = {}
    held_out: dict[str, Array] = {}
    for name, numbers, answers in (
        ("article", signs, [_is_article(page) for page in pages]),
        ("single", unity, [_is_single(page) for page in pages]),
        ("text", signs, [page.is_right for page in pages]),
    ):
        held_out[name], fitted = _fit_folds(numbers, answers, folds, _DECAYS[name])
        weights[name] = [round(value, 5) for value in fitted.tolist()]
        answered = zip(held_out[name].tolist(), answers, strict=True)
        pairs = [(sure, answer) for sure, answer in answered if answer is not None]
        figures[name] = round(find_calibration_error(make_bins(pairs)), 4)
        print(name, *format_reliability(pairs), sep="\n")
    has_text = np.array([page.unity is not None for page in pages])
    is_article, is_single = held_out["article"] >= LEAST_SURE, held_out["single"] >= LEAST_SINGLE
    print(*_format_taken(pages, has_text & is_article, has_text & is_article & is_single), sep="\n")
    _TARGET.write_text(
        json.dumps({"calibration error": figures, "weights": weights}, indent=1) + "\n", encoding="utf-8"
    )
    return 0


def _is_article(page: Judged) -> bool | None:
    """What is learnt of whether a page is an article; an index is asked for apart, and a brief page by other rules."""
    return {"article": True, "rest": False, "frame": False}.get(page.kind)


def _is_single(page: Judged) -> bool | None:
    """What is learnt of whether a page's text is one article's."""
    return None if page.unity is None or page.kind in ("rest", "frame") else not page.layout


def _fit_folds(numbers: Array, answers: Sequence[bool | None], folds: Array, decay: float) -> tuple[Array, Array]:
    """How sure each page is by what the other folds taught, and the weights that all taught; None is not learnt."""
    learnt = np.array([answer is not None for answer in answers])
    wanted = np.array([bool(answer) for answer in answers], dtype=np.float64)
    held_out = np.zeros(len(answers))
    for fold in range(FOLDS):
        chosen, own = learnt & (folds != fold), folds == fold
        held_out[own] = 1 / (1 + np.exp(-(numbers[own] @ fit(numbers[chosen], wanted[chosen], decay))))
    return held_out, fit(numbers[learnt], wanted[learnt], decay)


def _format_taken(pages: Sequence[Judged], sure: Flags, taken: Flags) -> Iterator[str]:
    """Which share of the pages of each kind, of the articles of each style, of the indexes of each layout is taken for
    an article: before it is asked whether it is a single one, and then.
    """
    yield f"{'taken for articles':30}{'pages':>7}{'at all':>9}{'single':>9}"
    groups: dict[str, list[int]] = {}
    for place, page in enumerate(pages):
        groups.setdefault(page.kind, []).append(place)
        if page.layout or page.kind == "article":
            groups.setdefault(f"{page.kind}, {page.layout or page.style}", []).append(place)
    for group, places in sorted(groups.items()):
        yield f"{group:30}{len(places):7}{sure[places].mean():9.4f}{taken[places].mean():9.4f}"


def fit(signs: Array, answers: Array, decay: float = 1.0) -> Array:
    """Logistic regression (pages × signs), by Newton's method with a little decay."""
    weights = np.zeros(signs.shape[1])
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-(signs @ weights)))
        slope = signs.T @ (chances - answers) + decay * weights
        bend = (signs * (chances * (1 - chances))[:, None]).T @ signs + decay * np.eye(len(weights))
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def _judge_all(corpus: Path, work: Path) -> Iterator[Judged]:
    """Gold news in all styles; dumps also without the lines of their article, which then is none, and with an index in
    its place.
    """
    nets = [read_nets(fold_path(work, fold)) for fold in range(FOLDS)]
    gold = read_trusted_news(corpus)
    rack = Rack(gold.values(), FOLDS)
    scores = {name: read_scores(predictions_path(work, name)) for name in ("dumps", HTML)}
    wet = {line["id"]: line for line in read_lines(corpus / "dumps_wet.jsonl.gz")}
    for style in (*STYLES, HTML):
        for line in read_lines(corpus / ("html.jsonl.gz" if style == HTML else f"dumps_{style}.jsonl.gz")):
            page = gold.get(line["id"])
            if page is None:
                continue
            fold, teasers = fold_of(page["domain"], FOLDS), rack.choose(page)
            name, key = (HTML, "wet") if style == HTML else ("dumps", style)
            is_right = scores[name].get((line["id"], key), 0.0) >= _LEAST_F1
            random = Random(f"{line['id']} {style}")
            shown = (
                _show_page(line, wet[line["id"]], teasers, random)
                if style == HTML
                else _show_dump(line, teasers, random)
            )
            for kind, layout, text in shown:
                judged = _judge(nets[fold], text, line["url"] if style == HTML else "")
                if judged is not None:
                    yield Judged(*judged, fold, style, kind, layout, is_right if kind == "article" else None)
        print(f"{style}: judged", file=sys.stderr, flush=True)


def _show_page(
    line: Mapping[str, Any], wet: Mapping[str, Any], teasers: Sequence[Teaser], random: Random
) -> Iterator[Shown]:
    """A page's HTML, and that of an index in the frame of its dump."""
    yield "article", "", line["html"]
    layout = random.choice(LAYOUTS)
    yield "index", layout, make_html_index(wet["text"], wet["labels"], teasers, layout, random)


def _show_dump(line: Mapping[str, Any], teasers: Sequence[Teaser], random: Random) -> Iterator[Shown]:
    """A dump, what is left of it without its article, and indexes in its frame."""
    text, labels, style = line["text"], line["labels"], line["style"]
    yield "article", "", text
    yield "rest", "", cut_article(text, labels)
    yield "frame", "", cut_article(text, labels, is_frame=True)
    layout, other = random.choices(LAYOUTS, k=2)
    yield "index", layout, make_index(text, labels, teasers, layout, style, random)
    if random.random() < _BRIEF:
        text, labels = cut_around(text, labels, random)
        yield "brief", "", text
        yield "brief index", other, make_index(text, labels, teasers, other, style, random)


def _judge(nets: Nets, text: str, url: str = "") -> tuple[Array, Array | None] | None:
    document = read_text(text, url)
    if document is None:
        return None
    columns = make_columns(document.blocks, document.hints)
    chances = nets.predict(columns)
    is_body = find_text(document.blocks, columns, chances, document.hints)
    signs = describe(columns, chances, is_body)
    return signs, describe_unity(columns, chances, is_body, signs) if is_body.any() else None


if __name__ == "__main__":
    sys.exit(main())
