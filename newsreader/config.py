"""The settings: one table of defaults, meanings and checks, and the TOML file that overrides them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from newsreader.model import NewsreaderError

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    browser: str = _setting("", "the command that opens an address, %u where it stands; else $BROWSER or the system's")
    mouse: str = _setting(
        "auto", "whether the mouse is the app's; auto: not over SSH, ctrl+o switches", choices=("auto", "on", "off")
    )
    hyperlinks: str = _setting(
        "auto", "whether the terminal is told of links; auto: not over SSH", choices=("auto", "on", "off")
    )
    window_title: bool = _setting(False, "whether the window's title is that of the open article")
    share: tuple[tuple[str, str], ...] = _setting(
        (), "names of commands that articles are given to; %u is the address, %t the title, the text is their input"
    )
    # In the file these stand in tables: `[retention]`, then `days`.
    retention_days: int = _setting(0, "how long articles are kept that you did not mark; 0: for ever", 0, 36_500)


def load_settings(path: Path) -> Settings:
    """Read the settings; without a file they are the defaults.

    Raises NewsreaderError, naming file, key and what is expected, for a file that can't be read or a wrong setting.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings()
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
    known = {_name_key(each.name): each for each in fields(Settings)}
    found: dict[str, Any] = {}
    for key, value in _flatten(table):
        if key not in known:
            raise NewsreaderError(f"{path}: unknown setting {key!r}; {_suggest_names(key, list(known))}")
        if not _is_valid(known[key], value):
            raise NewsreaderError(f"{path}: {key} must be {_describe(known[key])}, not {value!r}")
        found[known[key].name] = tuple(value.items()) if isinstance(value, dict) else value
    return Settings(**found)


_TABLES = ("retention",)


def _name_key(name: str) -> str:
    """The key of a setting in the file: `retention.days` of `retention_days`."""
    table, _, rest = name.partition("_")
    return f"{table}.{rest}" if table in _TABLES else name


def _flatten(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
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
    lowest, highest = setting.metadata["lowest"], setting.metadata["highest"]
    if type(value) is int:
        return bool(lowest <= value <= highest)
    return not setting.metadata["choices"] or value in setting.metadata["choices"]


def _describe(setting: Field[Any]) -> str:
    if isinstance(setting.default, tuple):
        kind = "a table of texts in quotes"
    elif isinstance(setting.default, bool):
        kind = "true or false"
    elif setting.metadata["choices"]:
        *others, last = (f'"{choice}"' for choice in setting.metadata["choices"])
        kind = f"{', '.join(others)} or {last}"
    elif isinstance(setting.default, int):
        kind = f"a whole number from {setting.metadata['lowest']} to {setting.metadata['highest']}"
    else:
        kind = "a text in quotes"
    return f"{kind} ({setting.metadata['doc']})"


def _suggest_names(key: str, known: list[str]) -> str:
    import difflib

    nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"did you mean {nearest[0]!r}?" if nearest else f"there are: {', '.join(known)}"
