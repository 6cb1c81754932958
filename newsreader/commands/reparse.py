"""`newsreader reparse`: split every kept page again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.add import report_outcome
from newsreader.commands.progress import Progress
from newsreader.model import Status
from newsreader.processes import FEW, count_processes

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Split every kept page again and say how many; 1 if any could not be."""
    from newsreader.desk import Desk

    counts = dict.fromkeys(Status, 0)
    with Desk(arguments.library, tell=output.tell) as desk:
        total = desk.count_articles()
        progress = Progress(total if total >= FEW else 0)
        for outcome in desk.reparse(count_processes(total, arguments.jobs)):
            counts[outcome.status] += 1
            if outcome.reason:
                progress.hide()
                report_outcome(outcome)
            progress.count(outcome.id is not None)
        progress.hide()
    done = sum(counts.values()) - counts[Status.FAILED] - counts[Status.NOT_AN_ARTICLE]
    output.report(f"{done} {'page' if done == 1 else 'pages'} split again")
    return 1 if counts[Status.FAILED] else 0
