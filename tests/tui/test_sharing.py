"""Journeys of what leaves the program: copies, browsers, pipes, shares, the editor, the mouse, the window's title."""

from __future__ import annotations

import base64
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import Driver, run_reader

from newsreader.desk import Desk
from newsreader.model import Article, Headline, LibraryError, Origin, Page, Part, PartKind, Section

FERRY = "Ferry waits for a goat"
FERRY_URL = "https://isle.example/ferry"
HARBOUR, HARBOUR_URL = "Harbour master resigns over the goat", "https://isle.example/harbour?a=1&b=2"
LAMP = "Lamp is lit again"
FOREIGN = ("SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "BROWSER", "VISUAL", "EDITOR")


@pytest.fixture(autouse=True)
def _bare_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No program and no terminal of the machine that tests: only the fakes that a test makes are there."""
    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A page with an address whose links have one, and one without any."""
    path = tmp_path / "isle.sqlite"
    parts = (
        Part(PartKind.PARAGRAPH, "The *ferry* waited an hour."),
        Part(PartKind.LINK, HARBOUR, "Read more", url=HARBOUR_URL),
        Part(PartKind.PARAGRAPH, "Nobody was cross."),
    )
    sections = (Section("Latest", (Headline(LAMP), Headline("Keeper's tale", url="https://isle.example/keeper"))),)
    pages = [
        Page(Article(FERRY, "2031-03-20", ("Ada Quill",), parts, FERRY_URL), sections),
        Page(Article(LAMP, "2031-03-19", (), (Part(PartKind.PARAGRAPH, "It shines as before."),))),
    ]
    with Desk(path) as desk:
        for page in pages:
            title = page.article.title
            assert desk.add_page(page, Origin(title.encode(), f"{title[:5]}.txt", page.article.url)).id
    return path


def make_program(tmp_path: Path, name: str, code: int = 0, *, reads: bool = True) -> Callable[[], dict[str, object]]:
    """A program that notes its arguments, and its input if it `reads`; returns what waits for the note and reads it."""
    note, program = tmp_path / f"{name}.json", tmp_path / "bin" / name
    program.write_text(
        f"#!{sys.executable}\nimport json, os, sys\n"
        f"said = {{'arguments': sys.argv[1:], 'input': {'sys.stdin.read()' if reads else None}}}\n"
        f"open({str(note) + '.part'!r}, 'w').write(json.dumps(said))\n"
        f"os.replace({str(note) + '.part'!r}, {str(note)!r})\nsys.exit({code})\n"
    )
    program.chmod(0o755)

    def read_note() -> dict[str, object]:
        deadline = time.monotonic() + 30
        while not note.exists():
            assert time.monotonic() < deadline, f"{name} was not run"
            time.sleep(0.02)
        said: dict[str, object] = json.loads(note.read_text())
        note.unlink()
        return said

    return read_note


def write_settings(tmp_path: Path, text: str) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "config.toml").write_text(text)


def record(reader: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written to the terminal from now on."""
    sent: list[str] = []
    monkeypatch.setattr(reader.app._driver, "write", sent.append)
    return sent


def decode_copies(sent: list[str]) -> list[str]:
    found = re.findall(r"\x1b\]52;c;([^\a]*)\a", "".join(sent))
    return [base64.b64decode(each).decode() for each in found]


# --- copying


async def test_y_copies_the_address_of_what_is_focused(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with run_reader(library, size=(120, 30), title=FERRY, is_over_list=True) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("y")
        assert reader.status == f"Copied: {FERRY_URL}"
        await reader.press("]", "y")
        assert reader.status == f"Copied: {HARBOUR_URL}"
        await reader.press("l", "j", "y")
        assert reader.status == "Copied: https://isle.example/keeper"
        await reader.press("q", "h", "y")  # the cursor stands among the lists
        assert reader.status.startswith("Nothing here has an address")
        assert decode_copies(sent) == [FERRY_URL, HARBOUR_URL, "https://isle.example/keeper"]


async def test_y_without_an_address_says_so_and_offers_the_title(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_reader(library, title=LAMP) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("y")
        assert reader.status == f"No address known: {LAMP} · y copies the title"
        assert decode_copies(sent) == []
        await reader.press("y")
        assert reader.status == f"Copied the title: {LAMP}"
        assert decode_copies(sent) == [LAMP]


async def test_a_headline_in_a_list_of_wishes_is_copied(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Desk(library) as desk:
        desk.set_wanted("Keeper's tale", "https://isle.example/keeper", True)
    async with run_reader(library, size=(120, 30)) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("h")
        while "Keeper" not in reader.screen:
            await reader.press("j")
        await reader.press("l", "y")
        assert decode_copies(sent) == ["https://isle.example/keeper"]
        await reader.press("Y")
        assert reader.status == "Not stored: there is no article to hand on. y copies the address."


async def test_the_article_and_a_citation_are_copied(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with run_reader(library, title=FERRY) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("Y")
        assert reader.status == f"Copied as Markdown: {FERRY}"
        await reader.press("c")
        assert reader.status.startswith('Copied: Ada Quill, "Ferry waits')
        article, citation = decode_copies(sent)
        assert article.startswith(f"# {FERRY}\n\nBy Ada Quill · Thu 20 Mar 2031 · isle.example\n\n<{FERRY_URL}>\n\n")
        assert f"The \\*ferry\\* waited an hour.\n\n- Read more: [{HARBOUR}](<{HARBOUR_URL}>)\n" in article
        assert article.endswith("Nobody was cross.\n")
        assert citation == f'Ada Quill, "{FERRY}", isle.example, 20 Mar 2031, {FERRY_URL}'


async def test_the_article_of_a_stored_headline_is_copied(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with run_reader(library, size=(120, 30), title=FERRY) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("l", "Y")
        assert reader.status == f"Copied as Markdown: {LAMP}"
        assert "It shines as before." in decode_copies(sent)[0]


async def test_the_local_clipboard_gets_it_too(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = make_program(tmp_path, "wl-copy")
    async with run_reader(library, title=FERRY) as reader:
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        await reader.press("y")
        assert copied() == {"arguments": [], "input": FERRY_URL}


async def test_what_is_too_long_for_terminals_goes_to_the_local_clipboard_or_nowhere(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = Article("Goat's memoirs", "", (), (Part(PartKind.PARAGRAPH, "Then I ate. " * 10_000),))
    with Desk(library) as desk:
        desk.add_page(Page(long), Origin(b"memoirs", "memoirs.txt"))
    async with run_reader(library, title="Goat's memoirs") as reader:
        sent = record(reader, monkeypatch)
        await reader.press("Y")
        assert reader.status == "Not copied: 120 KB, and terminals take 74. | gives it to a command."
        assert "\x1b]52" not in "".join(sent)
        copied = make_program(tmp_path, "xclip")
        monkeypatch.setenv("DISPLAY", ":0")
        await reader.press("Y")
        assert reader.status == "Copied as Markdown: Goat's memoirs"
        assert str(copied()["input"]).count("Then I ate.") == 10_000


# --- browsers


async def test_o_opens_the_address_beside_the_app(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = make_program(tmp_path, "surf")
    monkeypatch.setenv("DISPLAY", ":0")
    write_settings(tmp_path, 'browser = "surf --new %u --quiet"')
    async with run_reader(library, title=FERRY) as reader:
        await reader.press("]", "o")
        assert reader.status == f"Opened in the browser: {HARBOUR_URL}"
        assert opened() == {"arguments": ["--new", HARBOUR_URL, "--quiet"], "input": ""}


async def test_a_browser_that_fails_is_said(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = make_program(tmp_path, "xdg-open", code=3)
    monkeypatch.setenv("DISPLAY", ":0")
    async with run_reader(library, title=FERRY) as reader:
        await reader.press("o")
        assert opened()["arguments"] == [FERRY_URL]
        await wait_for(reader, "xdg-open ended with 3")


async def test_a_text_browser_gets_the_terminal(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = make_program(tmp_path, "w3m", reads=False)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 5000 192.0.2.2 22")
    monkeypatch.setenv("BROWSER", "w3m")
    async with run_reader(library, title=FERRY) as reader:
        await reader.press("o")
        assert reader.status == f"Back from w3m: {FERRY_URL}"
        assert opened()["arguments"] == [FERRY_URL]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SSH_CONNECTION": "192.0.2.1 5000 192.0.2.2 22", "DISPLAY": "localhost:10.0"}, "Over SSH, so copied:"),
        ({}, "No display here, so copied:"),
    ],
)
async def test_where_no_window_would_be_seen_the_address_is_copied(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], words: str
) -> None:
    make_program(tmp_path, "xdg-open")
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    async with run_reader(library, title=FERRY) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("o")
        assert reader.status == f"{words} {FERRY_URL}"
        assert decode_copies(sent) == [FERRY_URL]


async def test_where_no_browser_is_found_the_address_is_copied(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    async with run_reader(library, title=FERRY) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("o")
        assert reader.status == f"No browser found, so copied: {FERRY_URL}"
        assert decode_copies(sent) == [FERRY_URL]


async def test_o_without_an_address_and_without_the_program_of_the_settings(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    write_settings(tmp_path, 'browser = "firefx"')
    async with run_reader(library, title=LAMP) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("o")
        assert reader.status == f"No address known: {LAMP} · y copies the title"
        await reader.press("y")
        assert decode_copies(sent) == [LAMP]
    async with run_reader(library, title=FERRY) as reader:
        await reader.press("o")
        assert reader.status == "There is no program 'firefx' here: see the setting browser."


# --- pipes, shares, the editor


async def test_an_article_is_piped_to_a_command_that_is_remembered(library: Path, tmp_path: Path) -> None:
    piped = make_program(tmp_path, "count")
    async with run_reader(library, title=FERRY) as reader:
        await reader.press("|")
        assert reader.status.split("  ")[0] == "pipe to:"
        assert reader.status.endswith("Enter runs it, Esc gives up")
        await reader.press(*"count -t '%t; rm' $HOME", "enter")
        said = piped()
        assert said["arguments"] == ["-t", f"{FERRY}; rm", "$HOME"]
        assert str(said["input"]).startswith(f"# {FERRY}\n")
        assert reader.status == f"Given to count: {FERRY}"
    async with run_reader(library, title=LAMP) as reader:
        await reader.press("|", "enter")
        assert piped()["arguments"] == ["-t", f"{LAMP}; rm", "$HOME"]
        # What stands there can be changed, and given up.
        await reader.press("|", "home", *"X", "end", "backspace", "escape")
        assert "pipe to" not in reader.screen
        assert "count -t" in (await reader.press("|")).split("\n")[-1]
        await reader.press("home", *"no-", "enter")
        assert reader.status == "There is no program 'no-count' here."
        await reader.press("|", "ctrl+u", *"gone", "enter")
        assert reader.status == "There is no program 'gone' here."
        await reader.press("|", "ctrl+u", *"count '", "enter")
        assert "No closing quotation" in reader.status
        await reader.press("|", "ctrl+u", *"count %u", "enter")
        assert reader.status == "count asks for an address (%u), and this article has none."


async def test_how_a_command_failed_is_said(library: Path, tmp_path: Path) -> None:
    make_program(tmp_path, "count", code=2)
    async with run_reader(library, title=FERRY) as reader:
        await reader.press("|", *"count", "enter")
        assert reader.status == "count ended with 2."
        (tmp_path / "bin" / "count").write_text("#!/gone\n")
        await reader.press("|", "enter")
        assert reader.status == "count can't be started: No such file or directory."


async def test_a_library_that_remembers_nothing_is_read_and_piped_from(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = make_program(tmp_path, "count")
    async with run_reader(library, title=FERRY) as reader:
        monkeypatch.setattr(reader.desk, "remember", refuse)
        await reader.press("|", *"count", "enter")
        assert str(piped()["input"]).startswith(f"# {FERRY}\n")
        assert reader.status == f"Given to count: {FERRY}"


async def test_the_editors_copy_that_can_not_be_written_is_said(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_program(tmp_path, "vi")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    async with run_reader(library, title=FERRY) as reader:
        await reader.press("E")
        assert reader.status == "No copy can be written for the editor: No such file or directory."
        (tmp_path / "bin" / "vi").unlink()
        await reader.press("E")
        assert reader.status == "There is no program 'vi' here: $VISUAL or $EDITOR names an editor."


async def test_a_command_that_reads_nothing_does_no_harm(library: Path, tmp_path: Path) -> None:
    long = Article("Goat's memoirs", "", (), (Part(PartKind.PARAGRAPH, "Then I ate. " * 20_000),))
    with Desk(library) as desk:
        desk.add_page(Page(long), Origin(b"memoirs", "memoirs.txt"))
    (tmp_path / "bin" / "deaf").write_text(f"#!{sys.executable}\n")
    (tmp_path / "bin" / "deaf").chmod(0o755)
    async with run_reader(library, title="Goat's memoirs") as reader:
        await reader.press("|", *"deaf", "enter")
        assert reader.status == "Given to deaf: Goat's memoirs"


async def test_a_share_target_of_the_settings_is_chosen_and_gets_the_article(library: Path, tmp_path: Path) -> None:
    posted = make_program(tmp_path, "post")
    write_settings(tmp_path, '[share]\nherd = "mail goat"\nboat = "post --to=boat %u %t"\n')
    async with run_reader(library, title=FERRY) as reader:
        screen = await reader.press("!")
        assert "herd" in screen
        assert "post --to=boat" in screen
        await reader.press("j", "enter")
        said = posted()
        assert said["arguments"] == ["--to=boat", FERRY_URL, FERRY]
        assert "Nobody was cross." in str(said["input"])
        assert reader.status == f"Given to post: {FERRY}"
        await reader.press("!", "escape")
        assert "Share with" not in reader.screen


async def test_without_share_targets_the_file_that_names_them_is_said(library: Path, tmp_path: Path) -> None:
    async with run_reader(library, size=(200, 30), title=FERRY) as reader:
        await reader.press("!")
        assert reader.status.startswith("Nobody to share with: name commands under [share] in ")
        assert reader.status.endswith("config.toml")


async def test_the_editor_gets_a_copy_that_is_gone_afterwards(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "scribe"
    program.write_text(
        f"#!{sys.executable}\nimport os, shutil, sys\n"
        f"shutil.copy(sys.argv[-1], {str(tmp_path / 'seen')!r})\n"
        f"open({str(tmp_path / 'name')!r}, 'w').write(sys.argv[-1])\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("EDITOR", "scribe -w")
    async with run_reader(library, title=FERRY) as reader:
        await reader.press("E")
        assert reader.status == f"Back from scribe: {FERRY}"
    assert (tmp_path / "seen").read_text().startswith(f"# {FERRY}\n")
    assert (tmp_path / "seen").stat().st_mode & 0o222 == 0
    assert not Path((tmp_path / "name").read_text()).exists()


# --- the terminal


async def test_ctrl_o_gives_the_mouse_to_the_terminal_and_takes_it_back(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_reader(library, title=FERRY) as reader:
        assert reader.app._driver is not None
        is_on = reader.app._driver._mouse
        sent = record(reader, monkeypatch)
        await reader.press("ctrl+o")
        assert reader.status.startswith("Mouse off: " if is_on else "Mouse on: ")
        assert "\x1b[?1003l" in "".join(sent)
        sent.clear()
        await reader.press("ctrl+o")
        assert reader.status.startswith("Mouse on: ")
        assert "\x1b[?1003h" in "".join(sent)
        assert reader.app._driver._mouse


def find_links(reader: Driver) -> list[tuple[str, str, str]]:
    """Text, address and id of every linked run on the screen."""
    return [
        (segment.text, segment.style.link, segment.style.link_id)
        for strip in reader.app.screen._compositor.render_strips()
        for segment in strip
        if segment.style and segment.style.link
    ]


async def test_lines_of_links_carry_the_address_under_one_id(library: Path) -> None:
    write_settings(library.parent, 'hyperlinks = "on"')
    async with run_reader(library, size=(40, 24), title=FERRY) as reader:
        found = find_links(reader)
        assert " ".join(text for text, _, _ in found) == f"Read more: {HARBOUR}"
        assert len(found) > 1, "so narrow that the link takes several lines"
        assert {each[1:] for each in found} == {(HARBOUR_URL, "1")}
        await reader.press("j", "k", "]")
        assert find_links(reader) == found
        await reader.press("/", *"resigns", "enter")  # found words and labels are painted into the line
        assert "".join(text for text, _, _ in find_links(reader)) == "".join(text for text, _, _ in found)
        await reader.press("escape", "f")
        assert find_links(reader) == found
        await reader.press("escape", "l")
        assert find_links(reader) == [("Keeper's tale", "https://isle.example/keeper", "3")]


@pytest.mark.parametrize(("setting", "is_remote"), [("off", False), ("auto", True)])
async def test_links_are_not_told_where_that_is_not_wanted(
    library: Path, monkeypatch: pytest.MonkeyPatch, setting: str, is_remote: bool
) -> None:
    write_settings(library.parent, f'hyperlinks = "{setting}"')
    if is_remote:
        monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 5000 192.0.2.2 22")
    async with run_reader(library, size=(120, 24), title=FERRY) as reader:
        assert HARBOUR in reader.screen
        assert find_links(reader) == []


async def test_the_windows_title_is_the_articles_where_that_is_wanted(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_reader(library) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("enter")
        assert "\x1b]2;" not in "".join(sent)
    write_settings(library.parent, "window_title = true")
    async with run_reader(library) as reader:
        sent = record(reader, monkeypatch)
        await reader.press("enter", "q", "j", "enter")
        titles = re.findall(r"\x1b\]2;([^\a]*)\a", "".join(sent))
        assert titles == [FERRY, "newsreader", LAMP]
        sent.clear()
    assert "\x1b[23;2t" in sent


# --- helpers


def refuse(*_: object) -> None:
    raise LibraryError("The library can't be written")


async def wait_for(reader: Driver, words: str) -> None:
    deadline = time.monotonic() + 30
    while words not in reader.screen:
        assert time.monotonic() < deadline, reader.screen
        await reader.pilot.pause(0.02)
