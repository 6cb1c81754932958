"""`newsreader rule`, and what other commands say of what rules have hidden."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from newsreader.cli import main
from newsreader.desk import Desk
from newsreader.model import Article, Origin, Page, Part, PartKind, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

TITLES = ("Ferry returns", "Goat on the roof", "Sponsored: soap for goats", "Sponsored: ferry tickets")


def add_all(*titles: str) -> None:
    """Store pages of these titles."""
    with Desk() as desk:
        for title in titles:
            page = Page(Article(title, "2031-05-01", (), (Part(PartKind.PARAGRAPH, f"Told of: {title}."),)))
            assert desk.add_page(page, Origin(title.encode(), "page.txt")).status is Status.ADDED


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, on a library of four articles: exit code, output, errors."""
    add_all(*TITLES)

    def run_here(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(list(arguments))
        except SystemExit as error:
            code = int(error.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run_here


def list_titles(run: Run, *query: str) -> list[str]:
    return [json.loads(line)["title"] for line in run("list", *query, "--json")[1].splitlines()]


def test_a_rule_says_what_it_would_do_and_then_does_it(run: Run) -> None:
    code, out, err = run("rule", "add", "title:~^sponsored", "hide", "--dry-run")
    assert (code, out, err) == (0, "would hide 2 of the last 4 articles\n", "")
    assert run("rule", "list")[1] == ""
    _, out, _ = run("rule", "add", "title:~^sponsored", "hide")
    assert out == "would hide 2 of the last 4 articles\nRule added, hide: title:~^sponsored\n"
    assert run("rule", "add", "title:~^sponsored", "hide")[1].endswith("(was so already)\n")
    # What is there stays as it is, until that is asked for.
    assert len(list_titles(run)) == 4
    add_all("Sponsored: tea", "Tea is late")
    assert list_titles(run) == ["Tea is late", *TITLES[::-1]]
    assert run("rule", "apply")[1] == "Rules applied, hide 2: 2 articles\n"
    assert list_titles(run) == ["Tea is late", *TITLES[1::-1]]
    assert run("undo")[1] == "Undone, what the rules did is taken back: 2 articles\n"
    assert len(list_titles(run)) == 5
    assert run("redo")[1].startswith("Rules applied")
    assert run("rule", "apply")[1].endswith("(was so already)\n")
    assert run("library", "check")[0] == 0


def test_hidden_hits_are_counted(run: Run) -> None:
    run("rule", "add", "title:~^sponsored", "hide")
    run("rule", "apply")
    for command in ("search", "list"):
        code, out, err = run(command, "ferry")
        assert (code, "Ferry returns" in out, err) == (0, True, "newsreader: 1 hidden: add is:hidden\n")
        assert run(command, "sponsored")[2].endswith("newsreader: 2 hidden: add is:hidden\n")
        assert (run(command, "roof")[2], run(command, "ferry is:hidden")[2]) == ("", "")
    run("saved", "Boats", "ferry")
    assert "1 hidden" in run("list", "--saved", "Boats")[2]
    assert list_titles(run, "sponsored is:hidden") == [TITLES[3], TITLES[2]]
    assert run("show", "4")[0] == 0


def test_articles_are_hidden_and_shown_by_hand(run: Run) -> None:
    assert run("hide", "1", "2")[1] == "Hidden: 2 articles\n"
    assert list_titles(run) == [TITLES[3], TITLES[2]]
    assert run("unhide", "2")[1] == f"Shown again: {TITLES[1]}\n"
    assert run("undo")[1] == f"Undone, hidden again: {TITLES[1]}\n"
    assert list_titles(run, "is:hidden") == [TITLES[1], TITLES[0]]


def test_rules_are_listed_and_removed_by_number(run: Run) -> None:
    run("rule", "add", "goat*", "tag", "Animals")
    run("rule", "add", "ferry", "read")
    assert run("rule", "list")[1] == "   1  tag animals  goat*\n   2  read      ferry\n"
    rules = [json.loads(line) for line in run("rule", "list", "--json")[1].splitlines()]
    assert list(rules[0]) == ["id", "query", "action", "tag", "made_at", "error"]
    assert [(each["id"], each["tag"]) for each in rules] == [(1, "animals"), (2, "")]
    assert run("rule", "apply", "1")[1] == "Rules applied, tag animals 2: 2 articles\n"
    assert run("rule", "remove", "1")[1] == "Rule removed, tag animals: goat*\n"
    assert run("rule", "list")[1] == "   2  read      ferry\n"
    run("undo")
    assert len(run("rule", "list")[1].splitlines()) == 2
    code, _, err = run("rule", "remove", "9")
    assert (code, err) == (1, "newsreader: There is no rule 9: `newsreader rule list` numbers them\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("title:~(goat", "hide"), 1, "missing ), unterminated subpattern (at character 8)"),
        (("flavour:salt", "hide"), 1, "There is no filter flavour:"),
        (("", "hide"), 1, "A rule needs a query"),
        (("goat", "tag"), 1, "Name the tag"),
        (("goat", "hide", "coast"), 1, "A rule to hide has no tag"),
        (("goat", "delete"), 2, "invalid choice"),
        (("title:~(s|s)+$", "hide"), 0, ""),
    ],
)
def test_what_is_no_rule_is_not_kept(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    found, _, err = run("rule", "add", *arguments)
    assert (found, said in err) == (code, True)
    assert bool(run("rule", "list")[1]) == (code == 0)


def test_a_rule_that_takes_too_long_is_not_kept(run: Run) -> None:
    add_all(f"{'s' * 50}!")
    code, _, err = run("rule", "add", "title:~(s|s)+$", "hide")
    assert (code, err) == (
        1,
        "newsreader: title:~ takes too long with this pattern; write a simpler one (at character 8)\n",
    )
    assert run("rule", "list")[1] == ""


def test_a_rule_that_cannot_be_read_is_passed_over_and_named(run: Run) -> None:
    run("rule", "add", "goat", "hide")
    run("rule", "add", "roof", "read")
    with Desk() as desk:
        desk._db.execute("UPDATE rule SET query = 'flavour:salt' WHERE id = 1")
    assert "(passed over: There is no filter flavour:" in run("rule", "list")[1]
    code, out, err = run("rule", "apply")
    assert (code, out) == (1, "Rules applied, read 1: Goat on the roof\n")
    assert err.startswith("newsreader: rule 1 is passed over: There is no filter flavour:")
