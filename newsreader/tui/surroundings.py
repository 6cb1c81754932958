"""What the environment says of where the program runs, and what follows from that: pure decisions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from newsreader.tui.terminal.capabilities import choose_capabilities
from newsreader.tui.terminal.sequences import is_in_screen

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_remote(environment: Mapping[str, str]) -> bool:
    """Whether the reader sits at another machine."""
    return bool(environment.get("SSH_CONNECTION"))


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window opened here would be seen."""
    if is_remote(environment):
        return False
    return platform == "darwin" or bool(environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY"))


def takes_mouse(setting: str, environment: Mapping[str, str]) -> bool:
    """Whether the app takes the mouse; `auto`: not over SSH, where every motion is a packet, nor within GNU screen.

    While a program has the mouse, screen (4.9) holds a lone Esc back until the next key, in case a report follows.
    """
    return setting == "on" or (setting == "auto" and not is_remote(environment) and not is_in_screen(environment))


def tells_links(setting: str, environment: Mapping[str, str]) -> bool:
    """Whether lines of links carry their addresses for the terminal.

    `auto`: not over SSH, for they double what a step in the sidebar costs (1.8 KB against 0.9 KB, measured), nor where
    a terminal is known to print what it does not understand.
    """
    is_plain = not choose_capabilities(environment).is_modern or is_in_screen(environment)
    return setting == "on" or (setting == "auto" and not is_remote(environment) and not is_plain)
