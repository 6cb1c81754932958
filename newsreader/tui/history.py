"""Where the reader has been in this run, as a browser keeps it; every visit is also kept in the library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsreader.desk import Desk
    from newsreader.model import Place


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A step, its number in the library (None: of an earlier run), and from which step of the trail it was taken."""

    id: int | None
    place: Place
    parent: int | None


class History:
    """Steps and where among them the reader stands; it starts with the steps of the run that ended last.

    `trail` holds all of them, those too that were left by going back and on elsewhere.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.trail: list[TrailStep] = []
        # Numbers in the trail: back and forward go along these.
        self._steps: list[int] = []
        self._position = -1
        for place in desk.load_trail():
            self._add(None, place)

    @property
    def here(self) -> int:
        """The number in the trail of the step where the reader stands; -1 where there is none."""
        return self._steps[self._position] if self._steps else -1

    @property
    def position(self) -> tuple[int, int]:
        """The step where the reader stands, counted from 1, and how many there are."""
        return self._position + 1, len(self._steps)

    def visit(self, place: Place) -> None:
        """Add a step after the present one; the branch that led forward from here is dropped."""
        step = None
        try:
            step = self._desk.record_step(place)
        finally:  # what the library can't keep is gone back to all the same
            del self._steps[self._position + 1 :]
            self._add(step, place)

    def _add(self, step: int | None, place: Place) -> None:
        """A list after the same list is no step: going back to it would change nothing that is seen."""
        parent = self._steps[-1] if self._steps else None
        before = self.trail[parent].place if parent is not None else None
        if before and before.article_id is None and place.article_id is None and before.list_name == place.list_name:
            self.trail[self._steps[-1]] = replace(self.trail[self._steps[-1]], id=step, place=place)
        else:
            self._steps.append(len(self.trail))
            self.trail.append(TrailStep(step, place, parent))
        self._position = len(self._steps) - 1

    def update(self, place: Place) -> None:
        """Say how the present step stands now; called before it is left and when reading rests."""
        if self._position < 0:
            return
        step = self.trail[self.here]
        if step.place == place:
            return
        if step.id is not None:
            self._desk.update_step(step.id, place)
        self.trail[self.here] = replace(step, place=place)

    def go_back(self, is_there: Callable[[Place], bool]) -> tuple[Place | None, int]:
        """Step back to the nearest place still there: the place, None at the start, and how many were passed over."""
        return self._go(-1, is_there)

    def go_forward(self, is_there: Callable[[Place], bool]) -> tuple[Place | None, int]:
        """Step forward, as `go_back`."""
        return self._go(1, is_there)

    def _go(self, direction: int, is_there: Callable[[Place], bool]) -> tuple[Place | None, int]:
        position, skipped = self._position + direction, 0
        while 0 <= position < len(self._steps):
            place = self.trail[self._steps[position]].place
            if is_there(place):
                self._position = position
                return place, skipped
            position, skipped = position + direction, skipped + 1
        return None, skipped
