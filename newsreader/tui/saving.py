"""Searches that are kept as lists: saved, given another name, forgotten."""

from __future__ import annotations

from functools import partial

from newsreader.model import View
from newsreader.text import clean_line
from newsreader.tui.finding import FindingScreen
from newsreader.tui.panes import PaneName
from newsreader.tui.prompt import LineEditor
from newsreader.tui.prompting import Question


class SavingScreen(FindingScreen):
    """Panes in which what a search found can be kept as a list."""

    @property
    def focused_search(self) -> str | None:
        """The name of the saved search under the cursor among the lists, or of the one whose list is shown."""
        listed = self.sources.listed if self.focused_pane is PaneName.SOURCES else self.rows.listed
        return listed.name if listed.view is View.SAVED else None

    def action_save_search(self) -> None:
        """Keep what is searched for as a list; under which name is asked."""
        listed = self.rows.listed
        if listed.view is View.FOUND:
            self._ask_name(listed.name, listed.name)
        elif listed.view is View.SAVED:
            self.say(f"Saved already: {listed.name}  {self.keys.hint('rename-feed', 'gives it another name')}".rstrip())
        else:
            self.say(self.keys.fill("{search} searches; then {save-search} keeps what is searched for as a list."))

    def _ask_name(self, query: str, name: str) -> None:
        self.ask(Question("save the search as:", LineEditor(name, is_selected=True), partial(self._save, query)))

    def _save(self, query: str, name: str, *, is_sure: bool = False) -> None:
        name = clean_line(name)
        known = dict(self.desk.list_saved()).get(name, query)
        if not name:
            return
        if known != query and not is_sure:
            label = "there already, Enter replaces it:"
            self.ask(
                Question(
                    label,
                    LineEditor(name, is_selected=True),
                    lambda again: self._save(query, again, is_sure=again == name),
                )
            )
            return
        change = self.desk.save_search(name, query)
        if change.id:
            self.confirm(change)
        else:
            self.say(f"Saved already: {name}")

    def action_rename_feed(self) -> None:
        """Give the focused saved search another name."""
        name = self.focused_search
        if name is None:
            words = "That is for a feed or a saved search: among the lists ({pane-left}), or in its own list."
            self.say(self.keys.fill(words))
        else:
            self.ask(
                Question("name of the search:", LineEditor(name, is_selected=True), partial(self._rename_search, name))
            )

    def _rename_search(self, name: str, new: str) -> None:
        change = self.desk.rename_search(name, new)
        if not change.id:
            return
        # The list that is shown is the same under its new name.
        self.rows.rename(name, change.title)
        self.confirm(change)
        if self.focused_pane is PaneName.SOURCES:
            self.sources.point_to(self.rows.listed)

    def action_delete(self) -> None:
        """As for articles; among the lists a saved search is forgotten."""
        name = self.focused_search if self.focused_pane is PaneName.SOURCES else None
        if name is None:
            super().action_delete()
            return
        self.confirm(self.desk.save_search(name, None))
        self.follow_sources()
