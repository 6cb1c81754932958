"""The arguments of the command line: every command with what it takes. Each names the module that runs it."""

from __future__ import annotations

import argparse
from datetime import date
from os.path import isfile
from pathlib import Path
from shlex import quote
from typing import Any

from newsreader import __version__
from newsreader.commands.feed_arguments import add_feed_commands
from newsreader.commands.output import UsageError
from newsreader.commands.rule_arguments import add_rule_command
from newsreader.model import Label, View
from newsreader.text import clean_url

_COMMAND, _QUERY = "COMMAND", "QUERY"


class _Parser(argparse.ArgumentParser):
    """Takes what is typed for what it is meant as: `-goat` for a query, a file for one whose command was forgotten.

    For neither has argparse a public way.
    """

    def _parse_optional(self, arg_string: str) -> Any:
        # None says that it is no option: all begin with two dashes, but for -h.
        is_dashed = arg_string[:1] == "-" and arg_string[1:2] not in ("", "-") and arg_string != "-h"
        if is_dashed and any(action.metavar == _QUERY for action in self._actions):
            return None
        return super()._parse_optional(arg_string)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.metavar == _COMMAND and value not in (action.choices or ()) and isfile(value):
            raise UsageError(f"did you mean `newsreader read {quote(value)}`?")
        super()._check_value(action, value)


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` names the module in `newsreader.commands` that runs it."""
    # They may stand before or after the command: the second parser must not set a default over what the first found.
    plain = argparse.ArgumentParser(add_help=False)
    _add_plain(plain, argparse.SUPPRESS)
    shared = argparse.ArgumentParser(add_help=False, parents=[plain])
    _add_library(shared, argparse.SUPPRESS)
    themed = argparse.ArgumentParser(add_help=False)
    _add_theme(themed, argparse.SUPPRESS)

    parser: argparse.ArgumentParser = _Parser(
        prog="newsreader",
        description="Read the text of news pages in the terminal. Without a command: open the library.",
        # An abbreviation that scripts use would end with the next option of its beginning.
        allow_abbrev=False,
    )
    _add_library(parser, None)
    _add_theme(parser, None)
    _add_plain(parser, False)
    parser.add_argument("--version", action="version", version=f"newsreader {__version__}")
    parser.add_argument(
        "--continue",
        dest="is_continued",
        action="store_true",
        help="open the article that was read last, where it was left",
    )
    parser.set_defaults(command="browse")
    commands = parser.add_subparsers(metavar=_COMMAND, title="commands")

    def add_command(
        name: str, summary: str, *parents: argparse.ArgumentParser, details: str = ""
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=summary,
            description=details or f"{summary[0].upper()}{summary[1:]}.",
            parents=parents,
            allow_abbrev=False,
        )
        command.set_defaults(command=name)
        return command

    read = add_command(
        "read",
        "read a page's text, and keep it",
        shared,
        themed,
        details="Read the text of a news page: keep it in the library and open it, or print it where there is no"
        " terminal. A WET or WARC record, which says its address and day, and what gzip has packed are read too.",
    )
    read.add_argument("file", metavar="FILE", help="a page's text, or - for standard input")
    _add_address(read)
    read.add_argument(
        "--date",
        metavar="DAY",
        type=_day,
        default="",
        help="the day when the page was read, as 2031-03-04: its date where it states none",
    )
    read.add_argument("--json", action="store_true", help="print the article as one JSON object")
    _add_width(read)

    add = add_command(
        "add",
        "keep pages without opening them",
        shared,
        details="Keep the texts of news pages; folders are walked in the order of their names, web archives (WARC, WET,"
        " also packed with gzip) page by page. One line a page: added, known, not-an-article or failed.",
    )
    add.add_argument("paths", metavar="PATH", nargs="+", help="a file, a folder, or - for standard input")
    _add_address(add)
    add.add_argument("--jobs", metavar="N", type=_count, help="processes that share the work (one a core)")
    _add_json(add)

    split = add_command(
        "split",
        "split pages of JSON Lines, for scripts; keeps nothing",
        plain,
        details='Split many pages, and keep none: JSON Lines in ({"id", "text" or "html", "url"}), JSON Lines out (id,'
        " title, published, byline, body, headlines, confidence, kind; or id and error). A plain page's text gives one"
        " line, a web archive one for each of its pages.",
    )
    split.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="JSON Lines or a page's text, - for standard input"
    )
    split.add_argument(
        "--jobs", metavar="N", type=_count, default=1, help="processes that share the work (%(default)s)"
    )

    inspect = add_command(
        "inspect", "say what each line of a page's text was taken for, and how sure that is; keeps nothing", plain
    )
    inspect.add_argument("file", metavar="FILE", help="a page's text, or - for standard input")
    _add_address(inspect)
    _add_json(inspect)

    rows = add_command(
        "list", "list the library, newest first", shared, details=f"List the library, newest first. {_QUERIES}"
    )
    rows.add_argument("query", metavar="QUERY", nargs="?", default="", help="only what it finds")
    rows.add_argument(
        "--view",
        choices=[view.value for view in View if view not in (View.SAVED, View.TAG, View.SITE, View.FEED, View.FOUND)],
        default=View.ALL.value,
        help="which of its lists (%(default)s)",
    )
    rows.add_argument("--saved", metavar="NAME", help="what the saved search of this name finds")
    rows.add_argument("--limit", metavar="N", type=_count, help="at most so many lines (of a query 10,000)")
    _add_json(rows)

    search = add_command(
        "search",
        "find articles by what they say, best first",
        shared,
        details=f"Find articles by what they say, best first, and show where they say it. {_QUERIES}",
    )
    search.add_argument("query", metavar="QUERY", help="one argument: quote it for the shell")
    search.add_argument("--limit", metavar="N", type=_count, help="at most so many articles (50)")
    _add_json(search)

    saved = add_command(
        "saved",
        "keep searches as lists, or list them",
        shared,
        details="Keep a search under a name, as a list: the app shows it among the others, and"
        " `newsreader list --saved NAME` prints it.",
    )
    saved.add_argument("name", metavar="NAME", nargs="?", help="without it: list the saved searches")
    saved.add_argument("query", metavar="QUERY", nargs="?", help="what it finds; one argument: quote it for the shell")
    saved.add_argument("--remove", action="store_true", help="keep it no longer")
    _add_json(saved)

    show = add_command("show", "print a stored article", shared)
    _add_id(show)
    show.add_argument("--version", metavar="N", type=_count, help="as it was in a version of `newsreader versions`")
    _add_json(show)
    _add_width(show)

    links = add_command("links", "list what a stored article links to, and what links to it", shared)
    _add_id(links)
    _add_json(links)

    why = add_command("why", "say what each line of a stored page was taken for, and how sure that is", shared)
    correct = add_command(
        "correct",
        "say what a line of a stored page is, and split the page again",
        shared,
        details="Say what a line of a stored page is, and split the page again: what you say is kept with the page and"
        " wins over the model whenever it is split. `newsreader why ID` numbers the lines.",
    )
    corrections = add_command(
        "corrections",
        "list what was corrected, for scripts and reports",
        shared,
        details="List what was corrected, by line of each page; nothing of the pages themselves without --text.",
    )
    for command, name in ((why, "why"), (correct, "correct"), (corrections, "corrections")):
        command.set_defaults(command="why", name=name)
    _add_id(why)
    _add_json(why)
    _add_id(correct)
    correct.add_argument("line", metavar="LINE", type=_count, help="a line's number in `newsreader why ID`")
    correct.add_argument(
        "label",
        metavar="LABEL",
        nargs="?",
        choices=[label.value for label in Label],
        help=f"one of {', '.join(Label)}",
    )
    correct.add_argument("--remove", action="store_true", help="take the correction away")
    corrections.add_argument("--text", action="store_true", help="with the text of each line, to learn from")
    _add_json(corrections)

    versions = add_command("versions", "list what a stored article said before its page changed", shared)
    _add_id(versions)
    _add_json(versions)

    def add_change(name: str, summary: str, *, has_ids: bool = True) -> argparse.ArgumentParser:
        command = add_command(name, summary, shared)
        command.set_defaults(command="keep", name=name)
        if has_ids:
            command.add_argument("ids", metavar="ID", nargs="+", type=_count, help="numbers in `newsreader list`")
        return command

    add_change("bookmark", "bookmark articles")
    add_change("unbookmark", "take their bookmarks away")
    mark = add_change("mark", "mark articles read or unread", has_ids=False)
    mark.add_argument("state", choices=["read", "unread"])
    mark.add_argument("ids", metavar="ID", nargs="*", type=_count, help="numbers in `newsreader list`")
    mark.add_argument("--query", metavar="QUERY", help="all that it finds: `--query is:unread`")
    tag = add_change("tag", "tag articles, or list the tags", has_ids=False)
    tag.add_argument("tag", metavar="TAG", nargs="?", help="without it: list the tags")
    tag.add_argument("ids", metavar="ID", nargs="*", type=_count, help="numbers in `newsreader list`")
    tag.add_argument("--remove", action="store_true", help="take the tag away")
    _add_json(tag)
    note = add_change("note", "note something on an article, or print its note", has_ids=False)
    _add_id(note)
    note.add_argument("text", metavar="TEXT", nargs="?", help='the note, - for standard input, "" to take it away')
    add_change("hide", "hide articles from lists and searches, but for those by is:hidden; they stay stored")
    add_change("unhide", "show them again")
    add_change("delete", "move articles to the trash, which keeps them for 30 days")
    add_change("undelete", "bring articles back from the trash")
    undo = add_change("undo", "undo the last change, whatever made it", has_ids=False)
    undo.add_argument("--list", action="store_true", help="list the last changes instead")
    _add_json(undo)
    add_change("redo", "make again what was undone last", has_ids=False)

    add_feed_commands(add_command, shared, _add_json)
    add_rule_command(add_command, shared, _add_json, _count)

    export = add_command(
        "export",
        "write articles as Markdown, JSON Lines or HTML",
        shared,
        details=f"Write articles as Markdown, JSON Lines or HTML, newest first. {_QUERIES}",
    )
    export.add_argument("query", metavar="QUERY", nargs="?", default="", help="only what it finds")
    export.add_argument(
        "--format",
        choices=["jsonl", "markdown", "html"],
        default="jsonl",
        help="jsonl: one object an article, as `show --json` prints; markdown: one file an article; html: one file",
    )
    export.add_argument("--output", metavar="PATH", help="a file, for markdown a folder (standard output)")

    library = add_command(
        "library",
        "check the library, rescue a damaged one, make it small",
        shared,
        details="Look after the library. check: is all of it sound? salvage FILE: rescue into a new file what can be"
        " read of a damaged one. compact: empty the trash of what is due, let go what the settings let go, give back"
        " room.",
    )
    library.add_argument("task", choices=["check", "salvage", "compact"])
    library.add_argument("file", metavar="FILE", nargs="?", help="the new library, for salvage")

    for name, summary in (
        ("backup", "write the whole library into one file"),
        ("restore", "make the library what a backup is; as it was, it is kept beside it"),
    ):
        command = add_command(name, summary, shared)
        command.set_defaults(command="backup", name=name)
        command.add_argument("file", metavar="FILE", help="the backup")

    reparse = add_command("reparse", "split every kept page again, with the splitter of this version", shared)
    reparse.add_argument("--jobs", metavar="N", type=_count, help="processes that share the work (one a core)")

    add_command("demo", "wander through the demo edition, made-up news in a library that is thrown away", plain, themed)

    add_command("themes", "list the themes, and where each comes from", plain)

    add_command("doctor", "say what was found here, and what follows from it", shared)

    config = add_command(
        "config",
        "say where things are kept, and see to the settings",
        shared,
        details="path: where every file lies. show: every setting with its meaning, as a file that sets what is set"
        " now. edit: open your settings in $VISUAL or $EDITOR, and check them. check: is anything wrong with them?",
    )
    config.add_argument("what", choices=["path", "show", "edit", "check"])
    config.add_argument("--defaults", action="store_true", help="show what holds without any settings")
    return parser


_QUERIES = (
    'A query is words, "phrases", -words to leave out, words joined by OR, beginnings*, and filters: title: body:'
    " author: site: feed: tag: date:2031-03 after:2031 before:7d added:1d read:2031 title:~regex"
    " is:unread|read|bookmarked|tagged|noted|opened|hidden|trash has:links|tags|note|author|date|address."
)


def _add_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", type=_count, help="the article's number in `newsreader list`")


def _add_library(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--library", metavar="FILE", type=Path, default=default, help="the library to use instead of one's own"
    )


def _add_plain(parser: argparse.ArgumentParser, default: bool | str) -> None:
    parser.add_argument(
        "--plain",
        action="store_true",
        default=default,
        help="lines for screen readers: no app, no columns, nothing painted over; a line a fact, with its name",
    )


def _add_theme(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--theme", metavar="NAME", default=default, help="the app's colours, by the name that `newsreader themes` lists"
    )


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", type=_url, default="", help="the page's address, the base of its links")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _add_width(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--width", metavar="N", type=_width, help="cells of a printed line, 0 for no wrapping (72; with --plain 0)"
    )


def _url(value: str) -> str:
    url = clean_url(value)
    if url or not value:
        return url
    raise argparse.ArgumentTypeError(f"{value!r} is no http or https address")


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no day; write it as 2031-03-04") from None


def _count(value: str) -> int:
    # Eighteen digits are what SQLite can count to.
    if value.isascii() and value.isdigit() and len(value) <= 18 and int(value) > 0:
        return int(value)
    raise argparse.ArgumentTypeError(f"{value!r} is no number from 1 on")


def _width(value: str) -> int:
    return 0 if value == "0" else _count(value)
