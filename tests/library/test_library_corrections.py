"""What the reader says of a dump's lines: kept with it, undone, and in force whenever it is split."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from program import FIRST

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library import corrections
from newsreader.library.salvage import salvage
from newsreader.model import Action, Correction, Label, LibraryError, Status

BUTTON = "Listen to this article"
DATA = FIRST.read_bytes()


@pytest.fixture
def article(desk):
    return desk.add(DATA, "light.txt").id


@pytest.fixture
def block(desk, article):
    (seen,) = [seen for seen in desk.explain(article).blocks if seen.text == BUTTON]
    return (seen.first_line, seen.last_line, seen.text)


def has_button(desk, article):
    return BUTTON in [part.text for part in desk.read(article).article.parts]


def split_due(desk):
    return [(outcome.status, outcome.id) for outcome in desk.split_due()]


def test_a_correction_splits_the_page_again_and_outlives_every_reparse(desk, article, block):
    desk.set_bookmarked(article, True)
    change = desk.correct_block(article, block, Label.BODY)
    assert (change.action, change.title, change.detail) == (Action.CORRECT, BUTTON, "body")
    assert not has_button(desk, article)
    assert desk.list_due() == [article]
    assert split_due(desk) == [(Status.KNOWN, article)]
    assert has_button(desk, article)
    assert desk.list_due() == []
    list(desk.reparse())
    assert has_button(desk, article)
    assert desk.fetch_rows([article])[0].is_bookmarked
    assert desk.find_ids('"listen to this article"', 9) == [article]
    (kept,) = desk.list_corrections()
    assert (kept.article_id, kept.name, kept.correction) == (article, "light.txt", Correction(*block, Label.BODY))


def test_it_is_undone_and_made_again(desk, article, block):
    desk.correct_block(article, block, Label.BODY)
    desk.correct_block(article, block, Label.QUOTE)
    made_at = desk.list_corrections()[0].made_at
    split_due(desk)
    assert desk.correct_block(article, block, Label.QUOTE).id == 0
    assert desk.list_due() == []
    for expected in (["body"], []):
        assert desk.undo().action is Action.CORRECT
        assert [kept.correction.label for kept in desk.list_corrections()] == expected
        assert desk.list_due() == [article]
    split_due(desk)
    assert not has_button(desk, article)
    desk.redo()
    desk.redo()
    assert [(kept.correction.label, kept.made_at) for kept in desk.list_corrections()] == [("quote", made_at)]
    split_due(desk)
    assert has_button(desk, article)
    desk.correct_block(article, block, None)
    split_due(desk)
    assert not has_button(desk, article)
    assert not any(seen.is_corrected for seen in desk.explain(article).blocks)


def test_the_same_bytes_given_again_are_split_by_it(desk, article, block):
    desk.correct_block(article, block, Label.BODY)
    assert desk.add(DATA, "light.txt", url="https://post.example/light").id == article
    assert has_button(desk, article)


def test_what_changes_while_a_page_is_split_is_split_once_more(desk, article, block, monkeypatch):
    other = (0, 0, desk.explain(article).blocks[0].text)
    desk.correct_block(article, block, Label.BODY)
    splitting = desk.split_due()
    load = corrections.settle_due
    calls = []

    def settle(db, article_id, ticket):
        if not calls:
            calls.append(ticket)
            corrections.put_correction(db, corrections.find_newest_dump(db, article), other, Label.TOPIC, 1.0)
        return load(db, article_id, ticket)

    monkeypatch.setattr(corrections, "settle_due", settle)
    assert [outcome.id for outcome in splitting] == [article]
    labels = {seen.text: seen.label for seen in desk.explain(article).blocks if seen.is_corrected}
    assert labels == {BUTTON: "body", other[2]: "topic"}
    assert desk.list_due() == []


def test_a_page_without_text_stays_what_it_was_and_says_why(desk, article):
    before = desk.read(article)
    for seen in desk.explain(article).blocks:
        if seen.label in (Label.BODY, Label.LEAD, Label.QUOTE, Label.SUBHEADING):
            desk.correct_block(article, (seen.first_line, seen.last_line, seen.text), Label.FURNITURE)
    (outcome,) = desk.split_due()
    assert (outcome.status, outcome.id) == (Status.NOT_AN_ARTICLE, article)
    assert desk.read(article) == before
    assert "no article" in desk.explain(article).reason
    assert desk.list_due() == []


def test_a_correction_that_fits_no_line_is_kept_and_told(desk, article):
    desk.correct_block(article, (3, 4, "Cut otherwise"), Label.BODY)
    assert split_due(desk) == [(Status.KNOWN, article)]
    assert desk.explain(article).unmatched == (Correction(3, 4, "Cut otherwise", Label.BODY),)
    assert len(desk.list_corrections()) == 1


def test_in_the_trash_it_waits_and_with_the_article_it_goes(desk, article, block):
    desk.correct_block(article, block, Label.BODY)
    desk.mark(Action.DELETE, (article,), True)
    assert (desk.list_due(), desk.list_corrections(), split_due(desk)) == ([], [], [])
    with pytest.raises(LibraryError):
        desk.correct_block(article, block, Label.BODY)
    desk.mark(Action.DELETE, (article,), False)
    assert split_due(desk) == [(Status.KNOWN, article)]
    desk.mark(Action.DELETE, (article,), True)
    desk._db.execute("UPDATE article SET deleted_at = 1")
    assert desk.purge_trash() == 1
    assert desk._db.execute("SELECT count(*) FROM correction").fetchone() == (0,)
    # Of what is gone for good nothing comes back.
    while desk.undo():
        pass
    assert desk._db.execute("SELECT (SELECT count(*) FROM correction) + (SELECT count(*) FROM due)").fetchone() == (0,)


def test_an_unknown_article_has_no_lines(desk):
    assert desk.explain(7) is None
    with pytest.raises(LibraryError):
        desk.correct_block(7, (0, 0, "x"), Label.BODY)


@pytest.mark.parametrize("loses_article", [False, True])
def test_a_rescued_library_has_it_too(desk, library, article, block, tmp_path, loses_article):
    desk.correct_block(article, block, Label.BODY)
    desk.close()
    if loses_article:
        db = sqlite3.connect(library)
        db.execute("UPDATE body SET data = x'00'")
        db.commit()
        db.close()
    target = tmp_path / "rescued.sqlite"
    _, orphans = salvage(library, target, lambda _: None)
    assert len(orphans) == loses_article
    with Desk(target, Settings()) as rescued:
        for origin in orphans:
            rescued.add(origin.data, origin.name)
        if not loses_article:
            split_due(rescued)
        (kept,) = rescued.list_corrections()
        assert kept.correction == Correction(*block, Label.BODY)
        assert has_button(rescued, kept.article_id)


def test_a_file_that_cannot_be_read_again_explains_itself(desk, article):
    desk.settings = replace(desk.settings, max_input_mib=0)
    assert desk.explain(article).reason
    assert desk.explain(article).blocks == ()


def test_what_was_said_holds_of_the_page_when_it_has_changed_where_its_lines_are_the_same(desk, article, block):
    desk.correct_block(article, block, Label.BODY)
    gone = next(seen for seen in desk.explain(article).blocks if seen.label is Label.HEADLINE)
    desk.correct_block(article, (gone.first_line, gone.last_line, gone.text), Label.FURNITURE)
    split_due(desk)
    changed = DATA.replace(gone.text.encode(), b"Another headline entirely")
    changed = changed.replace(b"By Maud Ellery", b"Updated at noon\n\nBy Maud Ellery")
    assert desk.add(changed, "light.txt").id == article
    assert has_button(desk, article)
    found = desk.explain(article)
    (seen,) = [seen for seen in found.blocks if seen.is_corrected]
    assert (seen.text, seen.first_line) == (BUTTON, block[0] + 2)
    assert found.unmatched == ()
    # Taken away there it is gone, and does not come back from the older dump.
    desk.correct_block(article, (seen.first_line, seen.last_line, seen.text), None)
    split_due(desk)
    assert desk.add(DATA, "light.txt").status is Status.KNOWN
    assert not has_button(desk, article)


def test_it_is_carried_over_among_many_pages_too(desk, article, block):
    desk.correct_block(article, block, Label.BODY)
    split_due(desk)
    pages = [(DATA + b"\n\nThe end\n", "light.txt"), (b"\x89PNG\r\n", "goat.png")]
    assert [outcome.status for outcome in desk.add_all(pages, 1)] == [Status.KNOWN, Status.FAILED]
    assert has_button(desk, article)
    assert desk.list_due() == []
