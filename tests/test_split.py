"""`newsreader split`: JSON Lines in and out."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from program import DEMO, FIRST, FIRST_TITLE, make_command, make_environment, run_program

if TYPE_CHECKING:
    from pathlib import Path

PAGE = FIRST.read_text(encoding="utf-8")
FIELDS = ["id", "title", "published", "byline", "body", "headlines", "confidence", "kind"]


def split(home: Path, *lines: object, jobs: int = 1) -> tuple[int, list[dict[str, Any]]]:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    done = run_program(home, "split", "--jobs", str(jobs), data="\n".join(written).encode())
    assert done.stderr == ""
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_page_a_line(tmp_path: Path) -> None:
    code, results = split(tmp_path, {"id": "a", "style": "wet", "text": PAGE}, "", {"id": 7, "text": PAGE})
    assert code == 0
    first, second = results
    assert list(second) == FIELDS
    assert list(first) == ["id", "style", *FIELDS[1:]]
    assert (first["id"], first["style"], first["title"], second["id"]) == ("a", "wet", FIRST_TITLE, 7)
    assert first["published"].startswith("20")
    assert all(isinstance(paragraph, str) for paragraph in first["body"])
    assert first["body"]
    assert first["headlines"]
    assert 0.5 < first["confidence"] <= 1
    assert not (tmp_path / "library.sqlite").exists()


def test_what_fails_is_said_in_its_place(tmp_path: Path) -> None:
    lines = [
        {"id": "empty", "style": "wet", "text": ""},
        '{"id": "cut',
        "[1]",
        {"id": "none"},
        {"id": "menu", "text": "Home\nNews\n"},
        {"id": "good", "text": PAGE, "url": "https://post.example/"},
    ]
    code, results = split(tmp_path, *lines)
    assert code == 1
    assert [result["id"] for result in results] == ["empty", None, None, "none", "menu", "good"]
    assert ["error" in result for result in results] == [True] * 5 + [False]
    assert results[0]["style"] == "wet"
    assert "line 2" in results[1]["error"]
    assert "line 3" in results[2]["error"]


def test_processes_keep_the_order(tmp_path: Path) -> None:
    names = sorted(path.name for path in DEMO.glob("*.txt"))[:12]
    lines = [{"id": name, "text": (DEMO / name).read_text(encoding="utf-8")} for name in names]
    lines[3]["text"] = ""
    assert split(tmp_path, *lines, jobs=2) == split(tmp_path, *lines)


def test_a_plain_page_gives_one_line(tmp_path: Path) -> None:
    done = run_program(tmp_path, "split", FIRST)
    assert done.returncode == 0
    result = json.loads(done.stdout)
    assert (result["id"], result["title"]) == (str(FIRST), FIRST_TITLE)
    done = run_program(tmp_path, "split", data=b"\n\n" + PAGE.encode())
    assert json.loads(done.stdout)["id"] == "standard input"


def test_a_line_over_the_limit_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("max_input_mib = 1\n")
    code, results = split(tmp_path, {"id": "long", "text": "x" * (7 << 20)}, {"id": "a", "text": PAGE})
    assert code == 1
    assert "line 1 is larger" in results[0]["error"]
    assert results[1]["title"] == FIRST_TITLE


def test_inputs_that_are_none_are_refused(tmp_path: Path) -> None:
    for name, word in (("absent", "not there"), (".", "folder")):
        done = run_program(tmp_path, "split", name)
        assert (done.returncode, done.stdout) == (1, "")
        assert word in done.stderr
    assert "empty" in run_program(tmp_path, "split").stderr


def test_a_closed_pipe_ends_it_in_silence(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": PAGE}).encode() + b"\n"
    (tmp_path / "pages.jsonl").write_bytes(line * 200)
    for jobs in ("1", "2"):
        process = subprocess.Popen(
            [*make_command(), "split", "pages.jsonl", "--jobs", jobs],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=make_environment(tmp_path),
            cwd=tmp_path,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(timeout=60) == 0
