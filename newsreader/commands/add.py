"""`newsreader add`: keep pages without opening them."""

from __future__ import annotations

import os
from dataclasses import asdict
from itertools import chain, islice
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.progress import Progress, is_watched
from newsreader.inputs import may_hold_many, name_input, read_one, walk_inputs
from newsreader.model import InputRefusedError, Outcome, Status
from newsreader.processes import FEW, count_processes
from newsreader.text import clean_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from newsreader.desk import Desk

# Below this chance of a right text the reader is told of it: on pages of news about one in twelve.
_UNSURE = 0.4


def run(arguments: argparse.Namespace) -> int:
    """Keep every input; 1 if any failed."""
    from newsreader.desk import Desk

    if arguments.url and (len(arguments.paths) > 1 or os.path.isdir(arguments.paths[0])):
        raise output.UsageError("--url gives one page its address; add the others without it")
    failed = 0
    with Desk(arguments.library, tell=output.tell) as desk:
        files = chain.from_iterable(map(_walk, arguments.paths))
        first = list(islice(files, FEW))
        # Counting walks the folders once more: for nobody it is not done.
        holds_many = any(map(may_hold_many, first))
        is_counted = len(first) == FEW and not holds_many and is_watched()
        progress = Progress(sum(1 for path in arguments.paths for _ in walk_inputs(path)) if is_counted else 0)
        if arguments.url:
            outcomes: Iterable[Outcome] = (_add(desk, file, arguments.url) for file in first)
        else:
            jobs = count_processes(FEW if holds_many else len(first), arguments.jobs)
            outcomes = desk.add_files(chain(first, files), jobs)
        for outcome in outcomes:
            progress.hide()
            report_outcome(outcome, is_json=arguments.json)
            progress.count(outcome.id is not None)
            failed += outcome.status is Status.FAILED
        progress.hide()
    return 1 if failed else 0


def _walk(path: str) -> Iterator[str]:
    is_empty = True
    for file in walk_inputs(path):
        is_empty = False
        yield file
    if is_empty:
        output.complain(f"{path}: holds no files")


def _add(desk: Desk, path: str, url: str) -> Outcome:
    try:
        page = read_one(path, desk.settings.max_input_mib)
    except InputRefusedError as error:
        return Outcome(Status.FAILED, clean_line(name_input(path)), reason=str(error))
    return desk.add(page.data, page.name, url=url, day=page.day)


def report_outcome(outcome: Outcome, *, is_json: bool = False) -> None:
    """Say what became of one input; failures go to standard error, unless JSON is asked for."""
    if is_json:
        output.report(output.to_json({"id": outcome.id, **asdict(outcome)}))
    elif outcome.status is Status.FAILED:
        output.complain(f"failed: {outcome.name}: {outcome.reason}")
    elif outcome.id is None:
        facts = {"Status": outcome.status, "Page": outcome.name, "Reason": outcome.reason}
        output.report(output.format_row("{Status}  {Page}: {Reason}", facts))
    else:
        is_unsure = outcome.confidence is not None and outcome.confidence < _UNSURE
        doubt = "not sure of its text: see `newsreader show` and `newsreader inspect`" if is_unsure else ""
        facts = {
            "Status": outcome.status,
            "Article": str(outcome.id),
            "Title": outcome.title,
            "Note": outcome.reason,
            "Doubt": doubt,
        }
        notes = "".join(f"  ({{{name}}})" for name in ("Note", "Doubt") if facts[name])
        output.report(output.format_row(f"{{Status}}  {{Article}}  {{Title}}{notes}", facts))
