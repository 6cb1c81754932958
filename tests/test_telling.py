"""How feeds and jobs are told of."""

from __future__ import annotations

from datetime import datetime

from newsreader.model import Health, Job, JobKind, JobReport, Status
from newsreader.telling import describe_health, draw_spark, say_job_end, say_progress, say_weekly


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


def test_a_mean_week_is_one_of_those_known() -> None:
    for weeks, said in (((0, 0, 0, 7), "7"), ((4, 0, 0, 0), "1"), ((0, 1, 0, 0), "0.3"), ((0, 0), "0"), ((), "")):
        assert say_weekly(Health(weeks=weeks)) == said


def test_progress_counts_where_the_end_is_not_known() -> None:
    report = JobReport(0, {Status.ADDED: 1400})
    assert say_progress(JobKind.ADD, report, 0.0, 80) == "adding 1,400"
    assert say_progress(JobKind.ADD, report, 0.0, 8) == "adding"
    assert say_progress(JobKind.ADD, JobReport(0), 0.0, 80) == "adding"


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
        ({}, 0, "the Post: not asked"),
    ):
        one = JobReport(total, counts, "x: no", new=340)
        assert say_job_end(job, one, "/log", name="the Post", is_stopped=False) == said


def test_until_when_servers_want_to_be_left_alone_is_said() -> None:
    soon, later = (datetime(2031, 3, 4, hour).timestamp() for hour in (14, 15))
    job = Job(JobKind.REFRESH)

    def say(total: int, *held: float, name: str = "") -> str:
        counts = {Status.KNOWN: total} if total else {}
        return say_job_end(job, JobReport(total, counts, held=held), "/log", name=name, is_stopped=False)

    assert say(0, soon, soon) == "Nothing asked: left alone until 14:00, as their servers ask"
    assert say(0, soon, later) == "Nothing asked: left alone until 14:00 or later, as their servers ask"
    assert say(0) == "Nothing asked: all feeds are gone"
    assert say(0, soon, name="the Post") == "the Post: left alone until 14:00, as its server asks"
    assert say(3, later) == "3 feeds, 0 new articles, 1 left alone until 15:00, as its server asks"


def test_until_when_a_feed_waits_is_said_of_it() -> None:
    now = datetime(2031, 3, 4, 13, 30).timestamp()
    hold = now + 1800
    for health, said in (
        (Health(now - 3600, now - 3600, now), "asked 1 h ago"),
        (Health(now - 3600, now - 3600, now, held_until=hold), "asked 1 h ago, left alone until 14:00"),
        (Health(held_until=hold), "never asked, left alone until 14:00"),
        (Health(now, next_at=now + 60, error="no"), "no; never answered, asked again in 1 min"),
        (Health(now, next_at=now + 60, error="no", held_until=hold), "no; never answered, left alone until 14:00"),
        (Health(now, next_at=now + 60, held_until=now), "asked just now"),
    ):
        assert describe_health(health, now) == said
