from __future__ import annotations

import subprocess
import sys
from itertools import count
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newsreader
from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.model import (
    Action,
    Article,
    Headline,
    InputRefusedError,
    LibraryError,
    NotAnArticleError,
    Origin,
    Page,
    Part,
    PartKind,
    Place,
    Section,
    Status,
    View,
)


def read_page(data: bytes, *, url: str = "", day: str = "", limit: int, corrections: tuple[()] = ()) -> Page:
    """Split as a made-up splitter does: the first line is the title, the others are headlines."""
    if len(data) > limit:
        raise InputRefusedError(f"larger than {limit} bytes")
    title, *headlines = data.decode().split("\n")
    if not title:
        raise NotAnArticleError("no article in it")
    article = Article(title, day, parts=(Part(PartKind.PARAGRAPH, "Text."),), url=url)
    return Page(article, (Section("More", tuple(Headline(line) for line in headlines)),))


@pytest.fixture
def intake(monkeypatch):
    fake = SimpleNamespace(read_page=read_page)
    monkeypatch.setattr(newsreader, "intake", fake, raising=False)
    return fake


@pytest.fixture
def library(tmp_path):
    return tmp_path / "library.sqlite"


@pytest.fixture
def desk(library, intake):
    with Desk(library, Settings(max_input_mib=1)) as desk:
        yield desk


def list_ids(desk, view):
    return [key.article_id for key in desk.list_keys(view, None, 1000)]


def list_places(desk):
    return [step.place for step in desk.load_trail()]


def add(desk, text, **more):
    outcome = desk.add(text.encode(), "page.txt", **more)
    assert outcome.id is not None, outcome
    return outcome.id


# --- in ---------------------------------------------------------------------------------------------------------------


def test_an_input_is_added_once(desk):
    first = desk.add(b"Ferry returns\nKeeper retires", "dumps/\x1b[31mferry.txt")
    assert (first.status, first.title, first.name) == (Status.ADDED, "Ferry returns", "dumps/ferry.txt")
    again = desk.add(b"Ferry returns\nKeeper retires", "copy.txt")
    assert (again.status, again.id, again.title) == (Status.KNOWN, first.id, "Ferry returns")
    assert [edge.text for edge in desk.read(first.id).edges] == ["Keeper retires"]


def test_a_known_input_is_not_split_again(desk, intake):
    add(desk, "Ferry returns", url="https://post.example/a")
    intake.read_page = None
    assert desk.add(b"Ferry returns", "page.txt").status is Status.KNOWN
    assert desk.add(b"Ferry returns", "page.txt", url="https://post.example/a").status is Status.KNOWN


def test_a_known_input_takes_the_address_and_day_that_are_told_later(desk):
    article_id = add(desk, "Ferry returns")
    outcome = desk.add(b"Ferry returns", "page.txt", url="https://post.example/ferry", day="2031-05-04")
    assert (outcome.status, outcome.id) == (Status.KNOWN, article_id)
    reading = desk.read(article_id)
    assert (reading.article.url, reading.article.published) == ("https://post.example/ferry", "2031-05-04")
    assert reading.row.source == "post.example"
    list(desk.reparse())
    assert desk.read(article_id) == reading


def test_another_address_of_known_bytes_is_taken_from_the_reader_and_said(desk):
    article_id = add(desk, "Ferry returns", url="https://post.example/a")
    outcome = desk.add(b"Ferry returns", "page.txt", url="https://herald.example/a")
    assert (outcome.status, outcome.id) == (Status.KNOWN, article_id)
    assert outcome.reason == "its address was https://post.example/a"
    # Found elsewhere, it stays where it is.
    found = desk.add(b"Ferry returns", "page.txt", url="https://mirror.example/a", is_told=False)
    assert (found.status, found.id, found.reason) == (Status.KNOWN, article_id, "")
    for _ in range(2):
        assert desk.read(article_id).row.source == "herald.example"
        list(desk.reparse())


@pytest.mark.parametrize(
    ("data", "status", "reason"),
    [
        (b"\nnothing", Status.NOT_AN_ARTICLE, "no article in it"),
        (b"x" * 1024 * 1025, Status.FAILED, "larger than 1048576 bytes"),
    ],
)
def test_bad_input_is_an_outcome_and_leaves_no_trace(desk, data, status, reason):
    outcome = desk.add(data, "page.txt")
    assert (outcome.status, outcome.id, outcome.reason) == (status, None, reason)
    assert desk.count(View.ALL) == 0
    assert desk._db.execute("SELECT count(*) FROM dump").fetchone() == (0,)


def test_reparse_replaces_what_was_understood_and_keeps_the_readers_own(desk, intake):
    ids = [add(desk, "Ferry returns\nKeeper retires"), add(desk, "Keeper retires")]
    desk.set_bookmarked(ids[0], True)
    desk.mark_opened(ids[1])
    rows = desk.fetch_rows(ids)

    def read_better(data, **more):
        page = read_page(data, **more)
        if page.article.title == "Keeper retires":
            raise NotAnArticleError("no longer seen")
        return Page(Article(page.article.title, "2031-01-01"), (*page.sections, Section("New", (Headline("Found"),))))

    intake.read_page = read_better
    outcomes = list(desk.reparse())
    assert [(outcome.status, outcome.name) for outcome in outcomes] == [
        (Status.KNOWN, "page.txt"),
        (Status.NOT_AN_ARTICLE, "page.txt"),
    ]
    reading = desk.read(ids[0])
    assert [edge.text for edge in reading.edges] == ["Keeper retires", "Found"]
    assert (reading.row.published, reading.row.is_bookmarked, reading.row.added_at) == (
        "2031-01-01",
        True,
        rows[0].added_at,
    )
    assert desk.fetch_rows([ids[1]]) == [rows[1]]


def test_reparse_takes_the_newest_dump_of_an_article(desk):
    url = "https://post.example/ferry"
    article_id = add(desk, "Ferry to return", url=url)
    assert add(desk, "Ferry has returned", url=url) == article_id
    assert [outcome.title for outcome in desk.reparse()] == ["Ferry has returned"]


def test_the_desk_does_not_load_the_splitter_or_the_app():
    code = "import sys, newsreader.desk; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    unwanted = ("newsreader.intake", "newsreader.splitting", "newsreader.sources", "textual", "rich", "platformdirs")
    assert not [name for name in loaded if name.startswith(unwanted)]


# --- reading and changes ----------------------------------------------------------------------------------------------


def test_opening_marks_read_and_is_not_undone(desk):
    article_id = add(desk, "Ferry returns")
    desk.mark_opened(article_id)
    assert list_ids(desk, View.UNREAD) == []
    assert desk.undo() is None
    desk.set_read(article_id, False)
    assert list_ids(desk, View.UNREAD) == [article_id]
    change = desk.undo()
    assert (change.action, change.is_on, change.title) == (Action.READ, False, "Ferry returns")
    assert list_ids(desk, View.UNREAD) == []


def test_reading_changes_nothing(desk, library):
    article_id = add(desk, "Ferry returns\nKeeper retires")
    before = desk._db.total_changes
    desk.read(article_id)
    desk.list_wishes()
    assert desk.read(999) is None
    assert desk.undo() is None
    assert desk._db.total_changes == before


def test_where_an_article_was_left_is_kept(desk, library, intake):
    article_id = add(desk, "Ferry returns")
    assert desk.offset_of(article_id) == desk.offset_of(999) == 0
    desk.keep_offset(article_id, 240, 0.25)
    with Desk(library, Settings()) as other:
        assert other.offset_of(article_id) == 240
        assert other.fetch_rows([article_id])[0].progress == 0.25


def test_changes_are_undone_last_first_and_only_this_runs(desk, library):
    one, two = add(desk, "One"), add(desk, "Two")
    with Desk(library, Settings()) as other:
        other.set_bookmarked(two, True)
        desk.set_bookmarked(one, True)
        desk.set_wanted("A wish", "", True)
        assert (desk.undo().action, desk.undo().action, desk.undo()) == (Action.WANT, Action.BOOKMARK, None)
        assert list_ids(desk, View.BOOKMARKS) == [two]
        assert desk.list_wishes() == []
        assert other.undo().title == "Two"
    assert list_ids(desk, View.BOOKMARKS) == []


def test_a_change_that_changes_nothing_is_not_undone(desk):
    article_id = add(desk, "One")
    assert desk.set_bookmarked(article_id, True).id
    change = desk.set_bookmarked(article_id, True)
    assert (change.id, change.title) == (0, "One")
    desk.undo()
    assert list_ids(desk, View.BOOKMARKS) == []


def test_undoing_a_wish_taken_back_restores_it_whole(desk):
    desk.set_wanted("Keeper retires", "https://post.example/keeper", True)
    before = desk.list_wishes()
    desk.set_wanted("KEEPER RETIRES", "", False)
    assert desk.list_wishes() == []
    desk.undo()
    assert desk.list_wishes() == before


def test_what_can_not_be_changed_is_said(desk):
    with pytest.raises(LibraryError, match="no article 7"):
        desk.set_bookmarked(7, True)
    with pytest.raises(LibraryError, match="without words"):
        desk.set_wanted(" ", "", True)
    assert desk.undo() is None


names = st.sampled_from(["one", "two", "three"])
changes = st.lists(st.tuples(st.sampled_from(["bookmark", "read", "want", "undo"]), names, st.booleans()), max_size=25)
numbers = count(1)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
def test_any_changes_all_undone_leave_everything_as_it_was(desk, changes):
    # One library for all examples: each has articles of its own.
    example = next(numbers)
    ids = {name: add(desk, f"{name} {example}") for name in ("one", "two", "three")}

    def look():
        return desk.fetch_rows(list(ids.values())), desk.list_wishes(), [desk.count(view) for view in View]

    states = [look()]
    for action, name, is_on in changes:
        if action == "undo":
            if len(states) > 1:
                desk.undo()
                states.pop()
            assert look() == states[-1]
            continue
        if action == "want":
            change = desk.set_wanted(f"{name} {example}", "", is_on)
        else:
            change = (desk.set_bookmarked if action == "bookmark" else desk.set_read)(ids[name], is_on)
        if change.id:
            states.append(look())
    while len(states) > 1:
        assert desk.undo() is not None
        states.pop()
        assert look() == states[-1]


# --- history and memory -----------------------------------------------------------------------------------------------


def test_a_run_starts_with_the_trail_of_the_one_that_ended_last(library, intake):
    with Desk(library, Settings()) as first:
        article_id = add(first, "Ferry returns")
        places = [
            Place(View.UNREAD, row_id=article_id),
            Place(View.UNREAD, article_id, offset=12, pane="related", link=2, unfolded=(0, 3)),
        ]
        assert list_places(first) == []
        first.record_step(places[0])
        first.update_step(first.record_step(Place(View.UNREAD, article_id)), places[1])
        assert list_places(first) == []
    with Desk(library, Settings()) as second:
        assert list_places(second) == places
        second.record_step(places[0])
        assert list_places(second) == places
    with Desk(library, Settings()) as third:
        assert list_places(third) == places[:1]


def test_a_run_that_lasts_or_visited_nothing_leaves_no_trail(library, intake):
    with (
        Desk(library, Settings()) as lasting,
        Desk(library, Settings()) as ended,
        Desk(library, Settings()) as changing,
    ):
        ended.record_step(Place(offset=1))
        lasting.record_step(Place(offset=2))
        ended.close()
        changing.set_bookmarked(add(changing, "Ferry returns"), True)
        changing.close()
        with Desk(library, Settings()) as fresh:
            assert list_places(fresh) == [Place(offset=1)]
            lasting.close()
            assert list_places(fresh) == [Place(offset=2)]


def test_the_trail_leaves_out_the_deleted_and_the_oldest(library, intake):
    with Desk(library, Settings()) as first:
        kept, deleted = add(first, "Kept"), add(first, "Deleted")
        for number in range(104):
            first.record_step(Place(article_id=kept, offset=number))
        first.record_step(Place(article_id=deleted))
        first._db.execute("DELETE FROM article WHERE id = ?", (deleted,))
    with Desk(library, Settings()) as second:
        assert [place.offset for place in list_places(second)] == list(range(4, 104))
        assert second.count(View.ALL) == 1


def test_the_trail_is_a_tree_through_the_runs_that_went_on_from_each_other(library, intake):
    with Desk(library, Settings()) as first:
        kept, deleted = add(first, "Kept"), add(first, "Deleted")
        root = first.record_step(Place(offset=1))
        left = first.record_step(Place(article_id=deleted), root)
        first.record_step(Place(article_id=kept, offset=2), left)
        tip = first.record_step(Place(article_id=kept, offset=3), root)
        first.mark(Action.DELETE, (deleted,), True)
    with Desk(library, Settings()) as second:
        second.record_step(Place(offset=4), tip)
        second.record_step(Place(offset=5), root)
    with Desk(library, Settings()) as third:
        trail = third.load_trail()
    numbers = {step.id: step.place.offset for step in trail}
    assert [(step.place.offset, numbers.get(step.parent)) for step in trail] == [
        (1, None),
        (2, 1),
        (3, 1),
        (4, 3),
        (5, 1),
    ]


def test_what_is_remembered_outlives_the_run(library):
    with Desk(library, Settings()) as first:
        assert first.recall("theme") is None
        first.remember("theme", "dusk")
        first.remember("theme", "dawn")
    with Desk(library, Settings()) as second:
        assert second.recall("theme") == "dawn"


def test_closing_twice_is_harmless(desk):
    desk.record_step(Place())
    desk.close()
    desk.close()


def test_by_default_it_is_the_users_library_with_the_users_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text("measure = 66")
    with Desk() as desk:
        assert desk.path == tmp_path / "home" / "library.sqlite"
        assert desk.settings.measure == 66
        assert desk.add_page(Page(Article("Ferry returns")), Origin(b"x", "x.txt")).status is Status.ADDED
    assert desk.path.exists()


def test_reparse_leaves_what_another_process_knows_more_of(library, desk, intake):
    url = "https://post.example/ferry"
    ids = [add(desk, "Ferry to return", url=url), add(desk, "Keeper retires"), add(desk, "Goat on the roof")]

    def read_late(data, **more):
        with Desk(library, Settings()) as other:
            if data == b"Ferry to return":
                add(other, "Ferry has returned", url=url)
            elif data == b"Keeper retires":
                other.mark(Action.DELETE, (ids[1],), True)
        page = read_page(data, **more)
        return Page(Article(page.article.title, "2031-01-01"), page.sections)

    intake.read_page = read_late
    assert [outcome.status for outcome in desk.reparse()] == [Status.KNOWN] * 3
    assert desk.read(ids[0]).row.title == "Ferry has returned"
    assert desk.read(ids[1]) is None
    assert desk.read(ids[2]).row.published == "2031-01-01"


def test_what_is_left_open_is_all_there_for_the_next(library, intake):
    with Desk(library, Settings(max_input_mib=1)) as desk:
        article_id = desk.add(b"Ferry\nGoats", "ferry.txt").id
        desk.mark(Action.BOOKMARK, (article_id,), True)
        desk.leave()
    assert library.with_name("library.sqlite-wal").stat().st_size
    with Desk(library) as other:
        assert other.list_page(View.ALL, None, 10)[0][0].is_bookmarked
    assert not desk.has_changed(), "the connection is as it was"
    desk.close()
    assert not library.with_name("library.sqlite-wal").exists()


def test_a_run_goes_on_in_a_library_that_was_restored_under_it(library, intake, tmp_path):
    with Desk(tmp_path / "other.sqlite") as desk:
        other = desk.add(b"Lamp", "lamp.txt").id
        # A run of the same number, with a change that is not the other's to undo.
        desk.set_bookmarked(other, True)
        desk.record_step(Place(article_id=other))
        desk.back_up(tmp_path / "other.backup")
    with Desk(library) as desk:
        ids = [desk.add(title.encode(), "page.txt").id for title in ("Ferry", "Goat")]
        desk.set_bookmarked(ids[1], True)
        era = desk.read_era()
        with Desk(library) as another:
            another.restore(tmp_path / "other.backup")
        assert desk.undo() is None
        assert desk.read_era() != era
        with pytest.raises(LibraryError, match="no article 2"):
            desk.set_bookmarked(ids[1], True)
        desk.record_step(Place(article_id=other), parent=99)
        assert desk.set_note(other, "Ask Ada").id
        assert [step.place.article_id for step in desk.load_trail()] == [other]
        assert desk.undo().title == "Lamp"
        assert desk.undo() is None
        assert desk.read_era() == era + 1
        assert desk.count(View.BOOKMARKS) == 1


def test_a_run_whose_first_change_was_refused_begins_with_the_next(desk):
    ferry = desk.add(b"Ferry", "ferry.txt").id
    with pytest.raises(LibraryError):
        desk.set_bookmarked(ferry + 1, True)
    assert desk.set_bookmarked(ferry, True).id
    with pytest.raises(LibraryError):
        desk.set_bookmarked(ferry + 1, True)
    assert desk.undo().title == "Ferry"
    assert desk.read_era() == 0
