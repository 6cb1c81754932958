"""Inputs by their paths, as bytes, never more of them than the limit."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from newsreader import paths
from newsreader.model import InputRefusedError, Outcome, Status
from newsreader.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_INPUT = "-"


def name_input(path: str) -> str:
    """The name under which an input is kept and complained of."""
    return "standard input" if path == STANDARD_INPUT else path


def read_named(path: str, limit_mib: int) -> tuple[bytes, str] | Outcome:
    """The bytes of an input and its name; the outcome that says why where it can't be read or is too large."""
    name = name_input(path)
    try:
        return read_input(path, limit_mib), name
    except InputRefusedError as error:
        return Outcome(Status.FAILED, clean_line(name), reason=str(error))


def read_input(path: str, limit_mib: int) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises InputRefusedError where it can't be read or is too large; it says why, the caller names the input.
    """
    with open_input(path) as file:
        # Its size first, so that a file of gigabytes is refused without being read; pipes have none.
        if path != STANDARD_INPUT and os.fstat(file.fileno()).st_size > limit_mib << 20:
            raise _too_large(limit_mib)
        return read_bounded(file, limit_mib)


@contextmanager
def open_input(path: str) -> Iterator[BinaryIO]:
    """A file, or standard input for `-`, open for reading bytes.

    Raises InputRefusedError where it can't be opened or, while it is open, can't be read.
    """
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise InputRefusedError("is closed; pipe a page's text into it, or name a file")
            yield sys.stdin.buffer
            return
        with open(path, "rb") as file:
            yield file
    except BrokenPipeError:  # of standard output, written to while the input is open
        raise
    except IsADirectoryError:
        if os.access(path, os.R_OK | os.X_OK):
            raise InputRefusedError("is a folder; `newsreader add` keeps every page in a folder") from None
        raise InputRefusedError("may not be listed; check its permissions with `ls -ld`") from None
    except FileNotFoundError:
        raise InputRefusedError("is not there; check the name, or use - for standard input") from None
    except PermissionError:
        raise InputRefusedError("may not be read; check its permissions with `ls -l`") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a null byte
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputRefusedError(f"can't be read ({reason}); check the path") from None


def read_bounded(file: BinaryIO, limit_mib: int, start: bytes = b"") -> bytes:
    """The rest of an open input behind `start`; raises InputRefusedError where both are larger than the limit."""
    data = start + file.read(max(0, (limit_mib << 20) + 1 - len(start)))
    if len(data) > limit_mib << 20:
        raise _too_large(limit_mib)
    return data


def _too_large(limit_mib: int) -> InputRefusedError:
    return InputRefusedError(
        f"is larger than {limit_mib} MiB; no page's text is, but max_input_mib in {paths.config_path()} sets the limit"
    )


def walk_inputs(path: str) -> Iterator[str]:
    """The inputs that `path` stands for: itself, or all files of a folder in the order of names, hidden ones left out.

    What is neither file nor folder (a socket, a device) is passed over in a folder, because reading it might not end.
    """
    if path == STANDARD_INPUT or not os.path.isdir(path):
        yield path
        return
    unreadable: list[str] = []
    for folder, folders, files in os.walk(path, onerror=lambda error: unreadable.append(error.filename)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = os.path.join(folder, name)
            if not name.startswith(".") and _is_readable_kind(file):
                yield file
    # A folder that may not be listed is an input that fails by its own name.
    yield from unreadable


def _is_readable_kind(file: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(file).st_mode)
    except OSError:
        return True  # let reading it say what is wrong
