"""What nobody foresaw: written to the log, said in one line."""

from __future__ import annotations

import time
import traceback

from newsreader import __version__, paths

# A log that grew past this is begun again: it is for the last failure, not a history.
_MAX_LOG_BYTES = 1 << 20


def log_failure(error: BaseException) -> str:
    """Write `error` and its traceback to the log file; the line for the user names the file."""
    path = paths.log_path()
    summary = f"unexpected {type(error).__name__}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = "a" if path.exists() and path.stat().st_size < _MAX_LOG_BYTES else "w"
        with path.open(mode, encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} newsreader {__version__}\n")
            log.writelines(traceback.format_exception(error))
    except OSError as trouble:
        return f"{summary}: {error}; nor can {path} be written ({trouble.strerror})"
    return f"{summary}; what is known of it is in {path}, please report it"
