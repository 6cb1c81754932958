"""What comes in: inputs are split and kept, one or many, and split again."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader import inputs
from newsreader.desk import splitting
from newsreader.desk.core import Core
from newsreader.library import articles, corrections, index, packing, rules, stories
from newsreader.library.database import snapshot, transaction, writing_much
from newsreader.model import Explanation, LibraryError, Origin, Outcome, Page, Status
from newsreader.text import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsreader.inputs import Given
    from newsreader.library.packing import PackedPage

# Pages that are kept in one transaction, and the seconds that the first of them waits for the last: others want to
# write too.
_MOST_AT_ONCE, _LONGEST_WAIT = 500, 0.5
# The index of names is merged for so many pages in one transaction: some 60 ms.
_MERGED_AT_ONCE = 2000


class Adding(Core):
    """Keeping pages."""

    def add(self, data: bytes, name: str, *, url: str = "", day: str = "", is_told: bool = True) -> Outcome:
        """Split and keep one input; what is wrong with it, or with the library, stands in the outcome.

        An address that the reader told is the article's from now on. Where it is none that was told (`is_told`), but
        where these bytes were found, an address that is known already stays.
        """
        found = self._look_up(data, name, url, day, is_told=is_told)
        if isinstance(found, Outcome):
            return found
        split = splitting.split_input(found, self.settings.max_input_mib)
        return split if isinstance(split, Outcome) else self._add_packed(split)

    def add_files(self, files: Iterable[str], jobs: int) -> Iterator[Outcome]:
        """As `add_all`, of inputs by their paths; archives hold many pages each."""
        limit_mib = self.settings.max_input_mib
        return self.add_all((page for file in files for page in inputs.read_pages(file, limit_mib)), jobs)

    def add_all(self, given: Iterable[Outcome | Given], jobs: int) -> Iterator[Outcome]:
        """Split and keep many inputs, in so many processes; outcomes come in the order of the inputs.

        What is an outcome already is passed on; what is known is not split again, so that after an interruption the
        same call goes on where the last one was. Little is held in memory at a time, however many inputs there are.
        """
        looked_up = (each if isinstance(each, Outcome) else self._look_up(*each) for each in given)
        yield from self.add_packed(splitting.split_many(looked_up, self.settings.max_input_mib, jobs))

    def _look_up(
        self, data: bytes, name: str, url: str = "", day: str = "", *, is_told: bool = True
    ) -> Outcome | Origin:
        """The outcome where these bytes are known, and nothing more is said of them than before; else the origin."""
        origin = Origin(data, clean_line(name), clean_url(url), clean_line(day))
        try:
            with snapshot(self._db):
                known = articles.find_dump(self._db, data)
                # A dump that was rescued without its article has them too.
                said = corrections.load_corrections(self._db, packing.digest_dump(data))
        except LibraryError as error:
            return Outcome(Status.FAILED, origin.name, reason=str(error))
        if known and known.url and not is_told:
            origin = replace(origin, url=known.url)
        if known and origin.url in ("", known.url) and origin.day in ("", known.day):
            return Outcome(Status.KNOWN, origin.name, known.article_id, known.title)
        # What was said of them then still holds.
        if known:
            origin = replace(origin, url=origin.url or known.url, day=origin.day or known.day)
        return replace(origin, corrections=said) if said else origin

    def add_page(self, page: Page, origin: Origin) -> Outcome:
        """Keep a page that is split already; what is wrong with the library stands in the outcome."""
        return self._add_packed(packing.pack_page(page, origin))

    def _add_packed(self, page: PackedPage) -> Outcome:
        outcome = self._keep_alone(page)
        self._settle_due()
        return outcome

    def add_packed(self, given: Iterable[Outcome | PackedPage]) -> Iterator[Outcome]:
        """Keep many pages that are split and packed already, some in one transaction; an outcome is told once its page
        is kept.

        What is an outcome already is passed on in its turn. Where some can't be kept together, each is tried alone.
        """
        yield from self._keep_all(given)
        self._settle_due()

    def reparse(self, jobs: int = 1) -> Iterator[Outcome]:
        """Split the newest dump of every article again, in so many processes; ids and the reader's own things stay.

        Where that fails, what was understood before stays too.
        """

        def hand_out() -> Iterator[Origin]:
            article_id = 0
            while following := self._load_next_dump(article_id):
                article_id, origin = following
                yield origin

        yield from self._keep_all(splitting.split_many(hand_out(), self.settings.max_input_mib, jobs, is_stored=True))

    def count_articles(self) -> int:
        """How many articles there are, those that stand behind others included."""
        with snapshot(self._db):
            return articles.count_articles(self._db)

    def _load_next_dump(self, after: int) -> tuple[int, Origin] | None:
        with snapshot(self._db):
            return articles.load_next_dump(self._db, after)

    # --- keeping what was split -----------------------------------------------------------------------------------

    def _keep_all(self, given: Iterable[Outcome | PackedPage]) -> Iterator[Outcome]:
        with self._keeping_much() as count_kept:
            for ready in _gather(given):
                yield from self._keep_together(ready)
                count_kept(sum(isinstance(each, packing.PackedPage) for each in ready))

    @contextmanager
    def _keeping_much(self) -> Iterator[Callable[[int], None]]:
        """While much is kept: what this gives is told behind each transaction how many pages that has kept, and the
        index of names is merged in proportion.
        """
        unmerged = 0

        def count_kept(kept: int) -> None:
            nonlocal unmerged
            unmerged += kept
            # On the way too: each page that comes is looked up in all that is not merged.
            if unmerged >= _MERGED_AT_ONCE:
                self._merge_names(unmerged)
                unmerged = 0

        with writing_much(self._db):
            yield count_kept
            self._merge_names(unmerged)

    def _merge_names(self, added: int) -> None:
        """Merge what was written of the index of names, in proportion to what was added, a little at a time."""
        # What can't be merged now (a full disk) is merged with what comes next.
        with suppress(LibraryError):
            for left in range(added, 0, -_MERGED_AT_ONCE):
                with transaction(self._db):
                    if not index.merge_names(self._db, min(left, _MERGED_AT_ONCE)):
                        return

    def _keep_together(self, ready: Sequence[Outcome | PackedPage]) -> list[Outcome]:
        try:
            with transaction(self._db):
                outcomes = [each if isinstance(each, Outcome) else self._store(each) for each in ready]
                self._follow_up(outcomes)
        except LibraryError:
            return [each if isinstance(each, Outcome) else self._keep_alone(each) for each in ready]
        return outcomes

    def _keep_alone(self, page: PackedPage) -> Outcome:
        try:
            with transaction(self._db):
                outcome = self._store(page)
                self._follow_up([outcome])
        except LibraryError as error:
            return Outcome(Status.FAILED, page.origin.name, title=page.values["title"], reason=str(error))
        return outcome

    def _follow_up(self, outcomes: Sequence[Outcome]) -> None:
        """What is to happen to pages once they are stored, in the same transaction."""
        stories.join_stories(self._db, [each.id for each in outcomes if each.id is not None])
        new = [each.id for each in outcomes if each.status is Status.ADDED and each.id is not None]
        rules.apply_rules(self._db, new, time.time())

    def _store(self, page: PackedPage) -> Outcome:
        article_id, is_new, reason = None, False, ""
        if page.dump:
            article_id, is_new, moved_from = articles.store_page(self._db, page, time.time())
            reason = f"its address was {moved_from}" if moved_from else ""
        # Another process may know more of the article than what was split here.
        elif article_id := articles.find_again(self._db, page):
            articles.replace_page(self._db, article_id, page)
        status = Status.ADDED if is_new else Status.KNOWN
        return Outcome(status, page.origin.name, article_id, page.values["title"], reason, page.confidence)

    # --- what is to be split again --------------------------------------------------------------------------------

    def split_due(self) -> Iterator[Outcome]:
        """Split again every article whose corrections changed since it was split; where that fails, it stays."""
        while due := self._load_due():
            article_id, ticket, origin = due
            if ticket == corrections.CARRY:
                origin = self._carry_corrections(article_id, origin)
            split = splitting.split_one(origin, self.settings.max_input_mib, is_stored=True)
            with transaction(self._db):
                # Another process may have split it meanwhile, and known more.
                if not corrections.settle_due(self._db, article_id, ticket):
                    continue
                if not isinstance(split, Outcome):
                    articles.replace_page(self._db, article_id, split)
                    stories.join_stories(self._db, [article_id])
            if isinstance(split, Outcome):
                yield replace(split, id=article_id)
            else:
                title = split.values["title"]
                yield Outcome(Status.KNOWN, origin.name, article_id, title, confidence=split.confidence)

    def _carry_corrections(self, article_id: int, origin: Origin) -> Origin:
        """What was said of an article's dump before the newest holds of that too, where its blocks are the same."""
        with snapshot(self._db):
            before = corrections.load_before(self._db, article_id)
        moved = splitting.move_corrections(origin, before, self.settings.max_input_mib)
        with transaction(self._db):
            corrections.put_moved(self._db, packing.digest_dump(origin.data), moved, time.time())
        return replace(origin, corrections=moved)

    def _settle_due(self) -> None:
        # Where the library can't take it just now, what is due waits: the pages themselves are kept.
        with suppress(LibraryError):
            for _ in self.split_due():
                pass

    def explain(self, article_id: int) -> Explanation | None:
        """What the blocks of an article's newest dump are taken for; None where there is none. Changes nothing."""
        with snapshot(self._db):
            origin = articles.load_dump(self._db, article_id)
        return None if origin is None else splitting.explain_input(article_id, origin, self.settings.max_input_mib)

    def _load_due(self) -> tuple[int, int, Origin] | None:
        with snapshot(self._db):
            for article_id, ticket in corrections.load_due(self._db):
                origin = articles.load_dump(self._db, article_id)
                if origin is not None:
                    return article_id, ticket, origin
        return None


def _gather(given: Iterable[Outcome | PackedPage]) -> Iterator[list[Outcome | PackedPage]]:
    """As many at a time as one transaction keeps."""
    waiting: list[Outcome | PackedPage] = []
    since = time.monotonic()
    for each in given:
        waiting.append(each)
        if len(waiting) >= _MOST_AT_ONCE or time.monotonic() - since > _LONGEST_WAIT:
            yield waiting
            waiting, since = [], time.monotonic()
    if waiting:
        yield waiting
