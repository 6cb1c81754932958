"""Which blocks say the title, by what the nets think likely or by tags and metadata."""

import numpy as np

from newsreader.model import Block, Hints
from newsreader.splitting.classes import CLASSES, LABELS, TITLE
from newsreader.splitting.net import Chances
from newsreader.splitting.title_blocks import find_tagged_title, find_titles

TEXT = "The ferry to the outer islands was late again on Tuesday, for the third time this week."
ROWS = ("Ferry late again | Isles Post", "Home", "Goat found on roof", "Ferry late again", TEXT, TEXT + " Twice.")
IS_BODY = np.array([False, False, False, False, True, True])


def make_chances(*titles: float) -> Chances:
    classes = np.zeros((len(titles), CLASSES))
    classes[:, TITLE] = titles
    return Chances(classes, np.zeros((len(titles), LABELS)), np.zeros(len(titles)))


def blocks_of(*texts: str, **fields: int) -> list[Block]:
    return [Block(text, number, number, **fields) for number, text in enumerate(texts)]


def test_writings_that_agree_are_stronger_than_a_likelier_one_alone() -> None:
    chances = make_chances(0.3, 0, 0.35, 0.3, 0, 0)
    assert find_titles(blocks_of(*ROWS), chances, IS_BODY) == (0, 3)


def test_a_title_that_nothing_is_likely_to_say_is_none() -> None:
    assert find_titles(blocks_of(*ROWS), make_chances(*[0.01] * 6), IS_BODY) == ()


def test_the_heading_that_says_what_the_metadata_says_is_the_title() -> None:
    blocks = blocks_of(*ROWS[1:])
    blocks[1] = blocks[1]._replace(heading=1)
    blocks[2] = blocks[2]._replace(heading=2)
    assert find_tagged_title(blocks, Hints("Ferry late again - Isles Post"), IS_BODY[1:]) == (2,)
    assert find_tagged_title(blocks, Hints(), IS_BODY[1:]) == (1,)


def test_a_page_without_a_heading_has_no_tagged_title() -> None:
    assert find_tagged_title(blocks_of("Home", TEXT), Hints(), np.array([False, True])) == ()
