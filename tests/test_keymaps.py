"""Key maps as plain values: what becomes of the default keys under a preset and under the user's own lines."""

from __future__ import annotations

import shutil
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import keymaps, paths
from newsreader.actions import COMMANDS, DEFAULT_KEYS, KeyNames, name_key
from newsreader.config import list_settings, read_table
from newsreader.keymaps import ESSENTIAL, load_preset, read_lines, resolve_keys
from newsreader.keymaps.names import KeyNameError, parse_key

FILES = {file.stem: file for file in Path(keymaps.__file__).parent.glob("*.toml")}
ACTIONS = [command.name for command in COMMANDS]
# Few keys, most of them taken already: so that lines clash.
KEYS = ["n", "Q", "?", "q", "j", ",", "+", "space", "f5", "ctrl+d", "enter", "shift+tab", "é"]

lines_of_keys = st.dictionaries(
    st.sampled_from(ACTIONS),
    st.lists(st.sampled_from(KEYS), max_size=3, unique=True).map(tuple),
    max_size=6,
)


# --- names of keys ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("n", "n"),
        ("N", "N"),
        ("shift+n", "N"),
        ("Space", "space"),
        (" ", "space"),
        ("PgDn", "pagedown"),
        ("pagedown", "pagedown"),
        ("Enter", "enter"),
        ("return", "enter"),
        ("Esc", "escape"),
        ("ctrl+d", "ctrl+d"),
        ("Ctrl+D", "ctrl+d"),
        ("^D", "ctrl+d"),
        ("^", "^"),
        ("ctrl+]", "ctrl+right_square_bracket"),
        ("F5", "f5"),
        ("ctrl+F5", "ctrl+f5"),
        ("ctrl+Space", "ctrl+@"),
        ("Ctrl+Shift+PgUp", "ctrl+shift+pageup"),
        ("BackTab", "shift+tab"),
        ("Shift+Tab", "shift+tab"),
        ("ctrl+Left", "ctrl+left"),
        ("alt+n", "alt+n"),
        ("alt+N", "alt+shift+n"),
        ("/", "/"),
        ("slash", "/"),
        ("question_mark", "?"),
        ("vertical_line", "|"),
        ("+", "+"),
        ("plus", "+"),
        ("comma", ","),
        ("é", "é"),
    ],
)
def test_a_key_is_known_by_what_people_call_it(written: str, key: str) -> None:
    assert parse_key(written) == key


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("ctl+n", "did you mean ctrl+n?"),
        ("Spaec", "did you mean Space?"),
        ("ctrl+shift+n", "no key that a terminal sends"),
        ("jk", "no key that a terminal sends"),
        ("", "no key that a terminal sends"),
        ("\t", "no key that a terminal sends"),
        ("ctrl+m", "write Enter"),
        ("ctrl+i", "write Tab"),
        ("^H", "write Backspace"),
        ("ctrl+c", "choose another key"),
        ("7", "digits are the numbers of links"),
    ],
)
def test_a_key_that_can_not_be_bound_is_refused_with_a_way_out(written: str, words: str) -> None:
    with pytest.raises(KeyNameError, match=words.replace("+", r"\+").replace("?", r"\?")):
        parse_key(written)


@pytest.mark.parametrize(
    "key",
    [
        *sorted({key for command in COMMANDS for key in command.keys} | set(KEYS)),
        *("ctrl+shift+pagedown", "ctrl+delete", "ctrl+f12", "alt+shift+x", "ctrl+backslash", "ctrl+@", "|"),
    ],
)
def test_what_the_help_prints_can_be_written_into_the_file(key: str) -> None:
    assert parse_key(name_key(key)) == key
    assert parse_key(key) == key


@given(st.text(max_size=12))
def test_any_text_is_one_key_or_none(text: str) -> None:
    with suppress(KeyNameError):
        key = parse_key(text)
        assert parse_key(key) == key == parse_key(name_key(key))


# --- what a key does --------------------------------------------------------------------------------------------------


@given(lines_of_keys, lines_of_keys)
def test_no_key_has_two_actions_whatever_the_lines(
    preset: dict[str, tuple[str, ...]], own: dict[str, tuple[str, ...]]
) -> None:
    resolved, mistakes = resolve_keys(preset, own)
    assert list(resolved) == ACTIONS
    taken = [key for keys in resolved.values() for key in keys]
    assert len(taken) == len(set(taken))
    # What the user's lines ask for they get, and no key is lost that nothing asks for.
    wanted = [key for keys in own.values() for key in keys]
    assert all(key in resolved[action] for action, keys in own.items() for key in keys if wanted.count(key) == 1)
    assert set(wanted) <= set(taken)
    for action in set(ACTIONS) - own.keys() - preset.keys():
        unclaimed = set(DEFAULT_KEYS.keys[action]) - {
            key for lines in (own, preset) for k in lines.values() for key in k
        }
        assert unclaimed <= set(resolved[action])
    has_clash = len(wanted) != len(set(wanted))
    is_lost = any(not resolved[action] for action in ESSENTIAL)
    assert bool(mistakes) == (has_clash or is_lost)
    assert all(mistake.startswith("keys.") and "\n" not in mistake for mistake in mistakes)


def test_without_lines_the_default_keys_hold() -> None:
    assert resolve_keys({}, {}) == (dict(DEFAULT_KEYS.keys), [])


def test_a_key_goes_to_the_action_that_the_user_gives_it() -> None:
    resolved, mistakes = resolve_keys({}, {"undo": ("n",)})
    assert mistakes == []
    assert (resolved["undo"], resolved["next-unread"]) == (("n",), ())
    resolved, _ = resolve_keys({"previous-unread": ("p",)}, {"zoom": ("p",)})
    assert (resolved["zoom"], resolved["previous-unread"]) == (("p",), ())


def test_an_empty_list_takes_the_keys_away() -> None:
    assert resolve_keys({}, {"not-this": ()})[0]["not-this"] == ()


@pytest.mark.parametrize(
    ("own", "mistake"),
    [
        ({"undo": ("x",), "zoom": ("z", "x")}, "keys.zoom and keys.undo both take x; leave it to one of them"),
        (
            {"next-unread": ("Q",)},
            "keys.next-unread takes Q, the last key of quit; give that another one, as keys.quit",
        ),
        ({"quit": ()}, "keys.quit: the program can't do without a key for it; name one"),
        ({"help": ()}, "keys.help: the program can't do without a key for it; name one"),
    ],
)
def test_lines_that_can_not_hold_are_named(own: dict[str, tuple[str, ...]], mistake: str) -> None:
    _, mistakes = resolve_keys({}, own)
    assert len(mistakes) == 1
    assert mistakes[0].startswith(mistake)


def test_the_last_key_of_an_essential_action_may_move() -> None:
    resolved, mistakes = resolve_keys({}, {"next-unread": ("Q",), "quit": ("f10",)})
    assert mistakes == []
    assert (resolved["next-unread"], resolved["quit"]) == (("Q",), ("f10",))


@given(
    st.dictionaries(
        st.one_of(st.sampled_from(ACTIONS), st.text(max_size=8)),
        st.recursive(
            st.one_of(st.text(max_size=6), st.integers(), st.booleans(), st.sampled_from(KEYS)),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=2)
            ),
            max_leaves=4,
        ),
        max_size=5,
    )
)
def test_any_table_is_read_or_its_mistakes_are_named(table: dict[str, object]) -> None:
    lines, mistakes = read_lines(table)
    assert lines.keys() <= table.keys() & set(ACTIONS)
    assert all(parse_key(key) == key for keys in lines.values() for key in keys)
    for action in table.keys() - lines.keys():
        assert any(mistake.startswith(f"keys.{action}") for mistake in mistakes)


# --- presets ----------------------------------------------------------------------------------------------------------


def test_the_settings_name_every_preset() -> None:
    setting = next(each for each in list_settings() if each.name == "keys_preset")
    assert set(keymaps.SHIPPED) == {"default", *FILES}
    assert all(name in setting.metadata["doc"] for name in keymaps.SHIPPED)


def test_a_preset_may_be_the_users_own_by_name_or_by_path(tmp_path: Path) -> None:
    folder = paths.user_keymaps_dir()
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('undo = "Z"\n[absent]\n"gg" = "g here"\n')
    shutil.copy(FILES["vim"], tmp_path / "copied.toml")
    (folder / "lynx.toml").write_text('undo = "F2"\n')
    expected = {
        "mine": ("mine", ("Z",)),
        "keymaps/mine.toml": ("mine", ("Z",)),
        str(tmp_path / "copied.toml"): ("copied", ("u", "U")),
        "lynx": ("lynx", ("F2",)),
    }
    for name, (title, undo) in expected.items():
        settings, mistakes = read_table({"keys": {"preset": name}})
        assert mistakes == []
        preset = load_preset(settings.keys_preset)
        assert (preset.name, preset.lines["undo"]) == (title, tuple(map(parse_key, undo)))
    assert load_preset("mine").absent == {"gg": "g here"}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (None, "keys.preset: there is no mine; there are default, newsboat, vim, lynx, and what you put into"),
        ("undo = ", "mine.toml: is no TOML"),
        ('undoo = "u"', "mine.toml: undoo: there is no such action; did you mean 'undo'?"),
        ('undo = "ctrl+m"', "mine.toml: undo: 'ctrl+m' is Enter to a terminal; write Enter"),
        ('undo = "u"\nzoom = "u"', "mine.toml: zoom and keys.undo both take u; leave it to one of them"),
        ("absent = 3", "mine.toml: absent must be a table"),
    ],
)
def test_what_is_wrong_with_an_own_preset_is_said_of_its_file(written: str | None, words: str) -> None:
    folder = paths.user_keymaps_dir()
    folder.mkdir(parents=True)
    if written is not None:
        (folder / "mine.toml").write_text(written)
    settings, (mistake,) = read_table({"keys": {"preset": "mine", "redo": "Z"}})
    assert words in mistake
    assert settings.keys == {"redo": ("Z",)}
    assert load_preset(settings.keys_preset).name == ("mine" if "no TOML" not in words and written else "default")


@pytest.mark.parametrize("name", FILES)
def test_a_preset_is_sound(name: str) -> None:
    table = tomllib.loads(FILES[name].read_text(encoding="utf-8"))
    absent = table.pop("absent")
    lines, mistakes = read_lines(table)
    assert mistakes == []
    keys = [key for each in lines.values() for key in each]
    assert len(keys) == len(set(keys)), "a key stands in two lines"
    assert all(isinstance(words, str) and words for words in absent.values())
    resolved, mistakes = resolve_keys(lines, {})
    assert mistakes == []
    assert [action for action in ACTIONS if not resolved[action]] == [], "these need a key in the preset"
    assert all(lines[action] != DEFAULT_KEYS.keys[action] for action in lines), "says what holds anyway"


@pytest.mark.parametrize("name", FILES)
def test_a_preset_copied_into_the_settings_does_the_same(name: str) -> None:
    table = tomllib.loads(FILES[name].read_text(encoding="utf-8"))
    del table["absent"]
    settings, mistakes = read_table({"keys": table})
    assert mistakes == []
    assert resolve_keys({}, settings.keys) == resolve_keys(load_preset(name).lines, {})


def test_newsboats_keys_do_what_they_do_there() -> None:
    keys = keymaps.load_key_map("newsboat", {}).names.keys
    expected = {
        "n": "next-unread",
        "p": "previous-unread",
        "J": "next-article",
        "K": "previous-article",
        "N": "toggle-read",
        "e": "queue",
        "o": "browse",
        "O": "browse",
        "|": "pipe",
        "g": "sort",
        "A": "mark-all-read",
        "C": "mark-all-read",
        "u": "list-links",
        ":": "palette",
        "/": "find",
        "D": "delete",
        "ctrl+e": "tag",
        "ctrl+b": "bookmark",
        "q": "up",
        "Q": "quit",
        "?": "help",
        "enter": "open",
    }
    assert {key: action for action, each in keys.items() for key in each if key in expected} == expected


# --- keys in messages -------------------------------------------------------------------------------------------------


def test_messages_name_the_first_key_and_leave_out_what_has_none() -> None:
    keys = KeyNames(resolve_keys({}, {"undo": ("ctrl+r", "u"), "zoom": ()})[0])
    assert keys.name("undo") == "ctrl+r"
    assert (
        keys.join_hints(" · ", ("undo", "undo"), ("zoom", "alone"), ("page-down", "page")) == "ctrl+r undo · Space page"
    )
    assert keys.fill("{undo} or {page-down}, never {zoom}") == "ctrl+r or Space, never <zoom>"
