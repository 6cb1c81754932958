"""The README's first ten minutes, step by step as a newcomer types them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from program import ROOT
from test_pty import Terminal, start  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = {"Space": " ", "Enter": "\r", "Esc": "\x1b"}


def read_steps() -> list[tuple[str, str]]:
    """What to type, and what to see, of each step."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("<!-- first-minutes -->")[2].partition("## Reading")[0]
    steps = re.findall(r"^\| (?!type|---)(.+?) \| (.+?) \|$", table, re.MULTILINE)
    assert len(steps) > 10
    return steps


def test_a_newcomer_sees_what_the_readme_says(start: Callable[..., Terminal]) -> None:  # noqa: F811
    (command, seen), *steps = read_steps()
    assert command == "`newsreader demo`"
    terminal = start("demo", columns=80, rows=24)
    terminal.wait_for(*re.findall('"(.+?)"', seen))
    for typed, seen in steps:
        for key in typed.split():
            terminal.press(KEYS.get(key) or key.strip("`"))
            # Esc and what follows it too soon would be one key.
            if key == "Esc":
                terminal.pause()
        words = re.findall('"(.+?)"', seen)
        if words:
            terminal.wait_for(*words)
    assert terminal.wait_for_end() == 0
