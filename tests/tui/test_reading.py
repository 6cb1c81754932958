"""Journeys through the app: open, follow, back, bookmark, want, quit and come back."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from driving import find_article, run_reader
from textual import events

from newsreader.actions import COMMANDS, Command
from newsreader.desk import Desk
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section, View
from newsreader.tui.reader import ReaderScreen

LIGHTHOUSE = "Two villages spent 90 years"
LIBRARY_BOOK = "Library book comes back 88 years late"
GOAT = "Goat that witnessed 1802 boundary survey"


def make_page(title: str, *headlines: str, paragraphs: int = 3, published: str = "2031-03-20") -> Page:
    parts = [
        Part(PartKind.PARAGRAPH, f"Paragraph {number} of {title}, long enough to read.") for number in range(paragraphs)
    ]
    sections = (Section("Latest", tuple(Headline(text) for text in headlines)),) if headlines else ()
    return Page(Article(title, published, ("Ada Quill",), tuple(parts)), sections)


def add_page(desk: Desk, title: str, *headlines: str, paragraphs: int = 3) -> int:
    outcome = desk.add_page(
        make_page(title, *headlines, paragraphs=paragraphs), Origin(title.encode(), f"{title[:8]}.txt")
    )
    assert outcome.id is not None
    return outcome.id


async def test_reader_sees_the_article_and_its_related_headlines_side_by_side(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        assert LIGHTHOUSE in reader.screen
        assert "By Maud Ellery · Tue 4 Mar 2031, 07:40" in reader.screen
        assert "Related: 17, 8 stored" in reader.screen
        for heading in ("More Latest News", "Islands", "The News Explained", "More Topics"):
            assert heading in reader.screen
        assert "See more" not in reader.screen
        assert "Listen to this article" not in reader.screen


async def test_on_a_narrow_screen_the_related_headlines_are_one_key_away(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        assert "More Latest News" not in reader.screen
        screen = await reader.press("l")
        assert "Related to: Two villages" in screen
        assert "More Latest News" in screen
        assert "By Maud Ellery" not in screen
        assert "By Maud Ellery" in await reader.press("tab")


async def test_following_a_headline_and_going_back_restores_everything(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.press("j", "j", "l", "}")
        while LIBRARY_BOOK not in reader.status and "[7]" not in reader.status:
            await reader.press("k")
        before, bar = reader.rows[1:-1], reader.rows[0]
        assert LIBRARY_BOOK in await reader.press("enter")
        assert "By Maud Ellery" not in reader.screen
        await reader.press("backspace")
        assert reader.status.startswith("Back: Two villages")
        assert "(step 1 of 2, L forward)" in reader.status
        read_now = [row.replace("●  7", "✓  7") for row in before]
        assert reader.rows[1:-1] == read_now
        assert reader.rows[0] == bar
        await reader.press("L")
        assert reader.rows[1].strip().startswith(LIBRARY_BOOK)
        await reader.press("L")
        assert reader.status == "End of history."


async def test_following_after_going_back_drops_the_forward_branch(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.type_number(7)
        await reader.press("H")
        await reader.type_number(13)
        assert "Paint firm pulls lighthouse money" in reader.rows[1]
        await reader.press("L")
        assert reader.status == "End of history."
        await reader.press("H", "H")
        assert reader.status == "Start of history."


async def test_an_inline_link_is_selected_and_followed(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        assert "enter" not in reader.status
        before = reader.screen
        assert await reader.press("enter") == before  # nothing is selected: a second Enter typed ahead does nothing
        await reader.press("]")
        assert reader.status.startswith("[1] stored, unread")
        await reader.press("]")
        assert reader.status.startswith("[2] stored, unread")
        await reader.press("[", "enter")
        assert "Nettlequay wakes to find its 340-kilo bell has gone" in reader.screen
        await reader.press("H")
        await reader.press("m")  # the selected link is what a key acts on
        assert "Marked unread: Nettlequay wakes" in reader.status


async def test_digits_go_to_a_link_only_with_enter(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press("1", "3")
        assert reader.status == "go to 13: Paint firm pulls lighthouse money, then puts it back with conditions"
        await reader.press("backspace")
        assert reader.status.startswith("go to 1: Nettlequay wakes")
        await reader.press("escape")
        assert "go to" not in reader.status
        assert LIGHTHOUSE in reader.screen
        await reader.press("9", "9")
        assert reader.status == "go to 99: no such link on this page"
        await reader.press("enter")
        assert LIGHTHOUSE in reader.screen
        await reader.press("1", "3", "enter")
        assert "Paint firm pulls lighthouse money" in reader.screen


async def test_a_headline_that_is_not_stored_becomes_wanted_and_opens_once_stored(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.type_number(4)
        assert reader.status.startswith("Wanted: Goat that witnessed")
        assert "+  4" in reader.screen
        assert "1 wanted" in reader.screen
        assert "Two villages" in reader.screen  # no empty view, no step in the history
        await reader.press("H")
        assert reader.status == "Start of history."
        await reader.type_number(4)
        assert reader.status.startswith("Still wanted: Goat")
        with Desk(demo_library) as other:
            add_page(other, f"{GOAT}: descendants sought")
        reader.app.reader.take_in_changes()
        await reader.pilot.pause()
        assert reader.status.startswith("Arrived: Goat that witnessed")
        assert "●  4" in reader.screen
        await reader.type_number(4)
        assert "Paragraph 0 of Goat" in reader.screen
        assert reader.desk.list_wishes() == []


async def test_wanting_can_be_undone_and_taken_back(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.type_number(4)
        await reader.press("U")
        assert reader.status.startswith("Undone, no longer wanted: Goat")
        assert "○  4" in reader.screen
        await reader.press("U")
        assert reader.status == "Nothing to undo in this run."


async def test_wanted_list_says_what_waits_and_opens_what_arrived(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(4)
        await reader.press("h", "h", "g", *"jjjjj", "l")
        assert "Goat that witnessed" in reader.screen
        assert "waiting" in reader.screen
        await reader.press("enter")
        assert reader.status.startswith("Still wanted: Goat")
        with Desk(demo_library) as other:
            add_page(other, f"{GOAT}: descendants sought")
        reader.app.reader.take_in_changes()
        await reader.pilot.pause()
        assert "arrived" in reader.screen
        await reader.press("enter")
        assert "Paragraph 0 of Goat" in reader.screen


async def test_several_articles_of_one_title_are_offered(demo_library: Path) -> None:
    title = "Pigeon in bell frame declines to move"
    with Desk(demo_library) as desk:
        for day in ("2031-03-01", "2031-03-03"):
            desk.add_page(make_page(title, published=day), Origin(day.encode(), f"{day}.txt"))
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        assert "●2" in await reader.press("l", ".")
        await reader.type_number(12)
        assert "Several stored articles bear this title" in reader.screen
        nearest, farther = (row for row in reader.rows if "2031-03-0" in row)
        assert "2031-03-03.txt" in nearest
        assert "2031-03-01.txt" in farther
        await reader.press("escape")
        assert "Several stored" not in reader.screen
        await reader.type_number(12)
        await reader.press("j", "enter")
        assert "1 Mar 2031" in reader.rows[0]


async def test_a_bookmark_is_still_there_after_quitting(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press("s")
        assert reader.status.startswith("Bookmarked: Two villages")
        await reader.press("Q")
    assert reader.app.return_value == 0
    async with run_reader(demo_library) as reader:
        await reader.press("h", "j", "j", "j", "j", "enter")
        assert reader.rows[0].strip().startswith("Bookmarks")
        assert "★ Two villages" in reader.screen
        await reader.press("s")
        assert "Bookmark taken away" in reader.status
        await reader.press("U")
        assert "bookmarked again" in reader.status
        assert reader.desk.count(View.BOOKMARKS) == 1


async def test_bookmarking_in_the_sidebar_takes_the_headlines_article(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.press("l", "n")
        title = reader.cursor_row.split("│")[1]
        await reader.press("s")
        assert reader.status.startswith("Bookmarked: ")
        assert "★" in reader.cursor_row
        assert title.strip(" >●0123456789")[:20] in reader.status


async def test_reading_position_survives_another_width_and_another_run(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press("space")
        first = next(row.strip() for row in reader.rows[1:] if row.strip())
        words = " ".join(first.split()[:3])
        await reader.resize(120, 40)
        await reader.resize(60, 12)
        assert words in "\n".join(reader.rows[1:4])
        await reader.resize(80, 24)
        assert reader.rows[1].strip() == first
        await reader.press("Q")
    async with run_reader(demo_library) as reader:
        assert "Two villages" in reader.cursor_row
        assert "Enter continues at" in reader.status
        await reader.press("enter")
        assert first in reader.rows[1]


async def test_an_article_opened_over_the_list_is_left_for_it(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE, is_over_list=True) as reader:
        assert "Maud Ellery" in reader.screen
        assert "q list" in reader.status
        await reader.press("q")
        assert "Two villages" in reader.cursor_row


async def test_a_new_run_can_go_back_to_where_the_last_one_ended(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(7)
        await reader.press("Q")
    async with run_reader(demo_library) as reader:
        await reader.press("H")
        assert LIBRARY_BOOK in reader.screen
        await reader.press("H")
        assert "Maud Ellery" in reader.screen


async def test_space_reads_on_to_the_next_unread_article_at_the_end(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("enter")
        first = reader.rows[1].strip()
        for _ in range(9):
            if "Space next unread" in reader.screen:
                break
            await reader.press("space")
        assert "end · l related" in reader.screen
        await reader.press("space")
        assert reader.rows[1].strip() != first
        assert "All 2/" in reader.rows[0]


async def test_next_and_previous_go_along_the_list_the_article_was_entered_from(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("j", "enter")
        assert "All 2/" in reader.rows[0]
        await reader.press("J")
        assert "All 3/" in reader.rows[0]
        await reader.press("K", "K")
        assert "All 1/" in reader.rows[0]
        await reader.press("K")
        assert reader.status == "First article of All."
        await reader.press("n")
        assert "All 4/" in reader.rows[0]  # the second and third were read
        await reader.press("N")
        assert reader.status == "Nothing unread above in All."


async def test_an_article_read_within_unread_stays_until_the_list_is_left(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("h", "j", "l", "enter", "q")
        assert reader.rows[0].strip().startswith("Unread")
        assert "✓" in reader.cursor_row
        await reader.press("h", "k", "j", "l")
        assert "✓" not in reader.screen


async def test_up_leads_to_the_list_however_many_headlines_were_followed(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("G", "enter")
        await reader.type_number(1)
        await reader.type_number(1)
        await reader.press("escape")
        assert reader.rows[0].strip().startswith("All")
        assert "29/29" in reader.rows[0]
        await reader.press("escape")
        assert reader.status == "q ends the program."
        await reader.press("q")
    assert reader.app.return_value == 0


async def test_q_ends_the_program_where_a_file_was_read(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        assert "q ends" in reader.status
        await reader.press("escape")
        assert LIGHTHOUSE in reader.screen
        await reader.press("q")
    assert reader.app.return_value == 0


async def test_sections_fold_so_that_every_heading_is_seen_at_first_sight(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        screen = await reader.press("l")
        for heading in ("More Latest News", "Islands", "The News Explained", "More Topics", "Linked from"):
            assert heading in screen
        assert "more" in screen
        while "more" not in reader.cursor_row:
            await reader.press("j")
        await reader.press("enter")
        assert GOAT in reader.screen
        await reader.press("}")
        assert "Islands" in reader.cursor_row
        await reader.press("{", "{")
        assert reader.status == "First section."


async def test_stored_only_hides_the_others_and_keeps_their_numbers(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.press("l", ".")
        assert GOAT not in reader.screen
        sidebar = "\n".join(row.partition("│")[2] for row in reader.rows)
        assert "○" not in sidebar
        assert "● 19" in sidebar
        await reader.press(".")
        assert "○" in "\n".join(row.partition("│")[2] for row in reader.rows)


async def test_panes_at_every_width(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(200, 50), title=LIGHTHOUSE) as reader:
        assert all(words in reader.rows[0] for words in ("Lists", "All", "courier-01", "Related: 17"))
        await reader.resize(120, 40)
        assert "Lists" not in reader.rows[0]
        await reader.press("h")
        assert "29" in reader.rows[0]
        assert "Related: 17" not in reader.rows[0]
        await reader.press("h")
        assert "Lists" in reader.rows[0]
        await reader.press("l", "l", "l", "z")
        assert "Related to:" in reader.rows[0]
        await reader.press("z")
        assert "Related: 17" in reader.rows[0]
        await reader.resize(20, 5)
        assert len(reader.rows) == 5


async def test_an_article_without_related_headlines_takes_the_room(tmp_path: Path) -> None:
    library = tmp_path / "small.sqlite"
    with Desk(library) as desk:
        add_page(desk, "A page that names no other page")
    async with run_reader(library, size=(120, 40), title="A page") as reader:
        assert "│" not in reader.screen
        await reader.press("l")
        assert reader.status == "This page names no related headlines."


async def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    async with run_reader(tmp_path / "new.sqlite") as reader:
        assert "The library is empty." in reader.screen
        assert "newsreader read FILE" in reader.screen
        for key in (
            "enter",
            "j",
            "G",
            "space",
            "s",
            "a",
            "m",
            "U",
            "n",
            "J",
            "H",
            "L",
            "l",
            "h",
            "]",
            "}",
            ".",
            "tab",
            "z",
        ):
            await reader.press(key)
        assert "The library is empty." in reader.screen
        assert reader.desk.undo() is None


async def test_a_deleted_articles_row_and_step_do_no_harm(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(7)
        assert LIBRARY_BOOK in reader.screen
        gone = find_article(reader.desk, LIGHTHOUSE)
        with Desk(demo_library) as other:
            other._db.execute("DELETE FROM article WHERE id = ?", (gone,))
        await reader.press("H")
        assert reader.status == "Start of history."


async def test_new_articles_are_counted_and_taken_in_with_g(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("j")
        row = reader.cursor_row
        with Desk(demo_library) as other:
            add_page(other, "A fresh page from another terminal")
        reader.app.reader.take_in_changes()
        await reader.pilot.pause()
        assert "1 new ↑" in reader.rows[0]
        assert reader.cursor_row == row
        await reader.press("g")
        assert "A fresh page" in reader.cursor_row
        assert "new ↑" not in reader.rows[0]


async def test_what_came_since_the_last_run_is_said_and_gone_up_to(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        assert "new ↑" not in reader.rows[0], "there was no run before"
        await reader.press("j", "enter", "q")
        row = reader.cursor_row
        reader.app.reader.keep_place()
    with Desk(demo_library) as other:
        for title in ("A fresh page of the night", "Another fresh page of it"):
            add_page(other, title)
    async with run_reader(demo_library) as reader:
        assert reader.cursor_row[2:30] == row[2:30]
        assert "2 new ↑ g" in reader.rows[0]
        with Desk(demo_library) as other:
            other.set_bookmarked(1, True)
        reader.app.reader.take_in_changes()
        assert "2 new ↑ g" in await reader.press("j")
        # What was gone up to is new no longer.
        assert "1 new ↑ g" in await reader.press("k", "k", "k")
        assert "1 new ↑ g" in await reader.press("j")
        await reader.press("g")
        assert "fresh page" in reader.cursor_row
        assert "new ↑" not in reader.rows[0]
    async with run_reader(demo_library) as reader:
        assert "new ↑" not in reader.rows[0], "they came before the last run ended"


async def test_a_locked_library_is_said_and_the_app_goes_on(
    demo_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE, is_over_list=True) as reader:
        reader.desk._db.execute("PRAGMA busy_timeout = 10")
        other = sqlite3.connect(demo_library, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for keys in ("s", "m", "1 3 enter", "q"):
            await reader.press(*keys.split())
            assert "is held by another program" in reader.status, keys
        reader.app.reader.keep_place()
        other.execute("ROLLBACK")
        other.close()
        # What could be read meanwhile was, and where the reader has been is known all the same.
        await reader.press("H", "s")
        assert reader.status.startswith("Bookmarked: Paint firm pulls")
        visited = reader.desk._db.execute("SELECT article_id FROM step").fetchall()
        assert (find_article(reader.desk, "Paint firm pulls"),) in visited


async def test_a_key_typed_ahead_of_what_opening_notes_has_the_last_word(
    demo_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_reader(demo_library) as reader:
        article = reader.app.reader.rows.row.id  # type: ignore[union-attr]
        monkeypatch.setattr(reader.app.reader, "call_after_refresh", lambda *_: None)
        await reader.press("enter", "m")
        assert reader.status.startswith("Marked unread")
        reader.app.reader.keep_place()
        assert reader.desk.fetch_rows([article])[0].is_unread


async def test_what_can_only_be_read_is_read(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        reader.desk._db.execute("PRAGMA query_only = 1")
        await reader.press("enter")
        assert "can't be written" in reader.status
        assert "lines 1-" in reader.rows[0]
        first = reader.rows[1]
        await reader.press("J")
        assert "lines 1-" in reader.rows[0]
        assert reader.rows[1] != first
        await reader.press("H")
        assert reader.rows[1] == first
        await reader.press("q", "enter")
        assert reader.rows[1] == first


async def test_keys_that_end_the_program_do_so_from_dialogs_and_no_others_do(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("ctrl+q")
        assert reader.app.return_value is None
        await reader.press("ctrl+c")
        assert reader.status == "ctrl+c once more ends the program."
        await reader.press("?", "Q")
    assert reader.app.return_value == 0


async def test_the_title_bar_tells_the_truth_after_leaving_and_coming_back(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        before = reader.rows[0]
        await reader.press("tab", "tab")
        assert reader.rows[0] == before
        await reader.press("h", "h", "l", "l")
        assert "lines 1-22 of" in reader.rows[0]


async def test_a_list_that_fits_is_seen_whole_and_a_longer_one_around_the_cursor(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.press("h")
        assert sum("Mar 2031 │" in row for row in reader.rows) == 29
        await reader.press("Q")
    async with run_reader(demo_library, size=(80, 12)) as reader:
        assert "Two villages" in reader.cursor_row
        assert 1 < reader.rows.index(reader.cursor_row) < 9


async def test_the_cursor_starts_on_the_article_read_last_though_it_was_gone_back_to(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(7)
        await reader.press("H", "Q")
    async with run_reader(demo_library) as reader:
        assert "Two villages" in reader.cursor_row
        await reader.press("H")
        assert LIBRARY_BOOK in reader.screen  # no step leads from the list to the same list


async def test_unfolding_one_section_leaves_the_others_as_they_are(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        first_section = (await reader.press("l")).splitlines()[1:5]
        await reader.press("}", "enter")
        assert [row.replace(">", " ", 1) for row in reader.screen.splitlines()[1:5]] == [
            row.replace(">", " ", 1) for row in first_section
        ]
        assert "Islands" in reader.screen


async def test_one_step_too_many_to_the_right_wants_nothing(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(4)
        await reader.press("U", "l")
        while "not stored" not in reader.status:
            await reader.press("j")
        await reader.press("l")
        assert reader.status == "Not stored: Enter wants it."
        assert reader.desk.list_wishes() == []


async def test_messages_fit_on_80_columns_with_what_to_press(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        assert reader.status.endswith("? keys")
        await reader.type_number(4)
        assert reader.status.endswith("U undo")
        await reader.type_number(4)
        assert reader.status.endswith("is added")
        await reader.press("k")
        assert reader.status.endswith("? keys")  # with a wish among the counts there is less room
        await reader.press("h", "h", "g", *"jjjjj", "l")
        assert reader.status.endswith("a stops wanting it")
        await reader.press("m")
        assert reader.status == "Not stored: there is nothing to mark read."
        await reader.press("s")
        assert "nothing to bookmark" in reader.status


async def test_a_number_longer_than_any_page_has_links_stays_no_link(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press(*"0123456")
        assert reader.status == "go to 01234: no such link on this page"


async def test_help_shows_every_key(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(100, 24)) as reader:
        seen = await reader.press("?")
        for _ in range(12):
            seen += await reader.press("space")
        for command in COMMANDS:
            assert command.help in seen, command
        assert "Bookmarks" not in seen
        await reader.press("escape")
        assert "Keys" not in reader.rows[0]


async def test_theme_picker_previews_keeps_and_gives_up(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        assert reader.app.theme == "newsprint-dark"
        await reader.press("T", "j")
        assert reader.app.theme == "newsprint-light"
        await reader.press("escape")
        assert reader.app.theme == "newsprint-dark"
        await reader.press("T", "g", "enter")
        assert reader.app.theme == "high-contrast"
        await reader.press("Q")
    async with run_reader(demo_library) as reader:
        assert reader.app.theme == "high-contrast"
    async with run_reader(demo_library, theme="newsprint-light") as reader:
        assert reader.app.theme == "newsprint-light"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_its_method(command: Command) -> None:
    assert callable(getattr(ReaderScreen, f"action_{command.name.replace('-', '_')}", None))


async def test_keys_typed_ahead_end_where_they_would_one_by_one(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        for _ in range(2):
            reader.app.post_message(events.Key("tab", None))
        await reader.pilot.pause()
        assert reader.app.focused is reader.app.reader.article
    async with run_reader(demo_library) as reader:
        await reader.press("enter", "G")
        assert "All 1/" in reader.rows[0] or "All 24/" in reader.rows[0]
        start = reader.app.reader.rows.cursor
        for _ in range(2):
            reader.app.post_message(events.Key("space", " "))
        await reader.pilot.pause()
        assert reader.app.reader.rows.cursor == start + 1
    # What comes into sight has no lines before it is laid out.
    for keys in ("ljj", "hjkjl", "/a"):
        shown = []
        for is_ahead in (False, True):
            async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
                for key in keys:
                    event = events.Key({"/": "slash"}.get(key, key), key)
                    reader.app.post_message(event)
                    if not is_ahead:
                        await reader.pilot.pause()
                await reader.pilot.pause(0.1)
                if is_ahead:
                    # On a busy machine it may be behind.
                    await reader.wait_until(lambda: reader.rows == shown[0])  # noqa: B023 - it is called here
                shown.append(reader.rows)
        assert shown[0] == shown[1]


async def test_two_terminals_keep_each_others_place(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        article = find_article(reader.desk, LIGHTHOUSE)
        reader.app.reader.keep_place()
        with Desk(demo_library) as other:
            other.keep_offset(article, 1500, 0.7)
            reader.app.reader.take_in_changes()
            await reader.pilot.pause()
            reader.app.reader.keep_place()
            assert other.offset_of(article) == 1500
            await reader.press("space")
            reader.app.reader.keep_place()
            assert other.offset_of(article) not in (0, 1500)


async def test_a_selected_link_that_another_terminal_takes_away_does_no_harm(tmp_path: Path) -> None:
    library = tmp_path / "small.sqlite"
    page = make_page("A page that will be split again")
    link = Part(PartKind.LINK, "A link that will be gone", label="Read more")
    with_link = replace(page, article=replace(page.article, parts=(*page.article.parts, link)))
    with Desk(library) as desk:
        desk.add_page(with_link, Origin(b"first", "page.txt"))
    async with run_reader(library, title="A page") as reader:
        await reader.press("]")
        assert reader.status.startswith("[1]")
        with Desk(library) as other:
            other.add_page(page, Origin(b"second", "page.txt"))
        reader.app.reader.take_in_changes()
        await reader.pilot.pause()
        assert "[1]" not in reader.status
        await reader.press("enter", "]")
        assert reader.status == "No further link in the text."


async def test_back_puts_the_lists_cursor_where_the_article_was_entered(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("g", "enter", "J", "J", "H", "H")
        assert "All 1/29" in reader.rows[0]
        await reader.press("J")
        assert "All 2/29" in reader.rows[0]
        await reader.press("h", "h", "j", "l", "H", "H", "h", "h")
        assert "All" in reader.cursor_row


async def test_another_list_starts_at_its_first_row(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("g", "j", "j", "j", "h", "j", "l")
        assert "1/29" in reader.rows[0]


async def test_a_library_held_at_the_start_is_said(demo_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(demo_library, isolation_level=None)
    monkeypatch.setattr("newsreader.library.database.BUSY_SECONDS", 0.01)
    other.execute("BEGIN IMMEDIATE")
    async with run_reader(demo_library) as reader:
        assert "is held by another program" in reader.status
        assert "29" in reader.rows[0]
        other.execute("ROLLBACK")
        other.close()
        await reader.press("enter")
        assert "lines 1-" in reader.rows[0]


def test_no_key_is_bound_twice() -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "hostile", ["\x1b]52;c;ZXZpbA==\x07", "\x1b]8;;http://x.example\x1b\\", "\x1b[2J", "\u202e", "[bold]", "[link=x]"]
)
async def test_hostile_text_is_shown_harmlessly(tmp_path: Path, hostile: str) -> None:
    title = f"Mayor {hostile}opens the new bridge over the river"
    body = "\n\n".join(
        f"{hostile}Paragraph {n} says that the bridge was opened by the mayor on Tuesday." for n in range(6)
    )
    library = tmp_path / "hostile.sqlite"
    with Desk(library) as desk:
        outcome = desk.add(f"{title}\n\n3 March 2031\n\nBy Ada Quill\n\n{body}\n".encode(), f"{hostile}.txt")
        assert outcome.id is not None, outcome
    async with run_reader(library, size=(120, 40)) as reader:
        screen = reader.screen + await reader.press("enter")
        assert not [character for character in screen if character != "\n" and ord(character) < 32]
        assert "\u202e" not in screen
        if hostile.startswith("["):
            assert hostile in screen


async def test_what_many_articles_name_can_be_wanted_where_it_is_listed(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press("h", "h", "g", *"jjjjjj", "l")
        assert reader.screen.count("named by") > 10
        assert reader.status.endswith("Enter wants it")
        await reader.press("enter")
        assert reader.status.startswith("Wanted: Upper Quill council")
        assert "Upper Quill council" not in reader.screen.splitlines()[1]
        await reader.press("h", "k", "l")
        assert "Upper Quill council" in reader.screen
        await reader.press("U", "h", "j", "l")
        assert "Upper Quill council" in reader.screen.splitlines()[1]
