"""Inputs to pages: here, or in as many processes as there are cores, of which none opens the library."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newsreader.model import Explanation, InputRefusedError, NotAnArticleError, Origin, Outcome, Page, Status
from newsreader.processes import map_ahead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsreader.model import Correction

    Split = Outcome | tuple[Page, Origin]


def split_input(origin: Origin, limit_mib: int) -> Page | Outcome:
    """The page of an input; an outcome that says why where there is none."""
    # Imported late: a reader who only reads never loads the splitter.
    from newsreader import intake

    try:
        return intake.read_page(
            origin.data, url=origin.url, day=origin.day, limit=limit_mib << 20, corrections=origin.corrections
        )
    except InputRefusedError as error:
        return Outcome(Status.FAILED, origin.name, reason=str(error))
    except NotAnArticleError as error:
        return Outcome(Status.NOT_AN_ARTICLE, origin.name, reason=str(error))


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


def split_many(inputs: Iterable[Outcome | Origin], limit_mib: int, jobs: int) -> Iterator[Split]:
    """Pages with their origins in the order of the inputs, split in so many processes; outcomes are passed on."""
    return map_ahead(partial(split_one, limit_mib), inputs, jobs, answer=_pass_on)


def split_one(limit_mib: int, given: Outcome | Origin) -> Split:
    """The page of one of many inputs; none of them ends the others."""
    if isinstance(given, Outcome):
        return given
    try:
        split = split_input(given, limit_mib)
    except Exception as error:
        from newsreader.failures import log_failure

        return Outcome(Status.FAILED, given.name, reason=log_failure(error))
    return split if isinstance(split, Outcome) else (split, given)


def _pass_on(given: Outcome | Origin) -> Outcome | None:
    return given if isinstance(given, Outcome) else None
