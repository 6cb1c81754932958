"""`newsreader links`: which articles a stored one links to, and which link to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.list import describe_row
from newsreader.commands.show import no_such_article
from newsreader.wording import count_things

if TYPE_CHECKING:
    import argparse

    from newsreader.model import Edge


def run(arguments: argparse.Namespace) -> int:
    """Print the links of an article: out in the order of the page, each with its stored targets, then in."""
    from newsreader.desk import Desk

    with Desk(arguments.library, tell=output.tell) as desk:
        reading = desk.read(arguments.id)
    if reading is None:
        raise no_such_article(arguments.id)
    for edge in reading.edges:
        if arguments.json:
            targets = [row.id for row in edge.targets]
            output.write_json({"id": reading.row.id, "direction": "out", **asdict(edge), "targets": targets})
        else:
            output.write_line(_describe_edge(edge))
    for heading, direction, rows in (
        ("Linked from", "in", reading.backlinks),
        ("Same story", "beside", reading.same_story),
    ):
        if rows and not arguments.json:
            if not output.is_plain():
                output.write_line()
            output.write_row(heading, {heading: count_things(len(rows), "article")})
        for row in rows:
            found = {"id": reading.row.id, "direction": direction, "from": asdict(row)}
            output.write_line(output.to_json(found) if arguments.json else describe_row(row))
    return 0


def _describe_edge(edge: Edge) -> str:
    if edge.targets:
        state = f"stored, {', '.join(str(row.id) for row in edge.targets)}"
    else:
        state = "wanted" if edge.is_wanted else edge.url or "not stored"
    return output.format_row("[{Link}] {Title} ({State})", {"Link": edge.number, "Title": edge.text, "State": state})
