"""The names of keys as people write them, and which keys a terminal can send."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from functools import cache
from string import ascii_lowercase, punctuation

from newsreader.actions import KEY_NAMES, name_key
from newsreader.model import NewsreaderError

_MOVING = ("left", "right", "up", "down", "home", "end", "pageup", "pagedown", "insert", "delete")
_FUNCTION = tuple(f"f{number}" for number in range(1, 25))
# What a terminal sends for these is what it sends for another key (ASCII: BS, HT, CR, ESC).
_SAME = {"ctrl+h": "Backspace", "ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+[": "Esc"}
# The program's own, from every dialog.
_TAKEN = {"ctrl+c": "interrupts what runs", "ctrl+z": "goes back to the shell"}
_ALIASES = {
    "return": "enter",
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "pgup": "pageup",
    "backtab": "shift+tab",
}
# Control characters that are no letters, as the terminal library names them (Textual 8, keys.py).
_ODD_CONTROLS = {
    "ctrl+@": "ctrl+@",
    "ctrl+space": "ctrl+@",
    "ctrl+\\": "ctrl+backslash",
    "ctrl+]": "ctrl+right_square_bracket",
    "ctrl+^": "ctrl+circumflex_accent",
    "ctrl+_": "ctrl+underscore",
}
# Its names of characters are Unicode's, but for these.
_SHORT_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


class KeyNameError(NewsreaderError):
    """A name that is no key's, or of a key that can't be bound; the message follows the name."""


def parse_key(text: str) -> str:
    """The one name by which the program knows a key; of a character that is the character.

    Takes what the help prints (`Space`, `PgDn`, `ctrl+d`, `F5`, `?`), the terminal library's names (`question_mark`)
    and `^D`. Raises KeyNameError, which says what is wrong with it and what to write instead.
    """
    if text == " ":
        return "space"
    text = text.strip()
    if len(text) == 1 and text.isprintable():
        if text.isdecimal():
            raise KeyNameError("is typed: digits are the numbers of links; choose another key")
        return text
    name = text.lower()
    if len(name) == 2 and name[0] == "^":
        name = f"ctrl+{name[1]}"
    modifier, plus, base = name.rpartition("+")
    name = modifier + plus + _ALIASES.get(base, base)
    # Of a letter the case counts: shift+n is N.
    if modifier == "shift" and len(base.upper()) == 1 and base.isalpha():
        return parse_key(base.upper())
    if modifier == "alt" and text[-1].isupper():
        name = f"alt+shift+{base}"
    if name in _SAME:
        raise KeyNameError(f"is {_SAME[name]} to a terminal; write {_SAME[name]}")
    if name in _TAKEN:
        raise KeyNameError(f"{_TAKEN[name]}, whatever else is set; choose another key")
    found = _list_names().get(name)
    if found is None:
        near = get_close_matches(name, _list_names(), n=1, cutoff=0.7)
        hint = f"did you mean {name_key(_list_names()[near[0]])}?" if near else "write a character, Space, F5 or ctrl+d"
        raise KeyNameError(f"is no key that a terminal sends; {hint}")
    return found


@cache
def _list_names() -> dict[str, str]:
    """Every key that has a name: by all its names, in small letters."""
    named = [*KEY_NAMES, "shift+tab"]
    named += [f"{modifier}+{letter}" for modifier in ("alt", "alt+shift") for letter in ascii_lowercase]
    named += [f"ctrl+{letter}" for letter in ascii_lowercase if f"ctrl+{letter}" not in (*_SAME, *_TAKEN)]
    named += [f"{modifier}+{key}" for modifier in ("ctrl", "shift", "ctrl+shift") for key in _MOVING]
    named += [f"ctrl+{key}" for key in _FUNCTION]
    names = {name: name for name in (*named, *_ODD_CONTROLS.values())} | _ODD_CONTROLS
    for character in punctuation:
        name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
        names[name] = names[_SHORT_NAMES.get(name, name)] = character
    return names | _ALIASES
