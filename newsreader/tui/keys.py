"""The actions as Textual bindings, made from the key map that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingsMap

from newsreader.actions import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsreader.actions import KeyNames


def make_bindings(keys: KeyNames) -> BindingsMap:
    """A binding for every key of every command; its action is the method `action_` and the name with underscores."""
    return bind_actions(keys, {command.name: command.name.replace("-", "_") for command in COMMANDS})


def bind_actions(keys: KeyNames, actions: Mapping[str, str]) -> BindingsMap:
    """Bindings for the keys of some commands: what each does, by the command's name."""
    return BindingsMap(
        # Textual takes a comma for what parts several keys.
        Binding("comma" if key == "," else key, action, id=name)
        for name, action in actions.items()
        for key in keys.keys[name]
    )
