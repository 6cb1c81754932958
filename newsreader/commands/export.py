"""`newsreader export`: stored articles as Markdown, JSON Lines, or one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.list import tell_hidden, tell_nothing
from newsreader.model import ExportForm

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Write what the query finds, newest first, or all; exit 1, nothing written, where nothing is found."""
    from newsreader.desk import Desk
    from newsreader.desk.exporting import MOST_EXPORTED

    form = ExportForm(arguments.format)
    if form is ExportForm.MARKDOWN and not arguments.output:
        raise output.UsageError("export: --format markdown writes a file an article: name a folder with --output")
    with Desk(arguments.library, tell=output.tell) as desk:
        ids = desk.find_ids(arguments.query, MOST_EXPORTED, is_by_time=True)
        if not ids:
            tell_nothing(desk, arguments.query)
            tell_hidden(desk, arguments.query)
            return 1
        if arguments.output:
            for _ in desk.export(ids, form, Path(arguments.output)):
                pass
        else:
            for line in desk.render_export(ids, form, output.to_json):
                output.write_line(line)
    return 0
