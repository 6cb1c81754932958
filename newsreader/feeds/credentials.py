"""Secrets, which the library never holds: only where each is found, in the environment or by a command."""

from __future__ import annotations

import os
import shlex
import subprocess
from base64 import b64encode
from typing import TYPE_CHECKING

from newsreader.feeds.messages import FetchError

if TYPE_CHECKING:
    from newsreader.feeds.messages import Request

# A password manager may have to be unlocked by hand.
_COMMAND_SECONDS = 60.0


def find_headers(request: Request) -> dict[str, str]:
    """The headers that a request names, and its user's and password's; every secret looked up now.

    Raises FetchError, which never shows a secret, where one can't be found or sent.
    """
    headers = {name: find_secret(value) for name, value in request.headers}
    if request.user or request.password:
        if request.password and not _is_pointer(request.password):
            raise FetchError("a password must be given as env:NAME or command:WORDS, so that none is stored")
        pair = f"{request.user}:{find_secret(request.password)}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode('utf-8', 'surrogateescape')).decode('ascii')}"
    for name, value in headers.items():
        if not _is_token(name):
            raise FetchError(f"{name!r} can't be the name of a header")
        if any(character in value for character in "\r\n\0"):
            raise FetchError(f"the value of the header {name} must be one line")
    # As UTF-8 where Latin-1, which headers are written in, has no such letter.
    return {
        name: value if _fits(value) else value.encode("utf-8", "surrogateescape").decode("latin-1")
        for name, value in headers.items()
    }


def _fits(value: str) -> bool:
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _is_token(name: str) -> bool:
    return bool(name) and all(each.isascii() and (each.isalnum() or each in "!#$%&'*+-.^_`|~") for each in name)


def _is_pointer(value: str) -> bool:
    return value.startswith(("env:", "command:"))


def find_secret(value: str) -> str:
    """What `env:NAME` or `command:WORDS` point to (of the command's output the first line); any other value itself.

    No shell reads the command. Raises FetchError where there is nothing.
    """
    if not _is_pointer(value):
        return value
    kind, _, rest = value.partition(":")
    if kind == "env":
        if rest not in os.environ:
            raise FetchError(f"the secret of this feed is in the variable {rest}, which is not set")
        return os.environ[rest]
    return _run_command(rest)


def _run_command(command: str) -> str:
    try:
        words = shlex.split(command)
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_COMMAND_SECONDS
        )
    except (ValueError, IndexError):
        raise FetchError(f"{command!r}, which is to give the secret of this feed, is no command") from None
    except subprocess.TimeoutExpired:
        raise FetchError(f"{words[0]!r} gave no secret within {_COMMAND_SECONDS:.0f} s") from None
    except OSError as error:
        raise FetchError(f"{words[0]!r}, which is to give the secret of this feed: {error.strerror}") from None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode or not lines:
        raise FetchError(f"{words[0]!r} gave no secret for this feed (it ended with {done.returncode})")
    return lines[0]
