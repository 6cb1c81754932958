"""A page's own address from its buttons."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.model import Link
from newsreader.sources import read_document
from newsreader.sources.sharing import find_shared_address

PAGE = "https://post.example/news/goat-seen-on-harbour-roof"
LINES = ["Island Post", "   Goat seen on the harbour roof", "   By Ann Lee"]


def name_buttons(page: str, *services: str) -> list[str]:
    return [f"https://{service}.example/share?text=Look&u={quote(page, safe='')}" for service in services]


def test_buttons_that_agree_name_the_page() -> None:
    mail = f"mailto:?subject=Goat&body=Read%20this:%20{quote(PAGE)}%20now"
    other = name_buttons("https://post.example/news/ferry-late-once-again", "birds")
    for buttons in (
        name_buttons(PAGE, "birds", "faces"),
        [mail, *name_buttons(PAGE, "birds")],
        [*other, mail, *name_buttons(PAGE, "faces")],
    ):
        assert find_shared_address(["https://post.example/", *buttons], LINES) == PAGE


def test_where_a_visitor_came_from_is_left_out() -> None:
    buttons = [*name_buttons(f"{PAGE}?from=birds", "birds"), *name_buttons(f"{PAGE}?from=faces#top", "faces")]
    assert find_shared_address(buttons, LINES) == PAGE


@pytest.mark.parametrize(
    "addresses",
    [
        [],
        # One service; two buttons of one; as many for another page.
        name_buttons(PAGE, "birds"),
        name_buttons(PAGE, "birds", "birds"),
        [
            *name_buttons(PAGE, "birds", "faces"),
            *name_buttons("https://post.example/news/ferry-late-once-again", "birds", "faces"),
        ],
        # The site, a page whose name is no words, one that this page says nothing of, and links within the site.
        name_buttons("https://post.example/", "birds", "faces"),
        name_buttons("https://post.example/4711", "birds", "faces"),
        name_buttons("https://post.example/terms-of-service-and-conditions", "birds", "faces"),
        [f"https://post.example/login?back={quote(PAGE)}", f"https://www.post.example/print?page={quote(PAGE)}"],
        ["https://[::1/?u=https://post.example/x", f"https://birds.example/?u=https://[{quote(PAGE)}"],
    ],
)
def test_where_they_do_not_agree_or_say_another_page_none_is_named(addresses: list[str]) -> None:
    assert find_shared_address(addresses, LINES) == ""


@given(st.lists(st.text(alphabet="htps:/?&=u%[]#.ab2F3A", max_size=60)), st.lists(st.text(max_size=40)))
def test_no_address_raises(addresses: list[str], lines: list[str]) -> None:
    find_shared_address([f"https://birds.example/?u={address}" for address in addresses], lines)


def test_a_text_browsers_dump_has_its_address_from_them() -> None:
    references = ["file:///harbour", *name_buttons(PAGE, "birds", "faces")]
    text = [
        *("   [1]Harbour news", "", *LINES, "", "   [2]Birds [3]Faces", ""),
        *("   A goat was seen on the roof of the harbour office on Tuesday.", "", "References", ""),
        *(f"   {number}. {address}" for number, address in enumerate(references, 1)),
    ]
    data = "\n".join(text).encode()
    assert read_document(data, url="https://isle.example/", limit=10_000).url == "https://isle.example/"
    document = read_document(data, limit=10_000)
    assert document.url == PAGE
    # A saved page's relative links, which the browser had taken for files, lead somewhere again.
    assert document.blocks[0].links == (Link("Harbour news", "https://post.example/harbour"),)
