"""Paths that are being typed: the longest beginning that fits, as a shell's Tab completes it. No Textual."""

from __future__ import annotations

import os
from typing import NamedTuple

# More names than these are counted.
_MOST_NAMED = 3
# A folder of more is not looked through while somebody waits for a key.
_MOST_LOOKED_AT = 20_000


class Completion(NamedTuple):
    """The text as far as it is certain, and what to say of what may follow."""

    text: str
    note: str = ""


def complete_path(text: str) -> Completion:
    """Complete a path, `~` for the home folder; a folder ends with a slash, hidden names are for who begins them."""
    folder, _, start = text.rpartition("/")
    folder = f"{folder}/" if "/" in text else ""
    if text == "~":
        return Completion("~/")
    names = _list_names(os.path.expanduser(folder or "."), start)
    if not names:
        return Completion(text, "nothing there begins so")
    first, last = names[0], names[-1]
    # What both ends of a sorted list begin with, all between them do.
    same = next((place for place, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    beginning = folder + first[:same]
    if len(names) == 1:
        return Completion(beginning)
    if len(names) > _MOST_NAMED:
        return Completion(beginning, f"{len(names):,} begin so")
    return Completion(beginning, "  ".join(names))


def _list_names(folder: str, start: str) -> list[str]:
    names = []
    try:
        with os.scandir(folder) as entries:
            for _, entry in zip(range(_MOST_LOOKED_AT), entries, strict=False):
                name = entry.name
                # What can't be shown as it is can't be typed either.
                if name.startswith(start) and name.startswith(".") == start.startswith(".") and name.isprintable():
                    names.append(f"{name}/" if entry.is_dir() else name)
    except (OSError, ValueError):
        return []
    return sorted(names)
