"""Rules: what is to happen to new articles by itself, and on demand to those that are stored."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from newsreader.desk.keeping import Keeping
from newsreader.library import kept, rules
from newsreader.library.database import snapshot
from newsreader.model import Action, Change, LibraryError, Rule, RuleAction
from newsreader.text import clean_line

if TYPE_CHECKING:
    from newsreader.library.rules import Reach


class Ruling(Keeping):
    """Keeping rules and applying them; all of it can be undone."""

    def list_rules(self) -> list[Rule]:
        """The rules in their order; those that are passed over say why."""
        with snapshot(self._db):
            return rules.list_rules(self._db, time.time())

    def find_rule(self, number: int) -> Rule:
        """The rule of a number. Raises LibraryError where there is none."""
        for rule in self.list_rules():
            if rule.id == number:
                return rule
        raise LibraryError(f"There is no rule {number}: `newsreader rule list` numbers them")

    def make_rule(self, query: str, action: RuleAction, tag: str = "") -> Rule:
        """A rule as it would be kept; nothing is kept yet. Raises LibraryError where it says too little or too much."""
        query, tag = clean_line(query), clean_line(tag).casefold()
        if not query:
            raise LibraryError("A rule needs a query, which finds the articles that it is for")
        if bool(tag) != (action is RuleAction.TAG):
            raise LibraryError("Name the tag that the rule gives" if not tag else f"A rule to {action} has no tag")
        return Rule(0, query, action, tag, made_at=time.time())

    def measure_rule(self, rule: Rule) -> Reach:
        """What a rule would change of the articles that were stored last. Raises QueryError where it can't be read."""
        with snapshot(self._db):
            return rules.measure_rule(self._db, rule, time.time())

    def add_rule(self, rule: Rule) -> Change:
        """Keep a rule for all articles that come; the change's id is 0 where there is the same already."""
        return self._change(Action.RULE, True, lambda _: kept.add_rule(self._db, rule))

    def remove_rule(self, rule: Rule) -> Change:
        """Keep a rule no longer; what it did stays."""
        return self._change(Action.RULE, False, lambda _: kept.remove_rule(self._db, rule))

    def apply_rules(self, chosen: list[Rule]) -> Change:
        """Do to all stored articles what these rules say: one change. Raises QueryError where one takes too long."""
        return self._change(Action.APPLY, True, lambda now: rules.apply_to_stored(self._db, chosen, now))
