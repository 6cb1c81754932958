"""Dialogs over the panes. Each is loaded when it is first opened, for a start does without all of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsreader.tui.dialogs.base import Dialog as Dialog
    from newsreader.tui.dialogs.feeds import FeedsDialog as FeedsDialog
    from newsreader.tui.dialogs.feeds import sort_feeds as sort_feeds
    from newsreader.tui.dialogs.help import HelpDialog as HelpDialog
    from newsreader.tui.dialogs.history import HistoryDialog as HistoryDialog
    from newsreader.tui.dialogs.imported import ImportedDialog as ImportedDialog
    from newsreader.tui.dialogs.links import LinksDialog as LinksDialog
    from newsreader.tui.dialogs.palette import PaletteDialog as PaletteDialog
    from newsreader.tui.dialogs.share import ShareDialog as ShareDialog
    from newsreader.tui.dialogs.targets import TargetsDialog as TargetsDialog
    from newsreader.tui.dialogs.themes import ThemeDialog as ThemeDialog
    from newsreader.tui.dialogs.trail import TrailDialog as TrailDialog

_MODULES = {
    "Dialog": "base",
    "FeedsDialog": "feeds",
    "sort_feeds": "feeds",
    "HelpDialog": "help",
    "HistoryDialog": "history",
    "ImportedDialog": "imported",
    "LinksDialog": "links",
    "PaletteDialog": "palette",
    "ShareDialog": "share",
    "TargetsDialog": "targets",
    "ThemeDialog": "themes",
    "TrailDialog": "trail",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
