"""Finding: the library searched as one types, words in the open article, links by their labels or from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.desk.looking import MOST_HIDDEN
from newsreader.model import ListName, QueryError, View
from newsreader.tui import dialogs
from newsreader.tui.find import make_labels, match_labels
from newsreader.tui.guard import guarded
from newsreader.tui.lines import Line, Span
from newsreader.tui.marking import MarkingScreen
from newsreader.tui.panes import PaneName
from newsreader.tui.prompt import LineEditor
from newsreader.tui.prompting import Question
from newsreader.wording import count_things, say_hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.timer import Timer

    from newsreader.model import Edge

# More digits than any page has links are not taken.
_MOST_DIGITS = 5


class FindingScreen(MarkingScreen):
    """Panes in which things are found."""

    _pause: Timer | None = None
    # What was found while it was typed, and what was said of that.
    _found: tuple[str, str] = ("", "")
    _last_search = ""
    _labels: dict[str, Edge] | None = None
    _typed_label = ""

    # --- the library

    def action_search(self) -> None:
        """Search the library; what is found shows while it is typed."""
        before = self.navigator.begin_search()
        last = before.name if before.view is View.FOUND else self._last_search
        pane = self.focused_pane
        self._found = ("", "")

        def answer(words: str) -> None:
            if not words.strip():
                cancel(words)
                return
            self._go_to_found(words)

        def cancel(_: str) -> None:
            self._stop_pause()
            if self.rows.listed != before.list_name:
                self.rows.enter(before.list_name, before.row_id)
            self.focus_pane(pane)

        def change(words: str) -> None:
            self._stop_pause()
            self._pause = self.set_timer(self.profile.pause.value, lambda: self._search(self.desk.spread_query(words)))

        self.focus_pane(PaneName.LIST)
        note = f"Up: {last}" if last else ""
        self.ask(Question("search:", LineEditor(), answer, change, cancel, note, recalled=last))

    def _go_to_found(self, words: str) -> None:
        self._stop_pause()
        found, note = self._found
        if words == found and self.rows.listed == ListName(View.FOUND, words):
            self.say(note)
        else:
            self._search(words)
        if self.rows.listed == ListName(View.FOUND, words):
            self._last_search = words
            # Its step is taken only now: nobody wants to go back through all that was typed.
            self.navigator.take_list()
            self.sources.point_to(self.rows.listed, self.rows.found_ids)
            self.focus_pane(PaneName.LIST)

    def choose_topic(self, topics: Sequence[str]) -> None:
        """Search the library for a topic of the page; for which one, where there are several."""
        if len(topics) == 1:
            self._search_topic(topics[0])
            return
        lines = [Line((Span(f" {self.glyphs.show(topic)}"),)) for topic in topics]
        self.app.push_screen(
            dialogs.Dialog("Topics of this page", lines, "Enter searches, Esc gives up", self.glyphs),
            lambda index: None if index is None else self._search_topic(topics[index]),
        )

    @guarded
    def _search_topic(self, topic: str) -> None:
        self.note_place()
        words = topic.replace('"', " ")
        self.navigator.begin_search()
        self._go_to_found(f'"{words}"')

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    @guarded
    def _search(self, words: str) -> None:
        self._stop_pause()
        if not words.strip():
            return
        try:
            self.rows.enter(ListName(View.FOUND, words))
            note = self._say_found(words)
        except QueryError as error:
            note = str(error)
        if self.question is not None:
            self.question.note = note
            self._found = (words, note)
        elif note:
            self.say(note)
        self.arrange_panes()

    def _say_found(self, words: str) -> str:
        """How many were found, and how many are hidden; where none were, the list itself says more."""
        if not self.rows.item_count:
            return "nothing found"
        hidden = say_hidden(self.desk.count_hidden(words), MOST_HIDDEN)
        return "; ".join(filter(None, (count_things(self.rows.item_count, "article"), hidden)))

    # --- the article

    def action_find(self) -> None:
        """Find words in the open article; in a list, search the library."""
        if self.navigator.reading is None or self.focused_pane is not PaneName.ARTICLE:
            self.action_search()
            return
        offset = self.article.text_offset

        def answer(words: str) -> None:
            self.article.find(words)
            if words and not self.article.step_hit(0):
                self.end_find()
                self.say(f"Not in this article: {words}")

        def cancel(_: str) -> None:
            self.end_find()
            self.article.show_offset(offset)

        self.ask(Question("find:", LineEditor(), answer, self.article.find, cancel))

    def end_find(self) -> bool:
        """Look for nothing more; whether anything was looked for."""
        if not self.article.is_finding:
            return False
        self.article.find("")
        return True

    # --- links

    def action_hints(self) -> None:
        """Label the links on the screen: a label's letters follow its link."""
        reading = self.navigator.reading
        views = [
            view
            for name, view in ((PaneName.ARTICLE, self.article), (PaneName.RELATED, self.related))
            if name in self.visible_panes
        ]
        numbers = [number for view in views for number in view.list_visible_links()]
        if reading is None or not numbers:
            self.say("No links on the screen.")
            return
        labels = make_labels(len(numbers))
        self._labels = {label: reading.edges[number - 1] for label, number in zip(labels, numbers, strict=True)}
        self._typed_label = ""
        self._show_labels()

    def _show_labels(self) -> None:
        labels = self._labels or {}
        left = match_labels(list(labels), self._typed_label)
        shown = {labels[label].number: label[len(self._typed_label) :] for label in left}
        for view in (self.article, self.related):
            view.show_labels(shown)
        if labels:
            self.say("A label's letters follow its link, Esc gives up.")

    def take_label(self, event: events.Key) -> bool:
        """Give a key to the labels, if there are any; whether it went there."""
        if self._labels is None:
            return False
        event.prevent_default()
        event.stop()
        typed = self._typed_label + (event.character or "")
        left = match_labels(list(self._labels), typed) if event.character else []
        edge = self._labels.get(typed)
        self._typed_label = typed
        if edge is not None or not left:
            self._labels = None
            self.hush()
        self._show_labels()
        if edge is not None:
            self.follow(edge)
        return True

    @guarded
    def take_digit(self, event: events.Key) -> None:
        """Give a key to the number that is being typed, or begin one."""
        if event.character and event.character.isdecimal() and self.navigator.reading:
            self.digits = (self.digits + event.character)[:_MOST_DIGITS]
        elif not self.digits:
            return
        elif event.key == "backspace":
            self.digits = self.digits[:-1]
        elif event.key == "enter":
            edge, self.digits = self.edge_of_digits, ""
            if edge is not None:
                self.follow(edge)
        else:  # Esc only gives up; any other key does what it always does
            self.digits = ""
            if event.key != "escape":
                self.show_bars()
                return
        event.prevent_default()
        event.stop()
        self.show_bars()

    def action_list_links(self) -> None:
        """Choose one of the page's links from a list of all."""
        reading = self.navigator.reading
        if reading is None or not reading.edges:
            self.say("No links." if reading else self.keys.fill("{list-links} lists the links of an open article."))
            return

        def follow(index: int | None) -> None:
            if index is not None:
                self._follow_chosen(reading.edges[index])

        self.app.push_screen(dialogs.LinksDialog(reading, self.glyphs), follow)

    @guarded
    def _follow_chosen(self, edge: Edge) -> None:
        self.follow(edge)

    def follow(self, edge: Edge) -> None:
        """Open a headline's article, or want it: the reader's to say."""
        raise NotImplementedError
