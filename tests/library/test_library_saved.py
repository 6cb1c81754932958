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


def test_what_is_no_query_or_has_no_name_is_refused(desk):
    with pytest.raises(QueryError):
        desk.save_search("Boats", 'ferry "open')
    with pytest.raises(LibraryError, match="name"):
        desk.save_search(" ", "ferry")
    assert desk.list_saved() == []
