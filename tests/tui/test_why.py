"""The why view: what each line of a page was taken for, and what a correction makes of the article."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from driving import Driver, find_article, run_reader
from program import FIRST
from rich.cells import cell_len
from test_layout import PIECES

from newsreader import paths
from newsreader.desk import Desk
from newsreader.model import Article, Label, Origin, Page, Part, PartKind
from newsreader.tui.find import carry_offset, find_piece
from newsreader.tui.why import WhyScreen

LIGHTHOUSE = "Two villages spent 90 years"
BUTTON = "Listen to this article"


async def wait_until_split(reader: Driver) -> None:
    """Until the worker has answered."""
    for _ in range(150):
        await reader.pilot.pause()
        if "splitting" not in reader.status:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(reader.screen)


async def open_why(reader: Driver, text: str = "") -> None:
    """The why view, with the cursor on the line that begins so."""
    await reader.press("W")
    await wait_until_split(reader)
    screen = reader.app.screen
    assert isinstance(screen, WhyScreen)
    place = screen.view.find_text(text) if text else None
    if place is not None:
        screen.view.set_cursor(place)
        await reader.pilot.pause()


async def test_a_line_is_corrected_seen_in_the_article_and_undone(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(100, 60), title=LIGHTHOUSE) as reader:
        assert BUTTON not in reader.screen
        before = reader.screen
        await open_why(reader, BUTTON)
        assert reader.cursor_row.split() == [">furniture", *BUTTON.split()]
        assert reader.status.startswith("furniture, ")
        assert "% sure" in reader.status
        await reader.press("c", "b")
        assert "splitting…" in reader.status
        assert reader.cursor_row.split()[:2] == [">body", "!"]
        await wait_until_split(reader)
        assert f"Corrected to body: {BUTTON}" in reader.status
        await reader.press("k", "j")
        assert reader.status.startswith("body, corrected")
        assert BUTTON in await reader.press("q")
        await reader.press("U")
        assert f"Undone, the line is what it was before: {BUTTON}" in reader.status
        await wait_until_split(reader)
        assert BUTTON not in "".join(reader.rows[:-1])
        assert f"Undone, the line is what it was before: {BUTTON}" in reader.status
        assert reader.desk.list_corrections() == []
        await reader.press("j", "k")
        assert reader.screen == before
        await reader.press("ctrl+r")
        await wait_until_split(reader)
        assert BUTTON in "".join(reader.rows[:-1])


async def test_undo_in_the_view_and_taking_a_correction_away(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(100, 60), title=LIGHTHOUSE) as reader:
        await open_why(reader, BUTTON)
        await reader.press("enter", "c")
        await wait_until_split(reader)
        (kept,) = reader.desk.list_corrections()
        assert (kept.correction.text, kept.correction.label) == (BUTTON, "caption")
        await reader.press("U")
        await wait_until_split(reader)
        assert "furniture" in reader.cursor_row
        assert reader.desk.list_corrections() == []
        await reader.press("ctrl+r")
        assert f"Corrected to caption again: {BUTTON}" in reader.status
        await wait_until_split(reader)
        assert reader.cursor_row.split()[:2] == [">caption", "!"]
        await reader.press("U")
        await wait_until_split(reader)
        await reader.press("c", "x")  # nothing to take away: the choice is not there
        assert "What is this?" in reader.screen
        await reader.press("t")
        await wait_until_split(reader)
        assert reader.cursor_row.split()[:2] == [">title", "!"]
        reading = reader.desk.read(kept.article_id)
        assert reading is not None
        assert reading.article.title == BUTTON
        assert "take the correction away" in await reader.press("c")
        await reader.press("x")
        await wait_until_split(reader)
        assert "furniture" in reader.cursor_row
        await reader.press("escape")
        assert LIGHTHOUSE in reader.rows[1]


async def test_the_reader_stays_where_they_were_though_a_line_came_in_above(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(60, 14), title=LIGHTHOUSE) as reader:
        await reader.press("space", "space", "space", "j")
        top = reader.rows[1]
        assert top.strip()
        await open_why(reader, BUTTON)
        await reader.press("c", "b")
        await wait_until_split(reader)
        await reader.press("q")
        assert reader.rows[1] == top
        await reader.press("U")
        await wait_until_split(reader)
        assert reader.rows[1] == top


def test_an_offset_is_carried_to_the_same_piece() -> None:
    def make(*texts: str) -> Article:
        return Article("Ferry", parts=tuple(Part(PartKind.PARAGRAPH, text) for text in texts))

    old = make("One.", "Two.", "One.")
    for offset, (start, text) in enumerate([(0, "Ferry")] * 7 + [(7, "One.")] * 5 + [(12, "Two.")] * 5):
        assert find_piece(old, offset) == (start, text)
    assert carry_offset(old, make("New.", "One.", "Two.", "One."), 13) == 18
    assert carry_offset(old, make("New.", "One.", "Two.", "One."), 17) == 22
    assert carry_offset(old, make("One."), 13) == 13
    assert carry_offset(old, make("Two."), 0) == 0


async def test_leaving_before_the_page_is_split_again_shows_the_article_all_the_same(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(100, 60), title=LIGHTHOUSE) as reader:
        await open_why(reader, BUTTON)
        await reader.press("c", "b", "q")
        assert reader.status == "splitting…"
        await reader.wait_until(lambda: BUTTON in reader.screen and "splitting" not in reader.status)
        assert BUTTON in reader.screen
        assert "splitting" not in reader.status
        assert reader.desk.list_due() == []


async def test_what_an_earlier_run_left_is_split_at_the_start(demo_library: Path) -> None:
    with Desk(demo_library) as desk:
        article_id = find_article(desk, LIGHTHOUSE)
        explanation = desk.explain(article_id)
        assert explanation is not None
        (seen,) = [seen for seen in explanation.blocks if seen.text == BUTTON]
        desk.correct_block(article_id, (seen.first_line, seen.last_line, seen.text), seen.label.BODY)
    async with run_reader(demo_library, size=(100, 60), title=LIGHTHOUSE) as reader:
        for _ in range(150):
            await reader.pilot.pause()
            if not reader.desk.list_due():
                break
            await asyncio.sleep(0.05)
        assert reader.desk.list_due() == []
        reading = reader.desk.read(article_id)
        assert reading is not None
        assert BUTTON in [part.text for part in reading.article.parts]


async def test_the_view_moves_as_every_list_and_from_run_to_run(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(80, 24), title=LIGHTHOUSE) as reader:
        await open_why(reader)
        assert "title" in reader.cursor_row
        screen = reader.app.screen
        assert isinstance(screen, WhyScreen)
        await reader.press("G")
        assert screen.view.cursor == screen.view.item_count - 1
        await reader.press("}")
        assert reader.status.startswith("Nothing else below.")
        last = screen.view.seen
        assert last is not None
        await reader.press("{", "{")
        assert screen.view.seen is not None
        assert screen.view.seen.label is not last.label
        await reader.press("g")
        assert screen.view.cursor == 0
        await reader.press("{")
        assert reader.status.startswith("Nothing else above.")
        await reader.press("space", "b", "j")
        assert screen.view.cursor == 1
        assert "say what the line is" in await reader.press("?")
        await reader.press("escape")
        assert screen.view.cursor == 1
        await reader.press("W")
        assert LIGHTHOUSE in reader.rows[1]


async def test_it_opens_on_the_line_that_was_read(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(80, 24), title=LIGHTHOUSE) as reader:
        await reader.press("space", "space")
        top = next(row for row in reader.rows[1:] if row.strip()).strip()
        await open_why(reader)
        screen = reader.app.screen
        assert isinstance(screen, WhyScreen)
        assert screen.view.seen is not None
        assert screen.view.seen.label == "body"
        assert top.split()[0] in screen.view.seen.text


async def test_what_is_unsure_is_marked_and_found(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    page = Path(__file__).parents[1] / "fixtures" / "gate" / "bridges.lynx.txt"
    with Desk(library) as desk:
        article_id = desk.add(page.read_bytes(), "bridges.txt").id or 0
        desk.correct_block(article_id, (0, 0, "Cut otherwise"), Label.BODY)
        found = desk.explain(article_id)
        title = desk.fetch_rows([article_id])[0].title
    assert found is not None
    unsure = [place for place, seen in enumerate(found.blocks) if seen.sureness < 0.6]
    async with run_reader(library, title=title) as reader:
        await open_why(reader)
        assert reader.status.endswith("? keys")
        assert "1 correction without a line" in reader.status
        await reader.press("g", "N")
        assert reader.status.startswith("No line that is unsure or corrected above.")
        screen = reader.app.screen
        assert isinstance(screen, WhyScreen)
        seen = [screen.view.cursor] if unsure[0] == 0 else []
        for _ in range(len(unsure) - len(seen)):
            await reader.press("n")
            assert " ? " in reader.cursor_row
            seen.append(screen.view.cursor)
        assert seen == unsure
        await reader.press("n")
        assert reader.status.startswith("No line that is unsure or corrected below.")


async def test_a_page_that_is_left_without_text_says_so_and_stays(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    with Desk(library) as desk:
        article_id = desk.add(FIRST.read_bytes(), "light.txt").id or 0
        found = desk.explain(article_id)
        assert found is not None
        texts = [seen for seen in found.blocks if seen.label in (Label.BODY, Label.LEAD, Label.QUOTE)]
        for seen in texts[1:]:
            desk.correct_block(article_id, (seen.first_line, seen.last_line, seen.text), Label.FURNITURE)
    async with run_reader(library, title=LIGHTHOUSE) as reader:
        await open_why(reader, texts[0].text)
        before = reader.desk.read(article_id)
        assert before is not None
        await reader.press("c", "f")
        await wait_until_split(reader)
        assert "no article" in reader.status
        await reader.press("k")
        assert "% sure" in reader.status
        after = reader.desk.read(article_id)
        assert after is not None
        assert after.article == before.article


async def test_the_readers_own_keys_hold_here_too(demo_library: Path) -> None:
    config = paths.config_path()
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text('[keys]\npreset = "vim"\nline-down = ["c"]\n')
    async with run_reader(demo_library, size=(100, 60), title=LIGHTHOUSE) as reader:
        await open_why(reader, BUTTON)
        await reader.press("enter", "b")
        assert "u undo" in reader.status
        await wait_until_split(reader)
        await reader.press("u")
        assert f"Undone, the line is what it was before: {BUTTON}" in reader.status
        await wait_until_split(reader)
        assert "furniture" in reader.cursor_row
        row = reader.cursor_row
        await reader.press("c")  # another action's key now
        assert "What is this?" not in reader.screen
        assert reader.cursor_row != row


async def test_without_an_article_it_says_what_it_is_for(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("W")
        assert reader.status.startswith("W is for an open article")


async def test_a_library_that_is_busy_is_said_and_nothing_is_lost(
    demo_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsreader.model import LibraryError

    async with run_reader(demo_library, size=(100, 60), title=LIGHTHOUSE) as reader:
        await open_why(reader, BUTTON)

        def refuse(*_: object) -> None:
            raise LibraryError("the library is busy")

        monkeypatch.setattr(reader.desk, "correct_block", refuse)
        await reader.press("c", "b")
        assert reader.status.startswith("the library is busy")
        assert "furniture" in reader.cursor_row


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (133, 7)])
async def test_no_line_is_wider_than_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    library = tmp_path / "library.sqlite"
    with Desk(library) as desk:
        article = Article("Ferry returns", parts=(Part(PartKind.PARAGRAPH, "The night boat came back."),))
        text = "\n\n".join([*(piece * 9 for piece in PIECES), " ".join(PIECES), "Ferry returns"])
        desk.add_page(Page(article), Origin(text.encode(), "".join(PIECES)))
    async with run_reader(library, size=size, title="Ferry") as reader:
        await open_why(reader)
        for keys in ("g", "space", "c", "escape", "j", "G"):
            await reader.press(keys)
            assert all(cell_len(row) == size[0] for row in reader.rows)


async def test_a_long_line_is_read_whole(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    words = " ".join(f"word{number}" for number in range(150))
    pieces = ("Ferry returns to the harbour", "4 March 2031", "By Ada Quill", f"The {words}.", "The goat slept.")
    text = "\n\n".join(pieces)
    with Desk(library) as desk:
        article_id = desk.add(text.encode(), "ferry.txt").id or 0
        title = desk.fetch_rows([article_id])[0].title
    for keys in ("j", "space"):
        async with run_reader(library, size=(60, 10), title=title) as reader:
            await open_why(reader)
            await reader.press("g")
            screen = reader.app.screen
            assert isinstance(screen, WhyScreen)
            last = screen.view.item_count - 1
            seen: set[str] = set()
            for _ in range(100):
                seen |= {word for row in reader.rows for word in row.split()}
                if screen.view.cursor == last:
                    break
                await reader.press(keys)
            assert screen.view.cursor == last
            assert {f"word{number}" for number in range(149)} <= seen
            # And back up, to where it began.
            for _ in range(50):
                if (screen.view.cursor, screen.view.top) == (0, 0):
                    break
                await reader.press("k" if keys == "j" else "b")
            assert (screen.view.cursor, screen.view.top) == (0, 0)
            assert await reader.resize(100, 12)
            assert all(len(row) == 100 for row in reader.rows)
