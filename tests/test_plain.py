"""The article as plain text: every state in words, numbers as in the app, no line over its width."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.commands.output import transliterate
from newsreader.commands.plain import list_facts, render_reading, say_state
from newsreader.description import describe_reading
from newsreader.markdown import render_markdown
from newsreader.model import Article, Edge, Headline, Kept, Part, PartKind, Reading, Row, Section
from newsreader.text import cell_width
from newsreader.webpage import render_article

ROW = Row(
    id=7,
    title="Harbour board buys a second kettle",
    source="Quillhaven Courier",
    url="https://courier.example/kettle",
    published="2031-03-04T07:40",
    added_at=0.0,
    words=500,
    is_unread=True,
    is_bookmarked=False,
    progress=0.0,
)
OTHER = replace(ROW, id=8, title="Kettle found in tower", is_unread=False)

READING = Reading(
    row=ROW,
    article=Article(
        title="Harbour board buys a second kettle",
        published="2031-03-04T07:40",
        byline=("Maud Ellery", "Fenwick Odder"),
        parts=(
            Part(PartKind.CAPTION, "The first kettle, at rest.", alt="A kettle", credit="Isles Press"),
            Part(PartKind.LEAD, "It is blue."),
            Part(PartKind.PARAGRAPH, "The board met for six hours, with one pause, for tea."),
            Part(PartKind.LINK, "Kettle found in tower", label="Read more"),
            Part(PartKind.LINK, "The whole meeting, minute by minute, with every pause", label="Watch"),
            Part(PartKind.SUBHEADING, "A question of colour"),
            Part(PartKind.QUOTE, "We could have had two green ones for that."),
        ),
        url="https://courier.example/kettle",
    ),
    sections=(
        Section("Latest News", (Headline("Bell rings"), Headline("Goose sails"), Headline("Polls open"))),
        Section("More Topics", topics=("Harbour", "Kettles")),
    ),
    edges=(
        Edge(1, "Kettle found in tower", label="Read more", targets=(OTHER,)),
        Edge(2, "The whole meeting, minute by minute, with every pause", label="Watch"),
        Edge(3, "Bell rings", section=0, targets=(ROW, OTHER)),
        Edge(4, "Goose sails", kicker="Opinion", section=0, is_wanted=True),
        Edge(5, "Polls open", section=0),
    ),
    backlinks=(OTHER,),
)

EXPECTED = """\
Harbour board buys a second kettle
==================================
By Maud Ellery and Fenwick Odder
Tue 4 Mar 2031, 07:40
Quillhaven Courier · 2 min
https://courier.example/kettle

  [picture] The first kettle, at rest.
  (Isles Press)

It is blue.

The board met for six hours, with one
pause, for tea.

  [1] Read more: Kettle found in tower
      (stored, read)
  [2] Watch: The whole meeting, minute
      by minute, with every pause (not
      stored)

A question of colour
--------------------

> We could have had two green ones for
> that.

Related: 3, 1 stored, 1 wanted

Latest News (3)
---------------
[3] Bell rings (2 stored, unread)
[4] Opinion: Goose sails (wanted)
[5] Polls open (not stored)

More Topics
-----------
Harbour · Kettles"""


def test_the_whole_page() -> None:
    assert render_reading(READING, 40) == EXPECTED.splitlines()


FACTS = """\
Title: Harbour board buys a second kettle
By: Maud Ellery and Fenwick Odder
Published: Tue 4 Mar 2031, 07:40
Source: Quillhaven Courier
Address: https://courier.example/kettle
Length: 2 min
Tags: kettles, tea
Note: Ask Maud, who knows.

Picture: The first kettle, at rest. (Isles Press)
It is blue.
The board met for six hours, with one pause, for tea.
Link 1: Read more: Kettle found in tower (stored, read)
Link 2: Watch: The whole meeting, minute by minute, with every pause (not stored)
Subheading: A question of colour
Quote: We could have had two green ones for that.

Related: 3, 1 stored, 1 wanted
Section: Latest News (3)
Headline 3: Bell rings (2 stored, unread)
Headline 4: Opinion: Goose sails (wanted)
Headline 5: Polls open (not stored)
Section: More Topics
Topics: Harbour, Kettles"""


def test_the_whole_page_a_fact_a_line() -> None:
    noted = replace(READING, kept=Kept(("kettles", "tea"), "Ask Maud,\nwho knows."))
    assert list_facts(noted, 0) == FACTS.splitlines()


def test_what_is_not_known_has_no_line() -> None:
    bare = Reading(replace(ROW, source="", url=""), Article("Kettle"), (), (), ())
    assert list_facts(bare, 0) == ["Title: Kettle", "Length: 2 min", "", "Related: none"]


def test_facts_are_wrapped_where_a_width_is_given() -> None:
    lines = list_facts(READING, 20)
    assert "Address: https://courier.example/kettle" in lines
    assert all(cell_width(line) <= 20 for line in lines if not line.startswith("Address: "))
    assert " ".join(lines).split() == " ".join(list_facts(READING, 0)).split()


def test_without_wrapping_every_part_is_one_line() -> None:
    lines = render_reading(READING, 0)
    assert "The board met for six hours, with one pause, for tea." in lines
    assert "  [2] Watch: The whole meeting, minute by minute, with every pause (not stored)" in lines


LISTED = replace(
    READING,
    article=Article(
        "Kettle",
        parts=(
            Part(PartKind.PARAGRAPH, "if goat:"),
            Part(PartKind.PARAGRAPH, "    feed(goat, hay, oats)", is_joined=True),
            Part(PartKind.PARAGRAPH, "\u2022 *One*"),
            Part(PartKind.PARAGRAPH, "  \u2022 Two goats, three boats", is_joined=True),
            Part(PartKind.QUOTE, "Tea"),
        ),
    ),
    sections=(),
    edges=(),
)


def test_lines_of_one_thing_stand_together() -> None:
    lines = render_reading(LISTED, 22)
    text = ["if goat:", "    feed(goat, hay,", "    oats)", "", "\u2022 *One*"]
    text += ["  \u2022 Two goats, three", "    boats", "", "> Tea"]
    assert lines[lines.index("if goat:") :][: len(text)] == text
    assert list_facts(LISTED, 0)[-7:-2] == [*[part.text for part in LISTED.article.parts[:4]], "Quote: Tea"]


def test_lines_of_one_thing_stand_together_in_what_is_exported() -> None:
    text = "if goat:  \n\xa0\xa0\xa0\xa0feed(goat, hay, oats)\n\n"
    text += "\u2022 \\*One\\*  \n\xa0\xa0\u2022 Two goats, three boats\n\n> Tea"
    assert "\n".join(render_markdown(LISTED)).endswith(text)
    page = "".join(render_article(LISTED))
    assert "<p>if goat:<br>    feed(goat, hay, oats)</p>" in page
    assert "<p>\u2022 *One*<br>  \u2022 Two goats, three boats</p><blockquote>Tea<" in page
    page = "".join(render_article(READING))
    assert '<p>Read more: <a href="#a8">Kettle found in tower</a><br>Watch: The whole meeting' in page


def test_numbers_stand_under_each_other() -> None:
    edges = tuple(Edge(number, f"Headline {number}", section=0) for number in range(8, 12))
    lines = render_reading(replace(READING, article=Article("Title"), edges=edges), 72)
    assert [line.index("Headline") for line in lines if line.lstrip().startswith("[")] == [5, 5, 5, 5]


def test_a_bare_article() -> None:
    bare = Reading(replace(ROW, source="", url=""), Article("Kettle"), (), (), ())
    assert render_reading(bare, 72) == ["Kettle", "======", "2 min", "", "Related: none"]


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        (Edge(1, "x"), "not stored"),
        (Edge(1, "x", is_wanted=True), "wanted"),
        (Edge(1, "x", targets=(ROW,), is_wanted=True), "stored, unread"),
        (Edge(1, "x", targets=(OTHER,)), "stored, read"),
        (Edge(1, "x", targets=(OTHER, OTHER)), "2 stored, read"),
    ],
)
def test_states_in_words(edge: Edge, words: str) -> None:
    assert say_state(edge) == words


def test_json_keeps_the_names_of_the_model() -> None:
    value = describe_reading(READING)
    assert next(iter(value)) == "id"
    assert value["edges"][0]["state"] == "read"
    assert value["edges"][0]["targets"][0]["id"] == OTHER.id
    assert value["article"]["parts"][0]["kind"] == "caption"
    assert [row["id"] for row in value["backlinks"]] == [OTHER.id]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Me"]), min_size=1)


@given(WORDS.filter(str.strip), st.integers(12, 100), st.integers(0, 60))
def test_no_line_is_wider_than_asked(text: str, width: int, indent: int) -> None:
    deep = Part(PartKind.PARAGRAPH, f"{' ' * indent}3. {text}")
    article = Article(text, parts=(Part(PartKind.PARAGRAPH, text), Part(PartKind.QUOTE, text), deep))
    reading = Reading(replace(ROW, url=""), article, (Section(text),), (Edge(1, text, section=0),), ())
    assert all(cell_width(line) <= width for line in render_reading(reading, width))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("“Yes” – it’s…", '"Yes" - it\'s...'),
        ("Ærøskøbing café, naïve façade", "AEroskobing cafe, naive facade"),
        ("£50bn · 20 °C", "GBP 50bn - 20 degC"),
        ("北京", "??"),
    ],
)
def test_transliteration(text: str, written: str) -> None:
    assert transliterate(text) == written
