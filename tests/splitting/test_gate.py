"""A few invented pages as HTML and in every style of dump, split exactly as their gold says but for what is KNOWN.

A change of weights or of rules moves many pages a little; these tell which kind of page, style and field it moved.
"""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from newsreader.intake import read_page
from newsreader.model import Page, PartKind

GATE = Path(__file__).parents[1] / "fixtures" / "gate"
GOLD = json.loads((GATE / "gold.json").read_text(encoding="utf-8"))
STYLES = ("html", "wet", "lynx", "w3m", "bs4", "inscriptis", "resi", "seed")
FIELDS = ("title", "published", "byline", "body", "headlines", "headings")
CELLS = [(name, style, field) for name in GOLD for style in STYLES for field in FIELDS]
TEXT = (PartKind.LEAD, PartKind.PARAGRAPH, PartKind.QUOTE, PartKind.SUBHEADING)
LIMIT = 1 << 20

# Where the splitter is wrong, and what it says instead. A cell that comes right fails too: take it out.
KNOWN = {
    **{("bridges", style, "headlines"): "one or two of a list are missing" for style in ("wet", "w3m")},
    ("bridges", "seed", "headlines"): "the last headline of a list is missing",
    ("bridges", "bs4", "body"): "the caption too",
    ("bridges", "bs4", "headlines"): "an inline link is taken for a caption",
    ("rathausuhr", "bs4", "body"): "the label of an inline link too",
    **{("rathausuhr", style, "headings"): "the second is taken for a kicker or an alt text" for style in STYLES},
}


def marked(cell: tuple[str, str, str]) -> object:
    """A page that cannot be read at all is never a known error."""
    if cell not in KNOWN:
        return pytest.param(*cell)
    return pytest.param(*cell, marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason=KNOWN[cell]))


@pytest.mark.parametrize(("name", "style", "field"), [marked(cell) for cell in CELLS])
def test_field_is_right(name: str, style: str, field: str) -> None:
    assert shown(name, style)[field] == expected(name)[field]


def test_known_errors_are_cells_of_the_gate() -> None:
    assert set(KNOWN) <= set(CELLS)


def expected(name: str) -> dict[str, object]:
    """The gold as one comparable value a field; every style shows all of it."""
    gold = GOLD[name]
    lists = [headline for section in gold["sections"] for headline in section["headlines"]]
    return {
        "title": gold["title"],
        "published": gold["published"],
        "byline": gold["byline"],
        "body": words(" ".join(gold["body"])),
        "headlines": [plain(headline) for headline in gold["inline"] + lists],
        "headings": [section["heading"] for section in gold["sections"]],
    }


def shown(name: str, style: str) -> dict[str, object]:
    page = split(name, style)
    parts = page.article.parts
    inline = [part.text for part in parts if part.kind is PartKind.LINK]
    lists = [headline.text for section in page.sections for headline in section.headlines]
    return {
        "title": page.article.title,
        "published": page.article.published,
        "byline": list(page.article.byline),
        "body": words(" ".join(part.text for part in parts if part.kind in TEXT)),
        "headlines": [plain(headline) for headline in inline + lists],
        "headings": [section.heading for section in page.sections if section.headlines],
    }


@cache
def split(name: str, style: str) -> Page:
    file = f"{name}.html" if style == "html" else f"{name}.{style}.txt"
    return read_page((GATE / file).read_bytes(), limit=LIMIT)


def words(text: str) -> list[str]:
    """Styles cut and join lines in their own ways, so texts are alike where their words are."""
    return re.findall(r"\w+", text)


def plain(headline: str) -> str:
    return " ".join(words(headline))
