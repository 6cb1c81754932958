"""What a page's address says of its title."""

from __future__ import annotations

import time
from urllib.parse import quote

import numpy as np
import pytest

from newsreader.model import Block, Label
from newsreader.slugs import find_slug_words
from newsreader.splitting.address import describe_by_address
from newsreader.splitting.classes import CLASSES, LABELS
from newsreader.splitting.classes import TITLE as TITLE_CLASS
from newsreader.splitting.head import find_head
from newsreader.splitting.net import Chances

LINES = [
    "Home",
    "News",
    "Harbour",
    "Soup for everybody on the late ferry",
    "The board of the outer islands votes on foghorns",
    "By Ann Lee",
    "5 March 2031",
    "The ferry to the outer islands was late again on Tuesday, for the third time this week.",
    "Passengers were given soup, which most of them said they had come for in the first place.",
    "The harbour master said that the ferry would be late on Wednesday too, because of the soup.",
]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://post.example/news/2031/03/goat-seen-on-roof-4711.html?from=mail#top", "goat seen roof"),
        ("https://post.example/Harbour_News/Goat+seen+twice", "goat seen twice"),
        (f"https://post.example/{quote('коза-на-крыше-дома')}", "коза крыше дома"),
        ("https://post.example/news/outer-islands/4711.html", ""),
        ("https://post.example", ""),
        ("", ""),
    ],
)
def test_the_part_with_most_words_counts(url: str, words: str) -> None:
    assert find_slug_words(url) == set(words.split())


def test_an_address_of_marks_alone_is_read_in_no_time() -> None:
    began = time.process_time()
    assert not find_slug_words("https://post.example/" + quote("\u0315\u0300" * 40_000))
    assert time.process_time() - began < 2


def test_letters_meet_in_all_their_writings() -> None:
    every = ["words of address >0.9", "in address >0.9"]
    for address, title in (
        ("ueber-zwoelf-ziegen", "Über zwölf Ziegen"),
        ("uber-zwolf-ziegen", "Über zwölf Ziegen"),
        ("harbours-goats-return", "Harbour’s goats return"),
        ("lete-arrive-bientot", "L'été arrive bientôt"),
    ):
        assert describe_by_address(find_slug_words(f"https://post.example/{address}"), title) == every
    words = find_slug_words("https://post.example/goat-seen-roof-twice")
    assert describe_by_address(words, "Ferry late") == ["words of address ≤0", "in address ≤0"]
    assert describe_by_address(words, "Goat seen at the ferry") == ["words of address ≤0.6", "in address ≤0.6"]
    assert describe_by_address(words, "4 - 1") == ["no words for address"]


def test_of_two_titles_the_one_that_the_address_says_is_taken() -> None:
    blocks = [Block(line, number, number) for number, line in enumerate(LINES)]
    labels = [*[Label.FURNITURE] * 5, Label.BYLINE, Label.DATE, *[Label.BODY] * 3]
    classes = np.full((len(LINES), CLASSES), 0.01)
    classes[3:5, TITLE_CLASS] = 0.5
    chances = Chances(classes, np.full((len(LINES), LABELS), 0.01), np.zeros(len(LINES)))
    for slug, title in (("soup-for-everybody-late-ferry", LINES[3]), ("outer-islands-vote-on-foghorns", LINES[4])):
        assert find_head(blocks, labels, chances, url=f"https://post.example/{slug}").title == title
