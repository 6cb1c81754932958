"""The addresses of feeds that programs of the reader's make, as newsboat has them: `exec:COMMAND` and
`filter:COMMAND:URL`.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from newsreader.feeds.messages import FetchError
from newsreader.text import clean_dump, clean_url

NOT_ALLOWED = "it runs a program, which allow_exec under [feeds] in the settings must allow first"

# A command may have colons of its own: the address begins with the first that stands before one.
_FILTER = re.compile(r"(.*?):(?=https?://)(.*)", re.DOTALL)


class Script(NamedTuple):
    """A program's command; `url` is where its input comes from, "" where it has none."""

    command: str
    url: str = ""

    @property
    def address(self) -> str:
        """By what the feed is known."""
        return f"filter:{self.command}:{self.url}" if self.url else f"exec:{self.command}"


def is_script(address: str) -> bool:
    """Whether an address is that of a program."""
    return address.lstrip().startswith(("exec:", "filter:"))


def read_script(address: str) -> Script | None:
    """The program of an `exec:` or a `filter:`; None where the address is another.

    Raises FetchError where it is no command, or one that can't be shown as it is.
    """
    if not is_script(address):
        return None
    kind, _, rest = address.strip().partition(":")
    command, url = rest, ""
    if kind == "filter":
        parts = _FILTER.fullmatch(rest)
        command, url = (parts[1], clean_url(parts[2])) if parts else (rest, "")
        if not url:
            raise FetchError("a filter is filter:COMMAND:URL, the address of a feed last")
    command = command.strip()
    if not command:
        raise FetchError(f"{kind}: names no program")
    if clean_dump(command) != command or "\n" in command:
        raise FetchError("the command has characters in it that can't be seen")
    return Script(command, url)


def clean_address(address: str) -> str:
    """The address of a feed, of the web or a program's, as it is kept; "" where it is none."""
    try:
        script = read_script(address)
    except FetchError:
        return ""
    return script.address if script else clean_url(address)


def find_host(address: str) -> str:
    """The host that a feed comes from; "" of a program that asks none."""
    return urlsplit(find_source(address)).hostname or ""


def find_source(address: str) -> str:
    """The address on the web that a feed comes from: of a filter its input's, "" of other programs, else its own."""
    try:
        script = read_script(address)
    except FetchError:
        return ""
    return address if script is None else script.url
