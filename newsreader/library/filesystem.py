"""What file system a library lies on: over a network SQLite's write-ahead log can't be shared."""

from __future__ import annotations

import re
import sys
from pathlib import Path

# Kinds of file systems that lie on another machine, as Linux and macOS name them.
_REMOTE = frozenset(
    [
        *(
            "nfs",
            "nfs4",
            "cifs",
            "smb2",
            "smb3",
            "smbfs",
            "afpfs",
            "webdav",
            "9p",
            "afs",
            "ceph",
            "glusterfs",
            "lustre",
        ),
        *("ncpfs", "fuse.sshfs", "fuse.rclone", "fuse.s3fs"),
    ]
)
_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPE = re.compile(r"\\([0-7]{3})")


def find_kind(path: Path) -> str:
    """The kind of file system that a path lies on, `ext4` or the like; "" where the system does not tell."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return _ask_mount(path) if sys.platform == "darwin" else ""
    return match_mount(path.absolute(), [_read_line(line) for line in lines])


def is_remote(kind: str) -> bool:
    """Whether files of this kind may lie on another machine."""
    return kind in _REMOTE


def match_mount(path: Path, mounts: list[tuple[str, str]]) -> str:
    """The kind of the mount (place, kind) nearest to a path; of two at one place the later one counts."""
    inside = [(len(place), number, kind) for number, (place, kind) in enumerate(mounts) if path.is_relative_to(place)]
    return max(inside)[2] if inside else ""


def _read_line(line: str) -> tuple[str, str]:
    """Place and kind of a mount: proc(5), `/proc/pid/mountinfo`, fields 5 and 9 behind the optional ones."""
    before, _, after = line.partition(" - ")
    place = _ESCAPE.sub(lambda match: chr(int(match[1], 8)), before.split(" ")[4])
    return place, after.split(" ", 1)[0]


def _ask_mount(path: Path) -> str:
    """On macOS `mount` prints `//host/share on /Volumes/share (smbfs, nodev)`."""
    import subprocess

    try:
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False, timeout=5).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.findall(r" on (.+) \((\w+)[,)]", listed)
    return match_mount(path.absolute(), found)
