"""Inputs by their paths, as bytes, never more of them than the limit: pages, and archives that hold many."""

from __future__ import annotations

import io
import os
import stat
import sys
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from newsreader import paths
from newsreader.model import InputRefusedError, Outcome, Status
from newsreader.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_INPUT = "-"
# How an archive begins, and what gzip has packed; how their files are called.
_ARCHIVE, _PACKED = b"WARC/", b"\x1f\x8b"
_ENDINGS = (".warc", ".wet", ".gz")


def name_input(path: str) -> str:
    """The name under which an input is kept and complained of."""
    return "standard input" if path == STANDARD_INPUT else path


class Given(NamedTuple):
    """A page that came in: its bytes and name, and what its archive says: its address, the day (ISO) it was fetched."""

    data: bytes
    name: str
    url: str = ""
    day: str = ""


def read_pages(path: str, limit_mib: int) -> Iterator[Given | Outcome]:
    """The page of an input, or those of an archive; in the place of what can't be read an outcome that says why."""
    name = clean_line(name_input(path))
    try:
        with open_unpacked(path) as file:
            yield from read_opened(file, name, limit_mib)
    except InputRefusedError as error:
        yield Outcome(Status.FAILED, name, reason=str(error))


def read_one(path: str, limit_mib: int) -> Given:
    """The one page of an input.

    Raises InputRefusedError as `read_input` does, and where it is an archive of none, or of several.
    """
    with open_unpacked(path) as file:
        pages = list(islice(read_opened(file, name_input(path), limit_mib), 2))
    if not pages:
        raise InputRefusedError("is an archive that holds no page")
    if len(pages) > 1:
        raise InputRefusedError("is an archive of several pages; `newsreader add` keeps them all")
    if isinstance(pages[0], Outcome):
        raise InputRefusedError(pages[0].reason)
    return pages[0]


def may_hold_many(path: str) -> bool:
    """Whether an input is called as archives are: how many pages there are in it nobody knows before they are read."""
    return path.lower().endswith(_ENDINGS)


def is_archive(file: io.BufferedReader) -> bool:
    """Whether an open input, unpacked, is a web archive; nothing of it is read."""
    return file.peek(len(_ARCHIVE)).startswith(_ARCHIVE)


def read_opened(file: io.BufferedReader, name: str, limit_mib: int) -> Iterator[Given | Outcome]:
    """As `read_pages`, of an open input, unpacked; raises InputRefusedError where it can't be read further."""
    if is_archive(file):
        # Imported late: few read archives.
        from newsreader.archives import read_archive

        for number, page in enumerate(read_archive(file, limit_mib << 20), 1):
            own = f"{name}#{number}"
            if page.wrong:
                yield Outcome(Status.FAILED, own, reason=page.wrong)
            else:
                yield Given(page.data, own, page.url, page.day)
    else:
        yield Given(_read_whole(file, limit_mib), name)


def read_input(path: str, limit_mib: int) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises InputRefusedError where it can't be read or is too large; it says why, the caller names the input.
    """
    with open_input(path) as file:
        return _read_whole(file, limit_mib)


@contextmanager
def open_unpacked(path: str) -> Iterator[io.BufferedReader]:
    """As `open_input`, unpacked where gzip has packed it."""
    with open_input(path) as file:
        if file.peek(len(_PACKED)).startswith(_PACKED):
            from newsreader.archives import unpack_file

            with unpack_file(file) as unpacked:
                yield unpacked
        else:
            yield file


@contextmanager
def open_input(path: str) -> Iterator[io.BufferedReader]:
    """A file, or standard input for `-`, open for reading bytes.

    Raises InputRefusedError where it can't be opened or, while it is open, can't be read.
    """
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise InputRefusedError("is closed; pipe a page's text into it, or name a file")
            data = sys.stdin.buffer
            yield data if isinstance(data, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", data))
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


def _read_whole(file: io.BufferedReader, limit_mib: int) -> bytes:
    # Its size first, so that a file of gigabytes is refused without being read; pipes have none.
    with suppress(io.UnsupportedOperation):
        if os.fstat(file.fileno()).st_size > limit_mib << 20:
            raise _too_large(limit_mib)
    return read_bounded(file, limit_mib)


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
