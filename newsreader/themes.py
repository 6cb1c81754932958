"""Themes: palettes of colours by role, from TOML files that ship with the program or are the user's own."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path

from newsreader import paths
from newsreader.model import NewsreaderError
from newsreader.values import dataclass

SHIPPED = "ships with newsreader"

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
# A colour of one's own, or one of the terminal's sixteen and its default, as Textual 8 names them.
_COLOUR = re.compile(
    r"#[0-9a-fA-F]{6}|ansi_default|ansi_(?:bright_)?(?:black|red|green|yellow|blue|magenta|cyan|white)"
)


@dataclass(frozen=True, slots=True)
class Palette:
    """A theme: each field a colour, `#rrggbb` or an `ansi_` name; `kind` is `dark` or `light`.

    What stands on what is written at the top of each file in `themes/`.
    """

    name: str
    kind: str
    background: str
    surface: str
    text: str
    muted: str
    accent: str
    link: str
    stored: str
    wanted: str
    bookmark: str
    selection_background: str
    selection_text: str
    status_background: str
    status_text: str
    error: str

    @property
    def uses_terminal_colours(self) -> bool:
        """Whether the terminal keeps its own background, and so its own palette."""
        return self.background.startswith("ansi_")


_KEYS = Palette.__match_args__


def shipped_folder(package: Path = Path(__file__).parent) -> Path:
    """The folder of our own themes: in the package where it was installed, beside it where it runs from its source."""
    packaged = package / "themes"
    return packaged if packaged.is_dir() else package.parent / "themes"


def read_themes() -> tuple[list[tuple[Palette, str]], list[NewsreaderError]]:
    """Every theme with where it comes from, by name, and what is wrong with the files that are none.

    A theme of the user's own stands in for a shipped one of its name.
    """
    found: dict[str, tuple[Palette, str]] = {}
    failures: list[NewsreaderError] = []
    for folder, is_shipped in ((shipped_folder(), True), (paths.user_themes_dir(), False)):
        for file in sorted(folder.glob("*.toml")):
            try:
                palette = parse_theme(file)
            except NewsreaderError as failure:
                failures.append(failure)
            else:
                found[palette.name] = palette, SHIPPED if is_shipped else str(file)
    return [found[name] for name in sorted(found)], failures


def list_themes() -> list[tuple[Palette, str]]:
    """Every theme that can be used, by name, with where it comes from."""
    return read_themes()[0]


def load_theme(name: str) -> Palette:
    """The theme of that name; NewsreaderError names the nearest ones, or what is wrong with the file meant."""
    shipped = shipped_folder() / f"{name}.toml"
    # Where the user has none of his own there is no need to read them all, which took 1 % of a start.
    if _NAME.fullmatch(name) and shipped.is_file() and not any(paths.user_themes_dir().glob("*.toml")):
        return parse_theme(shipped)
    found, failures = read_themes()
    palettes = {palette.name: palette for palette, _ in found}
    if name in palettes:
        return palettes[name]
    for failure in failures:
        if f"{name}.toml:" in str(failure):
            raise failure
    near = get_close_matches(name, palettes, n=3, cutoff=0.5) or list(palettes)
    raise NewsreaderError(f"theme {name!r}: there is none of that name; choose {' or '.join(near)}")


def parse_theme(file: Path) -> Palette:
    """The theme in a file; NewsreaderError names the file, the key and what to do."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise NewsreaderError(f"{file}: can't be read ({error.strerror}); check its permissions") from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise NewsreaderError(f"{file}: is no TOML ({error}); mend it, or remove the file") from None
    for key in values:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, n=1) or ["one of " + ", ".join(_KEYS)]
            raise NewsreaderError(f"{file}: {key}: is no key of a theme; did you mean {near[0]}?")
    for key in _KEYS:
        _check_value(file, key, values.get(key))
    return Palette(**values)


def _check_value(file: Path, key: str, value: object) -> None:
    if value is None:
        raise NewsreaderError(f"{file}: {key}: is missing; copy a theme from {shipped_folder()} and change it")
    pattern, hint = _COLOUR, "write a colour as #1c1a17, or one of the terminal's as ansi_blue or ansi_default"
    if key == "name":
        pattern, hint = _NAME, "write a name in small letters, digits and hyphens"
    elif key == "kind":
        pattern, hint = re.compile("dark|light"), "write dark or light"
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise NewsreaderError(f"{file}: {key}: {value!r} won't do; {hint}")
