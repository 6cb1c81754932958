"""Kills refreshes at random moments, refreshes again, and counts: `python tests/refresh_kills.py [--rounds 50]`.

Each round refreshes a new library from nothing. All that the server has must be there in the end, once, and sound.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from feed_press import Press, serving
from program import make_command, make_environment

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.model import View


def run_rounds(rounds: int, dice: random.Random, feeds: int, items: int) -> list[str]:
    """What was wrong after some rounds of so many feeds and articles each."""
    wrong: list[str] = []
    longest = 0.0
    with serving(Press(feeds, items, words=(50, 200))) as press:
        for number in range(rounds + 1):
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder)
                subscribe(home, press)
                # The first round tells how long it takes; the others are killed on the way.
                if number:
                    refresh(home, after=dice.uniform(0.2, longest))
                begun = time.monotonic()
                code = refresh(home)
                longest = longest or time.monotonic() - begun
                wrong += [f"round {number}: {each}" for each in check_refreshed(home, feeds * items, code)]
    return wrong


def subscribe(home: Path, press: Press) -> None:
    """A new library that has all feeds of a press, and may ask as fast as it can."""
    (home / "config.toml").write_text("[network]\nconnections = 16\ninterval_ms = 0\n")
    with Desk(home / "library.sqlite", Settings()) as desk:
        for feed in range(press.feeds):
            desk.subscribe(press.url(feed))


def refresh(home: Path, after: float | None = None) -> int:
    """Refresh, killed after so many seconds if it has not ended; its exit code."""
    command = [*make_command(), "--library", str(home / "library.sqlite"), "refresh"]
    with subprocess.Popen(
        command, env=make_environment(home), stdout=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            return process.wait(after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return process.wait()


def check_refreshed(home: Path, amount: int, code: int) -> list[str]:
    """What is wrong with a library in which so many articles should be."""
    wrong = [] if code == 0 else [f"refresh ended with {code}"]
    with Desk(home / "library.sqlite", Settings()) as desk:
        wrong += list(desk.find_damage(lambda _: None))
        counted = sum(feed.articles for feed in desk.list_feeds())
        if (desk.count(View.ALL), counted) != (amount, amount):
            wrong.append(f"{desk.count(View.ALL)} articles, {counted} of feeds, where {amount} should be")
    return wrong


def main() -> int:
    """Do the rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--feeds", type=int, default=100)
    parser.add_argument("--items", type=int, default=100)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    wrong = run_rounds(options.rounds, random.Random(options.seed), options.feeds, options.items)
    print("\n".join(wrong) or f"{options.rounds} rounds, nothing lost")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
