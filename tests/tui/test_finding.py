"""Searching the library as one types, finding words in an article, following links by labels and from lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driver, run_reader
from hypothesis import given
from hypothesis import strategies as st

from newsreader.desk import Desk
from newsreader.model import Action, Article, Origin, Page, Part, PartKind
from newsreader.tui import profile
from newsreader.tui.find import find_words, label_line, make_labels, mark_words
from newsreader.tui.lines import Line, Role, Span
from newsreader.tui.prompt import LineEditor

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Driver


async def type_words(reader: Driver, words: str) -> str:
    await reader.press(*[{" ": "space", ":": "colon", '"': "quotation_mark"}.get(each, each) for each in words])
    # The library is searched a moment behind the last key.
    await reader.wait_until(lambda: reader.app.reader._pause is None)
    await reader.pilot.pause()
    return reader.screen


async def test_the_library_is_searched_as_one_types(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("slash")
        assert reader.status == "search:"
        shown = await type_words(reader, "ferry")
        assert "Ferry returns" in shown
        assert "Goat on the roof" in shown
        assert "It came by ferry and ate the flag" in shown
        assert "Keeper" not in shown
        assert reader.rows[-1].rstrip().endswith("2 articles")
        # What helps to move elsewhere is typed here.
        shown = await type_words(reader, " -returns")
        assert "Ferry returns" not in shown
        await reader.press("enter")
        assert "Found: ferry -returns" in reader.rows[0]
        await reader.press("enter")
        assert "Goat on the roof" in reader.rows[1]
        assert "Found: ferry -returns" in await reader.press("H")
        assert reader.rows[0].strip().startswith("All") or "All" in await reader.press("H")


@pytest.mark.parametrize("pause", [0.01, 0.4])
async def test_a_query_is_asked_once_and_enter_does_not_wait_for_the_pause(
    library: Path, monkeypatch: pytest.MonkeyPatch, pause: float
) -> None:
    asked: list[str] = []
    find_ids = Desk.find_ids

    def note(desk: Desk, text: str, limit: int, *, is_by_time: bool = False) -> list[int]:
        asked.append(text)
        return find_ids(desk, text, limit, is_by_time=is_by_time)

    monkeypatch.setattr(profile, "_PAUSE_SECONDS", pause)
    async with run_reader(library) as reader:
        monkeypatch.setattr(Desk, "find_ids", note)
        await reader.press("S")
        if pause < 0.1:
            assert "Ferry returns" in await type_words(reader, "ferry")
            assert asked[-1] == "ferry*"
        else:
            reader.app.reader.question.editor.insert("ferr")  # type: ignore[union-attr]  # it was asked
            await reader.press("y")
            assert asked == []
        count = len(asked)
        await reader.press("enter")
        assert "Found: ferry" in reader.rows[0]
        assert "2 articles" in reader.status
        await reader.pilot.pause(pause + 0.1)
        assert asked[count:] == ["ferry"]


async def test_a_search_from_an_article_shows_what_it_finds_and_gives_the_article_back(library: Path) -> None:
    async with run_reader(library, title="Ferry returns", is_over_list=True) as reader:
        await reader.press("space")
        before = reader.screen
        await reader.press("S")
        assert "Keeper retires" in await type_words(reader, "light")
        await reader.press("escape")
        assert reader.screen == before
        await reader.press("S")
        await type_words(reader, "light")
        await reader.press("enter", "enter")
        assert "Keeper retires" in reader.rows[1]
        assert "Ferry returns" in (await reader.press("H", "H")).split("\n")[0] or "The night boat" in reader.screen


async def test_a_search_given_up_leaves_everything_as_it_was(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("j", "j")
        before = reader.screen
        await reader.press("S")
        await type_words(reader, "goat")
        await reader.press("escape")
        assert reader.screen == before
        await reader.press("S")
        shown = await type_words(reader, 'goat "open')
        assert "not closed" in shown
        shown = await type_words(reader, '" site:nowhere')
        assert "nothing found" in shown
        await reader.press("ctrl+u", "enter")
        assert reader.screen == before


async def test_a_search_begins_on_an_empty_line_and_up_brings_the_last_one_back(library: Path) -> None:
    async with run_reader(library) as reader:
        assert (await reader.press("S", "up")).endswith("search:"), "nothing was searched for yet"
        await type_words(reader, "ferry")
        await reader.press("enter", "S")
        assert reader.status.startswith("search:  ")
        assert reader.status.endswith("Up: ferry")
        await type_words(reader, "goat")
        await reader.press("enter")
        assert "Found: goat" in reader.rows[0]
        # There it is made narrower; from any other list too.
        await reader.press("S", "up")
        assert reader.status.startswith("search: goat")
        await type_words(reader, " keeper")
        await reader.press("enter")
        assert "Found: goat keeper" in reader.rows[0]
        await reader.press("q", "S", "up", "enter")
        assert "Found: goat keeper" in reader.rows[0]
        # An empty line is no search: what was found stays.
        await reader.press("S", "enter")
        assert "Found: goat keeper" in reader.rows[0]


async def test_the_word_that_is_typed_is_the_beginning_of_others(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("S")
        shown = await type_words(reader, "fer")
        assert "Ferry returns" in shown
        assert "Goat on the roof" in shown
        assert reader.rows[-1].rstrip().endswith("2 articles")
        # A word that is ended is itself.
        assert "nothing found" in await type_words(reader, " ")
        await reader.press("ctrl+u")
        shown = await type_words(reader, "ferry roo")
        assert "Goat on the roof" in shown
        assert "Ferry returns" not in shown
        # Enter asks for what is written.
        await reader.press("ctrl+u")
        await type_words(reader, "ferr")
        await reader.press("enter")
        assert "Found: ferr " in reader.rows[0]
        assert "Nothing found: ferr" in reader.screen


async def test_a_narrow_screen_says_what_was_sought_and_what_to_try(library: Path) -> None:
    with Desk(library) as desk:
        desk.mark(Action.HIDE, desk.find_ids("light", 1), True)
    async with run_reader(library, size=(34, 16)) as reader:
        await reader.press("S")
        await type_words(reader, "light keeper author:nobody")
        await reader.press("enter")
        said = " ".join("\n".join(reader.rows[1:-1]).split())
        assert said.startswith("Nothing found: light keeper author:nobody")
        assert "1 article without light" not in said
        assert "Try fewer words, the beginning of one (ferr*), or OR between them." in said
        await reader.press("S")
        await type_words(reader, "goat keeper")
        await reader.press("enter")
        said = " ".join("\n".join(reader.rows[1:-1]).split())
        assert "1 article without keeper" in said
        await reader.press("S")
        await type_words(reader, "light")
        await reader.press("enter")
        assert "1 hidden: add is:hidden" in " ".join("\n".join(reader.rows[1:-1]).split())


async def test_the_lists_beside_a_search_do_not_lose_it(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("S")
        await type_words(reader, "ferry")
        await reader.press("enter", "j")
        row = reader.cursor_row
        await reader.press("h")
        assert "Found: ferry" in reader.cursor_row
        await reader.press("l")
        assert "Found: ferry" in reader.rows[0]
        assert reader.cursor_row == row
        # It stays among the lists when another one is looked at.
        await reader.press("h", "k", "l")
        assert "Trash" in reader.rows[0]
        await reader.press("h", "j", "l")
        assert "Found: ferry" in reader.rows[0]


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_up_from_a_search_leads_to_the_list_below(library: Path, key: str) -> None:
    async with run_reader(library) as reader:
        await reader.press("h", "j", "l", "j", "j")
        row = reader.cursor_row
        await reader.press("S")
        await type_words(reader, "ferry")
        await reader.press("enter", "S")
        await type_words(reader, "goat")
        await reader.press("enter")
        assert "Found: goat" in reader.rows[0]
        await reader.press(key)
        assert reader.rows[0].strip().startswith("Unread")
        assert reader.cursor_row == row
        assert "Found: goat" in (await reader.press("H")).split("\n")[0]
        await reader.press(key, "q")
    assert reader.app.return_value == 0


async def test_several_articles_of_one_title_are_told_apart_on_any_screen(library: Path) -> None:
    with Desk(library) as desk:
        for site in ("The Harbour Herald", "Evening Lamp"):
            part = Part(PartKind.PARAGRAPH, f"As {site} tells it.")
            desk.add_page(
                Page(Article("Goat on the roof", "2031-05-07", (), (part,), "", site)), Origin(site.encode(), "")
            )
    async with run_reader(library, title="Ferry returns", size=(44, 20)) as reader:
        shown = await reader.type_number(2)
        rows = [row for row in shown.split("\n") if "7 May 2031" in row]
        assert len(rows) == 3
        assert all(any(site in row for row in rows) for site in ("Post", "The Harbour Herald", "Evening Lamp"))
        assert all("…" in row for row in rows if "roof" not in row)


async def test_what_is_hidden_is_counted_where_it_would_be_found(library: Path) -> None:
    with Desk(library) as desk:
        hidden = desk.find_ids("goat", 1)
        desk.mark(Action.HIDE, hidden, True)
        assert hidden
    async with run_reader(library) as reader:
        await reader.press("S")
        assert "1 hidden: add is:hidden" in await type_words(reader, "goat")
        assert "1 article" in await type_words(reader, " is:hidden")
        assert "title:~ can't be read" in await type_words(reader, " title:~(")


async def test_words_are_found_in_the_article(library: Path) -> None:
    async with run_reader(library, title="Ferry returns") as reader:
        await reader.press("slash")
        await type_words(reader, "NOBODY")
        assert "Nobody" in reader.screen
        await reader.press("enter")
        assert reader.status.startswith("find: NOBODY 1/1")
        await reader.press("slash")
        await type_words(reader, "late")
        await reader.press("enter")
        assert reader.status.startswith("find: late 1/60")
        await reader.press("N")
        assert reader.status.startswith("find: late 60/60")
        await reader.press("n", "n")
        assert reader.status.startswith("find: late 2/60")
        await reader.press("escape")
        assert "find" not in reader.status
        assert "Ferry returns" in reader.rows[0] or "Post" in reader.rows[0]
        await reader.press("g", "slash")
        await type_words(reader, "zebra")
        await reader.press("enter")
        assert reader.status == "Not in this article: zebra"
        await reader.press("slash")
        top = reader.rows[1]
        await type_words(reader, "lat")
        await reader.press("escape")
        assert reader.rows[1] == top


async def test_labels_follow_what_they_stand_on(library: Path) -> None:
    async with run_reader(library, title="Ferry returns", size=(120, 60)) as reader:
        shown = await reader.press("f")
        assert "A label's letters follow" in reader.status
        assert [row for row in shown.split("\n") if "a ● [1] Read more" in row]
        await reader.press("s")
        assert "Goat on the roof" in reader.rows[1]
        await reader.press("H", "f", "escape")
        assert "Ferry returns" in reader.rows[1]
        assert "a ●" not in reader.screen
        # Space, a key that is no label, gives up, and does nothing else.
        await reader.press("f", "space")
        assert "Ferry returns" in reader.rows[1]
        await reader.press("f", "d")
        assert "Wanted: Never seen before" in reader.status


async def test_links_are_listed_and_followed_from_the_list(library: Path) -> None:
    async with run_reader(library, title="Ferry returns") as reader:
        shown = await reader.press("u")
        assert all(title in shown for title in ("Lamp stays lit", "Goat on the roof", "Never seen before"))
        await reader.press("j", "enter")
        assert "Goat on the roof" in reader.rows[1]
    async with run_reader(library) as reader:
        await reader.press("u")
        assert "open article" in reader.status
        await reader.press("f")
        assert "No links on the screen" in reader.status


@given(st.text(max_size=30), st.text("ab ", min_size=1, max_size=3))
def test_what_is_marked_is_the_same_text(text: str, words: str) -> None:
    line = Line((Span("  "), Span(text, Role.TITLE)), 7, 1)
    marked = mark_words(line, words)
    assert marked.text == line.text
    found = [span.text.casefold() for span in marked.spans if span.role is Role.SELECTED]
    assert all(each == words.casefold() for each in found)


@given(st.lists(st.text("ab ", max_size=4), max_size=4), st.sampled_from(["a", "sd"]))
def test_a_label_covers_the_first_cells(texts: list[str], label: str) -> None:
    line = Line(tuple(Span(text) for text in texts))
    labelled = label_line(line, label)
    assert Span(label, Role.SELECTED) in labelled.spans
    text = line.text
    start = max(0, len(text) - len(text.lstrip()) - len(label) - 1)
    assert labelled.text == text[:start] + label + text[start + len(label) :]


@given(st.integers(0, 400))
def test_labels_are_short_and_none_begins_another(count: int) -> None:
    labels = make_labels(count)
    assert len(set(labels)) == count
    assert len({len(label) for label in labels}) <= 1
    assert count > 225 or all(len(label) <= 2 for label in labels)


def test_where_words_stand_is_counted_as_layout_counts() -> None:
    article = Article("A goat", parts=(Part(PartKind.LEAD, "Goat! goat."), Part(PartKind.PARAGRAPH, "No GOAT")))
    assert find_words(article, "goat") == [2, 8, 14, 23]
    assert find_words(article, "") == find_words(article, "zebra") == []


@given(
    st.lists(st.sampled_from([*"ab ", "backspace", "delete", "left", "right", "home", "end", "ctrl+w", "ctrl+u", "f5"]))
)
def test_a_line_is_edited_and_the_caret_stays_in_it(keys: list[str]) -> None:
    editor = LineEditor("start")
    for key in keys:
        before = editor.text
        taken = editor.take_key(key, key if len(key) == 1 else None)
        assert 0 <= editor.caret <= len(editor.text)
        assert taken == (key != "f5")
        if len(key) == 1:
            assert editor.text[editor.caret - 1] == key
            assert len(editor.text) == len(before) + 1


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("g o", "go"),
        ("backspace", ""),
        ("delete", ""),
        ("f5 g", "g"),
        ("end s", "ramps"),
        ("left left d", "radmp"),
        ("home t", "tramp"),
        ("ctrl+w", ""),
    ],
)
def test_what_is_offered_is_replaced_by_what_is_typed_and_kept_by_an_arrow(keys: str, text: str) -> None:
    editor = LineEditor("ramp", is_selected=True)
    assert editor.is_selected
    for key in keys.split():
        editor.take_key(key, key if len(key) == 1 else None)
    assert (editor.text, editor.is_selected) == (text, False)
    assert not LineEditor("", is_selected=True).is_selected


def test_words_go_at_once() -> None:
    editor = LineEditor("night boat ")
    editor.take_key("ctrl+w", None)
    assert editor.text == "night "
    editor.insert("x" * 1000)
    assert len(editor.text) == 500


async def test_a_topic_is_searched_for(demo_library: Path) -> None:
    async with run_reader(demo_library, title="Two villages") as reader:
        await reader.press("l", "}", "}", "}")
        assert "6 topics" in (await reader.press("j")).split("\n")[-1]
        assert "Storm Hesper" in reader.cursor_row
        assert "Topics of this page" in await reader.press("enter")
        await reader.press("escape")
        assert "6 topics" in reader.status
        await reader.press("enter", "enter")
        assert 'Found: "Storm Hesper"' in reader.rows[0]
        assert "Hesper takes 61 roofs" in reader.screen
        await reader.press("H")
        assert "Storm Hesper" in reader.cursor_row
