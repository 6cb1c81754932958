"""Regular expressions that are asked of titles inside SQLite, and an end to those that would take for ever."""

from __future__ import annotations

import re
import signal
import sqlite3
import threading
import time
import warnings
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from newsreader.model import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

MATCHES = "title_matches"
"""What `match_title` is called in statements."""
PATIENCE = 1.0
"""Seconds that a statement's patterns may work: 50,000 titles take a tenth of that."""

# Longer than any that is written by hand, and than any title that is one.
_LONGEST_PATTERN, _LONGEST_TITLE = 500, 1000
# How often it is looked whether a pattern takes too long: in seconds, and in steps of SQLite's, some ten a title.
_BETWEEN_RINGS, _BETWEEN_LOOKS = 0.05, 1000


class PatternError(Exception):
    """Why this is no regular expression, and at which of its characters (from 0) that is seen."""

    def __init__(self, reason: str, place: int = 0) -> None:
        super().__init__(reason)
        self.place = place


@lru_cache(maxsize=64)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A regular expression (Python's) of any case. Raises PatternError."""
    if not pattern:
        raise PatternError("title:~ needs a pattern behind it")
    if len(pattern) > _LONGEST_PATTERN:
        raise PatternError(f"title:~ takes at most {_LONGEST_PATTERN} characters")
    try:
        with warnings.catch_warnings():
            # What may mean something else to a later Python.
            warnings.simplefilter("ignore")
            return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise PatternError(f"title:~ can't be read: {error.msg}", error.pos or 0) from None
    except (RecursionError, OverflowError):
        raise PatternError("title:~ can't be read: the pattern is too large") from None


class TooSlowError(QueryError):
    """A query's patterns took too long."""


def match_title(pattern: str, title: str) -> bool:
    """Whether a pattern is found in a title: what SQLite calls."""
    return compile_pattern(pattern).search(title, 0, _LONGEST_TITLE) is not None


@contextmanager
def matching(db: sqlite3.Connection, place: int, patience: float = PATIENCE) -> Iterator[None]:
    """Let statements ask MATCHES. Raises TooSlowError, with the pattern's place in the query, where that takes longer
    than so many seconds of this thread's work; in threads other than the first only once a title is done with.
    """
    deadline = time.thread_time() + patience

    def is_late() -> bool:
        return time.thread_time() > deadline

    db.set_progress_handler(is_late, _BETWEEN_LOOKS)
    try:
        with _interrupting(is_late):
            yield
    except sqlite3.OperationalError as error:
        # Of what was raised inside, SQLite says only that something was.
        if is_late():
            raise TooSlowError("title:~ takes too long with this pattern; write a simpler one", place) from error
        raise
    finally:
        db.set_progress_handler(None, 0)


@contextmanager
def _interrupting(is_late: Callable[[], bool]) -> Iterator[None]:
    """End a match in its midst once it is late: the engine looks for signals from time to time, and for nothing else;
    Python hears them in its first thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_: int, frame: FrameType | None) -> None:
        # Elsewhere it would be raised in the midst of anything.
        if frame and frame.f_code is match_title.__code__ and is_late():
            raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, _BETWEEN_RINGS, _BETWEEN_RINGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
