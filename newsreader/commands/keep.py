"""What a reader does with stored articles: marks, tags, notes, hiding, the trash; and undoing it."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.show import no_such_article
from newsreader.model import Action
from newsreader.wording import describe_change, describe_undo, say_age

if TYPE_CHECKING:
    import argparse

    from newsreader.desk import Desk
    from newsreader.model import Change

# How many changes `undo --list` shows, and a query marks, at most.
_MOST_CHANGES, _MOST_MARKED = 100, 1_000_000
_MARKS = {
    "bookmark": (Action.BOOKMARK, True),
    "unbookmark": (Action.BOOKMARK, False),
    "hide": (Action.HIDE, True),
    "unhide": (Action.HIDE, False),
    "delete": (Action.DELETE, True),
    "undelete": (Action.DELETE, False),
}


def run(arguments: argparse.Namespace) -> int:
    """Do what the command's name says: one change, undone as one."""
    from newsreader.desk import Desk

    name = arguments.name
    with Desk(arguments.library, origin=f"newsreader {name}", tell=output.tell) as desk:
        if name in _MARKS:
            action, is_on = _MARKS[name]
            confirm(desk.mark(action, arguments.ids, is_on))
        elif name == "mark":
            ids = _find(desk, arguments)
            confirm(desk.mark(Action.READ, ids, arguments.state == "read"))
        elif name == "tag":
            _tag(desk, arguments)
        elif name == "note":
            _note(desk, arguments)
        elif name == "undo" and arguments.list:
            _list_changes(desk, is_json=arguments.json)
        else:
            return _take_back(desk, name)
    return 0


def _find(desk: Desk, arguments: argparse.Namespace) -> list[int]:
    if arguments.query is None:
        if not arguments.ids:
            raise output.UsageError("mark: name articles, or a --query that finds them")
        return list(arguments.ids)
    if arguments.ids:
        raise output.UsageError("mark: either articles or a --query")
    return desk.find_ids(arguments.query, _MOST_MARKED, is_by_time=True)


def _tag(desk: Desk, arguments: argparse.Namespace) -> None:
    if arguments.tag is None:
        for tag, count, _ in desk.list_tags():
            if arguments.json:
                output.write_json({"tag": tag, "articles": count})
            else:
                output.write_row("{Articles:>5}  {Tag}", {"Tag": tag, "Articles": count})
    elif not arguments.ids:
        raise output.UsageError("tag: name the articles too")
    else:
        confirm(desk.set_tag(arguments.ids, arguments.tag, not arguments.remove))


def _note(desk: Desk, arguments: argparse.Namespace) -> None:
    if arguments.text is None:
        written = desk.read_kept(arguments.id)
        if written is None:
            raise no_such_article(arguments.id)
        if written.note:
            output.write_line(written.note)
        return
    text = sys.stdin.read() if arguments.text == "-" else arguments.text
    confirm(desk.set_note(arguments.id, text))


def _list_changes(desk: Desk, *, is_json: bool) -> None:
    now = time.time()
    for change in desk.list_changes(_MOST_CHANGES):
        if is_json:
            output.write_json(asdict(change))
        else:
            facts = {
                "Change": f"{describe_change(change)}: {change.title}",
                "Made": say_age(now - change.made_at),
                "By": change.origin,
                "State": "undone" if change.is_undone else "",
            }
            state = "  ({State})" if change.is_undone else ""
            output.write_row(f"{{Made:>12}}  {{Change}}  [{{By}}]{state}", facts)


def _take_back(desk: Desk, name: str) -> int:
    change = desk.undo_any() if name == "undo" else desk.redo_any()
    if change is None:
        output.complain(f"nothing to {name}")
        return 1
    words = describe_undo(change) if name == "undo" else describe_change(change)
    output.write_line(f"{words}: {change.title}")
    failed = [outcome for outcome in desk.split_due() if outcome.reason]
    for outcome in failed:
        output.complain(f"{outcome.name}: {outcome.reason}")
    return 1 if failed else 0


def confirm(change: Change) -> None:
    """Say what was done, or that it was so already."""
    words = f"{describe_change(change)}: {change.title}"
    output.write_line(words if change.id else f"{words} (was so already)")
