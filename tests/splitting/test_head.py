"""Title, date and byline, chosen on pages of fiction."""

from __future__ import annotations

from newsreader.model import Block, Label
from newsreader.splitting import label_blocks
from newsreader.splitting.head import Head, find_head, mark_head

TEXT = [
    "The ferry to the outer islands was late again on Tuesday, for the third time this week.",
    "Passengers were given soup, which most of them said they had come for in the first place.",
    "The harbour master said that the ferry would be late on Wednesday too, because of the soup.",
]
MENU = ["Home", "News", "Harbour", "Weather", "Search"]
TITLE = "Ferry is late again, and nobody minds"


def read_head(*lines: str) -> Head:
    blocks = [Block(line, number, number) for number, line in enumerate(lines)]
    return find_head(blocks, label_blocks(blocks))


def test_a_page_as_most_are() -> None:
    head = read_head(f"{TITLE} | Island Post", *MENU, TITLE, "By Ann Lee", "5 March 2031, 07:40", *TEXT)
    assert (head.title, head.site) == (TITLE, "Island Post")
    assert (head.published, head.byline) == ("2031-03-05T07:40", ("Ann Lee",))


def test_a_byline_cut_at_its_links_is_joined() -> None:
    head = read_head(TITLE, "By", "Ann Lee", "and", "Bo Sand", "5 March 2031", *TEXT)
    assert head.byline == ("Ann Lee", "Bo Sand")
    head = read_head(TITLE, "By", "Ann Lee", ",", "Bo Sand", "and", "Cy Moor", "5 March 2031", *TEXT)
    assert head.byline == ("Ann Lee", "Bo Sand", "Cy Moor")


def test_the_articles_date_and_not_another() -> None:
    below = ["Comments", "Bo Sand", "7 March 2031 at 12:00", "© 2031 Island Post"]
    head = read_head(
        "Friday, 9 March 2031", *MENU, TITLE, "Published: 5 March 2031", "Updated: 6 March 2031", *TEXT, *below
    )
    assert head.published == "2031-03-05"


def test_a_date_cut_in_two_is_joined() -> None:
    assert read_head(TITLE, "By Ann Lee", "5 March", "2031", *TEXT).published == "2031-03-05"


def test_a_page_without_a_head_has_none() -> None:
    assert find_head([], []) == Head()
    head = read_head(TITLE, *TEXT)
    assert (head.title, head.published, head.byline) == (TITLE, "", ())


def test_names_of_sites_are_cut_off_as_long_as_they_are_known() -> None:
    assert read_head(f"{TITLE} | Opinion | island-post.example", *TEXT, "Home").title == TITLE


def test_what_the_head_says_is_marked() -> None:
    labels = [Label.FURNITURE, Label.FURNITURE, Label.BODY, Label.BODY]
    head = Head("A", title_block=0, date_block=1, byline_block=2)
    assert mark_head(labels, head) == [Label.TITLE, Label.DATE, Label.BODY, Label.BODY]
    assert mark_head(labels, Head()) == labels
