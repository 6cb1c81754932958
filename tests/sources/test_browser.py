import time
from collections.abc import Sequence

from newsreader.model import Block, Link
from newsreader.sources.browser import read_page

DUMP = [
    "   #[1]canonical [2]Post headlines",
    "",
    "   [3]The Island Post",
    "",
    "     * [4]Home",
    "          + [5]Old [6]news",
    "",
    "   [7]Share (BUTTON) Print ____________",
    "   __________________________________________________________________",
    "",
    "Goat found on roof of the customs house",
    "",
    "   The goat that had been missing from the [8]harbour since Monday was",
    "   found on the roof of the customs house by a [9]plumber. She had gone",
    "   up to look for the cause of an un[10]believable noise.",
    "",
    "   [goat.jpg]",
    "   Read more: [11]Second goat sought",
    "",
    "     * [12]Ferry late for the third time this week, and the captain would",
    "       like it known why",
    "     * [13]",
    "",
    "References",
    "",
    "   Visible links:",
    "   1. https://post.example/goat",
    "   2. https://post.example/feed",
    "   3. https://post.example/",
    "   4. file:///home",
    "   5. mailto:?subject=Old news and more",
    "   and a line more",
    "   6. https://post.example/news",
    "   7. https://post.example/share",
    "   8. https://post.example/harbour",
    "   9. javascript:void( 0 )",
    "  10. https://post.example/noise",
    "  11. https://post.example/second",
    "  12. https://post.example/ferry",
    "  13. https://post.example/none",
    "",
]


def read_blocks(lines: Sequence[str], url: str = "") -> tuple[Block, ...]:
    page = read_page(lines, url)
    assert page is not None
    return page[0]


def test_a_browser_dump_is_known_by_its_list_or_its_indent() -> None:
    assert read_page(DUMP) is not None
    assert read_page(DUMP[: DUMP.index("References")] * 2) is not None
    assert read_page(["A line", "Another line", "1. https://post.example/"]) is None
    assert read_page([]) is None


def test_blocks_are_joined_and_marks_cut() -> None:
    blocks = read_blocks(DUMP)
    assert [block.text for block in blocks] == [
        "#canonical Post headlines",
        "The Island Post",
        "Home",
        "Old news",
        "Share Print",
        "Goat found on roof of the customs house",
        "The goat that had been missing from the harbour since Monday was found on the roof of the customs house by a "
        "plumber. She had gone up to look for the cause of an unbelievable noise.",
        "Read more: Second goat sought",
        "Ferry late for the third time this week, and the captain would like it known why",
    ]


def test_links_have_their_addresses() -> None:
    blocks = read_blocks(DUMP, "https://post.example/goat")
    links = {block.text: block.links for block in blocks}
    assert links["Home"] == (Link("Home", "https://post.example/home"),)
    assert links["Read more: Second goat sought"] == (Link("Second goat sought", "https://post.example/second"),)
    ferry = blocks[-1]
    assert ferry.links == (Link(ferry.text, "https://post.example/ferry"),)
    # Addresses that are no web pages make no links; a link ends with its sentence.
    paragraph = blocks[6]
    assert [link.url[-7:] for link in paragraph.links] == ["harbour", "e/noise"]
    assert paragraph.links[1].text == "believable noise."


def test_the_page_may_say_its_own_address() -> None:
    pages = [(DUMP, ""), (DUMP, "https://other.example/"), (["   Text", ""] * 5, "")]
    addresses = [page[1] for lines, url in pages if (page := read_page(lines, url))]
    assert addresses == ["https://post.example/goat", "https://other.example/", ""]


def test_blocks_have_their_places() -> None:
    blocks = read_blocks(DUMP)
    heading, paragraph = blocks[5], blocks[6]
    assert (heading.indent, paragraph.indent, blocks[2].indent, blocks[3].indent) == (0, 3, 5, 10)
    assert (paragraph.first_line, paragraph.last_line, paragraph.blanks_before) == (12, 14, 1)


def test_without_a_list_marks_are_cut_too() -> None:
    blocks = read_blocks(["   See [1]the harbour, a [2]fine one", ""] * 5)
    assert (blocks[0].text, blocks[0].links) == ("See the harbour, a fine one", ())


def test_brackets_that_are_no_marks_stay() -> None:
    blocks = read_blocks(["   He [the keeper] left in [99]May", "", "References", "", "   1. https://post.example/"])
    assert blocks[0].text == "He [the keeper] left in [99]May"


def test_a_short_line_ends_its_block() -> None:
    lines = [*DUMP[11:15], "   By Ann Lee", "   4 March 2031"]
    assert [block.text for block in read_blocks(lines)][-2:] == ["By Ann Lee", "4 March 2031"]


def test_a_heading_as_wide_as_the_page_goes_on_in_the_middle_of_the_next_line() -> None:
    title = "Harbour master confirms that the goat on the roof was seen twice, and has named"
    lines = [*DUMP[:10], title, f"{'witnesses':>44}", "", *DUMP[11:15]]
    assert f"{title} witnesses" in [block.text for block in read_blocks(lines)]
    # A line that hangs in a list below it, or one with room left above, is no rest of it.
    for first, second in ((title, f"       {'Goats ' * 11}"), (title[:40], f"{'witnesses':>44}")):
        lines = [*DUMP[:10], first, second, "", *DUMP[11:15]]
        assert first in [block.text for block in read_blocks(lines)]


def test_a_list_of_addresses_alone_has_no_blocks() -> None:
    assert read_page(["References", "", "   1. https://post.example/", "   2. https://post.example/goat"]) == ((), "")


def test_a_text_whose_lines_no_browser_would_leave_so_long_is_no_browsers() -> None:
    paragraph = "      The ferry to the outer islands was late again, for the third time this week. " * 3
    assert read_page(["   Ferry late again", "", *[paragraph, ""] * 6, "   Most read", "   Goat found on roof"]) is None


def test_a_long_line_of_marks_is_read_in_no_time() -> None:
    page = read_page([*DUMP[:12], "   [" + ".jpg?" * 40_000, *DUMP[12:]])
    assert page is not None
    assert any(block.text.startswith("[.jpg?") for block in page[0])


def test_marks_that_the_list_does_not_have_are_text_and_are_read_in_no_time() -> None:
    marks = 300_000
    began = time.process_time()
    page = read_page([*DUMP[:12], "   Goats" + "[999]x" * marks, *DUMP[12:]])
    assert time.process_time() - began < 4
    assert page is not None
    assert any(block.text.startswith("Goats" + "[999]x" * marks) for block in page[0])
