"""Copying: through the terminal, which reaches the machine that the reader sits at, and to the local clipboard."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from newsreader.tui.surroundings import is_remote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# A clipboard that hangs (its display is gone) must not hold up a key for longer.
_TIMEOUT = 1.0


def choose_copiers(
    environment: Mapping[str, str],
    find: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> list[list[str]]:
    """The commands that copy their input: to tmux's buffer, and to the clipboard of the display there is.

    tmux hands its buffer on to its own terminal (`-w`), also where it lets no program's sequences through.
    """
    copiers = []
    if environment.get("TMUX") and find("tmux"):
        copiers.append(["tmux", "load-buffer", "-w", "-"])
    candidates = []
    if environment.get("WAYLAND_DISPLAY"):
        candidates.append(["wl-copy"])
    if environment.get("DISPLAY"):
        candidates += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    if platform == "darwin" and not is_remote(environment):
        candidates.append(["pbcopy"])
    return [*copiers, *[command for command in candidates if find(command[0])][:1]]


def run_copier(command: list[str], text: str) -> bool:
    """Give `text` to a command that copies its input; whether it took it."""
    try:
        # What it prints would be painted over the app; its children keep these descriptors, so none is a pipe of ours.
        done = subprocess.run(
            command,
            input=text.encode("utf-8", errors="replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            check=False,
            # Those that stay to hand the text out must outlive this terminal.
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
