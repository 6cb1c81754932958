"""A journey's bytes beside the peers': `python tests/benchmarks/journey.py [--feeds 20] [--size 80x24]`.

The same made-up articles in newsreader, newsboat and sfeed_curses (where they are installed), on a terminal of 256
colours: start with the list of all, 20 moves, an article, five pages of it, back, a search, the end. Prints the bytes
that each sent, by step; newsreader also with its cursor in the gutter, as over SSH.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from feed_press import Press, serving
from terminal import Session, make_environment

WORD = "lantern"
ITEMS = 100


class Reader(NamedTuple):
    """A program, what it shows once it has started, the keys that lead to its list of all articles and the others."""

    name: str
    command: list[str]
    shown: str
    enter: str = ""
    open: str = "\r"
    back: str = "q"
    quit: str = "Q"
    variables: tuple[tuple[str, str], ...] = ()


def main() -> None:
    """Make the libraries, play, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=20)
    parser.add_argument("--size", default="80x24")
    options = parser.parse_args()
    columns, rows = map(int, options.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        readers = make_readers(Path(folder), Press(options.feeds, ITEMS))
        journeys = {reader.name: play(Path(folder), reader, (columns, rows)) for reader in readers}
    steps = list(journeys["newsreader"])
    print(f"{'bytes':<24}" + "".join(f"{name:>22}" for name in journeys))
    for step in steps:
        print(f"{step:<24}" + "".join(f"{found[step]:>22,}" for found in journeys.values()))
    print(f"{'whole journey':<24}" + "".join(f"{sum(found.values()):>22,}" for found in journeys.values()))


def make_readers(home: Path, press: Press) -> list[Reader]:
    """Give every reader that is here the same articles."""
    environment = make_environment(home, "wire")
    ours = [sys.executable, "-m", "newsreader"]
    with serving(press):
        urls = [press.url(number) for number in range(press.feeds)]
        (home / "config.toml").write_text("[network]\nconnections = 16\ninterval_ms = 0\n")
        (home / "urls.opml").write_text(
            f"<opml><body>{''.join(f'<outline xmlUrl={url!r}/>' for url in urls)}</body></opml>"
        )
        for command in (["feed", "import", str(home / "urls.opml")], ["refresh"]):
            subprocess.run([*ours, *command], env=environment, check=True, capture_output=True)
        first = f"1/{press.feeds * ITEMS}"
        readers = [
            Reader("newsreader", ours, first, variables=(("SSH_CONNECTION", ""),)),
            Reader("  cursor = gutter", ours, first, variables=(("SSH_CONNECTION", "192.0.2.1 5000 192.0.2.2 22"),)),
        ]
        if shutil.which("newsboat"):
            (home / "urls").write_text("\n".join(['"query:All:unread = \\"yes\\""', *urls]))
            newsboat = ["/usr/bin/env", "newsboat", "-u", "urls", "-c", "cache.db", "-C", "newsboat.conf"]
            (home / "newsboat.conf").write_text("bind-key j down\nprepopulate-query-feeds yes\n")
            subprocess.run([*newsboat, "-x", "reload"], cwd=home, env=environment, check=True, capture_output=True)
            readers.append(Reader("newsboat", newsboat, "All", enter="\r"))
        if shutil.which("sfeed_curses") and shutil.which("sfeed_content") and shutil.which("lynx"):
            with (home / "all").open("wb") as file:
                for url in urls:
                    body = urllib.request.urlopen(url).read()
                    file.write(subprocess.run(["sfeed", url], input=body, check=True, capture_output=True).stdout)
            sfeed = ["/bin/sh", "-c", "exec sfeed_curses < all"]
            piper = (("SFEED_PIPER", "sfeed_content"),)
            readers.append(Reader("sfeed_curses", sfeed, "2026-03", open="c", quit="q", variables=piper))
    return readers


def play(home: Path, reader: Reader, size: tuple[int, int]) -> dict[str, int]:
    """The bytes of each step."""
    os.chdir(home)
    environment = {**make_environment(home, "wire"), **dict(reader.variables)}
    session = Session(reader.command, environment, size)
    session.quiet_seconds = 0.3
    sent = {"start": session.start(reader.shown).sent}
    if reader.enter:
        sent["start"] += session.press(reader.enter).sent
    sent["20 moves"] = sum(session.press("j").sent for _ in range(20))
    sent["open"] = session.press(reader.open).sent
    sent["5 pages"] = sum(session.press(" ").sent for _ in range(5))
    sent["back"] = session.press(reader.back).sent
    sent["search"] = session.press("/").sent + session.press(f"{WORD}\r").sent
    sent["quit"] = session.quit(reader.quit).sent
    return sent


if __name__ == "__main__":
    main()
