"""What every command prints where nothing can be painted: with --plain, without colours, without a terminal."""

from __future__ import annotations

import argparse
import io
import re
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from program import DEMO, FIRST, FIRST_TITLE

from newsreader.arguments import build_parser
from newsreader.cli import main
from newsreader.commands import output
from newsreader.desk import Desk
from newsreader.model import Action, FullText, Label, RuleAction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Nobody answers there.
NOWHERE = "http://127.0.0.1:9"
# How each command is called in the folder of `stock`; a refresh of its own is told of in tests/test_refresh.py.
CALLS: dict[str, tuple[str, ...]] = {
    "": ("", "--continue"),
    "read": ("page.txt", "page.txt --width 0"),
    "add": ("page.txt menu.txt gone.txt",),
    "split": ("page.txt",),
    "inspect": ("page.txt", "menu.txt"),
    "list": ("", "bench", "--view wanted", "--view often-named", "--saved Boats", "is:trash"),
    "search": ("lighthouse", "nowhere-at-all"),
    "saved": ("", "Boats ferry", "Goats goat", "Goats"),
    "show": ("1", "999"),
    "links": ("1", "2"),
    "why": ("1",),
    "correct": ("1 3 body", "1 3 --remove", "1 9999 body"),
    "corrections": ("", "--text"),
    "versions": ("1", "2"),
    "bookmark": ("1", "2"),
    "unbookmark": ("1",),
    "mark": ("read 1", "unread 1", "read"),
    "tag": ("", "coast 3", "--remove coast 1"),
    "note": ("1", "2", "1 kettle"),
    "hide": ("3",),
    "unhide": ("3",),
    "delete": ("3",),
    "undelete": ("4",),
    "undo": ("", "--list"),
    "redo": ("",),
    "feed add": (f"{NOWHERE}/feed", f"--anyway {NOWHERE}/other"),
    "feed list": ("", "1"),
    "feed discover": (NOWHERE,),
    "feed remove": ("1",),
    "feed rename": ("1 Goats",),
    "feed tag": ("1 coast",),
    "feed set": ("1 full_text never",),
    "feed import": ("feeds.opml", "--newsboat"),
    "feed export": ("", "out.opml"),
    "refresh": ("", "Isles"),
    "rule add": ("goat hide",),
    "rule list": ("",),
    "rule remove": ("1",),
    "rule apply": ("",),
    "export": ("lighthouse", "--format html", "--format markdown --output out"),
    "library": ("check", "salvage out.sqlite", "compact"),
    "backup": ("out.sqlite",),
    "restore": ("kept.sqlite",),
    "reparse": ("",),
    "demo": ("",),
    "themes": ("",),
    "doctor": ("",),
    "config": ("path", "show", "check"),
}
# They open the app where they can.
OPENING = ("", "read", "demo")
# What they print is a page or a file, not rows.
WHOLE = ("", "read", "show", "demo", "split", "export", "feed export", "config")
# What they print are rows; of others a word on what was done.
LISTING = ("inspect", "list", "search", "saved", "links", "why", "corrections", "versions", "tag", "undo")
LISTING += ("add", "feed list", "rule list", "themes")
# They print an article, all of it.
ARTICLE = {"": "--continue", "read": "page.txt", "show": "1", "demo": ""}
COLOUR = re.compile(r"\x1b\[[0-9;]*\b(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m")
RULE = re.compile(r"(\W)\1{2,}")
NAMED = re.compile(r"[A-Z][^:]+: .")
DRAWN = re.compile("[\x1b\r\t\u2500-\u259f]")


class Stream(io.StringIO):
    """Standard output or standard error, a terminal or none."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def list_parsers(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every parser of a command that does something, by all its words."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not any(group.required for group in groups):
        yield name, parser
    for group in groups:
        for word, below in group.choices.items():
            yield from list_parsers(below, f"{name} {word}".strip())


PARSERS = dict(list_parsers(build_parser()))


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library that has some of everything, and files to read."""
    folder = tmp_path_factory.mktemp("stock")
    shutil.copy(FIRST, folder / "page.txt")
    (folder / "menu.txt").write_text("Home\nNews\nSport\nWeather\n")
    (folder / "feeds.opml").write_text(
        f'<opml version="2.0"><body><outline text="Goat Post" xmlUrl="{NOWHERE}/goats"/></body></opml>\n'
    )
    with Desk(folder / "library.sqlite") as desk:
        changed = FIRST.read_bytes().replace(b"lighthouse", b"lamp")
        for data, name in [(changed, "page.txt"), (FIRST.read_bytes(), "page.txt")]:
            desk.add(data, name, url="https://isle.example/lamp")
        for page in [page for page in sorted(DEMO.glob("*.txt")) if page != FIRST][:5]:
            desk.add(page.read_bytes(), page.name)
        desk.mark(Action.BOOKMARK, [1], True)
        desk.set_tag([1, 2], "coast", True)
        desk.set_note(1, "Ask Ada about the lamp")
        desk.mark(Action.DELETE, [4], True)
        desk.save_search("Boats", "boat")
        desk.set_wanted("Goat that witnessed it all", "", True)
        explanation = desk.explain(1)
        assert explanation is not None
        seen = explanation.blocks[4]
        desk.correct_block(1, (seen.first_line, seen.last_line, seen.text), Label.FURNITURE)
        desk.add_rule(desk.make_rule("ferry", RuleAction.TAG, "boats"))
        desk.subscribe(f"{NOWHERE}/isles", name="Isles", tags=["coast"], full_text=FullText.ALWAYS)
        desk.mark_opened(1)
        desk.keep_offset(1, 100, 0.1)
        desk.back_up(folder / "kept.sqlite")
    return folder


class Shell:
    """Runs commands in this process, each on a fresh copy of the stock."""

    def __init__(self, stock: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._stock, self._folder, self._patch = stock, folder, monkeypatch

    def run(self, command: str, arguments: str, *, is_terminal: bool = True, **environment: str) -> tuple[str, str]:
        """What it printed on both streams."""
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._stock, self._folder)
        changes = {"NEWSREADER_HOME": str(self._folder), "HOME": str(self._folder), "TERM": "xterm-256color"}
        streams = Stream(is_terminal=is_terminal), Stream(is_terminal=is_terminal)
        with self._patch.context() as patch:
            patch.chdir(self._folder)
            patch.delenv("NO_COLOR", raising=False)
            for name, value in {**changes, **environment}.items():
                patch.setenv(name, value)
            for name, stream in zip(("stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            code = main([*shlex.split(command), *shlex.split(arguments)])
        printed = tuple(stream.getvalue() for stream in streams)
        assert code in (0, 1, 2), printed
        assert "Traceback" not in printed[1]
        return printed[0], printed[1]


@pytest.fixture
def shell(stock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(stock, tmp_path / "here", monkeypatch)


def test_every_command_is_tried() -> None:
    assert set(CALLS) == set(PARSERS)


@pytest.mark.parametrize("command", PARSERS)
def test_plain_is_linear(shell: Shell, command: str) -> None:
    everything = ""
    for arguments in CALLS[command]:
        printed = "".join(shell.run(command, f"--plain {arguments}"))
        everything += printed
        assert not DRAWN.search(printed), arguments
        for line in printed.splitlines() if command not in WHOLE else ():
            assert "  " not in line, "no column is as wide as another's"
    assert everything


@pytest.mark.parametrize("command", LISTING)
def test_a_plain_line_bears_its_name(shell: Shell, command: str) -> None:
    named = []
    for arguments in CALLS[command]:
        named += shell.run(command, f"--plain {arguments}")[0].splitlines()
    assert named
    assert [line for line in named if not NAMED.match(line)] == []


@pytest.mark.parametrize("command", ARTICLE)
def test_a_plain_article_is_facts_and_paragraphs(shell: Shell, command: str) -> None:
    (printed, _) = shell.run(command, f"--plain {ARTICLE[command]}")
    facts, text, related = (block.splitlines() for block in printed.split("\n\n"))
    assert facts[0] == f"Title: {FIRST_TITLE}"
    assert facts[1:3] == ["By: Maud Ellery", "Published: Tue 4 Mar 2031, 07:40"]
    assert [line for line in facts + related if not NAMED.match(line)] == []
    assert text[0].startswith("Picture: The lighthouse at Oxter Head")
    (sailed,) = [line for line in text if line.startswith("The arrangement suited both villages.")]
    assert sailed.endswith("a drawer at the Harbour Board in Quillhaven."), "a paragraph is a line"
    assert [line for line in printed.splitlines() if RULE.fullmatch(line)] == []
    assert any(re.match(r"Headline \d+: .+ \(.*stored.*\)", line) for line in related)
    (laid_out, _) = shell.run(command, ARTICLE[command], is_terminal=False)
    assert any(RULE.fullmatch(line) for line in laid_out.splitlines()), "the guard would see one"


def test_plain_is_wrapped_where_a_width_is_given(shell: Shell) -> None:
    for command, arguments in (("show", "1"), ("read", "page.txt")):
        (printed, _) = shell.run(command, f"--plain --width 40 {arguments}")
        assert max(len(line) for line in printed.splitlines() if not line.startswith("Address: ")) <= 40
        assert printed.split() == shell.run(command, f"--plain {arguments}")[0].split()


@pytest.mark.parametrize("command", PARSERS)
def test_nothing_is_painted_where_nothing_can_be(shell: Shell, command: str) -> None:
    for arguments in CALLS[command]:
        piped = shell.run(command, arguments, is_terminal=False)
        assert not DRAWN.search("".join(piped)), arguments
        bare = shell.run(command, arguments, TERM="dumb")
        assert not DRAWN.search("".join(bare)), arguments
        if command not in OPENING:
            assert not COLOUR.search("".join(shell.run(command, arguments, NO_COLOR="1"))), arguments


def test_the_guard_would_see_what_is_painted(shell: Shell) -> None:
    assert DRAWN.search(shell.run("search", "lighthouse")[0])
    assert COLOUR.search("\x1b[1;38;5;12mgoat\x1b[m")
    assert not COLOUR.search("\x1b[1mgoat\x1b[22m")


def test_a_line_a_fact(shell: Shell) -> None:
    facts = shell.run("list", "--plain --limit 1 is:bookmarked")[0].splitlines()
    assert facts == [
        "Article: 1",
        f"Title: {FIRST_TITLE}",
        "State: read",
        "Published: 2031-03-04",
        "Source: isle.example",
        "Mark: bookmarked",
    ]
    found = shell.run("search", "--plain lighthouse")[0].splitlines()
    assert found[: len(facts)] == facts
    assert found[len(facts)].startswith("Says: ")
    assert shell.run("tag", "--plain")[0].splitlines()[:2] == ["Tag: coast", "Articles: 2"]
    assert shell.run("rule list", "--plain")[0].splitlines() == ["Rule: 1", "Effect: tag boats", "Query: ferry"]
    assert shell.run("list", "--plain --view wanted")[0].splitlines() == [
        "Headline: Goat that witnessed it all",
        "State: wanted",
    ]


def test_plain_may_stand_before_or_after_the_command(shell: Shell) -> None:
    assert shell.run("--plain list", "") == shell.run("list", "--plain")


def test_what_opens_the_app_prints_instead(shell: Shell) -> None:
    assert shell.run("--plain", "") == shell.run("list", "--plain")
    (text, _) = shell.run("--plain", "--continue")
    assert text == shell.run("show", "--plain 1")[0]


def test_plain_and_json_are_two_forms(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--plain", "list", "--json"])
    assert ended.value.code == 2
    assert "--plain and --json" in capsys.readouterr().err


@pytest.mark.parametrize(("is_plain", "terminal"), [(True, "xterm"), (False, "dumb")])
def test_who_can_not_be_shown_progress_is_told_now_and_then(
    monkeypatch: pytest.MonkeyPatch, is_plain: bool, terminal: str
) -> None:
    stream = Stream(is_terminal=True)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", terminal)
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    monkeypatch.setattr(output, "_told_at", float("-inf"))
    output.use_plain(is_plain)
    try:
        for _ in range(25):
            output.tell("half of it", "[#####     ] ")
            now += 1
        output.hush()
    finally:
        output.use_plain(False)
    assert stream.getvalue() == "half of it\n" * 3


@pytest.mark.parametrize("name", PARSERS)
def test_what_may_be_chosen_is_named_as_it_is_typed(name: str) -> None:
    """A wrong choice is answered with all of them, as Python writes them."""
    chosen = [each.choices for each in PARSERS[name]._actions if each.choices and not isinstance(each.choices, dict)]
    assert all(type(choice) is str for choices in chosen for choice in choices)
