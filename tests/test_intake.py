"""From bytes to a page: what is no article, what is hostile, what is large."""

import time
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.intake import inspect_blocks, read_page
from newsreader.model import InputRefusedError, NotAnArticleError, Page, PartKind

LIMIT = 1 << 20
PARAGRAPH = "The ferry to the outer islands was late again on Tuesday, for the third time this week.\n"
PAGE = f"""\
Ferry late again, and nobody minds | Island Post
Home
Ferry late again, and nobody minds
By Ann Lee
4 March 2031 at 18:22
{PARAGRAPH * 3}\
"We left when the tide told us to," the captain said, and would say no more about it.
Most read
Goat found on roof of school
Mayor loses hat in the storm
"""


def texts_of(value: object) -> Iterator[str]:
    """Every text in a value of the vocabulary."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        for item in fields(value):
            yield from texts_of(getattr(value, item.name))


def assert_harmless(page: Page) -> None:
    for text in texts_of(page):
        assert not any(unicodedata.category(character) == "Cc" for character in text)
        assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


def test_a_page_is_read() -> None:
    page = read_page(PAGE.encode(), url="https://post.example/ferry", day="1999-01-01", limit=LIMIT)
    assert page.article.title == "Ferry late again, and nobody minds"
    assert (page.article.site, page.article.published) == ("Island Post", "2031-03-04T18:22")
    assert page.article.url == "https://post.example/ferry"
    assert [headline.text for section in page.sections for headline in section.headlines] == [
        "Goat found on roof of school",
        "Mayor loses hat in the storm",
    ]


def test_blocks_and_labels_are_shown_even_where_there_is_no_article() -> None:
    document, labelling = inspect_blocks(b"Home\nNews\n", limit=LIMIT)
    assert len(document.blocks) == len(labelling.labels) == 2


INDEX = "".join(
    f"{place} harbour to be painted orange\nThe council of {place} has decided on a new colour for the harbour wall.\n"
    for place in ("Tarrow", "Pell", "Oxter", "Ommer", "Skerl", "Marrowick", "Nettlequay")
)
TAKEN_FOR_TEXT = pytest.mark.xfail(
    strict=True, raises=pytest.fail.Exception, reason="teasers are taken for the text of an article"
)
LOG = "".join(
    f"2031-03-04 18:22:{second:02} INFO The server has answered a request for the page.\n" for second in range(60)
)
CODE = '''\
"""Count goats in a harbour. The harbour is a list of animals, each of which has a name."""
import goats

def count(harbour: list[str], *, kind: str = "goat") -> int:
    """The number of animals of one kind. A kind is a word, and no kind is none."""
    total = 0
    for animal in harbour:
        if goats.kind_of(animal) == kind:  # it says so itself
            total += 1
    return total

if __name__ == "__main__":
    print(count(["a", "b"]), count([], kind="ferry"), sep=";")
'''


@pytest.mark.parametrize(
    "text",
    [
        "Home\nNews\nSport\nTides\nSign in\n" * 9,
        pytest.param(INDEX, marks=TAKEN_FOR_TEXT),
        *(LOG, CODE, "word " * 5000, "Goat found on roof\n", PARAGRAPH),
    ],
    ids=["menu", "index page", "log", "program", "words", "a line", "a sentence"],
)
def test_what_is_no_article_is_said_in_one_line(text: str) -> None:
    with pytest.raises(NotAnArticleError) as refused:
        read_page(text.encode(), limit=LIMIT)
    assert "\n" not in str(refused.value)


def test_input_over_the_limit_is_refused() -> None:
    with pytest.raises(InputRefusedError):
        read_page(PAGE.encode(), limit=100)


HOSTILE = (
    "\x1b]52;c;aGk=\x07",
    "\x1b]8;;http://evil.example\x1b\\",
    "\x1b[2J\x1b[31m",
    "\u202e",
    "\x9b31m",
    "\x07",
    "\u200b",
)


@pytest.mark.parametrize("sequence", HOSTILE)
def test_sequences_are_removed_everywhere(sequence: str) -> None:
    clean = read_page(PAGE.encode(), limit=LIMIT)
    text = "".join(f"{line[:5]}{sequence}{line[5:]}\n" for line in PAGE.split("\n"))
    assert read_page(text.encode(), limit=LIMIT) == clean


def test_markup_is_plain_text() -> None:
    title = "Ferry [bold]late[/bold] again, [link=https://evil.example]nobody[/link] minds"
    page = read_page(
        PAGE.replace("Ferry late again, and nobody minds", title).replace("late again on", "[b]late[/b] on").encode(),
        limit=LIMIT,
    )
    assert page.article.title == title
    first = page.article.parts[0]
    # The nets take the first of three copies for a standfirst.
    assert first.kind in (PartKind.LEAD, PartKind.PARAGRAPH)
    assert "[b]late[/b] on Tuesday" in first.text


LINES = st.sampled_from(
    [
        *PAGE.split("\n"),
        "",
        "",
        *HOSTILE,
        "   [1]Link mark",
        "References",
        "   1. https://a.example/",
        "   2. file:///a",
        " date 2031-03-04 Goat",
        "     * [2]Bullet of a list",
        "Read more: Goat on roof",
        "Topics",
        "See more Topics",
        "(Photo: A/B)",
        "[IMG]",
        "____",
        "海の音。" * 9,
        "A goat on a roof. Picture: Ivo/Isles",
        "Sport",
        "2 hours ago",
    ]
)


def read_or_refuse(data: bytes) -> None:
    try:
        page = read_page(data, limit=LIMIT)
    except (InputRefusedError, NotAnArticleError):
        return
    assert page.article.title
    assert_harmless(page)


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


@given(st.text(max_size=800))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refuse(text.encode("utf-8", errors="surrogatepass"))


@given(st.lists(LINES | st.text(max_size=30), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_lines_is_read_or_refused(lines: list[str]) -> None:
    read_or_refuse("\n".join([*PAGE.split("\n")[:5], *lines]).encode("utf-8", errors="surrogatepass"))
    read_or_refuse(
        "\n".join([*lines, "References", "   1. https://a.example/"]).encode("utf-8", errors="surrogatepass")
    )


def test_time_grows_with_size_and_not_faster() -> None:
    def measure(copies: int) -> float:
        # Paragraphs that differ: what is all copies is no article, and would not be put together.
        rows = "".join(
            "Sport\nGoat found on roof of school\n" * 60
            + "".join(f"On day {copy}, {each} passengers told us that the ferry was late.\n" for each in range(40))
            + "Why\n"
            + "Read more: Goat on roof\n" * 20
            for copy in range(copies)
        )
        data = (PAGE + rows).encode()
        start = time.process_time()
        read_page(data, limit=LIMIT)
        return time.process_time() - start

    measure(2)
    small = min(measure(4) for _ in range(3))
    assert measure(64) < 16 * 4 * small
