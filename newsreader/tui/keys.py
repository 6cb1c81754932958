"""The actions as Textual bindings, each with its name as id, so that a key map can give it other keys."""

from __future__ import annotations

from textual.binding import Binding

from newsreader.actions import COMMANDS


def make_bindings() -> list[Binding]:
    """A binding for every command; its action is the method `action_` and the name with underscores."""
    return [
        Binding(",".join(command.keys), command.name.replace("-", "_"), command.help, id=command.name, show=False)
        for command in COMMANDS
    ]
