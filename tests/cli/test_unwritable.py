"""Disks and streams that are full, closed or of another encoding: nothing is lost, and no traceback is printed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from driving_commands import DUMP, TITLE, Run, assert_refused
from program import DEMO, FIRST, FIRST_TITLE, make_command, make_environment, run_program, run_unread


def test_full_disk_leaves_the_library_as_it_was(home: Path) -> None:
    assert run_program(home, "add", FIRST).returncode == 0
    # No file may grow past what the library needs to be opened: as a full disk, and it needs no root.
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))"
    other = next(path for path in sorted(DEMO.glob("*.txt")) if path != FIRST)
    for command in ("add", "read"):
        done = run_program(home, command, other, before=limit)
        assert_refused(Run(done.returncode, done.stdout, done.stderr), "library")
    done = run_program(home, "list", "--json")
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == [FIRST_TITLE]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_full_standard_output(home: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*make_command(), "themes"], stdout=full, stderr=subprocess.PIPE, env=make_environment(home), check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"newsreader: standard output: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("arguments", [["read", str(FIRST)], ["demo"], ["themes"], ["--version"]])
def test_closed_pipe_is_silent(home: Path, arguments: list[str]) -> None:
    assert run_unread(home, *arguments) == (0, b"")


def test_closed_streams(home: Path) -> None:
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        command = f'"$@" {closed}'
        done = subprocess.run(
            ["sh", "-c", command, "sh", *make_command(), "read", str(FIRST)],
            capture_output=True,
            env=make_environment(home),
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b""), closed


def test_locale_without_utf8(home: Path) -> None:
    (home / "page.txt").write_text(DUMP, encoding="utf-8")
    for encoding, expected in (
        ("ascii", "it was sorry - again - for the cafe's second mistake"),
        ("latin-1", "it was sorry - again - for the caf\xe9's second mistake"),
    ):
        done = subprocess.run(
            [*make_command(), "read", "page.txt", "--width", "0"],
            capture_output=True,
            cwd=home,
            env=make_environment(home, PYTHONIOENCODING=encoding),
            check=True,
        )
        assert expected in done.stdout.decode(encoding)
        assert done.stdout.startswith(b'Ferry company apologises to "surprisingly calm" goose')
    done_json = run_program(home, "list", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(done_json.stdout)["title"] == TITLE
