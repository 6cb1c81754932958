"""The splitter measured on the corpus, each page read by nets that have not seen its site."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from newsreader.splitting import related
from newsreader.splitting.labels import label_by
from newsreader.training import weak
from newsreader.training.corpus import HTML, STYLES, fold_of, read_samples, read_trusted_news
from newsreader.training.measure import find_worst, predict, score, write_lines
from newsreader.training.sections import Tally, format_labels, format_sections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsreader.splitting.net import Nets
    from newsreader.splitting.related import Rater

    Figures = dict[str, dict[str, float]]

FOLDS = 5
_WORST = 10


def validate(
    corpus: Path,
    nets: Sequence[Nets],
    raters: Sequence[Rater],
    work: Path,
    *,
    jobs: int = 1,
    is_gated: bool = True,
) -> Figures:
    """The figures of each style over gold news; `nets`, `raters` are those of each fold, `work` is for predictions.
    `is_gated` says whether pages too unsure to be an article are refused.

    Prints what is known by weak gold only (labels, sections), and the worst pages.
    """
    gold = read_trusted_news(corpus)
    known = weak.read_pages(corpus, gold)
    tallies: dict[str, Tally] = {}
    figures: Figures = {}
    for name, styles in (("dumps", STYLES), (HTML, (HTML,))):
        rows: list[dict[str, Any]] = []
        for style in styles:
            tally = tallies[style] = Tally()
            for sample in read_samples(corpus, style, gold, known):
                document, fold = sample.document, fold_of(sample.domain, len(nets))
                labelling = label_by(nets[fold], raters[fold], document.blocks, document.hints, is_gated=is_gated)
                # The scorer knows dumps only; what can be seen in the HTML is what the wet one shows.
                rows.append(predict(sample.id, "wet" if style == HTML else style, document, labelling))
                tally.add(sample, labelling)
        predictions = predictions_path(work, name)
        write_lines(predictions, rows)
        found = score(corpus, predictions, jobs=jobs)
        figures |= {HTML: found["wet"]} if name == HTML else found
        for style in styles:
            figures[style]["sections"] = tallies[style].share_found()
        print(f"worst {name}:", *find_worst(predictions, _WORST), sep="\n  ")
    print(*format_sections(tallies), sep="\n")
    together = sum((tally.labels for style, tally in tallies.items() if style != HTML), Counter[Any]())
    print(*format_labels("all dumps", together), *format_labels(HTML, tallies[HTML].labels), sep="\n")
    return figures


def fold_path(work: Path, fold: int) -> Path:
    """Where the nets are kept that have not seen a fold."""
    return work / f"fold_{fold}.npz"


def predictions_path(work: Path, name: str) -> Path:
    """Where the predictions for `dumps` or `html` are kept."""
    return work / f"predictions_{name}.jsonl"


def compare(figures: Figures, weights: Path) -> None:
    """Print the figures, each with its difference from the one that was committed."""
    path = weights.with_suffix(".json")
    committed = json.loads(path.read_text(encoding="utf-8"))["figures"] if path.exists() else {}
    for style, row in figures.items():
        before = committed.get(style, {})
        cells = [f"{name} {value:.3f} ({value - before.get(name, value):+.3f})" for name, value in row.items()]
        print(f"{style:12}", *cells)


def note(weights: Path, figures: Figures) -> None:
    """Write the figures beside the weights, tied to them by their hash."""
    record = {
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "related sha256": hashlib.sha256(related.WEIGHTS.read_bytes()).hexdigest(),
        "folds": FOLDS,
        "pages": "gold news without suspects, each by nets that have not seen its site",
        "figures": {style: {name: round(value, 4) for name, value in row.items()} for style, row in figures.items()},
    }
    weights.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
