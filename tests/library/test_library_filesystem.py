"""On what a library lies, and how it is written there."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_stock import put

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library import filesystem
from newsreader.model import View

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home rw,relatime shared:2 master:1 - nfs4 server:/home rw
31 30 0:41 / /home/ada/my\\040disk rw - ext4 /dev/sdb1 rw
32 22 0:42 / /mnt rw - ext4 /dev/sdc1 rw
33 22 0:43 / /mnt rw - fuse.sshfs host:/ rw
"""


@pytest.mark.parametrize(
    ("path", "kind", "is_remote"),
    [
        ("/var/lib/x", "ext4", False),
        ("/home/ada/library.sqlite", "nfs4", True),
        ("/homes/x", "ext4", False),
        ("/home/ada/my disk/x", "ext4", False),
        ("/mnt/x", "fuse.sshfs", True),
    ],
)
def test_the_nearest_mount_counts(tmp_path, monkeypatch, path, kind, is_remote):
    (tmp_path / "mountinfo").write_text(MOUNTS)
    monkeypatch.setattr(filesystem, "_MOUNTS", tmp_path / "mountinfo")
    assert filesystem.find_kind(Path(path)) == kind
    assert filesystem.is_remote(kind) is is_remote


def test_over_a_network_no_log_is_shared(library, monkeypatch):
    with Desk(library, Settings()) as desk:
        put(desk, "Ferry returns")
        assert desk.describe_library().journal == "wal"
    monkeypatch.setattr(filesystem, "find_kind", lambda _: "nfs")
    with Desk(library, Settings()) as desk, Desk(library, Settings()) as other:
        assert (desk.describe_library().journal, desk.describe_library().file_system) == ("delete", "nfs")
        put(desk, "Goat on roof")
        assert other.count(View.ALL) == 2
        assert other.has_changed()
    monkeypatch.undo()
    with Desk(library, Settings()) as desk:
        assert desk.describe_library().journal == "wal"
        assert desk.count(View.ALL) == 2


def test_a_system_that_tells_nothing_is_taken_for_local(monkeypatch, tmp_path):
    monkeypatch.setattr(filesystem, "_MOUNTS", tmp_path / "nowhere")
    assert not filesystem.is_remote(filesystem.find_kind(tmp_path))
