"""`newsreader config`: where every file lies, what is set, whether it can be, and setting it in an editor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from newsreader import paths
from newsreader.commands import output
from newsreader.model import NewsreaderError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from newsreader.config import Settings


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked for."""
    if arguments.defaults and arguments.what != "show":
        raise output.UsageError("--defaults is for `newsreader config show`")
    if arguments.what == "path":
        _show_paths(arguments.library)
    elif arguments.what == "show":
        _show(paths.config_path(), is_default=arguments.defaults)
    elif arguments.what == "edit":
        _edit(paths.config_path())
        return _check(paths.config_path())
    else:
        return _check(paths.config_path())
    return 0


def _show_paths(library: Path | None) -> None:
    """Say where every file lies, whether it is there yet or not."""
    used = library or paths.library_path()
    places = {
        "library": used,
        "frame": paths.frame_path(used),
        "config": paths.config_path(),
        "themes": paths.user_themes_dir(),
        "keymaps": paths.user_keymaps_dir(),
        "log": paths.log_path(),
    }
    for name, place in places.items():
        output.write_row(f"{name:<7}  {{{name}}}", {name: place})


def _show(path: Path, *, is_default: bool) -> None:
    from newsreader.config import Settings, load_settings

    for line in _list_lines(Settings() if is_default else load_settings(path)):
        output.write_line(line)


def _list_lines(settings: Settings) -> list[str]:
    from newsreader.config import write_settings

    return list(write_settings(settings))


def _check(path: Path) -> int:
    """Say what is wrong with the settings, a line each; 1 if anything is."""
    from newsreader import themes
    from newsreader.config import check_settings

    settings, mistakes = check_settings(path)
    try:
        themes.load_theme(settings.theme)
    except NewsreaderError as error:
        mistakes.append(f"{path}: {error}")
    for mistake in mistakes:
        output.complain(mistake)
    if not mistakes:
        output.write_line(f"no mistakes in {path}" if path.exists() else f"no mistakes: there is no {path}")
    return 1 if mistakes else 0


def _edit(path: Path) -> None:
    """Open the settings in the user's editor; where there are none yet, with every default as a comment."""
    # Imported late: only this command starts a program.
    import subprocess

    from newsreader.config import Settings
    from newsreader.tui.outside import CommandError, choose_editor

    try:
        editor = choose_editor(os.environ)
    except CommandError as error:
        raise NewsreaderError(f"{error}: $VISUAL or $EDITOR names an editor") from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in _list_lines(Settings()))
    except FileExistsError:
        pass
    except OSError as error:
        raise NewsreaderError(f"{path}: can't be written: {error.strerror}") from error
    try:
        code = subprocess.run([*editor, str(path)], check=False).returncode
    except OSError as error:
        raise NewsreaderError(f"{editor[0]} can't be started: {error.strerror}") from error
    if code:
        raise NewsreaderError(f"{editor[0]} ended with {code}; {path} was not checked")
