"""`newsreader library`: check it, rescue what can be read of a damaged one, let old articles go and make it small."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newsreader import paths
from newsreader.commands import output
from newsreader.model import Action, Status

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked; 1 where something is wrong."""
    if arguments.task == "salvage":
        return _salvage(arguments.library or paths.library_path(), arguments.file)
    from newsreader.desk import Desk

    with Desk(arguments.library, origin=f"newsreader library {arguments.task}", tell=output.tell) as desk:
        if arguments.task == "check":
            damage = list(desk.find_damage(output.tell))
            for line in damage:
                output.write_line(line)
            output.write_line(f"{desk.path}: {f'{len(damage)} things are wrong' if damage else 'all is well'}")
            return 1 if damage else 0
        outlived = desk.list_outlived()
        if outlived:
            desk.mark(Action.DELETE, outlived, True)
            output.write_line(f"{len(outlived):,} articles moved to the trash; `newsreader undo` brings them back")
        purged = 0
        while count := desk.purge_trash():
            purged += count
        before, after = desk.compact()
        output.write_line(
            f"{purged:,} articles left the trash; {before / 1_000_000:,.1f} MB before, {after / 1_000_000:,.1f} MB now"
        )
    return 0


def _salvage(source: Path, file: str | None) -> int:
    if file is None:
        raise output.UsageError("library salvage: name the new file")
    from newsreader.desk import Desk
    from newsreader.library.salvage import salvage

    target = Path(file)
    count, orphans = salvage(source, target, output.tell)
    lost = 0
    with Desk(target, tell=output.tell) as desk:
        for origin in orphans:
            outcome = desk.add(origin.data, origin.name, url=origin.url, day=origin.day)
            lost += outcome.status in (Status.FAILED, Status.NOT_AN_ARTICLE)
    again = f", {len(orphans) - lost} of them made again from their dumps" if orphans else ""
    output.write_line(f"{target}: {count + len(orphans) - lost:,} articles rescued{again}; {source} is as it was")
    return 0
