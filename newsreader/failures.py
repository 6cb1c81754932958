"""What went wrong and is too long for a line of the screen: written to the log, whose name the line says."""

from __future__ import annotations

import time
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

from newsreader import __version__, paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# A log that grew past this is begun again: it is for the last failure, not a history.
_MAX_LOG_BYTES = 1 << 20


def log_failure(error: BaseException) -> str:
    """Write `error` and its traceback to the log file; the line for the user names the file."""
    path = paths.log_path()
    summary = f"unexpected {type(error).__name__}"
    try:
        _write(path, traceback.format_exception(error))
    except OSError as trouble:
        return f"{summary}: {error}; nor can {path} be written ({trouble.strerror})"
    return f"{summary}; what is known of it is in {path}, please report it"


def log_lines(lines: Sequence[str]) -> None:
    """Write to the log file what the user may want to look up later; where it can't be written, nothing."""
    with suppress(OSError):
        _write(paths.log_path(), [f"{line}\n" for line in lines])


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = "a" if path.exists() and path.stat().st_size < _MAX_LOG_BYTES else "w"
    with path.open(mode, encoding="utf-8", errors="backslashreplace") as log:
        log.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} newsreader {__version__}\n")
        log.writelines(lines)
