"""`newsreader rule`: what happens to new articles by itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.keep import confirm
from newsreader.model import RuleAction
from newsreader.telling import foretell_rule

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from newsreader.desk import Desk
    from newsreader.model import Rule


def run(arguments: argparse.Namespace) -> int:
    """Do one of its tasks."""
    from newsreader.desk import Desk

    with Desk(arguments.library, origin="newsreader rule", tell=output.tell) as desk:
        return _TASKS[arguments.task](desk, arguments)


def _add(desk: Desk, arguments: argparse.Namespace) -> int:
    rule = desk.make_rule(arguments.query, RuleAction(arguments.action), arguments.tag)
    output.write_line(foretell_rule(rule, *desk.measure_rule(rule)))
    if not arguments.dry_run:
        confirm(desk.add_rule(rule))
    return 0


def _list(desk: Desk, arguments: argparse.Namespace) -> int:
    for rule in desk.list_rules():
        output.write_line(output.to_json(asdict(rule)) if arguments.json else _describe(rule))
    return 0


def _describe(rule: Rule) -> str:
    trouble = "  (passed over: {Passed over})" if rule.error else ""
    facts = {"Rule": rule.id, "Effect": rule.effect, "Query": rule.query, "Passed over": rule.error}
    return output.format_row(f"{{Rule:>4}}  {{Effect:<8}}  {{Query}}{trouble}", facts)


def _remove(desk: Desk, arguments: argparse.Namespace) -> int:
    for number in arguments.rules:
        confirm(desk.remove_rule(desk.find_rule(number)))
    return 0


def _apply(desk: Desk, arguments: argparse.Namespace) -> int:
    rules = [desk.find_rule(number) for number in arguments.rules] if arguments.rules else desk.list_rules()
    passed_over = [rule for rule in rules if rule.error]
    for rule in passed_over:
        output.complain(f"rule {rule.id} is passed over: {rule.error}")
    confirm(desk.apply_rules(rules))
    return 1 if passed_over else 0


_TASKS: dict[str, Callable[[Desk, argparse.Namespace], int]] = {
    "add": _add,
    "list": _list,
    "remove": _remove,
    "apply": _apply,
}
