"""`newsreader config`: what is shown can be pasted, what is wrong is named, and only an editor writes."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from program import run_program

from newsreader.actions import COMMANDS, DEFAULT_KEYS
from newsreader.config import Settings, list_settings, name_setting, read_table, write_settings
from newsreader.keymaps import SHIPPED, load_preset, resolve_keys

ACTIONS = [command.name for command in COMMANDS]


@st.composite
def all_settings(draw: st.DrawFn) -> Settings:
    found: dict[str, object] = {}
    for each in list_settings():
        if each.name == "keys_preset":
            value: st.SearchStrategy[object] = st.sampled_from(SHIPPED)
        elif each.metadata["choices"]:
            value = st.sampled_from(each.metadata["choices"])
        elif isinstance(each.default, tuple):
            words = st.text(st.characters(codec="utf-8"))
            value = st.dictionaries(words, words, max_size=3).map(lambda found: tuple(found.items()))
        elif isinstance(each.default, bool):
            value = st.booleans()
        elif isinstance(each.default, int):
            value = st.integers(each.metadata["lowest"], each.metadata["highest"])
        else:
            # A file in UTF-8 holds no lone surrogates.
            value = st.text(st.characters(codec="utf-8"))
        found[each.name] = draw(value)
    keys = draw(
        st.dictionaries(
            st.sampled_from(ACTIONS),
            st.lists(st.sampled_from(["n", ",", '"', "\\", "#", "space", "f5", "x"]), unique=True, max_size=2).map(
                tuple
            ),
            max_size=3,
        )
    )
    settings = Settings(**found, keys=keys)  # type: ignore[arg-type]
    assume(not resolve_keys(load_preset(settings.keys_preset).lines, keys)[1])
    return settings


@given(all_settings())
def test_what_is_written_sets_just_that(settings: Settings) -> None:
    table = tomllib.loads("\n".join(write_settings(settings)))
    assert read_table(table) == (settings, [])


def test_every_line_that_is_commented_out_says_what_holds_without_it() -> None:
    lines = [line[1:] if line[:1] == "#" and line[1:2] != " " else line for line in write_settings(Settings())]
    settings, mistakes = read_table(tomllib.loads("\n".join(lines)))
    assert mistakes == []
    assert settings == Settings(keys=DEFAULT_KEYS.keys)


def test_show_prints_every_setting_with_what_is_set(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('measure = 66\n[keys]\nundo = "F2"\npreset = "vim"\n')
    done = run_program(tmp_path, "config", "show")
    assert (done.returncode, done.stderr) == (0, "")
    table = tomllib.loads(done.stdout)
    assert table == {
        "measure": 66,
        "retention": {},
        "feeds": {},
        "network": {},
        "keys": {"preset": "vim", "undo": "F2"},
    }
    assert "#theme = " in done.stdout
    assert "by default 72" in done.stdout
    assert '#bookmark = ["m", "s"]' in done.stdout  # vim's
    for each in list_settings():
        assert each.metadata["doc"] in done.stdout
    for command in COMMANDS:
        assert f"{command.name} = " in done.stdout


def test_show_defaults_makes_a_file_that_sets_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("measure = 1000\n")  # not even read
    done = run_program(tmp_path, "config", "show", "--defaults")
    assert done.returncode == 0
    (tmp_path / "config.toml").write_text(done.stdout)
    assert read_table(tomllib.loads(done.stdout)) == (Settings(), [])
    assert run_program(tmp_path, "config", "check").stdout == f"no mistakes in {tmp_path / 'config.toml'}\n"


def test_check_names_every_mistake(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    assert run_program(tmp_path, "config", "check").stdout == f"no mistakes: there is no {file}\n"
    file.write_text(
        'theme = "no-such"\nmeasure = 7\n[keys]\nnext-unraed = "n"\nundo = "ctrl+m"\nzoom = "x"\nback = "x"\n'
    )
    done = run_program(tmp_path, "config", "check")
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert all(line.startswith(f"newsreader: {file}: ") for line in lines)
    said = [line.removeprefix(f"newsreader: {file}: ") for line in lines]
    assert said[0].startswith("measure must be a whole number from 40 to 120")
    assert said[1] == "keys.next-unraed: there is no such action; did you mean 'next-unread'?"
    assert said[2] == "keys.undo: 'ctrl+m' is Enter to a terminal; write Enter"
    assert said[3] == "keys.back and keys.zoom both take x; leave it to one of them"
    assert said[4].startswith("theme 'no-such'")
    assert len(said) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[keys]\npreset = "emacs"',
            "keys.preset: there is no emacs; there are default, newsboat, vim, lynx, and what",
        ),
        ("keys = 3", "keys must be a table: write [keys]"),
        ("keys.undo = 3", 'keys.undo must be a key, as "n"'),
        ("keys.presett = 'vim'", "keys.presett: there is no such action; did you mean 'preset'?"),
        ("keys.next-unread = '?'", "keys.next-unread takes ?, the last key of help"),
    ],
)
def test_wrong_keys_stop_every_command_that_reads_the_settings(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    for command in (["list"], ["config", "show"]):
        done = run_program(tmp_path, *command)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
        assert f"config.toml: {words}" in done.stderr


# An editor that says what it was called with, and does to the file what its first argument says.
EDITOR = """
import sys, pathlib
word, path = sys.argv[1:]
file = pathlib.Path(path)
if word == "fail":
    sys.exit(3)
file.write_text(word.replace("|", chr(10)) if word != "keep" else file.read_text())
"""


@pytest.fixture
def editor(tmp_path: Path) -> str:
    script = tmp_path / "my editor.py"
    script.write_text(EDITOR)
    return f"'{sys.executable}' '{script}'"


def test_edit_opens_the_file_with_every_default_in_it_where_there_is_none(tmp_path: Path, editor: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = run_program(home, "config", "edit", VISUAL=f"{editor} keep", EDITOR="no-such-editor")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("no mistakes in ")
    assert (home / "config.toml").read_text() == run_program(home, "config", "show", "--defaults").stdout


def test_edit_checks_what_was_written_and_no_shell_reads_the_variable(tmp_path: Path, editor: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text("measure = 66\n")
    done = run_program(tmp_path, "config", "edit", VISUAL="", EDITOR=f"{editor} 'measure = 6 # $HOME; touch x'")
    assert done.returncode == 1
    assert "measure must be a whole number" in done.stderr
    assert file.read_text() == "measure = 6 # $HOME; touch x"
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("no-such-editor-anywhere -n", "There is no program 'no-such-editor-anywhere' here: $VISUAL or $EDITOR"),
        ("'unclosed", '"\'unclosed" is no command'),
        ("EDITOR fail", "ended with 3"),
    ],
)
def test_an_editor_that_does_not_run_is_named(tmp_path: Path, editor: str, variable: str, words: str) -> None:
    done = run_program(tmp_path, "config", "edit", VISUAL=variable.replace("EDITOR", editor))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr


def test_defaults_are_for_show(tmp_path: Path) -> None:
    assert run_program(tmp_path, "config", "check", "--defaults").returncode == 2


def test_the_readme_names_every_setting() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    rows = []
    for each in list_settings():
        table, _, name = name_setting(each).rpartition(".")
        name = f"[{name}]" if isinstance(each.default, tuple) else name
        rows.append(f"| `[{table}]` `{name}` |" if table else f"| `{name}` |")
    assert [row for row in rows if row not in readme] == []
