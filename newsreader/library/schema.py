"""What a library's file says of itself."""

from __future__ import annotations

APPLICATION_ID = 0x4E657773  # "News", in the header of the file: https://www.sqlite.org/fileformat.html#application_id

VERSION = 7
"""The version of the tables that this program reads and writes (SQLite's `user_version`)."""
