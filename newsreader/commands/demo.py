"""`newsreader demo`: made-up news to wander through, in a library that is thrown away."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader import themes
from newsreader.commands import screen
from newsreader.commands.show import print_article
from newsreader.model import NewsreaderError, Outcome

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

_EDITION = Path(__file__).parent.parent / "demo"


def run(arguments: argparse.Namespace) -> int:
    """Open the demo edition on its first article, or print that where there is no terminal."""
    if arguments.theme:
        themes.load_theme(arguments.theme)
    files = sorted(_EDITION.glob("*.txt"))
    with _throw_away_folder() as folder:
        library = folder / "demo.db"
        if not screen.has_screen():
            return _print(library, files)
        return _open(library, files, arguments.theme)


def _print(library: Path, files: list[Path]) -> int:
    from newsreader.desk import Desk

    with Desk(library) as desk:
        first = _find_first(desk.add(file.read_bytes(), file.name) for file in files)
        print_article(desk, first)
    return 0


def _open(library: Path, files: list[Path], theme: str | None) -> int:
    from newsreader import background

    process = background.start_adding(library, files=files)
    # While the worker splits the edition, the app's libraries are loaded.
    from newsreader.desk import Desk
    from newsreader.tui.app import run_app

    first = _find_first(background.read_outcomes(process))
    with Desk(library) as desk:
        message = "The demo edition, thrown away at the end  l related headlines  ? keys"
        return run_app(desk, article_id=first, theme=theme, message=message)


def _find_first(outcomes: Iterable[Outcome]) -> int:
    """The article that the edition opens with; NewsreaderError where it could not be kept."""
    opening = (_EDITION / "FIRST").read_text(encoding="utf-8").strip()
    found = {outcome.name: outcome for outcome in outcomes}
    first = found.get(opening) or found.get("")  # a worker that died has no name for what it was at
    if first is None or first.id is None:
        reason = first.reason if first else f"{opening} is missing; install newsreader again"
        raise NewsreaderError(f"the demo edition: {reason}")
    return first.id


@contextmanager
def _throw_away_folder() -> Iterator[Path]:
    """A folder that is gone after this process, whatever ends it.

    A process in a session of its own waits for that, and sees it by the end of its input: a closed terminal and
    kill -9 leave us no time to tidy up.
    """
    folder = tempfile.mkdtemp(prefix="newsreader-demo-")
    with subprocess.Popen(
        ["sh", "-c", 'read -r _; rm -rf -- "$1"', "sh", folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ):
        yield Path(folder)
