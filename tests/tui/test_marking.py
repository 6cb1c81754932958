"""What one does with an article from the keyboard: tags, notes, the queue, the trash, all of a list read, redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driver, find_article, run_reader
from hypothesis import given
from hypothesis import strategies as st

from newsreader import paths
from newsreader.desk import Desk
from newsreader.model import Action, Article, ListName, Origin, Page, Part, PartKind, View
from newsreader.tui.marking import read_tags, write_tags

if TYPE_CHECKING:
    from pathlib import Path

TITLES = ("Ferry returns", "Goat on the roof", "Keeper retires", "Lamp stays lit")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Four articles, the first the newest."""
    path = tmp_path / "library.sqlite"
    with Desk(path) as desk:
        for number, title in enumerate(TITLES, 1):
            article = Article(
                title, f"2031-05-0{9 - number}", (), (Part(PartKind.PARAGRAPH, f"Of {title}."),), "", "Post"
            )
            desk.add_page(Page(article), Origin(title.encode(), "x.txt"))
    return path


def make_page(title: str, site: str = "") -> Page:
    return Page(Article(title, parts=(Part(PartKind.PARAGRAPH, f"All of {title}."),), site=site))


async def type_words(reader: Driver, words: str) -> None:
    await reader.press(*["space" if each == " " else "minus" if each == "-" else each for each in words])


async def test_tags_are_typed_and_stand_among_the_lists(library: Path) -> None:
    async with run_reader(library, size=(120, 30)) as reader:
        await reader.press("t")
        await type_words(reader, "coast War")
        await reader.press("enter")
        assert reader.status.startswith("Tagged coast, war: Ferry returns")
        assert reader.desk.list_tags() == [("coast", 1, 1), ("war", 1, 1)]
        await reader.press("t")
        assert reader.status == "tags: coast war"
        await reader.press("ctrl+w", "enter")
        assert "No longer tagged war" in reader.status
        assert len(reader.desk.list_changes(9)) == 2
        await reader.press("h", "G", "k")
        assert "#coast" in next(row for row in reader.rows if "> #coast" in row or ">#coast" in row)
        assert "Goat" not in reader.screen
        await reader.press("l", "U")
        assert reader.desk.list_tags() == [("coast", 1, 1), ("war", 1, 1)]
        await reader.press("t", "escape")
        assert reader.desk.list_tags() == [("coast", 1, 1), ("war", 1, 1)]


async def test_however_many_tags_are_typed_it_is_one_change(library: Path) -> None:
    async with run_reader(library, size=(120, 30)) as reader:
        await reader.press("t")
        await type_words(reader, "sea war")
        await reader.press("enter", "t", "ctrl+w")
        assert reader.status == "tags: sea"
        reader.app.reader.question.editor.insert('"night boat" coast')  # type: ignore[union-attr]
        await reader.press("enter")
        assert reader.status.startswith("Tags set to coast, night boat, sea: Ferry returns")
        article_id = find_article(reader.desk, "Ferry")
        assert reader.desk.read_kept(article_id).tags == ("coast", "night boat", "sea")
        # What is not touched stays what it is, the tag of two words too.
        await reader.press("t", "enter")
        assert len(reader.desk.list_changes(9)) == 2
        await reader.press("U")
        assert reader.status.startswith("Undone, the tags are as they were: Ferry returns")
        assert reader.desk.read_kept(article_id).tags == ("sea", "war")
        await reader.press("ctrl+r", "U", "U")
        assert reader.desk.read_kept(article_id).tags == ()
        await reader.press("U")
        assert reader.status == "Nothing to undo in this run."


@given(st.lists(st.text("ab -", min_size=1, max_size=5).map(str.strip).filter(bool), max_size=5))
def test_tags_are_read_as_they_are_written(tags: list[str]) -> None:
    assert read_tags(write_tags(tags)) == tags
    assert read_tags(write_tags(tags) + 'more "of two') == [*tags, "more", "of two"]


async def test_a_note_is_written_and_changed(library: Path) -> None:
    async with run_reader(library, title="Ferry returns") as reader:
        await reader.press("w")
        await type_words(reader, "ask ada")
        await reader.press("enter")
        assert reader.status.startswith("Noted: Ferry returns")
        await reader.press("w")
        assert reader.status == "note: ask ada"
        await reader.press("ctrl+u", "enter")
        assert reader.status.startswith("Note taken away")
        await reader.press("U")
        article_id = reader.desk.find_ids("has:note", 9)[0]
        assert reader.desk.read(article_id).kept.note == "ask ada"
        reader.desk.set_note(article_id, "two\nlines")
        await reader.press("w")
        assert "A note of several lines" in reader.status


async def test_the_queue_is_read_in_its_order_and_left_at_the_end(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("G", "a")
        assert reader.status.startswith("Queued: Lamp stays lit")
        await reader.press("g", "a", "j", "a", "a")
        assert reader.status.startswith("Taken out of the queue: Goat")
        queue = ListName(View.QUEUE)
        rows = reader.desk.fetch_rows(reader.desk.find_listed(queue))
        assert [row.title for row in rows] == ["Lamp stays lit", "Ferry returns"]
        await reader.press("h", "g", "j", "j", "j", "l")
        assert "Queue" in reader.rows[0]
        # So short an article is read to its end once that is seen.
        await reader.press("enter", "q")
        assert [row.title for row in reader.desk.fetch_rows(reader.desk.find_listed(queue))] == ["Ferry returns"]
        await reader.press("G", "enter", "a", "a", "a")
        assert reader.status.startswith(("Queued: Ferry returns", "Taken out"))


async def test_what_is_deleted_leaves_the_cursor_on_the_next(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("j", "D")
        assert "Keeper retires" in reader.cursor_row
        assert reader.status.startswith("Deleted: Goat on the roof")
        row = next(row for row in reader.rows if "Goat on the roof" in row)
        assert row.split()[-1] == "deleted"
        assert "●" not in row
        await reader.press("D")
        assert "Lamp stays lit" in reader.cursor_row
        # Behind the last one there is none.
        await reader.press("D")
        assert "Ferry returns" in reader.cursor_row
        await reader.press("U", "U", "U")
        assert not [row for row in reader.rows if "deleted" in row.split()[-1:]]
        assert "Ferry returns" in reader.cursor_row
        assert reader.desk.count(View.ALL) == 4


async def test_what_was_deleted_before_the_list_was_entered_is_brought_back_into_its_place(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("j", "D")
        await reader.press("h", "j", "enter")
        await reader.press("h", "k", "enter", "j")
        assert "Goat on the roof" not in reader.screen
        assert "Keeper retires" in reader.cursor_row
        assert "Undone, brought back: Goat on the roof" in await reader.press("U")
        assert [title for title in TITLES for row in reader.rows if title in row and "Undone" not in row] == [*TITLES]
        assert "Keeper retires" in reader.cursor_row
        await reader.press("ctrl+r")
        assert "Goat on the roof" in await reader.press("U")


async def test_undoing_a_change_of_before_leaves_a_list_as_it_is_where_nothing_comes_back_into_it(
    library: Path,
) -> None:
    async with run_reader(library) as reader:
        await reader.press("G", "s", "h", "j", "enter")
        await reader.press("g", "enter", "q", "j")
        assert "Undone" in await reader.press("U")
        assert "Ferry returns" in reader.screen, "it was read in the list of what is unread, and stays"
        assert "Goat on the roof" in reader.cursor_row


async def test_what_has_left_the_queue_or_lost_its_tag_says_so(library: Path) -> None:
    async with run_reader(library, size=(120, 30)) as reader:
        await reader.press("a", "j", "a", "h", *"jjj", "enter")
        assert reader.app.reader.rows.listed.view is View.QUEUE
        await reader.press("U")
        assert ["not queued" in row for row in reader.rows[1:3]] == [False, True]
        await reader.press("ctrl+r")
        assert "not queued" not in reader.screen
        await reader.press("t", *"coast", "enter", "h", "G", "k")
        assert "untagged" not in reader.screen
        await reader.press("enter", "U")
        assert "untagged" in next(row for row in reader.rows if "Ferry returns" in row)


async def test_articles_that_are_deleted_are_passed_over(library: Path) -> None:
    async with run_reader(library, title="Ferry returns", is_over_list=True) as reader:
        reader.desk.mark(Action.DELETE, [find_article(reader.desk, "Goat"), find_article(reader.desk, "Keeper")], True)
        reader.app.reader.refresh_states()
        await reader.press("J")
        assert "Lamp stays lit" in reader.rows[1]
        await reader.press("D")
        assert "Ferry returns" in reader.cursor_row


async def test_the_trash_takes_and_gives_back(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("j", "D")
        assert reader.status.startswith("Deleted: Goat on the roof")
        assert reader.desk.count(View.ALL) == 3
        await reader.press("U")
        assert reader.desk.count(View.ALL) == 4
        await reader.press("ctrl+r")
        assert reader.status.startswith("Deleted again: Goat")
        assert reader.desk.count(View.TRASH) == 1
        await reader.press("ctrl+r")
        assert reader.status == "Nothing to make again."
        await reader.press("h", "g", *"jjjjjjj", "l")
        assert "Goat on the roof" in reader.cursor_row
        await reader.press("enter")
        assert "In the trash: D brings it back" in reader.status
        await reader.press("D")
        assert reader.status.startswith("Brought back: Goat")
        assert "back again" in next(row for row in reader.rows if "Goat on the roof" in row)
        assert reader.desk.count(View.TRASH) == 0
    async with run_reader(library, title="Ferry returns", is_over_list=True) as reader:
        await reader.press("D")
        assert reader.status.startswith("Deleted: Ferry returns")
        assert "Keeper retires" in reader.screen


async def test_all_of_a_list_is_read_and_unread_again(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("A")
        assert reader.status.startswith("Marked read: 4 articles")
        assert reader.desk.count(View.UNREAD) == 0
        await reader.press("A")
        assert reader.status == "Nothing unread in All."
        await reader.press("U")
        assert reader.desk.count(View.UNREAD) == 4


async def test_without_an_article_it_is_said_what_a_key_is_for(tmp_path: Path) -> None:
    async with run_reader(tmp_path / "empty.sqlite") as reader:
        for key, words in (("t", "tags a stored"), ("w", "notes something"), ("D", "deletes a stored")):
            await reader.press(key)
            assert words in reader.status


@pytest.mark.parametrize(("setting", "at_opening", "at_end"), [("open", 1, 1), ("end", 0, 1), ("never", 0, 0)])
async def test_an_article_is_read_when_the_settings_say_so(
    demo_library: Path, setting: str, at_opening: int, at_end: int
) -> None:
    paths.config_path().parent.mkdir(exist_ok=True)
    paths.config_path().write_text(f'mark_read = "{setting}"\n')
    async with run_reader(demo_library, title="Two villages", is_over_list=True, size=(80, 10)) as reader:
        count = reader.desk.count(View.UNREAD)
        await reader.press("J")
        assert count - reader.desk.count(View.UNREAD) == at_opening
        await reader.press("G")
        assert count - reader.desk.count(View.UNREAD) == at_end
        # A mark by hand counts whatever is set.
        await reader.press("q", "m")
        assert count - reader.desk.count(View.UNREAD) == 1 - at_end


async def test_an_article_opened_from_a_list_is_not_at_its_end(demo_library: Path) -> None:
    paths.config_path().parent.mkdir(exist_ok=True)
    paths.config_path().write_text('mark_read = "end"\n')
    async with run_reader(demo_library, size=(80, 24)) as reader:
        count = reader.desk.count(View.UNREAD)
        await reader.press("a", "enter")
        assert reader.app.reader.article.line_count > reader.app.reader.article.height
        assert reader.desk.count(View.UNREAD) == count
        assert reader.desk.count(View.QUEUE) == 1
        await reader.press("G")
        assert reader.desk.count(View.UNREAD) == count - 1
        assert reader.desk.count(View.QUEUE) == 0


async def test_what_has_come_since_a_list_was_entered_is_not_marked_with_it(library: Path) -> None:
    async with run_reader(library) as reader:
        known = reader.desk.count(View.UNREAD)
        with Desk(library) as other:
            other.add_page(make_page("Come since then"), Origin(b"since", "since.txt"))
        await reader.press("A")
        assert reader.status.startswith(f"Marked read: {known} articles")
        assert reader.desk.count(View.UNREAD) == 1


async def test_where_only_ascii_is_drawn_nothing_else_is(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Desk(library) as desk:
        page = make_page("Long of source", "The Very Long Name of a Newspaper")
        desk.add_page(page, Origin(b"long", "long.txt"))
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.setenv(name, "C")
    async with run_reader(library) as reader:
        assert "Long of source" in reader.screen
        assert reader.screen.isascii()
