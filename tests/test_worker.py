"""The background process: one JSON line an input, and a clear answer for one that died."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from program import DEMO, FIRST, FIRST_TITLE

from newsreader import background, worker
from newsreader.desk import Desk
from newsreader.model import Correction, Label, Outcome, Status, View

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))
    return tmp_path / "library.sqlite"


def test_adds_what_it_is_given(library: Path) -> None:
    process = background.start_adding(
        library, data=FIRST.read_bytes(), name="light.txt", url="https://courier.example/light", day="2031-03-04"
    )
    outcome = background.read_outcome(process, "light.txt")
    assert outcome == Outcome(Status.ADDED, "light.txt", 1, FIRST_TITLE, confidence=outcome.confidence)
    assert outcome.confidence is not None
    assert outcome.confidence > 0.5
    assert process.returncode == 0
    with Desk(library) as desk:
        reading = desk.read(1)
    assert reading is not None
    assert reading.row.url == "https://courier.example/light"


def test_answers_a_second_time_that_it_is_known(library: Path) -> None:
    for status in (Status.ADDED, Status.KNOWN):
        process = background.start_adding(library, data=FIRST.read_bytes(), name="light.txt")
        assert background.read_outcome(process, "light.txt").status is status


def test_adds_files_in_their_order(library: Path) -> None:
    files = sorted(DEMO.glob("*.txt"))[:5]
    outcomes = list(background.read_outcomes(background.start_adding(library, files=files)))
    assert [outcome.name for outcome in outcomes] == [file.name for file in files]
    with Desk(library) as desk:
        assert desk.count(View.ALL) == 5


def test_takes_more_than_a_pipe_holds(library: Path) -> None:
    data = FIRST.read_bytes() + b"\n" * 1_000_000
    assert background.read_outcome(background.start_adding(library, data=data, name="long.txt"), "long.txt").id == 1


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n"])
def test_passes_on_why_an_input_failed(library: Path, data: bytes) -> None:
    outcome = background.read_outcome(background.start_adding(library, data=data, name="page.txt"), "page.txt")
    assert (outcome.status, outcome.name, outcome.id) == (Status.FAILED, "page.txt", None)
    assert outcome.reason
    assert "\n" not in outcome.reason


def test_passes_on_why_the_library_failed(library: Path) -> None:
    library.write_bytes(b"no library at all" * 100)
    outcome = background.read_outcome(
        background.start_adding(library, data=FIRST.read_bytes(), name="page.txt"), "page.txt"
    )
    assert outcome.status is Status.FAILED
    assert str(library) in outcome.reason


def test_does_not_take_modules_from_the_folder_it_is_started_in(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken')\n")
    (tmp_path / "newsreader").mkdir()
    monkeypatch.chdir(tmp_path)
    process = background.start_adding(library, data=FIRST.read_bytes(), name="page.txt")
    assert background.read_outcome(process, "page.txt").status is Status.ADDED


def test_explains_an_article_once_it_is_split_again(library: Path) -> None:
    with Desk(library) as desk:
        article = desk.add(FIRST.read_bytes(), "light.txt").id or 0
        found = desk.explain(article)
        assert found is not None
        assert background.read_explanation(background.start_explaining(library, article), article) == found
        seen = next(seen for seen in found.blocks if seen.label is Label.FURNITURE)
        desk.correct_block(article, (seen.first_line, seen.last_line, seen.text), Label.BODY)
        desk.correct_block(article, (0, 0, "Cut otherwise"), Label.LEAD)
        again = background.read_explanation(background.start_explaining(library, article), article)
        assert [each.text for each in again.blocks if each.is_corrected] == [seen.text]
        assert again.unmatched == (Correction(0, 0, "Cut otherwise", Label.LEAD),)
        assert desk.list_due() == []
        reading = desk.read(article)
        assert reading is not None
        assert seen.text in [part.text for part in reading.article.parts]


def test_says_why_it_can_not_explain(library: Path) -> None:
    assert "no longer there" in background.read_explanation(background.start_explaining(library, 7), 7).reason
    library.write_bytes(b"no library at all" * 100)
    assert str(library) in background.read_explanation(background.start_explaining(library, 1), 1).reason
    for code in ("raise SystemExit(3)", "print('{\"name\": 1')", "print('[]')"):
        found = background.read_explanation(start(code), 1)
        assert found.blocks == ()
        assert "no answer (exit code" in found.reason


def start(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise SystemExit(3)", "exit code 3"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "exit code -9"),
        ('print(\'{"status": "added", "na\'); raise SystemExit(1)', "exit code 1"),
        ("print('[1]')", "no answer"),
        ("pass", "no answer"),
    ],
)
def test_a_dead_worker_is_a_failure(code: str, words: str) -> None:
    outcome = background.read_outcome(start(code), "page.txt")
    assert (outcome.status, outcome.name, outcome.id) == (Status.FAILED, "page.txt", None)
    assert words in outcome.reason


def test_a_worker_that_dies_while_it_is_written_to(monkeypatch: pytest.MonkeyPatch, library: Path) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    process = background.start_adding(library, data=b"x" * 1_000_000, name="page.txt")
    assert background.read_outcome(process, "page.txt").status is Status.FAILED


def test_the_unforeseen_goes_to_the_log(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Desk, "add", fail)
    monkeypatch.setattr(sys, "stdin", (tmp_path / "page.txt").open("w+"))
    assert worker.main(["--library", str(library), "--name", "page.txt"]) == 0
    sys.stdin.close()
    (line,) = capsys.readouterr().out.splitlines()
    outcome = json.loads(line)
    assert outcome["status"] == "failed"
    assert str(tmp_path / "home" / "log") in outcome["reason"]
