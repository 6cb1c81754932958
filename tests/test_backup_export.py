"""What goes out of a library, and comes back: backups whole, exports readable by others."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from newsreader.cli import main
from newsreader.desk import Desk
from newsreader.library import backups, database
from newsreader.library.entries import store_entries, want_pages
from newsreader.library.links import keep_aliases
from newsreader.model import (
    Action,
    Article,
    Entry,
    Headline,
    Label,
    LibraryError,
    Origin,
    Page,
    Part,
    PartKind,
    Place,
    RuleAction,
    Section,
    View,
)
from newsreader.reading import digest_entry, pack_entry

if TYPE_CHECKING:
    from pathlib import Path

NASTY = 'A "title" with *marks*, <tags> & [brackets]'
ADDRESS = "https://post.example/a"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library that has some of everything."""
    path = tmp_path / "library.sqlite"
    with Desk(path) as desk:
        parts = (
            Part(PartKind.LEAD, "The lead."),
            Part(PartKind.CAPTION, "A lamp", alt="lamp", credit="Ada Quill"),
            Part(PartKind.PARAGRAPH, "The ferry came back, <b>late</b>."),
            Part(PartKind.LINK, "Goat on roof", label="Read more", url="https://post.example/goat"),
            Part(PartKind.SUBHEADING, "Why"),
            Part(PartKind.QUOTE, "It was the tide."),
        )
        sections = (
            Section(
                "More",
                (Headline("Second page"), Headline("Elsewhere", url="https://e.example/1"), Headline("Page 5")),
                ("Sea",),
            ),
        )
        first = Page(
            Article(NASTY, "2031-05-04T07:40", ("Ada Quill", "Bo Reed"), parts, "https://post.example/a"), sections
        )
        ids = [desk.add_page(first, Origin(b"one", "1.txt", "https://post.example/a", "2031-05-04")).id]
        for number in range(2, 6):
            page = Page(Article("Second page" if number == 2 else f"Page {number}", "2031-05-01", (), parts[2:3]))
            ids.append(desk.add_page(page, Origin(b"%d" % number, f"{number}.txt")).id)
        one, two, three, four, _ = [each or 0 for each in ids]
        desk.add_page(
            Page(Article(NASTY, "2031-05-04", (), parts[:1], "https://post.example/a")), Origin(b"new", "1.txt")
        )
        desk.add_page(first, Origin(b"one again", "1.txt"))
        desk.set_bookmarked(two, True)
        desk.set_tag((one, three), "coast", True)
        desk.set_note(one, "Ask Ada\nsoon")
        desk.mark(Action.DELETE, (four,), True)
        desk.set_wanted("Never seen", "https://w.example/1", True)
        desk.refuse_targets(one, 4)
        desk.set_queued(three, True)
        desk.save_search("Coast", "tag:coast")
        desk.correct_block(two, (0, 1, "A line"), Label.BODY)
        keep_aliases(desk._db, two, "https://short.example/two")
        desk.mark_opened(two)
        desk.keep_offset(two, 12, 0.5)
        desk.record_step(Place(article_id=two))
        desk.remember("theme", "terminal")
    return path


def follow_feed(path: Path) -> None:
    """Let the library have a feed with an entry whose page is still to be fetched, and a rule."""
    with Desk(path) as desk:
        desk.subscribe("https://post.example/feed", tags=["sea"])
        entry = Entry("guid", "Brief", "https://post.example/brief", html="In short.", is_summary=True)
        stored = store_entries(desk._db, 1, [pack_entry(entry, "Post", ADDRESS, digest_entry(entry))], time.time())
        want_pages(desk._db, stored.summaries)
        keep_aliases(desk._db, 1, "https://post.example/short")
        desk.add_rule(desk.make_rule("title:goat", RuleAction.READ))


def read_all(path: Path) -> dict[str, list[Any]]:
    """All rows of all tables but those in which FTS5 keeps its indexes."""
    db = sqlite3.connect(path)
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    rows = {
        name: db.execute(f"SELECT * FROM {name}").fetchall() for name in names if not re.match("search|naming", name)
    }
    db.close()
    return rows


def find(path: Path) -> list[list[int]]:
    with Desk(path) as desk:
        queries = (
            "ferry",
            "lead",
            "author:quill",
            "tag:coast",
            "is:trash",
            "has:note",
            "is:bookmarked",
            "second OR page",
        )
        return [desk.find_ids(query, 99) for query in queries]


def test_a_backup_brings_everything_back(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    backup, other = tmp_path / "copy.backup", tmp_path / "other" / "library.sqlite"
    follow_feed(library)
    before, found = read_all(library), find(library)
    assert main(["backup", str(backup), "--library", str(library)]) == 0
    assert main(["restore", str(backup), "--library", str(other)]) == 0
    assert "is as it was in" in capsys.readouterr().out
    # Opening the library is a run like any other.
    ignored = {"run", "sqlite_sequence"}
    assert {name: rows for name, rows in read_all(other).items() if name not in ignored} == {
        name: rows for name, rows in before.items() if name not in ignored
    }
    assert find(other) == found
    assert all(before[name] for name in before if name not in ("memory", "tally", "sqlite_stat1"))


def test_what_a_restored_library_was_is_kept_and_others_see_the_new_one(library: Path, tmp_path: Path) -> None:
    backup = tmp_path / "copy.backup"
    with Desk(library) as desk, Desk(library) as other:
        assert desk.back_up(backup) == backup.stat().st_size > 0
        article = desk.add_page(Page(Article("Later")), Origin(b"later", "later.txt")).id
        assert other.count(View.ALL) == 5
        other.has_changed()
        kept = desk.restore(backup)
        assert other.has_changed()
        assert other.count(View.ALL) == desk.count(View.ALL) == 4
        assert other.read(article or 0) is None
        desk.set_bookmarked(1, True)
    assert kept in backups.list_backups(library)
    with Desk(kept) as desk:
        assert desk.count(View.ALL) == 5


def add_ferries(desk: Desk) -> None:
    """Add 40 articles whose dumps take room."""
    for number in range(40):
        noise = random.Random(number).randbytes(3000)
        desk.add_page(Page(Article(f"Ferry {number}")), Origin(noise, "ferry.txt"))


def make_wrong(kind: str, library: Path, file: Path) -> None:
    """Make of a file something that is no backup."""
    if kind in ("truncated", "scribbled over", "newer", "without tables"):
        with Desk(library) as desk:
            desk.back_up(file)
    data = bytearray(file.read_bytes()) if file.exists() else bytearray()
    match kind:
        case "empty":
            file.touch()
        case "no database":
            file.write_bytes(b"nonsense" * 100)
        case "a folder":
            file.mkdir()
        case "truncated":
            file.write_bytes(data[: len(data) // 2])
        case "scribbled over":
            data[len(data) // 4 : len(data) // 2] = b"\xa5" * (len(data) // 2 - len(data) // 4)
            file.write_bytes(data)
        case "another's" | "another's, empty" | "newer" | "without tables":
            with closing(sqlite3.connect(file, isolation_level=None)) as db:
                if kind == "newer":
                    db.execute("PRAGMA user_version = 999")
                elif kind == "without tables":
                    names = (
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('article', 'run', 'journal')"
                    )
                    for (name,) in db.execute(names).fetchall():
                        db.execute(f"DROP TABLE {name}")
                else:
                    db.execute("CREATE TABLE thing (a)")
                    if kind == "another's, empty":
                        db.execute("DROP TABLE thing")


WRONG = {
    "missing": "can't be read",
    "a folder": "can't be read",
    "empty": "is empty",
    "no database": "is not a newsreader library",
    "another's": "is not a newsreader library",
    "another's, empty": "is not a newsreader library",
    "without tables": "is not a newsreader library",
    "truncated": "is damaged",
    "scribbled over": "is damaged",
    "newer": "is from a newer newsreader",
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_no_backup_is_refused_and_changes_nothing(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    backup, file = tmp_path / "sound.backup", tmp_path / "given.backup"
    with Desk(library) as desk:
        desk.back_up(backup)
        kept = desk.restore(backup)
    make_wrong(kind, library, file)
    before, names = read_all(library), sorted(each.name for each in tmp_path.iterdir())
    for _ in range(4):
        assert main(["restore", str(file), "--library", str(library)]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"newsreader: {file} {WRONG[kind]}")
        assert "nothing was changed" in said
        assert said.count("\n") == 1
    assert read_all(library) == before
    assert backups.list_backups(library) == [kept]
    assert sorted(each.name for each in tmp_path.iterdir()) == names


def test_a_restore_that_fails_on_the_way_leaves_all_as_it_was(library: Path, tmp_path: Path) -> None:
    with Desk(tmp_path / "large.sqlite") as desk:
        add_ferries(desk)
        desk.back_up(tmp_path / "large.backup")
    before = read_all(library)
    with Desk(library) as desk:
        # As on a disk that is full.
        pages = desk._db.execute("PRAGMA page_count").fetchone()[0]
        desk._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LibraryError, match="disk is full"):
            desk.restore(tmp_path / "large.backup")
        assert desk.count(View.ALL) == 4
    assert read_all(library) == before
    assert backups.list_backups(library) == []


@pytest.mark.parametrize("sizes", [(4096, 8192), (8192, 4096)])
def test_a_library_is_restored_whatever_the_size_of_its_pages(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, int]
) -> None:
    backup, other = tmp_path / "sound.backup", tmp_path / "other.sqlite"
    for path, size in zip((backup, other), sizes, strict=True):
        monkeypatch.setattr(database, "_PAGE_BYTES", size)
        with Desk(library if path is backup else path) as desk:
            desk.back_up(backup) if path is backup else desk.remember("theme", "terminal")
    with Desk(other) as desk:
        desk.restore(backup)
        assert desk.count(View.ALL) == 4
        assert list(desk.find_damage(lambda _: None)) == []
        desk.set_bookmarked(1, True)


def test_a_library_that_was_copied_while_it_was_open_is_restored_whole(library: Path, tmp_path: Path) -> None:
    copied, other = tmp_path / "copied.sqlite", tmp_path / "other.sqlite"
    with Desk(library) as desk:
        desk.add_page(Page(Article("Later")), Origin(b"later", "later.txt"))
        for end in ("", "-wal"):
            shutil.copy(f"{library}{end}", f"{copied}{end}")
    with Desk(other) as desk:
        desk.restore(copied)
        assert desk.count(View.ALL) == 5


def test_who_tries_one_backup_after_another_still_has_the_first_library(library: Path, tmp_path: Path) -> None:
    with Desk(tmp_path / "small.sqlite") as desk:
        desk.back_up(tmp_path / "small.backup")
    with Desk(library) as desk:
        add_ferries(desk)
        for number in range(6):
            kept = desk.restore(tmp_path / "small.backup")
            # Made within one second, they would have one name.
            os.utime(kept.rename(kept.with_name(f"{library.name}.v-{number}.backup")), (number, number))
        assert [each.name[-8] for each in backups.list_backups(library)] == ["0", "3", "4", "5"]
        desk.restore(backups.list_backups(library)[0])
        assert desk.count(View.ALL) == 44


def test_a_backup_that_does_not_fit_leaves_the_last_one(library: Path, tmp_path: Path) -> None:
    backup = tmp_path / "nowhere" / "copy.backup"
    with Desk(library) as desk, pytest.raises(LibraryError, match=r"copy\.backup can't be written"):
        desk.back_up(backup)


# --- exports ----------------------------------------------------------------------------------------------------------


def export(library: Path, *arguments: str) -> int:
    return main(["export", "--library", str(library), *arguments])


def test_json_lines_hold_all_that_show_prints(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(library) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 4
    for line in lines:
        assert main(["show", str(line["id"]), "--json", "--library", str(library)]) == 0
        assert json.loads(capsys.readouterr().out) == line
    assert lines[0]["kept"] == {"tags": ["coast"], "note": "Ask Ada\nsoon"}
    assert export(library, "tag:coast -lead") == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == [3]


def test_markdown_is_a_file_an_article(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert export(library, "--format", "markdown", "--output", str(folder)) == 0
    files = sorted(folder.iterdir())
    assert len(files) == 4
    assert files[0].name == "000001-a-title-with-marks-tags-brackets.md"
    text = files[0].read_text(encoding="utf-8")
    front = text.split("---\n")[1].splitlines()
    values = {line.partition(": ")[0]: json.loads(line.partition(": ")[2]) for line in front}
    assert values["title"] == NASTY
    assert (values["tags"], values["note"], values["read"]) == (["coast"], "Ask Ada\nsoon", False)
    body = text.split("---\n")[2]
    assert '# A "title" with \\*marks\\*, \\<tags\\> & \\[brackets\\]' in body
    assert "- Read more: [Goat on roof](<https://post.example/goat>)" in body
    assert "> It was the tide." in body
    assert "## More\n\n- Second page\n- [Elsewhere](<https://e.example/1>)\n- Page 5\n- Sea" in body


def test_html_is_one_file_whose_links_lead_inside_it(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.html"
    assert export(library, "--format", "html", "--output", str(file)) == 0
    text = file.read_text(encoding="utf-8")
    assert text.count("<article ") == 4
    assert "&lt;b&gt;late&lt;/b&gt;" in text
    assert '<a href="#a2">Second page</a>' in text
    assert "<b>" not in text
    assert [each.name for each in tmp_path.iterdir() if "unfinished" in each.name] == []


def test_an_export_that_can_not_be_written_is_one_line(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(library, "--format", "markdown") == 2
    (tmp_path / "file").write_text("here")
    assert export(library, "--format", "markdown", "--output", str(tmp_path / "file")) == 1
    assert export(library, "--output", str(tmp_path / "nowhere" / "x")) == 1
    assert export(library, "--format", "html", "--output", str(tmp_path)) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 4
    assert "Traceback" not in err
    assert "unfinished" not in err
    assert (
        f"{tmp_path}/nowhere/x can't be written: No such file or directory; make the folder {tmp_path}/nowhere" in err
    )


@pytest.mark.parametrize("form", ["jsonl", "markdown", "html"])
def test_where_nothing_is_found_nothing_is_written(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    target = tmp_path / "out"
    assert export(library, "feed:nothing", "--format", form, "--output", str(target)) == 1
    assert not target.exists()
    out, err = capsys.readouterr()
    assert (out, err) == ("", "newsreader: nothing found\n")
    assert main(["export", "--library", str(tmp_path / "empty.sqlite")]) == 1
    assert capsys.readouterr() == ("", "newsreader: nothing found\n")
