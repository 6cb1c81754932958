"""What the app did not expect: it ends with one line, the terminal as it was, the rest in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from program import FIRST
from test_pty import ALTERNATE_SCREEN, START_OF_TITLE, Terminal, start  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# A fault as any other, where it is met: by a key, by what is painted, by a timer, by the thread that reads keys.
FAULTS = {
    "key": ("newsreader.tui.marking", "MarkingScreen.action_bookmark"),
    "painting": ("newsreader.tui.widgets.article", "ArticleView.get_line"),
    "start": ("newsreader.tui.screen", "PaneScreen._start"),
    "timer": ("newsreader.tui.screen", "PaneScreen.take_in_changes"),
    "keyboard": ("newsreader.tui.terminal.driver", "WireDriver.process_message"),
}
_BREAK = """
import importlib
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "newsreader.tui.app":
            sys.meta_path.remove(self)
            {owner} = getattr(importlib.import_module("{module}"), "{owner}")
            meant = {owner}.{method}
            def fail(self, *given, **named):
                secret = "goats"
                raise ZeroDivisionError("a fault of a test")
            def fail_later(self, *given, **named):
                import asyncio
                asyncio.get_running_loop().call_soon(fail, self)
                return meant(self, *given, **named)
            {owner}.{method} = {fault}
sys.meta_path.insert(0, Finder())
"""


def start_broken(start: Callable[..., Terminal], kind: str, wire: str, fault: str = "fail") -> Terminal:  # noqa: F811
    module, name = FAULTS[kind]
    owner, method = name.split(".")
    before = _BREAK.format(module=module, owner=owner, method=method, fault=fault)
    return start("read", FIRST, before=before, columns=200, NEWSREADER_WIRE=wire)


@pytest.mark.parametrize(
    ("kind", "wire"), [*((kind, "") for kind in FAULTS), *((kind, "plain") for kind in ("key", "start", "timer"))]
)
def test_what_nobody_expected_ends_the_app_with_a_line(
    start: Callable[..., Terminal],  # noqa: F811
    tmp_path: Path,
    kind: str,
    wire: str,
) -> None:
    terminal = start_broken(start, kind, wire)
    if kind in ("key", "keyboard"):
        terminal.wait_for(START_OF_TITLE)
        terminal.press("s")
    assert terminal.wait_for_end() == 1
    log = tmp_path / "log" / "newsreader.log"
    left = terminal.received.rindex(b"\x1b[?1049l") if ALTERNATE_SCREEN in terminal.received else 0
    said = terminal.received[left:].decode()
    assert f"newsreader: unexpected ZeroDivisionError; what is known of it is in {log}" in said
    assert b"Traceback" not in terminal.received
    assert b"goats" not in terminal.received
    assert "a fault of a test" in log.read_text()


@pytest.mark.parametrize("wire", ["", "plain"])
def test_what_fails_behind_the_apps_back_is_said_and_the_app_goes_on(
    start: Callable[..., Terminal],  # noqa: F811
    wire: str,
) -> None:
    terminal = start_broken(start, "start", wire, "fail_later")
    terminal.wait_for("unexpected ZeroDivisionError; what is known of it is in")
    assert b"Traceback" not in terminal.received
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
