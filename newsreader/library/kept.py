"""What the reader does with articles: opened, read, bookmarked, tagged, noted on, hidden, deleted, left at, wanted. And
what the program remembers.

Each change returns what it replaced, so that the journal can put it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsreader.library import corrections, entries, feeds, links, naming, queue, rulebook, saved, stories
from newsreader.library.closeness import is_close, is_cut_off
from newsreader.library.keys import hash_key
from newsreader.library.rows import SHOWN
from newsreader.model import Action, Kept, LibraryError, Wish
from newsreader.text import title_key, truncate, url_key
from newsreader.values import dataclass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from newsreader.model import Edge, Label, Rule

_MARKS = {
    Action.BOOKMARK: "bookmarked_at",
    Action.READ: "read_at",
    Action.HIDE: "hidden_at",
    Action.DELETE: "deleted_at",
}
# What has one of these stands in no story.
_LEAVING = (Action.HIDE, Action.DELETE)
# So long the trash keeps what was deleted; so many are removed at once, that nobody waits for it.
TRASH_SECONDS = 30 * 24 * 3600
_MOST_PURGED = 20
# A corrected line is named by its beginning, a paragraph by so many cells of it.
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Replaced:
    """The name of what a change was made to, and what it replaced; `before` is None where nothing changed.

    `detail` is what the change was about beside its object: a tag.
    """

    title: str
    before: dict[str, Any] | None
    detail: str = ""


def set_mark(db: sqlite3.Connection, action: Action, ids: Sequence[int], is_on: bool, now: float) -> Replaced:
    """Bookmark articles, mark them read, hide them or move them to the trash at `now`, or take that back.

    Raises LibraryError where one is not stored.
    """
    column = _MARKS[action]
    moments: dict[int, float | None] = {}
    for article_id in ids:
        moment = _look_up(db, article_id, column, action is Action.DELETE)[1]
        if (moment is not None) != is_on:
            moments[article_id] = moment
    title = _name_all(db, list(moments) or ids)
    for article_id in moments:
        _put_mark(db, action, article_id, now if is_on else None)
    return Replaced(title, {"action": action.value, "moments": list(moments.items())} if moments else None)


def _put_mark(db: sqlite3.Connection, action: Action, article_id: int, moment: float | None) -> None:
    # "OR FAIL" keeps SQLite from a savepoint for the triggers, as in `articles`: rules mark many as they come in.
    db.execute(f"UPDATE OR FAIL article SET {_MARKS[action]} = ? WHERE id = ?", (moment, article_id))
    if action in _LEAVING:
        stories.leave_story(db, article_id)
        if moment is None:
            stories.join_stories(db, [article_id])


def set_tag(db: sqlite3.Connection, ids: Sequence[int], name: str, is_on: bool) -> Replaced:
    """Give articles a tag, or take it away. Raises LibraryError where one is not stored, or a tag has no name."""
    name = name.casefold()
    if not name:
        raise LibraryError("A tag needs a name")
    changed = []
    for article_id in dict.fromkeys(ids):
        _look_up(db, article_id, "id", is_deleted_too=False)
        is_there = db.execute("SELECT 1 FROM tag WHERE name = ? AND article_id = ?", (name, article_id)).fetchone()
        if bool(is_there) != is_on:
            changed.append(article_id)
    title = _name_all(db, changed or ids)
    _put_tags(db, name, changed, is_on)
    return Replaced(title, {"tag": name, "ids": changed, "was_on": not is_on} if changed else None, name)


def set_tags(
    db: sqlite3.Connection, article_id: int, added: Sequence[str], taken: Sequence[str], detail: str
) -> Replaced:
    """Give an article some tags and take others away, as one change. Raises LibraryError where it is not stored."""
    made = [set_tag(db, (article_id,), name, name in added) for name in (*added, *taken)]
    return join_changes(db, (article_id,), made, detail)


def set_note(db: sqlite3.Connection, article_id: int, note: str) -> Replaced:
    """Note something on an article; "" takes the note away. Raises LibraryError where it is not stored."""
    title, old = _look_up(db, article_id, "note", is_deleted_too=False)
    if old == note:
        return Replaced(title, None)
    db.execute("UPDATE article SET note = ? WHERE id = ?", (note, article_id))
    return Replaced(title, {"article_id": article_id, "note": old})


def load_kept(db: sqlite3.Connection, article_id: int) -> Kept | None:
    """What the reader wrote on an article: tags in the order of their names, and a note; None where it is not stored,
    or in the trash.
    """
    record = db.execute("SELECT note FROM article WHERE id = ? AND deleted_at IS NULL", (article_id,)).fetchone()
    if record is None:
        return None
    tags = db.execute("SELECT name FROM tag WHERE article_id = ? ORDER BY name", (article_id,)).fetchall()
    return Kept(tuple(name for (name,) in tags), record[0])


def list_tags(db: sqlite3.Connection) -> list[tuple[str, int, int]]:
    """All tags in the order of their names: name, how many articles it has that are not hidden, and how many of these
    are unread.
    """
    return db.execute(
        "SELECT name, count(*), sum(read_at IS NULL) FROM tag CROSS JOIN article ON article.id = tag.article_id"
        f" WHERE {SHOWN} GROUP BY name ORDER BY name"
    ).fetchall()


def list_expired(db: sqlite3.Connection, now: float) -> list[int]:
    """Some articles that have been in the trash for so long that they go for good."""
    query = "SELECT id FROM article WHERE deleted_at < ? AND deleted_at IS NOT NULL ORDER BY deleted_at LIMIT ?"
    return [article_id for (article_id,) in db.execute(query, (now - TRASH_SECONDS, _MOST_PURGED))]


def _put_tags(db: sqlite3.Connection, name: str, ids: Sequence[int], is_on: bool) -> None:
    statement = (
        "INSERT INTO tag (name, article_id) SELECT ?, id FROM article WHERE id = ? ON CONFLICT DO NOTHING"
        if is_on
        else "DELETE FROM tag WHERE name = ? AND article_id = ?"
    )
    db.executemany(statement, [(name, article_id) for article_id in ids])


def _look_up(db: sqlite3.Connection, article_id: int, column: str, is_deleted_too: bool) -> tuple[str, Any]:
    record = db.execute(f"SELECT title, {column}, deleted_at FROM article WHERE id = ?", (article_id,)).fetchone()
    if record is None:
        raise LibraryError(f"There is no article {article_id} in the library")
    if record[2] is not None and not is_deleted_too:
        raise LibraryError(f"Article {article_id} is in the trash: `newsreader undelete {article_id}` brings it back")
    return record[0], record[1]


def _name_all(db: sqlite3.Connection, ids: Sequence[int]) -> str:
    if len(ids) == 1:
        return str(db.execute("SELECT title FROM article WHERE id = ?", (ids[0],)).fetchone()[0])
    return f"{len(ids):,} articles"


def set_wish(db: sqlite3.Connection, text: str, url: str, is_on: bool, now: float) -> Replaced:
    """Ask for a headline at `now`, or no longer; it is one wish with any other of its title or its address."""
    key, address_key = title_key(text), url_key(url)
    if not key:
        raise LibraryError("A headline without words can't be wanted")
    wishes = db.execute(
        "SELECT title_key, text, url, url_key, asked_at FROM wish WHERE title_key = ?"
        " UNION SELECT title_key, text, url, url_key, asked_at FROM wish WHERE url_hash = ? AND url_hash <> 0",
        (key, hash_key(address_key)),
    ).fetchall()
    if bool(wishes) == is_on:
        return Replaced(text, None)
    if is_on:
        wish = (key, text, url, address_key, now)
        _insert_wish(db, wish)
        return Replaced(text, {"made": [wish], "wishes": []})
    db.executemany("DELETE FROM wish WHERE title_key = ?", [wish[:1] for wish in wishes])
    return Replaced(text, {"made": [], "wishes": wishes})


def set_queued(db: sqlite3.Connection, article_id: int, is_on: bool) -> Replaced:
    """Put an article at the end of the queue, or take it out. Raises LibraryError where it is not stored."""
    title = _look_up(db, article_id, "id", is_deleted_too=False)[0]
    if (queue.find_place(db, article_id) is not None) == is_on:
        return Replaced(title, None)
    return Replaced(title, {"queue": queue.put_places(db, [(article_id, queue.find_end(db) if is_on else None)])})


def refuse_targets(db: sqlite3.Connection, article_id: int, edge: Edge) -> Replaced:
    """Say that a link of an article does not mean the articles that it leads to."""
    if not edge.targets:
        return Replaced(edge.text, None)
    keys = db.execute(
        "SELECT title_hash, url_hash FROM edge WHERE article_id = ? AND number = ?", (article_id, edge.number)
    ).fetchone()
    refusals = [(article_id, row.id, *keys) for row in edge.targets]
    _put_refusals(db, refusals, True)
    return Replaced(edge.text, {"refusals": refusals, "was_on": False})


def _put_refusals(db: sqlite3.Connection, refusals: Sequence[Sequence[int]], is_on: bool) -> None:
    statement = (
        "INSERT INTO refusal SELECT id, ?, ?, ? FROM article WHERE id = ? ON CONFLICT DO NOTHING"
        if is_on
        else "DELETE FROM refusal WHERE target_id = ? AND title_hash = ? AND url_hash = ? AND article_id = ?"
    )
    db.executemany(statement, [(*keys, article_id) for article_id, *keys in refusals])


def set_saved(db: sqlite3.Connection, name: str, query: str | None) -> Replaced:
    """Save a search under a name; None forgets it. Raises LibraryError where it has no name."""
    if not name:
        raise LibraryError("A saved search needs a name")
    return Replaced(name, saved.put_saved(db, name, query))


def rename_saved(db: sqlite3.Connection, name: str, new: str) -> Replaced:
    """Save a search under another name. Raises LibraryError where there is none, or the new name is another's."""
    query = saved.load_query(db, name)
    if not new or query is None:
        raise LibraryError("A saved search needs a name" if not new else f"There is no saved search {name}")
    if new == name:
        return Replaced(name, None)
    if saved.load_query(db, new) is not None:
        raise LibraryError(f"There is a saved search {new} already: choose another name")
    return Replaced(new, {"changes": [saved.put_saved(db, new, query), saved.put_saved(db, name, None)]})


def add_rule(db: sqlite3.Connection, rule: Rule) -> Replaced:
    """Keep a rule, behind those that there are."""
    return Replaced(rule.query, rulebook.add_rule(db, rule), rule.effect)


def remove_rule(db: sqlite3.Connection, rule: Rule) -> Replaced:
    """Keep a rule no longer; what it did stays."""
    return Replaced(rule.query, rulebook.put_rule(db, rule.id, None), rule.effect)


def join_changes(db: sqlite3.Connection, ids: Sequence[int], made: Sequence[Replaced], detail: str) -> Replaced:
    """Several changes of these articles as one."""
    before = [each.before for each in made if each.before is not None]
    return Replaced(_name_all(db, ids), {"changes": before} if before else None, detail)


def note_added(db: sqlite3.Connection, ids: Sequence[int], now: float) -> Replaced:
    """Note that the reader has added articles; undone at any time, that puts them into the trash as of `now`.

    Raises LibraryError where one is no longer stored.
    """
    for article_id in ids:
        _look_up(db, article_id, "id", is_deleted_too=True)
    return Replaced(_name_all(db, ids), {"action": Action.DELETE.value, "moments": [(each, now) for each in ids]})


def set_page_due(db: sqlite3.Connection, ids: Sequence[int]) -> Replaced:
    """Have the pages of articles fetched, of which that is not due yet."""
    title = _name_all(db, ids)
    _put_pages(db, ids, True)
    return Replaced(title, {"pages": list(ids), "was_on": False} if ids else None)


def _put_pages(db: sqlite3.Connection, ids: Sequence[int], is_on: bool) -> None:
    if is_on:
        entries.want_pages(db, ids)
    else:
        for article_id in ids:
            entries.settle_page(db, article_id)


def correct_block(
    db: sqlite3.Connection, article_id: int, block: corrections.BlockKey, label: Label | None, now: float
) -> Replaced:
    """Say at `now` what a block of an article's newest dump is; None: whatever it is taken for."""
    before = corrections.put_correction(db, corrections.find_newest_dump(db, article_id), block, label, now)
    return Replaced(truncate(block[2], _LONGEST_NAME), before, label.value if label else "")


def restore(db: sqlite3.Connection, before: dict[str, Any]) -> dict[str, Any]:
    """Put back what a change replaced; returns what this replaced in turn, with which the change is made again."""
    if "moments" in before:
        action = Action(before["action"])
        now: list[tuple[int, float | None]] = []
        for article_id, moment in before["moments"]:
            record = db.execute(f"SELECT {_MARKS[action]} FROM article WHERE id = ?", (article_id,)).fetchone()
            if record:  # what went for good stays away
                now.append((article_id, record[0]))
                _put_mark(db, action, article_id, moment)
        return before | {"moments": now}
    if "tag" in before:
        _put_tags(db, before["tag"], before["ids"], before["was_on"])
        return before | {"was_on": not before["was_on"]}
    if "note" in before:
        record = db.execute("SELECT note FROM article WHERE id = ?", (before["article_id"],)).fetchone()
        db.execute("UPDATE article SET note = ? WHERE id = ?", (before["note"], before["article_id"]))
        return before | {"note": record[0] if record else ""}
    if "queue" in before:
        return {"queue": queue.put_places(db, before["queue"])}
    if "refusals" in before:
        _put_refusals(db, before["refusals"], before["was_on"])
        return before | {"was_on": not before["was_on"]}
    if "changes" in before:
        return {"changes": [restore(db, change) for change in reversed(before["changes"])]}
    if "pages" in before:
        _put_pages(db, before["pages"], before["was_on"])
        return before | {"was_on": not before["was_on"]}
    if "rule" in before:
        return rulebook.put_back(db, before)
    if "corrected" in before:
        return corrections.put_back(db, before)
    if "feed" in before:
        return feeds.put_back(db, before)
    if "saved" in before:
        return saved.put_saved(db, before["saved"], before["query"]) or before
    made, gone = before.get("made", []), before.get("wishes", [])
    for wish in made:
        db.execute("DELETE FROM wish WHERE title_key = ?", (wish[0],))
    for wish in gone:
        _insert_wish(db, tuple(wish))
    return {"made": gone, "wishes": made}


def mark_seen(db: sqlite3.Connection, article_id: int, now: float) -> None:
    """Note that an article was read at `now`, unless it was before: no change of the reader's."""
    db.execute("UPDATE article SET read_at = coalesce(read_at, ?) WHERE id = ?", (now, article_id))


def mark_opened(db: sqlite3.Connection, article_id: int, now: float) -> None:
    """Note that an article was opened at `now`: a wish for it is fulfilled."""
    db.execute("UPDATE article SET last_opened_at = ? WHERE id = ?", (now, article_id))
    keys = db.execute("SELECT title_key, url_hash FROM article WHERE id = ?", (article_id,)).fetchone()
    if keys is not None:
        _fulfil_wishes(db, article_id, *keys)


def _fulfil_wishes(db: sqlite3.Connection, article_id: int, key: str, url_hash: int) -> None:
    db.execute(
        "DELETE FROM wish WHERE title_key = ? AND (url_hash = 0 OR ? = 0 OR length(title_key) >= ?)",
        (key, url_hash, links.OWN_TITLE_LENGTH),
    )
    db.execute(
        "DELETE FROM wish WHERE url_hash <> 0 AND url_hash IN"
        " (SELECT ? UNION ALL SELECT url_hash FROM alias WHERE article_id = ?)",
        (url_hash, article_id),
    )
    # Wishes are as few as the reader made them.
    for wish, text, address in db.execute("SELECT title_key, text, url_hash FROM wish ORDER BY asked_at").fetchall():
        if not (url_hash and address) and is_close(wish, key, is_cut=is_cut_off(text)):
            db.execute("DELETE FROM wish WHERE title_key = ?", (wish,))


def list_wishes(db: sqlite3.Connection) -> list[Wish]:
    """The open wishes, newest first, each with the articles that have arrived for it."""
    records = db.execute(
        "SELECT title_key, text, url, url_key, asked_at FROM wish ORDER BY asked_at DESC, title_key DESC"
    ).fetchall()
    return [
        Wish(
            key,
            text,
            url,
            asked_at,
            naming.count_naming(db, key, address_key),
            links.load_wish_targets(db, text, key, address_key, asked_at),
        )
        for key, text, url, address_key, asked_at in records
    ]


def load_offset(db: sqlite3.Connection, article_id: int) -> int:
    """Where an article was left, in characters of its text; 0 where it never was."""
    record = db.execute("SELECT offset FROM article WHERE id = ?", (article_id,)).fetchone()
    return int(record[0]) if record else 0


def keep_offset(db: sqlite3.Connection, article_id: int, offset: int, progress: float) -> None:
    """Note where an article was left, in characters of its text, and what share of it (0–1) that is."""
    db.execute("UPDATE article SET offset = ?, progress = ? WHERE id = ?", (offset, progress, article_id))


def remember(db: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value for the program's next run."""
    db.execute(
        "INSERT INTO memory (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value",
        {"key": key, "value": value},
    )


def recall(db: sqlite3.Connection, key: str) -> str | None:
    """What `remember` kept."""
    record = db.execute("SELECT value FROM memory WHERE key = ?", (key,)).fetchone()
    return None if record is None else str(record[0])


def _insert_wish(db: sqlite3.Connection, wish: tuple[Any, ...]) -> None:
    db.execute(
        "INSERT INTO wish (title_key, text, url, url_key, asked_at, title_hash, url_hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (title_key) DO NOTHING",
        (*wish, hash_key(wish[0]), hash_key(wish[3])),
    )
