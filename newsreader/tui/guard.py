"""What no key's action stands around: trouble there is said, and the app goes on."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from newsreader.model import LibraryError, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsreader.tui.screen import PaneScreen

_Given = ParamSpec("_Given")
_Panes = TypeVar("_Panes", bound="PaneScreen")


def guarded(method: Callable[Concatenate[_Panes, _Given], None]) -> Callable[Concatenate[_Panes, _Given], None]:
    """For what no key's action stands around (timers, clicks, answers of dialogs): trouble is said, the app goes on."""

    @wraps(method)
    def guard(self: _Panes, /, *given: _Given.args, **named: _Given.kwargs) -> None:
        try:
            method(self, *given, **named)
        except (LibraryError, QueryError) as error:
            self.say_trouble(error)

    return guard
