"""Dataclasses with slots that cost next to nothing to define: at a start some 50 are, few of which are made at once.

Python's own writes and compiles eight methods for each of them, 0.7 ms a class (measured, classes of eleven fields).
Here all but `__init__` are shared, and that, with what else `dataclasses` knows of a class, is made when it is needed
first: 0.03 ms. That nobody sets a frozen one's field anew is seen to by the type checker, which takes this for
Python's own.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass
    from typing import Any, TypeVar

    Class = TypeVar("Class", bound=type)
else:

    def dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[Class], Class]:
        """A dataclass as `dataclasses.dataclass` makes it; one with slots, all fields its own, at less cost."""
        if not slots:
            return dataclasses.dataclass(frozen=frozen)
        return lambda plain: _make(plain, _hash if frozen else None)


def _make(plain: type, hashed: Callable[[Any], int] | None) -> type:
    written = {name: value for name, value in vars(plain).items() if name not in ("__dict__", "__weakref__")}
    names = tuple(plain.__annotations__)
    made = {name: value for name, value in written.items() if name not in names}
    made |= {"__qualname__": plain.__qualname__, "__slots__": names, "__match_args__": names}
    made |= {"__init__": _begin, "__eq__": _equal, "__hash__": hashed, "__repr__": _represent}
    return type(plain)(plain.__name__, plain.__bases__, made | {"__dataclass_fields__": _Fields(written)})


class _Fields:
    """What `dataclasses` knows of a class, found out by its own means once somebody asks."""

    def __init__(self, written: dict[str, Any]) -> None:
        self._written = written

    def __get__(self, value: object, owner: Any) -> Any:
        # Of a class of its own each time: two threads may ask at once.
        plain = type(owner)(owner.__name__, owner.__bases__, dict(self._written))
        known: Any = dataclasses.dataclass(plain, eq=False, repr=False)
        owner.__init__, owner.__dataclass_fields__ = known.__init__, known.__dataclass_fields__
        return known.__dataclass_fields__


def _begin(value: Any, *arguments: Any, **named: Any) -> None:
    """The first value of a class: the `__init__` of those that come is made."""
    _ = value.__dataclass_fields__
    value.__init__(*arguments, **named)


def _list_values(value: Any) -> tuple[Any, ...]:
    return tuple([getattr(value, name) for name in value.__match_args__])


def _equal(value: Any, other: object) -> bool:
    return _list_values(value) == _list_values(other) if other.__class__ is value.__class__ else NotImplemented


def _hash(value: Any) -> int:
    return hash(_list_values(value))


def _represent(value: Any) -> str:
    pairs = zip(value.__match_args__, _list_values(value), strict=True)
    return f"{value.__class__.__qualname__}({', '.join(f'{name}={each!r}' for name, each in pairs)})"
