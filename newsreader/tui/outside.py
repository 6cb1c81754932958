"""Other programs: which one opens an address, what a command of the settings becomes, and starting it.

A command is split as a shell would split it, but no shell ever sees it: titles and addresses are arguments or input.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from pathlib import PurePath
from typing import TYPE_CHECKING

from newsreader.model import NewsreaderError
from newsreader.tui.surroundings import has_display
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_TEXT_BROWSERS = frozenset({"browsh", "carbonyl", "chawan", "cha", "elinks", "links", "links2", "lynx", "w3m"})
# Addresses that may be handed on; clean_url lets no others in, and a command must be able to rely on it.
_SCHEMES = ("http://", "https://")


class CommandError(NewsreaderError):
    """A command can't be run; its text says which, and why."""


@dataclass(frozen=True, slots=True)
class Browser:
    """The command that opens an address, and whether it does so in this terminal."""

    command: tuple[str, ...]
    is_in_terminal: bool


def split_command(command: str) -> list[str]:
    """The words of a command. Raises CommandError where its quotes are not closed or there are none."""
    try:
        words = _split(command)
    except ValueError as error:
        raise CommandError(f"{command!r} is no command: {error}") from None
    if not words:
        raise CommandError("There is no command to run")
    return words


def _split(command: str) -> list[str]:
    # Imported late: most runs start no other program.
    import shlex

    return shlex.split(command)


def fill_command(words: Sequence[str], *, url: str, title: str) -> list[str]:
    """A command's words with `%u` the address and `%t` the title; `%%` is `%`.

    Raises CommandError where it asks for an address that there is none of.
    """
    if not url and asks_for_address(words):
        raise CommandError(f"{words[0]} asks for an address (%u), and this article has none")
    values = {"u": url, "t": title, "%": "%"}
    return [re.sub("%([ut%])", lambda found: values[found[1]], word) for word in words]


def asks_for_address(words: Sequence[str]) -> bool:
    """Whether the address is among a command's words."""
    return any("u" in re.findall("%([ut%])", word) for word in words)


def choose_browser(
    setting: str,
    environment: Mapping[str, str],
    find: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> Browser | None:
    """The command of the setting, else the first of $BROWSER that is here, else the system's; None where none would do.

    Where there is no display only one for the terminal will do. Raises CommandError for a setting that can't be run.
    """
    named = [words for words in map(_split_leniently, environment.get("BROWSER", "").split(":")) if words]
    if setting:
        candidates = [split_command(setting)]
        check_command(candidates[0], find)
    else:
        candidates = [*named, ["open"] if platform == "darwin" else ["xdg-open"]]
    for words in candidates:
        is_in_terminal = PurePath(words[0]).name in _TEXT_BROWSERS
        if find(words[0]) and (is_in_terminal or has_display(environment, platform)):
            return Browser(tuple(words if asks_for_address(words) else [*words, "%u"]), is_in_terminal)
    return None


def _split_leniently(command: str) -> list[str]:
    """A command of $BROWSER, where `%s` is the address; [] where it is none."""
    try:
        return [word.replace("%s", "%u") for word in _split(command)]
    except ValueError:
        return []


def check_command(words: Sequence[str], find: Callable[[str], str | None] = shutil.which) -> None:
    """Raise CommandError where there is no such program."""
    if not find(words[0]):
        raise CommandError(f"There is no program {words[0]!r} here")


def choose_editor(environment: Mapping[str, str], find: Callable[[str], str | None] = shutil.which) -> list[str]:
    """The words of the command of $VISUAL, else $EDITOR, else vi. Raises CommandError where it can't be run."""
    words = split_command(environment.get("VISUAL") or environment.get("EDITOR") or "vi")
    check_command(words, find)
    return words


def is_web_address(url: str) -> bool:
    """Whether an address may be given to a browser."""
    return url.startswith(_SCHEMES) and url.isascii() and url.isprintable() and " " not in url


def start_detached(command: Sequence[str], report: Callable[[int], None]) -> None:
    """Start a program that goes on by itself and prints nothing here; a failure is reported, from another thread.

    Raises OSError where it can't be started.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

    def watch() -> None:
        code = process.wait()
        if code:
            report(code)

    # A thread of its own, so that no process is left undead; it does not hold up the program's end.
    threading.Thread(target=watch, name="detached", daemon=True).start()
