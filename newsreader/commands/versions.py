"""`newsreader versions`: what a stored article said before its page changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.show import no_such_article

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """List the versions of an article, the newest first; `show ID --version N` prints one."""
    from newsreader.desk import Desk

    with Desk(arguments.library, tell=output.tell) as desk:
        if not desk.fetch_rows([arguments.id], is_deleted_too=True):
            raise no_such_article(arguments.id)
        for version in desk.list_versions(arguments.id):
            if arguments.json:
                output.write_json(asdict(version))
            else:
                until = datetime.fromtimestamp(version.replaced_at).isoformat(" ", "minutes")
                facts = {"Version": version.id, "Title": version.title, "Until": until, "Words": f"{version.words:,}"}
                output.write_row("{Version:>5}  until {Until}  {Title} ({Words} words)", facts)
    return 0
