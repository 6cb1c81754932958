"""How feeds, rules and jobs are told of: one place, so that no two views disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.actions import DEFAULT_KEYS, KeyNames
from newsreader.model import ExportForm, FullText, Imported, JobKind, RuleAction, Status
from newsreader.wording import count_things, say_age, say_clock, say_duration, say_wait

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Feed, Health, Job, JobReport, Rule

_BARS, _ASCII_BARS = "▁▂▃▄▅▆▇█", "_.,:-=+#"


def describe_feed(feed: Feed, now: float) -> str:
    """`3 of 120 unread, 9 a week, asked 5 min ago`, and what is wrong with it."""
    health = feed.health
    pieces = [f"{feed.unread} of {feed.articles:,} unread"]
    if weekly := say_weekly(health):
        pieces.append(f"{weekly} a week")
    if feed.full_text is not FullText.SHORT:
        pieces.append(f"full text {feed.full_text}")
    pieces += ["hidden"] if feed.is_hidden else []
    pieces += [f"#{tag}" for tag in feed.tags]
    pieces.append(describe_health(health, now))
    return ", ".join(pieces)


def describe_feed_shortly(feed: Feed, now: float, dot: str, keys: KeyNames = DEFAULT_KEYS) -> str:
    """What the status line says of a feed under the cursor; where something is wrong with it, that first."""
    is_sound = not feed.health.error
    pieces = [f"{feed.unread:,} of {feed.articles:,} unread"] if is_sound else []
    pieces += [describe_health(feed.health, now), *(f"#{tag}" for tag in feed.tags)]
    return f" {dot} ".join((*pieces, keys.join_hints(f" {dot} ", ("refresh", "refreshes"), ("feeds", "all feeds"))))


def name_trouble(health: Health) -> str:
    """What is wrong with a feed in a word: `gone`, `fails`; "" where nothing is."""
    return "gone" if health.is_gone else "fails" if health.error else ""


def draw_spark(weeks: Sequence[int], *, is_ascii: bool) -> str:
    """A cell a week, as high as its entries are many beside the most of these weeks; the lowest is for none."""
    bars = _ASCII_BARS if is_ascii else _BARS
    most = max(weeks, default=0)
    return "".join(bars[0 if not each else 1 + (each * (len(bars) - 1) - 1) // most] for each in weeks)


def say_weekly(health: Health) -> str:
    """How many entries a feed has in a week, on the average: `12`, `0.4`; "" where that is not known.

    Of the weeks before its first entry nothing is known: a feed holds only its last ones.
    """
    if not health.weeks:
        return ""
    first = next((week for week, entries in enumerate(health.weeks) if entries), 0)
    mean = sum(health.weeks) / len(health.weeks[first:])
    return f"{mean:.1f}" if 0 < mean < 1 else f"{mean:,.0f}"


def describe_health(health: Health, now: float) -> str:
    """When a feed was asked, what is wrong with it, and until when its server wants to be left alone."""
    if health.is_gone:
        return health.error
    hold = say_hold(health, now)
    if health.error:
        last = health.succeeded_at
        answered = "never answered" if last is None else f"last answered {say_age(now - last)}"
        return f"{health.error}; {answered}, {hold or f'asked again {say_wait(health.next_at - now)}'}"
    asked = "never asked" if health.tried_at is None else f"asked {say_age(now - health.tried_at)}"
    return f"{asked}, {hold}" if hold else asked


def say_hold(health: Health, now: float) -> str:
    """`left alone until 14:05`, where a feed's server wants that, for a day at most; "" where it does not."""
    return f"left alone until {say_clock(health.held_until)}" if health.held_until > now else ""


def say_unencrypted(typed: str, url: str) -> str:
    """That a feed is asked by http, where the address was typed without a scheme; else ""."""
    return "not encrypted" if "://" not in typed and url.startswith("http://") else ""


def say_held(held: Sequence[float]) -> str:
    """`left alone until 14:05, as their servers ask`; of each feed that is not asked, until when (Unix seconds, the
    soonest first).
    """
    until, last = say_clock(held[0]), say_clock(held[-1])
    later = "" if last == until else " or later"
    return f"left alone until {until}{later}, as {'its server asks' if len(held) == 1 else 'their servers ask'}"


def say_known(new: int, amount: int) -> str:
    """How many of those that were taken over were known before; "" where none were."""
    return "" if new == amount else f"{amount - new:,} of them known already"


_FORETOLD = {
    RuleAction.HIDE: "would hide {} of the last {}",
    RuleAction.TAG: "would tag {} of the last {}",
    RuleAction.READ: "would mark {} of the last {} read",
    RuleAction.FETCH: "would fetch the pages of {} of the last {}",
}


def foretell_rule(rule: Rule, changed: int, looked_at: int) -> str:
    """`would hide 37 of the last 900 articles`."""
    return _FORETOLD[rule.action].format(f"{changed:,}", count_things(looked_at, "article"))


_DOING = {
    JobKind.ADD: "adding",
    JobKind.REPARSE: "splitting again",
    JobKind.EXPORT: "exporting",
    JobKind.REFRESH: "feeds",
    JobKind.PAGES: "pages",
    JobKind.NEWSBOAT: "taking over",
}


def say_progress(kind: JobKind, report: JobReport, rate: float, room: int) -> str:
    """How far a job is: `adding 412/1,000, 88 a second, 7 s left`, or less of it in less room.

    `rate` is how many are done a second, 0 where that is not known yet.
    """
    doing = _DOING[kind]
    if not report.total:
        counted = f"{doing} {report.done:,}"
        return counted if report.done and len(counted) <= room else doing
    done = f"{doing} {report.done:,}/{report.total:,}"
    said = [f"{doing} {report.done / report.total:.0%}", done]
    waiting = report.total - report.done
    left = f"{say_duration(max(1.0, waiting / rate))} left" if rate and waiting > 0 else ""
    if kind is JobKind.REFRESH:
        failed = report.count(Status.FAILED)
        for piece in (f"{report.new:,} new", f"{failed:,} failed" if failed else "", left):
            said += [f"{said[-1]}, {piece}"] if piece else []
    elif left:
        said += [f"{done}, {left}", f"{done}, {rate:,.0f} a second, {left}"]
    return next((words for words in reversed(said) if len(words) <= room), "")


def say_job_end(
    job: Job, report: JobReport, log: str, keys: KeyNames = DEFAULT_KEYS, *, name: str = "", is_stopped: bool
) -> str:
    """What a job has done, and what to do about what failed; `log` is the file that names each failure, `name` what
    the job was done to where that is one thing.
    """
    said, rest = _say_done(job, report, name, is_cut=is_stopped or bool(report.error))
    if is_stopped and rest:
        said.append(rest)
    failed = report.count(Status.FAILED) - report.offline
    if report.held and report.total:
        said.append(f"{len(report.held):,} {say_held(report.held)}")
    if report.offline:
        said.append(f"{report.offline:,} not asked: you are offline, it seems")
    if failed and name and not (is_stopped or report.error):
        return f"Failed: {report.trouble}"
    if failed:
        where = keys.hint("feeds", "says why") if job.kind is JobKind.REFRESH else f"the reasons are in {log}"
        said.append(f"1 failed: {report.trouble}" if failed == 1 else f"{failed:,} failed: {where}")
    words = ", ".join(said)
    if report.error:
        return f"{report.error} ({words})" if words else report.error
    if is_stopped:
        return f"Stopped: {words}"
    return words if name else words[:1].upper() + words[1:]


def _say_done(job: Job, report: JobReport, name: str, *, is_cut: bool) -> tuple[list[str], str]:
    """What was done, and what became of the rest where the job was cut short."""
    if job.kind is JobKind.EXPORT:
        target = job.paths[0]
        if job.form is not ExportForm.MARKDOWN and is_cut:
            return [], f"{target} is as it was"
        return [f"exported {count_things(report.done, 'article')} to {target}"], ""
    if job.kind is JobKind.REFRESH:
        if not report.total and not is_cut:
            why = say_held(report.held) if report.held else "not asked" if name else "all feeds are gone"
            return [f"{name or 'nothing asked'}: {why}"], ""
        if name:
            return [f"{name}: {count_things(report.new, 'new article')}"], "what came is kept"
        return [count_things(report.done, "feed"), count_things(report.new, "new article")], "what came is kept"
    if job.kind is JobKind.NEWSBOAT:
        imported = report.imported or Imported({})
        feeds, refused = imported.taken.get("feeds", (0, 0))[0], len(imported.refused)
        said = [f"taken over from newsboat: {count_things(feeds, 'new feed')}"]
        said.append(count_things(report.count(Status.ADDED), "new article"))
        said += [f"{refused:,} not taken"] if refused and not is_cut else []
        return said, "taking over again goes on there"
    if job.kind is JobKind.PAGES:
        return [f"{count_things(report.count(Status.ADDED), 'whole page')} fetched"], "the others come another time"
    if job.kind is JobKind.ADD:
        said = [f"added {report.count(Status.ADDED):,}"]
        others = {Status.KNOWN: "known", Status.NOT_AN_ARTICLE: "without an article"}
        rest = "adding the same again goes on there"
    else:
        said = [f"{count_things(report.count(Status.KNOWN), 'page')} split again"]
        others = {Status.NOT_AN_ARTICLE: "without an article now, left as they were"}
        rest = "the others are as they were"
    return [*said, *(f"{report.count(end):,} {words}" for end, words in others.items() if report.count(end))], rest
