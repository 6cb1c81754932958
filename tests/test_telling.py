"""How feeds and jobs are told of."""

from __future__ import annotations

from newsreader.model import Job, JobKind, JobReport, Status
from newsreader.telling import draw_spark, say_job_end, say_progress


def test_progress_says_what_there_is_room_for() -> None:
    report = JobReport(1000, {Status.ADDED: 400, Status.FAILED: 12})
    full = say_progress(JobKind.ADD, report, 103.0, 80)
    assert full == "adding 412/1,000, 103 a second, 6 s left"
    rooms = [say_progress(JobKind.ADD, report, 103.0, room) for room in range(60)]
    assert all(len(words) <= room for room, words in enumerate(rooms))
    assert say_progress(JobKind.ADD, report, 0.0, 80) == "adding 412/1,000"
    assert set(rooms) == {"", "adding 41%", "adding 412/1,000", "adding 412/1,000, 6 s left", full}


def test_an_end_says_what_to_do_about_failures() -> None:
    job = Job(JobKind.REPARSE)
    report = JobReport(9, {Status.KNOWN: 6, Status.NOT_AN_ARTICLE: 1, Status.FAILED: 2}, "x: is empty")
    words = say_job_end(job, report, "/log", is_stopped=False)
    assert words == (
        "6 pages split again, 1 without an article now, left as they were, 2 failed: the reasons are in /log"
    )
    export = Job(JobKind.EXPORT, ("/all.html",))
    assert say_job_end(export, JobReport(9, {}, "", "No room"), "/log", is_stopped=False) == "No room"


def test_a_spark_is_as_high_as_its_weeks() -> None:
    assert draw_spark((0, 1, 4, 8), is_ascii=False) == "▁▂▅█"
    assert draw_spark((0, 1, 4, 8), is_ascii=True) == "_.-#"
    assert draw_spark((0, 0), is_ascii=False) == "▁▁"
    assert draw_spark((), is_ascii=False) == ""


def test_progress_and_end_of_a_refresh_are_said() -> None:
    report = JobReport(100, {Status.ADDED: 8, Status.KNOWN: 2, Status.FAILED: 2}, "x: no", new=340)
    words = [say_progress(JobKind.REFRESH, report, 2.0, room) for room in range(60)]
    assert all(len(each) <= room for room, each in enumerate(words))
    assert words[-1] == "feeds 12/100, 340 new, 2 failed, 44 s left"
    assert "feeds 12/100, 340 new" in words
    job = Job(JobKind.REFRESH)
    assert say_job_end(job, report, "/log", is_stopped=False) == "12 feeds, 340 new articles, 2 failed: v says why"
    for counts, total, said in (
        ({Status.ADDED: 1}, 1, "the Post: 340 new articles"),
        ({Status.FAILED: 1}, 1, "Failed: x: no"),
        ({}, 0, "the Post was not asked: its server wants to be left alone for a while"),
    ):
        one = JobReport(total, counts, "x: no", new=340)
        assert say_job_end(job, one, "/log", name="the Post", is_stopped=False) == said
