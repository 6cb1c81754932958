"""The real program inside a real tmux, as it is when nobody has set it up."""

from __future__ import annotations

import base64
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from program import FIRST, make_command
from test_pty import START_OF_TITLE, Terminal

ADDRESS = "https://isle.example/lamp"


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
def test_what_is_copied_within_tmux_reaches_its_buffer_and_its_terminal(tmp_path: Path) -> None:
    tmux = ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null"]
    program = shlex.join([*make_command(), "read", str(FIRST), "--url", ADDRESS])
    terminal = Terminal(tmp_path, [*tmux, "new-session", program], 80, 24, TMUX="", DISPLAY="", WAYLAND_DISPLAY="")
    try:
        terminal.wait_for(START_OF_TITLE)
        terminal.press("y")
        terminal.wait_for(f"Copied: {ADDRESS}")
        shown = subprocess.run([*tmux, "show-buffer"], capture_output=True, text=True, check=True)
        assert shown.stdout == ADDRESS
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
        assert base64.b64encode(ADDRESS.encode()) in terminal.received
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, check=False)
