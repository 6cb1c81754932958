"""The dump this project began with, split exactly as was done by hand."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsreader.intake import inspect_blocks, read_page
from newsreader.model import Label, Page, PartKind

LIMIT = 1 << 20
DUMPS = Path(__file__).parents[2] / "shared" / "dumps"
pytestmark = pytest.mark.skipif(not (DUMPS / "seed.txt").exists(), reason=f"no seed dump: {DUMPS} is not there")


@pytest.fixture(scope="module")
def data() -> bytes:
    return (DUMPS / "seed.txt").read_bytes()


@pytest.fixture(scope="module")
def page(data: bytes) -> Page:
    return read_page(data, limit=LIMIT)


@pytest.fixture(scope="module")
def structure() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DUMPS / "seed_structure.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DUMPS / "seed_gold.json").read_text(encoding="utf-8"))
    return loaded


def test_the_head(page: Page, structure: dict[str, Any]) -> None:
    assert page.article.title == structure["title"]
    assert page.article.published == structure["published_at"]
    assert list(page.article.byline) == structure["byline"]
    assert (page.article.site, page.article.url) == ("", "")


def test_the_picture(page: Page, structure: dict[str, Any]) -> None:
    captions = [part for part in page.article.parts if part.kind is PartKind.CAPTION]
    pictures = [{"alt": part.alt, "caption": part.text, "credit": part.credit} for part in captions]
    assert pictures == [structure["picture"]]


def test_the_paragraphs(page: Page, structure: dict[str, Any], gold: dict[str, Any]) -> None:
    paragraphs = [part.text for part in page.article.parts if part.kind is PartKind.PARAGRAPH]
    assert len(paragraphs) == structure["paragraphs"]
    assert paragraphs == gold["body"]
    others = {part.kind for part in page.article.parts} - {PartKind.PARAGRAPH, PartKind.CAPTION, PartKind.LINK}
    assert others == set()


def test_the_inline_links(page: Page, structure: dict[str, Any]) -> None:
    links, paragraphs = [], 0
    for part in page.article.parts:
        paragraphs += part.kind is PartKind.PARAGRAPH
        if part.kind is PartKind.LINK:
            links.append({"label": part.label, "text": part.text, "after_paragraph": paragraphs})
    assert links == structure["inline"]


def test_the_sections(page: Page, structure: dict[str, Any]) -> None:
    *lists, topics = page.sections
    found = [
        {
            "heading": section.heading,
            "labels": list(section.labels),
            "items": [{"text": headline.text, "alt": headline.alt} for headline in section.headlines],
        }
        for section in lists
    ]
    wanted = [{key: section[key] for key in ("heading", "labels", "items")} for section in structure["sections"]]
    assert found == wanted
    assert all(not section.topics for section in lists)
    assert (topics.heading, list(topics.topics), topics.headlines) == ("More Topics", structure["topics"], ())


def test_the_furniture(data: bytes, structure: dict[str, Any]) -> None:
    document, labelling = inspect_blocks(data, limit=LIMIT)
    found = [
        block.text for block, label in zip(document.blocks, labelling.labels, strict=True) if label is Label.FURNITURE
    ]
    assert found == structure["furniture"]


def test_the_score(page: Page, gold: dict[str, Any], tmp_path: Path) -> None:
    article = page.article
    prediction = {
        "id": gold["id"],
        "style": "seed",
        "title": article.title,
        "published": article.published,
        "byline": list(article.byline),
        "body": [part.text for part in article.parts if part.kind is PartKind.PARAGRAPH],
        "headlines": [part.text for part in article.parts if part.kind is PartKind.LINK]
        + [headline.text for section in page.sections for headline in section.headlines],
    }
    predictions, table = tmp_path / "predictions.jsonl", tmp_path / "table.json"
    predictions.write_text(json.dumps(prediction) + "\n", encoding="utf-8")
    command = [sys.executable, DUMPS / "score.py", DUMPS / "seed", predictions, "--json", table]
    subprocess.run(command, check=True, capture_output=True)
    row = json.loads(table.read_text(encoding="utf-8"))["seed [all]"]
    assert {name: row[name] for name in ("F1", "hF1", "title", "date", "byline")} == dict.fromkeys(
        ("F1", "hF1", "title", "date", "byline"), 1.0
    )
