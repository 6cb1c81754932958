"""A page's own address, as its buttons for sharing say it: `https://share.example/?u=https%3A%2F%2Fpost.example%2Fgoat`."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from newsreader.slugs import find_slug_words, find_writings
from newsreader.text import clean_url, url_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SHARED = re.compile(r"https?://[^\s<>\"]+")
_LONGEST = 2000
# So far down a page its buttons, and its title, are looked for.
_MOST_ADDRESSES, _MOST_LINES = 5000, 5000
# Buttons of so many services that say the same, and more than say anything else.
_LEAST_SERVICES = 2
# The page itself says so much of what its address says: of it, not of a page elsewhere, or of the whole site.
_LEAST_SHARE = 0.5
_LONGEST_LINE = 300


def find_shared_address(addresses: Iterable[str], lines: Sequence[str]) -> str:
    """The address that a page's links hand to other sites, where those agree and a line of the page says the same; else
    "". Its query is left out: it says where a visitor came from, as the page's name stands before it.
    """
    services: defaultdict[str, set[str]] = defaultdict(set)
    writings: dict[str, str] = {}
    for address in dict.fromkeys(islice(addresses, _MOST_ADDRESSES)):
        # Most links hand nothing on.
        if "?" in address and "http" in address[8:] and len(address) <= _LONGEST:
            service, shared = _read_button(address)
            if shared:
                key = url_key(shared)
                services[key].add(service)
                writings.setdefault(key, shared)
    ranked = sorted(services, key=lambda key: len(services[key]), reverse=True)
    first, second = (len(services[key]) for key in [*ranked, "", ""][:2])
    is_agreed = first >= _LEAST_SERVICES and first > second
    return writings[ranked[0]] if is_agreed and _is_said(writings[ranked[0]], lines) else ""


def _read_button(address: str) -> tuple[str, str]:
    """The site that a link leads to, and the address of a page elsewhere that it hands on; "" where it does not."""
    try:
        parts = urlsplit(address)
        found = (_SHARED.search(value) for _, value in parse_qsl(parts.query))
        shared = next((clean_url(match[0].partition("?")[0]) for match in found if match), "")
        service, site = parts.hostname or parts.scheme, urlsplit(shared)
    except ValueError:
        return "", ""
    is_elsewhere = len(site.path) > 1 and (site.hostname or "").removeprefix("www.") != service.removeprefix("www.")
    return service, shared if is_elsewhere else ""


def _is_said(address: str, lines: Sequence[str]) -> bool:
    words = find_slug_words(address)
    least = max(1.0, _LEAST_SHARE * len(words))
    return bool(words) and any(
        len(find_writings(line) & words) >= least
        for line in lines[:_MOST_LINES]
        if line.count(" ") >= least - 1 and len(line) <= _LONGEST_LINE
    )
