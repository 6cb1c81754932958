from __future__ import annotations

from pathlib import Path

import pytest

from newsreader import paths
from newsreader.config import Settings, load_settings
from newsreader.model import NewsreaderError


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config.toml"


def refuse(file):
    with pytest.raises(NewsreaderError) as caught:
        load_settings(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_without_a_file_the_defaults_hold(file):
    settings = load_settings(file)
    assert settings == Settings()
    assert (settings.measure, settings.max_input_mib) == (72, 32)


def test_a_file_overrides_what_it_names(file):
    file.write_bytes(b'\xef\xbb\xbftheme = "dusk"  # as Windows editors save it\r\nmeasure = 66\r\n')
    assert load_settings(file) == Settings(theme="dusk", measure=66)


def test_a_table_of_commands_is_read_in_its_order(file):
    file.write_text('window_title = true\n[share]\nboat = "post %u"\nalm = "mail -s %t goat"\n')
    assert load_settings(file) == Settings(window_title=True, share=(("boat", "post %u"), ("alm", "mail -s %t goat")))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("measur = 66", ["'measur'", "did you mean 'measure'?"]),
        ("weather_on_sunday = 1", ["'weather_on_sunday'", "there are: theme, measure, max_input_mib"]),
        ("measure = 300", ["measure must be a whole number from 40 to 120", "in columns", "not 300"]),
        ("measure = 72.0", ["a whole number", "not 72.0"]),
        ("max_input_mib = true", ["max_input_mib must be a whole number", "not True"]),
        ("theme = 3", ["theme must be a text in quotes", "not 3"]),
        ('mouse = "maybe"', ['mouse must be "auto", "on" or "off"', "not 'maybe'"]),
        ("mouse = true", ['mouse must be "auto"', "not True"]),
        ("window_title = 1", ["window_title must be true or false", "not 1"]),
        ("[share]\nboat = 3", ["share must be a table of texts"]),
        ('share = "post"', ["share must be a table of texts"]),
        ("[measure]\nwidth = 3", ["measure must be a whole number"]),
        ("theme = dusk", ["not valid TOML", "line 1"]),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_expected(file, text, words):
    file.write_text(text)
    line = refuse(file)
    for word in words:
        assert word in line


def test_a_file_in_another_encoding_is_explained(file):
    file.write_bytes('theme = "dämmerung"'.encode("latin-1"))
    assert "UTF-8" in refuse(file)


def test_a_file_that_can_not_be_read_is_explained(file):
    file.mkdir()
    assert "can't be read" in refuse(file)


def test_one_folder_holds_everything_where_the_user_names_it(tmp_path, monkeypatch):
    home = tmp_path / "home"
    monkeypatch.setenv("NEWSREADER_HOME", str(home))
    assert paths.library_path() == home / "library.sqlite"
    assert paths.config_path() == home / "config.toml"
    assert paths.user_themes_dir() == home / "themes"
    assert paths.log_path() == home / "log" / "newsreader.log"
    assert not home.exists()


def test_else_everything_lies_where_the_platform_says(tmp_path, monkeypatch):
    monkeypatch.delenv("NEWSREADER_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    found = [paths.library_path(), paths.config_path(), paths.user_themes_dir(), paths.log_path()]
    assert all(path.is_relative_to(tmp_path) and "newsreader" in path.parts for path in found)
    assert not list(tmp_path.iterdir())


def test_a_home_may_be_written_short_or_relative(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NEWSREADER_HOME", "~/news")
    assert paths.library_path() == tmp_path / "news" / "library.sqlite"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSREADER_HOME", "news")
    assert paths.library_path() == Path.cwd() / "news" / "library.sqlite"
