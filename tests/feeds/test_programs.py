"""Feeds that programs make: what is run, with what, for how long; and by whose leave."""

from __future__ import annotations

import threading
import time
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import has_ended, wait_for_text
from serving import answer, redirect

from newsreader.feeds.fetch import Fetcher
from newsreader.feeds.messages import FetchError, Request
from newsreader.feeds.programs import Programs
from newsreader.feeds.scripts import Script, clean_address, find_source, read_script


@pytest.fixture
def programs():
    with closing(Programs(5.0, 100_000)) as made:
        yield made


# --- addresses


@pytest.mark.parametrize(
    ("address", "script", "source"),
    [
        ("exec:~/bin/goats --all", Script("~/bin/goats --all"), ""),
        (" exec: cat 'two  blanks' | tail ", Script("cat 'two  blanks' | tail"), ""),
        ("filter:~/bin/clean:https://isle.example/feed", Script("~/bin/clean", "https://isle.example/feed"), None),
        (
            "filter:sed s:a:b::http://isle.example/?u=:http://x",
            Script("sed s:a:b:", "http://isle.example/?u=:http://x"),
            None,
        ),
        ("https://isle.example/feed", None, None),
        ("executive:summary", None, None),
    ],
)
def test_the_address_of_a_program(address, script, source):
    assert read_script(address) == script
    if script is not None:
        assert find_source(address) == (script.url if source is None else source)
        assert read_script(script.address) == script


@pytest.mark.parametrize(
    "address",
    [
        "exec:",
        "exec:  ",
        "filter:",
        "filter:cat",
        "filter:cat:gopher://x",
        "exec:a\nb",
        "exec:a\x1b[31mb",
        "exec:a\u202eb",
    ],
)
def test_what_is_no_program(address):
    with pytest.raises(FetchError):
        read_script(address)
    assert (clean_address(address), find_source(address)) == ("", "")


@given(st.text())
def test_an_address_that_was_cleaned_stays_as_it_is(text):
    for address in (text, f"exec:{text}", f"filter:{text}:https://isle.example/feed"):
        cleaned = clean_address(address)
        assert clean_address(cleaned) == cleaned


# --- running


def test_a_shell_reads_the_command_and_the_input_is_no_part_of_it(programs, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "goats").write_text("two goats\n")
    assert programs.run("cat ~/goats | tr a-z A-Z") == b"TWO GOATS\n"
    hostile = b"'; touch stolen; echo $(touch stolen) `touch stolen`"
    monkeypatch.chdir(tmp_path)
    assert programs.run("cat", hostile) == hostile
    assert not (tmp_path / "stolen").exists()


def test_what_goes_in_need_not_be_read_and_what_comes_out_may_be_long(programs):
    assert programs.run("echo feed", b"x" * 5_000_000) == b"feed\n"
    assert programs.run("head -c 100000", b"x" * 100_000) == b"x" * 100_000


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("echo first >&2; echo 'no goats today' >&2; echo >&2; exit 3", "ended with 3: no goats today$"),
        ("exit 4", "ended with 4$"),
        ("printf 'red \\033[31mgoat' >&2; exit 1", "ended with 1: red goat$"),
        ("kill -9 $$", "was ended by signal 9$"),
        ("./there-is-no-such-program", "ended with 127: .*not found$"),
        ("echo 'the goats sleep' >&2", "wrote nothing: the goats sleep$"),
        ("true", "wrote nothing$"),
        ("head -c 100001 /dev/zero", r"larger than 0\.1 MB$"),
        ("cat /dev/zero", r"larger than 0\.1 MB$"),
    ],
)
def test_what_went_wrong_is_said_in_a_line(programs, command, reason):
    with pytest.raises(FetchError, match=reason) as caught:
        programs.run(command)
    assert "\n" not in str(caught.value)


# Both leave a process that goes on, and that only the group's end reaches.
LINGERING = ["sleep 60 & echo $! > {0}; wait", "sleep 60 & echo $! > {0}"]


@pytest.mark.parametrize("command", LINGERING)
def test_what_takes_too_long_is_killed_with_all_that_it_started(tmp_path, command):
    started = time.monotonic()
    with closing(Programs(0.3, 1000)) as programs, pytest.raises(FetchError, match=r"not done after 0\.3 s"):
        programs.run(command.format(tmp_path / "pid"))
    assert time.monotonic() - started < 5
    assert has_ended(int((tmp_path / "pid").read_text()))


def test_what_runs_is_killed_when_all_is_given_up(tmp_path):
    programs, raised = Programs(60, 1000), []

    def run():
        try:
            programs.run(LINGERING[0].format(tmp_path / "pid"))
        except FetchError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    pid = int(wait_for_text(tmp_path / "pid"))
    programs.close()
    thread.join(5)
    assert not thread.is_alive()
    assert has_ended(pid)
    assert len(raised) == 1
    with pytest.raises(FetchError, match="given up"):
        programs.run("echo feed")


# --- fetching


@pytest.fixture
def runner():
    with Fetcher(interval=0, timeout=1, allow_exec=True) as made:
        yield made


def test_without_leave_nothing_runs_and_nothing_is_asked(server, fetcher, tmp_path):
    for address in (f"exec:touch {tmp_path}/ran", f"filter:touch {tmp_path}/ran:{server.url('/')}"):
        with pytest.raises(FetchError, match="allow_exec"):
            fetcher.fetch(Request(address, is_trusted=True))
        with fetcher.open_line(1) as line:
            line.put(1, Request(address, is_trusted=True))
            ((_, outcome),) = line
        assert isinstance(outcome, FetchError)
    assert not server.asked
    assert not (tmp_path / "ran").exists()


def test_what_a_program_makes_of_an_answer_is_the_feed(server, runner):
    headers = (("ETag", '"goat"'), ("Last-Modified", "Tue, 03 Mar 2026 07:40:00 GMT"), ("Cache-Control", "max-age=600"))
    server.paths |= {"/": redirect("/feed", 301), "/feed": answer(b"goats", headers=headers)}
    with runner.open_line(2) as line:
        line.put(1, Request(f"filter:tr a-z A-Z:{server.url('/')}", is_trusted=True))
        line.put(2, Request("exec:echo sheep"))
        found = dict(line)
    assert (found[1].body, found[1].url, found[1].max_age) == (b"GOATS", server.url("/feed"), 600)
    assert (found[2].body, found[2].url) == (b"sheep\n", "")
    for each in found.values():
        # The hash of what comes decides; and the address, of which the command is a part, stays.
        assert (each.etag, each.last_modified, each.moved_to) == ("", "", "")


def test_only_who_subscribed_can_name_a_program(server, runner, tmp_path):
    server.paths["/"] = redirect(f"exec:touch {tmp_path}/ran")
    with pytest.raises(FetchError, match="is not followed"):
        runner.fetch(Request(server.url("/"), is_trusted=True))
    with pytest.raises(FetchError, match="no address of the web"):
        runner.fetch(Request(f"exec:touch {tmp_path}/ran", accept="page"))
    assert not (tmp_path / "ran").exists()
