"""Every key, made from the table of actions and the key map in use, to be searched."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from newsreader.actions import COMMANDS, DIGITS_HELP, WHY_HEADING, WHY_HELP, Where, name_key
from newsreader.text import cell_width, pad
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.tui.prompt import LineEditor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

    from newsreader.actions import KeyNames
    from newsreader.keymaps import KeyMap

# So narrow that the help stands beside it on 80 columns.
_KEYS_WIDTH = 20
# What moves among the lines while words are typed.
_MOVING = ("up", "down", "pageup", "pagedown")
_HINT = "j k Space b move, / finds, Esc closes"


class Entry(NamedTuple):
    """A line of the help: its heading, keys or a mark, and what they do; `name` is found too, and not shown."""

    heading: str
    keys: str
    words: str
    name: str = ""


def list_entries(key_map: KeyMap, glyphs: Glyphs) -> Iterator[Entry]:
    """The help's lines: each part of the app with its keys, the marks, then what a preset's other keys did there."""
    for where in Where:
        for command in COMMANDS:
            if command.where is where:
                keys = " ".join(map(name_key, key_map.names.keys[command.name]))
                yield Entry(where, keys or "(no key)", command.help, command.name)
        if where is Where.MOVING:
            yield Entry(where, "0-9", DIGITS_HELP)
    marks = (
        (glyphs.unread, "stored, unread"),
        (glyphs.read, "stored, read"),
        (glyphs.bookmark, "stored, bookmarked"),
        (glyphs.absent, "not stored"),
        (glyphs.wanted, "wanted: opens once its page is stored"),
    )
    yield from list_why_entries(key_map.names)
    for mark, words in marks:
        yield Entry("Marks", mark, words)
    for keys, words in key_map.preset.absent.items():
        yield Entry(f"Other keys of {key_map.preset.name}", glyphs.show(keys), glyphs.show(words))


def list_why_entries(names: KeyNames) -> Iterator[Entry]:
    """The keys of the why view, where they do other things than elsewhere."""
    for keys, words in WHY_HELP:
        yield Entry(WHY_HEADING, names.fill(keys), words)


def list_help(entries: Sequence[Entry], needle: str = "") -> list[Line]:
    """The help as lines under their headings; with a needle those that hold each of its words."""
    sought = needle.casefold().split()
    found = [entry for entry in entries if all(word in _join(entry) for word in sought)]
    if not found:
        return [Line((Span(" Nothing here says that."),))]
    width = max(_KEYS_WIDTH, *(cell_width(entry.keys) + 1 for entry in entries))
    lines: list[Line] = []
    for heading, group in groupby(found, key=lambda entry: entry.heading):
        if lines:
            lines.append(Line())
        lines.append(Line((Span(f" {heading}", Role.ACCENT),)))
        lines += [Line((Span(f"   {pad(entry.keys, width)}", Role.LINK), Span(entry.words))) for entry in group]
    return lines


def _join(entry: Entry) -> str:
    return f"{entry.heading} {entry.keys} {entry.words} {entry.name}".casefold()


class HelpDialog(Dialog):
    """The help; / begins to find, Enter keeps what was found, Esc shows everything again."""

    def __init__(self, key_map: KeyMap, glyphs: Glyphs) -> None:
        self._entries = list(list_entries(key_map, glyphs))
        title = "Keys" if key_map.preset.name == "default" else f"Keys, as in {key_map.preset.name}"
        super().__init__(title, list_help(self._entries), _HINT, glyphs)
        self._glyphs, self._editor = glyphs, LineEditor()
        self._is_typing = False

    def on_key(self, event: events.Key) -> None:
        """What is typed to be found is no binding."""
        if event.key in _MOVING:
            return
        if event.key == "slash" and not self._is_typing:
            self._is_typing = True
        elif event.key == "escape" and (self._is_typing or self._editor.text):
            self._is_typing, self._editor = False, LineEditor()
        elif not self._is_typing:
            return
        elif event.key == "enter":
            self._is_typing = False
        else:
            self._editor.take_key(event.key, event.character)
        event.prevent_default()
        event.stop()
        self._show_found()

    def _show_found(self) -> None:
        self.view.show(list_help(self._entries, self._editor.text))
        needle = self._glyphs.show(self._editor.text)
        if self._is_typing:
            self._hint.show(f" find: {needle}_  Enter keeps what was found, Esc shows everything")
        elif self._editor.text:
            self._hint.show(f" found: {needle}  / finds something else, Esc shows everything")
        else:
            self._hint.show(f" {_HINT}")
