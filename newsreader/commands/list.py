"""`newsreader list`: what the library holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.model import Row, View, Wish

if TYPE_CHECKING:
    import argparse

    from newsreader.desk import Desk

# Rows asked for at once, so that a library of any size is listed in little memory.
_BATCH = 500


def run(arguments: argparse.Namespace) -> int:
    """List one view of the library."""
    from newsreader.desk import Desk

    with Desk(arguments.library) as desk:
        print_view(desk, View(arguments.view), limit=arguments.limit, is_json=arguments.json)
    return 0


def print_view(desk: Desk, view: View, *, limit: int | None = None, is_json: bool = False) -> None:
    """Print a list, a line or a JSON object an item."""
    if view is View.WANTED:
        for wish in desk.list_wishes()[:limit]:
            if is_json:
                article = wish.targets[0].id if wish.targets else None
                output.write_line(output.to_json({"id": article, **asdict(wish)}))
            else:
                output.write_line(_describe_wish(wish))
        return
    ids = desk.list_ids(view)[:limit]
    for start in range(0, len(ids), _BATCH):
        for row in desk.fetch_rows(ids[start : start + _BATCH]):
            if is_json:
                output.write_line(output.to_json(asdict(row)))
            else:
                output.write_line(_describe_row(row))
    if not ids and not is_json and not desk.count(View.ALL):
        output.complain("the library is empty; `newsreader read FILE` keeps a page, `newsreader demo` shows how it is")


def _describe_row(row: Row) -> str:
    state = "unread" if row.is_unread else "read"
    facts = ", ".join(fact for fact in (row.source, "bookmarked" if row.is_bookmarked else "") if fact)
    return f"{row.id:>5}  {state:<6}  {row.published[:10]:<10}  {row.title} ({facts})"


def _describe_wish(wish: Wish) -> str:
    state = f"arrived, {wish.targets[0].id}" if wish.targets else "wanted"
    return f"{state:>12}  {wish.text}"
