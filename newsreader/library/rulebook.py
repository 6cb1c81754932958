"""The rules that the reader keeps, in their order: what is to happen to new articles that a query finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsreader.library.database import insert_row
from newsreader.model import Rule, RuleAction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

_COLUMNS = "query, action, tag, made_at"


def list_rules(db: sqlite3.Connection) -> list[Rule]:
    """The rules in their order."""
    records = db.execute(f"SELECT id, {_COLUMNS}, error FROM rule ORDER BY id")
    return [
        Rule(rule_id, query, RuleAction(action), tag, made_at, error)
        for rule_id, query, action, tag, made_at, error in records
    ]


def add_rule(db: sqlite3.Connection, rule: Rule) -> dict[str, Any] | None:
    """Put a rule behind the others; what that replaced, None where there is the same already."""
    if any((rule.query, rule.action, rule.tag) == (each.query, each.action, each.tag) for each in list_rules(db)):
        return None
    values = (rule.query, rule.action.value, rule.tag, rule.made_at)
    return {"rule": insert_row(db, f"INSERT INTO rule ({_COLUMNS}) VALUES (?, ?, ?, ?)", values), "values": None}


def give_up_rule(db: sqlite3.Connection, rule_id: int, error: str) -> None:
    """Note why a rule is passed over from now on; removed and added again, it is not."""
    db.execute("UPDATE rule SET error = ? WHERE id = ?", (error, rule_id))


def put_rule(db: sqlite3.Connection, rule_id: int, values: Sequence[Any] | None) -> dict[str, Any]:
    """Let a number's rule say this, or with None take it away; returns what that replaced."""
    before = db.execute(f"SELECT {_COLUMNS} FROM rule WHERE id = ?", (rule_id,)).fetchone()
    if values is None:
        db.execute("DELETE FROM rule WHERE id = ?", (rule_id,))
    else:
        db.execute(f"INSERT OR REPLACE INTO rule (id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?)", (rule_id, *values))
    return {"rule": rule_id, "values": before}


def put_back(db: sqlite3.Connection, before: Mapping[str, Any]) -> dict[str, Any]:
    """Put back what a change of a rule replaced; returns what this replaced in turn."""
    return put_rule(db, before["rule"], before["values"])
