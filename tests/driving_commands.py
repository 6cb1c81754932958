"""Commands run in this process: what they printed and returned, and a dump to give them."""

from __future__ import annotations

import json
from typing import Any

TITLE = "Ferry company apologises to “surprisingly calm” goose"
BODY = "\n\n".join(
    [
        "The Quillhaven ferry company said on Tuesday that it was sorry – again – for the café’s second mistake.",
        "A goose had been sold a return ticket by the machine on the pier, and had used both halves of it on one day.",
        "“It sat where it was asked to sit,” said the purser, Odile Fann, who has worked on the line for nine years.",
        "The company will put a sign on the machine, in three languages, one of which it hopes will be understood.",
        "Passengers were not delayed. The goose was last seen on the outer wall, looking at the timetable for winter.",
    ]
)
DUMP = f"{TITLE}\n\n4 March 2031, 07:40\n\nBy Maud Ellery\n\n{BODY}\n"


class Run:
    """One run in this process: its exit code, its lines on both streams."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def assert_refused(run: Run, *words: str) -> None:
    """One line on standard error that says what and what to do; nothing on standard output."""
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("newsreader: ")
    assert run.err.count("\n") == 1
    assert "Traceback" not in run.err
    for word in words:
        assert word in run.err
