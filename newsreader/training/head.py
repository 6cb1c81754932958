"""Makes `splitting/head_weights.json` from a corpus of dumps, or measures what it would make.

`python -m newsreader.training.head CORPUS --work DIR [--cross-validate]`. To be run after the nets are made, whose
chances it learns to read: DIR holds the folds' nets, and each page is read by those new to its site, as it is in use.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.slugs import find_slug_words
from newsreader.splitting.chooser import Chooser
from newsreader.splitting.head import (
    NONE,
    Candidate,
    choose,
    choose_head,
    describe_titles,
    list_bylines,
    list_dates,
)
from newsreader.splitting.labels import label_by
from newsreader.splitting.net import read_nets
from newsreader.splitting.scene import Scene
from newsreader.splitting.titles import find_heading, list_cuts, list_titles
from newsreader.training.corpus import STYLES, TRUSTED, fold_of, read_gold, read_text
from newsreader.training.logit import Question, fit
from newsreader.training.related import make_raters
from newsreader.training.truth import is_byline, is_date, is_title
from newsreader.training.validate import FOLDS, fold_path
from newsreader.training.weak import read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsreader.model import Block
    from newsreader.splitting.labels import Labelling
    from newsreader.splitting.net import Nets
    from newsreader.splitting.related import Rater

_TARGET = Path(__file__).parent.parent / "splitting" / "head_weights.json"
# That a page names nobody is often only its gold's gap.
_NONE_SHARE = 0.2
# Titles and names are of all shapes: what few pages show is no rule.
_DECAY = 1e-2


class Page(NamedTuple):
    """A dump of a page: the address it says itself, its blocks and labels, and what is right and can be seen in it."""

    id: str
    style: str
    fold: int
    url: str
    blocks: Sequence[Block]
    labelling: Labelling
    gold: dict[str, Any]
    visible: dict[str, bool]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the corpus, write the weights or print the shares of heads that are right on unseen sites."""
    parser = argparse.ArgumentParser(prog="python -m newsreader.training.head", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="where the cross-validation has put its nets")
    parser.add_argument("--cross-validate", action="store_true", help="measure on the sites of each fold in turn")
    options = parser.parse_args(arguments)
    nets = [read_nets(fold_path(options.work, fold)) for fold in range(FOLDS)]
    pages = list(read_pages(options.corpus, nets, make_raters(options.corpus, nets, options.work)))
    if options.cross_validate:
        print_shares(cross_validate(pages))
        return 0
    # Short enough to keep, in lines that a diff can show.
    text = json.dumps(learn(pages), ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("],", "],\n")
    _TARGET.write_text(text + "\n", encoding="utf-8")
    return 0


def read_pages(corpus: Path, nets: Sequence[Nets], raters: Sequence[Rater]) -> Iterator[Page]:
    """All pages in all styles, each labelled by the nets that have not seen its site."""
    gold = read_gold(corpus)
    for style in STYLES:
        for dump in read_lines(corpus / f"dumps_{style}.jsonl.gz"):
            page = gold.get(dump["id"])
            if page is None:
                continue
            document = read_text(dump["text"])
            if document is None:
                continue
            fold = fold_of(page["domain"], FOLDS)
            labelling = label_by(nets[fold], raters[fold], document.blocks)
            yield Page(dump["id"], style, fold, document.url, document.blocks, labelling, page, dump["visible"])
        print(f"{style}: read", file=sys.stderr)


# --- learning -------------------------------------------------------------------------------------------------------


def learn(pages: Sequence[Page]) -> dict[str, Any]:
    """The weights of all choosers; each learns on what those before it choose, without the page's address.

    Titles are the same on pages that are no news, dates and bylines are not.
    """
    scenes = [Scene(page.blocks, page.labelling.labels, page.labelling.chances) for page in pages]
    known = [(page, scene) for page, scene in zip(pages, scenes, strict=True) if list_titles(scene)]
    weights: dict[str, Any] = {}
    titles = [list_titles(scene) for _, scene in known]
    signs = [describe_titles(scene, found, frozenset()) for (_, scene), found in zip(known, titles, strict=True)]
    right = [
        [any(is_title(page.gold, cut.text) for cut in list_cuts(scene, index)) for index in found]
        if page.gold["title"] and page.visible.get("title")
        else []
        for (page, scene), found in zip(known, titles, strict=True)
    ]
    weights["title"] = fit([Question(*asked, 1.0) for asked in zip(signs, right, strict=True) if asked[1]], _DECAY)
    addressed = [find_slug_words(page.gold["url"]) for page, _ in known]
    weights["title by address"] = fit(
        [
            Question(describe_titles(scene, found, words), own, 1.0)
            for (_, scene), found, words, own in zip(known, titles, addressed, right, strict=True)
            if words and own
        ],
        _DECAY,
    )
    chooser = Chooser(weights["title"])
    chosen = [found[chooser.choose(rows)] for rows, found in zip(signs, titles, strict=True)]
    cuts = [list_cuts(scene, index) for (_, scene), index in zip(known, chosen, strict=True)]
    weights["cut"] = fit(
        [
            Question([cut.signs for cut in own], [is_title(page.gold, cut.text) for cut in own], 1.0)
            for (page, _), own in zip(known, cuts, strict=True)
        ]
    )
    chooser = Chooser(weights["cut"])
    for (_, scene), found, index, own in zip(known, titles, chosen, cuts, strict=True):
        title = own[chooser.choose([cut.signs for cut in own])].text
        scene.title = find_heading(scene, found, index, title)
    known = [(page, scene) for page, scene in known if page.gold["genre"] == "news"]
    questions, candidates = _ask(known, list_dates, is_date, "published")
    weights["date"] = fit(questions)
    chooser = Chooser(weights["date"])
    for (_, scene), dates in zip(known, candidates, strict=True):
        date = choose(chooser, dates)
        scene.date = date.index if date else -1
    weights["byline"] = fit(_ask(known, lambda scene: list(list_bylines(scene)), is_byline, "byline")[0], _DECAY)
    return weights


def _ask(
    known: Sequence[tuple[Page, Scene]],
    list_candidates: Callable[[Scene], list[Candidate]],
    is_right: Callable[[dict[str, Any], Any], bool],
    field: str,
) -> tuple[list[Question], list[list[Candidate]]]:
    """Which of their candidates are right on the pages whose gold says it, or that none is; and all candidates."""
    questions, listed = [], []
    for page, scene in known:
        candidates = list_candidates(scene)
        listed.append(candidates)
        right = [is_right(page.gold, candidate.value) for candidate in candidates]
        is_none = not any(right) and not (page.gold[field] and page.visible[field])
        # Without a gold date nothing is known; without a gold byline the page mostly has none.
        is_none = is_none and (field == "byline" or bool(page.gold[field]))
        rows = [*(candidate.signs for candidate in candidates), NONE]
        questions.append(Question(rows, [*right, is_none], _NONE_SHARE if is_none else 1.0))
    return questions, listed


# --- measuring ------------------------------------------------------------------------------------------------------


def cross_validate(pages: Sequence[Page]) -> dict[str, Counter[str]]:
    """How often title, date and byline are right, by style: gold news, each fold's sites by weights new to them.

    Titles are chosen twice, by the dump alone and with the page's address given.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for fold in sorted({page.fold for page in pages}):
        weights = learn([page for page in pages if page.fold != fold])
        choosers = {name: Chooser(part) for name, part in weights.items()}
        for page in pages:
            if page.fold != fold or page.gold["gold_kind"] not in TRUSTED or page.gold["genre"] != "news":
                continue
            seen = (page.blocks, page.labelling.labels, page.labelling.chances)
            head = choose_head(Scene(*seen, url=page.url), choosers)
            addressed = choose_head(Scene(*seen, url=page.gold["url"]), choosers)
            marks = {
                "title": (is_title(page.gold, head.title), page.gold["title"]),
                "title by address": (is_title(page.gold, addressed.title), page.gold["title"]),
                "published": (is_date(page.gold, head.published), page.gold["published"]),
                "byline": (is_byline(page.gold, head.byline), page.gold["byline"]),
            }
            for field, (is_right, is_known) in marks.items():
                if is_known and page.visible[field.partition(" ")[0]]:
                    for row in (page.style, "all"):
                        counts[row][field] += is_right
                        counts[row][f"{field} asked"] += 1
    return counts


def print_shares(counts: dict[str, Counter[str]]) -> None:
    """One line a style."""
    for row, count in counts.items():
        fields = ("title", "title by address", "published", "byline")
        shares = (f"{field} {count[field] / max(1, count[f'{field} asked']):.3f}" for field in fields)
        print(f"{row:12}", *shares)


if __name__ == "__main__":
    sys.exit(main())
