"""The README's first ten minutes, step by step as a newcomer types them."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from program import ROOT
from test_pty import Terminal, start  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEYS = {"Space": " ", "Enter": "\r", "Esc": "\x1b"}


def read_section() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return readme.partition("\n## The first ten minutes\n")[2].partition("\n## ")[0]


def read_steps() -> list[tuple[str, list[str]]]:
    """What to type, and what to see, of each step."""
    table = read_section().partition("<!-- first-minutes -->")[2]
    rows = re.findall(r"^\|(.+)\|$", table, re.MULTILINE)
    steps = [tuple(cell.strip() for cell in row.split(" | ")) for row in rows[2:]]
    assert len(steps) > 10
    return [(typed, re.findall('"(.+?)"', seen)) for typed, seen in steps]


def list_keys(typed: str) -> list[str]:
    """What is sent for what the README tells to type: keys by their names, all else between backticks."""
    return [KEYS[key] if key in KEYS else re.fullmatch("`(.+)`", key)[1] for key in typed.split()]  # type: ignore[index]


def test_a_newcomer_sees_what_the_readme_says(start: Callable[..., Terminal], tmp_path: Path) -> None:  # noqa: F811
    columns, rows = map(int, re.findall(r"of (\d+) columns and (\d+) lines", read_section())[0])
    (command, seen), *steps = read_steps()
    program, *arguments = shlex.split(command.strip("`"))
    assert program == "newsreader"
    terminal = start(*arguments, columns=columns, rows=rows)
    terminal.wait_for(*seen)
    for typed, seen in steps:
        assert not any(words in terminal.text for words in seen), f"{seen} shows before {typed}"
        for key in list_keys(typed):
            terminal.press(key)
            # Esc and what follows it too soon would be one key.
            if key == KEYS["Esc"]:
                terminal.pause()
        if seen:
            terminal.wait_for(*seen)
    assert terminal.wait_for_end() == 0
    assert not any((tmp_path / "tmp").iterdir()), "the demo edition leaves nothing behind"
