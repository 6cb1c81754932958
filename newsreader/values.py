"""Frozen dataclasses that cost little to define: at a start some 60 are, and most of it went into methods all alike.

Python's own writes and compiles eight methods for each of them. Here it writes `__init__` alone, and the others are
shared: 0.2 ms a class instead of 0.7 (measured, classes of eleven fields). That nobody sets a field anew is seen to by
the type checker, which takes this for Python's own.
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
        """A dataclass as `dataclasses.dataclass` makes it; a frozen one with slots at less cost."""
        if not (frozen and slots):
            return dataclasses.dataclass(frozen=frozen, slots=slots)

        def make(plain: Class) -> Class:
            plain.__eq__, plain.__hash__, plain.__repr__ = _equal, _hash, _represent
            return dataclasses.dataclass(plain, eq=False, repr=False, slots=True)

        return make


def _list_values(value: Any) -> tuple[Any, ...]:
    return tuple([getattr(value, name) for name in value.__dataclass_fields__])


def _equal(value: Any, other: object) -> bool:
    return _list_values(value) == _list_values(other) if other.__class__ is value.__class__ else NotImplemented


def _hash(value: Any) -> int:
    return hash(_list_values(value))


def _represent(value: Any) -> str:
    pairs = zip(value.__dataclass_fields__, _list_values(value), strict=True)
    return f"{value.__class__.__qualname__}({', '.join(f'{name}={each!r}' for name, each in pairs)})"
