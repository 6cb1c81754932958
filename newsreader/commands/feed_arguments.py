"""The arguments of `newsreader feed` and `newsreader refresh`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.model import FullText

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

_FEED = "a feed's number in `newsreader feed list`, its address, or a part of its name"


def add_feed_commands(
    add_command: Callable[..., argparse.ArgumentParser],
    shared: argparse.ArgumentParser,
    add_json: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add both commands to a parser, by its own ways of adding."""
    feed = add_command(
        "feed",
        "subscribe to feeds, and see to them",
        details="Subscribe to feeds, and see to them; what is unsubscribed from keeps its articles.",
    )
    tasks = feed.add_subparsers(dest="task", metavar="TASK", required=True, title="tasks")

    def add_task(name: str, summary: str) -> argparse.ArgumentParser:
        return tasks.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", parents=[shared], allow_abbrev=False
        )

    add = add_task("add", "subscribe to a feed, or to that of a site's page, and fetch what it has")
    add.add_argument("urls", metavar="URL", nargs="+", help="the address of a feed or of a page")
    add.add_argument("--name", default="", help="what you call it (its own title)")
    add.add_argument("--tag", action="append", default=[], help="a tag; may be given several times")
    add.add_argument(
        "--full-text",
        choices=[each.value for each in FullText],
        help="whether the pages of its entries are fetched (short)",
    )
    add.add_argument("--hidden", action="store_true", help="do not show it among the feeds")
    add.add_argument("--anyway", action="store_true", help="subscribe without asking for it first")

    listing = add_task("list", "list the feeds, and how they do")
    listing.add_argument("feed", metavar="FEED", nargs="?", help=_FEED)
    add_json(listing)

    discover = add_task("discover", "list the feeds of a site's page; subscribes to none")
    discover.add_argument("url", metavar="URL", help="the address of a page")
    add_json(discover)

    remove = add_task("remove", "unsubscribe from feeds; their articles stay")
    remove.add_argument("feeds", metavar="FEED", nargs="+", help=_FEED)

    rename = add_task("rename", "give a feed a name of your own")
    rename.add_argument("feed", metavar="FEED", help=_FEED)
    rename.add_argument("name", metavar="NAME", help='"" gives it back its own')

    tag = add_task("tag", "tag feeds, or take a tag away")
    tag.add_argument("feed", metavar="FEED", help=_FEED)
    tag.add_argument("tag", metavar="TAG")
    tag.add_argument("--remove", action="store_true", help="take the tag away")

    setting = add_task("set", "set what holds for one feed")
    setting.add_argument("feed", metavar="FEED", help=_FEED)
    setting.add_argument("setting", choices=["full_text", "hidden", "headers", "login"])
    setting.add_argument(
        "value",
        metavar="VALUE",
        help=f"full_text: {', '.join(FullText)}; hidden: yes, no; headers: lines of `Name: value`; login:"
        " `USER PASSWORD`; secrets stand there as env:NAME or command:LINE",
    )

    imports = add_task("import", "subscribe to the feeds of an OPML file, or take over what newsboat keeps")
    imports.add_argument("file", metavar="FILE", nargs="?", help="an OPML file, or - for standard input")
    imports.add_argument(
        "--newsboat",
        action="store_true",
        help="feeds, tags, searches, rules, articles, and what you have read; nothing there is changed",
    )

    export = add_task("export", "write the feeds as OPML")
    export.add_argument("file", metavar="FILE", nargs="?", default="-", help="a file (standard output)")

    refresh = add_command(
        "refresh",
        "ask the feeds for what is new",
        shared,
        details="Ask the feeds for what is new, and fetch the pages of entries that are only summaries. One line a feed"
        " that has something new, or could not be asked.",
    )
    refresh.add_argument("feeds", metavar="FEED", nargs="*", help=f"only these: {_FEED} (all)")
    refresh.add_argument("--due", action="store_true", help="only those of which something new is expected: for cron")
    add_json(refresh)
