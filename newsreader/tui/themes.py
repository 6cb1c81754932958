"""The palettes of `themes/` as Textual themes, and which of them is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

from newsreader import paths
from newsreader.model import NewsreaderError
from newsreader.themes import load_theme

if TYPE_CHECKING:
    from newsreader.desk import Desk
    from newsreader.themes import Palette


# Variables of the style sheet, and the role of the palette that each is; frames are painted muted.
ROLE_VARIABLES = {
    "background-role": "background",
    "surface-role": "surface",
    "text-role": "text",
    "muted-role": "muted",
    "accent-role": "accent",
    "link-role": "link",
    "stored-role": "stored",
    "wanted-role": "wanted",
    "bookmark-role": "bookmark",
    "error-role": "error",
    "frame": "muted",
    "selection-background": "selection_background",
    "selection-text": "selection_text",
    "status-background": "status_background",
    "status-text": "status_text",
    # Textual's own style sheet asks for these two of every theme that keeps the terminal's colours.
    "ansi-background": "background",
    "ansi-foreground": "text",
}


def make_theme(palette: Palette) -> Theme:
    """A Textual theme of a palette; the app's style sheet uses its roles as variables and nothing else."""
    return Theme(
        name=palette.name,
        primary=palette.accent,
        foreground=palette.text,
        background=palette.background,
        surface=palette.surface,
        panel=palette.surface,
        error=palette.error,
        dark=palette.kind == "dark",
        ansi=palette.uses_terminal_colours,
        variables={variable: getattr(palette, role) for variable, role in ROLE_VARIABLES.items()},
    )


def choose_theme(desk: Desk, asked: str | None) -> Palette:
    """The theme to start with: the one asked for, else the one picked in the app, else the configured one.

    A pick holds until the configuration names another theme than it did when it was made. Raises NewsreaderError where
    the theme asked for or configured is not to be had; a picked one that is gone is passed over.
    """
    if asked is not None:
        return load_theme(asked)
    configured = desk.settings.theme
    picked, _, over = (desk.recall("theme") or "").partition("\n")
    if picked and over == configured:
        try:
            return load_theme(picked)
        except NewsreaderError:
            pass
    try:
        return load_theme(configured)
    except NewsreaderError as error:
        raise NewsreaderError(f"{paths.config_path()}: {error}") from None


def remember_theme(desk: Desk, name: str) -> None:
    """Remember a pick, and what the configuration said when it was made."""
    desk.remember("theme", f"{name}\n{desk.settings.theme}")
