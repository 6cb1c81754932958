"""Pages that hold no article: invented index pages as dumps write them, each file named by its style; and articles
that look like them.
"""

from pathlib import Path

import pytest

from newsreader.intake import inspect_blocks, read_page
from newsreader.model import Correction, Label, NotAnArticleError, PageKind

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
LIMIT = 1 << 20
TAKEN_FOR_TEXT = pytest.mark.xfail(
    strict=True, raises=pytest.fail.Exception, reason="teasers are taken for the text of an article"
)


@pytest.mark.parametrize(
    "name",
    [
        "front-page-lynx.txt",
        "sports-index-wet.txt",
        "tag-page-resi.txt",
        "search-results-w3m.txt",
        "category-teasers-inscriptis.txt",
        "category-teasers-wet.txt",
        "ressort-wet.txt",
        pytest.param("recherche-inscriptis.txt", marks=TAKEN_FOR_TEXT),
        "portada-lynx.txt",
        "rubriek.html",
    ],
)
def test_an_index_page_is_refused_as_one(name: str) -> None:
    with pytest.raises(NotAnArticleError, match="index"):
        read_page((PAGES / name).read_bytes(), limit=LIMIT)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("ten-things-resi.txt", "The ferry was late on four days", "you will be sorry to see it."),
        ("interview-wet.txt", "Auf der Treppe.", "es will auch nicht gefragt werden."),
        ("letters-w3m.txt", "There are two kinds of people", "Let him look."),
    ],
)
def test_lists_interviews_and_opinions_are_articles(name: str, first: str, last: str) -> None:
    page = read_page((PAGES / name).read_bytes(), limit=LIMIT)
    text = " ".join(part.text for part in page.article.parts)
    assert page.kind is PageKind.ARTICLE
    assert first in text
    assert last in text


def test_what_a_reader_says_is_text_is_no_index() -> None:
    data = (PAGES / "ressort-wet.txt").read_bytes()
    document, _ = inspect_blocks(data, limit=LIMIT)
    block = next(block for block in document.blocks if block.text.startswith("Sie ist um eine"))
    corrections = [Correction(block.first_line, block.last_line, block.text, Label.BODY)]
    page = read_page(data, limit=LIMIT, corrections=corrections)
    assert block.text in [part.text for part in page.article.parts]


def test_a_live_blog_is_an_article_and_said_to_be_one() -> None:
    page = read_page((PAGES / "live-blog-bs4.txt").read_bytes(), limit=LIMIT)
    article = page.article
    assert page.kind is PageKind.LIVE_BLOG
    assert article.title == "Night ferries: Harbour Board votes as crowd sings outside"
    assert article.published == "2031-03-14T23:58"
    assert article.byline == ("Orla Pennick", "Tobias Wren")


def test_all_entries_of_a_live_blog_are_its_text() -> None:
    article = read_page((PAGES / "live-blog-bs4.txt").read_bytes(), limit=LIMIT).article
    text = " ".join(part.text for part in article.parts)
    assert all(words in text for words in ("on board, with a flask", "before the bread does", "as it is said."))
