"""`read`, `show`, `inspect` and `demo`: one page is printed as text or as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from driving_commands import Run, assert_refused
from program import FIRST, FIRST_TITLE, run_program

from newsreader.model import Row

if TYPE_CHECKING:
    from collections.abc import Callable


def test_read_prints_and_keeps(run: Callable[..., Run]) -> None:
    first = run("read", FIRST)
    assert first.code == 0
    assert first.err == ""
    assert first.out.startswith("Two villages spent 90 years disowning a lighthouse.")
    assert "Related: " in first.out
    unwrapped = " ".join(first.out.split())
    assert "[1] Read more: Nettlequay wakes to find its 340-kilo bell has gone (not stored)" in unwrapped
    assert run("read", FIRST, "--plain").out == first.out
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


def test_demo_prints_its_first_article_and_leaves_nothing(home: Path) -> None:
    done = run_program(home, "demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Two villages spent 90 years disowning a lighthouse.")
    assert "(stored, unread)" in done.stdout
    assert "(not stored)" in done.stdout
    assert [path.name for path in home.rglob("*")] == ["tmp"]
