"""`themes`, and `config path`: which themes there are, and where every file lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from driving_commands import Run, assert_refused
from program import FIRST

if TYPE_CHECKING:
    from collections.abc import Callable


def test_themes(run: Callable[..., Run], home: Path) -> None:
    names = [line.split()[0] for line in run("themes").out.splitlines()]
    assert names == sorted(names)
    assert {"newsprint-dark", "newsprint-light", "high-contrast", "terminal"} <= set(names)
    (home / "themes").mkdir()
    (home / "themes" / "mine.toml").write_text("name = 1\n")
    broken = run("themes")
    assert broken.code == 1
    assert [line.split()[0] for line in broken.out.splitlines()] == names
    assert "mine.toml: " in broken.err


def test_unknown_theme_names_the_nearest(run: Callable[..., Run]) -> None:
    assert_refused(run("--theme", "newsprint-drak", "read", FIRST), "newsprint-dark")


def test_config_path(run: Callable[..., Run], home: Path) -> None:
    lines = dict(line.split(maxsplit=1) for line in run("config", "path").out.splitlines())
    assert set(lines) == {"library", "frame", "config", "themes", "keymaps", "log"}
    assert all(value.startswith(str(home)) for value in lines.values())
    assert run("--library", "x.sqlite", "config", "path").out.startswith("library  x.sqlite\n")
