"""Journeys with other keys than the default ones: under the presets, and with keys of the user's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from driving import run_reader

from newsreader import paths
from newsreader.actions import DEFAULT_KEYS, KeyNames
from newsreader.keymaps import load_key_map
from newsreader.model import View
from newsreader.text import cell_width
from newsreader.tui.dialogs.help import list_entries, list_help
from newsreader.tui.keys import make_bindings
from newsreader.tui.lines import UNICODE

LIGHTHOUSE = "Two villages spent 90 years"
PRESETS = ("default", "newsboat", "vim", "lynx")


def configure(text: str) -> None:
    paths.config_path().parent.mkdir(parents=True, exist_ok=True)
    paths.config_path().write_text(text, encoding="utf-8")


async def test_a_journey_with_newsboats_keys(demo_library: Path) -> None:
    configure('keys.preset = "newsboat"')
    async with run_reader(demo_library) as reader:
        await reader.press("home", "enter")
        assert "All 1/29" in reader.rows[0]
        await reader.press("J")
        assert "All 2/29" in reader.rows[0]
        await reader.press("n")
        await reader.press("p")
        assert reader.status.startswith("Nothing unread above")  # p goes back along what is unread, as N did
        await reader.press("K")
        await reader.press("N")
        assert reader.status.startswith("Marked unread:")
        await reader.press("ctrl+b")
        assert reader.status.startswith("Bookmarked:")
        await reader.press("U")
        assert "no longer bookmarked" in reader.status
        await reader.press("ctrl+e", *"goats", "enter")
        assert reader.status.startswith("Tagged goats:")
        await reader.press("q", "g")
        assert reader.status == "All, by arrival."
        await reader.press("C")
        assert reader.desk.count(View.UNREAD) == 0
        await reader.press("Q")
    assert reader.app.return_value == 0


async def test_every_action_by_name_stands_with_the_keys_in_use(demo_library: Path) -> None:
    configure('keys.preset = "newsboat"\nkeys.zoom = []\n')
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        assert "Related: 17" in reader.screen
        screen = await reader.press(":", *"mark")
        assert "A C" in next(row for row in screen.splitlines() if "mark all of the list read" in row)
        assert "N m" in next(row for row in screen.splitlines() if "mark read or unread" in row)
        await reader.press("ctrl+u", *"zoom", "enter")  # what has no key is done all the same
        assert "Related: 17" not in reader.screen
        assert LIGHTHOUSE in reader.screen


async def test_newsboats_e_asks_for_a_headline(demo_library: Path) -> None:
    configure('keys.preset = "newsboat"')
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.press("l")
        while "not stored" not in reader.status:
            await reader.press("j")
        await reader.press("e")
        assert reader.status.startswith("Wanted:")
        assert len(reader.desk.list_wishes()) == 1
        assert "e stops wanting it" in await reader.press("k", "j")


async def test_a_journey_with_vims_keys(demo_library: Path) -> None:
    configure('[keys]\npreset = "vim"\n')
    async with run_reader(demo_library) as reader:
        await reader.press("g", "ctrl+e", "ctrl+y", "j", "enter")
        assert "All 2/29" in reader.rows[0]
        assert reader.status.startswith("ctrl+f page")
        await reader.press("m")
        assert reader.status.startswith("Bookmarked:")
        assert reader.status.endswith("u undo")
        await reader.press("u")
        assert "no longer bookmarked" in reader.status
        await reader.press("M")
        assert reader.status.startswith("Marked unread:")
        await reader.press("J", "ctrl+o")
        assert reader.status.startswith("Back:")
        assert "L forward" in reader.status
        await reader.press("q", "q")
    assert reader.app.return_value == 0


async def test_a_journey_with_lynxs_keys(demo_library: Path) -> None:
    configure('[keys]\npreset = "lynx"\n')
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        assert reader.status.startswith("Space page")
        await reader.press("]", "right")
        assert "Nettlequay wakes to find its 340-kilo bell has gone" in reader.screen
        await reader.press("a")
        assert reader.status.startswith("Bookmarked: Nettlequay")
        await reader.press("left")
        assert reader.status.startswith("Back: Two villages")
        assert "ctrl+u forward" in reader.status
        await reader.press("+")
        assert "lines 1-" not in reader.rows[0]
        assert "Keys, as in lynx" in await reader.press("h")
        await reader.press("escape", "q")
    assert reader.app.return_value == 0


async def test_every_key_that_is_written_is_the_key_that_is_pressed(demo_library: Path) -> None:
    written = {
        ",": "comma",
        "+": "plus",
        "-": "minus",
        "_": "underscore",
        "@": "at",
        "|": "vertical_line",
        "\\": "backslash",
        "é": "é",
        "ctrl+]": "ctrl+right_square_bracket",
        "F5": "f5",
        "Shift+Down": "shift+down",
    }
    configure(f"keys.line-down = {json.dumps(list(written))}")
    async with run_reader(demo_library) as reader:
        await reader.press("g")
        for place, key in enumerate(written.values(), 2):
            await reader.press(key)
            assert f" {place}/29" in reader.rows[0], key
        await reader.press("j", "down")  # the line names all keys of the action
        assert f" {len(written) + 1}/29" in reader.rows[0]


async def test_a_key_taken_away_does_nothing_and_is_not_named(demo_library: Path) -> None:
    configure('[keys]\nnext-pane = []\nback = []\nundo = "F2"\nbookmark = []\n')
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        before = reader.screen
        assert "back" not in reader.status
        assert "bookmark" not in reader.status
        assert await reader.press("tab", "s", "H", "U") == before
        assert await reader.press("shift+tab") != before
        await reader.press("shift+tab", "m")
        assert reader.status.endswith("F2 undo")
        await reader.press("?", "/", *"bookmark,")
        assert "(no key)" in reader.screen


async def test_help_finds_as_one_types(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(100, 30)) as reader:
        full = await reader.press("?")
        assert "Moving" in full
        await reader.press("/", *"next unread")
        found = [row for row in reader.rows if "│" in row and "unread" in row]
        assert any("next unread article or headline" in row for row in found)
        assert "Moving" in reader.screen  # the heading of what pages on to the next unread
        assert "theme" not in reader.screen
        assert "find: next unread_" in reader.screen
        await reader.press("q", "q", "q")
        assert "Nothing here says that." in reader.screen
        await reader.press("backspace", "backspace", "backspace", "enter", "j", "j")
        assert "found: next unread" in reader.screen
        assert await reader.press("escape", "g") == full
        await reader.press("escape")
        assert "Moving" not in reader.screen


async def test_help_finds_an_action_by_the_name_that_the_settings_use(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("?", "/", *"not-this")
        assert "does not mean the article" in reader.screen


async def test_help_says_what_has_no_counterpart(demo_library: Path) -> None:
    configure('keys.preset = "newsboat"')
    async with run_reader(demo_library, size=(110, 40)) as reader:
        screen = await reader.press("?", "G")
        assert "Other keys of newsboat" in screen
        assert "runs a macro there; here are none" in screen
        screen = await reader.press("/", *"previous unread")
        assert " p " in screen


@pytest.mark.parametrize("preset", PRESETS)
def test_the_help_of_a_preset_fits_on_80_columns(preset: str) -> None:
    lines = list_help(list(list_entries(load_key_map(preset, {}), UNICODE)))
    assert [line.text for line in lines if cell_width(line.text.rstrip()) > 76] == []


@pytest.mark.parametrize("preset", PRESETS)
def test_every_key_of_a_preset_is_bound_once(preset: str) -> None:
    keys: KeyNames = load_key_map(preset, {}).names
    bound = [(key, binding.action) for key, binding in make_bindings(keys)]
    assert len(bound) == len(dict(bound)) == sum(map(len, keys.keys.values()))
    assert {action for _, action in bound} == {name.replace("-", "_") for name in DEFAULT_KEYS.keys}
