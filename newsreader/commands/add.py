"""`newsreader add`: keep pages without opening them."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.inputs import name_input, read_input, walk_inputs
from newsreader.model import InputRefusedError, Outcome, Status
from newsreader.text import clean_line

if TYPE_CHECKING:
    import argparse

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
        for path in arguments.paths:
            is_empty = True
            for file in walk_inputs(path):
                is_empty = False
                outcome = _add(desk, file, arguments.url)
                report_outcome(outcome, is_json=arguments.json)
                failed += outcome.status is Status.FAILED
            if is_empty:
                output.complain(f"{path}: holds no files")
    return 1 if failed else 0


def _add(desk: Desk, path: str, url: str) -> Outcome:
    name = name_input(path)
    try:
        data = read_input(path, desk.settings.max_input_mib)
    except InputRefusedError as error:
        return Outcome(Status.FAILED, clean_line(name), reason=str(error))
    return desk.add(data, name, url=url)


def report_outcome(outcome: Outcome, *, is_json: bool = False) -> None:
    """Say what became of one input; failures go to standard error, unless JSON is asked for."""
    if is_json:
        output.report(output.to_json({"id": outcome.id, **asdict(outcome)}))
    elif outcome.status is Status.FAILED:
        output.complain(f"failed: {outcome.name}: {outcome.reason}")
    elif outcome.id is None:
        output.report(f"{outcome.status}  {outcome.name}: {outcome.reason}")
    else:
        is_unsure = outcome.confidence is not None and outcome.confidence < _UNSURE
        doubt = "  (not sure of its text: see `newsreader show` and `newsreader inspect`)" if is_unsure else ""
        output.report(f"{outcome.status}  {outcome.id}  {outcome.title}{doubt}")
