"""Runs the programs that make feeds: what one writes, or what it makes of a feed of the web, is the feed.

newsboat gives the command to a shell, and people write pipes, `~` and quotes into it: so a shell reads it here too.
Nothing that comes from elsewhere is ever put into it: what the web sent is the program's input.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from newsreader.feeds.messages import FetchError
from newsreader.text import clean_line, truncate

if TYPE_CHECKING:
    from newsreader.feeds.stops import Stop

_SHELL = ("/bin/sh", "-c")
_PIECE = 65_536
# Of what a program complains so much is kept, the end; and of its last line so many cells are told.
_KEPT_COMPLAINT, _TOLD_CELLS = 4096, 200


class Programs:
    """Runs programs, from many threads at once if need be.

    Each may take `patience` seconds, and write so many bytes.
    """

    def __init__(self, patience: float, limit: int) -> None:
        self._patience, self._limit = patience, limit
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_closed = False
        self._lock = threading.Lock()

    def run(self, command: str, data: bytes = b"", stop: Stop | None = None) -> bytes:
        """What a program writes, given its input. Raises FetchError where it fails, writes nothing, or is given up."""
        deadline = time.monotonic() + self._patience
        process = self._start(command)
        try:
            with stop.ending(lambda: _kill(process)) if stop else nullcontext():
                written, complaint = _exchange(process, data, deadline, self._limit)
                code = process.wait(max(0.0, deadline - time.monotonic()))
        except BaseException as error:
            # Before it is waited for: until then its number is nobody else's.
            _kill(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise FetchError(f"its program was not done after {self._patience:.3g} s") from None
            raise
        finally:
            for pipe in filter(None, (process.stdin, process.stdout, process.stderr)):
                pipe.close()
            process.wait()
            with self._lock:
                self._running.discard(process)
        if code:
            how = f"ended with {code}" if code > 0 else f"was ended by signal {-code}"
            raise FetchError(f"its program {how}{_tell(complaint)}")
        if not written:
            raise FetchError(f"its program wrote nothing{_tell(complaint)}")
        return written

    def _start(self, command: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        with self._lock:
            if self._is_closed:
                raise FetchError("given up")
            try:
                # A session of its own: all that the shell starts can be ended with it, and none of it hears ctrl+c.
                process = subprocess.Popen(
                    [*_SHELL, command], stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
                )
            except OSError as error:
                raise FetchError(f"its program can't be run: {error.strerror}") from None
            self._running.add(process)
        return process

    def close(self) -> None:
        """Kill what still runs, and run nothing more."""
        with self._lock:
            self._is_closed = True
            for process in self._running:
                _kill(process)


def _exchange(process: subprocess.Popen[bytes], data: bytes, deadline: float, limit: int) -> tuple[bytes, bytes]:
    """Give a program its input; what it writes, and the end of what it complains of, once it has closed both.

    Raises TimeoutExpired, and FetchError where that is too much.
    """
    written, complaint, left = bytearray(), b"", memoryview(data)
    with selectors.DefaultSelector() as selector:
        for pipe in filter(None, (process.stdin, process.stdout, process.stderr)):
            os.set_blocking(pipe.fileno(), False)
            selector.register(pipe, selectors.EVENT_WRITE if pipe is process.stdin else selectors.EVENT_READ, pipe)
        while selector.get_map():
            ready = selector.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                raise subprocess.TimeoutExpired(process.args, 0)
            for key, _ in ready:
                if key.data is process.stdin:
                    left = left[_write(key.fd, left[:_PIECE]) :]
                    is_over = not left
                else:
                    piece = os.read(key.fd, _PIECE)
                    is_over = not piece
                    if key.data is process.stdout:
                        written += piece
                    else:
                        complaint = (complaint + piece)[-_KEPT_COMPLAINT:]
                if is_over:
                    selector.unregister(key.data)
                    key.data.close()
            if len(written) > limit:
                raise FetchError(f"what its program writes is larger than {limit / 1e6:.3g} MB")
    return bytes(written), complaint


def _write(pipe: int, piece: memoryview) -> int:
    """Write what there is room for; how much that was, or need not be written: not every program wants its input."""
    try:
        return os.write(pipe, piece)
    except BrokenPipeError:
        return len(piece)


def _kill(process: subprocess.Popen[bytes]) -> None:
    # One that was waited for has no number any more.
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _tell(complaint: bytes) -> str:
    """The last line that says anything."""
    lines = [clean_line(line) for line in complaint.decode("utf-8", "replace").splitlines()]
    last = next((line for line in reversed(lines) if line), "")
    return f": {truncate(last, _TOLD_CELLS)}" if last else ""
