"""What goes to standard output and standard error: in any encoding, through any pipe, one line an error."""

from __future__ import annotations

import atexit
import codecs
import io
import json
import os
import sys
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsreader.model import NewsreaderError
from newsreader.text import clean_line, speaks_utf8, transliterate, truncate

if TYPE_CHECKING:
    from collections.abc import Mapping


class UsageError(NewsreaderError):
    """A wrong use of the command line that the parser could not see."""


def _replace_unwritable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    # One by one: NFKD of a run could join what stands beside it.
    return "".join(map(transliterate, error.object[error.start : error.end])), error.end


def prepare() -> None:
    """Let both streams write any text whatever the locale's encoding, and exist even where they were closed."""
    codecs.register_error("newsreader.transliterate", _replace_unwritable)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (it lives as long as the program)
        elif isinstance(stream, io.TextIOWrapper):
            # Python writes UTF-8 in the C locale too; a terminal that is set up so can't show it.
            is_plain = stream.isatty() and not speaks_utf8(os.environ)
            stream.reconfigure(encoding="ascii" if is_plain else None, errors="newsreader.transliterate")


def write_line(line: str = "") -> None:
    """Write one line to standard output; raises BrokenPipeError, and NewsreaderError where it can't be written."""
    try:
        print(line)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(error) from error


def to_json(value: Mapping[str, Any]) -> str:
    """One JSON object as one line."""
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(value, ensure_ascii=not is_utf8)


def report(line: str) -> None:
    """Write one line to standard output at once; where nobody reads any more the work goes on in silence."""
    try:
        write_line(line)
        finish()
    except BrokenPipeError:
        abandon()


def finish() -> None:
    """Write out what is held back."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(error) from error


def abandon() -> None:
    """Turn standard output away from a pipe that nobody reads, so that its last flush says nothing."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def complain(message: str) -> None:
    """Say on standard error, in one line, what went wrong."""
    try:
        sys.stdout.flush()  # results stand before the error that ended them
    except OSError:
        abandon()
    with suppress(OSError):
        print(f"newsreader: {clean_line(message)}", file=sys.stderr, flush=True)


def tell(message: str) -> None:
    """Say on a terminal how far something is that takes long; the line is written over by the next."""
    if sys.stderr.isatty():
        _leave_clean()
        with suppress(OSError):
            print(f"{_CLEAR}{truncate(clean_line(message), _measure_room())}", end="", file=sys.stderr, flush=True)


def _measure_room() -> int:
    """The cells of a line that can be written over: one that is broken leaves its beginning."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns - 1
    except (OSError, ValueError):
        return _USUAL_WIDTH - 1


def hush() -> None:
    """Take away the line that `tell` has left on a terminal."""
    if sys.stderr.isatty():
        with suppress(OSError):
            print(_CLEAR, end="", file=sys.stderr, flush=True)


@lru_cache(maxsize=1)
def _leave_clean() -> None:
    atexit.register(hush)


# To the start of the line, and all of it gone (ECMA-48: CR, EL).
_CLEAR = "\r\x1b[K"
# Of a terminal that does not say how wide it is.
_USUAL_WIDTH = 80


def _cannot_write(error: OSError) -> NewsreaderError:
    return NewsreaderError(f"standard output: {error.strerror}; send it somewhere else, or make room there")
