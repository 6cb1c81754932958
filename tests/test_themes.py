"""The themes: every text readable on what it stands on, every mistake in a file said with its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsreader import themes
from newsreader.model import NewsreaderError
from newsreader.themes import Palette

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = sorted(themes.shipped_folder().glob("*.toml"))
ON_PAGE = ("text", "muted", "accent", "link", "stored", "wanted", "bookmark", "error")
# What stands on what; the comment at the top of every theme says the same.
PAIRS = [
    *((role, ground) for ground in ("background", "surface") for role in ON_PAGE),
    ("selection_text", "selection_background"),
    ("status_text", "status_background"),
    ("error", "status_background"),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_pair_can_be_read(file: Path) -> None:
    palette = themes.parse_theme(file)
    least = 7 if palette.name == "high-contrast" else 4.5
    for role, ground in PAIRS:
        one, other = getattr(palette, role), getattr(palette, ground)
        if one.startswith("#") and other.startswith("#"):
            assert contrast(one, other) >= least, f"{role} on {ground}"
        else:
            # The terminal's own colours are its user's choice: only its default or black on white may be taken.
            assert (one, other) == ("ansi_black", "ansi_white") or other == "ansi_default", f"{role} on {ground}"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_file_bears_its_name_and_says_what_the_colours_are(file: Path) -> None:
    assert themes.parse_theme(file).name == file.stem
    comment = "".join(line for line in file.read_text(encoding="utf-8").splitlines(True) if line.startswith("#"))
    assert all(role in comment for role in (*ON_PAGE, "selection_text", "status_background"))


def test_what_ships() -> None:
    palettes = {palette.name: palette for palette, origin in themes.list_themes() if origin == themes.SHIPPED}
    assert {palettes[name].kind for name in ("newsprint-dark", "newsprint-light")} == {"dark", "light"}
    terminal = palettes["terminal"]
    assert terminal.uses_terminal_colours
    assert not palettes["high-contrast"].uses_terminal_colours
    assert all(
        getattr(terminal, role).startswith("ansi_")
        for role in Palette.__dataclass_fields__
        if role not in ("name", "kind")
    )


def test_the_folder_in_an_installed_package_and_beside_its_source(tmp_path: Path) -> None:
    package = tmp_path / "newsreader"
    package.mkdir()
    assert themes.shipped_folder(package) == tmp_path / "themes"
    (package / "themes").mkdir()
    assert themes.shipped_folder(package) == package / "themes"


# --- the user's own ---------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path))
    (tmp_path / "themes").mkdir()
    return tmp_path / "themes"


SOURCE = (themes.shipped_folder() / "newsprint-dark.toml").read_text(encoding="utf-8")


def test_own_themes_stand_beside_the_others_and_in_for_them(folder: Path) -> None:
    (folder / "mine.toml").write_text(SOURCE.replace('"newsprint-dark"', '"mine"'), encoding="utf-8")
    (folder / "dark.toml").write_text(SOURCE.replace("#1c1a17", "#000000"), encoding="utf-8")
    origins = {palette.name: origin for palette, origin in themes.list_themes()}
    assert origins["mine"] == str(folder / "mine.toml")
    assert origins["newsprint-dark"] == str(folder / "dark.toml")
    assert themes.load_theme("newsprint-dark").background == "#000000"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("accent =", "acent =", ["acent", "did you mean accent?"]),
        ('accent = "#d9a766"\n', "", ["accent", "is missing", "copy a theme from"]),
        ("#d9a766", "orange", ["accent", "'orange'", "ansi_default"]),
        ('"#d9a766"', "7", ["accent", "7"]),
        ('"dark"', '"dim"', ["kind", "dark or light"]),
        ('"newsprint-dark"', '"My \\u001b[31m theme"', ["name", "small letters"]),
        ("background =", "background", ["is no TOML"]),
        ("# Colours", "# Farb\udce4", ["is no TOML"]),
    ],
)
def test_a_broken_file_is_named_and_stops_no_other(folder: Path, old: str, new: str, words: list[str]) -> None:
    (folder / "mine.toml").write_text(SOURCE.replace(old, new, 1), encoding="utf-8", errors="surrogateescape")
    found, failures = themes.read_themes()
    assert len(found) == len(SHIPPED)
    (failure,) = failures
    for word in (str(folder / "mine.toml"), *words):
        assert word in str(failure)
    with pytest.raises(NewsreaderError, match=r"mine\.toml"):
        themes.load_theme("mine")


def test_a_file_that_is_none(folder: Path) -> None:
    (folder / "mine.toml").mkdir()
    assert "can't be read" in str(themes.read_themes()[1][0])


def test_unknown_names(folder: Path) -> None:
    with pytest.raises(NewsreaderError, match="newsprint-light"):
        themes.load_theme("newsprint-ligth")
    with pytest.raises(NewsreaderError, match="high-contrast or newsprint-dark or newsprint-light or terminal"):
        themes.load_theme("zzz")
