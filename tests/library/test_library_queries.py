"""No query of the app walks a table or sorts: asserted by SQLite's own plans for all that a whole journey asks."""

from __future__ import annotations

import inspect
import re

from library_stock import list_ids, make_origin, make_page, put

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library import entries, feeds, rules, stories
from newsreader.library.packing import PackedEntry, pack_page
from newsreader.library.rows import Key
from newsreader.model import (
    Action,
    ExportForm,
    FullText,
    Headline,
    Label,
    ListName,
    Order,
    Origin,
    Place,
    RuleAction,
    View,
)

QUERIES = (
    "reparsed",
    "title:title 1",
    "-title is:unread",
    "title OR is:bookmarked",
    "tag:coast",
    "has:links",
    "is:trash",
    "is:noted",
    "is:bookmarked",
    "added:1d",
    "read:1d",
    "after:2020 before:today",
    "is:hidden",
    "is:hidden OR title",
    "title:~^title.*1$",
    "title -title:~2 is:unread",
    "feed:1",
    "feed:harbour title",
)
RULES = (
    ("title:~^title.1", RuleAction.HIDE, ""),
    ("title:two OR is:read", RuleAction.TAG, "Two"),
    ("-site:example feed:harbour -tag:two", RuleAction.READ, ""),
    ("added:1d has:address", RuleAction.FETCH, ""),
)
STORY = "Storm closes northern harbour for third day, ferries cancelled"
# Who searches by words gets the best first: what was found is sorted, and there is a limit to how much that is.
# The feeds are as few as the reader has.
SORTS = (
    r"AS hit (?:CROSS JOIN|WHERE id NOT IN)|HAVING named_by|\+added_at"
    r"|FROM feed WHERE deleted_at IS NULL ORDER BY next_at"
)
# What an index has given already, at most so much; the index of words, asked for some; the journal's last changes by
# number, like the last steps; tags, corrections, rules, feeds, few as the reader made; pages that are to be fetched.
BOUNDED = (
    r"CONSTANT ROW|SCAN (hit|left_out|linking|arrived|journal|step|tag|saved|correction|due|sqlite_sequence)$"
    r"|SCAN (rule|feed|feed_tag|feed_week|page_due)$"
    r"|SCAN (search|naming) VIRTUAL TABLE INDEX \d+:M"
)
# A list is its index from end to end; wishes and runs are as few as the reader made them.
WALKS = {
    "article_by_time",
    "article_by_arrival",
    "article_by_opening",
    "feed_by_place",
    "hidden_by_time",
    "queue_by_place",
    "sqlite_autoindex_saved_1",
    "unread_by_time",
    "bookmark_by_time",
    "wish_by_time",
    "run_by_time",
} | {
    "noted_article",
    "article_by_arrival",
    "article_by_opening",
    "queue_by_place",
    "journal_made",
    "journal_undone",
}


# These ask the network, and the library as `refresh_once` does.
# These walk all of the library because that is what they are for.
WALKING = {"back_up", "restore", "find_damage", "compact", "list_outlived", "describe_library"}
FETCHING = {"refresh", "fetch_due_pages", "run_errands", "discover", "import_newsboat"}


def refresh_once(db, feed):
    """What a refresh asks the library, when a feed has come and a page of it."""
    now = 1_930_000_000.0
    url = "https://harbour.example/1"
    packed = [
        PackedEntry(number, 1, pack_page(make_page(title, url=url * number), Origin(b"", "Harbour")), True)
        for number, title in enumerate(("Title 1 of two", "Title 2 of two"))
    ]
    assert [state.id for state in feeds.load_states(db)] == [feed.id]
    assert entries.load_digests(db, feed.id) == {}
    new = entries.store_entries(db, feed.id, packed, now).new
    stories.join_stories(db, new)
    rules.apply_rules(db, [1, *new], now)
    entries.store_entries(db, feed.id, [each._replace(digest=2) for each in packed], now)
    feeds.record_visit(db, feed.id, feeds.Visit(now, now, {}, url=f"{url}/feed", title="Harbour"))
    entries.want_pages(db, new)
    (due,) = entries.list_due_pages(db, now, 9)
    entries.postpone_page(db, due.article_id, now, "it does not answer")
    page = make_page("Title 2 of two", text="The whole of it.", url=url)
    entries.store_page(db, due, pack_page(page, make_origin()), now)


def take_a_journey(desk, monkeypatch):
    """Call everything a Desk can do; the names of what was called."""
    import newsreader

    page = make_page("Reparsed", "One")
    monkeypatch.setattr(
        newsreader,
        "intake",
        type("Intake", (), {"read_page": lambda *_, **__: page, "explain_page": lambda *_, **__: ((), (), "")}),
        raising=False,
    )
    called = set()

    def call(name, /, *values, **named):
        called.add(name)
        return getattr(desk, name)(*values, **named)

    for number in range(30):
        links = [f"Title {number + 1}", Headline(f"x {number}", url=f"https://a.example/{number + 1}")]
        call(
            "add_page",
            make_page(f"Title {number}", *links, url=f"https://a.example/{number}" * (number % 2)),
            make_origin(),
        )
    assert call("is_address", "https://harbour.example/feed")
    call("read_address", "https://harbour.example/feed")
    call("subscribe", "https://harbour.example/feed", name="Harbour", tags=["Coast"])
    (feed,) = call("find_feeds", "harbour")
    call("name_feed", feed.id)
    call("rename_feed", feed, "Harbour News")
    call("set_full_text", feed, FullText.NEVER)
    call("set_feed_hidden", feed, True)
    call("set_feed_headers", feed, [("A", "b")])
    call("set_feed_login", feed, "ada", "env:SECRET")
    call("tag_feed", feed, "Island", True)
    for rule in RULES:
        made = call("make_rule", *rule)
        call("measure_rule", made)
        call("add_rule", made)
    call("choose_feeds", [feed])
    refresh_once(desk._db, feed)
    call("count_due_pages")
    call("list_feeds")
    call("list_held")
    call("export_opml")
    call("adopt_change", 1)
    call("import_opml", b"<opml><body><outline text='Hill' xmlUrl='https://hill.example/a'/></body></opml>")
    call("apply_rules", call("list_rules"))
    call("remove_rule", call("find_rule", 1))
    list(call("add_packed", [pack_page(make_page("Many"), make_origin())]))
    list(call("add_all", [(b"some", "name.txt")], 1))
    article = call("add", b"bytes", "name.txt").id
    call("add", b"bytes", "name.txt", url="https://a.example/new")
    list(call("add_files", [], 1))
    list(call("reparse"))
    call("count_articles")
    call("correct_block", article, (0, 0, "bytes"), Label.BODY)
    call("list_corrections")
    call("list_due")
    list(call("split_due"))
    call("explain", article)
    call("has_page", article)
    for view in View:
        call("count", view)
        if view in (View.ALL, View.UNREAD, View.TODAY, View.QUEUE, View.BOOKMARKS):
            call("count_unread", view)
        if view in (View.ALL, View.UNREAD, View.BOOKMARKS, View.TRASH):
            _, key = call("list_page", view, None, 3)
            assert key or view is View.TRASH or view is View.BOOKMARKS
            call("list_page", view, key or Key(1.0, 1), 3)
        if view in (View.ALL, View.UNREAD, View.BOOKMARKS):
            keys = call("list_keys", view, None, 200)
            call("list_keys", view, keys[-1] if keys else Key(1.0, 1), 200, is_backward=True)
            call("fetch_rows", [key.article_id for key in keys])
            call("find_place", view, 1)
            call("find_unread", view, Key(1e12, 1))
            call("find_unread", view, Key(1.0, 1), is_backward=True)
            call("list_arrived", view, 1.0)
            call("list_unread", view, 1e12)
            for order in Order:
                call("list_ids", view, order)
                monkeypatch.setattr("newsreader.library.rows._MOST_SORTED", 0)
    call("set_bookmarked", article, True)
    call("set_read", article, True)
    call("set_wanted", "Wish", "https://a.example/wish", True)
    call("set_wanted", "Wish", "https://a.example/wish", False)
    call("list_wishes")
    call("list_often_named")
    for action in (Action.BOOKMARK, Action.READ, Action.HIDE, Action.DELETE):
        call("mark", action, (article, 5, 6), True)
        call("mark", action, (article,), False)
    call("set_tag", (article, 1), "coast", True)
    call("set_note", article, "A note")
    call("set_tags", article, ["sea", "night boat"])
    call("list_tags")
    call("read_kept", article)
    for query in QUERIES:
        call("find_hits", query, call("find_ids", query, 50))
        call("find_ids", query, 50, is_by_time=True)
        call("explain_nothing", query)
        call("count_hidden", query)
    call("add_page", make_page("Title 1", text="Another text.", url="https://a.example/1"), make_origin())
    for version in call("list_versions", 2):
        call("read_version", 2, version.id)
    call("save_search", "Coast", "tag:coast")
    call("rename_search", "Coast", "Coasts")
    call("rename_search", "Coasts", "Coast")
    call("list_saved")
    for listed in (ListName(View.SAVED, "Coast"), ListName(View.TAG, "coast"), ListName(View.FOUND, "title")):
        call("find_listed", listed)
    call("count_unread_of", call("find_listed", ListName(View.TAG, "coast")))
    call("spread_query", "night fer")
    call("list_sites", 20)
    exported = call("list_exported", ListName())
    list(call("export", exported, ExportForm.HTML, desk.path.parent / "all.html"))
    list(call("render_export", exported, ExportForm.JSONL, str))
    call("find_listed", ListName(View.SITE, 'Site "1"'))
    call("set_queued", 1, True)
    call("set_queued", 2, True)
    for view in (View.QUEUE, View.TODAY, View.TRASH):
        call("find_listed", ListName(view))
        call("count", view)
    call("finish", 1)
    call("finish", 1)
    for number in (1, 2, 3):
        call("add_page", make_page(STORY, site=f"Site {number}", text=f"By {number}."), make_origin())
    call("refuse_targets", call("add_page", make_page("Naming", STORY, f"Live: {STORY}"), make_origin()).id, 1)
    for each in call("find_ids", "harbour", 9):
        call("read", each)
        call("mark", Action.DELETE, (each,), True)
        call("mark", Action.DELETE, (each,), False)
    call("find_listed", ListName(View.FEED, str(feed.id)))
    call("set_feed_tags", feed, ["sea"])
    call("unsubscribe", feed)
    call("list_changes", 20)
    call("undo_any")
    call("redo_any")
    call("undo")
    call("redo")
    call("mark", Action.DELETE, (3,), True)
    monkeypatch.setattr("newsreader.library.kept.TRASH_SECONDS", -10)
    assert call("purge_trash") == 3
    while call("undo"):
        call("list_wishes")
    call("read", article)
    call("keep_offset", article, 3, 0.5)
    call("offset_of", article)
    call("find_last_article")
    call("keep_folds", article, {1})
    call("folds_of", article)
    with call("together"):
        call("mark_opened", article)
    call("update_step", call("record_step", Place(article_id=article)), Place())
    call("list_visits", 20)
    call("note_added", [article])
    call("read_state")
    call("read_era")
    call("load_trail")
    call("find_last_end")
    call("remember", "theme", "plain")
    call("recall", "theme")
    call("has_changed")
    call("leave_checkpoints", True)
    call("close")
    return called


def test_no_query_scans_or_sorts(library, monkeypatch):
    desk = Desk(library, Settings())
    asked = []
    desk._db.set_trace_callback(asked.append)
    called = take_a_journey(desk, monkeypatch)
    methods = {name for name, _ in inspect.getmembers(Desk, inspect.isfunction) if not name.startswith("_")}
    assert called == methods - WALKING - FETCHING - {"leave"}
    with Desk(library, Settings()) as desk:
        # What FTS5 asks of its own tables is left out.
        own = {each for each in asked if "'main'." not in each}
        for statement in {each for each in own if re.match(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", each)}:
            for *_, step in desk._db.execute(f"EXPLAIN QUERY PLAN {statement}"):
                if not re.search(SORTS, statement):
                    assert not re.search("TEMP B-TREE FOR (ORDER|GROUP|DISTINCT)|AUTOMATIC", step), statement
                if "SCAN" in step and not re.search(BOUNDED, step):
                    index = re.search(r"INDEX (\w+)", step)
                    assert index, f"{step}: {statement}"
                    assert index[1] in WALKS, f"{step}: {statement}"
        assert len(asked) > 100


def test_lists_and_counts_touch_neither_bodies_nor_dumps(desk):
    put(desk, "Title", "Headline")
    desk._db.execute("ALTER TABLE body RENAME TO hidden_body")
    desk._db.execute("ALTER TABLE dump RENAME TO hidden_dump")
    ids = list_ids(desk, View.ALL)
    assert [row.title for row in desk.fetch_rows(ids)] == ["Title"]
    assert desk.count(View.UNREAD) == 1
    assert desk.list_wishes() == []
