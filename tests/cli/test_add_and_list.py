"""`add`, `list` and `reparse`: many pages go in, a line for each, and are listed."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from driving_commands import Run
from program import DEMO, FIRST, FIRST_TITLE, run_program, run_unread

from newsreader.commands.add import report_outcome
from newsreader.model import Outcome, Row, Status

if TYPE_CHECKING:
    from collections.abc import Callable


def test_add_says_one_line_an_input(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("Home\nNews\nSport\nWeather\n")
    (tmp_path / "empty.txt").touch()
    done = run("add", FIRST, FIRST, tmp_path / "list.txt", tmp_path / "empty.txt")
    assert done.code == 1
    added, known, other = done.out.splitlines()
    assert added == f"added  1  {FIRST_TITLE}"
    assert known == f"known  1  {FIRST_TITLE}"
    assert other.startswith(f"not-an-article  {tmp_path / 'list.txt'}: ")
    assert done.err.startswith(f"newsreader: failed: {tmp_path / 'empty.txt'}: ")
    assert done.err.count("\n") == 1


def test_add_says_where_an_article_was_before(run: Callable[..., Run]) -> None:
    run("add", FIRST, "--url", "https://post.example/a")
    again = run("add", FIRST, "--url", "https://herald.example/a")
    assert again.out == f"known  1  {FIRST_TITLE}  (its address was https://post.example/a)\n"
    assert run("add", FIRST).out == f"known  1  {FIRST_TITLE}\n"


def test_add_json_has_every_input_on_standard_output(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = run("add", "--json", FIRST, tmp_path / "empty.txt")
    assert (done.code, done.err) == (1, "")
    assert [list(value) for value in done.objects] == [["id", "status", "name", "title", "reason", "confidence"]] * 2
    assert {field.name for field in fields(Outcome)} == set(done.objects[0])
    assert [(value["id"], value["status"]) for value in done.objects] == [(1, "added"), (None, "failed")]


def test_add_walks_a_folder_in_the_order_of_names(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "b").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    texts = sorted(DEMO.glob("*.txt"))[:4]
    for name, text in zip(["z.txt", "a.txt", "b/c.txt", ".hidden/d.txt"], texts, strict=True):
        (folder / name).write_bytes(text.read_bytes())
    os.mkfifo(folder / "pipe")
    done = run("add", "--json", folder)
    assert done.code == 0
    assert [Path(value["name"]).name for value in done.objects] == ["a.txt", "z.txt", "c.txt"]


def test_a_folder_is_shared_by_processes_and_known_the_second_time(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, page in enumerate(sorted(DEMO.glob("*.txt"))[:9]):
        (folder / f"{number}.txt").write_bytes(page.read_bytes())
    (folder / "4b.txt").write_bytes(b"\0\1\2")
    (folder / "4c.txt").write_text("Home\n\nNews\n")
    first = run("add", folder, "--jobs", "2", "--json")
    assert first.code == 1
    # In the order of their names, whichever process was done first.
    assert [Path(line["name"]).name for line in first.objects] == sorted(path.name for path in folder.iterdir())
    statuses = ["added"] * 5 + ["failed", "not-an-article"] + ["added"] * 4
    assert [line["status"] for line in first.objects] == statuses
    again = run("add", folder, "--jobs", "2", "--json")
    assert [line["status"] for line in again.objects] == [each.replace("added", "known") for each in statuses]
    assert [line["id"] for line in again.objects] == [line["id"] for line in first.objects]


def test_add_goes_on_where_nobody_reads(home: Path) -> None:
    assert run_unread(home, "add", str(DEMO)) == (0, b"")
    assert len(run_program(home, "list", "--json").stdout.splitlines()) == len(list(DEMO.glob("*.txt")))


def test_add_says_of_which_text_it_is_not_sure(capsys: pytest.CaptureFixture[str]) -> None:
    for confidence in (0.1, 0.9, None):
        report_outcome(Outcome(Status.ADDED, "page.txt", 1, "Ferry late", confidence=confidence))
    unsure, sure, unknown = (line for line in "".join(capsys.readouterr()).splitlines())
    assert "not sure of its text" in unsure
    assert "not sure" not in sure + unknown


def test_list(run: Callable[..., Run]) -> None:
    assert "newsreader read FILE" in run("list").err
    run("add", DEMO)
    total = len(list(DEMO.glob("*.txt")))
    assert len(run("list").out.splitlines()) == total
    assert len(run("list", "--limit", 3).out.splitlines()) == 3
    values = run("list", "--json", "--view", "unread").objects
    assert len(values) == total
    assert list(values[0]) == [field.name for field in fields(Row)]
    assert values[0]["published"] >= values[-1]["published"]
    assert run("list", "--view", "bookmarks").out == run("list", "--view", "wanted", "--json").out == ""


def test_nothing_given_lists_where_there_is_no_terminal(run: Callable[..., Run]) -> None:
    run("add", FIRST)
    assert run().out == run("list").out
    assert FIRST_TITLE in run().out


def test_another_library(run: Callable[..., Run], tmp_path: Path) -> None:
    run("--library", tmp_path / "other.sqlite", "add", FIRST)
    assert run("list", "--json").out == ""
    assert len(run("list", "--json", "--library", tmp_path / "other.sqlite").objects) == 1


def test_reparse(run: Callable[..., Run]) -> None:
    run("add", DEMO)
    before = run("list", "--json").out
    for jobs in ((), ("--jobs", 1), ("--jobs", 3)):
        assert run("reparse", *jobs).out == f"{len(list(DEMO.glob('*.txt')))} pages split again\n"
        assert run("list", "--json").out == before
