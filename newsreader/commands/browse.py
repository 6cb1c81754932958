"""`newsreader` alone: the library in the app, or as text where there is no terminal."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from newsreader import themes
from newsreader.commands import output, screen
from newsreader.tui.terminal import first

if TYPE_CHECKING:
    import argparse

    from newsreader.desk import Desk


def run(arguments: argparse.Namespace) -> int:
    """Open the library."""
    from newsreader.desk import Desk

    try:
        if arguments.theme:
            themes.load_theme(arguments.theme)
        with Desk(arguments.library, tell=output.tell) as desk:
            article_id = desk.find_last_article() if arguments.is_continued else None
            if screen.has_screen():
                # The app begins with it again.
                gc.disable()
                from newsreader.tui.app import run_app

                is_rehearsed = arguments.library is None
                return run_app(desk, article_id=article_id, theme=arguments.theme, is_rehearsed=is_rehearsed)
            _print(desk, article_id)
        return 0
    finally:
        # What went wrong before the app could take it over is to be read.
        first.withdraw_frame()


def _print(desk: Desk, article_id: int | None) -> None:
    """Print the library, or an article, where there is no terminal for the app."""
    from newsreader.commands.list import print_view
    from newsreader.commands.show import print_article
    from newsreader.model import View

    if article_id is None:
        print_view(desk, View.ALL)
    else:
        print_article(desk, article_id)
