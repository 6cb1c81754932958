"""An article and its related headlines as text, states in words: laid out or, for `--plain`, a fact a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.commands.output import name_facts
from newsreader.model import Edge, LinkState, Part, PartKind, Reading
from newsreader.text import cell_width, split_start, wrap
from newsreader.wording import count_related, reading_minutes, say_byline, say_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.model import Section

_DOT = " · "
# What stands before a part that is not a paragraph, where each line says what it is.
_NAMES = {PartKind.CAPTION: "Picture: ", PartKind.QUOTE: "Quote: ", PartKind.SUBHEADING: "Subheading: "}


def render_reading(reading: Reading, width: int) -> list[str]:
    """The lines of an article and its numbered headlines, at most `width` cells each (0: not wrapped)."""
    lines = [*_render_head(reading, width)]
    inline = iter([edge for edge in reading.edges if edge.section is None])
    for group in reading.article.groups:
        lines.append("")
        for part in group:
            lines += _render_link(next(inline), width) if part.kind is PartKind.LINK else _render_part(part, width)
    return [*lines, "", *_render_related(reading, width)]


def list_facts(reading: Reading, width: int) -> list[str]:
    """What is known of an article, its text and its numbered headlines, each with an empty line before it.

    A fact, a paragraph, a headline is a line, all but the paragraphs with its name; at most `width` cells each (0: not
    wrapped, for who hears a line or feels it breaks it as their device does).
    """
    article, row = reading.article, reading.row
    known = {
        "Title": article.title,
        "By": say_byline(article.byline).removeprefix("By "),
        "Published": say_moment(article.published),
        "Source": row.source,
        "Address": row.url,
        "Length": f"{reading_minutes(row.words)} min",
        "Tags": ", ".join(reading.kept.tags),
        "Note": " ".join(reading.kept.note.split()),
    }
    text = _name_parts(reading)
    lines = [*name_facts(known), "", *text, *([""] if text else []), *_name_related(reading)]
    if not width:
        return lines
    whole = f"Address: {row.url}"  # broken over lines it can't be copied
    return [piece for line in lines for piece in ([line] if line == whole else wrap(line, width))]


def _name_parts(reading: Reading) -> list[str]:
    inline = (edge for edge in reading.edges if edge.section is None)
    lines = []
    for part in reading.article.parts:
        if part.kind is PartKind.LINK:
            edge = next(inline)
            lines.append(f"Link {edge.number}: {_say_edge(edge, edge.label)}")
        else:
            credit = f" ({part.credit})" if part.credit else ""
            lines.append(f"{_NAMES.get(part.kind, '')}{part.text}{credit}")
    return lines


def _name_related(reading: Reading) -> Iterator[str]:
    yield f"Related: {count_related(reading)}"
    for index, section in enumerate(reading.sections):
        edges = [edge for edge in reading.edges if edge.section == index]
        yield f"Section: {_name_section(section, edges)}"
        yield from (f"Headline {edge.number}: {_say_edge(edge, edge.kicker)}" for edge in edges)
        if section.topics:
            yield f"Topics: {', '.join(section.topics)}"


def _hang(prefix: str, text: str, width: int) -> list[str]:
    """`text` behind `prefix`, later lines hanging under its start."""
    indent = cell_width(prefix)
    if not width:
        return [f"{prefix}{text}".rstrip()]
    lines = wrap(text, max(1, width - indent))
    return [f"{prefix}{lines[0]}", *(f"{' ' * indent}{line}" for line in lines[1:])]


def _underline(text: str, sign: str, width: int) -> list[str]:
    lines = _hang("", text, width)
    return [*lines, sign * max(map(cell_width, lines))]


def _render_head(reading: Reading, width: int) -> Iterator[str]:
    article, row = reading.article, reading.row
    yield from _underline(article.title, "=", width)
    facts = (say_byline(article.byline), say_moment(article.published), row.source, f"{reading_minutes(row.words)} min")
    yield from _join_facts([fact for fact in facts if fact], width)
    if row.url:
        yield row.url  # broken over lines it can't be copied
    if reading.kept.tags:
        yield from _hang("Tags: ", ", ".join(reading.kept.tags), width)
    if reading.kept.note:
        yield from _hang("Note: ", " ".join(reading.kept.note.split()), width)


def _join_facts(facts: list[str], width: int) -> Iterator[str]:
    """Facts on as few lines as they need, none broken where a line could hold it."""
    line, *others = facts
    for fact in others:
        longer = f"{line}{_DOT}{fact}"
        if width and cell_width(longer) > width:
            yield from _hang("", line, width)
            line = fact
        else:
            line = longer
    yield from _hang("", line, width)


def _render_part(part: Part, width: int) -> list[str]:
    if part.kind is PartKind.CAPTION:
        return _hang("  ", f"[picture] {part.text}{f' ({part.credit})' if part.credit else ''}", width)
    if part.kind is PartKind.QUOTE:
        return [f"> {line}" for line in _hang("", part.text, max(1, width - 2) if width else 0)]
    if part.kind is PartKind.SUBHEADING:
        return _underline(part.text, "-", width)
    start, text = split_start(part.text)
    # Of few cells an indent leaves too little.
    return _hang(start if not width or len(start) <= width // 2 else start.lstrip(" "), text, width)


def _render_link(edge: Edge, width: int) -> list[str]:
    return _hang(f"  [{edge.number}] ", _say_edge(edge, edge.label), width)


def _say_edge(edge: Edge, label: str) -> str:
    """A link behind what stands before it on the page, and its state."""
    return f"{f'{label}: ' if label else ''}{edge.text} ({say_state(edge)})"


def say_state(edge: Edge) -> str:
    """What is known of a link's target, in words."""
    if edge.targets:
        stored = "stored" if len(edge.targets) == 1 else f"{len(edge.targets)} stored"
        return f"{stored}, {'unread' if edge.state is LinkState.UNREAD else 'read'}"
    return "wanted" if edge.is_wanted else "not stored"


def _render_related(reading: Reading, width: int) -> Iterator[str]:
    yield f"Related: {count_related(reading)}"
    digits = len(str(max((edge.number for edge in reading.edges), default=1)))
    for index, section in enumerate(reading.sections):
        edges = [edge for edge in reading.edges if edge.section == index]
        yield ""
        yield from _underline(_name_section(section, edges), "-", width)
        for edge in edges:
            yield from _hang(f"[{edge.number}] ".rjust(digits + 3), _say_edge(edge, edge.kicker), width)
        if section.topics:
            yield from _hang("", _DOT.join(section.topics), width)


def _name_section(section: Section, edges: Sequence[Edge]) -> str:
    """Its heading, and how many headlines stand under it."""
    return f"{section.heading or 'Related'}{f' ({len(edges)})' if edges else ''}"
