"""What goes to standard output and standard error: in any encoding, through any pipe, one line an error."""

from __future__ import annotations

import atexit
import codecs
import io
import json
import os
import sys
import time
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsreader.model import NewsreaderError
from newsreader.text import clean_line, speaks_utf8, transliterate, truncate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

# What TERM says where nothing can be painted: nothing at all, or an editor's shell window.
_BARE_TERMINALS = ("", "dumb")
# How often one is told how far something is whom no changing line can show it, in seconds.
_TOLD_EVERY = 10.0
_is_plain = False
_told_at = float("-inf")


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
            is_ascii = stream.isatty() and not speaks_utf8(os.environ)
            stream.reconfigure(encoding="ascii" if is_ascii else None, errors="newsreader.transliterate")


def use_plain(is_plain: bool) -> None:
    """Print from now on as `--plain` says, for those who hear the lines or feel them; or as ever."""
    global _is_plain
    _is_plain = is_plain


def is_plain() -> bool:
    """Whether that is so."""
    return _is_plain


def can_paint(stream: TextIO) -> bool:
    """Whether a stream is a terminal on which what is printed may be marked, and painted over."""
    return not _is_plain and stream.isatty() and os.environ.get("TERM", "") not in _BARE_TERMINALS


def format_row(template: str, facts: Mapping[str, object]) -> str:
    """What is known of one thing: a line as the template lays it out or, with `--plain`, a line a fact.

    The template names facts in braces, as `str.format_map` takes them; what is empty has no line of its own.
    """
    if not _is_plain:
        return template.format_map(facts)
    return "\n".join(name_facts(facts))


def name_facts(facts: Mapping[str, object]) -> list[str]:
    """A line a fact, with its name (`Title: …`); what is empty has none."""
    return [f"{name}: {fact}" for name, fact in facts.items() if fact not in ("", None)]


def write_line(line: str = "") -> None:
    """Write one line to standard output; raises BrokenPipeError, and NewsreaderError where it can't be written."""
    try:
        print(line)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(error) from error


def write_row(template: str, facts: Mapping[str, object]) -> None:
    """Write what is known of one thing, as `format_row` lays it out; raises what `write_line` does."""
    write_line(format_row(template, facts))


def write_json(value: Mapping[str, Any]) -> None:
    """Write one JSON object as one line; raises what `write_line` does."""
    write_line(to_json(value))


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
    _print_error(f"newsreader: {clean_line(message)}")


def tell(message: str, bar: str = "") -> None:
    """Say on a terminal how far something is that takes long; the line is written over by the next.

    Where it can't be, lines without the bar follow each other, now and then one.
    """
    global _told_at
    if can_paint(sys.stderr):
        _leave_clean()
        line = truncate(f"{bar}{clean_line(message)}", _measure_room())
        _print_error(f"{_CLEAR}{line}", end="")
    elif sys.stderr.isatty() and time.monotonic() - _told_at >= _TOLD_EVERY:
        _told_at = time.monotonic()
        _print_error(clean_line(message))


def _measure_room() -> int:
    """The cells of a line that can be written over: one that is broken leaves its beginning."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns - 1
    except (OSError, ValueError):
        return _USUAL_WIDTH - 1


def hush() -> None:
    """Take away the line that `tell` has left on a terminal."""
    if can_paint(sys.stderr):
        _print_error(_CLEAR, end="")


def _print_error(text: str, end: str = "\n") -> None:
    with suppress(OSError):
        print(text, end=end, file=sys.stderr, flush=True)


@lru_cache(maxsize=1)
def _leave_clean() -> None:
    atexit.register(hush)


# To the start of the line, and all of it gone (ECMA-48: CR, EL).
_CLEAR = "\r\x1b[K"
# Of a terminal that does not say how wide it is.
_USUAL_WIDTH = 80


def _cannot_write(error: OSError) -> NewsreaderError:
    return NewsreaderError(f"standard output: {error.strerror}; send it somewhere else, or make room there")
