"""`newsreader show`: print a stored article; also how every other command prints one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.commands import output, plain
from newsreader.model import NewsreaderError

if TYPE_CHECKING:
    import argparse

    from newsreader.desk import Desk


def run(arguments: argparse.Namespace) -> int:
    """Print one article by its number."""
    from newsreader.desk import Desk

    with Desk(arguments.library) as desk:
        print_article(desk, arguments.id, width=arguments.width, is_json=arguments.json)
    return 0


def print_article(desk: Desk, article_id: int, *, width: int = 72, is_json: bool = False) -> None:
    """Print an article and its related headlines; NewsreaderError where there is none of that number."""
    reading = desk.read(article_id)
    if reading is None:
        raise NewsreaderError(f"article {article_id} is not in the library; `newsreader list` shows what is")
    if is_json:
        output.write_line(output.to_json(plain.describe_reading(reading)))
        return
    for line in plain.render_reading(reading, width):
        output.write_line(line)
