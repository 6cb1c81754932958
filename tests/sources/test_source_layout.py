from newsreader.sources import read_document
from newsreader.sources.layout import (
    Unit,
    cut_bullet,
    find_counted,
    find_wrap_width,
    join_lines,
    needed_width,
    to_blocks,
)


def test_japanese_lines_are_joined_without_a_blank() -> None:
    assert join_lines(["海の", "音"]) == "海の音"
    assert join_lines(["海の", "sound", "of"]) == "海の sound of"


def test_the_next_word_is_what_had_no_room() -> None:
    assert needed_width("four", "words more") == 10
    assert needed_width("海", "海の") == 4


def test_the_wrap_width_is_found_by_the_breaks() -> None:
    words = ("harbour goats are seldom late for supper on a " * 40).split()
    lines, line = [], ""
    for word in words:
        if len(line) + 1 + len(word) > 66:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    assert find_wrap_width(lines) in (65, 66)
    assert find_wrap_width(["Home", "News", "Sport"]) == 0
    assert find_wrap_width([]) == 0


def test_long_lines_speak_against_wrapping() -> None:
    assert find_wrap_width(["word " * 60, "word " * 14, "word " * 14] * 10) == 0


def test_units_without_text_make_no_block() -> None:
    blocks = to_blocks([Unit("a", 0, 0), Unit("", 2, 2), Unit("b", 4, 5)])
    assert [(block.text, block.blanks_before, block.blanks_after) for block in blocks] == [("a", 0, 3), ("b", 3, 0)]


def test_a_bullet_needs_text() -> None:
    assert cut_bullet("\u2022 text") == "text"
    assert cut_bullet("*") == "*"


def test_lines_that_count_on_are_items_of_a_list() -> None:
    lines = [
        "Most read",
        " 9. Goat on roof",
        "    of school",
        "10. Mayor loses hat",
        "",
        "In March 2031.",
        "7. It was late.",
    ]
    assert find_counted(lines) == {1: 3, 3: 4}
    assert find_counted(["1. Goat on roof", *["and so on"] * 8, "2. Mayor loses hat"]) == {}
    assert find_counted(["2031. The ferry", "1) Goat on roof", "2) Mayor loses hat"]) == {1: 3, 2: 3}


def test_items_of_a_list_are_not_joined_as_wrapped_lines() -> None:
    paragraph = "the ferry to the outer islands was late again on Tuesday, for the third time in\na week, and soup\n"
    items = [
        "1. Goat found on the roof of the old customs office in Quillhaven, where it ate",
        "2. Mayor loses hat in the storm and is seen to follow it along the harbour wall",
        "3. Rovers draw with themselves at home",
    ]
    document = read_document((paragraph * 6 + "\n" + "\n".join(items) + "\n").encode(), limit=1 << 20)
    assert [block.text for block in document.blocks[-3:]] == items
