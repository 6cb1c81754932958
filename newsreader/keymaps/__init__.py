"""Key maps: which keys every action has, by the presets that ship with the program and by the user's own lines."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsreader import paths
from newsreader.actions import DEFAULT_KEYS, KeyNames, name_key
from newsreader.keymaps.names import KeyNameError, parse_key
from newsreader.model import NewsreaderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Lines of a key map: the name of an action, and all the keys that it is to have.
Lines: TypeAlias = "Mapping[str, tuple[str, ...]]"

# What ships with the program; the first is the table of actions itself.
SHIPPED = ("default", "newsboat", "vim", "lynx")
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
    """The preset of that name, or in that file, which the settings have checked."""
    return read_preset(name)[0]


def read_preset(name: str) -> tuple[Preset, list[str]]:
    """The preset of that name, or in that file, and a line for each mistake in it, which is left out.

    Raises NewsreaderError where there is none, or it can't be read.
    """
    if name == "default":
        return Preset(name, {}, {}), []
    # Imported late: most starts have no preset.
    import tomllib

    file = _find_preset(name)
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        own = paths.user_keymaps_dir()
        hint = "check the path" if _is_path(name) else f"there are {', '.join(SHIPPED)}, and what you put into {own}"
        raise NewsreaderError(f"there is no {file if _is_path(name) else name}; {hint}") from None
    except OSError as error:
        raise NewsreaderError(f"{file}: can't be read: {error.strerror}") from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise NewsreaderError(f"{file}: is no TOML ({error}); mend it") from None
    absent = table.pop("absent", {})
    lines, mistakes = read_lines(table)
    if not isinstance(absent, dict) or not all(isinstance(words, str) for words in absent.values()):
        absent = {}
        mistakes.append('absent must be a table of texts in quotes, as "gg" = "one key at a time here"')
    mistakes += resolve_keys({}, lines)[1]
    return Preset(file.stem, lines, absent), [f"{file}: {mistake.removeprefix('keys.')}" for mistake in mistakes]


def _find_preset(name: str) -> Path:
    """The file of a preset: where the name is a path (seen from the settings), the user's own, else ours."""
    if _is_path(name):
        return paths.config_path().parent / os.path.expanduser(name)
    own = paths.user_keymaps_dir() / f"{name}.toml"
    return own if os.path.exists(own) else Path(__file__).with_name(f"{name}.toml")


def _is_path(name: str) -> bool:
    return "/" in name or name.endswith(".toml")


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
