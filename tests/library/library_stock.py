"""Made-up pages for the library's tests."""

from __future__ import annotations

import os
from itertools import count

from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section

_numbers = count(1)


def make_page(
    title: str, *headlines: str | Headline, published: str = "", url: str = "", site: str = "", **more
) -> Page:
    """A page of one paragraph whose sidebar holds these headlines; `links` are its inline links."""
    parts = [Part(PartKind.PARAGRAPH, more.get("text", f"All that is known of: {title}."))]
    parts += [Part(PartKind.LINK, text, label="Read more") for text in more.get("links", ())]
    lines = tuple(Headline(line) if isinstance(line, str) else line for line in headlines)
    sections = (Section("More news", lines),) if lines else ()
    return Page(Article(title, published, more.get("byline", ()), tuple(parts), url, site), sections)


def make_origin(data: bytes = b"", name: str = "page.txt", **more) -> Origin:
    """An origin whose bytes are like no other's, unless given."""
    return Origin(data or b"dump %d of process %d" % (next(_numbers), os.getpid()), name, **more)


def put(desk, title: str, *headlines: str | Headline, **more) -> int:
    """Store a made-up page; the id of its article."""
    outcome = desk.add_page(make_page(title, *headlines, **more), make_origin())
    assert outcome.id is not None, outcome.reason
    return outcome.id
