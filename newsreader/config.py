"""The settings: one table of defaults, meanings and checks, and the TOML file that overrides them."""

from __future__ import annotations

import json
from dataclasses import field, fields
from typing import TYPE_CHECKING, Any

from newsreader.model import NewsreaderError
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from dataclasses import Field
    from pathlib import Path


def _setting(
    default: Any, doc: str, lowest: int | None = None, highest: int | None = None, choices: tuple[str, ...] = ()
) -> Any:
    return field(default=default, metadata={"doc": doc, "lowest": lowest, "highest": highest, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user can set, each with its default; its name is its key in the file."""

    theme: str = _setting("newsprint-dark", "the theme's name; `newsreader themes` lists them")
    measure: int = _setting(72, "the widest line of an article, in columns", 40, 120)
    max_input_mib: int = _setting(32, "the largest input that is read, in MiB", 1, 1024)
    mark_read: str = _setting(
        "open",
        "when an article is marked read: when it is opened, when its end was seen, or only by you",
        choices=("open", "end", "never"),
    )
    browser: str = _setting("", "the command that opens an address, %u where it stands; else $BROWSER or the system's")
    mouse: str = _setting(
        "auto", "whether the mouse is the app's; auto: not over SSH, ctrl+o switches", choices=("auto", "on", "off")
    )
    hyperlinks: str = _setting(
        "auto", "whether the terminal is told of links; auto: not over SSH", choices=("auto", "on", "off")
    )
    cursor: str = _setting(
        "auto",
        "how a list shows its cursor: by the row's colours or by a mark in the gutter alone; auto: over SSH so",
        choices=("auto", "row", "gutter"),
    )
    colours: str = _setting(
        "auto",
        "the colours that are sent; auto: what the terminal has, over SSH no more than 256",
        choices=("auto", "true", "256", "16", "none"),
    )
    drawing: str = _setting(
        "auto",
        "what marks and frames are drawn with; auto: ASCII where the terminal has nothing else or draws them too wide",
        choices=("auto", "unicode", "ascii"),
    )
    window_title: bool = _setting(False, "whether the window's title is that of the open article")
    notify: bool = _setting(False, "whether the desktop is told when something wanted arrives or a long job ends")
    share: tuple[tuple[str, str], ...] = _setting(
        (), "names of commands that articles are given to; %u is the address, %t the title, the text is their input"
    )
    # In the file these stand in tables: `[retention]`, then `days`.
    retention_days: int = _setting(0, "how long articles are kept that you did not mark; 0: for ever", 0, 36_500)
    feeds_refresh_minutes: int = _setting(
        0, "how often the open app asks the feeds that are due, in minutes; 0: only when you say so", 0, 1440
    )
    feeds_allow_exec: bool = _setting(
        False, "whether feeds may be programs of yours, exec: and filter:, which a shell runs at every refresh"
    )
    network_connections: int = _setting(2, "the most connections to one host at a time", 1, 64)
    network_interval_ms: int = _setting(
        1000, "the least time from one request to a host to the next, in milliseconds; 0: none", 0, 60_000
    )
    network_timeout: int = _setting(
        10, "how long a server may be silent, in seconds; six times as long its whole answer may take", 1, 600
    )
    network_proxy: str = _setting(
        "", "the proxy for all hosts, http://host:port; else $http_proxy, $https_proxy and $no_proxy say which"
    )
    keys_preset: str = _setting("default", "the keys to start from: default, newsboat, vim, lynx, or a file of yours")
    # The other lines of `[keys]`: the name of an action, and all the keys that it is to have.
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_settings(path: Path) -> Settings:
    """Read the settings; without a file they are the defaults.

    Raises NewsreaderError, naming file, key and what is expected, for a file that can't be read or a wrong setting.
    """
    settings, mistakes = check_settings(path)
    if mistakes:
        raise NewsreaderError(mistakes[0])
    return settings


def check_settings(path: Path) -> tuple[Settings, list[str]]:
    """What the file sets, and a line for each mistake in it, which is left out.

    Raises NewsreaderError for a file that can't be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        raise NewsreaderError(f"{path}: the settings can't be read: {error.strerror}") from error
    # Imported late: most starts have no such file.
    import tomllib

    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NewsreaderError(f"{path}: not in UTF-8 (byte {error.start}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise NewsreaderError(f"{path}: not valid TOML: {error}") from error
    settings, mistakes = read_table(table)
    return settings, [f"{path}: {mistake}" for mistake in mistakes]


def read_table(table: Mapping[str, Any]) -> tuple[Settings, list[str]]:
    """What the tables of a file set, and a line for each mistake in them, which is left out."""
    known = {name_setting(each): each for each in list_settings()}
    found: dict[str, Any] = {}
    mistakes = []
    own_keys = {}
    for key, value in _flatten(table):
        if key in known:
            if _is_valid(known[key], value):
                found[known[key].name] = tuple(value.items()) if isinstance(value, dict) else value
            else:
                mistakes.append(
                    f"{key} must be {describe_kind(known[key])} ({known[key].metadata['doc']}), not {value!r}"
                )
        elif key.startswith("keys."):
            own_keys[key.removeprefix("keys.")] = value
        elif key in _TABLES:
            mistakes.append(f"{key} must be a table: write [{key}], and its settings below")
        else:
            mistakes.append(f"unknown setting {key!r}; {_suggest_names(key, list(known))}")
    if own_keys or "keys_preset" in found:
        mistakes += _read_keys(own_keys, found)
    return Settings(**found), mistakes


def _read_keys(own: Mapping[str, object], found: dict[str, Any]) -> list[str]:
    """Put the user's own keys among what was found, take a preset that can't be had out of it; the mistakes."""
    # Imported late: most starts set no keys.
    from newsreader import keymaps

    lines, mistakes = keymaps.read_lines(own)
    try:
        preset, wrong = keymaps.read_preset(found.get("keys_preset", "default"))
    except NewsreaderError as error:
        preset, wrong = keymaps.read_preset("default")[0], [str(error)]
        del found["keys_preset"]
    found["keys"] = lines
    mistakes = [f"keys.preset: {mistake}" for mistake in wrong] + mistakes
    return mistakes + keymaps.resolve_keys(preset.lines, lines)[1]


def list_settings() -> list[Field[Any]]:
    """The settings that have a name, a default and a meaning of their own: all but the keys of actions."""
    return [each for each in fields(Settings) if "doc" in each.metadata]


def write_settings(settings: Settings) -> Iterator[str]:
    """Lines of a file that sets just this: every setting with its meaning, commented out where it is at its default."""
    yield "# The settings of newsreader. A line that begins with # and no blank shows what holds without it."
    table = ""
    for each in sorted(list_settings(), key=lambda each: ("", *_TABLES).index(_table_of(each))):
        if _table_of(each) != table:
            table = _table_of(each)
            yield from ("", f"[{table}]")
        value = getattr(settings, each.name)
        yield from ("", f"# {each.metadata['doc']}", f"# {describe_kind(each)}; by default {_write(each.default)}")
        yield f"{'#' if value == each.default else ''}{name_setting(each).rpartition('.')[2]} = {_write(value)}"
    yield from _write_keys(settings)


def _write_keys(settings: Settings) -> Iterator[str]:
    from newsreader.actions import COMMANDS, name_key
    from newsreader.keymaps import load_key_map

    keys = load_key_map(settings.keys_preset, settings.keys).names.keys
    yield from ("", "# The keys of every action: one, or a list, of which messages name the first; [] takes all away.")
    for command in COMMANDS:
        names = [name_key(key) for key in keys[command.name]]
        value = _write(names[0]) if len(names) == 1 else f"[{', '.join(map(_write, names))}]"
        yield f"{'' if command.name in settings.keys else '#'}{command.name} = {value}  # {command.help}"


def _write(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, tuple):
        return f"{{{', '.join(f'{_write(name)} = {_write(each)}' for name, each in value)}}}"
    # TOML's texts are JSON's, but for one character that it wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


# Keys come last: in a file that is written, the lines of the actions follow.
_TABLES = ("retention", "feeds", "network", "keys")


def name_setting(setting: Field[Any]) -> str:
    """The key of a setting in the file: `retention.days` of `retention_days`."""
    table, _, rest = setting.name.partition("_")
    return f"{table}.{rest}" if table in _TABLES else setting.name


def _table_of(setting: Field[Any]) -> str:
    return name_setting(setting).rpartition(".")[0]


def _flatten(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if key in _TABLES and isinstance(value, dict):
            yield from ((f"{key}.{inner}", each) for inner, each in value.items())
        else:
            yield key, value


def _is_valid(setting: Field[Any], value: object) -> bool:
    if isinstance(setting.default, tuple):
        return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    # Compared by type, not isinstance: TOML's true is no whole number.
    if type(value) is not type(setting.default):
        return False
    if setting.metadata["choices"]:
        return value in setting.metadata["choices"]
    lowest, highest = setting.metadata["lowest"], setting.metadata["highest"]
    return type(value) is not int or lowest <= value <= highest


def describe_kind(setting: Field[Any]) -> str:
    """What may be set: `a whole number from 40 to 120`."""
    if setting.metadata["choices"]:
        *others, last = (f'"{choice}"' for choice in setting.metadata["choices"])
        return f"{', '.join(others)} or {last}"
    if isinstance(setting.default, tuple):
        return "a table of texts in quotes"
    if isinstance(setting.default, bool):
        return "true or false"
    if isinstance(setting.default, int):
        return f"a whole number from {setting.metadata['lowest']} to {setting.metadata['highest']}"
    return "a text in quotes"


def _suggest_names(key: str, known: list[str]) -> str:
    import difflib

    nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"did you mean {nearest[0]!r}?" if nearest else f"there are: {', '.join(known)}"
