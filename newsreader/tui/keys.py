"""The actions as Textual bindings, made from the key map that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingsMap

from newsreader.actions import COMMANDS

if TYPE_CHECKING:
    from newsreader.actions import KeyNames


def make_bindings(keys: KeyNames) -> BindingsMap:
    """A binding for every key of every command; its action is the method `action_` and the name with underscores."""
    return BindingsMap(
        # Textual takes a comma for what parts several keys.
        Binding("comma" if key == "," else key, command.name.replace("-", "_"), id=command.name)
        for command in COMMANDS
        for key in keys.keys[command.name]
    )
