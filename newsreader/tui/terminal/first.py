"""The first frame: what the next start will show, remembered, so that it stands before Textual is loaded.

`rehearsal.py` makes it at the end of a run, the driver takes it over. This module is loaded before all others, and so
loads next to nothing: from the start of the process to the picture it took 38 ms, of which Python's own start took 17.
"""

from __future__ import annotations

import os
import signal
import termios
import time
from binascii import crc32

from newsreader import __version__, paths
from newsreader.tui.terminal.moves import KEYBOARD, SCREEN, FirstMoves, write

# The first line of the file, then its checksum, what the frame is for, its cells, the keys that move in it, and the
# sequences that paint it and each of the moves; no sequence has a NUL.
_MAGIC = b"newsreader frame 2"
_LARGEST = 1 << 20
# What a picture depends on of the environment: by its value, by its being there, by how its name begins.
_VALUES = ("TERM", "COLORTERM", "NO_COLOR", "TERM_PROGRAM", "LC_ALL", "LC_CTYPE", "LC_TIME", "LANG", "TZ", "HOME")
_FLAGS = ("SSH_CONNECTION", "TMUX", "STY")
_BEGINNINGS = ("NEWSREADER_", "TEXTUAL")
# The other screen, no cursor, no wrapping; and back.
ENTER = "\x1b[?1049h"
_BEGIN, _END = f"{ENTER}\x1b[?25;7l", "\x1b[?7h\x1b[?1049l\x1b[?25h"
# Flags of input, output, control and local modes (termios(3)).
_DROPPED = (
    termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR,
    termios.OPOST,
    0,
    termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG,
)


class Frame:
    """A screen: what start it is for, its cells as `Wire.pack` writes them, and the sequences that paint it.

    Of the moves from there: what the terminal sends for a key that makes one, and the sequences that paint each.
    """

    def __init__(
        self, start: str, cells: str, sequences: str, keys: tuple[str, ...] = (), moves: tuple[str, ...] = ()
    ) -> None:
        self.start, self.cells, self.sequences, self.keys, self.moves = start, cells, sequences, keys, moves


class Shown:
    """A frame that the terminal shows: its cells, and how the terminal was set before.

    Once it is taken: what was typed at it and is read, of which so many `moves` are shown too.
    """

    def __init__(self, cells: str, attributes: list[int | list[bytes | int]]) -> None:
        self.cells, self.attributes = cells, attributes
        self.first_moves: FirstMoves | None = None

    @property
    def typed(self) -> bytes:
        """What was typed at it and is read."""
        return self.first_moves.typed if self.first_moves else b""

    @property
    def moves(self) -> int:
        """How many moves of that are shown."""
        return self.first_moves.done if self.first_moves else 0


# Before the app looks after these itself, they end the process at once.
_ENDS = (signal.SIGTERM, signal.SIGHUP)
# None or one: a process has one terminal.
_shown: list[Shown] = []


def describe_start(library: str | os.PathLike[str], columns: int, rows: int) -> str:
    """All that the first picture depends on, in one line: whatever of it changes, changes the line.

    Of files their sizes and times stand for what is in them. SQLite's own counter of changes would not do: it stands
    still while they go to the write-ahead log (sqlite.org/fileformat2.html, 1.3.7).
    """
    environment = {name: value for name, value in os.environ.items() if name.startswith(_BEGINNINGS)}
    environment |= {name: os.environ[name] for name in _VALUES if name in os.environ}
    flags = [name for name in _FLAGS if os.environ.get(name)]
    files = [os.fspath(library), f"{os.fspath(library)}-wal", os.fspath(paths.config_path())]
    files += _list_files(paths.user_themes_dir()) + _list_files(paths.user_keymaps_dir())
    states = [(file, _describe_file(file)) for file in files]
    day = time.strftime("%Y-%m-%d")
    return ascii((__version__, columns, rows, day, sorted(environment.items()), flags, states))


def read_start(start: str) -> tuple[int, int, dict[str, str]]:
    """Columns, rows and environment of a start that was described, by which another like it can be made."""
    # Imported late: no start needs it.
    from ast import literal_eval

    _, columns, rows, _, environment, flags, _ = literal_eval(start)
    return columns, rows, {**dict(environment), **dict.fromkeys(flags, "1")}


def is_decisive(name: str) -> bool:
    """Whether a picture depends on this variable of the environment."""
    return name in (*_VALUES, *_FLAGS) or name.startswith(_BEGINNINGS)


def _list_files(folder: str | os.PathLike[str]) -> list[str]:
    try:
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
    except OSError:
        return []


def _describe_file(path: str) -> tuple[int, int, int] | None:
    try:
        state = os.stat(path)
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


# --- the file


def write_frame(path: str | os.PathLike[str], frame: Frame) -> None:
    """Keep a frame, whole or not at all; only its owner may read it. Raises OSError."""
    sequences = "\0".join((frame.sequences, *frame.moves))
    body = f"{frame.start}\n{frame.cells}\n{' '.join(frame.keys)}\n{sequences}".encode("utf-8", "replace")
    unfinished = f"{os.fspath(path)}.{os.getpid()}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(b"%s\n%08x\n%s" % (_MAGIC, crc32(body), body))
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


def read_frame(path: str | os.PathLike[str]) -> Frame | None:
    """The frame that was kept; None where there is none, or the file is damaged."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST)
    except OSError:
        return None
    magic, _, rest = data.partition(b"\n")
    checksum, _, body = rest.partition(b"\n")
    if magic != _MAGIC or checksum != b"%08x" % crc32(body):
        return None
    start, cells, keys, painted = body.decode().split("\n", 3)
    sequences, *moves = painted.split("\0")
    return Frame(start, cells, sequences, tuple(keys.split()), tuple(moves))


# --- the terminal


def show_frame() -> None:
    """Show the frame that is kept for just this start, if there is one; keys typed from now on wait for the app."""
    if not is_possible():
        return
    try:
        library = paths.library_path()
        frame = read_frame(paths.frame_path(library))
        if frame is None or frame.start != describe_start(library, *os.get_terminal_size(SCREEN)):
            return
        attributes = termios.tcgetattr(KEYBOARD)
        for number in _ENDS:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _end)
        _shown.append(Shown(frame.cells, attributes))
        termios.tcsetattr(KEYBOARD, termios.TCSANOW, _make_raw(attributes))
        write(f"{_BEGIN}{frame.sequences}".encode())
        if frame.moves:
            moves = [sequences.encode() for sequences in frame.moves]
            _shown[0].first_moves = FirstMoves([key.encode() for key in frame.keys], moves)
    except (OSError, termios.error):
        withdraw_frame()


def is_possible() -> bool:
    """Whether the app would run on this terminal, on the wire."""
    is_plain = os.environ.get("NEWSREADER_WIRE") == "plain" or os.environ.get("TERM", "") in ("", "dumb")
    # Another driver, or another size than the terminal's own.
    is_other = any(os.environ.get(name) for name in ("TEXTUAL_DRIVER", "COLUMNS", "LINES"))
    return not (is_plain or is_other) and all(os.isatty(descriptor) for descriptor in range(3))


def _make_raw(attributes: list[int | list[bytes | int]]) -> list[int | list[bytes | int]]:
    """As Textual sets the terminal for itself (its LinuxDriver), and line feeds as the wire needs them."""
    raw = list(attributes)
    for place, dropped in enumerate(_DROPPED):
        value = raw[place]
        assert isinstance(value, int)
        raw[place] = value & ~dropped
    return raw


def take_frame() -> Shown | None:
    """Take over what the terminal shows: from now on it is the caller's to put back."""
    if not _shown:
        return None
    shown = _shown.pop()
    if shown.first_moves:
        shown.first_moves.stop()
    return shown


def withdraw_frame() -> None:
    """Put the terminal back as it was, where a frame is shown that nobody took over: the app did not come."""
    shown = take_frame()
    if shown is not None:
        try:
            write(_END.encode())
            termios.tcsetattr(KEYBOARD, termios.TCSANOW, shown.attributes)
        except (OSError, termios.error):
            pass


def _end(number: int, at: object) -> None:
    """End as the signal ends a process, but with the terminal as it was."""
    withdraw_frame()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
