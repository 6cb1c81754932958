"""Where everything lies: the platform's folders, or one folder of the user's own (`NEWSREADER_HOME`).

Functions only, and none of them makes a folder: whoever writes makes what it needs.
"""

from __future__ import annotations

import os
from pathlib import Path

_APP = "newsreader"


def library_path() -> Path:
    """The library: one SQLite file."""
    return (_find_home() or _ask_platform("user_data_path")) / "library.sqlite"


def frame_path(library: Path) -> Path:
    """What the next start on a library shows first, kept by the last one; it need not exist."""
    return library.with_name(f"{library.name}-frame")


def config_path() -> Path:
    """The user's settings, a TOML file; it need not exist."""
    return (_find_home() or _ask_platform("user_config_path")) / "config.toml"


def user_themes_dir() -> Path:
    """The folder of the user's own themes; it need not exist."""
    return config_path().parent / "themes"


def user_keymaps_dir() -> Path:
    """The folder of the user's own key maps; it need not exist."""
    return config_path().parent / "keymaps"


def log_path() -> Path:
    """The file that the program writes its log to."""
    home = _find_home()
    return (home / "log" if home else _ask_platform("user_log_path")) / "newsreader.log"


def _find_home() -> Path | None:
    home = os.environ.get("NEWSREADER_HOME")
    return Path(home).expanduser().absolute() if home else None


def _ask_platform(function: str) -> Path:
    # Imported late: it costs several milliseconds, and NEWSREADER_HOME or --library do without it.
    import platformdirs

    folder: Path = getattr(platformdirs, function)(_APP, appauthor=False)
    return folder
