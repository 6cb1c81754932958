"""Every action of the key map by its key: what was typed before, and what it changed on the screen or in the library.

An action that stands in no journey here fails.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from driving import Driver, run_reader
from program import FIRST

from newsreader.actions import COMMANDS, Command
from newsreader.desk import Desk
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section, View

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Journey:
    """Keys that come before, and what must hold after the action's own; `before` must not hold before it."""

    holds: Callable[[Driver], bool]
    keys: str = ""
    title: str = "Ferry returns"
    after: str = ""


def shows(words: str) -> Callable[[Driver], bool]:
    return lambda reader: words in reader.screen


def says(words: str) -> Callable[[Driver], bool]:
    return lambda reader: words in reader.status


def row(words: str) -> Callable[[Driver], bool]:
    return lambda reader: words in reader.cursor_row


def counts(view: View, number: int) -> Callable[[Driver], bool]:
    return lambda reader: reader.desk.count(view) == number


def widths(reader: Driver) -> list[int]:
    return [pane.outer_size.width for pane in reader.app.reader.panes.values() if pane.display]


JOURNEYS = {
    "line-down": Journey(row("Goat on the roof"), title=""),
    "line-up": Journey(row("Ferry returns"), "j", title=""),
    "page-down": Journey(lambda reader: "lines 1-" not in reader.rows[0]),
    "page-up": Journey(shows("lines 1-"), "space"),
    "half-page-down": Journey(lambda reader: "lines 1-" not in reader.rows[0]),
    "half-page-up": Journey(shows("lines 1-"), "ctrl+d"),
    "first": Journey(row("Ferry returns"), "G", title=""),
    "last": Journey(row("Lamp stays lit"), title=""),
    "open": Journey(shows("The night boat"), title=""),
    "pane-left": Journey(lambda reader: "Lists" in reader.rows[0], title=""),
    "pane-right": Journey(shows("Related to: Ferry")),
    "next-pane": Journey(shows("Related to: Ferry")),
    "previous-pane": Journey(shows("Related to: Ferry")),
    "wider": Journey(lambda reader: widths(reader) == [28, 92], "resize h", title=""),
    "narrower": Journey(lambda reader: widths(reader) == [20, 100], "resize h", title=""),
    "zoom": Journey(lambda reader: "Lists" not in reader.rows[0], "resize", title=""),
    "back": Journey(lambda reader: "Ferry returns" in reader.rows[1], "2 enter"),
    "forward": Journey(lambda reader: "Goat on the roof" in reader.rows[1], "2 enter H"),
    "trail": Journey(shows("Where you have been")),
    "history": Journey(shows("What you have opened")),
    "save-search": Journey(
        lambda reader: reader.desk.list_saved() == [("goat", "goat")], "S g o a t enter", after="enter"
    ),
    "up": Journey(lambda reader: "All" in reader.rows[0].split()[:1] and "Keeper" in reader.screen),
    "close": Journey(lambda reader: "All" in reader.rows[0].split()[:1] and "Keeper" in reader.screen),
    "next-link": Journey(says("[1] stored")),
    "previous-link": Journey(says("[1] stored"), "G"),
    "why": Journey(shows("Why: ")),
    "next-article": Journey(lambda reader: "Goat on the roof" in reader.rows[1]),
    "previous-article": Journey(lambda reader: "Ferry returns" in reader.rows[1], "J"),
    "next-unread": Journey(lambda reader: "Goat on the roof" in reader.rows[1]),
    "previous-unread": Journey(row("Keeper retires"), "G", title=""),
    "sort": Journey(lambda reader: reader.cursor_row in reader.rows[4], title=""),
    "find": Journey(says("find: late 1/60"), after="l a t e enter"),
    "search": Journey(shows("Found: goat"), after="g o a t enter"),
    "hints": Journey(says("A label's letters"), "l"),
    "list-links": Journey(shows("Never seen before")),
    "next-section": Journey(shows("Last section"), "l"),
    "previous-section": Journey(lambda reader: ">▾ More" in reader.screen, "l j"),
    "stored-only": Journey(lambda reader: "Never seen" not in reader.screen, "l"),
    "bookmark": Journey(counts(View.BOOKMARKS, 1)),
    "queue": Journey(counts(View.QUEUE, 1), title=""),
    "tag": Journey(lambda reader: reader.desk.list_tags() == [("sea", 1, 0)], after="s e a enter"),
    "note": Journey(lambda reader: len(reader.desk.find_ids("has:note", 9)) == 1, after="h i enter"),
    "delete": Journey(counts(View.TRASH, 1)),
    "mark-all-read": Journey(counts(View.UNREAD, 0), title=""),
    "not-this": Journey(says("Not this article: Goat"), "l"),
    "toggle-read": Journey(counts(View.UNREAD, 3), title=""),
    "copy-address": Journey(says("Copied the title: Ferry"), "y"),
    "copy-article": Journey(says("Copied as Markdown: Ferry")),
    "cite": Journey(says('Copied: "Ferry returns"')),
    "browse": Journey(says("No address known: Ferry")),
    "pipe": Journey(says("Given to true: Ferry"), after="t r u e enter"),
    "share": Journey(says("Nobody to share with")),
    "edit": Journey(says("Back from true: Ferry")),
    "undo": Journey(counts(View.BOOKMARKS, 0), "s"),
    "redo": Journey(counts(View.BOOKMARKS, 1), "s U"),
    "fetch": Journey(says("No address known: Ferry")),
    "refresh": Journey(says("r is for a feed"), title=""),
    "refresh-all": Journey(says("No feeds yet: I subscribes"), title=""),
    "subscribe": Journey(says("goat is no address"), title="", after="g o a t enter"),
    "import-newsboat": Journey(shows("Taken over from newsboat"), title="", after="p a g e s enter"),
    "rename-feed": Journey(says("That is for a feed"), title=""),
    "full-text": Journey(says("That is for a feed"), title=""),
    "feeds": Journey(says("No feeds yet: I subscribes"), title=""),
    "palette": Journey(shows("Do:")),
    "theme": Journey(shows("newsprint-light")),
    # What it is for is seen on a terminal alone (journeys/test_wire_journeys.py).
    "repaint": Journey(lambda reader: "End of history" not in reader.status, "L"),
    "toggle-mouse": Journey(says("Mouse o")),
    "add": Journey(counts(View.ALL, 5), after="p a g e s enter"),
    "export": Journey(lambda _: Path("a.html").exists(), after="a . h t m l enter"),
    "reparse": Journey(says("split again")),
    "help": Journey(shows("Moving")),
    "quit": Journey(lambda reader: reader.app.return_value == 0),
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Four articles; the first is long, links to the third, and names the second and one not stored."""
    path = tmp_path / "library.sqlite"
    texts = {
        "Ferry returns": "The night boat came back. " * 30 + "It was late. " * 60,
        "Goat on the roof": "It came by ferry and ate the flag.",
        "Keeper retires": "He kept the light.",
        "Lamp stays lit": "It shines.",
    }
    (tmp_path / "pages").mkdir()
    shutil.copy(FIRST, tmp_path / "pages")
    (tmp_path / "pages" / "urls").touch()
    with Desk(path) as desk:
        for number, (title, text) in enumerate(texts.items(), 1):
            parts = [Part(PartKind.PARAGRAPH, text)]
            headlines = (Headline("Goat on the roof"), Headline("Never seen before"))
            if number == 1:
                parts.append(Part(PartKind.LINK, "Keeper retires", label="Read more"))
            sections = (Section("More", headlines),) if number == 1 else ()
            page = Page(Article(title, f"2031-05-0{9 - number}", (), tuple(parts), "", "Post"), sections)
            desk.add_page(page, Origin(title.encode(), "x.txt"))
    return path


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_every_action_does_what_it_says(command: Command, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journey = JOURNEYS[command.name]
    monkeypatch.chdir(library.parent)
    # The clipboard, the editor and the newsboat of who tests are left alone.
    monkeypatch.setenv("HOME", str(library.parent))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr("newsreader.tui.sharing.choose_copiers", lambda _: [])
    monkeypatch.setenv("VISUAL", "true")
    async with run_reader(library, title=journey.title, is_over_list=True) as reader:
        for key in journey.keys.split():
            await (reader.resize(120, 30) if key == "resize" else reader.press(key))
        assert not journey.holds(reader), "so it was before"
        await reader.press(command.keys[0])
        await reader.press(*journey.after.split())
        await reader.wait_until(lambda: journey.holds(reader))
        assert journey.holds(reader), reader.screen


def test_no_journey_is_of_an_action_that_is_gone() -> None:
    assert set(JOURNEYS) == {command.name for command in COMMANDS}
