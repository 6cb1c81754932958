"""Index pages made of a corpus: a dump's frame stays, its article goes, others are teased in its place."""

from random import Random
from typing import Any

import pytest

from newsreader.training.indexes import LAYOUTS, Rack, make_html_index, make_index, make_teaser

DUMP = "Post\nHarbour\nFerry late\nIt was late.\nIt still is, on all of the islands.\nMost read\nGoat on roof"
GOALS = "..TBB.."
STYLES = ("wet", "seed", "lynx", "w3m", "bs4", "inscriptis", "resi")


def gold(number: int, domain: str = "post.example") -> dict[str, Any]:
    return {
        "title": f"Captain number {number} sails",
        "body": [f"Captain number {number} of the harbour sails on Monday. Nobody knows where to.", "He said so."],
        "published": "2031-03-04",
        "byline": ["Ann Lee"],
        "url": f"https://{domain}/captains/{number}",
        "lang": "en",
        "domain": domain,
    }


TEASERS = [teaser for teaser in map(make_teaser, map(gold, range(12))) if teaser]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_frame_stays_and_teasers_stand_in_the_articles_place(style: str, layout: str) -> None:
    page = make_index(DUMP, GOALS, TEASERS, layout, style, Random(1))
    lines = page.split("\n")
    assert lines[:2] == ["Post", "Harbour"]
    assert lines[-2:] == ["Most read", "Goat on roof"]
    assert "It was late." not in page
    assert "Ferry late" not in page
    assert sum("sails" in line and "sails on" not in line for line in lines) >= 6
    assert ("" in lines) == (style not in ("wet", "bs4"))


def test_the_same_random_source_makes_the_same_page() -> None:
    one, again, other = (make_index(DUMP, GOALS, TEASERS, "hdp", "resi", Random(seed)) for seed in (1, 1, 2))
    assert one == again != other


def test_html_has_the_frame_in_menu_and_foot() -> None:
    page = make_html_index(DUMP, GOALS, TEASERS, "hpm", Random(1))
    head, main = page.split("<main>")
    main, foot = main.split("</main>")
    assert "Harbour" in head
    assert main.count("<p>Captain") >= 6
    assert "Goat on roof" in foot
    assert "It was late." not in page


def test_a_page_is_given_teasers_of_others_of_its_fold_only() -> None:
    pages = [gold(number, f"{site}.example") for number in range(8) for site in "abcdefgh"]
    rack = Rack(pages, 5)
    for page in pages:
        chosen = {teaser.url for teaser in rack.choose(page)}
        own = {other["url"] for other in pages if other["domain"] == page["domain"]}
        assert page["url"] not in chosen
        assert own - {page["url"]} <= chosen
        assert chosen < {other["url"] for other in pages}


def test_a_page_that_says_too_little_has_no_teaser() -> None:
    assert make_teaser(gold(1) | {"title": "Captain"}) is None
    assert make_teaser(gold(1) | {"body": ["He sails."]}) is None
    assert make_teaser(gold(1) | {"body": []}) is None
