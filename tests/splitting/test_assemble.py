import pytest

from newsreader.model import (
    Article,
    Block,
    Document,
    Headline,
    Label,
    Link,
    NotAnArticleError,
    Page,
    Part,
    PartKind,
    Section,
)
from newsreader.splitting import assemble, split
from newsreader.splitting.labels import MOST_BLOCKS, Labelling

URL = "https://post.example/"


def make_page(*rows: tuple[Label, str] | tuple[Label, str, str]) -> Page:
    blocks = [
        Block(row[1], number, number, links=(Link(row[1], row[2]),) if len(row) == 3 else ())
        for number, row in enumerate(rows)
    ]
    return assemble(Document(tuple(blocks), "dump", URL), Labelling(tuple(row[0] for row in rows)))


def make_article(*rows: tuple[Label, str]) -> Article:
    return make_page((Label.TITLE, "Ferry late again"), *rows, (Label.BODY, "It was late.")).article


def test_an_article_in_its_parts() -> None:
    page = make_page(
        (Label.TITLE, "Ferry late again | Island Post"),
        (Label.FURNITURE, "Home"),
        (Label.TITLE, "Ferry late again"),
        (Label.LEAD, "Soup was served."),
        (Label.DATE, "4 March 2031, 07:40"),
        (Label.BYLINE, "By Ann Lee and Bo Sand, Harbour staff"),
        (Label.ALT_TEXT, "A ferry"),
        (Label.CAPTION, "The ferry. Picture: Ivo/Isles"),
        (Label.BODY, "It was late."),
        (Label.INLINE_LINK, "Read more: Goat on roof", URL + "goat"),
        (Label.SUBHEADING, "Why"),
        (Label.QUOTE, "Late?"),
    )
    assert page.sections == ()
    assert page.article == Article(
        title="Ferry late again",
        published="2031-03-04T07:40",
        byline=("Ann Lee", "Bo Sand"),
        parts=(
            Part(PartKind.LEAD, "Soup was served."),
            Part(PartKind.CAPTION, "The ferry.", alt="A ferry", credit="Ivo/Isles"),
            Part(PartKind.PARAGRAPH, "It was late."),
            Part(PartKind.LINK, "Goat on roof", label="Read more", url=URL + "goat"),
            Part(PartKind.SUBHEADING, "Why"),
            Part(PartKind.QUOTE, "Late?"),
        ),
        url=URL,
        site="Island Post",
    )


def test_sections_with_what_belongs_to_their_headlines() -> None:
    page = make_page(
        (Label.TITLE, "Ferry late again"),
        (Label.BODY, "It was late."),
        (Label.SECTION_HEADING, "Islands"),
        (Label.ALT_TEXT, "A goat"),
        (Label.HEADLINE, "Goat on roof", URL + "goat"),
        (Label.TOPIC, "Weather"),
        (Label.KICKER, "Live"),
        (Label.HEADLINE, "Storm comes"),
        (Label.SECTION_HEADING, "Empty"),
        (Label.SECTION_HEADING, "Topics"),
        (Label.TOPIC, "Goats"),
        (Label.TOPIC, "Ferries"),
        (Label.BODY, "It went on."),
        (Label.HEADLINE, "Later one"),
    )
    assert page.sections == (
        Section(
            "Islands",
            (Headline("Goat on roof", alt="A goat", url=URL + "goat"), Headline("Storm comes", kicker="Live")),
            labels=("Weather",),
        ),
        Section("Topics", topics=("Goats", "Ferries")),
        Section("", (Headline("Later one"),)),
    )


def test_the_time_of_the_same_day_wins_over_the_glued_date() -> None:
    glued = (Label.DATE, "2031-03-04")
    assert make_article(glued, (Label.DATE, "4 March 2031, 07:40")).published == "2031-03-04T07:40"
    assert make_article(glued, (Label.DATE, "5 March 2031, 07:40")).published == "2031-03-04"
    assert make_article((Label.BYLINE, "By Ann Lee | 4 March 2031")).published == "2031-03-04"


def test_the_first_publication_counts() -> None:
    updated = (Label.DATE, "Updated 6 March 2031 at 10:40")
    assert make_article(updated, (Label.DATE, "Published 6 March 2031 at 07:05")).published == "2031-03-06T07:05"
    assert make_article(updated).published == "2031-03-06T10:40"
    assert make_article().published == ""


def test_a_sites_name_is_cut_off_the_pages_title() -> None:
    def read_title(*titles: str) -> tuple[str, str]:
        article = make_page(*((Label.TITLE, title) for title in titles), (Label.BODY, "It was late.")).article
        return article.title, article.site

    assert read_title("Late ferry - Post", "Late ferry") == ("Late ferry", "Post")
    assert read_title("Ferry late again today | Island Post") == ("Ferry late again today", "Island Post")
    assert read_title("Late ferry - Post") == ("Late ferry", "Post")


def test_no_article_is_said_in_one_line() -> None:
    with pytest.raises(NotAnArticleError, match="no paragraphs"):
        make_page((Label.TITLE, "Ferry late again"))


def test_a_text_without_a_title_is_called_by_its_first_words() -> None:
    long = "The ferry to the outer islands was late again on Tuesday, for the third time this week, and soup was had."
    article = make_page((Label.FURNITURE, "Home"), (Label.BODY, long), (Label.BODY, "Nobody minded.")).article
    assert article.title == "The ferry to the outer islands was late again on Tuesday, for the third time …"
    assert [part.text for part in article.parts] == [long, "Nobody minded."]
    assert make_page((Label.BODY, "It was late.")).article.title == "It was late."
    assert make_page((Label.BODY, "島" * 200)).article.title == "島" * 78 + " …"


def test_a_text_of_one_line_stays_text_where_it_is_the_likeliest_title_too() -> None:
    text = "The goat on the roof is still there, and nobody minds"
    article = make_page((Label.BODY, text), *[(Label.FURNITURE, "Home")] * 3, (Label.TITLE, "Terms")).article
    assert [part.text for part in article.parts] == [text]


def test_the_users_day_counts_where_the_page_has_none() -> None:
    texts = [
        "Ferry is late again today",
        "The ferry to the outer islands was late again on Tuesday, for the third time this week.",
        "Passengers were given soup, which most of them said they had come for in the first place.",
    ]

    def read_day(texts: list[str], day: str) -> str:
        blocks = tuple(Block(text, number, number) for number, text in enumerate(texts))
        return split(Document(blocks, "dump"), day=day).article.published

    assert read_day(texts, "2031-03-04") == "2031-03-04"
    assert read_day(texts, "") == ""
    assert read_day([texts[0], "5 March 2031", *texts[1:]], "2031-03-04") == "2031-03-05"


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Goat found on customs office 4 March 2031", "Goat found on customs office"),
        ("Goat found on customs office March 4, 2031", "Goat found on customs office"),
        ("Harbour to close from 4 March 2031", "Harbour to close from 4 March 2031"),
        ("What they said on 4 March 2031", "What they said on 4 March 2031"),
        ("Ferry Times 4 March 2031", "Ferry Times 4 March 2031"),
    ],
)
def test_a_date_behind_a_headline_is_not_part_of_it(line: str, headline: str) -> None:
    rows = [(Label.TITLE, "Ferry late again"), (Label.DATE, "5 March 2031")]
    rows += [(Label.BODY, f"It was late {number} times.") for number in range(30)]
    page = make_page(*rows, (Label.SECTION_HEADING, "Most read"), (Label.HEADLINE, "Soup"), (Label.HEADLINE, line))
    assert page.sections[0].headlines[1].text == headline


def test_a_kicker_does_not_reach_over_a_heading() -> None:
    page = make_page(
        (Label.TITLE, "Ferry late again"),
        (Label.BODY, "It was late."),
        (Label.HEADLINE, "Goat found on roof"),
        (Label.KICKER, "Weather"),
        (Label.SECTION_HEADING, "Most read"),
        (Label.HEADLINE, "Soup"),
    )
    assert [headline.kicker for section in page.sections for headline in section.headlines] == ["", ""]


def test_what_has_more_lines_than_any_page_is_no_article() -> None:
    blocks = [Block(f"Line {number}.", number, number) for number in range(MOST_BLOCKS + 1)]
    with pytest.raises(NotAnArticleError, match="20,001 lines"):
        split(Document(tuple(blocks), "dump"))


def test_a_caption_is_shown_once() -> None:
    caption = (Label.CAPTION, "The ferry. Picture: Ivo/Isles")
    article = make_article(caption, (Label.BODY, "Soup was served."), caption)
    assert [part.text for part in article.parts] == ["The ferry.", "Soup was served.", "It was late."]


def test_numbers_that_count_a_list_are_no_part_of_its_headlines() -> None:
    def read_list(*headlines: str) -> list[str]:
        page = make_page(
            (Label.TITLE, "Ferry late again"),
            (Label.BODY, "It was late."),
            (Label.SECTION_HEADING, "Most read"),
            *[(Label.HEADLINE, text) for text in headlines],
        )
        return [headline.text for section in page.sections for headline in section.headlines]

    assert read_list("1. Goat on roof", "2. Soup wins", "Bell found") == ["Goat on roof", "Soup wins", "Bell found"]
    assert read_list("1) Goat on roof", "2) 3. League goes on") == ["Goat on roof", "3. League goes on"]
    assert read_list("1. FC Isles win", "Soup wins") == ["1. FC Isles win", "Soup wins"]
    assert read_list("3. League goes on", "5. Goat found") == ["3. League goes on", "5. Goat found"]
