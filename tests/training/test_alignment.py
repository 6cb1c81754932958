from collections import Counter

from newsreader.training.alignment import match
from newsreader.training.tokens import find_covered, holds, tokenize


def meet(ours: list[str], theirs: list[str]) -> list[Counter[int]]:
    return match(list(map(tokenize, ours)), list(map(tokenize, theirs)))


def test_texts_said_once_meet_and_so_do_copies_between_them() -> None:
    theirs = ["Goats", "Share", "A goat on the roof", "Share", "Ferry late"]
    assert meet(["Share", "A goat on the roof", "Share", "Ferry late"], theirs) == [
        Counter({1: 1}),
        Counter({2: 5}),
        Counter({3: 1}),
        Counter({4: 2}),
    ]


def test_texts_that_are_cut_or_joined_meet_by_their_words() -> None:
    theirs = ["The goat stood on a roof", "By Ann Lee", "4 March"]
    assert meet(["The goat stood", "on a roof", "By Ann Lee 4 March"], theirs) == [
        Counter({0: 3}),
        Counter({0: 3}),
        Counter({1: 3, 2: 2}),
    ]


def test_what_is_on_one_side_only_meets_nothing() -> None:
    assert meet(["Soup"], ["Bread", ""]) == [Counter()]
    assert meet([], ["Bread"]) == []


def test_words_of_scripts_without_blanks_are_single() -> None:
    assert tokenize("Ferry 島へ") == ("ferry", "島", "へ")
    assert holds(("late", "ferry", "again"), ("ferry", "again"))
    assert not holds(("late", "ferries"), ("ferr",))
    assert not holds(("late",), ())


def test_the_body_covers_its_paragraphs_and_of_copies_those_among_them() -> None:
    paragraphs = ["The goat stood on the roof of the school", "And then", "Nobody knew how it had come there at all"]
    texts = ["And then", "Menu", "Menu", "Menu", *paragraphs, "Menu"]
    covered = find_covered(list(map(tokenize, texts)), map(tokenize, paragraphs))
    assert covered == [False] * 4 + [True] * 3 + [False]
