"""Gold for a dump's blocks that the corpus's line labels do not hold: fine labels, sections, and classes for HTML."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.model import Label
from newsreader.splitting.classes import BODY, HEADLINE, LOOSE, OTHER, TITLE
from newsreader.text import split_site_suffix
from newsreader.training.alignment import match
from newsreader.training.cards import mark_related, number_sections
from newsreader.training.markup import read_units
from newsreader.training.roles import Scene, list_titles, mark_head, mark_text
from newsreader.training.tokens import find_covered, holds, tokenize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from newsreader.model import Document

# Of a block's words, so many must be found; of those found, so many must be of one label.
_LEAST_FOUND = 0.8
_LEAST_AGREED = 0.8
# What may be cut into several lines; all other texts are one.
_LONG = (Label.BODY, Label.LEAD, Label.CAPTION, Label.QUOTE, Label.FURNITURE)
# A page shows the alternative texts of pictures, or none of them.
_LEAST_ALTS = 0.3
# A headline's line may have a bullet's word or "Watch:" more; a line that holds one in more words is loose.
_MOST_EXTRA = 2
_LEAST_HEADLINE_WORDS = 4
_MOST_LOOSE_WORDS = 80


class Mark(NamedTuple):
    """One text of a page: its words, its label (None: not known), its section (-1: none)."""

    tokens: tuple[str, ...]
    label: Label | None
    section: int
    is_alt: bool


# A page's texts, in their order in its HTML.
WeakPage = tuple[Mark, ...]


def read_pages(corpus: Path, ids: Collection[str] | None = None) -> dict[str, WeakPage]:
    """The pages of a corpus (`gold.jsonl.gz`, `html.jsonl.gz`) by id: all of them, or those of these ids."""
    gold = {page["id"]: page for page in read_lines(corpus / "gold.jsonl.gz")}
    return {
        page["id"]: _mark_page(page["html"], gold[page["id"]])
        for page in read_lines(corpus / "html.jsonl.gz")
        if ids is None or page["id"] in ids
    }


def _mark_page(html: str, gold_page: dict[str, Any]) -> WeakPage:
    scene = Scene.of(read_units(html), gold_page)
    mark_text(scene)
    mark_head(scene)
    mark_related(scene)
    rows = zip(scene.units, scene.labels, number_sections(scene), strict=True)
    return tuple(Mark(unit.tokens, label, number, unit.is_alt) for unit, label, number in rows)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def align(document: Document, page: WeakPage) -> tuple[tuple[Label | None, ...], tuple[int, ...]]:
    """What the page says of each block of a document that was read from a dump of it, or from its HTML.

    Its label, None where none is sure; and the section's number of each that is a list headline of the gold, -1 for all
    others. Numbers rise through the page's HTML; they say only which headlines stand together.
    """
    texts = [tokenize(block.text) for block in document.blocks]
    marks = _list_shown(page, texts)
    found = match(texts, [mark.tokens for mark in marks])
    labels = tuple(_vote(len(text), counts, marks) for text, counts in zip(texts, found, strict=True))
    sections = tuple(
        marks[counts.most_common(1)[0][0]].section if label is Label.HEADLINE else -1
        for label, counts in zip(labels, found, strict=True)
    )
    return labels, sections


def _list_shown(marks: WeakPage, texts: list[tuple[str, ...]]) -> list[Mark]:
    """The marks without the alternative texts, where the document does not show these."""
    said = Counter(texts)
    others = Counter(mark.tokens for mark in marks if not mark.is_alt)
    alts = {mark.tokens for mark in marks if mark.is_alt}
    shown = sum(said[tokens] > others[tokens] for tokens in alts)
    return list(marks) if shown and shown >= _LEAST_ALTS * len(alts) else [mark for mark in marks if not mark.is_alt]


def _vote(size: int, counts: Counter[int], marks: list[Mark]) -> Label | None:
    """The label on which the marks that a block's words stand in agree."""
    total = counts.total()
    if not total or total < (_LEAST_FOUND * size if size > 3 else size):
        return None
    masses: Counter[Label | None] = Counter()
    for index, count in counts.items():
        masses[marks[index].label] += count
    label, mass = masses.most_common(1)[0]
    if label is None or mass < _LEAST_AGREED * total:
        return None
    if label not in _LONG:
        index, count = counts.most_common(1)[0]
        if count < _LEAST_AGREED * max(total, len(marks[index].tokens)):
            return None
    return label


# --- the classes of a page's blocks, where the corpus has no labels of lines -----------------------------------------


def align_gold(document: Document, gold_page: dict[str, Any]) -> tuple[int, ...]:
    """The class (`splitting.classes`) of each block of a page read from HTML, by the page's gold record.

    As the corpus labels lines: body where the gold's paragraphs cover it, headline where it is one (two words more at
    most), loose where it is an optional one or holds one among other words, title where it is one, with or without the
    site's name, above the text.
    """
    blocks = document.blocks
    texts = [tokenize(block.text) for block in blocks]
    shown = [() if block.is_alt else text for block, text in zip(blocks, texts, strict=True)]
    covered = find_covered(shown, map(tokenize, gold_page["body"]))
    first = covered.index(True) if True in covered else len(blocks)
    titles = {tokenize(title) for title in list_titles(gold_page)}
    headlines = {tokens for headline in gold_page["headlines"] if (tokens := tokenize(headline["text"]))}
    optional = {tokenize(text) for text in gold_page.get("headlines_optional") or []} - headlines
    classes = []
    for index, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        kind = _class_headline(text, headlines, optional)
        is_title = text in titles or tokenize(split_site_suffix(block.text)[0]) in titles
        if is_title and index <= first + 1 and not block.is_alt:
            kind = TITLE
        elif block.is_alt:
            kind = LOOSE if kind != OTHER else OTHER
        elif covered[index] and text not in headlines:
            kind = BODY
        classes.append(kind)
    return tuple(classes)


def _class_headline(text: tuple[str, ...], headlines: set[tuple[str, ...]], optional: set[tuple[str, ...]]) -> int:
    if text in headlines:
        return HEADLINE
    if len(text) <= _MOST_LOOSE_WORDS:
        held = [part for part in headlines if _LEAST_HEADLINE_WORDS <= len(part) < len(text) and holds(text, part)]
        if held:
            return HEADLINE if len(text) <= max(map(len, held)) + _MOST_EXTRA else LOOSE
    return LOOSE if text in optional else OTHER
