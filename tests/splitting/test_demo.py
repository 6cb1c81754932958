"""The demo edition, split exactly as its gold says: the nets learnt from it and must not have forgotten it."""

import json
from pathlib import Path
from typing import Any

import pytest

from newsreader.intake import inspect_blocks, read_page
from newsreader.model import Article, Label, PartKind, Section

ROOT = Path(__file__).parents[2]
GOLD = json.loads((ROOT / "tests" / "demo_gold.json").read_text(encoding="utf-8"))
LIMIT = 1 << 20
TEXT = (PartKind.LEAD, PartKind.PARAGRAPH)


@pytest.mark.parametrize("name", GOLD)
def test_page_is_split_exactly(name: str) -> None:
    data = (ROOT / "newsreader" / "demo" / name).read_bytes()
    gold = dict(GOLD[name])
    url = gold.pop("url")
    gold["inline"] = [{"url": "", **link} for link in gold["inline"]]

    page = read_page(data, url=url, limit=LIMIT)
    document, labelling = inspect_blocks(data, url=url, limit=LIMIT)

    assert page.article.url == url
    furniture = [
        block.text for block, label in zip(document.blocks, labelling.labels, strict=True) if label is Label.FURNITURE
    ]
    assert {
        **outline(page.article),
        "sections": list(map(outline_section, page.sections)),
        "furniture": furniture,
    } == gold


def outline(article: Article) -> dict[str, Any]:
    inline: list[dict[str, Any]] = []
    paragraphs: list[str] = []
    for part in article.parts:
        if part.kind in TEXT:
            paragraphs.append(part.text)
        elif part.kind is PartKind.LINK:
            place = {"after_paragraph": len(paragraphs), "url": part.url}
            inline.append({"label": part.label, "text": part.text, **place})
    captions = [part for part in article.parts if part.kind is PartKind.CAPTION]
    picture = captions[0] if captions else None
    return {
        "title": article.title,
        "published": article.published,
        "byline": list(article.byline),
        "picture": picture and {"alt": picture.alt, "caption": picture.text, "credit": picture.credit},
        "paragraphs": paragraphs,
        "subheadings": [part.text for part in article.parts if part.kind is PartKind.SUBHEADING],
        "inline": inline,
    }


def outline_section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "labels": list(section.labels),
        "topics": list(section.topics),
        "items": [
            {"text": item.text, "alt": item.alt, "kicker": item.kicker, "url": item.url} for item in section.headlines
        ],
    }
