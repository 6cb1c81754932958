"""Where the reader has been in this run, as a browser keeps it; every visit is also kept in the library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsreader.desk import Desk
    from newsreader.model import Place


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A step, its id in the library (None: it could not be kept), and from which step of the trail it was taken.

    One of an earlier run is not this run's to change.
    """

    id: int | None
    place: Place
    parent: int | None
    is_own: bool = True


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
        numbers: dict[int, int] = {}
        for step in desk.load_trail():
            self._steps = self._trace(None if step.parent is None else numbers[step.parent])
            self._add(step.id, step.place, is_own=False)
            numbers[step.id] = self.here

    def _trace(self, number: int | None) -> list[int]:
        """The way to a step of the trail, from where that began."""
        way = []
        while number is not None:
            way.append(number)
            number = self.trail[number].parent
        return way[::-1]

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
        way = self._steps[: self._position + 1]
        kept = (self.trail[number].id for number in reversed(way))
        try:
            step = self._desk.record_step(place, next((each for each in kept if each is not None), None))
        finally:  # what the library can't keep is gone back to all the same
            self._steps = way
            self._add(step, place)

    def _add(self, step: int | None, place: Place, *, is_own: bool = True) -> None:
        """A list after the same list is no step: going back to it would change nothing that is seen."""
        parent = self._steps[-1] if self._steps else None
        before = self.trail[parent] if parent is not None else None
        are_lists = before is not None and before.place.article_id is None and place.article_id is None
        if before and are_lists and before.place.list_name == place.list_name:
            self.trail[self._steps[-1]] = TrailStep(step, place, before.parent, is_own)
        else:
            self._steps.append(len(self.trail))
            self.trail.append(TrailStep(step, place, parent, is_own))
        self._position = len(self._steps) - 1

    def update(self, place: Place) -> None:
        """Say how the present step stands now; called before it is left and when reading rests."""
        if self._position < 0:
            return
        step = self.trail[self.here]
        if step.place == place:
            return
        if step.id is not None and step.is_own:
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
