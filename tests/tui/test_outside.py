"""What leaves the program, decided with plain values: sequences, copiers, browsers, commands."""

from __future__ import annotations

import base64
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.markdown import render_for_others
from newsreader.model import Article, Kept, Reading, Row
from newsreader.tui.outside import (
    CommandError,
    choose_browser,
    choose_editor,
    fill_command,
    is_web_address,
    split_command,
    start_detached,
)
from newsreader.tui.surroundings import has_display
from newsreader.tui.terminal.clipboard import choose_copiers, run_copier
from newsreader.tui.terminal.sequences import (
    MOST_COPIED_BYTES,
    make_copy_sequence,
    make_notification_sequence,
    make_title_sequence,
    wrap_sequence,
)
from newsreader.wording import cite_article

URL = "https://ferry.example/goat?id=7&from=isle"
SSH = {"SSH_CONNECTION": "192.0.2.1 5000 192.0.2.2 22"}
TMUX = {"TMUX": "/tmp/tmux-1/default,1,0", "TERM": "screen-256color"}
SCREEN = {"STY": "12.pts-1.isle", "TERM": "screen"}


def finding(*names: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in names else None


def make_reading(**changes: object) -> Reading:
    fields: dict[str, object] = {
        "id": 7,
        "title": "Goat takes the ferry",
        "source": "ferry.example",
        "url": URL,
        "published": "2031-03-04T07:40",
        "added_at": 0.0,
        "words": 200,
        "is_unread": False,
        "is_bookmarked": True,
        "progress": 0.0,
    }
    row = Row(**{**fields, **changes})  # type: ignore[arg-type]
    article = Article(row.title, row.published, ("Ada Quill", "Bo Reed"))
    return Reading(row, article, (), (), (), Kept(("herd",), "tell no one"))


# --- the clipboard


@pytest.mark.parametrize(
    ("environment", "sequence"),
    [
        ({"TERM": "xterm-kitty"}, "\x1b]9;newsreader: Arrived: a; b\a"),
        ({"TERM": "foot"}, "\x1b]777;notify;newsreader;Arrived: a, b\a"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, "\x1b]777;notify;newsreader;Arrived: a, b\a"),
        ({"TERM": "tmux-256color", "TMUX": "/x"}, "\x1bPtmux;\x1b\x1b]9;newsreader: Arrived: a; b\a\x1b\\"),
    ],
)
def test_a_notification_is_one_harmless_line(environment: dict[str, str], sequence: str) -> None:
    assert make_notification_sequence("Arrived: a;\x1b\n b", environment) == sequence


def test_copying_is_osc_52() -> None:
    assert make_copy_sequence("Fähre", {}) == "\x1b]52;c;RsOkaHJl\a"


def test_tmux_gets_it_in_its_passthrough_with_every_escape_doubled() -> None:
    assert make_copy_sequence("Fähre", TMUX) == "\x1bPtmux;\x1b\x1b]52;c;RsOkaHJl\a\x1b\\"


@pytest.mark.parametrize("environment", [SCREEN, {"TERM": "screen.xterm-256color"}])
@given(text=st.text(max_size=4000))
def test_screen_gets_it_in_pieces_that_it_takes(environment: dict[str, str], text: str) -> None:
    sequence = make_copy_sequence(text, environment)
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sequence, re.DOTALL)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == sequence
    assert all(len(piece) + 4 <= 768 for piece in pieces)
    copied = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\a", "".join(pieces))
    assert copied is not None
    assert base64.b64decode(copied[1]) == text.encode("utf-8", errors="replace")


def test_what_terminals_would_cut_is_not_sent() -> None:
    longest = make_copy_sequence("g" * MOST_COPIED_BYTES, {})
    assert len(longest) == 100_000
    assert make_copy_sequence("g" * (MOST_COPIED_BYTES + 1), {}) == ""
    assert make_copy_sequence("ä" * (MOST_COPIED_BYTES // 2 + 1), {}) == ""
    assert make_copy_sequence("goat", {"TERM": "vt100"}) == make_copy_sequence("goat", {"TERM": "linux"}) == ""


def test_the_local_clipboard_is_that_of_the_display() -> None:
    every = finding("tmux", "wl-copy", "xclip", "xsel", "pbcopy")
    xclip, pbcopy = ["xclip", "-selection", "clipboard"], ["pbcopy"]
    assert choose_copiers({}, every, "linux") == []
    assert choose_copiers(SSH, every, "linux") == []
    assert choose_copiers({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, every, "linux") == [["wl-copy"]]
    assert choose_copiers({"DISPLAY": ":0"}, every, "linux") == [xclip]
    assert choose_copiers({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, finding("xclip"), "linux") == [xclip]
    assert choose_copiers({"DISPLAY": ":0"}, finding("xsel"), "linux") == [["xsel", "--clipboard", "--input"]]
    assert choose_copiers({"DISPLAY": ":0"}, finding(), "linux") == []
    assert choose_copiers({}, every, "darwin") == [pbcopy]
    assert choose_copiers(SSH, every, "darwin") == []
    assert choose_copiers(TMUX, every, "darwin") == [["tmux", "load-buffer", "-w", "-"], pbcopy]


def test_a_clipboard_that_hangs_or_fails_is_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.tui.terminal.clipboard._TIMEOUT", 0.2)
    assert not run_copier([sys.executable, "-c", "import time; time.sleep(20)"], "goat")
    assert not run_copier([sys.executable, "-c", "raise SystemExit(3)"], "goat")
    assert not run_copier([str(tmp_path / "missing")], "goat")


# --- other sequences


def test_the_windows_title_is_one_harmless_line() -> None:
    hostile = "Goat\x1b]52;c;ZXZpbA==\a\x1b[2J\nferry\x9c\u202e isle" + "!" * 500
    sequence = make_title_sequence(hostile)
    assert sequence.startswith("\x1b]2;Goat")
    assert sequence.endswith("\a")
    inside = sequence[4:-1]
    assert inside.isprintable()
    assert len(inside) <= 200


@given(st.text())
def test_whatever_a_title_holds_it_ends_no_sequence(title: str) -> None:
    inside = make_title_sequence(title)[4:-1]
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in inside)


def test_without_anything_in_between_a_sequence_is_sent_as_it_is() -> None:
    assert wrap_sequence("\x1b]2;goat\a", {"TERM": "xterm"}) == "\x1b]2;goat\a"


# --- surroundings


def test_a_display_is_one_that_the_reader_sees() -> None:
    assert has_display({"DISPLAY": ":0"}, "linux")
    assert has_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert has_display({}, "darwin")
    assert not has_display({}, "linux")
    assert not has_display({**SSH, "DISPLAY": "localhost:10.0"}, "linux")
    assert not has_display(SSH, "darwin")


# --- browsers and commands


def choose(setting: str, environment: dict[str, str], *here: str, platform: str = "linux") -> tuple[list[str], bool]:
    browser = choose_browser(setting, environment, finding(*here), platform)
    return ([], False) if browser is None else (list(browser.command), browser.is_in_terminal)


def test_the_browser_is_the_settings_then_the_environments_then_the_systems() -> None:
    here = {"DISPLAY": ":0", "BROWSER": "gone:surf --kiosk:chromium"}
    assert choose("fox --new %u --quiet", here, "fox", "surf") == (["fox", "--new", "%u", "--quiet"], False)
    assert choose("", here, "surf", "chromium", "xdg-open") == (["surf", "--kiosk", "%u"], False)
    assert choose("", here, "xdg-open") == (["xdg-open", "%u"], False)
    assert choose("", {"DISPLAY": ":0", "BROWSER": "surf '%s'"}, "surf") == (["surf", "%u"], False)
    assert choose("", {"DISPLAY": ":0", "BROWSER": "surf '"}, "xdg-open") == (["xdg-open", "%u"], False)
    assert choose("", {}, "open", platform="darwin") == (["open", "%u"], False)
    assert choose("", {"DISPLAY": ":0"}) == ([], False)


def test_without_a_display_only_a_browser_for_the_terminal_will_do() -> None:
    for environment in ({}, SSH, {**SSH, "DISPLAY": "localhost:10.0"}):
        assert choose("fox", environment, "fox") == ([], False)
        assert choose("", {**environment, "BROWSER": "fox:w3m"}, "fox", "w3m") == (["w3m", "%u"], True)
        assert choose("/opt/bin/lynx -accept_all_cookies", environment, "/opt/bin/lynx") == (
            ["/opt/bin/lynx", "-accept_all_cookies", "%u"],
            True,
        )


def test_a_browser_of_the_settings_that_is_not_here_is_named() -> None:
    with pytest.raises(CommandError, match="no program 'fox'"):
        choose("fox", {"DISPLAY": ":0"})
    with pytest.raises(CommandError, match="No closing quotation"):
        choose("fox '", {"DISPLAY": ":0"})


def test_the_editor() -> None:
    assert choose_editor({"VISUAL": "ed -p x", "EDITOR": "vi"}, finding("ed")) == ["ed", "-p", "x"]
    assert choose_editor({"EDITOR": "nano"}, finding("nano")) == ["nano"]
    assert choose_editor({}, finding("vi")) == ["vi"]
    with pytest.raises(CommandError, match="no program 'vi'"):
        choose_editor({}, finding())


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(max_size=20))
def test_a_title_stays_one_argument_whatever_it_holds(title: str, other: str) -> None:
    words = split_command("post --title=%t --url %u 100%% %d")
    filled = fill_command(words, url=URL + other, title=title)
    assert filled == ["post", f"--title={title}", "--url", URL + other, "100%", "%d"]


def test_a_command_that_can_not_be_made_says_why() -> None:
    with pytest.raises(CommandError, match="no command to run"):
        split_command("  ")
    with pytest.raises(CommandError, match="asks for an address"):
        fill_command(["post", "%u"], url="", title="Goat")
    assert fill_command(["post", "%%u"], url="", title="Goat") == ["post", "%u"]


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "javascript:goat()", "-remote", "https://isle.example/\x1b"])
def test_only_addresses_of_the_web_are_handed_on(url: str) -> None:
    assert not is_web_address(url)
    assert is_web_address(URL)


def test_a_started_program_reports_only_a_failure() -> None:
    codes: list[int] = []
    heard = threading.Event()

    def report(code: int) -> None:
        codes.append(code)
        heard.set()

    start_detached([sys.executable, "-c", "pass"], report)
    start_detached([sys.executable, "-c", "raise SystemExit(4)"], report)
    assert heard.wait(30)
    assert codes == [4]


# --- words


def test_a_citation_is_one_line_of_what_is_known() -> None:
    assert cite_article(make_reading()) == (
        f'Ada Quill and Bo Reed, "Goat takes the ferry", ferry.example, 4 Mar 2031, {URL}'
    )
    assert cite_article(make_reading(url="", published="")) == (
        'Ada Quill and Bo Reed, "Goat takes the ferry", ferry.example'
    )


def test_what_is_handed_on_keeps_the_readers_own_notes_back() -> None:
    text = render_for_others(make_reading(title="Goat *takes* the ferry"))
    assert text.startswith("# Goat \\*takes\\* the ferry\n\nBy Ada Quill and Bo Reed · Tue 4 Mar 2031, 07:40 · ferry")
    assert f"<{URL}>" in text
    assert "tell no one" not in text
    assert "herd" not in text
