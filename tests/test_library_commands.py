"""The commands that search the library and change what is in it, as scripts call them."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from newsreader.cli import main
from newsreader.desk import Desk
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a library of three articles; its exit code and what it wrote to both streams."""
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path))
    with Desk() as desk:
        for number, (title, text, headline) in enumerate(
            [
                ("Ferry returns", "The night boat came back.", "Goat on the roof"),
                ("Goat on the roof", "It came by ferry.", "A headline of nowhere"),
                ("Keeper retires", "He kept the light.", "Ferry returns"),
            ]
        ):
            article = Article(title, f"2031-05-0{number + 1}", ("Ada Quill",), (Part(PartKind.PARAGRAPH, text),))
            page = Page(article, (Section("More", (Headline(headline),)),))
            desk.add_page(page, Origin(title.encode(), f"{number}.txt"))

    def run_here(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run_here


def read_json(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_saved_search_is_a_list(run: Run) -> None:
    assert run("saved", "Boats", "ferry")[1] == "Search saved: Boats\n"
    assert run("saved")[1] == "Boats  ferry\n"
    assert read_json(run("saved", "--json")[1]) == [{"name": "Boats", "query": "ferry"}]
    assert [row["id"] for row in read_json(run("list", "--saved", "Boats", "--json")[1])] == [2, 1]
    assert run("saved", "Boats", "ferry")[1].endswith("(was so already)\n")
    assert run("undo")[1] == "Undone, the saved search is as it was: Boats\n"
    code, _, err = run("list", "--saved", "Boats")
    assert (code, "No search is saved as 'Boats'" in err) == (1, True)
    run("redo")
    assert run("saved", "Boats", "--remove")[1] == "Saved search forgotten: Boats\n"
    assert run("saved")[1] == ""
    assert [run(*each)[0] for each in (("saved", "Boats"), ("saved", "a", "b", "--remove"))] == [2, 2]
    assert run("list", "ferry", "--saved", "Boats")[0] == 2


def test_articles_on_one_story_are_one_row_and_named_by_links(run: Run) -> None:
    title = "Storm closes northern harbour for third day, ferries cancelled"
    with Desk() as desk:
        for number, site in enumerate(("Post", "Herald"), 4):
            parts = (Part(PartKind.PARAGRAPH, f"By {site}."),)
            desk.add_page(Page(Article(title, "2031-06-01", (), parts, "", site)), Origin(b"%d" % number, "x"))
    first = run("list", "--limit", "1")[1]
    assert "(Post, 1 more on this story)" in first
    assert [row["siblings"] for row in read_json(run("list", "--json")[1])] == [1, 0, 0, 0]
    assert run("links", "4")[1].split("Same story\n")[1].lstrip().startswith("5 ")
    assert [(each["direction"], each["from"]["id"]) for each in read_json(run("links", "5", "--json")[1])] == [
        ("beside", 4)
    ]


def test_a_note_of_no_article_is_a_failure(run: Run) -> None:
    code, out, err = run("note", "99")
    assert (code, out, "99" in err) == (1, "", True)


def test_a_long_title_is_named_whole_where_lines_may_be_long(run: Run) -> None:
    title = "Two villages that spent ninety years disowning a lighthouse"
    with Desk() as desk:
        article = Article(title, "2031-05-04", (), (Part(PartKind.PARAGRAPH, "Now both want it."),))
        number = desk.add_page(Page(article), Origin(b"lighthouse", "x.txt")).id
    assert run("bookmark", str(number))[1] == f"Bookmarked: {title}\n"
    assert run("undo")[1] == f"Undone, no longer bookmarked: {title}\n"


def test_undoing_what_is_gone_for_good_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("delete", "3")
    monkeypatch.setattr("newsreader.library.kept.TRASH_SECONDS", -10)
    with Desk() as desk:
        assert desk.purge_trash() == 1
    assert run("undo")[1] == "Gone for good, there is nothing to bring back: Keeper retires\n"


def test_search_prints_the_best_first_and_where_it_says_so(run: Run) -> None:
    code, out, err = run("search", "ferry")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert ["Ferry returns" in lines[0], "Goat on the roof" in lines[2]] == [True, True]
    assert lines[3].strip() == "It came by ferry."
    # No escape sequences where there is no terminal.
    assert "\x1b" not in out
    first, second = read_json(run("search", "ferry", "--json")[1])
    assert [first["id"], second["id"]] == [1, 2]
    assert second["snippet"] == {"text": "It came by ferry.", "marks": [[11, 16]]}


def test_search_says_what_stood_in_the_way_and_how_much_more_there_is(run: Run) -> None:
    assert run("search", "ferry is:read") == (1, "", "newsreader: nothing found; without is:read 2\n")
    assert run("search", "nowhere") == (1, "", "newsreader: nothing found\n")
    code, _, err = run("search", "ferry", "--limit", "1")
    assert (code, len(read_json(run("search", "ferry", "--limit", "1", "--json")[1]))) == (0, 1)
    assert "more than 1 found" in err


@pytest.mark.parametrize("command", ["search", "list"])
def test_a_bad_query_is_one_line_that_says_where(run: Run, command: str) -> None:
    code, out, err = run(command, "ferry colour:red")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "character 7" in err


def test_list_takes_a_query_and_keeps_to_time(run: Run) -> None:
    found = read_json(run("list", "ferry OR light", "--json")[1])
    assert [row["id"] for row in found] == [3, 2, 1]
    assert [row["id"] for row in read_json(run("list", "is:unread after:2031-05-02", "--json", "--limit", "1")[1])] == [
        3
    ]


def test_links_go_out_and_come_in(run: Run) -> None:
    out = run("links", "1")[1]
    assert out.splitlines()[0] == "[1] Goat on the roof (stored, 2)"
    assert out.splitlines()[2] == "Linked from"
    assert "Keeper retires" in out.splitlines()[3]
    going, coming = read_json(run("links", "1", "--json")[1])
    assert [going["direction"], going["targets"], coming["direction"]] == ["out", [2], "in"]
    assert run("links", "2")[1] == "[1] A headline of nowhere (not stored)\n\nLinked from\n" + run("list", "night")[1]
    assert run("links", "99")[0] == 1


def test_marks_tags_notes_and_their_undoing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("bookmark", "1", "2")[1] == "Bookmarked: 2 articles\n"
    assert run("unbookmark", "2")[1] == "Bookmark taken away: Goat on the roof\n"
    assert run("tag", "Coast", "1", "3")[1] == "Tagged coast: 2 articles\n"
    assert run("tag")[1] == "    2  coast\n"
    assert run("tag", "--remove", "coast", "3")[1] == "No longer tagged coast: Keeper retires\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("Ask Ada\nabout it"))
    assert run("note", "1", "-")[1] == "Noted: Ferry returns\n"
    assert run("note", "1")[1] == "Ask Ada\nabout it\n"
    assert run("mark", "read", "--query", "ferry")[1] == "Marked read: 2 articles\n"
    assert len(read_json(run("list", "is:unread", "--json")[1])) == 1
    listed = read_json(run("undo", "--list", "--json")[1])
    actions = ["read", "note", "tag", "tag", "bookmark", "bookmark"]
    assert [change["action"] for change in listed] == actions
    assert [run("undo")[0] for _ in actions] == [0] * len(actions)
    assert run("undo") == (1, "", "newsreader: nothing to undo\n")
    assert [run("list", query)[1] for query in ("is:bookmarked", "is:noted", "is:tagged", "is:read")] == [""] * 4
    assert "(undone)" in run("undo", "--list")[1]
    assert run("redo")[1] == "Bookmarked: 2 articles\n"
    assert run("bookmark", "1")[1] == "Bookmarked: Ferry returns (was so already)\n"


def test_what_is_deleted_goes_to_the_trash_and_comes_back(run: Run) -> None:
    assert run("delete", "1")[1] == "Deleted: Ferry returns\n"
    assert run("show", "1")[0] == 1
    assert run("tag", "coast", "1")[2] == (
        "newsreader: Article 1 is in the trash: `newsreader undelete 1` brings it back\n"
    )
    assert [row["id"] for row in read_json(run("list", "is:trash", "--json")[1])] == [1]
    assert [row["id"] for row in read_json(run("list", "--view", "trash", "--json")[1])] == [1]
    assert run("undelete", "1")[1] == "Brought back: Ferry returns\n"
    assert run("show", "1")[0] == 0


def test_versions_are_listed_and_shown(run: Run) -> None:
    with Desk() as desk:
        page = Page(Article("Ferry returns", "2031-05-01", (), (Part(PartKind.PARAGRAPH, "It sank."),)))
        assert desk.add_page(page, Origin(b"another", "0.txt")).id == 1
    (version,) = read_json(run("versions", "1", "--json")[1])
    assert version["words"] == 5
    assert "Ferry returns (5 words)" in run("versions", "1")[1]
    assert "The night boat came back." in run("show", "1", "--version", str(version["id"]))[1]
    assert "It sank." in run("show", "1")[1]
    code, out, err = run("show", "1", "--version", "9")
    assert (code, out) == (1, "")
    assert "newsreader versions 1" in err


@pytest.mark.parametrize(
    "arguments",
    [["mark", "read"], ["mark", "read", "1", "--query", "x"], ["tag", "coast"], ["tag", "--remove", "coast"]],
)
def test_what_is_not_said_whole_is_wrong_usage(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_doctor_says_what_it_found(run: Run) -> None:
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    assert "3 articles" in out
    assert "SQLite" in out
    assert re.search(r"journal +(wal|delete): on ", out)


def test_a_library_that_is_sound_is_said_to_be(run: Run) -> None:
    assert run("library", "check")[:2] == (0, run("library", "check")[1])
    assert run("library", "check")[1].endswith(": all is well\n")
