"""What runs beside reading: adding many, splitting again, exports. Shown while it runs, stopped, told at its end."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest
from driving import Driver, run_reader
from program import DEMO

from newsreader import background, paths
from newsreader.model import Job, JobKind, Status, View
from newsreader.tui.completion import complete_path

if TYPE_CHECKING:
    from pathlib import Path

FERRY = """Ferry returns after a night at sea

4 March 2031

By Ada Quill

The night boat came back to the harbour at noon. Its crew had waited for the fog to lift, and the goat had eaten the
chart. Nobody was hurt, and the harbour master said that he would look for another chart on Monday.

The ferry company said that all of its boats would sail again from tomorrow on, with a chart each and without a goat.
"""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where the test is, with pages of which one can't be read and one is no article."""
    folder = tmp_path / "work" / "pages"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder.parent)
    (folder / "ferry.txt").write_text(FERRY)
    (folder / "goat.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "list.txt").write_text("Home\nNews\nSport\nWeather\n")
    return folder


async def add_pages(reader: Driver) -> None:
    """Begin to add the folder."""
    await reader.press("i")
    await reader.type_text("pages")
    await reader.press("enter")


def make_many(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"many{number:04}.txt").write_text(
            FERRY.replace("ferry", f"ferry{number}").replace("Ferry", f"Ferry {number}")
        )


async def test_a_folder_is_added_while_one_reads(demo_library: Path, pages: Path) -> None:
    async with run_reader(demo_library, title="Two villages", is_over_list=True, size=(120, 40)) as reader:
        count = reader.desk.count(View.ALL)
        await reader.press("space")
        rows = reader.rows[1:-1]
        painted: list[int] = []
        paint = reader.app.reader.article.refresh
        reader.app.reader.article.refresh = lambda *_, **__: painted.append(1)
        await reader.press("i")
        await reader.type_text("pa")
        assert "add file or folder: pages/" in await reader.press("tab")
        await reader.press("enter")
        assert "adding" in reader.status
        said = await reader.wait_for_end()
        assert said.startswith("Added 1, 1 without an article, 1 failed: goat.png: ")
        assert said.endswith("U undo")
        assert reader.rows[1:-1] == rows, "what is read stays where it is"
        assert len(painted) <= 1, "nor is it painted, and sent, again, but when the reader's place is kept"
        reader.app.reader.article.refresh = paint
        assert reader.desk.count(View.ALL) == count + 1
        # A key takes it away only once it can have been read.
        assert (await reader.press("j")).endswith(reader.status)
        assert reader.status.startswith("Added 1")
        await reader.press("q")
        assert "1 new" in reader.rows[0]
        # The path is offered again; what is known is not split again.
        assert "add file or folder: pages/" in await reader.press("i")
        await reader.press("enter")
        assert (await reader.wait_for_end()).startswith("Added 0, 1 known")
    assert "pages/goat.png: " in paths.log_path().read_text()


async def test_adding_is_undone_and_said(demo_library: Path, pages: Path) -> None:
    (pages / "other.txt").write_text(FERRY.replace("night", "morning").replace("4 March", "5 March"))
    async with run_reader(demo_library, size=(120, 40)) as reader:
        count = reader.desk.count(View.ALL)
        await add_pages(reader)
        assert (await reader.wait_for_end()).startswith("Added 2")
        assert reader.desk.count(View.ALL) == count + 2
        assert "2 new" in reader.rows[0]
        await reader.press("U")
        assert "new" not in reader.rows[0]
        assert reader.status == "Undone, moved to the trash: 2 articles"
        assert (reader.desk.count(View.ALL), reader.desk.count(View.TRASH)) == (count, 2)
        await reader.press("ctrl+r")
        assert reader.status == "Added again: 2 articles"
        assert (reader.desk.count(View.ALL), reader.desk.count(View.TRASH)) == (count + 2, 0)
        # What was known already is not added, and so not taken out.
        await reader.press("i", "enter")
        await reader.wait_for_end()
        await reader.press("U")
        assert reader.desk.count(View.ALL) == count


async def test_what_runs_is_shown_and_stopped_and_what_is_done_is_kept(tmp_path: Path, pages: Path) -> None:
    make_many(pages, 2000)
    async with run_reader(tmp_path / "library.sqlite", size=(120, 40)) as reader:
        await add_pages(reader)
        await reader.wait_until(lambda: "a second" in reader.status)
        assert "/2,003, " in reader.status
        assert reader.status.endswith("left")
        assert "One thing at a time" in await reader.press("f8")
        await reader.press("ctrl+c")
        said = await reader.wait_for_end()
        assert said.startswith("Stopped: added ")
        assert "goes on there" in said
        added = int(said.split()[2].rstrip(",").replace(",", ""))
        assert 0 < added < 2000
        assert reader.desk.count(View.ALL) == added
        assert "Ferry " in reader.rows[1], "an empty list shows what came"


async def test_the_program_may_end_while_something_runs(tmp_path: Path, pages: Path) -> None:
    make_many(pages, 2000)
    async with run_reader(tmp_path / "library.sqlite") as reader:
        await add_pages(reader)
        await reader.wait_until(lambda: reader.desk.count(View.ALL))
        process = reader.app.reader._job.process
        await reader.press("Q")
    assert process.poll() == 0
    async with run_reader(tmp_path / "library.sqlite") as reader:
        assert 0 < reader.desk.count(View.ALL) < 2000


async def test_a_job_that_dies_is_said(tmp_path: Path, pages: Path) -> None:
    make_many(pages, 2000)
    async with run_reader(tmp_path / "library.sqlite") as reader:
        await add_pages(reader)
        await reader.wait_until(lambda: reader.desk.count(View.ALL))
        os.kill(reader.app.reader._job.process.pid, signal.SIGKILL)
        assert (await reader.wait_for_end()).startswith("the background process ended (exit code -9)")


async def test_all_is_split_again(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("f8")
        count = len(list(DEMO.glob("*.txt")))
        assert (await reader.wait_for_end()).startswith(f"{count} pages split again")


async def test_the_list_is_exported_in_every_form(demo_library: Path, pages: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("enter", "s", "q")
        total = reader.desk.count_articles()
        for name in ("all.jsonl", "all.html", "all"):
            await reader.press("X")
            assert "list: All" in reader.status
            await reader.type_text(name)
            await reader.press("enter")
            assert (await reader.wait_for_end()).startswith(f"Exported {total} articles to {name}")
        assert len((pages.parent / "all.jsonl").read_text().splitlines()) == total
        assert (pages.parent / "all.html").read_text().count("<article ") == total
        assert len(list((pages.parent / "all").glob("*.md"))) == total
        # Only the bookmarks; what is there already is replaced by who says so twice.
        await reader.press("h", "j", "j", "j", "j", "l", "X")
        assert "list: Bookmarks" in reader.status
        await reader.type_text("all.jsonl")
        assert "there already" in await reader.press("enter")
        await reader.press("escape")
        assert len((pages.parent / "all.jsonl").read_text().splitlines()) == total
        await reader.press("X")
        await reader.type_text("all.jsonl")
        await reader.press("enter", "enter")
        assert (await reader.wait_for_end()).startswith("Exported 1 article to")
        (line,) = (pages.parent / "all.jsonl").read_text().splitlines()
        assert json.loads(line)["is_bookmarked"]


async def test_what_can_not_be_done_is_said(demo_library: Path, pages: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("i")
        await reader.type_text("nowhere")
        await reader.press("enter")
        assert "nowhere is not there" in reader.status
        (pages.parent / "empty").mkdir()
        await reader.press("i", "ctrl+u")
        await reader.type_text("empty")
        await reader.press("enter")
        assert "holds no files" in await reader.wait_for_end()
        for name, words in (("all.pdf", "name it .html or .jsonl"), ("nowhere/all.html", "No such file")):
            await reader.press("X")
            await reader.type_text(name)
            await reader.press("enter")
            assert words in await reader.wait_for_end()
        await reader.press("h", "g", *"jjjjj", "l", "X")
        assert reader.status.startswith("No articles to export in Wanted")


async def test_the_desktop_is_told_where_the_settings_ask_for_it(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr("newsreader.tui.screen.write_sequence", lambda _, sequence: sent.append(sequence))
    monkeypatch.setattr("newsreader.tui.jobs._LONG_SECONDS", 0.0)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("TMUX", "STY", "VTE_VERSION", "KONSOLE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    for is_wished in (False, True):
        paths.config_path().parent.mkdir(exist_ok=True)
        paths.config_path().write_text(f"notify = {str(is_wished).lower()}\n")
        async with run_reader(tmp_path / "library.sqlite") as reader:
            await reader.press("i", "ctrl+u")
            await reader.type_text("pages")
            await reader.press("enter")
            await reader.wait_for_end()
    (sequence,) = sent
    assert sequence.startswith("\x1b]9;newsreader: Added 0, 1 known")


# --- the pieces -------------------------------------------------------------------------------------------------------


def test_a_job_in_its_own_process_reports_and_ends_on_a_signal(tmp_path: Path, pages: Path) -> None:
    process = background.start_job(tmp_path / "library.sqlite", Job(JobKind.ADD, (str(pages),)))
    *_, last = background.read_reports(process)
    assert (last.total, last.done, last.count(Status.ADDED), last.error) == (3, 3, 1, "")
    assert process.returncode == 0
    make_many(pages, 2000)
    process = background.start_job(tmp_path / "library.sqlite", Job(JobKind.ADD, (str(pages),)))
    reports = background.read_reports(process)
    while not next(reports).done:
        pass
    process.terminate()
    *_, last = reports
    assert process.returncode == 0
    assert 0 < last.done < last.total == 2003


async def test_a_killed_process_leaves_none_of_its_own(tmp_path: Path, pages: Path) -> None:
    make_many(pages, 2000)
    process = background.start_job(tmp_path / "library.sqlite", Job(JobKind.ADD, (str(pages),)))
    reports = background.read_reports(process)
    while not next(reports).done:
        pass
    process.kill()
    # Its own processes hold the pipe's other end: it is closed once the last of them is gone.
    *_, last = await asyncio.wait_for(asyncio.to_thread(list, reports), 20)
    assert "exit code -9" in last.error


def test_a_path_is_completed_as_far_as_it_is_certain(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(pages / "ferry.txt", pages / "ferries.txt")
    (pages / ".hidden").mkdir()
    monkeypatch.setenv("HOME", str(pages))
    assert complete_path("pa") == ("pages/", "")
    assert complete_path("pages/f") == ("pages/ferr", "ferries.txt  ferry.txt")
    assert complete_path("pages/") == ("pages/", "4 begin so")
    assert complete_path("pages/.") == ("pages/.hidden/", "")
    assert complete_path("~") == ("~/", "")
    assert complete_path("~/li") == ("~/list.txt", "")
    assert complete_path(str(pages / "g")) == (str(pages / "goat.png"), "")
    assert complete_path("nowhere/x") == ("nowhere/x", "nothing there begins so")
