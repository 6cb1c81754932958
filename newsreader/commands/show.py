"""`newsreader show`: print a stored article; also how every other command prints one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.commands import output, plain
from newsreader.description import describe_reading
from newsreader.model import NewsreaderError

if TYPE_CHECKING:
    import argparse

    from newsreader.desk import Desk

_WIDTH = 72


def run(arguments: argparse.Namespace) -> int:
    """Print one article by its number."""
    from newsreader.desk import Desk

    with Desk(arguments.library, tell=output.tell) as desk:
        print_article(desk, arguments.id, arguments.version, width=arguments.width, is_json=arguments.json)
    return 0


def print_article(
    desk: Desk, article_id: int, version: int | None = None, *, width: int | None = None, is_json: bool = False
) -> None:
    """Print an article, or a version of it, and its related headlines; NewsreaderError where there is none.

    It is wrapped at `width` cells (0: not at all), which is 72 where none is given; with `--plain` then not at all.
    """
    reading = desk.read(article_id) if version is None else desk.read_version(article_id, version)
    if reading is None and version is not None:
        raise NewsreaderError(
            f"article {article_id} has no version {version}; `newsreader versions {article_id}` lists them"
        )
    if reading is None:
        raise no_such_article(article_id)
    if is_json:
        output.write_json(describe_reading(reading))
        return
    if output.is_plain():
        lines = plain.list_facts(reading, width or 0)
    else:
        lines = plain.render_reading(reading, _WIDTH if width is None else width)
    for line in lines:
        output.write_line(line)


def no_such_article(article_id: int) -> NewsreaderError:
    """What is said where a number is no article's."""
    return NewsreaderError(f"article {article_id} is not in the library; `newsreader list` shows what is")
