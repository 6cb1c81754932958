"""Key maps: which keys every action has, by the presets that ship with the program and by the user's own lines."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsreader.actions import DEFAULT_KEYS, KeyNames, name_key
from newsreader.keymaps.names import KeyNameError, parse_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Lines of a key map: the name of an action, and all the keys that it is to have.
Lines: TypeAlias = "Mapping[str, tuple[str, ...]]"

# Without them nobody finds out what the other keys are, or gets out of every place.
ESSENTIAL = ("help", "quit")


class Preset(NamedTuple):
    """A key map to start from: what it changes in the default one, and keys of its model that mean nothing here."""

    name: str
    lines: Lines
    absent: Mapping[str, str]


class KeyMap(NamedTuple):
    """The keys of every action, and the preset that they come from."""

    preset: Preset
    names: KeyNames


def load_preset(name: str) -> Preset:
    """The preset of that name, which the settings have checked."""
    if name == "default":
        return Preset(name, {}, {})
    # Imported late: most starts have no preset.
    import tomllib

    table = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
    absent = table.pop("absent", {})
    return Preset(name, read_lines(table)[0], absent)


def load_key_map(preset: str, own: Lines) -> KeyMap:
    """The key map of these settings."""
    found = load_preset(preset)
    return KeyMap(found, KeyNames(resolve_keys(found.lines, own)[0]))


def read_lines(table: Mapping[str, object]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The lines of a `[keys]` table with their keys as the program knows them, and a line for each mistake in it.

    What is mistaken is left out: an action that there is not, a key that no terminal sends.
    """
    lines: dict[str, tuple[str, ...]] = {}
    mistakes = []
    for action, value in table.items():
        if action not in DEFAULT_KEYS.keys:
            near = get_close_matches(action, [*DEFAULT_KEYS.keys, "preset"], n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else "`newsreader config show` lists them"
            mistakes.append(f"keys.{action}: there is no such action; {hint}")
            continue
        names = value if isinstance(value, list) else [value]
        keys = []
        for name in names:
            if not isinstance(name, str):
                mistakes.append(
                    f'keys.{action} must be a key, as "n", or a list of them, as ["n", "F5"], not {value!r}'
                )
                break
            try:
                keys.append(parse_key(name))
            except KeyNameError as error:
                mistakes.append(f"keys.{action}: {name!r} {error}")
        else:
            lines[action] = tuple(dict.fromkeys(keys))
    return lines, mistakes


def resolve_keys(preset: Lines, own: Lines) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The keys of every action, no key with two of them, and a line for each mistake in the user's own lines.

    An action has the keys of the user's line for it; else of the preset's; else its default ones. A key that another
    action has by a line that counts more is taken from it, in silence: it is what the line asks for. Mistakes are only
    a key that two of the user's own lines give away (the first keeps it), and lines that leave an essential action
    (`ESSENTIAL`) without any key; other actions may end without one, and the help says so.
    """
    owners: dict[str, str] = {}
    mistakes = []
    resolved: dict[str, tuple[str, ...]] = {}
    # From what counts most to what counts least: a key belongs to the first that claims it.
    for lines in (own, preset, DEFAULT_KEYS.keys):
        unsettled = {action: keys for action, keys in lines.items() if action not in resolved}
        for action, keys in unsettled.items():
            for key in keys:
                owner = owners.setdefault(key, action)
                if owner != action and lines is own:
                    mistakes.append(
                        f"keys.{action} and keys.{owner} both take {name_key(key)}; leave it to one of them"
                    )
            resolved[action] = tuple(key for key in keys if owners[key] == action)
    mistakes += _find_missing(preset, own, resolved, owners)
    return {action: resolved[action] for action in DEFAULT_KEYS.keys}, mistakes


def _find_missing(preset: Lines, own: Lines, resolved: Lines, owners: Mapping[str, str]) -> Iterator[str]:
    for action in ESSENTIAL:
        if resolved[action]:
            continue
        lost = () if action in own else preset.get(action, DEFAULT_KEYS.keys[action])
        if lost:
            yield (
                f"keys.{owners[lost[0]]} takes {name_key(lost[0])}, the last key of {action};"
                f' give that another one, as keys.{action} = "F1"'
            )
        else:
            yield f"keys.{action}: the program can't do without a key for it; name one"
