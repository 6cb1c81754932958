"""Every action by name: what is typed narrows the list, Enter does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from newsreader.actions import COMMANDS, Command, KeyNames, name_key
from newsreader.text import pad
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.tui.prompt import LineEditor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

_NAME_WIDTH = max(len(command.name) for command in COMMANDS) + 1
# Two of most keys.
_KEYS_WIDTH = 12


def filter_commands(commands: Sequence[Command], words: str) -> list[Command]:
    """The commands in whose name, help or heading all the words stand; those whose name begins so come first."""
    wanted = words.casefold().split()
    found = [
        command
        for command in commands
        if all(word in f"{command.name} {command.help} {command.where}".casefold() for word in wanted)
    ]
    return sorted(found, key=lambda command: not command.name.startswith("-".join(wanted)))


class PaletteDialog(Dialog):
    """The commands; it answers with the index of the one chosen in `COMMANDS`."""

    # Letters are typed here, whatever they do in other dialogs: `on_key` takes them first.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "move(1)", show=False),
        Binding("ctrl+p", "move(-1)", show=False),
    ]

    def __init__(self, keys: KeyNames, glyphs: Glyphs) -> None:
        self._keys, self._editor = keys, LineEditor()
        self._found = list(COMMANDS)
        super().__init__(_ask(""), self._paint_found(), "type to find, Enter does it", glyphs)

    def on_key(self, event: events.Key) -> None:
        """What is no key of the list is typed."""
        if event.key in ("left", "right", "home", "end") or not self._editor.take_key(event.key, event.character):
            return
        event.prevent_default()
        event.stop()
        self._found = filter_commands(COMMANDS, self._editor.text)
        self.show_lines(_ask(self._editor.text), self._paint_found())

    def _paint_found(self) -> list[Line]:
        return [_paint(command, self._keys.keys[command.name]) for command in self._found]

    def action_choose(self) -> None:
        """Answer with the command under the cursor."""
        if self._found:
            self.dismiss(COMMANDS.index(self._found[self.view.cursor]))


def _ask(text: str) -> str:
    return f"Do: {text}"


def _paint(command: Command, keys: Sequence[str]) -> Line:
    return Line(
        (
            Span(f" {command.name.ljust(_NAME_WIDTH)}"),
            Span(pad(" ".join(map(name_key, keys[:2])), _KEYS_WIDTH), Role.LINK),
            Span(f" {command.help}", Role.MUTED),
        )
    )
