"""Searches that are kept as lists."""

from __future__ import annotations

import pytest
from library_stock import put

from newsreader.model import LibraryError, ListName, QueryError, View


def test_a_saved_search_finds_what_has_come_since_and_is_undone(desk):
    first = put(desk, "Ferry returns", published="2031-03-04")
    assert desk.find_listed(ListName(View.SAVED, "Boats")) is None
    assert desk.save_search(" Boats ", "ferry is:unread").title == "Boats"
    assert desk.find_listed(ListName(View.SAVED, "Boats")) == [first]
    second = put(desk, "Ferry leaves", published="2031-03-05")
    assert desk.find_listed(ListName(View.SAVED, "Boats")) == [second, first]
    desk.set_read(first, True)
    assert desk.find_listed(ListName(View.SAVED, "Boats")) == [second]
    assert desk.save_search("Boats", "ferry is:unread").id == 0
    desk.save_search("Boats", "ferry")
    assert desk.list_saved() == [("Boats", "ferry")]
    desk.save_search("Boats", None)
    assert desk.list_saved() == []
    for query in ("ferry", "ferry is:unread"):
        desk.undo()
        assert desk.list_saved() == [("Boats", query)]
    desk.redo()
    assert desk.list_saved() == [("Boats", "ferry")]


def test_a_saved_search_gets_another_name_as_one_change(desk):
    desk.save_search("Boats", "ferry")
    desk.save_search("Lights", "lamp")
    assert desk.rename_search("Boats", " Ships ").title == "Ships"
    assert desk.list_saved() == [("Lights", "lamp"), ("Ships", "ferry")]
    assert desk.rename_search("Ships", "Ships").id == 0
    for name, new in (("Ships", "Lights"), ("Boats", "Rafts"), ("Ships", " ")):
        with pytest.raises(LibraryError):
            desk.rename_search(name, new)
    desk.undo()
    assert desk.list_saved() == [("Boats", "ferry"), ("Lights", "lamp")]
    desk.redo()
    assert desk.list_saved() == [("Lights", "lamp"), ("Ships", "ferry")]


def test_what_is_no_query_or_has_no_name_is_refused(desk):
    with pytest.raises(QueryError):
        desk.save_search("Boats", 'ferry "open')
    with pytest.raises(LibraryError, match="name"):
        desk.save_search(" ", "ferry")
    assert desk.list_saved() == []
