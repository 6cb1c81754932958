"""`newsreader doctor`: what newsreader found here, and what follows from it."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from typing import TYPE_CHECKING

from newsreader import __version__
from newsreader.commands import output
from newsreader.model import View

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from newsreader.config import Settings
    from newsreader.tui.profile import Profile
    from newsreader.tui.surroundings import Outer
    from newsreader.tui.terminal.asking import Answers

_COLOURS = {0: "none", 16: "16", 256: "256", 1 << 24: "all"}


def run(arguments: argparse.Namespace) -> int:
    """Print a line a finding."""
    from newsreader.desk import Desk

    output.write_line(f"newsreader {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    with Desk(arguments.library, tell=output.tell) as desk:
        found = desk.describe_library()
        facts = [
            ("library", str(desk.path)),
            ("size", f"{found.size / 1_000_000:,.1f} MB, {desk.count(View.ALL):,} articles"),
            ("journal", f"{found.journal}: {_explain(found.journal, found.file_system)}"),
            *(("backup", backup) for backup in found.backups),
            *_describe_terminal(desk.settings),
        ]
        for name, fact in facts:
            output.write_row(f"{name:<10} {{{name}}}", {name: fact})
    return 0


def _explain(journal: str, kind: str) -> str:
    where = f"on {kind}" if kind else "on a file system that the system does not name"
    if journal == "wal":
        return f"{where}; terminals read while another one writes"
    return f"{where}, which may be shared over a network; terminals wait for each other's writes"


def _describe_terminal(settings: Settings) -> Iterator[tuple[str, str]]:
    """What the app finds in the environment, what the terminal itself says, and what is made of both."""
    from newsreader.tui.profile import choose_profile
    from newsreader.tui.surroundings import see_through

    environment = dict(os.environ)
    outer = see_through(environment)
    answers = _ask()
    yield "terminal", _name_terminal(environment, outer, answers)
    yield "place", _say_place(environment)
    yield from describe_profile(choose_profile(settings, environment), answers)


def _ask() -> Answers | None:
    """What the terminal says; None where there is none to ask."""
    from newsreader.tui.terminal.asking import ask_terminal

    if not sys.stdout.isatty() or sys.stdin is None or not sys.stdin.isatty():
        return None
    try:
        return ask_terminal(sys.stdin.fileno())
    except OSError:
        return None


def _name_terminal(environment: dict[str, str], outer: Outer | None, answers: Answers | None) -> str:
    words = environment.get("TERM") or "TERM is not set"
    if environment.get("TMUX"):
        words += f": tmux, in {outer.term}" if outer and outer.term else ": tmux, which does not say what it is in"
    elif environment.get("STY"):
        words += ": GNU screen"
    if answers is None:
        return f"{words}; it was not asked, for this does not go to it"
    if answers.ms is None:
        return f"{words}; it answers no questions"
    named = f", calls itself {answers.name}" if answers.name else ""
    return f"{words}{named}, answers in {answers.ms:.0f} ms"


def _say_place(environment: dict[str, str]) -> str:
    from newsreader.tui.surroundings import is_remote

    if is_remote(environment):
        return f"at another machine: SSH_CONNECTION is {environment['SSH_CONNECTION']}"
    return "at this machine: SSH_CONNECTION is not set"


def describe_profile(profile: Profile, answers: Answers | None) -> Iterator[tuple[str, str]]:
    """Each choice and its reason; the terminal's own answers, where there are any, come last of the reasons."""
    yield "colours", f"{_COLOURS[profile.colours.value]}: {profile.colours.why}"
    yield "mouse", f"{'the app' if profile.mouse.value else 'the terminal'} has it: {profile.mouse.why}"
    yield "links", f"{'told of' if profile.hyperlinks.value else 'not told of'}: {profile.hyperlinks.why}"
    yield "drawing", _say_drawing(profile, answers)
    yield "cursor", f"{'in the gutter' if profile.in_gutter.value else 'its row'}: {profile.in_gutter.why}"
    yield "search", f"asks {profile.pause.value * 1000:.0f} ms after the last key: {profile.pause.why}"
    yield "animation", "none: a page that slides in takes 16 times the bytes"
    can = "; the terminal could (sixels)" if answers and answers.has_sixels else ""
    yield "images", f"not shown, their words are{can}"


def _say_drawing(profile: Profile, answers: Answers | None) -> str:
    from newsreader.tui.terminal.narrowing import MARKS

    words = f"{'Unicode' if profile.has_unicode.value else 'ASCII'}: {profile.has_unicode.why}"
    if not profile.asks_width:
        return words
    if answers is None or answers.marks_width is None:
        return f"{words}; ASCII if the terminal draws marks two cells wide, which the app asks when it starts"
    if answers.marks_width > len(MARKS):
        return f"ASCII: the terminal draws marks two cells wide ({len(MARKS)} took {answers.marks_width})"
    return f"{words}, and the terminal draws marks one cell wide"
