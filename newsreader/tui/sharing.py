"""The keys by which something leaves the program: copying, the browser, other commands, the mouse."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from newsreader import paths
from newsreader.markdown import render_for_others
from newsreader.model import LibraryError
from newsreader.tui import dialogs
from newsreader.tui.guard import guarded
from newsreader.tui.outside import (
    CommandError,
    check_command,
    choose_browser,
    choose_editor,
    fill_command,
    is_web_address,
    split_command,
    start_detached,
)
from newsreader.tui.prompt import LineEditor
from newsreader.tui.prompting import Question
from newsreader.tui.saving import SavingScreen
from newsreader.tui.surroundings import has_display, is_remote
from newsreader.tui.terminal.access import has_mouse, run_in_terminal, set_mouse, write_sequence
from newsreader.tui.terminal.clipboard import choose_copiers, run_copier
from newsreader.tui.terminal.sequences import (
    MOST_COPIED_BYTES,
    RESTORE_TITLE,
    SAVE_TITLE,
    make_copy_sequence,
    make_title_sequence,
)
from newsreader.wording import cite_article, name_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.desk import Desk
    from newsreader.model import Reading
    from newsreader.tui.profile import Profile

# Under this key the last command that an article was piped to is remembered.
_LAST_PIPE = "pipe-command"


class Thing(NamedTuple):
    """What is focused, by its title, and its address where one is known."""

    title: str
    url: str


class SharingScreen(SavingScreen):
    """Panes whose focused thing can be handed to other programs."""

    class CommandFailed(Message):
        """A command that went on by itself has failed."""

        def __init__(self, name: str, code: int) -> None:
            super().__init__()
            self.name, self.code = name, code

    def __init__(
        self, desk: Desk, profile: Profile, article_id: int | None, message: str, *, is_over_list: bool
    ) -> None:
        super().__init__(desk, profile, article_id, message, is_over_list=is_over_list)
        self.article.tells_links = self.related.tells_links = self.profile.hyperlinks.value
        self._offered_title = ""
        self._window_title = ""

    # --- what is handed on

    def _take_thing(self) -> Thing | None:
        """The focused thing: a headline or link by the address it has on the page, else by its article's."""
        edge, row, wish = self.focused_edge, self.focused_row, self.focused_wish
        if edge is not None:
            return Thing(edge.text, edge.url or (row.url if row else ""))
        if row is not None:
            return Thing(row.title, row.url)
        if wish is not None:
            return Thing(wish.text, wish.url)
        self.say("Nothing here has an address: that takes an article, a headline or a link.")
        return None

    def _take_article(self) -> Reading | None:
        """The focused article with its text; where there is none, that is said."""
        edge, row = self.focused_edge, self.focused_row
        if row is not None:
            opened = self.navigator.reading
            reading = opened if opened and opened.row.id == row.id else self.desk.read(row.id)
            if reading is None:
                self.say("That article is deleted.", is_error=True)
            return reading
        if edge is not None and edge.targets:
            self.say(f"{len(edge.targets)} articles bear this title: {self.keys.name('open')} opens one.")
        elif edge is not None or self.focused_wish is not None:
            words = "Not stored: there is no article to hand on. {copy-address} copies the address."
            self.say(self.keys.fill(words))
        else:
            self.say("That takes an article.")
        return None

    # --- copying

    def action_copy_address(self) -> None:
        """Copy the address; where there is none, the title once the key is pressed again."""
        thing = self._take_thing()
        if thing is None:
            return
        if thing.url:
            self._copy(thing.url, f"Copied: {thing.url}")
        elif self._offered_title == thing.title:
            self._copy(thing.title, f"Copied the title: {thing.title}")
        else:
            self._offer_title(thing)

    def _offer_title(self, thing: Thing) -> None:
        self._offered_title = thing.title
        tail = f" {self.glyphs.dot} {self.keys.name('copy-address')} copies the title"
        self.say(f"No address known: {name_title(thing.title, self.room - len(tail) - 18)}{tail}")

    def action_copy_article(self) -> None:
        """Copy the article as Markdown."""
        reading = self._take_article()
        if reading is not None:
            self._copy(render_for_others(reading), f"Copied as Markdown: {reading.article.title}")

    def action_cite(self) -> None:
        """Copy a citation."""
        reading = self._take_article()
        if reading is not None:
            citation = cite_article(reading)
            self._copy(citation, f"Copied: {citation}")

    def _copy(self, text: str, words: str) -> None:
        """Copy to the terminal's clipboard, and the local one where there is one; say so in `words`."""
        sequence = make_copy_sequence(text, os.environ)
        if sequence:
            write_sequence(self.app, sequence)
        taken = [run_copier(command, text) for command in choose_copiers(os.environ)]
        if sequence or any(taken):
            self.say(words)
        else:
            size, most = len(text.encode()), MOST_COPIED_BYTES
            too_much = f"{size // 1000} KB, and terminals take {most // 1000}"
            why = too_much if size > most else "this terminal has no clipboard"
            self.say(self.keys.fill(f"Not copied: {why}. {{pipe}} gives it to a command."), is_error=True)

    # --- other programs

    def action_browse(self) -> None:
        """Open the address in the browser; where its window would not be seen, copy it."""
        thing = self._take_thing()
        if thing is None:
            return
        if not is_web_address(thing.url):
            self._offer_title(thing)
            return
        try:
            browser = choose_browser(self.desk.settings.browser, os.environ)
        except CommandError as error:
            self.say(f"{error}: see the setting browser.", is_error=True)
            return
        if browser is None:
            here = "No browser found" if has_display(os.environ) else "No display here"
            why = "Over SSH" if is_remote(os.environ) else here
            self._copy(thing.url, f"{why}, so copied: {thing.url}")
            return
        command = fill_command(browser.command, url=thing.url, title=thing.title)
        if browser.is_in_terminal:
            self._run(command, None, f"Back from {command[0]}: {thing.url}")
            return
        try:
            start_detached(command, partial(self._report_failure, command[0]))
        except OSError as error:
            self.say(f"{command[0]} can't be started: {error.strerror}.", is_error=True)
        else:
            self.say(f"Opened in the browser: {thing.url}")

    def _report_failure(self, name: str, code: int) -> None:
        """Called from a thread, when the app may have ended."""
        with suppress(RuntimeError):
            self.post_message(self.CommandFailed(name, code))

    def on_sharing_screen_command_failed(self, event: CommandFailed) -> None:
        """Say that the browser opened nothing."""
        hint = self.keys.fill("{copy-address} copies.")
        self.say(f"{event.name} ended with {event.code}: it may have opened nothing. {hint}", is_error=True)

    def action_pipe(self) -> None:
        """Give the article to a command that is asked for."""
        reading = self._take_article()
        if reading is not None:
            last = LineEditor(self.desk.recall(_LAST_PIPE) or "", is_selected=True)
            hint = "Enter runs it, Esc gives up"
            self.ask(Question("pipe to:", last, partial(self._pipe, reading), note=hint))

    def _pipe(self, reading: Reading, command: str) -> None:
        if command.strip():
            # Where the library can't take it just now, the article can be piped all the same.
            with suppress(LibraryError):
                self.desk.remember(_LAST_PIPE, command)
            self._give(reading, command, waits=True)

    def action_share(self) -> None:
        """Give the article to one of the commands that the settings name."""
        targets = self.desk.settings.share
        if not targets:
            self.say(f"Nobody to share with: name commands under [share] in {paths.config_path()}")
            return
        reading = self._take_article()
        if reading is not None:
            self.app.push_screen(dialogs.ShareDialog(targets, self.glyphs), partial(self._share, reading, targets))

    @guarded
    def _share(self, reading: Reading, targets: Sequence[tuple[str, str]], index: int | None) -> None:
        if index is not None:
            self._give(reading, targets[index][1], waits=False)

    def _give(self, reading: Reading, command: str, *, waits: bool) -> None:
        """Run a command with the article as its input."""
        try:
            words = split_command(command)
            check_command(words)
            words = fill_command(words, url=reading.row.url, title=reading.article.title)
        except CommandError as error:
            self.say(f"{error}.", is_error=True)
            return
        done = f"Given to {words[0]}: {name_title(reading.article.title)}"
        self._run(words, render_for_others(reading).encode(), done, waits=waits)

    def action_edit(self) -> None:
        """Open a copy of the article in the editor; what is changed there changes nothing here."""
        reading = self._take_article()
        if reading is None:
            return
        try:
            words = choose_editor(os.environ)
        except CommandError as error:
            self.say(f"{error}: $VISUAL or $EDITOR names an editor.", is_error=True)
            return
        # Imported late: it brings what a start does without.
        import tempfile

        try:
            with tempfile.TemporaryDirectory(prefix="newsreader-") as folder:
                copy = Path(folder) / "article.md"
                copy.write_text(render_for_others(reading), encoding="utf-8")
                copy.chmod(0o400)
                self._run([*words, str(copy)], None, f"Back from {words[0]}: {name_title(reading.article.title)}")
        except OSError as error:
            self.say(f"No copy can be written for the editor: {error.strerror}.", is_error=True)

    def _run(self, command: list[str], data: bytes | None, done: str, *, waits: bool = False) -> None:
        """Lend the terminal to a command; say how it ended."""
        try:
            code = run_in_terminal(self.app, command, data, waits=waits)
        except OSError as error:
            self.say(f"{command[0]} can't be started: {error.strerror}.", is_error=True)
            return
        if code:
            how = f"ended with {code}" if code > 0 else f"was ended by signal {-code}"
            self.say(f"{command[0]} {how}.", is_error=True)
        else:
            self.say(done)

    # --- the terminal

    def action_toggle_mouse(self) -> None:
        """Take the mouse, or leave it to the terminal's own selection."""
        is_on = not has_mouse(self.app)
        set_mouse(self.app, is_on=is_on)
        if is_on:
            words = "Mouse on: click and wheel work here. {toggle-mouse} leaves it to the terminal."
        else:
            words = "Mouse off: the terminal selects with it. {toggle-mouse} takes it back."
        self.say(self.keys.fill(words))

    def show_bars(self) -> None:
        """Fill every bar that is seen; the window's too, where the settings give it to the app."""
        super().show_bars()
        if self.desk.settings.window_title:
            self._show_window_title()

    def _show_window_title(self) -> None:
        reading = self.navigator.reading
        title = reading.article.title if reading else "newsreader"
        if title != self._window_title:
            if not self._window_title:
                write_sequence(self.app, SAVE_TITLE)
            self._window_title = title
            write_sequence(self.app, make_title_sequence(title))

    def on_unmount(self) -> None:
        """Give the window back the title it had."""
        if self._window_title:
            write_sequence(self.app, RESTORE_TITLE)
