"""Inputs to pages: here, or in as many processes as there are cores, of which none opens the library."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newsreader.library.packing import pack_page
from newsreader.model import Explanation, InputRefusedError, NotAnArticleError, Origin, Outcome, Status
from newsreader.processes import map_ahead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsreader.library.packing import PackedPage
    from newsreader.model import Correction


def split_input(origin: Origin, limit_mib: int, *, is_stored: bool = False) -> PackedPage | Outcome:
    """The page of an input, packed, without its dump where that `is_stored`; an outcome that says why there is none."""
    # Imported late: a reader who only reads never loads the splitter.
    from newsreader import intake

    try:
        page = intake.read_page(
            origin.data, url=origin.url, day=origin.day, limit=limit_mib << 20, corrections=origin.corrections
        )
    except InputRefusedError as error:
        return Outcome(Status.FAILED, origin.name, reason=str(error))
    except NotAnArticleError as error:
        return Outcome(Status.NOT_AN_ARTICLE, origin.name, reason=str(error))
    return pack_page(page, origin, is_stored=is_stored)


def explain_input(article_id: int, origin: Origin, limit_mib: int) -> Explanation:
    """What the blocks of an article's dump are taken for."""
    from newsreader import intake

    try:
        found = intake.explain_page(
            origin.data, url=origin.url, day=origin.day, limit=limit_mib << 20, corrections=origin.corrections
        )
    except InputRefusedError as error:
        return Explanation(article_id, origin.name, reason=str(error))
    return Explanation(article_id, origin.name, *found)


def move_corrections(origin: Origin, corrections: Sequence[Correction], limit_mib: int) -> tuple[Correction, ...]:
    """Corrections of another dump, those of blocks that this one has too, on the lines where they stand here."""
    from newsreader import intake

    try:
        return intake.move_corrections(origin.data, corrections, url=origin.url, limit=limit_mib << 20)
    except InputRefusedError:
        return ()


def split_many(
    inputs: Iterable[Outcome | Origin], limit_mib: int, jobs: int, *, is_stored: bool = False
) -> Iterator[PackedPage | Outcome]:
    """Packed pages in the order of the inputs, split in so many processes; outcomes are passed on."""
    # Packed there as well: what comes back is a tenth of the work for the one process that stores.
    work = partial(split_one, limit_mib=limit_mib, is_stored=is_stored)
    return map_ahead(work, inputs, jobs, answer=_pass_on)


def split_one(given: Outcome | Origin, limit_mib: int, *, is_stored: bool = False) -> PackedPage | Outcome:
    """The page of one of many inputs, as `split_input` gives it; none of them ends the others."""
    if isinstance(given, Outcome):
        return given
    try:
        return split_input(given, limit_mib, is_stored=is_stored)
    except Exception as error:
        from newsreader.failures import log_failure

        return Outcome(Status.FAILED, given.name, reason=log_failure(error))


def _pass_on(given: Outcome | Origin) -> Outcome | None:
    return given if isinstance(given, Outcome) else None
