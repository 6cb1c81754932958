"""The palette: every action by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import run_reader

from newsreader.actions import COMMANDS
from newsreader.model import View
from newsreader.tui.dialogs.palette import filter_commands

if TYPE_CHECKING:
    from pathlib import Path


async def test_every_action_can_be_done_by_its_name(library: Path) -> None:
    async with run_reader(library, title="Ferry returns", size=(120, 40)) as reader:
        await reader.press("ctrl+p")
        await reader.type_text("bookm")
        await reader.press("enter")
        assert reader.status.startswith("Bookmarked: Ferry returns")
        assert reader.desk.count(View.BOOKMARKS) == 1
        await reader.press("ctrl+p")
        assert "qqqq" in await reader.type_text("qqqq")
        await reader.press("enter", "escape")
        await reader.press("ctrl+p")
        await reader.type_text("quit")
        await reader.press("enter")
    assert reader.app.return_value == 0


async def test_what_the_palette_has_no_room_for_is_seen_to_be_cut(library: Path) -> None:
    async with run_reader(library, size=(50, 24)) as reader:
        shown = await reader.press(":")
        row = next(row for row in shown.split("\n") if "page-down" in row)
        assert row.strip("│ ").endswith("…")


def test_the_palette_finds_by_name_help_and_part() -> None:
    assert filter_commands(COMMANDS, "") == list(COMMANDS)
    assert next(iter(filter_commands(COMMANDS, "next un"))).name == "next-unread"
    assert "undo" in [command.name for command in filter_commands(COMMANDS, "last change")]
    assert filter_commands(COMMANDS, "zebra") == []
