"""What concerns the program rather than what is read: its theme, its actions by name, its help, its end."""

from __future__ import annotations

from newsreader.actions import COMMANDS
from newsreader.themes import list_themes
from newsreader.tui import dialogs
from newsreader.tui.guard import guarded
from newsreader.tui.sharing import SharingScreen
from newsreader.tui.terminal.access import paint_anew
from newsreader.tui.themes import make_theme, remember_theme


class ProgramScreen(SharingScreen):
    """Panes in a program."""

    def action_theme(self) -> None:
        """Choose a theme, seen while choosing; the choice is remembered in the library."""
        before = self.app.theme
        found = list_themes()
        for palette, _ in found:
            self.app.register_theme(make_theme(palette))

        def show(name: str) -> None:
            self.app.theme = name

        def end(index: int | None) -> None:
            if index is None:
                show(before)
            else:
                show(found[index][0].name)
                self._keep_theme()

        self.app.push_screen(
            dialogs.ThemeDialog([(palette.name, origin) for palette, origin in found], before, show, self.glyphs), end
        )

    @guarded
    def _keep_theme(self) -> None:
        remember_theme(self.desk, self.app.theme)
        self.say(f"Theme: {self.app.theme}")

    def action_repaint(self) -> None:
        """Paint the whole screen anew: another program may have written over it."""
        paint_anew(self.app)

    def action_palette(self) -> None:
        """Every action by name."""

        def do(index: int | None) -> None:
            if index is not None:
                self.call_next(self.run_action, COMMANDS[index].name.replace("-", "_"))

        self.app.push_screen(dialogs.PaletteDialog(self.keys, self.glyphs), do)

    def action_help(self) -> None:
        """Show every key."""
        self.app.push_screen(dialogs.HelpDialog(self.key_map, self.glyphs))

    def action_quit(self) -> None:
        """End the program; where the reader is is kept."""
        self.keep_place()
        self.app.exit(0)
