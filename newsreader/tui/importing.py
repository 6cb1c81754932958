"""Taking over what another reader, or a list, knows of feeds."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader import inputs
from newsreader.model import FeedError, InputRefusedError, Job, JobKind, LibraryError
from newsreader.tui import dialogs
from newsreader.tui.fetching import FetchingScreen
from newsreader.tui.guard import guarded
from newsreader.wording import count_things

if TYPE_CHECKING:
    from newsreader.model import Imported, JobReport
    from newsreader.tui.fetching import Spot
    from newsreader.tui.jobs import Running


class ImportingScreen(FetchingScreen):
    """Panes into which feeds come from elsewhere."""

    # Where the reader was as the taking over began, and the feeds there were; what it took and could not show by then.
    _begun: tuple[Spot, frozenset[int]] | None = None
    _untold: Imported | None = None
    _to_ask: tuple[int, ...] = ()

    def ask_new(self, feeds: tuple[int, ...] = ()) -> None:
        """Ask new feeds at once; while something runs that somebody asked for, as soon as that has ended."""
        self._to_ask += feeds
        if self._to_ask and self.make_way():
            self.begin_job(Job(JobKind.REFRESH, feeds=self._to_ask))
            self._to_ask = ()

    def _list_new(self, before: frozenset[int]) -> tuple[int, ...]:
        return tuple(feed.id for feed in self.desk.list_feeds() if feed.id not in before)

    def _list_known(self) -> frozenset[int]:
        return frozenset(feed.id for feed in self.desk.list_feeds())

    # --- a list

    def import_list(self, path: str) -> None:
        """Subscribe to the feeds of an OPML file."""
        before = self._list_known()
        try:
            data = inputs.read_input(path, self.desk.settings.max_input_mib)
            imported = self.desk.import_opml(data)
        except (FeedError, InputRefusedError) as error:
            self.say(f"{path}: {error}", is_error=True)
            return
        new, amount = imported.taken["feeds"]
        known = f", {amount - new:,} known already" if amount > new else ""
        refused = f", {len(imported.refused)} refused" if imported.refused else ""
        self.refresh_states()
        hint = self.keys.hint("undo", "undo") if new else ""
        self.say(f"Subscribed to {count_things(new, 'feed')}{known}{refused}  {hint}".rstrip())
        self.ask_new(self._list_new(before))

    # --- newsboat

    def action_import_newsboat(self) -> None:
        """Take over what newsboat keeps, from a folder that is asked where there is none in its usual places; or show
        what was taken, where that could not be shown.
        """
        if self._untold is not None:
            self._show_imported(self._untold)
        elif not self.is_busy() and not self.import_newsboat():
            self.ask_path("folder of newsboat's, with its urls:", "", self._import_from)

    def _import_from(self, text: str) -> None:
        path = os.path.expanduser(text.strip())
        if path and not self.import_newsboat(path):
            self.say(f"{path} has no list of newsboat's feeds, a file `urls`: name the folder it is in.", is_error=True)

    def import_newsboat(self, path: str = "") -> bool:
        """Begin to take over what newsboat keeps, there or in its usual places; whether it keeps anything there."""
        # Imported late: it is done once.
        from newsreader.desk.importing import find_newsboat

        places = find_newsboat(Path.home(), os.environ, path)
        if places is not None and not self.is_busy():
            self._begun = self.make_spot()._replace(is_asking=False), self._list_known()
            self.begin_job(Job(JobKind.NEWSBOAT, (str(places.urls.parent),)))
            self.say(f"Taking over from newsboat: {places.urls.parent}")
        return places is not None

    @guarded
    def end_job(self, running: Running, report: JobReport) -> None:
        """As for every job; what was taken over is shown to who waits for it, else it is said how to see it."""
        begun, imported = self._begun, report.imported
        if imported is None or begun is None:
            super().end_job(running, report)
            return
        spot, before = begun
        words = self._say_end(running, report)
        undo = ""
        if imported.change_id:
            # Where the library can't take it just now, it is undone by `newsreader undo` alone.
            with suppress(LibraryError):
                self.desk.adopt_change(imported.change_id)
                undo = self.keys.hint("undo", "undo")
        is_waited_for = spot == self.make_spot()
        more = ""
        if not (is_waited_for or running.is_stopped):
            self._untold = imported
            more = self.keys.hint("import-newsboat", "tells more")
        if not (running.is_stopped or report.error):
            self.ask_new(self._list_new(before))
        # What goes on beside it takes the room at the line's end.
        self.say_news(f" {self.glyphs.dot} ".join(filter(None, (more, words, undo))), is_error=bool(report.error))
        if is_waited_for and not running.is_stopped:
            self._show_imported(imported)

    def _show_imported(self, imported: Imported) -> None:
        self._untold = None
        width = self.app.size.width
        self.app.push_screen(dialogs.ImportedDialog("Taken over from newsboat", imported, width, self.glyphs))
