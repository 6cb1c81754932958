"""`newsreader refresh`: ask the feeds for what is new."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.progress import Progress
from newsreader.model import RefreshStatus, Status
from newsreader.processes import count_processes
from newsreader.telling import say_held
from newsreader.tui.terminal.foreseeing import foresee_again
from newsreader.wording import count_things

if TYPE_CHECKING:
    import argparse

    from newsreader.desk import Desk
    from newsreader.model import Refreshed


def run(arguments: argparse.Namespace) -> int:
    """Refresh all feeds, or those that are named; 1 if any failed."""
    from newsreader.desk import Desk

    failed = new = 0
    with Desk(arguments.library, origin="newsreader refresh", tell=output.tell) as desk:
        only = [feed for text in arguments.feeds for feed in desk.find_feeds(text)] if arguments.feeds else None
        held = () if arguments.due else desk.list_held(only)
        chosen = desk.choose_feeds(only, is_due=arguments.due)
        progress = Progress(len(chosen), "feeds", "new")
        for refreshed in desk.refresh(chosen):
            progress.hide()
            report_refreshed(refreshed, is_json=arguments.json)
            new += refreshed.new
            failed += refreshed.status is RefreshStatus.FAILED
            progress.count(refreshed.new, is_failed=refreshed.status is RefreshStatus.FAILED)
        progress.hide()
        pages = fetch_pages(desk)
    if arguments.library is None:
        # The first picture of the next start shows what came.
        foresee_again()
    if not arguments.json:
        told = [count_things(len(chosen), "feed"), count_things(new, "new article")]
        told += [pages] if pages else []
        told += [f"{count_things(failed, 'feed')} failed"] if failed else []
        told += [f"{len(held):,} {say_held(held)}"] if held else []
        output.write_line(", ".join(told))
    return 1 if failed else 0


def fetch_pages(desk: Desk) -> str:
    """Fetch the pages of entries that are only summaries; the words for how many came, "" for none. What could not be
    had is tried again.
    """
    amount = desk.count_due_pages()
    progress = Progress(amount, "pages", "fetched")
    fetched = 0
    for outcome in desk.fetch_due_pages(count_processes(amount)):
        progress.count(outcome.status is Status.ADDED, is_failed=outcome.status is Status.FAILED)
        fetched += outcome.status is Status.ADDED
    progress.hide()
    return f"{count_things(fetched, 'whole page')} fetched" if fetched else ""


def report_refreshed(refreshed: Refreshed, *, is_json: bool = False) -> None:
    """Say what became of one feed; of one that has nothing new, only as JSON."""
    if is_json:
        output.report(output.to_json(asdict(refreshed)))
    elif refreshed.status is RefreshStatus.FAILED:
        output.complain(f"failed: {refreshed.title}: {refreshed.error}")
    elif refreshed.new or refreshed.changed:
        changed = ", {Changed} changed" if refreshed.changed else ""
        facts = {"Feed": refreshed.title, "New": refreshed.new, "Changed": refreshed.changed or ""}
        output.report(output.format_row(f"{{New}} new{changed}  {{Feed}}", facts))
