"""A corpus of dumps with gold line labels, as the product's own documents with a class for each block."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
import zlib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from newsreader.model import Document, InputRefusedError, Label
from newsreader.sources import read_document
from newsreader.splitting.classes import BODY, HEADLINE, LOOSE, OTHER, TITLE
from newsreader.splitting.labels import label_by
from newsreader.text import clean_dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

STYLES = ("wet", "seed", "lynx", "w3m", "bs4", "inscriptis", "resi")
LIMIT = 1 << 26
_CLASS_OF_LABEL = {"B": BODY, "H": HEADLINE, "h": LOOSE, "T": TITLE}
_CLASS_OF_RULE = {
    Label.TITLE: TITLE,
    **dict.fromkeys((Label.LEAD, Label.BODY, Label.SUBHEADING, Label.QUOTE), BODY),
    **dict.fromkeys((Label.HEADLINE, Label.INLINE_LINK), HEADLINE),
    Label.ALT_TEXT: LOOSE,
}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sample:
    """One page in one style of dump: its document, and the gold class of each block."""

    id: str
    style: str
    domain: str
    kind: str
    is_news: bool
    document: Document
    classes: tuple[int, ...]


def fold_of(domain: str, folds: int) -> int:
    """The fold of a site: fixed for all time, whatever else is in the corpus."""
    return zlib.crc32(f"newsreader:{domain}".encode()) % folds


def read_gold(corpus: Path) -> dict[str, dict[str, Any]]:
    """The gold of all pages by id, without those whose gold is known to stop early (`suspects.json`)."""
    suspects = set(_find_ids(json.loads((corpus / "suspects.json").read_text(encoding="utf-8"))))
    pages = _read_lines(corpus / "gold.jsonl.gz")
    return {page["id"]: page for page in pages if page["id"] not in suspects}


def read_samples(corpus: Path, style: str, gold: dict[str, dict[str, Any]]) -> Iterator[Sample]:
    """The pages of one style, read by the product's own sources."""
    for dump in _read_lines(corpus / f"dumps_{style}.jsonl.gz"):
        page = gold.get(dump["id"])
        if page is None:
            continue
        try:
            document = read_document(dump["text"].encode("utf-8", "surrogatepass"), limit=LIMIT)
        except InputRefusedError:
            continue
        titles = {_key(title) for title in [page.get("title"), *(page.get("title_variants") or [])] if title}
        classes = align(document, dump["text"], dump["labels"], titles)
        is_news = page["genre"] == "news"
        yield Sample(dump["id"], style, page["domain"], page["gold_kind"], is_news, document, classes)


def read_own(corpus: Path) -> Iterator[Sample]:
    """Pages of our own, which the rules alone label exactly: the demo edition, and the dump this began with."""
    demo = files("newsreader") / "demo"
    pages = {item.name: item.read_bytes() for item in demo.iterdir() if item.name.endswith(".txt")}
    pages["seed.txt"] = (corpus / "seed.txt").read_bytes()
    for name, data in sorted(pages.items()):
        document = read_document(data, limit=LIMIT)
        classes = tuple(_CLASS_OF_RULE.get(label, OTHER) for label in label_by(document.blocks, None))
        yield Sample(name, "own", "", "hand", True, document, classes)


def align(document: Document, text: str, labels: Sequence[str], titles: set[str]) -> tuple[int, ...]:
    """The class of each block: that of most of its lines' mass. `titles` are the keys of the page's right titles."""
    # Cleaning turns other line ends into newlines, so that one line of the dump may have become several.
    masses: list[tuple[int, int]] = []
    for line, label in zip(text.split("\n"), labels, strict=True):
        cleaned = clean_dump(line).split("\n")
        masses.extend((_CLASS_OF_LABEL.get(label, OTHER), len(piece.strip())) for piece in cleaned)
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
                kind = TITLE if _key(block.text) in titles else OTHER
        found.append(kind)
    return tuple(found)


def _key(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


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


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
