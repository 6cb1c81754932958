"""Where the reader has been in this run, as a browser keeps it; every visit is also kept in the library, where all
that came together is written down together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newsreader.desk import Desk
    from newsreader.model import Place


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A step, its id in the library (None: it is not written down yet), and from which step of the trail it was taken.

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
        # Numbers in the trail of what the library does not know yet; and the steps that those were taken from, where
        # the trail does not say it.
        self._unwritten: dict[int, int | None] = {}
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
        self._steps = self._steps[: self._position + 1]
        present = self.trail[self._steps[-1]] if self._steps else None
        self._add(None, place)
        if present is not None and not present.is_own and self.trail[self.here].parent == present.parent:
            # It took the place of an earlier run's, and was taken from that, which the trail has no longer.
            self._unwritten[self.here] = present.id
        self._unwritten.setdefault(self.here, None)

    def _add(self, step: int | None, place: Place, *, is_own: bool = True) -> None:
        """A list after the same list is no step: going back to it would change nothing that is seen."""
        parent = self._steps[-1] if self._steps else None
        before = self.trail[parent] if parent is not None else None
        are_lists = before is not None and before.place.article_id is None and place.article_id is None
        if before and are_lists and before.place.list_name == place.list_name:
            kept = before.id if is_own and before.is_own else step
            self.trail[self._steps[-1]] = TrailStep(kept, place, before.parent, is_own)
        else:
            self._steps.append(len(self.trail))
            self.trail.append(TrailStep(step, place, parent, is_own))
        self._position = len(self._steps) - 1

    def update(self, place: Place) -> None:
        """Say how the present step stands now; called before it is left and when reading rests."""
        if self._position < 0 or self.trail[self.here].place == place:
            return
        step = self.trail[self.here]
        self.trail[self.here] = replace(step, place=place)
        if step.is_own:
            self._unwritten.setdefault(self.here, None)

    @property
    def is_unwritten(self) -> bool:
        """Whether there is something that the library does not know yet."""
        return bool(self._unwritten)

    def write(self) -> dict[int, int]:
        """Write down what the library does not know yet; the new steps' ids by their numbers in the trail, for
        `note_written`.
        """
        made: dict[int, int] = {}
        for number, origin in sorted(self._unwritten.items()):
            step = self.trail[number]
            if step.id is not None:
                self._desk.update_step(step.id, step.place)
            else:
                made[number] = self._desk.record_step(step.place, origin or self._find_written(step.parent, made))
        return made

    def _find_written(self, number: int | None, made: Mapping[int, int]) -> int | None:
        """The id of a step, or of the nearest before it that has one."""
        while number is not None:
            found = made.get(number, self.trail[number].id)
            if found is not None:
                return found
            number = self.trail[number].parent
        return None

    def note_written(self, made: Mapping[int, int]) -> None:
        """All is written down."""
        self._unwritten.clear()
        for number, step in made.items():
            self.trail[number] = replace(self.trail[number], id=step)

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
