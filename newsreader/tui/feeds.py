"""Feeds among the lists: asked for what is new, by themselves too where that is set; subscribed to, named, left."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING

from newsreader.model import FullText, Job, JobKind, Link, ListName, Status, View
from newsreader.telling import describe_feed_shortly, say_unencrypted
from newsreader.text import truncate
from newsreader.tui import dialogs
from newsreader.tui.completion import complete_path
from newsreader.tui.guard import guarded
from newsreader.tui.importing import ImportingScreen
from newsreader.tui.lines import Line, Role, Span
from newsreader.tui.marking import read_tags, write_tags
from newsreader.tui.panes import PaneName
from newsreader.tui.prompt import LineEditor
from newsreader.tui.prompting import Question
from newsreader.wording import name_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Feed, Fetched, JobReport
    from newsreader.tui.fetching import Waiting
    from newsreader.tui.jobs import Running

_MINUTE = 60.0
_LINK_WIDTH = 60


class FeedsScreen(ImportingScreen):
    """Panes among whose lists feeds are."""

    # What was asked for last and is no feed: asked for again, it is subscribed to all the same.
    _doubted = ""

    def on_mount(self) -> None:
        """Ask what is due from time to time, where that is set; Textual asks the classes above too."""
        minutes = self.desk.settings.feeds_refresh_minutes
        if minutes:
            self.set_interval(minutes * _MINUTE, self._refresh_due)
            self._refresh_due()

    # --- what is focused

    @property
    def focused_feed(self) -> Feed | None:
        """The feed under the cursor among the lists, or the one whose list is shown."""
        listed = self.sources.listed if self.focused_pane is PaneName.SOURCES else self.rows.listed
        return self.find_feed(listed)

    def find_feed(self, listed: ListName) -> Feed | None:
        """The feed whose list it is."""
        feeds = self.desk.list_feeds() if listed.view is View.FEED else []
        return next((feed for feed in feeds if str(feed.id) == listed.name), None)

    def say_pane_keys(self) -> str:
        """As for every pane; on a feed, how it does."""
        feed = self.focused_feed if self.focused_pane is PaneName.SOURCES else None
        if feed is None:
            return super().say_pane_keys()
        return describe_feed_shortly(feed, time.time(), self.glyphs.dot, self.keys)

    def _take_feed(self) -> Feed | None:
        """The focused feed; where there is none, that is said."""
        feed = self.focused_feed
        if feed is None:
            self.say(self.keys.fill("That is for a feed: among the lists ({pane-left}), or in its own list."))
        return feed

    # --- asking for what is new

    def action_refresh(self) -> None:
        """Ask the focused feed for what is new."""
        feed = self.focused_feed
        if feed is None:
            self.say(self.keys.fill("{refresh} is for a feed, among the lists or in its own; {refresh-all} asks all."))
        else:
            self._refresh(feed)

    def _refresh(self, feed: Feed) -> None:
        if not self.is_busy():
            self.begin_job(Job(JobKind.REFRESH, feeds=(feed.id,)))
            self.say(f"Asking for what is new: {name_title(feed.title)}")

    def name_object(self, job: Job) -> str:
        """The feed that is asked, where it is one."""
        return self.desk.name_feed(job.feeds[0]) if len(job.feeds) == 1 else ""

    def action_refresh_all(self) -> None:
        """Ask all feeds for what is new."""
        if not self.desk.list_feeds():
            self.say(self.keys.fill("No feeds yet: {subscribe} subscribes to one."))
        elif not self.is_busy():
            self.begin_job(Job(JobKind.REFRESH))

    @guarded
    def _refresh_due(self) -> None:
        """Ask those feeds that are due, if nothing else runs."""
        if not self.is_working and self.desk.choose_feeds(is_due=True):
            self.begin_job(Job(JobKind.REFRESH, is_due=True), is_quiet=True)

    @guarded
    def end_job(self, running: Running, report: JobReport) -> None:
        """As for every job; behind it come feeds that are new by now, behind feeds the pages of summaries."""
        is_refresh = running.job.kind is JobKind.REFRESH
        if running.job.kind is not JobKind.PAGES or running.is_stopped or report.error:
            super().end_job(running, report)
        if running.is_stopped and not running.is_quiet:
            self._to_ask = ()
        elif not self.is_working:
            self.ask_new()
        if is_refresh and not (running.is_stopped or report.error or self.is_working) and self.desk.count_due_pages():
            self.begin_job(Job(JobKind.PAGES), is_quiet=running.is_quiet)

    # --- subscribing

    def action_subscribe(self) -> None:
        """Subscribe to a feed or to one of a site, to all of a list (OPML) or of newsboat's folder; which is asked."""
        label, editor = "subscribe to address or OPML file:", LineEditor(self._doubted, is_selected=True)
        self.ask(Question(label, editor, self._subscribe, completed=complete_path))

    def _subscribe(self, text: str) -> None:
        text = text.strip()
        path = os.path.expanduser(text)
        doubted, self._doubted = self._doubted, ""
        if not text:
            return
        if (os.path.isdir(path) or os.path.basename(path) == "urls") and self.import_newsboat(path):
            return
        if os.path.isfile(path):
            self.import_list(path)
        elif text == doubted and self.desk.is_address(text):
            self._subscribe_to(Link("", text))
        elif "." in text or ":" in text:
            self.ask_for_feeds(text, self._take_found)
            words, hint = "Looking for feeds at ", self.keys.hint("close", "gives up")
            self.say(f"{words}{name_title(text, self.room - len(words) - len(hint) - 2)}  {hint}")
        else:
            self.say(f"{text} is no address, and no file here.", is_error=True)

    def _take_found(self, waiting: Waiting, fetched: Fetched) -> None:
        """Subscribe to what was found; to which, where there are several, is asked who waits for it."""
        address, found = waiting.errand.url, fetched.feeds
        if fetched.outcome.status is Status.FAILED:
            self._doubted = address
            again = self.keys.fill(f" {self.glyphs.dot} {{subscribe}} Enter subscribes all the same")
            tail = again if self.desk.is_address(address) else ""
            reason = truncate(fetched.outcome.reason, max(30, self.room - len(tail)), self.glyphs.ellipsis)
            self.say_news(f"{reason}{tail}", is_error=True)
        elif len(found) == 1:
            self._subscribe_to(found[0], say_unencrypted(address, found[0].url))
        elif self.make_spot() == waiting.spot:
            lines = [_paint_link(link, self.glyphs.ellipsis) for link in found]
            title = f"{len(found)} feeds at {name_title(address)}"
            self.app.push_screen(
                dialogs.Dialog(title, lines, "Enter subscribes, Esc gives up", self.glyphs),
                partial(self._subscribe_chosen, found),
            )
        else:
            self.say_news(f"{len(found)} feeds at {address}: {self.keys.hint('subscribe', 'and Enter offers them')}")

    @guarded
    def _subscribe_chosen(self, found: Sequence[Link], index: int | None) -> None:
        if index is not None:
            self._subscribe_to(found[index])

    def _subscribe_to(self, link: Link, note: str = "") -> None:
        change = self.desk.subscribe(link.url)
        address = self.desk.read_address(link.url)
        feed = next(feed for feed in self.desk.list_feeds() if feed.url == address)
        if not change.id:
            self.say_news(f"Subscribed already: {name_title(feed.title)}")
            return
        self.confirm(change, note)
        self.ask_new((feed.id,))

    # --- what is set of a feed

    def action_rename_feed(self) -> None:
        """Give the focused feed, or the focused saved search, another name."""
        feed = self.focused_feed
        if feed is None:
            super().action_rename_feed()
        else:
            self._rename(feed)

    def _rename(self, feed: Feed) -> None:
        answer = partial(self._rename_to, feed)
        self.ask(Question("name of the feed (none: its own):", LineEditor(feed.title, is_selected=True), answer))

    def _rename_to(self, feed: Feed, name: str) -> None:
        self.confirm(self.desk.rename_feed(feed, name))

    def action_full_text(self) -> None:
        """Fetch the pages of the focused feed always, where it brings only summaries, or never: one after another."""
        feed = self._take_feed()
        if feed is not None:
            modes = list(FullText)
            following = modes[(modes.index(feed.full_text) + 1) % len(modes)]
            self.confirm(self.desk.set_full_text(feed, following))

    def action_tag(self) -> None:
        """As for articles; among the lists a feed is tagged."""
        feed = self.focused_feed if self.focused_pane is PaneName.SOURCES else None
        if feed is None:
            super().action_tag()
            return
        self.ask(Question("tags of the feed:", LineEditor(write_tags(feed.tags)), partial(self._tag, feed)))

    def _tag(self, feed: Feed, text: str) -> None:
        change = self.desk.set_feed_tags(feed, read_tags(text))
        if change.id:
            self.confirm(change)

    def action_delete(self) -> None:
        """As for articles; among the lists a feed is left."""
        feed = self.focused_feed if self.focused_pane is PaneName.SOURCES else None
        if feed is None:
            super().action_delete()
        else:
            self._leave(feed)

    def _leave(self, feed: Feed) -> None:
        change = self.desk.unsubscribe(feed)
        self.confirm(change)
        if self.focused_pane is PaneName.SOURCES:
            self.follow_sources()

    # --- how all do

    def action_feeds(self) -> None:
        """Show how all feeds do."""
        feeds = dialogs.sort_feeds(self.desk.list_feeds())
        if not feeds:
            self.say(self.keys.fill("No feeds yet: {subscribe} subscribes to one."))
            return
        dialog = dialogs.FeedsDialog(feeds, time.time(), self.app.size.width, self.keys, self.glyphs)
        self.app.push_screen(dialog, lambda index: None if index is None else self._do(dialog.deed, feeds[index]))

    @guarded
    def _do(self, deed: str, feed: Feed) -> None:
        if deed == "refresh":
            self._refresh(feed)
        elif deed == "rename-feed":
            self._rename(feed)
        elif deed == "delete":
            self._leave(feed)
        else:
            self.note_place()
            self.navigator.enter_list(ListName(View.FEED, str(feed.id)))
            self.sources.point_to(self.rows.listed)
            self.focus_pane(PaneName.LIST)


def _paint_link(link: Link, ellipsis: str) -> Line:
    words = truncate(link.text, _LINK_WIDTH // 2, ellipsis)
    return Line((Span(f" {words}  "), Span(f"{truncate(link.url, _LINK_WIDTH, ellipsis)} ", Role.MUTED)))
