"""Every action of the app as plain data: its name, its keys, one line of help, and where it holds.

Key bindings and the help view are made from this table, so neither can say what the other does not.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


class Where(StrEnum):
    """The part of the app in which an action holds; the value is its heading in the help."""

    MOVING = "Moving"
    PANES = "Panes and history"
    ARTICLE = "In an article"
    FINDING = "Finding"
    RELATED = "In the related headlines"
    ACTING = "Acting on what is focused"
    FEEDS = "Feeds"
    PROGRAM = "The program"


@dataclass(frozen=True, slots=True)
class Command:
    """One action: `name` is kebab-case and stable, `keys` as the terminal library names them."""

    name: str
    keys: tuple[str, ...]
    help: str
    where: Where


COMMANDS: tuple[Command, ...] = (
    Command("line-down", ("j", "down"), "a line or a row down", Where.MOVING),
    Command("line-up", ("k", "up"), "a line or a row up", Where.MOVING),
    Command(
        "page-down", ("space", "pagedown", "ctrl+f"), "a page down; at an article's end the next unread", Where.MOVING
    ),
    Command("page-up", ("b", "pageup"), "a page up", Where.MOVING),
    Command("half-page-down", ("ctrl+d",), "half a page down", Where.MOVING),
    Command("half-page-up", ("ctrl+u",), "half a page up", Where.MOVING),
    Command("first", ("g", "home"), "to the top; a list also takes in what is new", Where.MOVING),
    Command("last", ("G", "end"), "to the end", Where.MOVING),
    Command("open", ("enter",), "open the row, follow the headline or selected link", Where.MOVING),
    Command("pane-left", ("h", "left"), "one pane to the left", Where.PANES),
    Command("pane-right", ("l", "right"), "one pane to the right; in the rightmost, open the row", Where.PANES),
    Command("next-pane", ("tab",), "next visible pane; on a narrow screen the other one", Where.PANES),
    Command("previous-pane", ("shift+tab",), "previous visible pane", Where.PANES),
    Command("wider", (">",), "the focused pane wider", Where.PANES),
    Command("narrower", ("<",), "the focused pane narrower", Where.PANES),
    Command("zoom", ("z",), "the focused pane alone, and back", Where.PANES),
    Command("back", ("H", "backspace"), "back to where you were", Where.PANES),
    Command("forward", ("L",), "forward again", Where.PANES),
    Command("trail", ("P",), "where you have been, as a tree", Where.PANES),
    Command("history", ("V",), "what you have opened, by day", Where.PANES),
    Command("up", ("q",), "up to the list, out of a search, then the program", Where.PANES),
    Command("close", ("escape",), "close what is open, then up; never ends the program", Where.PANES),
    Command("next-link", ("]",), "select the next link in the text", Where.ARTICLE),
    Command("previous-link", ("[",), "select the previous link in the text", Where.ARTICLE),
    Command("why", ("W",), "what each line of the page was taken for", Where.ARTICLE),
    Command("next-article", ("J",), "next article of the list", Where.ARTICLE),
    Command("previous-article", ("K",), "previous article of the list", Where.ARTICLE),
    Command("next-unread", ("n",), "next unread article or headline; next place found", Where.ARTICLE),
    Command("previous-unread", ("N",), "previous unread article or headline", Where.ARTICLE),
    Command("sort", ("O",), "sort the list: by publication, arrival, reading", Where.FINDING),
    Command("find", ("/",), "find words in the article; in a list, search", Where.FINDING),
    Command("search", ("S",), "search the library as you type", Where.FINDING),
    Command("save-search", ("B",), "keep what is searched for as a list", Where.FINDING),
    Command("hints", ("f",), "label the links on the screen, follow one by letters", Where.FINDING),
    Command("list-links", ("u",), "list all links of the page", Where.FINDING),
    Command("next-section", ("}",), "next section", Where.RELATED),
    Command("previous-section", ("{",), "previous section", Where.RELATED),
    Command("stored-only", (".",), "stored headlines only, or all", Where.RELATED),
    Command("bookmark", ("s",), "bookmark, or not; wants a headline not stored", Where.ACTING),
    Command("queue", ("a",), "read it next, or not; wants what is not stored", Where.ACTING),
    Command("tag", ("t",), "tag it, with words; a feed too", Where.ACTING),
    Command("note", ("w",), "write a note on it", Where.ACTING),
    Command("delete", ("D",), "into the trash; there, bring it back; leave a feed", Where.ACTING),
    Command("mark-all-read", ("A",), "mark all of the list read", Where.ACTING),
    Command("not-this", ("x",), "a headline does not mean the article that it leads to", Where.RELATED),
    Command("toggle-read", ("m",), "mark read or unread", Where.ACTING),
    Command("copy-address", ("y",), "copy the address", Where.ACTING),
    Command("copy-article", ("Y",), "copy the article as Markdown", Where.ACTING),
    Command("cite", ("c",), "copy a line that cites the article", Where.ACTING),
    Command("browse", ("o",), "open the address in the browser", Where.ACTING),
    Command("pipe", ("|",), "give the article to a command as its input", Where.ACTING),
    Command("share", ("!",), "give the article to one of your commands", Where.ACTING),
    Command("edit", ("E",), "open a copy of the article in the editor", Where.ACTING),
    Command("undo", ("U",), "undo the last change of this run", Where.ACTING),
    Command("redo", ("ctrl+r",), "make again what was undone", Where.ACTING),
    Command("fetch", ("F",), "fetch the whole page of an article or headline", Where.FEEDS),
    Command("refresh", ("r",), "ask the feed for what is new", Where.FEEDS),
    Command("refresh-all", ("R",), "ask all feeds for what is new", Where.FEEDS),
    Command("subscribe", ("I",), "subscribe to a feed, a site, a list of feeds (OPML)", Where.FEEDS),
    Command("import-newsboat", ("f4",), "take over what newsboat keeps, what is read too", Where.FEEDS),
    Command("rename-feed", ("=",), "give a feed or a saved search another name", Where.FEEDS),
    Command("full-text", ("%",), "whole pages of the feed: always, short ones, never", Where.FEEDS),
    Command("feeds", ("v",), "all feeds: how each does, trouble first", Where.FEEDS),
    Command("palette", (":", "ctrl+p"), "every action by name", Where.PROGRAM),
    Command("add", ("i",), "add a file, or all files of a folder", Where.PROGRAM),
    Command("export", ("X",), "write the articles of the list into a file", Where.PROGRAM),
    Command("reparse", ("f8",), "split every page again", Where.PROGRAM),
    Command("theme", ("T",), "choose a theme, with a preview", Where.PROGRAM),
    Command("repaint", ("ctrl+l",), "paint the whole screen anew, whatever wrote over it", Where.PROGRAM),
    Command("toggle-mouse", ("ctrl+o",), "the mouse is the app's, or selects text", Where.PROGRAM),
    Command("help", ("?",), "show every key", Where.PROGRAM),
    Command("quit", ("Q",), "end the program from anywhere", Where.PROGRAM),
)

# What only moves the cursor, wherever it is.
MOVES = tuple(command.name for command in COMMANDS if command.where is Where.MOVING and command.name != "open")

# Keys that are typed rather than bound: they stand in the help beside the commands.
DIGITS_HELP = "a link's number; Enter follows it, Esc gives up"

# The keys of the view that `why` opens, where they do other things than elsewhere.
WHY_HEADING = "Why: the lines of an article's page"
WHY_HELP: tuple[tuple[str, str], ...] = (
    ("{open}", "say what the line is: the page is split again"),
    ("{previous-section} {next-section}", "lines that were taken for something else"),
    ("{next-unread} {previous-unread}", "a line that is unsure (?) or was corrected (!)"),
    ("{up}", "back to the article"),
)

# How keys are written for people, where the terminal library's names are no words.
KEY_NAMES = {
    "space": "Space",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "enter": "Enter",
    "left": "Left",
    "right": "Right",
    "up": "Up",
    "down": "Down",
    "tab": "Tab",
    "backspace": "Backspace",
    "escape": "Esc",
    "insert": "Ins",
    "delete": "Del",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}


def name_key(key: str) -> str:
    """A key as the help writes it: `ctrl+d`, `Shift+Tab`, `PgDn`."""
    # A lone + is no join of two.
    modifiers, plus, base = key.rpartition("+") if len(key) > 1 else ("", "", key)
    return f"{modifiers.replace('shift', 'Shift')}{plus}{KEY_NAMES.get(base, base)}"


@dataclass(frozen=True, slots=True)
class KeyNames:
    """The keys of every action, as messages name them: by the first one."""

    keys: Mapping[str, tuple[str, ...]]

    def name(self, action: str) -> str:
        """`U` of `undo`; an action without a key stands there itself, `<undo>`."""
        keys = self.keys[action]
        return name_key(keys[0]) if keys else f"<{action}>"

    def hint(self, action: str, words: str) -> str:
        """`U undo`; "" where the action has no key."""
        return f"{self.name(action)} {words}" if self.keys[action] else ""

    def fill(self, words: str) -> str:
        """Words of ours with the keys of the actions that stand in braces: `{undo} brings it back`."""
        return words.format_map({action: self.name(action) for action in self.keys})

    def join_hints(self, gap: str, *hints: tuple[str, str]) -> str:
        """Hints one after another, without those of actions that have no key."""
        return gap.join(filter(None, (self.hint(action, words) for action, words in hints)))


DEFAULT_KEYS = KeyNames({command.name: command.keys for command in COMMANDS})
