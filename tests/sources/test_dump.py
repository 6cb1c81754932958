from newsreader.model import Block
from newsreader.sources.dump import read_blocks


def test_each_line_is_a_block_and_blanks_are_counted() -> None:
    blocks = read_blocks(["", "One line", "  Another  line", "", "", "A third"])
    assert blocks == (
        Block("One line", 1, 1, 0, 0),
        Block("Another line", 2, 2, 0, 2, 2),
        Block("A third", 5, 5, 2, 0),
    )


def test_a_date_glued_to_the_first_line_is_a_block_of_the_same_line() -> None:
    blocks = read_blocks([" date 2031-03-04 Ferry is late again", "", "Text"])
    assert [(block.text, block.first_line) for block in blocks] == [
        ("2031-03-04", 0),
        ("Ferry is late again", 0),
        ("Text", 2),
    ]
    assert (blocks[0].blanks_after, blocks[1].blanks_before, blocks[1].blanks_after) == (0, 0, 1)


def test_only_the_first_line_may_have_a_glued_date() -> None:
    assert [block.text for block in read_blocks(["A", "date 2031-03-04 B"])] == ["A", "date 2031-03-04 B"]
    assert [block.text for block in read_blocks(["date palms in 2031"])] == ["date palms in 2031"]


def test_bullets_are_cut() -> None:
    texts = [block.text for block in read_blocks(["\u2022 Goat found", "* Goat lost", "- kept", "3 * 4"])]
    assert texts == ["Goat found", "Goat lost", "- kept", "3 * 4"]


WRAPPED = [
    "Goat found on roof",
    "",
    "The goat that had been missing from the harbour since Monday was found",
    "on the roof of the customs house by a plumber, who had gone up to look",
    "for the cause of a noise.",
    "",
    '"It looked at me as though I were late," the plumber said afterwards to',
    "a reporter. She has asked not to be named, as she does not want the goat",
    "to know where she lives.",
    "",
    "More news",
    "Second goat sought",
    "",
]


def test_wrapped_paragraphs_are_joined() -> None:
    blocks = read_blocks(WRAPPED)
    assert [block.text.split()[0] for block in blocks] == ["Goat", "The", '"It', "More", "Second"]
    assert blocks[1].text.endswith("for the cause of a noise.")
    assert (blocks[1].first_line, blocks[1].last_line) == (2, 4)
    assert (blocks[1].blanks_before, blocks[3].blanks_after) == (1, 0)


def test_paragraphs_of_a_line_each_are_not_joined_though_of_one_length() -> None:
    line = "The ferry left the harbour at noon with a hundred people and several goats."
    assert len(read_blocks([line] * 20)) == 20
