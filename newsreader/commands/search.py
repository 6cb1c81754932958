"""`newsreader search`: the articles that a query finds, best first, and where its words stand in them."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.list import describe_row, tell_hidden, tell_nothing
from newsreader.text import wrap_spans

if TYPE_CHECKING:
    import argparse

    from newsreader.model import Hit, Snippet

_DEFAULT_LIMIT = 50
_WIDTH, _INDENT = 72, "       "
_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


def run(arguments: argparse.Namespace) -> int:
    """Search; exit 1 where nothing is found, as grep does."""
    from newsreader.desk import Desk

    limit = arguments.limit or _DEFAULT_LIMIT
    with Desk(arguments.library, tell=output.tell) as desk:
        ids = desk.find_ids(arguments.query, limit + 1)
        for hit in desk.find_hits(arguments.query, ids[:limit]):
            _print(hit, arguments.json)
        if not ids:
            tell_nothing(desk, arguments.query)
        tell_hidden(desk, arguments.query)
    if len(ids) > limit and not arguments.json:
        output.complain(f"more than {limit} found; --limit N shows more")
    return 0 if ids else 1


def _print(hit: Hit, is_json: bool) -> None:
    if is_json:
        output.write_json({**asdict(hit.row), "snippet": asdict(hit.snippet)})
        return
    output.write_line(describe_row(hit.row))
    if output.is_plain():
        output.write_line(f"Says: {hit.snippet.text}")
        return
    for line in _wrap(hit.snippet, is_marked=output.can_paint(sys.stdout)):
        output.write_line(f"{_INDENT}{line}")


def _wrap(snippet: Snippet, *, is_marked: bool) -> list[str]:
    """The lines of a snippet; on a terminal what was looked for is bold."""
    lines = []
    for start, end in wrap_spans(snippet.text, _WIDTH - len(_INDENT)):
        pieces, place = [], start
        for mark_start, mark_end in snippet.marks if is_marked else ():
            inside = max(mark_start, start), min(mark_end, end)
            if inside[0] < inside[1]:
                pieces += [snippet.text[place : inside[0]], _BOLD, snippet.text[slice(*inside)], _PLAIN]
                place = inside[1]
        lines.append("".join([*pieces, snippet.text[place:end]]))
    return lines
