"""Control sequences that Textual has none of: the clipboard, the window's title, notifications. Pure functions.

The sequences are xterm's (invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Operating System Commands").
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from newsreader.text import clean_line, truncate
from newsreader.tui.terminal.capabilities import choose_capabilities, is_in_screen

if TYPE_CHECKING:
    from collections.abc import Mapping

# Terminals take sequences of 100,000 bytes, as hterm's osc52.sh counts them: less what stands around the base64, that
# is so much text.
MOST_COPIED_BYTES = 74_994
# GNU screen drops what is longer (MAXSTR in its screen.h), what stands around it included.
_SCREEN_CHUNK = 760
_LONGEST_TITLE = 200

_BELL, _END = "\a", "\x1b\\"
# The title that the terminal had is put on its stack, and taken from there again.
SAVE_TITLE, RESTORE_TITLE = "\x1b[22;2t", "\x1b[23;2t"
_MOUSE_MODES = (1000, 1003, 1015, 1006)
# It reports every motion of the mouse: a packet for each, over SSH.
_MOTION = 1003


def make_copy_sequence(text: str, environment: Mapping[str, str]) -> str:
    """OSC 52 with `text` for the clipboard of the terminal the reader sits at; "" where that takes none, or less."""
    data = text.encode("utf-8", errors="replace")
    if len(data) > MOST_COPIED_BYTES or not choose_capabilities(environment).is_modern:
        return ""
    return wrap_sequence(f"\x1b]52;c;{base64.b64encode(data).decode()}{_BELL}", environment)


def wrap_sequence(sequence: str, environment: Mapping[str, str]) -> str:
    """A sequence for the terminal itself, wrapped so that a tmux or GNU screen in between lets it through."""
    if environment.get("TMUX"):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}{_END}"
    if is_in_screen(environment):
        chunks = (sequence[start : start + _SCREEN_CHUNK] for start in range(0, len(sequence), _SCREEN_CHUNK))
        return "".join(f"\x1bP{chunk}{_END}" for chunk in chunks)
    return sequence


def make_title_sequence(title: str) -> str:
    """OSC 2: the title of the window, one harmless line of a bearable length."""
    return f"\x1b]2;{truncate(clean_line(title), _LONGEST_TITLE)}{_BELL}"


def make_notification_sequence(message: str, environment: Mapping[str, str]) -> str:
    """A line for the desktop: OSC 777 (urxvt, foot, VTE and Konsole know it), else OSC 9, as iTerm2 and others."""
    words = truncate(clean_line(message), _LONGEST_TITLE)
    is_urxvts = environment.get("TERM", "").startswith(("rxvt", "foot")) or any(
        environment.get(name) for name in ("VTE_VERSION", "KONSOLE_VERSION")
    )
    # A semicolon would end the title there.
    body = f"777;notify;newsreader;{words.replace(';', ',')}" if is_urxvts else f"9;newsreader: {words}"
    return wrap_sequence(f"\x1b]{body}{_BELL}", environment)


def make_mouse_sequence(*, is_on: bool, tells_motion: bool = True) -> str:
    """What makes the terminal report the mouse, the modes that Textual sets, or leave it to its own selection."""
    modes = [mode for mode in _MOUSE_MODES if tells_motion or not is_on or mode != _MOTION]
    return "".join(f"\x1b[?{mode}{'h' if is_on else 'l'}" for mode in modes)
