"""`newsreader saved`: searches kept under a name, as lists like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.keep import confirm

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """List the saved searches, save one, or forget one."""
    from newsreader.desk import Desk

    if arguments.remove and arguments.query is not None:
        raise output.UsageError("saved: either a QUERY or --remove")
    with Desk(arguments.library, origin="newsreader saved", tell=output.tell) as desk:
        if arguments.name is None:
            for name, query in desk.list_saved():
                if arguments.json:
                    output.write_json({"name": name, "query": query})
                else:
                    output.write_row("{Name}  {Query}", {"Name": name, "Query": query})
        elif arguments.query is None and not arguments.remove:
            raise output.UsageError("saved: say what it finds: `newsreader saved NAME QUERY`")
        else:
            confirm(desk.save_search(arguments.name, arguments.query))
    return 0
