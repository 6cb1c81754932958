"""What can be typed, what is refused, and how a run ends that nobody foresaw."""

from __future__ import annotations

import argparse
import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from driving_commands import Run, assert_refused
from program import DEMO, ROOT, make_environment

from newsreader import __version__
from newsreader.arguments import build_parser
from newsreader.cli import START, main

if TYPE_CHECKING:
    from collections.abc import Callable


_SUBPARSERS = next(action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))


COMMANDS: dict[str, argparse.ArgumentParser] = _SUBPARSERS.choices


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"newsreader {__version__}\n"


def test_python_m_is_the_same_program(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsreader", "--version"],
        capture_output=True,
        env=make_environment(home),
        check=True,
    )
    assert done.stdout.decode() == f"newsreader {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_module(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"newsreader {command}" in capsys.readouterr().out
    assert callable(importlib.import_module(f"newsreader.commands.{COMMANDS[command].get_default('command')}").run)


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [command for command in COMMANDS if not re.search(rf"(?:newsreader |`){command}\b", readme)] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["read"],
        ["read", "x", "--plain", "--json"],
        ["read", "x", "--width", "-1"],
        ["read", "x", "--date", "yesterday"],
        ["read", "x", "--url", "ftp://marrowick.example/"],
        ["add"],
        ["list", "--view", "nowhere"],
        ["list", "--limit", "0"],
        ["show", "first"],
        ["config"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: newsreader" in capsys.readouterr().err


def test_one_address_for_many_pages_is_wrong_usage(run: Callable[..., Run]) -> None:
    assert run("add", "--url", "https://marrowick.example/", "a", "b").code == 2
    assert run("add", "--url", "https://marrowick.example/", DEMO).code == 2


def test_library_may_stand_before_or_after_the_command() -> None:
    parser = build_parser()
    assert parser.parse_args(["--library", "x", "list"]).library == Path("x")
    assert parser.parse_args(["list", "--library", "x"]).library == Path("x")
    assert parser.parse_args(["list"]).library is None


def test_a_start_without_a_word_is_what_the_parser_makes_of_it() -> None:
    assert vars(build_parser().parse_args([])) == vars(START)


def test_the_unforeseen_goes_to_the_log(run: Callable[..., Run], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError("the goose\nhas two tickets")

    monkeypatch.setattr("newsreader.commands.themes.run", fail)
    log = home / "log" / "newsreader.log"
    assert_refused(run("themes"), "ZeroDivisionError", str(log))
    assert "has two tickets" in log.read_text()
    assert_refused(run("themes"))
    assert log.read_text().count("Traceback") == 2
    (home / "log").rename(home / "old")
    (home / "log").touch()
    assert_refused(run("themes"), "ZeroDivisionError", str(log))


def test_interrupted(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsreader.commands.themes.run", interrupt)
    assert run("themes").code == 130
