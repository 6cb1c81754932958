"""`newsreader read`: split a page, keep it, and open or print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader import config, paths
from newsreader.commands import output, screen
from newsreader.commands.show import print_article
from newsreader.inputs import Given, name_input, read_one
from newsreader.model import InputRefusedError, NewsreaderError, Outcome, Status

if TYPE_CHECKING:
    import argparse

    from newsreader.config import Settings


def run(arguments: argparse.Namespace) -> int:
    """Open the article in the app; print it where that is asked for, or there is no terminal to open it on."""
    if arguments.theme:
        from newsreader import themes

        themes.load_theme(arguments.theme)
    settings = config.load_settings(paths.config_path())
    try:
        page = read_one(arguments.file, settings.max_input_mib)
    except InputRefusedError as error:
        raise InputRefusedError(f"{name_input(arguments.file)}: {error}") from None
    # What the reader says of a page outweighs its archive.
    page = page._replace(url=arguments.url or page.url, day=arguments.date or page.day)
    if arguments.json or not screen.has_screen():
        return _print(arguments, settings, page)
    return _open(arguments, settings, page)


def _print(arguments: argparse.Namespace, settings: Settings, page: Given) -> int:
    from newsreader.desk import Desk

    with Desk(arguments.library, settings, tell=output.tell) as desk:
        outcome = desk.add(page.data, page.name, url=page.url, day=page.day)
        article_id = _require_article(outcome)
        print_article(desk, article_id, width=arguments.width, is_json=arguments.json)
        if not arguments.json:
            desk.mark_opened(article_id)
            desk.finish(article_id)
    return 0


def _open(arguments: argparse.Namespace, settings: Settings, page: Given) -> int:
    from newsreader import background

    process = background.start_adding(arguments.library, **page._asdict())
    # While the worker splits the page, the app's libraries are loaded.
    from newsreader.desk import Desk
    from newsreader.keymaps import load_key_map
    from newsreader.tui.app import run_app

    outcome = background.read_outcome(process, page.name)
    article_id = _require_article(outcome)
    with Desk(arguments.library, settings, tell=output.tell) as desk:
        message = ""
        if outcome.status is Status.KNOWN:
            progress = desk.fetch_rows([article_id])[0].progress
            left = f"opened where you left it, {progress:.0%}  " if 0 < progress < 1 else ""
            keys = load_key_map(settings.keys_preset, settings.keys).names
            news = f", {outcome.reason}" if outcome.reason else ""
            message = f"Stored already{news}  {left}{keys.hint('help', 'keys')}"
        return run_app(
            desk,
            article_id=article_id,
            is_over_list=False,
            theme=arguments.theme,
            message=message,
            is_rehearsed=arguments.library is None,
        )


def _require_article(outcome: Outcome) -> int:
    if outcome.id is None:
        raise NewsreaderError(f"{outcome.name}: {outcome.reason}")
    return outcome.id
