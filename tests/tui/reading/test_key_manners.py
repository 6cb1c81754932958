"""Keys: each is bound once and stands in the help, does the same typed ahead, and few end the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import run_reader
from driving_pages import LIGHTHOUSE
from textual import events

from newsreader.actions import COMMANDS, Command
from newsreader.tui.reader import ReaderScreen


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_its_method(command: Command) -> None:
    assert callable(getattr(ReaderScreen, f"action_{command.name.replace('-', '_')}", None))


def test_no_key_is_bound_twice() -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))


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


async def test_keys_that_end_the_program_do_so_from_dialogs_and_no_others_do(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("ctrl+q")
        assert reader.app.return_value is None
        await reader.press("ctrl+c")
        assert reader.status == "ctrl+c once more ends the program."
        await reader.press("?", "Q")
    assert reader.app.return_value == 0
