"""A corpus of dumps with gold line labels, as the product's own documents with a class for each block."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsreader.model import Document, InputRefusedError, Label
from newsreader.sources import read_document
from newsreader.splitting.classes import BODY, HEADLINE, LABEL_ORDER, LOOSE, OTHER, TITLE
from newsreader.text import clean_dump
from newsreader.training import weak
from newsreader.training.truth import find_key
from newsreader.training.weak import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsreader.training.weak import WeakPage

STYLES = ("wet", "seed", "lynx", "w3m", "bs4", "inscriptis", "resi")
# Pages are learnt from in their HTML too.
HTML = "html"
TRUSTED = ("hand", "parser")
UNKNOWN = -1
LIMIT = 1 << 26
_CLASS_OF_LETTER = {"B": BODY, "H": HEADLINE, "h": LOOSE, "T": TITLE}
_CLASS_OF_LABEL = {
    Label.TITLE: TITLE,
    **dict.fromkeys((Label.LEAD, Label.BODY, Label.SUBHEADING, Label.QUOTE), BODY),
    **dict.fromkeys((Label.HEADLINE, Label.INLINE_LINK), HEADLINE),
    Label.ALT_TEXT: LOOSE,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One page in one style: its document, and for each block its gold class, its weak label, its section's number.

    Labels are places in `LABEL_ORDER`; `UNKNOWN` where nothing is known, for sections at all but headlines of lists.
    """

    id: str
    style: str
    domain: str
    kind: str
    is_news: bool
    document: Document
    classes: tuple[int, ...]
    labels: tuple[int, ...]
    sections: tuple[int, ...]


def fold_of(domain: str, folds: int) -> int:
    """The fold of a site: fixed for all time, whatever else is in the corpus."""
    return zlib.crc32(f"newsreader:{domain}".encode()) % folds


def read_gold(corpus: Path) -> dict[str, dict[str, Any]]:
    """The gold of all pages by id, without those whose gold is known to stop early (`suspects.json`)."""
    suspects = set(_find_ids(json.loads((corpus / "suspects.json").read_text(encoding="utf-8"))))
    pages = read_lines(corpus / "gold.jsonl.gz")
    return {page["id"]: page for page in pages if page["id"] not in suspects}


def read_trusted_news(corpus: Path) -> dict[str, dict[str, Any]]:
    """The gold of those pages by which is measured: news, with gold made by hand or by the site's own parser."""
    pages = read_gold(corpus).items()
    return {name: page for name, page in pages if page["genre"] == "news" and page["gold_kind"] in TRUSTED}


def read_text(text: str, url: str = "") -> Document | None:
    """The document of a dump or of a page's HTML, by the product's own sources; None where it is refused or empty."""
    try:
        document = read_document(text.encode("utf-8", "surrogatepass"), url=url, limit=LIMIT)
    except InputRefusedError:
        return None
    return document if document.blocks else None


def read_samples(
    corpus: Path, style: str, gold: Mapping[str, dict[str, Any]], known: Mapping[str, WeakPage]
) -> Iterator[Sample]:
    """The pages of one style (or HTML) of which there is gold, read by the product's own sources."""
    lines = read_lines(corpus / ("html.jsonl.gz" if style == HTML else f"dumps_{style}.jsonl.gz"))
    for line in lines:
        page = gold.get(line["id"])
        if page is None:
            continue
        text = line["html" if style == HTML else "text"]
        document = read_text(text, line["url"] if style == HTML else "")
        # What calls itself HTML and is none says nothing here.
        if document is None or (style == HTML) != (document.hints is not None):
            continue
        if style == HTML:
            classes = weak.align_gold(document, page)
        else:
            titles = {find_key(title) for title in [page.get("title"), *(page.get("title_variants") or [])] if title}
            classes = align(document, text, line["labels"], titles)
        labels, sections = weak.align(document, known[page["id"]])
        yield Sample(
            page["id"],
            style,
            page["domain"],
            page["gold_kind"],
            page["genre"] == "news",
            document,
            classes,
            tuple(UNKNOWN if label is None else LABEL_ORDER.index(label) for label in labels),
            sections,
        )


def read_own(corpus: Path) -> Iterator[Sample]:
    """Pages of our own, labelled by hand (`own.json`): the demo edition, and the corpus's seed dump."""
    demo = files("newsreader") / "demo"
    written = json.loads((Path(__file__).parent / "own.json").read_text(encoding="utf-8"))
    for name, runs in written.items():
        data = (demo / name).read_bytes() if (demo / name).is_file() else (corpus / name).read_bytes()
        document = read_document(data, limit=LIMIT)
        labels = [label for run in runs.split() for label in _repeat(*run.split("*"))]
        if len(labels) != len(document.blocks):
            raise ValueError(f"{name} has {len(document.blocks)} blocks and {len(labels)} labels in own.json")
        classes = tuple(_CLASS_OF_LABEL.get(label, OTHER) for label in labels)
        numbers, section = [], 0
        for label in labels:
            section += label is Label.SECTION_HEADING
            numbers.append(section if label is Label.HEADLINE else UNKNOWN)
        places = tuple(LABEL_ORDER.index(label) for label in labels)
        yield Sample(name, "own", "", "hand", True, document, classes, places, tuple(numbers))


def _repeat(label: str, count: str = "1") -> list[Label]:
    return [Label(label)] * int(count)


def find_breaks(sections: Sequence[int]) -> tuple[int, ...]:
    """Whether each list headline after the first begins another section than that of the one before it."""
    breaks, last = [], UNKNOWN
    for section in sections:
        breaks.append(UNKNOWN if UNKNOWN in (section, last) else int(section != last))
        last = last if section == UNKNOWN else section
    return tuple(breaks)


def align(document: Document, text: str, labels: Sequence[str], titles: set[str]) -> tuple[int, ...]:
    """The class of each block: that of most of its lines' mass. `titles` are the keys of the page's right titles."""
    # Cleaning turns other line ends into newlines, so that one line of the dump may have become several.
    masses: list[tuple[int, int]] = []
    for line, label in zip(text.split("\n"), labels, strict=True):
        cleaned = clean_dump(line).split("\n")
        masses.extend((_CLASS_OF_LETTER.get(label, OTHER), len(piece.strip())) for piece in cleaned)
    found = []
    for place, block in enumerate(document.blocks):
        totals = [0] * 5
        for kind, mass in masses[block.first_line : block.last_line + 1]:
            totals[kind] += mass
        kind = max(range(5), key=totals.__getitem__)
        if block.first_line == 0 and place <= 1 and titles and len(document.blocks) > 1:
            # A date glued to the title shares its line.
            shares = document.blocks[0].first_line == document.blocks[1].first_line
            if shares:
                kind = TITLE if find_key(block.text) in titles else OTHER
        found.append(kind)
    return tuple(found)


def _find_ids(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _find_ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from _find_ids(item)
