"""`newsreader list`: what the library holds, all or what a query finds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.model import ListName, NewsreaderError, Row, View, Wish
from newsreader.wording import say_hidden

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from newsreader.desk import Desk

# Rows asked for at once, so that a library of any size is listed in little memory.
_BATCH = 500
# Without a limit, a query lists so many.
_MOST_FOUND = 10_000


def run(arguments: argparse.Namespace) -> int:
    """List one view of the library, or what a query finds, newest first."""
    from newsreader.desk import Desk

    with Desk(arguments.library, tell=output.tell) as desk:
        query = arguments.query if arguments.saved is None else _load_saved(desk, arguments)
        if arguments.saved is not None or (query and query != "is:wanted"):
            _print_found(desk, desk.find_ids(query, arguments.limit or _MOST_FOUND, is_by_time=True), arguments.json)
            tell_hidden(desk, query)
            return 0
        view = View.WANTED if query else View(arguments.view)
        print_view(desk, view, limit=arguments.limit, is_json=arguments.json)
    return 0


def _load_saved(desk: Desk, arguments: argparse.Namespace) -> str:
    if arguments.query:
        raise output.UsageError("list: either a QUERY or --saved")
    saved = dict(desk.list_saved())
    if arguments.saved not in saved:
        raise NewsreaderError(f"No search is saved as {arguments.saved!r}; `newsreader saved` lists them")
    return saved[arguments.saved]


def tell_nothing(desk: Desk, query: str) -> None:
    """Say that a query finds nothing: `nothing found; without is:unread 12, without site:example.org 3`."""
    found = ", ".join(f"without {text} {count:,}" for text, count in desk.explain_nothing(query) if count)
    output.complain(f"nothing found; {found}" if found else "nothing found")


def tell_hidden(desk: Desk, query: str) -> None:
    """Say, beside the results, how many more a query would find that are hidden."""
    from newsreader.desk.looking import MOST_HIDDEN

    if hidden := say_hidden(desk.count_hidden(query), MOST_HIDDEN):
        output.complain(hidden)


def print_view(desk: Desk, view: View, *, limit: int | None = None, is_json: bool = False) -> None:
    """Print a list, a row or a JSON object an item."""
    if view in (View.WANTED, View.OFTEN_NAMED):
        for wish in (desk.list_wishes() if view is View.WANTED else desk.list_often_named())[:limit]:
            if is_json:
                article = wish.targets[0].id if wish.targets else None
                output.write_json({"id": article, **asdict(wish)})
            else:
                output.write_line(_describe_wish(wish))
        return
    if view in (View.TODAY, View.QUEUE):
        _print_found(desk, desk.find_listed(ListName(view), limit or _MOST_FOUND) or [], is_json)
        return
    shown, key = 0, None
    while limit is None or shown < limit:
        rows, key = desk.list_page(view, key, _BATCH if limit is None else min(_BATCH, limit - shown))
        _print_rows(rows, is_json)
        shown += len(rows)
        if key is None:
            break
    if not shown and not is_json and not desk.count(View.ALL):
        output.complain("the library is empty; `newsreader read FILE` keeps a page, `newsreader demo` shows how it is")


def _print_found(desk: Desk, ids: Sequence[int], is_json: bool) -> None:
    for start in range(0, len(ids), _BATCH):
        _print_rows(desk.fetch_rows(ids[start : start + _BATCH], is_deleted_too=True), is_json)


def _print_rows(rows: Sequence[Row], is_json: bool) -> None:
    for row in rows:
        output.write_line(output.to_json(asdict(row)) if is_json else describe_row(row))


def describe_row(row: Row) -> str:
    """One row of a list: number, state, date, title, source."""
    facts = {
        "Article": row.id,
        "Title": row.title,
        "State": "unread" if row.is_unread else "read",
        "Published": row.published[:10],
        "Source": row.source,
        "Mark": "bookmarked" if row.is_bookmarked else "",
        "Story": f"{row.siblings} more on this story" if row.siblings else "",
    }
    others = ", ".join(f"{{{name}}}" for name in ("Source", "Mark", "Story") if facts[name])
    return output.format_row(f"{{Article:>5}}  {{State:<6}}  {{Published:<10}}  {{Title}} ({others})", facts)


def _describe_wish(wish: Wish) -> str:
    if not wish.is_asked:
        state = f"named by {wish.named_by:,}"
    else:
        state = f"arrived, {wish.targets[0].id}" if wish.targets else "wanted"
    return output.format_row("{State:>12}  {Headline}", {"Headline": wish.text, "State": state})
