"""Hostile HTML made harmless before it is parsed: a parser in C can't be stopped once it has begun.

The HTML standard's tree building takes time in the square of three numbers; each is cut where no real page comes near.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Every tag looks through the elements that are open: 20,000 nested ones took 2.6 s, 100,000 took 75 s.
_MOST_TAGS_UNSEEN = 20_000
# Browsers stop here too (Blink: 512).
_MOST_DEPTH = 512
# Emphasis that is left open is opened again in each paragraph, once for each set of attributes: 2,000 pairs of
# `<p><b a=1>` made two million elements and took 5.7 s and 900 MB; 300 make 45,000.
_MOST_MARKED = 300
# Without attributes too, three alike of each: 36 left open before 250,000 paragraphs made nine million, and 919 MB.
_MOST_ALIKE, _MOST_REOPENED = 3, 2_000_000
# Each attribute of an element is compared with all others: 20,000 took 3 s. In 4,000 characters fit some 1,300.
_LONGEST_TAG = 4000
_MOST_ATTRIBUTES = 300
# They may stand behind a `>` in quotes, and without blanks between them, or be of many `<body>`, which are all one.
_MOST_RICH = 1000
_MOST_ROOTS = 10
# The list that a choice stands in is gone through when it ends: 20,000 took 1.4 s, 40,000 took 6 s.
_MOST_OPTIONS = 5000

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>?")
_EMPHASIS = "(?=[bceinsftu])(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)"
_MARKED = re.compile(rf"<{_EMPHASIS}[\s/][^>]*>?", re.IGNORECASE)
_EMPHASISED = re.compile(rf"<(/?){_EMPHASIS}(?![^\s/>])[^>]*>?", re.IGNORECASE)
_LONG_TAG = re.compile(rf"<[a-zA-Z][^>]{{{_LONGEST_TAG},}}")
# An attribute as https://html.spec.whatwg.org/#before-attribute-name-state and the states behind it have it.
_ATTRIBUTE = r"""(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+)"""
_RICH_TAG = re.compile(rf"(<[a-zA-Z][^\s/>]*+{_ATTRIBUTE}{{{_MOST_RICH}}}){_ATTRIBUTE}++")
_ROOT = re.compile(r"<(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])[\s/]")
# Saved pages hold their pictures in their tags.
_DATA = re.compile(r"""(["'])data:[^"']{200,}\1""")
# Elements without content, and those that end where the next one begins. In drawings and formulas all of them nest.
_UNCOUNTED = _words(
    """
    area base br col embed hr img input link meta param source track wbr
    p li dt dd option tr td th thead tbody tfoot colgroup html head body
    """
)
# Their end tags may be left out too, but where they stand by themselves they nest.
_LEFT_OPEN = _words("optgroup rp rt")


def tame(text: str) -> str:
    """The HTML without what would take a parser minutes or gigabytes; nearly every page is returned as it is."""
    if "data:" in text:
        text = _DATA.sub(r"\1\1", text)
    if len(text) > _LONGEST_TAG:
        text = _LONG_TAG.sub(_cut_attributes, text)
        text = _RICH_TAG.sub(r"\1", text)
        roots = [match.start() for match in _ROOT.finditer(text)]
        if len(roots) > _MOST_ROOTS:
            text = text[: roots[_MOST_ROOTS]] + _ROOT.sub("</x ", text[roots[_MOST_ROOTS] :])
    tags = text.count("<")
    if tags > _MOST_MARKED and len(_MARKED.findall(text)) > _MOST_MARKED:
        text = _MARKED.sub(r"<\1>", text)
    if tags <= _MOST_TAGS_UNSEEN:
        return text
    if _count_open_emphasis(text) * tags > _MOST_REOPENED:
        text = _EMPHASISED.sub("", text)
    return _flatten(text)


def _count_open_emphasis(text: str) -> int:
    """How many elements of emphasis are open at once, at most."""
    opened: dict[str, int] = {}
    most = 0
    for match in _EMPHASISED.finditer(text):
        name = match[2].lower()
        count = opened.get(name, 0) + (-1 if match[1] else 1)
        opened[name] = min(max(count, 0), _MOST_ALIKE)
        most = max(most, sum(opened.values()))
    return most


def _cut_attributes(match: re.Match[str]) -> str:
    attributes = match[0].split(None, _MOST_ATTRIBUTES)
    return match[0] if len(attributes) <= _MOST_ATTRIBUTES else " ".join(attributes[:_MOST_ATTRIBUTES])


def _flatten(text: str) -> str:
    """The HTML without the start tags that would nest deeper than is counted; their text stays."""
    opened: dict[str, int] = {}
    stack: list[str] = []
    options = 0
    pieces: list[str] = []
    position = 0
    for match in _TAG.finditer(text):
        name = match[2].lower()
        is_drawn = opened.get("svg") or opened.get("math")
        is_start = not match[1]
        options += is_start and name == "option"
        if is_start and (len(stack) >= _MOST_DEPTH or options > _MOST_OPTIONS):
            is_dropped = name == "option" or name not in _UNCOUNTED or is_drawn
            if is_dropped:
                pieces.append(text[position : match.start()])
                position = match.end()
            continue
        if (name in _UNCOUNTED and not is_drawn) or (is_drawn and match[0].endswith("/>")):
            continue
        if is_start:
            opened[name] = opened.get(name, 0) + 1
            stack.append(name)
        # An end tag without its start is passed over by parsers too.
        elif opened.get(name):
            while stack[-1] != name and stack[-1] in _LEFT_OPEN:
                opened[stack.pop()] -= 1
            del stack[len(stack) - 1 - stack[::-1].index(name)]
            opened[name] -= 1
    pieces.append(text[position:])
    return "".join(pieces)
