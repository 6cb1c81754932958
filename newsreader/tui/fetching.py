"""Pages fetched beside reading: what is followed and not stored, and the whole page of what was only a summary.

A process that stays for the run fetches them, started when the first is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import work
from textual.message import Message

from newsreader import background
from newsreader.model import Errand, Fetched, Outcome, Status
from newsreader.tui.guard import guarded
from newsreader.tui.jobs import JobsScreen
from newsreader.values import dataclass
from newsreader.wording import describe_fetching, explain_waiting, name_title, say_not_fetched

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from newsreader.desk import Desk
    from newsreader.model import Edge, ListName, Wish
    from newsreader.tui.panes import PaneName
    from newsreader.tui.profile import Profile


class Spot(NamedTuple):
    """What a reader looks at: who has moved on is at another."""

    pane: PaneName
    listed: ListName
    cursor: int
    article_id: int | None
    offset: int
    link: int
    related: str
    is_asking: bool


class Target(NamedTuple):
    """What is fetched: the page at an address, or the whole page of a stored article."""

    url: str
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An errand that is under way; `title` is of what was asked for, at `spot`.

    A page (`is_headline`) that can't be had is wanted from then on. `heard` takes the answer where it is no page.
    """

    errand: Errand
    title: str
    spot: Spot
    is_headline: bool = False
    heard: Callable[[Waiting, Fetched], None] | None = None

    @property
    def target(self) -> Target:
        """What is fetched."""
        return Target(self.errand.url, self.errand.article_id)


class FetchingScreen(JobsScreen):
    """Panes from which pages are fetched; what is under way stands in the status line, with a still word."""

    _fetcher: subprocess.Popen[bytes] | None = None
    _last_number = 0

    class Arrived(Message):
        """An errand has an answer."""

        def __init__(self, fetched: Fetched) -> None:
            super().__init__()
            self.fetched = fetched

    class FetcherDied(Message):
        """The process that fetches is gone."""

        def __init__(self, process: subprocess.Popen[bytes]) -> None:
            super().__init__()
            self.process = process

    def __init__(
        self, desk: Desk, profile: Profile, article_id: int | None, message: str, *, is_over_list: bool
    ) -> None:
        super().__init__(desk, profile, article_id, message, is_over_list=is_over_list)
        self._waiting: dict[int, Waiting] = {}
        # Why pages could not be had, by their addresses.
        self._reasons: dict[str, str] = {}

    # --- asking

    def action_fetch(self) -> None:
        """Fetch the page of the focused headline, or the whole page of the focused article."""
        edge, row, wish = self.focused_edge, self.focused_row, self.focused_wish
        if row is not None:
            if row.url:
                self._fetch(Target("", row.id), row.title)
            else:
                self.say(f"No address known: {name_title(row.title)}")
        elif edge is not None and edge.targets:
            self.say(f"{len(edge.targets)} articles bear this title: {self.keys.name('open')} opens one.")
        elif edge is not None or wish is not None:
            text, url = (edge.text, edge.url) if edge is not None else (wish.text, wish.url) if wish else ("", "")
            if url:
                self.fetch_headline(text, url)
            else:
                self.say(f"No address on this page: {name_title(text)}")
        else:
            self.say(self.keys.fill("{fetch} fetches the whole page of an article, or that of a headline."))

    def fetch_headline(self, text: str, url: str) -> None:
        """Fetch the page of a headline that is not stored."""
        self._fetch(Target(url), text, is_headline=True)

    def _fetch(self, target: Target, title: str, *, is_headline: bool = False) -> None:
        if self._find_waiting(target) is None:
            self.begin_errand(
                Waiting(Errand(self._count_up(), *target), title, self.make_spot(), is_headline=is_headline)
            )
        # Of a focused headline the status line says it by itself.
        is_focused = is_headline and self._focused_target == target
        self.say("" if is_focused else f"{describe_fetching(0, self._fetching, self.keys)}: {name_title(title)}")

    def _count_up(self) -> int:
        self._last_number += 1
        return self._last_number

    def ask_for_feeds(self, address: str, heard: Callable[[Waiting, Fetched], None]) -> None:
        """Look for the feeds at an address; `heard` is told what there is."""
        errand = Errand(self._count_up(), address, is_for_feeds=True)
        self.begin_errand(Waiting(errand, address, self.make_spot(), heard=heard))

    def begin_errand(self, waiting: Waiting) -> None:
        """Have the process do an errand; it is started where there is none."""
        if self._fetcher is None or self._fetcher.poll() is not None:
            self._fetcher = background.start_fetching(self.desk.path)
            self._listen_to_fetcher(self._fetcher)
        self._waiting[waiting.errand.number] = waiting
        background.send_errand(self._fetcher, waiting.errand)
        self.show_work()
        self.show_bars()

    @work(thread=True, exit_on_error=False, group="fetching")
    def _listen_to_fetcher(self, process: subprocess.Popen[bytes]) -> None:
        for fetched in background.read_fetched(process):
            self.post_from_thread(self.Arrived(fetched))
        self.post_from_thread(self.FetcherDied(process))

    # --- giving up

    def give_up_here(self) -> bool:
        """Give up fetching what is focused; whether it was being fetched."""
        waiting = self._find_waiting(self._focused_target)
        if waiting is None:
            # Nobody can point to the feeds of a site that are looked for.
            waiting = next((each for each in self._waiting.values() if each.heard), None)
        if waiting is None:
            return False
        self._give_up(waiting)
        self.say(f"Given up: {name_title(waiting.title)}")
        return True

    def _give_up(self, waiting: Waiting) -> None:
        del self._waiting[waiting.errand.number]
        if self._fetcher is not None:
            background.send_errand(self._fetcher, waiting.errand.number)
        self.show_work()

    def stop_job(self) -> bool:
        """As for a job; all that is being fetched is given up too."""
        under_way = list(self._waiting.values())
        for waiting in under_way:
            self._give_up(waiting)
        if under_way:
            self.say("Given up fetching.")
        return super().stop_job() or bool(under_way)

    # --- what is under way

    def make_spot(self) -> Spot:
        """What the reader looks at."""
        reading = self.navigator.reading
        return Spot(
            self.focused_pane,
            self.rows.listed,
            self.rows.cursor if reading is None else 0,
            reading.row.id if reading else None,
            self.article.text_offset,
            self.article.link,
            self.related.key,
            bool(self.question or self.digits or self.app.screen is not self),
        )

    @property
    def _focused_target(self) -> Target:
        edge, row, wish = self.focused_edge, self.focused_row, self.focused_wish
        if row is not None:
            return Target("", row.id)
        return Target(edge.url if edge is not None else wish.url if wish is not None else "")

    def _find_waiting(self, target: Target) -> Waiting | None:
        found = (each for each in self._waiting.values() if not each.heard and each.target == target)
        return next(found, None)

    @property
    def _fetching(self) -> str:
        return f"fetching{self.glyphs.ellipsis} {self.glyphs.dot} "

    def describe_edge(self, edge: Edge) -> str:
        """As for every headline; of one whose page is being fetched, that."""
        if not edge.targets and self._find_waiting(Target(edge.url)):
            return describe_fetching(edge.number, self._fetching, self.keys)
        return super().describe_edge(edge)

    def show_work(self) -> None:
        """As for jobs; how much is being fetched besides."""
        count = len(self._waiting)
        words = f"fetching {count if count > 1 else ''}".rstrip() + self.glyphs.ellipsis if count else ""
        self.show_aside(", ".join(filter(None, (self._progress, words))))

    def describe_wish(self, wish: Wish) -> str:
        """As for every wish; of one whose page is being fetched, that."""
        if not wish.targets and self._find_waiting(Target(wish.url)):
            return describe_fetching(0, self._fetching, self.keys)
        return super().describe_wish(wish)

    def explain_wish(self, text: str, url: str) -> None:
        """As for every wish; what came of fetching its page besides."""
        reason = self._reasons.get(url, "")
        self.say(explain_waiting(text, url, self.glyphs.dot, self.room, reason, self.keys))

    # --- what comes of it

    @guarded
    def on_fetching_screen_arrived(self, message: Arrived) -> None:
        """Show what came where it was asked for, unless the reader has moved on."""
        waiting = self._waiting.pop(message.fetched.number, None)
        # What was given up just as it came is there and not shown.
        if waiting is not None:
            self.show_work()
            self._take_answer(waiting, message.fetched)

    def _take_answer(self, waiting: Waiting, fetched: Fetched) -> None:
        if waiting.heard is not None:
            waiting.heard(waiting, fetched)
            return
        self.take_in_changes()
        outcome = fetched.outcome
        if outcome.id is None or outcome.status in (Status.FAILED, Status.NOT_AN_ARTICLE):
            self._tell_failure(waiting, outcome)
            return
        self._reasons.pop(waiting.errand.url, None)
        reading, here = self.navigator.reading, self.make_spot()
        is_open = reading is not None and reading.row.id == outcome.id
        if is_open:
            # It may have related headlines now.
            self.arrange_panes()
            self.say_news(f"The whole page is here: {name_title(waiting.title)}")
        elif here == waiting.spot:
            self.say("")
            self.open_arrived(outcome.id)
        else:
            self._tell_arrival(waiting, outcome.id)

    def _tell_arrival(self, waiting: Waiting, article_id: int) -> None:
        edge, row = self.focused_edge, self.focused_row
        is_pointed_to = (
            row is not None and row.id == article_id and (edge is not None or self.navigator.reading is None)
        )
        hint = self.keys.hint("open", "opens") if is_pointed_to else ""
        tail = f" {self.glyphs.dot} {hint}" if hint else ""
        self.say_news(f"Arrived: {name_title(waiting.title, self.room - len(tail) - 9)}{tail}")

    def _tell_failure(self, waiting: Waiting, outcome: Outcome) -> None:
        url = waiting.errand.url
        is_wanted = waiting.is_headline and outcome.status is Status.FAILED
        if is_wanted:
            self._reasons[url] = outcome.reason
            self.desk.set_wanted(waiting.title, url, True)
            self.refresh_states()
        words = say_not_fetched(waiting.title, outcome.reason, self.glyphs.dot, self.room, is_wanted=is_wanted)
        self.say_news(words, is_error=True)

    @guarded
    def on_fetching_screen_fetcher_died(self, message: FetcherDied) -> None:
        """What it was to fetch will not come."""
        code = message.process.wait()
        if message.process is not self._fetcher:
            return
        self._fetcher = None
        under_way = list(self._waiting.values())
        self._waiting.clear()
        self.show_work()
        for waiting in under_way:
            reason = f"the background process ended (exit code {code})"
            failure = Outcome(Status.FAILED, waiting.errand.url, reason=reason)
            self._take_answer(waiting, Fetched(waiting.errand.number, failure))

    def on_unmount(self) -> None:
        """The program ends, and with it what is under way."""
        if self._fetcher is not None:
            self._fetcher.terminate()

    def open_arrived(self, article_id: int) -> None:
        """Open what has come: the reader's to say."""
        raise NotImplementedError
