"""The arguments of `newsreader rule`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.model import RuleAction

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

_NUMBER = "a rule's number in `newsreader rule list`"


def add_rule_command(
    add_command: Callable[..., argparse.ArgumentParser],
    shared: argparse.ArgumentParser,
    add_json: Callable[[argparse.ArgumentParser], None],
    count: Callable[[str], int],
) -> None:
    """Add the command to a parser, by its own ways of adding, and of reading numbers."""
    rule = add_command(
        "rule",
        "say what happens to new articles by itself",
        details="Say what happens to new articles that a query finds, as they are stored: they are hidden, tagged,"
        " marked read, or their pages are fetched. What is hidden is never deleted, and `is:hidden` finds it; what you"
        " bookmarked, tagged, noted on or queued is never hidden by a rule.",
    )
    tasks = rule.add_subparsers(dest="task", metavar="TASK", required=True, title="tasks")

    def add_task(name: str, summary: str) -> argparse.ArgumentParser:
        return tasks.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", parents=[shared], allow_abbrev=False
        )

    add = add_task("add", "add a rule, and tell what it would have done to the last articles")
    add.add_argument("query", metavar="QUERY", help="as `newsreader list` takes it; one argument: quote it")
    actions = [action.value for action in RuleAction]
    add.add_argument("action", metavar="ACTION", choices=actions, help=f"one of {', '.join(actions)}")
    add.add_argument("tag", metavar="TAG", nargs="?", default="", help="what `tag` gives them")
    add.add_argument("--dry-run", action="store_true", help="only tell")

    add_json(add_task("list", "list the rules in their order"))

    remove = add_task("remove", "remove rules; what they did stays")
    remove.add_argument("rules", metavar="N", nargs="+", type=count, help=_NUMBER)

    apply = add_task("apply", "do what the rules say to the articles that are stored already")
    apply.add_argument("rules", metavar="N", nargs="*", type=count, help=f"only these: {_NUMBER} (all)")
