"""The library that is open at the desk, and the run of the program that opened it."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Self

from newsreader import paths
from newsreader.config import Settings, load_settings
from newsreader.library import articles, backups, database, filesystem, history, kept, upkeep
from newsreader.library.database import snapshot, transaction
from newsreader.model import LibraryError, LibraryFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from newsreader.library.query import Query


def parse_now(text: str) -> Query:
    """Read a query in which days count from this moment. Raises QueryError."""
    # A reader who only reads never loads it.
    from newsreader.library.query import parse_query

    return parse_query(text, datetime.now().astimezone())


class Core:
    """An open library, and this run of the program in it; what all that is done at the desk stands on."""

    def __init__(
        self,
        library: Path | None = None,
        settings: Settings | None = None,
        *,
        origin: str = "app",
        tell: Callable[[str], None] | None = None,
    ) -> None:
        """Open `library`, made if there is none; by default the user's, with the user's settings.

        `origin` is what changes are said to be made with; `tell` hears how far it is where the library has to be
        brought up to date. Raises LibraryError, and NewsreaderError where the settings are to be read and can't be.
        """
        self.settings = settings or load_settings(paths.config_path())
        self.path = library or paths.library_path()
        self._db = database.open_database(self.path, tell)
        self._origin = origin
        self._run_id: int | None = None
        self._era = 0
        self._is_left = False
        self._data_version = self._read_data_version()

    def __enter__(self) -> Self:
        """The desk itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close, unless it was left."""
        if not self._is_left:
            self.close()

    def close(self) -> None:
        """End this run and close the library; a second call does nothing."""
        self._end_run()
        self._db.close()

    def leave(self) -> None:
        """End this run as `close` does, but leave to a process that opens the library next what waits for the disk.

        To write the log back into the library's file takes 12 ms. All is stored without that, and found by whoever
        opens it. For the end of a process alone: the connection stays as it is.
        """
        self._end_run()
        self._is_left = True

    def _end_run(self) -> None:
        if self._run_id is not None:
            # Where this can't be written (a full disk), the run still ends, for its process does.
            with suppress(LibraryError):
                with transaction(self._db):
                    if (run_id := self._find_run()) is not None:
                        history.end_run(self._db, run_id, time.time())
                self.purge_trash()
            self._run_id = None

    def back_up(self, target: Path) -> int:
        """Write the whole library into one file, whole or not at all; returns its bytes."""
        with database.explaining(self._db):
            try:
                backups.check_room(target.absolute(), backups.measure(self._db), f"{target} can't be written")
                backups.copy(self._db, target)
                return target.stat().st_size
            except OSError as error:
                raise LibraryError(f"{target} can't be written: {error.strerror}; name another file") from error

    def restore(self, source: Path) -> Path:
        """Make the library what a backup is; returns where it is kept as it was.

        Raises LibraryError, nothing changed.
        """
        # Most who open a library restore none.
        from newsreader.library import restoring

        kept_copy = restoring.restore(self._db, self.path, source)
        self._run_id = None
        return kept_copy

    def describe_library(self) -> LibraryFacts:
        """Where the library lies, and how it is written."""
        with database.explaining(self._db):
            journal = str(self._db.execute("PRAGMA journal_mode").fetchone()[0])
            size = backups.measure(self._db)
        copies = tuple(str(path) for path in backups.list_backups(self.path))
        return LibraryFacts(size, journal, filesystem.find_kind(self.path), copies)

    def find_damage(self, tell: Callable[[str], None]) -> Iterator[str]:
        """A line for everything that is wrong with the library; `tell` hears how far it is."""
        with database.explaining(self._db):
            yield from upkeep.find_damage(self._db, tell)

    def compact(self) -> tuple[int, int]:
        """Make the library's file as small as it can be; the bytes before and after."""
        with database.explaining(self._db):
            before = backups.measure(self._db)
            backups.check_room(self.path, int(before * 1.1), f"The library {self.path} can't be made smaller")
            upkeep.compact(self._db)
            return before, backups.measure(self._db)

    def list_outlived(self) -> list[int]:
        """The articles that the settings let go; none where they set no days."""
        days = self.settings.retention_days
        if not days:
            return []
        with snapshot(self._db):
            return upkeep.list_outlived(self._db, days, time.time())

    def purge_trash(self) -> int:
        """Remove for good some of what has been in the trash for 30 days; returns how many."""
        with snapshot(self._db):
            expired = kept.list_expired(self._db, time.time())
        for article_id in expired:
            with transaction(self._db):
                articles.remove_article(self._db, article_id)
        return len(expired)

    @contextmanager
    def together(self) -> Iterator[int]:
        """What is written in the block is one transaction: all of it or, if it raises, nothing; one wait for others.

        It is this run's, whose id this gives: the first one begins it, and where another library was restored over
        this one, begins it anew. So a command that only reads writes nothing.
        """
        before = self._run_id
        try:
            with transaction(self._db):
                run_id = self._find_run()
                if run_id is None:
                    self._run_id = run_id = history.start_run(self._db)
                yield run_id
        except BaseException:
            self._run_id = before
            raise

    def _find_run(self) -> int | None:
        """This run, if it has begun; one that the library does not know began before another was restored over it."""
        if self._run_id is not None and not history.is_running(self._db, self._run_id):
            self._run_id = None
            self._era += 1
        return self._run_id

    def read_era(self) -> int:
        """A number that differs once another library was restored over this one: what ids said until then, they say
        no longer.
        """
        with snapshot(self._db):
            self._find_run()
        return self._era

    # --- between runs and processes -----------------------------------------------------------------------------------

    def remember(self, key: str, value: str) -> None:
        """Keep a value (a theme picked) for the next run."""
        with transaction(self._db):
            kept.remember(self._db, key, value)

    def recall(self, key: str) -> str | None:
        """What `remember` kept under `key`."""
        with snapshot(self._db):
            return kept.recall(self._db, key)

    def leave_checkpoints(self, is_on: bool) -> None:
        """Whether a process beside this one, which writes much, is to do what takes long of the writing."""
        database.leave_checkpoints(self._db, is_on)

    def has_changed(self) -> bool:
        """Whether another process, or another Desk, has changed the library since the last call."""
        last, self._data_version = self._data_version, self._read_data_version()
        return self._data_version != last

    def read_state(self) -> tuple[int, int]:
        """What differs once anything in the library has changed, here, or in another process as `has_changed` told.

        While a refresh writes, it would else differ at each key.
        """
        return self._data_version, self._db.total_changes

    def _read_data_version(self) -> int:
        with snapshot(self._db):
            return database.read_data_version(self._db)
