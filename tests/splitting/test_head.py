"""Title, date and byline, chosen on pages of fiction."""

from __future__ import annotations

import numpy as np

from newsreader.model import Block, Label
from newsreader.splitting import label_blocks
from newsreader.splitting.classes import CLASSES, LABELS
from newsreader.splitting.classes import TITLE as TITLE_CLASS
from newsreader.splitting.head import Head, find_head, mark_head
from newsreader.splitting.net import Chances
from newsreader.splitting.scene import Scene
from newsreader.splitting.titles import list_cuts

TEXT = [
    "The ferry to the outer islands was late again on Tuesday, for the third time this week.",
    "Passengers were given soup, which most of them said they had come for in the first place.",
    "The harbour master said that the ferry would be late on Wednesday too, because of the soup.",
]
MENU = ["Home", "News", "Harbour", "Weather", "Search"]
TITLE = "Ferry is late again, and nobody minds"


def read_head(*lines: str) -> Head:
    blocks = [Block(line, number, number) for number, line in enumerate(lines)]
    labelling = label_blocks(blocks)
    return find_head(blocks, labelling.labels, labelling.chances)


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


def test_the_articles_own_writing_of_the_title_counts() -> None:
    other = "Late again: the ferry"
    head = read_head(f"{TITLE} | Island Post", *MENU, other, "By Ann Lee", "5 March 2031", *TEXT)
    assert (head.title, head.site) == (other, "Island Post")


def test_names_of_sites_are_cut_off_as_long_as_they_are_known() -> None:
    assert read_head(f"{TITLE} | Opinion | island-post.example", *TEXT, "Home").title == TITLE


def test_what_the_head_says_is_marked() -> None:
    labels = [Label.FURNITURE, Label.FURNITURE, Label.BODY, Label.BODY]
    head = Head("A", title_block=0, date_block=1, byline_block=2)
    assert mark_head(labels, head) == [Label.TITLE, Label.DATE, Label.BODY, Label.BODY]
    assert mark_head(labels, Head()) == labels


def test_a_nets_chances_tell_the_title_from_its_standfirst() -> None:
    lines = ["Harbour", "Soup for all", "Nobody minds that the ferry is late again this week", "By Ann Lee", *TEXT]
    blocks = [Block(line, number, number) for number, line in enumerate(lines)]
    labels = [*[Label.FURNITURE] * 3, Label.BYLINE, *[Label.BODY] * 3]
    for title in (1, 2):
        classes = np.full((len(lines), CLASSES), 0.01)
        classes[title, TITLE_CLASS] = 0.97
        chances = Chances(classes, np.full((len(lines), LABELS), 0.01), np.zeros(len(lines)))
        assert find_head(blocks, labels, chances).title == lines[title]


def list_texts(*lines: str, of: int = 0) -> list[str]:
    blocks = [Block(line, number, number, blanks_before=int(number == 0)) for number, line in enumerate(lines)]
    return [cut.text for cut in list_cuts(Scene(blocks, [Label.FURNITURE] * len(blocks)), of)]


def test_a_title_is_read_without_its_number_kicker_or_site() -> None:
    assert TITLE in list_texts(f"4. {TITLE}")
    assert TITLE in list_texts(f"Harbour: {TITLE} - Island Post")
    assert TITLE in list_texts(f"Share this story {TITLE}", TITLE)


def test_a_title_goes_on_where_a_browser_broke_it() -> None:
    one, two = "The ferry to the outer islands is late again, and by now nobody", "minds very much"
    assert f"{one} {two}" in list_texts(one, two)
    assert f"{one} {two}" in list_texts(one, two, of=1)
    assert list_texts("Ferry is late", "again") == ["Ferry is late"]


def test_a_title_in_pieces_is_put_together_as_the_first_line_says_it() -> None:
    pieces = ["Night Ferries", ":", "Board Votes at Last"]
    texts = list_texts("Night Ferries: Board Votes at Last | Island Post", "Home", *pieces, of=4)
    assert "Night Ferries: Board Votes at Last" in texts


def test_a_line_that_begins_with_a_colon_goes_on_with_the_one_above() -> None:
    assert "Harbour's got it: town of foghorns" in list_texts("Harbour's got it", ": town of foghorns")


def test_names_on_lines_of_their_own_are_all_authors() -> None:
    head = read_head(TITLE, "By Ann Lee", "Bo Sand", "5 March 2031", *TEXT)
    assert head.byline == ("Ann Lee", "Bo Sand")


def test_roles_buttons_and_copies_below_a_name_are_no_authors() -> None:
    for line in (
        "BiographyAnn Lee",
        "By Ann Lee",
        "National Draft Writer",
        "AddThis Sharing Buttons",
        "Ann LeeNews Reporter",
    ):
        assert read_head(TITLE, "By Ann Lee", line, "5 March 2031", *TEXT).byline == ("Ann Lee",)


def test_an_age_counts_from_the_day_the_page_was_read() -> None:
    blocks = [Block(line, number, number) for number, line in enumerate([TITLE, "By Ann Lee", "2 days ago", *TEXT])]
    labels = label_blocks(blocks).labels
    assert find_head(blocks, labels, day="2031-03-07").published == "2031-03-05"
    assert find_head(blocks, labels).published == ""
