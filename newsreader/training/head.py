"""Makes `splitting/head_weights.json` from a corpus of dumps: `python -m newsreader.training.head CORPUS`.

The weights are those of a conditional logit over each page's candidates (McFadden 1974), found by AdaGrad.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import sys
import unicodedata
import zlib
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.model import Label, NewsreaderError
from newsreader.sources import read_document
from newsreader.splitting import label_blocks
from newsreader.splitting.evidence import Scene
from newsreader.splitting.features import Features
from newsreader.splitting.head import choose, list_bylines, list_dates, list_titles, split_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsreader.splitting.head import Candidate

STYLES = ("wet", "seed", "lynx", "w3m", "bs4", "inscriptis", "resi")
_TARGET = Path(__file__).parent.parent / "splitting" / "head_weights.json"
_LIMIT = 1 << 26
_EPOCHS, _RATE, _DECAY = 8, 0.25, 1e-3
# That a page names nobody is often only its gold's gap.
_NONE_SHARE = 0.3
_LEAST_WEIGHT = 0.01
_WORD = re.compile(r"\w+")


class Sample(NamedTuple):
    """A page's scene, its gold, and which fields can be seen in its dump."""

    scene: Scene
    gold: dict[str, Any]
    visible: dict[str, bool]


class Question(NamedTuple):
    """The signs of each candidate of a page, which of them are right, and how much the page counts."""

    rows: list[tuple[str, ...]]
    right: list[bool]
    share: float


def main() -> None:
    """Read the corpus, write the weights."""
    samples = list(read_samples(Path(sys.argv[1])))
    weights = {
        "title": fit(ask(samples, list_titles, is_title, "title")),
        "date": {},
        "byline": {},
    }
    _place(samples, list_titles, weights["title"], "title")
    weights["date"] = fit(ask(samples, list_dates, is_date, "published"))
    _place(samples, list_dates, weights["date"], "date")
    weights["byline"] = fit(ask(samples, list_bylines, is_byline, "byline"))
    text = json.dumps(weights, indent=1, ensure_ascii=False, sort_keys=True)
    _TARGET.write_text(text + "\n", encoding="utf-8")


def read_samples(corpus: Path) -> Iterator[Sample]:
    """All news pages in all styles; every other one with the gold's body, so that neither labelling is leant on."""
    gold = {page["id"]: page for page in _read_lines(corpus / "gold.jsonl.gz")}
    for style in STYLES:
        for dump in _read_lines(corpus / f"dumps_{style}.jsonl.gz"):
            page = gold[dump["id"]]
            if page["genre"] != "news":
                continue
            try:
                blocks = read_document(dump["text"].encode("utf-8", "replace"), limit=_LIMIT).blocks
            except NewsreaderError:
                continue
            labels = list(label_blocks(blocks))
            if zlib.crc32(f"{dump['id']} {style}".encode()) % 2:
                for index, block in enumerate(blocks):
                    if "B" in dump["labels"][block.first_line : block.last_line + 1]:
                        labels[index] = Label.BODY
                    elif labels[index] in (Label.BODY, Label.LEAD):
                        labels[index] = Label.FURNITURE
            yield Sample(Scene.of([Features(block) for block in blocks], labels), page, dump["visible"])


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


# --- what is right, as the corpus's scorer has it -------------------------------------------------------------------


def _key(text: str | None) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text or "").casefold()))


def is_title(sample: Sample, candidate: Candidate) -> bool:
    """Whether a candidate, its site's name cut off, is the gold title or one of its variants."""
    titles = [sample.gold["title"], *(sample.gold.get("title_variants") or [])]
    return _key(split_title(sample.scene, candidate.text)[0]) in {_key(title) for title in titles} - {""}


def is_date(sample: Sample, candidate: Candidate) -> bool:
    """Whether a candidate's day is the gold's, or beside it."""
    gold = sample.gold["published"]
    days = [date.fromisoformat(str(day)[:10]) for day in (gold, candidate.value)] if gold else []
    return bool(days) and abs((days[0] - days[1]).days) <= 1


def is_byline(sample: Sample, candidate: Candidate) -> bool:
    """Whether a candidate names all of the gold's authors and few others."""
    names = [key for name in sample.gold["byline"] if (key := _key(name))]
    found = f" {_key(', '.join(candidate.value))} "
    size = sum(len(name.split()) for name in names)
    return bool(names) and all(f" {name} " in found for name in names) and len(found.split()) <= 2 * size + 4


def ask(
    samples: Sequence[Sample],
    list_candidates: Callable[[Scene], Iterator[Candidate]],
    is_right: Callable[[Sample, Candidate], bool],
    field: str,
) -> list[Question]:
    """The pages whose gold says which of their candidates are right, or that none is."""
    questions = []
    for sample in samples:
        candidates = list(list_candidates(sample.scene)) if sample.scene.features else []
        rows = [candidate.signs for candidate in candidates]
        right = [is_right(sample, candidate) for candidate in candidates]
        share = 1.0
        if field != "title":
            is_none = not any(right) and not (sample.gold[field] and sample.visible[field])
            # Without a gold date nothing is known; without a gold byline the page mostly has none.
            is_none = is_none and (field == "byline" or bool(sample.gold[field]))
            rows, right, share = [*rows, ("none",)], [*right, is_none], _NONE_SHARE if is_none else 1.0
        if any(right) and len(rows) > 1:
            questions.append(Question(rows, right, share))
    return questions


def _place(
    samples: Sequence[Sample],
    list_candidates: Callable[[Scene], Iterator[Candidate]],
    weights: dict[str, float],
    name: str,
) -> None:
    """Set what the next field's signs are told from: the title's, then the date's block."""
    for sample in samples:
        best = choose(list_candidates(sample.scene), weights) if sample.scene.features else None
        setattr(sample.scene, name, best.index if best else -1)


# --- the fit --------------------------------------------------------------------------------------------------------


def fit(questions: list[Question]) -> dict[str, float]:
    """A weight for each sign: the mean over the later half of the epochs, which generalises better than the last."""
    weights: defaultdict[str, float] = defaultdict(float)
    total: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(lambda: 1e-6)
    order = random.Random(1)
    questions = list(questions)
    for epoch in range(_EPOCHS):
        if epoch >= _EPOCHS // 2:
            for sign, weight in weights.items():
                total[sign] += weight / (_EPOCHS - _EPOCHS // 2)
        order.shuffle(questions)
        for question in questions:
            for sign, slope in _find_slopes(question, weights).items():
                slope += _DECAY * weights[sign]
                squares[sign] += slope * slope
                weights[sign] -= _RATE * slope / math.sqrt(squares[sign])
    return {sign: round(weight, 2) for sign, weight in sorted(total.items()) if abs(weight) >= _LEAST_WEIGHT}


def _find_slopes(question: Question, weights: dict[str, float]) -> dict[str, float]:
    scores = [sum(weights[sign] for sign in row) for row in question.rows]
    most = max(scores)
    chances = [math.exp(score - most) for score in scores]
    whole = sum(chances)
    good = sum(chance for chance, is_right in zip(chances, question.right, strict=True) if is_right) or math.inf
    slopes: defaultdict[str, float] = defaultdict(float)
    for row, chance, is_right in zip(question.rows, chances, question.right, strict=True):
        slope = question.share * (chance / whole - (chance / good if is_right else 0.0))
        if abs(slope) > 1e-4:
            for sign in row:
                slopes[sign] += slope
    return slopes


if __name__ == "__main__":
    main()
