"""What can't be read is refused in one line; other encodings are read, and hostile text is made harmless."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from driving_commands import DUMP, TITLE, Run, assert_refused
from program import FIRST, run_program

from newsreader import inputs

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("command", ["read", "add"])
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "PNG"),
        (bytes(range(256)) * 64, "binary"),
        (b"\xff\xfe" + bytes(4096), "binary"),
    ],
)
def test_no_text(run: Callable[..., Run], tmp_path: Path, command: str, content: bytes, word: str) -> None:
    (tmp_path / "page.txt").write_bytes(content)
    assert_refused(run(command, tmp_path / "page.txt"), "page.txt: ", word)
    assert run("list", "--json").out == ""


def test_no_article(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "menu.txt").write_text("Home\nNews\nSport\nWeather\n")
    assert_refused(run("read", tmp_path / "menu.txt"), "menu.txt: ")
    assert run("list", "--json").out == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(run: Callable[..., Run], tmp_path: Path, encoding: str) -> None:
    (tmp_path / "page.txt").write_bytes(DUMP.encode(encoding))
    out = run("read", tmp_path / "page.txt", "--width", "0").out
    assert out.startswith(TITLE)
    assert "sorry – again – for the café’s second mistake" in out


def test_latin_1(run: Callable[..., Run], tmp_path: Path) -> None:
    plain = DUMP.replace("–", "-").replace("’", "'").replace("“", '"').replace("”", '"')
    (tmp_path / "page.txt").write_bytes(plain.encode("latin-1"))
    assert "the café's second mistake" in run("read", tmp_path / "page.txt", "--width", "0").out


def test_over_the_limit(run: Callable[..., Run], home: Path, tmp_path: Path) -> None:
    (home / "config.toml").write_text("max_input_mib = 1\n")
    (tmp_path / "page.txt").write_bytes(DUMP.encode() + b"\n" * (1 << 20))
    assert_refused(run("read", tmp_path / "page.txt"), "page.txt: ", "1 MiB", "max_input_mib", str(home))
    piped = run_program(home, "read", "-", data=(tmp_path / "page.txt").read_bytes())
    assert_refused(Run(piped.returncode, piped.stdout, piped.stderr), "standard input: ", "1 MiB")
    assert run("list", "--json").out == ""


@pytest.mark.parametrize(("path", "word"), [("none.txt", "not there"), ("", "folder"), ("page.txt/x", "can't be read")])
def test_unreadable_paths(run: Callable[..., Run], tmp_path: Path, path: str, word: str) -> None:
    (tmp_path / "page.txt").write_text(DUMP)
    assert_refused(run("read", f"{tmp_path}/{path}"), str(tmp_path), word)


def test_no_permission(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    # By hand, because root may read what it likes.
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(inputs, "open", refuse, raising=False)
    assert_refused(run("read", FIRST), FIRST.name, "permissions")


def test_hostile_names_and_texts_are_harmless(run: Callable[..., Run], tmp_path: Path) -> None:
    attack = (
        "\x1b]52;c;ZXZpbA==\x07\x1b]8;;https://evil.example/\x1b\\\x1b[2J\x9b31m\u202e[link=https://evil.example][bold]"
    )
    assert_refused(run("read", tmp_path / f"no{attack[:20]}such\n.txt"))
    (tmp_path / "page.txt").write_text(
        DUMP.replace("Ferry", f"Ferry {attack}").replace("goose had", f"goose{attack} had")
    )
    out = run("read", tmp_path / "page.txt").out
    assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert "[bold]" in out, "what is no control sequence stands as it came"


def test_control_sequences_in_names_do_not_reach_the_terminal(run: Callable[..., Run], tmp_path: Path) -> None:
    done = run("read", tmp_path / "\x1b]0;title\x07\u202egpj.txt")
    assert not set(done.err) & set("\x1b\x07\u202e")
