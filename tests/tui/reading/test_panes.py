"""What is seen: article and related headlines, beside each other or one at a time, folded or not, and harmless."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import run_reader
from driving_pages import GOAT, LIGHTHOUSE, add_page

from newsreader.desk import Desk


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


async def test_the_title_bar_tells_the_truth_after_leaving_and_coming_back(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        before = reader.rows[0]
        await reader.press("tab", "tab")
        assert reader.rows[0] == before
        await reader.press("h", "h", "l", "l")
        assert "lines 1-22 of" in reader.rows[0]


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


async def test_unfolding_one_section_leaves_the_others_as_they_are(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        first_section = (await reader.press("l")).splitlines()[1:5]
        await reader.press("}", "enter")
        assert [row.replace(">", " ", 1) for row in reader.screen.splitlines()[1:5]] == [
            row.replace(">", " ", 1) for row in first_section
        ]
        assert "Islands" in reader.screen


async def test_stored_only_hides_the_others_and_keeps_their_numbers(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.press("l", ".")
        assert GOAT not in reader.screen
        sidebar = "\n".join(row.partition("│")[2] for row in reader.rows)
        assert "○" not in sidebar
        assert "● 19" in sidebar
        await reader.press(".")
        assert "○" in "\n".join(row.partition("│")[2] for row in reader.rows)


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
