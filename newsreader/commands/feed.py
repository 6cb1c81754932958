"""`newsreader feed`: what is subscribed to, and all that is set of it."""

from __future__ import annotations

import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands import output
from newsreader.commands.keep import confirm
from newsreader.commands.refresh import fetch_pages, report_refreshed
from newsreader.inputs import read_input
from newsreader.model import (
    FeedError,
    FullText,
    Imported,
    InputRefusedError,
    LibraryError,
    NewsreaderError,
    RefreshStatus,
)
from newsreader.telling import describe_feed, say_held, say_known, say_unencrypted
from newsreader.wording import count_things

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from newsreader.desk import Desk
    from newsreader.model import Feed


def run(arguments: argparse.Namespace) -> int:
    """Do one of its tasks."""
    from newsreader.desk import Desk

    with Desk(arguments.library, origin="newsreader feed", tell=output.tell) as desk:
        return _TASKS[arguments.task](desk, arguments)


def _add(desk: Desk, arguments: argparse.Namespace) -> int:
    failed = 0
    added = []
    for address in arguments.urls:
        try:
            found = [address] if arguments.anyway else [link.url for link in desk.discover(address)]
            change = desk.subscribe(
                found[0],
                name=arguments.name,
                tags=arguments.tag or None,
                full_text=FullText(arguments.full_text) if arguments.full_text else None,
                is_hidden=arguments.hidden or None,
            )
        except FeedError as error:
            hint = "" if arguments.anyway or not desk.is_address(address) else "; --anyway subscribes all the same"
            output.complain(f"{address}: {error}{hint}")
            failed += 1
            continue
        confirm(change)
        if words := say_unencrypted(address, found[0]):
            output.report(f"  {words}")
        for other in found[1:]:
            output.report(f"  it has another feed: {other}")
        added += desk.find_feeds(found[0])
    if added and not arguments.anyway:
        if held := desk.list_held(added):
            output.complain(f"not asked yet: {say_held(held)}")
        for refreshed in desk.refresh(desk.choose_feeds(added)):
            report_refreshed(refreshed)
            failed += refreshed.status is RefreshStatus.FAILED
        if pages := fetch_pages(desk):
            output.report(pages)
    return 1 if failed else 0


def _list(desk: Desk, arguments: argparse.Namespace) -> int:
    now = time.time()
    for feed in desk.find_feeds(arguments.feed) if arguments.feed else desk.list_feeds():
        if arguments.json:
            output.write_json(asdict(feed))
        else:
            facts = {"Feed": feed.id, "Title": feed.title, "State": describe_feed(feed, now)}
            output.write_row("{Feed:>4}  {Title}  {State}", facts)
    return 0


def _discover(desk: Desk, arguments: argparse.Namespace) -> int:
    try:
        for link in desk.discover(arguments.url):
            if arguments.json:
                output.write_json({"url": link.url, "title": link.text})
            else:
                found = {"Address": link.url, "Title": link.text}
                output.write_row("{Address}  {Title}" if link.text else "{Address}", found)
    except FeedError as error:
        output.complain(f"{arguments.url}: {error}")
        return 1
    return 0


def _remove(desk: Desk, arguments: argparse.Namespace) -> int:
    for text in arguments.feeds:
        confirm(desk.unsubscribe(_find_one(desk, text)))
    return 0


def _rename(desk: Desk, arguments: argparse.Namespace) -> int:
    confirm(desk.rename_feed(_find_one(desk, arguments.feed), arguments.name))
    return 0


def _tag(desk: Desk, arguments: argparse.Namespace) -> int:
    for feed in desk.find_feeds(arguments.feed):
        confirm(desk.tag_feed(feed, arguments.tag, not arguments.remove))
    return 0


def _set(desk: Desk, arguments: argparse.Namespace) -> int:
    feed = _find_one(desk, arguments.feed)
    if arguments.setting == "full_text":
        if arguments.value not in list(FullText):
            raise output.UsageError(f"full_text is one of {', '.join(FullText)}, not {arguments.value!r}")
        confirm(desk.set_full_text(feed, FullText(arguments.value)))
    elif arguments.setting == "hidden":
        if arguments.value not in ("yes", "no"):
            raise output.UsageError(f"hidden is yes or no, not {arguments.value!r}")
        confirm(desk.set_feed_hidden(feed, arguments.value == "yes"))
    elif arguments.setting == "login":
        user, _, password = arguments.value.strip().partition(" ")
        confirm(desk.set_feed_login(feed, user, password.strip()))
    else:
        headers = []
        for line in filter(None, arguments.value.split("\n")):
            name, colon, value = line.partition(":")
            if not colon or not name.strip():
                raise output.UsageError(f"a header is `Name: value`, not {line!r}")
            headers.append((name.strip(), value.strip()))
        confirm(desk.set_feed_headers(feed, headers))
    return 0


def _import(desk: Desk, arguments: argparse.Namespace) -> int:
    if bool(arguments.file) == arguments.newsboat:
        raise output.UsageError("feed import: either a FILE or --newsboat")
    imported, failure = Imported({}), ""
    try:
        if arguments.newsboat:
            from newsreader.desk import importing

            places = importing.find_newsboat(Path.home(), os.environ)
            if places is None:
                output.complain("newsboat has no list of feeds here: neither in ~/.newsboat nor in ~/.config/newsboat")
                return 1
            output.write_line(f"From {places.urls.parent}:")
            for imported in desk.import_newsboat(places):
                done = imported.taken.get("articles", (0, 0))[1]
                output.tell(f"Taking over: {done:,} of {count_things(imported.total, 'article')}")
        else:
            imported = desk.import_opml(read_input(arguments.file, desk.settings.max_input_mib))
    except (FeedError, InputRefusedError) as error:
        failure = f"{arguments.file or 'newsboat'}: {error}"
    output.hush()
    for name, (new, amount) in imported.taken.items():
        known = say_known(new, amount)
        facts = {"Taken": name, "Number": f"{amount:,}", "Known": known}
        output.write_row(f"{{Number:>8}}  {{Taken}}{', {Known}' if known else ''}", facts)
    for text, reason in imported.refused:
        output.write_line(f"not taken: {text}: {reason}")
    if failure:
        output.complain(failure)
    return 1 if failure else 0


def _export(desk: Desk, arguments: argparse.Namespace) -> int:
    text = desk.export_opml()
    if arguments.file == "-":
        output.write_line(text.rstrip("\n"))
        return 0
    try:
        Path(arguments.file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise NewsreaderError(f"{arguments.file} can't be written: {error.strerror}; name another file") from error
    return 0


def _find_one(desk: Desk, text: str) -> Feed:
    found = desk.find_feeds(text)
    if len(found) > 1:
        names = ", ".join(f"{feed.id} {feed.title}" for feed in found[:5])
        raise LibraryError(
            f"{text!r} names {len(found)} feeds ({names}{' …' if len(found) > 5 else ''}): give its number"
        )
    return found[0]


_TASKS: dict[str, Callable[[Desk, argparse.Namespace], int]] = {
    "add": _add,
    "list": _list,
    "discover": _discover,
    "remove": _remove,
    "rename": _rename,
    "tag": _tag,
    "set": _set,
    "import": _import,
    "export": _export,
}
