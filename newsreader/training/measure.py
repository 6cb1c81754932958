"""Predictions in the corpus's own format, and the scorer's figures for them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from newsreader.commands.split import outline
from newsreader.model import Document, NotAnArticleError
from newsreader.splitting import assemble

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsreader.splitting.labels import Labelling

# Not title, date and byline: the weights that choose them are fitted to all sites, so no fold is unseen to them.
_FIGURES = ("P", "R", "F1", "lineF1", "hmF1", "hP", "hR")


def predict(page_id: str, style: str, document: Document, labelling: Labelling) -> dict[str, Any]:
    """What `score.py` wants to know of a page; one that is no article is an empty prediction."""
    try:
        page = assemble(document, labelling)
    except NotAnArticleError:
        return {"id": page_id, "style": style, "body": [], "headlines": []}
    return {"id": page_id, "style": style, **outline(page)}


def score(corpus: Path, predictions: Path, *, jobs: int = 1) -> dict[str, dict[str, float]]:
    """The figures of each style over gold news, by the corpus's own scorer; pages not predicted are left out."""
    table = predictions.with_suffix(".table.json")
    command: list[str | Path] = [
        sys.executable,
        corpus / "score.py",
        corpus,
        predictions,
        "--genre",
        "news",
        "--json",
        table,
    ]
    command += ["--only-predicted", "--jobs", str(jobs), "--per-page", predictions.with_suffix(".pages.jsonl")]
    subprocess.run(command, check=True, capture_output=True)
    rows = json.loads(table.read_text(encoding="utf-8"))
    return {
        name.removesuffix(" [gold news]"): {figure: row[figure] for figure in _FIGURES}
        for name, row in rows.items()
        if name.endswith(" [gold news]")
    }


def read_scores(predictions: Path) -> dict[tuple[str, str], float]:
    """The F1 of each page's text by its id and style, as `score` has left it."""
    with predictions.with_suffix(".pages.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {(row["id"], row["style"]): 2 * row["tp"] / max(2 * row["tp"] + row["fp"] + row["fn"], 1e-9) for row in rows}


def find_worst(predictions: Path, count: int) -> list[str]:
    """The pages whose text came out worst (mean over styles), a line each."""
    pages: dict[str, list[float]] = {}
    for (name, _), found in read_scores(predictions).items():
        pages.setdefault(name, []).append(found)
    means = sorted((sum(found) / len(found), name) for name, found in pages.items())
    return [f"{mean:.2f} {name}" for mean, name in means[:count]]


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
