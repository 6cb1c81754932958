"""What comes in: inputs are split and kept, one or many, and split again."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader.desk import splitting
from newsreader.desk.core import Core
from newsreader.library import articles, corrections, index, packing, rules, stories
from newsreader.library.database import snapshot, transaction, writing_much
from newsreader.model import Explanation, LibraryError, Origin, Outcome, Page, Status
from newsreader.text import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from newsreader.library.packing import PackedDump, PackedPage

    _Packed = tuple[PackedPage, PackedDump]

# Pages that are kept in one transaction, and the seconds that the first of them waits for the last: others want to
# write too.
_MOST_AT_ONCE, _LONGEST_WAIT = 500, 0.5
# The index of names is merged for so many pages in one transaction: some 30 ms.
_MERGED_AT_ONCE = 2000


class Adding(Core):
    """Keeping pages."""

    def add(self, data: bytes, name: str, *, url: str = "", day: str = "") -> Outcome:
        """Split and keep one input; what is wrong with it, or with the library, stands in the outcome."""
        found = self._look_up(data, name, url, day)
        if isinstance(found, Outcome):
            return found
        split = splitting.split_input(found, self.settings.max_input_mib)
        return split if isinstance(split, Outcome) else self.add_page(split, found)

    def add_all(self, inputs: Iterable[Outcome | tuple[bytes, str]], jobs: int) -> Iterator[Outcome]:
        """Split and keep many inputs (bytes and name), in so many processes; outcomes come in the order of the inputs.

        What is an outcome already is passed on; what is known is not split again, so that after an interruption the
        same call goes on where the last one was. Little is held in memory at a time, however many inputs there are.
        """
        looked_up = (given if isinstance(given, Outcome) else self._look_up(*given) for given in inputs)
        yield from self.add_pages(splitting.split_many(looked_up, self.settings.max_input_mib, jobs))

    def _look_up(self, data: bytes, name: str, url: str = "", day: str = "") -> Outcome | Origin:
        """The outcome where these bytes are known, and nothing more is said of them than before; else the origin."""
        origin = Origin(data, clean_line(name), clean_url(url), clean_line(day))
        try:
            with snapshot(self._db):
                known = articles.find_dump(self._db, data)
                # A dump that was rescued without its article has them too.
                said = corrections.load_corrections(self._db, packing.digest_dump(data))
        except LibraryError as error:
            return Outcome(Status.FAILED, origin.name, reason=str(error))
        if known and origin.url in ("", known.url) and origin.day in ("", known.day):
            return Outcome(Status.KNOWN, origin.name, known.article_id, known.title)
        # What was said of them then still holds.
        if known:
            origin = replace(origin, url=origin.url or known.url, day=origin.day or known.day)
        return replace(origin, corrections=said) if said else origin

    def add_page(self, page: Page, origin: Origin) -> Outcome:
        """Keep a page that is split already."""
        return self._add_alone(packing.pack_page(page, origin), packing.pack_dump(origin))

    def _add_alone(self, packed: PackedPage, dump: PackedDump) -> Outcome:
        try:
            with transaction(self._db):
                now = time.time()
                article_id, is_new = articles.store_page(self._db, packed, dump, now)
                stories.join_stories(self._db, [article_id])
                rules.apply_rules(self._db, [article_id] if is_new else [], now)
        except LibraryError as error:
            return Outcome(Status.FAILED, packed.origin.name, title=packed.values["title"], reason=str(error))
        return _tell(packed, article_id, is_new)

    def add_pages(self, pages: Iterable[Outcome | tuple[Page, Origin]]) -> Iterator[Outcome]:
        """Keep many pages that are split already, some in one transaction; an outcome is told once its page is kept.

        What is an outcome already is passed on in its turn. Where some can't be kept together, each is tried alone.
        """
        from concurrent.futures import ThreadPoolExecutor

        def pack(pair: tuple[Page, Origin]) -> _Packed:
            return packing.pack_page(*pair), packing.pack_dump(pair[1])

        # Compressing and SQLite both let another thread go on.
        with ThreadPoolExecutor(1) as pool, writing_much(self._db):
            waiting: list[Outcome | Future[_Packed]] = []
            since = time.monotonic()
            added = 0
            for given in pages:
                added += not isinstance(given, Outcome)
                waiting.append(given if isinstance(given, Outcome) else pool.submit(pack, given))
                if len(waiting) >= 2 * _MOST_AT_ONCE or time.monotonic() - since > _LONGEST_WAIT:
                    # Of many, the newest half is still being packed.
                    ready, waiting = waiting[:_MOST_AT_ONCE], waiting[_MOST_AT_ONCE:]
                    yield from self._add_together(ready)
                    since = time.monotonic()
            yield from self._add_together(waiting)
            self._merge_names(added)

    def _merge_names(self, added: int) -> None:
        """Merge what was written of the index of names, in proportion to what was added, a little at a time."""
        # What can't be merged now (a full disk) is merged with what comes next.
        with suppress(LibraryError):
            for left in range(added, 0, -_MERGED_AT_ONCE):
                with transaction(self._db):
                    if not index.merge_names(self._db, min(left, _MERGED_AT_ONCE)):
                        return

    def _add_together(self, waiting: Sequence[Outcome | Future[_Packed]]) -> list[Outcome]:
        ready = [each if isinstance(each, Outcome) else each.result() for each in waiting]
        outcomes: list[Outcome] = []
        now = time.time()
        try:
            with transaction(self._db):
                for each in ready:
                    if isinstance(each, Outcome):
                        outcomes.append(each)
                    else:
                        outcomes.append(_tell(each[0], *articles.store_page(self._db, *each, now)))
                stories.join_stories(self._db, [each.id for each in outcomes if each.id is not None])
                rules.apply_rules(
                    self._db, [each.id for each in outcomes if each.status is Status.ADDED and each.id], now
                )
        except LibraryError:
            return [each if isinstance(each, Outcome) else self._add_alone(*each) for each in ready]
        return outcomes

    def reparse(self) -> Iterator[Outcome]:
        """Split the newest dump of every article again; ids and all that the reader did with them stay.

        Where that fails, what was understood before stays too.
        """
        article_id = 0
        while following := self._load_next_dump(article_id):
            article_id, origin = following
            split = splitting.split_input(origin, self.settings.max_input_mib)
            yield split if isinstance(split, Outcome) else self._replace(article_id, origin, split)

    def _load_next_dump(self, after: int) -> tuple[int, Origin] | None:
        with snapshot(self._db):
            return articles.load_next_dump(self._db, after)

    def split_due(self) -> Iterator[Outcome]:
        """Split again every article whose corrections changed since it was split; where that fails, it stays."""
        while due := self._load_due():
            article_id, ticket, origin = due
            split = splitting.split_one(self.settings.max_input_mib, origin)
            with transaction(self._db):
                # Another process may have split it meanwhile, and known more.
                if not corrections.settle_due(self._db, article_id, ticket):
                    continue
                if not isinstance(split, Outcome):
                    self._put_page(article_id, origin, split[0])
            if isinstance(split, Outcome):
                yield replace(split, id=article_id)
            else:
                yield _tell_replaced(article_id, origin, split[0])

    def explain(self, article_id: int) -> Explanation | None:
        """What the blocks of an article's newest dump are taken for; None where it is not stored. Changes nothing."""
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

    def _replace(self, article_id: int, origin: Origin, page: Page) -> Outcome:
        try:
            with transaction(self._db):
                self._put_page(article_id, origin, page)
        except LibraryError as error:
            return Outcome(Status.FAILED, origin.name, article_id, page.article.title, str(error))
        return _tell_replaced(article_id, origin, page)

    def _put_page(self, article_id: int, origin: Origin, page: Page) -> None:
        articles.replace_page(self._db, article_id, packing.pack_page(page, origin))
        stories.join_stories(self._db, [article_id])


def _tell_replaced(article_id: int, origin: Origin, page: Page) -> Outcome:
    return Outcome(Status.KNOWN, origin.name, article_id, page.article.title, confidence=page.confidence)


def _tell(packed: PackedPage, article_id: int, is_new: bool) -> Outcome:
    return Outcome(
        Status.ADDED if is_new else Status.KNOWN,
        packed.origin.name,
        article_id,
        packed.values["title"],
        confidence=packed.confidence,
    )
