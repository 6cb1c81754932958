"""The command line: what it prints and returns, and that nothing foreseeable ends in a traceback."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from program import DEMO, FIRST, FIRST_TITLE, make_command, make_environment, run_program

from newsreader import __version__, inputs
from newsreader.arguments import build_parser
from newsreader.cli import START, main
from newsreader.commands.add import report_outcome
from newsreader.model import Outcome, Row, Status

if TYPE_CHECKING:
    from collections.abc import Callable

_SUBPARSERS = next(action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
COMMANDS: dict[str, argparse.ArgumentParser] = _SUBPARSERS.choices


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


class Run:
    """One run in this process: its exit code, its lines on both streams."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def run_here(*arguments: str | Path) -> Run:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Run(code, out, err)

    return run_here


def assert_refused(run: Run, *words: str) -> None:
    """One line on standard error that says what and what to do; nothing on standard output."""
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("newsreader: ")
    assert run.err.count("\n") == 1
    assert "Traceback" not in run.err
    for word in words:
        assert word in run.err


def run_unread(home: Path, *arguments: str) -> tuple[int, bytes]:
    """Run the program into a pipe that nobody reads: its exit code, and what it complains of."""
    command, environment = [*make_command(), *arguments], make_environment(home)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=home
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaints = process.stderr.read()
    return process.returncode, complaints


# --- the parser -------------------------------------------------------------------------------------------------------


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"newsreader {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_module(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"newsreader {command}" in capsys.readouterr().out
    assert callable(importlib.import_module(f"newsreader.commands.{COMMANDS[command].get_default('command')}").run)


def test_the_readme_names_every_command() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert [command for command in COMMANDS if not re.search(rf"(?:newsreader |`){command}\b", readme)] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["n" * 1000],
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


def test_a_query_may_begin_with_what_it_leaves_out(run: Callable[..., Run]) -> None:
    run("add", DEMO)
    count = len(run("list", "--json").objects)
    goats = len(run("search", "goat", "--json").objects)
    assert 0 < goats < count
    for command in (["search", "-goat", "--limit", 999, "--json"], ["list", "--json", "-goat"], ["export", "-goat"]):
        assert len(run(*command).objects) == count - goats
    assert run("saved", "Quiet", "-goat", "--plain").out == "Search saved: Quiet\n"
    assert run("list", "--saved", "Quiet", "--limit", 999).out.count("\n") == count - goats
    assert f"would hide {count - goats} of" in run("rule", "add", "-goat", "hide", "--dry-run").out
    assert run("mark", "unread", "--query", "-title:goat").code == 0


@pytest.mark.parametrize("arguments", [["search", "-goat", "-n"], ["list", "-goat", "--no"], ["show", "1", "-n"]])
def test_what_is_neither_query_nor_option_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert f"unrecognized arguments: {arguments[-1]}\n" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["search", "-h"])
    assert ended.value.code == 0


def test_a_file_without_its_command(run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my page.txt").write_bytes(FIRST.read_bytes())
    for before in ([], ["--plain"]):
        done = run(*before, "my page.txt")
        assert (done.code, done.out) == (2, "")
        assert done.err == "newsreader: did you mean `newsreader read 'my page.txt'`?\n"


def test_one_address_for_many_pages_is_wrong_usage(run: Callable[..., Run]) -> None:
    assert run("add", "--url", "https://marrowick.example/", "a", "b").code == 2
    assert run("add", "--url", "https://marrowick.example/", DEMO).code == 2


def test_library_may_stand_before_or_after_the_command() -> None:
    parser = build_parser()
    assert parser.parse_args(["--library", "x", "list"]).library == Path("x")
    assert parser.parse_args(["list", "--library", "x"]).library == Path("x")
    assert parser.parse_args(["list"]).library is None


# --- read and show ----------------------------------------------------------------------------------------------------


def test_read_prints_and_keeps(run: Callable[..., Run]) -> None:
    first = run("read", FIRST)
    assert first.code == 0
    assert first.err == ""
    assert first.out.startswith("Two villages spent 90 years disowning a lighthouse.")
    assert "Related: " in first.out
    unwrapped = " ".join(first.out.split())
    assert "[1] Read more: Nettlequay wakes to find its 340-kilo bell has gone (not stored)" in unwrapped
    (row,) = run("list", "--json").objects
    assert row["title"] == FIRST_TITLE
    assert row["is_unread"] is False, "what was printed was read"


def test_read_takes_standard_input(home: Path) -> None:
    done = run_program(home, "read", "-", "--url", "https://courier.example/light", data=FIRST.read_bytes())
    assert (done.returncode, done.stderr) == (0, "")
    assert "https://courier.example/light\n" in done.stdout


def test_read_json_is_one_object_named_as_in_the_model(run: Callable[..., Run]) -> None:
    (value,) = run("read", FIRST, "--json").objects
    assert list(value) == [field.name for field in fields(Row)] + [
        "article",
        "sections",
        "edges",
        "backlinks",
        "kept",
        "same_story",
    ]
    assert value["title"] == value["article"]["title"] == FIRST_TITLE
    assert [edge["number"] for edge in value["edges"]] == list(range(1, len(value["edges"]) + 1))
    assert {edge["state"] for edge in value["edges"]} == {"absent"}
    assert value["is_unread"] is True
    assert run("show", value["id"], "--json").objects == [value]


def test_html_is_read_with_the_addresses_of_its_headlines(run: Callable[..., Run], tmp_path: Path) -> None:
    paragraph = "<p>The ferry came in after dark, and nobody on the quay had been told why it was so late.</p>"
    page = tmp_path / "page.html"
    page.write_text(
        f"""<!doctype html><title>Ferry late again on the sound</title><link rel=canonical href=https://post.example/f>
        <nav><a href=/>Home</a></nav><main><h1>Ferry late again on the sound</h1>{paragraph * 3}</main>
        <aside><h2>Most read</h2><a href=/gulls-take-the-quay>Gulls take over the quay</a></aside>"""
    )
    printed = run("read", page, "--plain")
    assert printed.code == 0
    assert "Ferry late again on the sound" in printed.out
    assert "Gulls take over the quay" in printed.out
    assert "Home" not in printed.out
    (found,) = run("read", page, "--json").objects
    assert "https://post.example/gulls-take-the-quay" in json.dumps(found)
    assert run("inspect", page, "--json").objects[1]["heading"] == 1


def test_width(run: Callable[..., Run]) -> None:
    assert max(map(len, run("read", FIRST).out.splitlines())) <= 72
    assert max(map(len, run("show", 1, "--width", "40").out.splitlines())) <= 40
    assert max(map(len, run("show", 1, "--width", "0").out.splitlines())) > 200


def test_show_of_nothing(run: Callable[..., Run]) -> None:
    assert_refused(run("show", 7), "article 7", "newsreader list")


# --- add, list, reparse -----------------------------------------------------------------------------------------------


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


def test_add_goes_on_where_nobody_reads(home: Path) -> None:
    assert run_unread(home, "add", str(DEMO)) == (0, b"")
    assert len(run_program(home, "list", "--json").stdout.splitlines()) == len(list(DEMO.glob("*.txt")))


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


# --- demo, themes, config ---------------------------------------------------------------------------------------------


def test_demo_prints_its_first_article_and_leaves_nothing(home: Path) -> None:
    done = run_program(home, "demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Two villages spent 90 years disowning a lighthouse.")
    assert "(stored, unread)" in done.stdout
    assert "(not stored)" in done.stdout
    assert [path.name for path in home.rglob("*")] == ["tmp"]


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


# --- what can't be read -----------------------------------------------------------------------------------------------

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


@pytest.mark.parametrize("command", ["read", "add"])
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "PNG"),
        (bytes(range(256)) * 64, "binary"),
        (b"\xff\xfe" + bytes(4096), "binary"),
    ],
)
def test_no_text(run: Callable[..., Run], tmp_path: Path, command: str, content: bytes, word: str) -> None:
    (tmp_path / "page.txt").write_bytes(content)
    assert_refused(run(command, tmp_path / "page.txt"), "page.txt: ", word)
    assert run("list", "--json").out == ""


def test_no_article(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "menu.txt").write_text("Home\nNews\nSport\nWeather\n")
    assert_refused(run("read", tmp_path / "menu.txt"), "menu.txt: ")
    assert run("list", "--json").out == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(run: Callable[..., Run], tmp_path: Path, encoding: str) -> None:
    (tmp_path / "page.txt").write_bytes(DUMP.encode(encoding))
    out = run("read", tmp_path / "page.txt", "--width", "0").out
    assert out.startswith(TITLE)
    assert "sorry – again – for the café’s second mistake" in out


def test_latin_1(run: Callable[..., Run], tmp_path: Path) -> None:
    plain = DUMP.replace("–", "-").replace("’", "'").replace("“", '"').replace("”", '"')
    (tmp_path / "page.txt").write_bytes(plain.encode("latin-1"))
    assert "the café's second mistake" in run("read", tmp_path / "page.txt", "--width", "0").out


def test_over_the_limit(run: Callable[..., Run], home: Path, tmp_path: Path) -> None:
    (home / "config.toml").write_text("max_input_mib = 1\n")
    (tmp_path / "page.txt").write_bytes(DUMP.encode() + b"\n" * (1 << 20))
    assert_refused(run("read", tmp_path / "page.txt"), "page.txt: ", "1 MiB", "max_input_mib", str(home))
    piped = run_program(home, "read", "-", data=(tmp_path / "page.txt").read_bytes())
    assert_refused(Run(piped.returncode, piped.stdout, piped.stderr), "standard input: ", "1 MiB")
    assert run("list", "--json").out == ""


@pytest.mark.parametrize(("path", "word"), [("none.txt", "not there"), ("", "folder"), ("page.txt/x", "can't be read")])
def test_unreadable_paths(run: Callable[..., Run], tmp_path: Path, path: str, word: str) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    assert_refused(run("read", f"{tmp_path}/{path}"), str(tmp_path), word)


def test_no_permission(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    # By hand, because root may read what it likes.
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(inputs, "open", refuse, raising=False)
    assert_refused(run("read", FIRST), FIRST.name, "permissions")


def test_hostile_names_and_texts_are_harmless(run: Callable[..., Run], tmp_path: Path) -> None:
    attack = (
        "\x1b]52;c;ZXZpbA==\x07\x1b]8;;https://evil.example/\x1b\\\x1b[2J\x9b31m\u202e[link=https://evil.example][bold]"
    )
    assert_refused(run("read", tmp_path / f"no{attack[:20]}such\n.txt"))
    (tmp_path / "page.txt").write_text(
        DUMP.replace("Ferry", f"Ferry {attack}").replace("goose had", f"goose{attack} had")
    )
    out = run("read", tmp_path / "page.txt").out
    assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert "[bold]" in out, "what is no control sequence stands as it came"


def test_control_sequences_in_names_do_not_reach_the_terminal(run: Callable[..., Run], tmp_path: Path) -> None:
    done = run("read", tmp_path / "\x1b]0;title\x07\u202egpj.txt")
    assert not set(done.err) & set("\x1b\x07\u202e")


# --- what can't be written --------------------------------------------------------------------------------------------


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


# --- what nobody foresaw ----------------------------------------------------------------------------------------------


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


def test_python_m_is_the_same_program(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsreader", "--version"],
        capture_output=True,
        env=make_environment(home),
        check=True,
    )
    assert done.stdout.decode() == f"newsreader {__version__}\n"


def test_add_says_of_which_text_it_is_not_sure(capsys: pytest.CaptureFixture[str]) -> None:
    for confidence in (0.1, 0.9, None):
        report_outcome(Outcome(Status.ADDED, "page.txt", 1, "Ferry late", confidence=confidence))
    unsure, sure, unknown = (line for line in "".join(capsys.readouterr()).splitlines())
    assert "not sure of its text" in unsure
    assert "not sure" not in sure + unknown


def test_inspect_says_what_each_line_was_taken_for_and_keeps_nothing(tmp_path: Path) -> None:
    done = run_program(tmp_path, "inspect", FIRST)
    assert done.returncode == 0, done.stderr
    *lines, sure = done.stdout.splitlines()
    assert re.fullmatch(r" kind  article +9\d% that there is an article, 9\d% that it is no list, \d+% .* right", sure)
    assert lines[1].split(None, 2)[1:] == ["title", FIRST_TITLE]
    labels = {line.split(None, 2)[1] for line in lines}
    assert labels >= {"date", "byline", "caption", "body", "inline-link", "section-heading", "headline", "furniture"}
    printed = run_program(tmp_path, "inspect", FIRST, "--json").stdout.splitlines()
    *blocks, sureness = map(json.loads, printed)
    assert list(sureness) == ["id", "kind", "article_sureness", "single_sureness", "text_sureness"]
    assert [block["id"] for block in blocks] == list(range(1, len(lines) + 1))
    assert not (tmp_path / "library.sqlite").exists()
    assert "text is right" not in run_program(tmp_path, "inspect", "-", data=b"Ferry late\n").stdout
    refused = run_program(tmp_path, "inspect", "-", data=b"\x00" * 64)
    assert refused.returncode == 1
    assert "binary" in refused.stderr


# --- many pages -------------------------------------------------------------------------------------------------------


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


def test_a_start_without_a_word_is_what_the_parser_makes_of_it() -> None:
    assert vars(build_parser().parse_args([])) == vars(START)
