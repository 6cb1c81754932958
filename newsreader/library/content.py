"""The content of an article as it is stored: its parts and sections as compressed JSON, apart from what lists read."""

from __future__ import annotations

import json
import re
import zlib
from json.encoder import encode_basestring
from operator import attrgetter

from newsreader.model import Headline, Part, PartKind, Section

_PART_FIELDS = tuple(name for name in Part.__match_args__ if name not in ("kind", "is_joined"))
_HEADLINE_FIELDS = Headline.__match_args__
_get_part_fields, _get_headline_fields = attrgetter(*_PART_FIELDS), attrgetter(*_HEADLINE_FIELDS)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Of zlib's: for dumps six, the usual one, takes half as long again and saves a hundredth (measured on dumps of news
# pages); for texts four takes a sixth longer and saves 3 %.
DUMP_LEVEL, _TEXT_LEVEL = 4, 1
# In Chinese and Japanese, which set no blanks, two characters are about a word. It takes long to compile: that is put
# off until a text may have one.
_IDEOGRAPHS = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"


def pack_content(parts: tuple[Part, ...], sections: tuple[Section, ...]) -> bytes:
    """The text of an article and its sections as they are stored: compressed JSON, empty fields left out."""
    written = _ENCODER.encode(
        [
            {
                "heading": section.heading,
                "headlines": [_pick_headline(line) for line in section.headlines],
                "topics": section.topics,
                "labels": section.labels,
            }
            for section in sections
        ]
    )
    # What is joined stands apart from the parts: a version that knows nothing of it reads them all the same.
    joined = [number for number, part in enumerate(parts) if part.is_joined]
    last = f',"joined":{_ENCODER.encode(joined)}' if joined else ""
    content = f'{{"parts":[{",".join(map(_write_part, parts))}],"sections":{written}{last}}}'
    return zlib.compress(content.encode(), _TEXT_LEVEL)


def unpack_content(data: bytes) -> tuple[tuple[Part, ...], tuple[Section, ...]]:
    """What `pack_content` packed."""
    content = json.loads(zlib.decompress(data))
    joined = frozenset(content.get("joined", ()))
    parts = tuple(
        Part(**{"text": "", **each, "kind": PartKind(each["kind"]), "is_joined": number in joined})
        for number, each in enumerate(content["parts"])
    )
    sections = tuple(
        Section(
            each["heading"],
            tuple(Headline(**{"text": "", **line}) for line in each["headlines"]),
            tuple(each["topics"]),
            tuple(each["labels"]),
        )
        for each in content["sections"]
    )
    return parts, sections


def join_text(parts: tuple[Part, ...]) -> str:
    """The text of an article without the links between its paragraphs: they name other articles."""
    return "\n".join(part.text for part in parts if part.kind is not PartKind.LINK)


def count_words(parts: tuple[Part, ...]) -> int:
    """The words to be read: all but the inline links'."""
    count = 0
    for part in parts:
        if part.kind is PartKind.LINK:
            continue
        text = part.text
        if text.isascii():
            # Clean text holds no white space of ASCII but blanks and line ends. Most have single blanks between words:
            # to count those takes half the time.
            is_folded = "  " not in text and "\n" not in text and text.strip(" ") == text != ""
            count += text.count(" ") + 1 if is_folded else len(text.split())
        elif re.search(_IDEOGRAPHS, text):
            text, ideographs = re.subn(_IDEOGRAPHS, " ", text)
            count += len(text.split()) + (ideographs + 1) // 2
        else:
            count += len(text.split())
    return count


def _write_part(part: Part) -> str:
    if part.label or part.alt or part.credit or part.url or not part.text:
        return _ENCODER.encode({"kind": part.kind, **_pick_part(part)})
    # Nearly all are text alone: half the time of all of it.
    return f'{{"kind":"{part.kind}","text":{encode_basestring(part.text)}}}'


def _pick_part(part: Part) -> dict[str, str]:
    return {name: text for name, text in zip(_PART_FIELDS, _get_part_fields(part), strict=True) if text}


def _pick_headline(headline: Headline) -> dict[str, str]:
    return {name: text for name, text in zip(_HEADLINE_FIELDS, _get_headline_fields(headline), strict=True) if text}
