"""`why`, `correct` and `corrections`: a stored page's lines as scripts see and correct them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from driving_feeds import set_config
from feed_press import Press, serving, word_of
from program import FIRST

from newsreader.cli import main
from newsreader.desk import Desk
from newsreader.model import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

BUTTON = "Listen to this article"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a library of one article; its exit code and what it wrote to both streams."""
    with Desk() as desk:
        desk.add(FIRST.read_bytes(), "light.txt")

    def run_here(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_here


def find_line(run: Run) -> tuple[str, dict[str, object]]:
    """The number of the button's line, and what is said of it."""
    (line,) = [line for line in run("why", "1")[1].splitlines() if BUTTON in line]
    (seen,) = [seen for seen in map(json.loads, run("why", "1", "--json")[1].splitlines()) if seen["text"] == BUTTON]
    return line.split()[0], seen


def test_a_line_is_looked_up_corrected_listed_and_given_back(run: Run) -> None:
    number, seen = find_line(run)
    assert seen["first_line"] == int(number) - 1
    assert (seen["label"], seen["is_corrected"]) == ("furniture", False)
    assert BUTTON not in run("show", "1")[1]

    assert run("correct", "1", number, "body") == (0, f"Corrected to body: {BUTTON}\n", "")
    assert BUTTON in run("show", "1")[1]
    assert "corrected" in next(line for line in run("why", "1")[1].splitlines() if BUTTON in line)
    assert "was so already" in run("correct", "1", number, "body")[1]

    (line,) = run("corrections")[1].splitlines()
    assert line.split() == ["1", number, "body", "light.txt"]
    (told,) = [json.loads(line) for line in run("corrections", "--json")[1].splitlines()]
    assert "text" not in told
    assert (told["id"], told["name"], told["first_line"], told["label"]) == (1, "light.txt", int(number) - 1, "body")
    assert len(told["sha256"]) == 64
    (told,) = [json.loads(line) for line in run("corrections", "--json", "--text")[1].splitlines()]
    assert told["text"] == BUTTON

    code, out, _ = run("undo")
    assert (code, out) == (0, "Undone, the line is what it was before: Listen to this article\n")
    assert BUTTON not in run("show", "1")[1]
    assert run("redo")[0] == 0
    assert BUTTON in run("show", "1")[1]
    assert run("correct", "1", number, "--remove")[1] == f"Correction taken away: {BUTTON}\n"
    assert BUTTON not in run("show", "1")[1]
    assert run("corrections")[1] == ""


def test_a_correction_that_fits_no_line_is_said(run: Run) -> None:
    with Desk() as desk:
        desk.correct_block(1, (6, 7, "Cut otherwise"), Label.BODY)
    code, _, err = run("why", "1")
    assert code == 0
    assert err == "newsreader: line 7 corrected to body (kept, but no line says so any more)\n"


def test_a_page_that_is_left_without_text_is_said(run: Run) -> None:
    lines = [json.loads(line) for line in run("why", "1", "--json")[1].splitlines()]
    texts = [line for line in lines if line["label"] in ("body", "lead", "quote", "subheading")]
    with Desk() as desk:
        for line in texts[1:]:
            desk.correct_block(1, (line["first_line"], line["last_line"], line["text"]), Label.FURNITURE)
    before = run("show", "1")[1]
    code, _, err = run("correct", "1", str(texts[0]["first_line"] + 1), "furniture")
    assert code == 1
    assert "no article" in err
    assert run("show", "1")[1] == before
    assert "no article" in run("why", "1")[2]


@pytest.mark.parametrize("arguments", [["why"], ["correct"]])
def test_what_came_from_a_feed_as_it_is_has_no_page_to_explain(run: Run, arguments: list[str]) -> None:
    set_config()
    with serving(Press(1, 1, words=(900, 950))) as press, Desk() as desk:
        desk.subscribe(press.url(0))
        assert [refreshed.new for refreshed in desk.refresh(desk.choose_feeds())] == [1]
        (article_id,) = desk.find_ids(word_of(0, 0), 9)
        line = ["1", "body"] if arguments == ["correct"] else []
        code, out, err = run(*arguments, str(article_id), *line)
        assert (code, out) == (1, "")
        assert err == (
            f"newsreader: article {article_id} came from a feed as it is: there is no page to explain;"
            " F in the app fetches it\n"
        )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["correct", "1", "2"], 2, "either a LABEL or --remove"),
        (["correct", "1", "2", "body", "--remove"], 2, "either a LABEL or --remove"),
        (["correct", "1", "99999", "body"], 1, "line 99999 of light.txt"),
        (["correct", "7", "1", "body"], 1, "article 7 is not in the library"),
        (["why", "7"], 1, "article 7 is not in the library"),
    ],
)
def test_what_can_not_be_is_one_line(run: Run, arguments: list[str], code: int, words: str) -> None:
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert words in err
    assert err.count("\n") == 1
