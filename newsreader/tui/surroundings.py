"""What the environment says of where the program runs: pure decisions, and what tmux says of its own terminal."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

_CONNECTION = "SSH_CONNECTION"
# The terminal of the client that was used last, and what tmux took over from that client's environment.
_ASK_TMUX = ("tmux", "display-message", "-p", "#{client_termname}", ";", "show-environment", _CONNECTION)
# tmux answers in 4 to 19 ms on a busy machine (measured); one that hangs must not hold up the start.
_TMUX_SECONDS = 0.3


def is_remote(environment: Mapping[str, str]) -> bool:
    """Whether the reader sits at another machine."""
    return bool(environment.get(_CONNECTION))


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window opened here would be seen."""
    if is_remote(environment):
        return False
    return platform == "darwin" or bool(environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY"))


class Outer(NamedTuple):
    """What tmux knows of the terminal around it: its TERM, and its SSH_CONNECTION; "" for none, None if not known."""

    term: str
    connection: str | None


def ask_tmux() -> Outer | None:
    """Ask the tmux that the program runs in; None where it can't be asked."""
    try:
        done = subprocess.run(_ASK_TMUX, capture_output=True, text=True, timeout=_TMUX_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read_tmux(done.stdout)


def read_tmux(answer: str) -> Outer | None:
    """What tmux answered: a line of the terminal, then `NAME=value`, or `-NAME` where the client had no such thing."""
    if not answer.strip():
        return None
    term, _, connection = answer.rstrip().partition("\n")
    name, is_set, value = connection.partition("=")
    if is_set and name == _CONNECTION:
        return Outer(term, value)
    return Outer(term, "" if connection == f"-{_CONNECTION}" else None)


def see_through(environment: MutableMapping[str, str]) -> Outer | None:
    """Let the environment say where the reader sits now; programs in tmux keep that of whoever started their shell."""
    outer = ask_tmux() if environment.get("TMUX") else None
    if outer is not None and outer.connection is not None:
        environment[_CONNECTION] = outer.connection
    return outer
