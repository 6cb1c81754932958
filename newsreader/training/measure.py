"""Predictions in the corpus's own format, and the scorer's figures for them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from newsreader.model import Document, Label, NotAnArticleError, PartKind
from newsreader.splitting import assemble

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_TEXT = (PartKind.LEAD, PartKind.PARAGRAPH, PartKind.SUBHEADING, PartKind.QUOTE)
# Not title, date and byline: the weights that choose them are fitted to all sites, so no fold is unseen to them.
_FIGURES = ("P", "R", "F1", "lineF1", "hmF1", "hP", "hR")


def predict(page_id: str, style: str, document: Document, labels: Sequence[Label]) -> dict[str, Any]:
    """What `score.py` wants to know of a page; one that is no article is an empty prediction."""
    try:
        page = assemble(document, labels)
    except NotAnArticleError:
        return {"id": page_id, "style": style, "body": [], "headlines": []}
    article = page.article
    return {
        "id": page_id,
        "style": style,
        "title": article.title,
        "published": article.published or None,
        "byline": list(article.byline),
        "body": [part.text for part in article.parts if part.kind in _TEXT],
        "headlines": [part.text for part in article.parts if part.kind is PartKind.LINK]
        + [headline.text for section in page.sections for headline in section.headlines],
    }


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


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
