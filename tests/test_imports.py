"""What each command must not load: a start-up is felt, and the app's process must stay light."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from program import FIRST, run_program

if TYPE_CHECKING:
    from pathlib import Path

APP = {"textual", "rich", "newsreader.tui.app", "asyncio"}
PARSER = {"selectolax"}
FETCHERS = {"feedparser", "urllib3"}
SPLITTER = {"newsreader.intake", "newsreader.sources", "newsreader.splitting"}
LIBRARY = {"newsreader.desk", "newsreader.library", "sqlite3"}

# At the end the process says what it holds, on its last line.
REPORT = """
import atexit, json
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
"""


def list_loaded(home: Path, *arguments: str | Path, code: str = "") -> set[str]:
    done = run_program(home, *arguments, before=REPORT + code)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], APP | SPLITTER | LIBRARY | {"tomllib", "platformdirs"} | PARSER),
        (["--version"], APP | SPLITTER | LIBRARY | PARSER),
        (["themes"], APP | SPLITTER | LIBRARY | PARSER),
        (["config", "path"], APP | SPLITTER | LIBRARY | PARSER),
        (["config", "show"], APP | SPLITTER | LIBRARY | PARSER),
        (["list", "--json"], APP | SPLITTER | PARSER),
        ([], APP | SPLITTER | PARSER),
        (["corrections"], APP | SPLITTER | PARSER),
        (["why", "1"], APP | PARSER),
        (["show", "1"], APP | SPLITTER | PARSER),
        (["read", FIRST, "--plain"], APP | PARSER),
        (["read", FIRST, "--json"], APP | PARSER),
        (["add", FIRST], APP | PARSER),
        (["inspect", FIRST], APP | LIBRARY | PARSER),
        (["split", FIRST], APP | LIBRARY | PARSER),
        (["reparse"], APP | PARSER),
        (["demo", "--plain"], APP | PARSER),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, list) and value else "",
)
def test_a_command_loads_only_what_it_needs(tmp_path: Path, arguments: list[str | Path], unwanted: set[str]) -> None:
    assert run_program(tmp_path, "add", FIRST).returncode == 0
    assert not unwanted & list_loaded(tmp_path, *arguments)


def test_the_app_asks_other_processes_to_split_and_to_fetch(tmp_path: Path) -> None:
    code = "from newsreader.tui import app, explaining, feeds, why"
    loaded = list_loaded(tmp_path, "--version", code=code)
    assert loaded >= {"newsreader.tui.why", "newsreader.tui.fetching"}
    assert not (SPLITTER | PARSER | FETCHERS) & loaded


def test_the_first_frame_is_shown_before_all_else_is_loaded(tmp_path: Path) -> None:
    code = "from newsreader import __main__\n__main__.first.show_frame()\nprint(*sys.modules)"
    loaded = set(run_program(tmp_path, before=f"{code}\nsys.exit()").stdout.split())
    assert "newsreader.tui.terminal.first" in loaded
    unwanted = {"newsreader.cli", "newsreader.model", "newsreader.text", "argparse", "dataclasses", "json", "inspect"}
    assert not (APP | SPLITTER | LIBRARY | unwanted) & loaded


def test_the_guard_would_see_them(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(FIRST.read_bytes())
    assert list_loaded(tmp_path, "add", "page.txt") >= SPLITTER | LIBRARY


def test_html_alone_needs_its_parser(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><p>Text")
    assert list_loaded(tmp_path, "inspect", "page.html") >= PARSER
