"""Dataclasses that are defined at little cost: they are as Python's own, from the first value on."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, field, fields, is_dataclass, replace
from threading import Barrier
from typing import Any

import pytest

from newsreader.values import dataclass


@dataclass(frozen=True, slots=True)
class Ferry:
    """A ferry, and how many goats are on each deck."""

    name: str
    seats: int = 40
    goats: Mapping[str, int] = field(default_factory=dict, metadata={"doc": "by deck"})

    @property
    def sign(self) -> str:
        return f"{self.name}, {self.seats} seats"


@dataclass(slots=True)
class Tally:
    """What is counted, and changes."""

    goats: int = 0


def define() -> Any:
    @dataclass(frozen=True, slots=True)
    class Isle:
        name: str
        lighthouses: int = 1
        ferries: list[str] = field(default_factory=list)

    return Isle


def test_a_value_has_its_fields_its_defaults_and_what_its_class_says() -> None:
    ferry = Ferry("Marrow Star")
    assert (ferry.name, ferry.seats, ferry.goats, ferry.sign) == ("Marrow Star", 40, {}, "Marrow Star, 40 seats")
    assert ferry.goats is not Ferry("Marrow Star").goats
    assert repr(ferry) == "Ferry(name='Marrow Star', seats=40, goats={})"
    assert not hasattr(ferry, "__dict__")
    match Ferry("Skerl", 3):
        case Ferry(name, seats):
            assert (name, seats) == ("Skerl", 3)


def test_values_are_equal_by_their_fields_within_their_class() -> None:
    assert Ferry("Skerl", 3) == Ferry(name="Skerl", seats=3)
    assert Ferry("Skerl", 3) != Ferry("Skerl", 4)
    assert Ferry("Skerl") != "Skerl"
    isle = define()
    assert hash(isle("Skerl", 1, ())) == hash(isle("Skerl", 1, ()))
    with pytest.raises(TypeError):
        hash(Tally())


def test_what_dataclasses_does_it_does_with_them_too() -> None:
    ferry = Ferry("Skerl", goats={"lower": 2})
    assert is_dataclass(define())
    assert [each.name for each in fields(define())] == ["name", "lighthouses", "ferries"]
    assert fields(Ferry)[2].metadata["doc"] == "by deck"
    assert replace(ferry, seats=1) == Ferry("Skerl", 1, {"lower": 2})
    assert asdict(ferry) == {"name": "Skerl", "seats": 40, "goats": {"lower": 2}}
    assert pickle.loads(pickle.dumps(ferry)) == copy.deepcopy(ferry) == ferry


def test_the_first_value_may_be_a_wrong_one() -> None:
    isle = define()
    with pytest.raises(TypeError, match="name"):
        isle()
    assert isle("Skerl").lighthouses == 1


def test_a_value_that_is_not_frozen_changes() -> None:
    tally = Tally()
    tally.goats += 2
    assert tally == Tally(2)


def test_the_first_values_may_be_made_by_several_threads_at_once() -> None:
    for _ in range(20):
        isle, barrier = define(), Barrier(4)

        def make(number: int, isle: Any = isle, barrier: Barrier = barrier) -> Any:
            barrier.wait()
            return isle("Skerl", number)

        with ThreadPoolExecutor(4) as threads:
            assert [each.lighthouses for each in threads.map(make, range(4))] == [0, 1, 2, 3]
