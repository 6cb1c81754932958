"""Pages that hold no article: invented index pages as dumps write them, each file named by its style."""

from pathlib import Path

import pytest

from newsreader.intake import read_page
from newsreader.model import NotAnArticleError, PageKind

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
LIMIT = 1 << 20
TAKEN_FOR_TEXT = pytest.mark.xfail(
    strict=True, raises=pytest.fail.Exception, reason="teasers are taken for the text of an article"
)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("front-page-lynx", marks=TAKEN_FOR_TEXT),
        "sports-index-wet",
        "tag-page-resi",
        pytest.param("search-results-w3m", marks=TAKEN_FOR_TEXT),
        pytest.param("category-teasers-inscriptis", marks=TAKEN_FOR_TEXT),
        pytest.param("category-teasers-wet", marks=TAKEN_FOR_TEXT),
    ],
)
def test_an_index_page_is_refused(name: str) -> None:
    with pytest.raises(NotAnArticleError):
        read_page((PAGES / f"{name}.txt").read_bytes(), limit=LIMIT)


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
