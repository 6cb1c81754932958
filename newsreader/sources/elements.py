"""What HTML's elements mean for a reader, and the names by which pages mark what elements do not say; plain data."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["", "machine", "long", "caption"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Elements that begin and end a block (HTML standard, "Rendering": display block, table parts, list items).
BLOCKS = _words(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table
    tbody td tfoot th thead tr ul button
    """
)
# Elements whose content is no text of the page.
SKIPPED = _words(
    """
    head script style template noscript svg math iframe object embed audio video canvas map select datalist textarea
    progress meter noframes frameset
    """
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
FIELDS = {
    "main": "in_main",
    "li": "is_list_item",
    "figcaption": "is_caption",
    "blockquote": "is_quote",
    "figure": "in_figure",
    "pre": "is_preformatted",
}
EMPHASIS = frozenset(["strong", "em", "b", "i"])
# The page's machinery: https://www.w3.org/TR/wai-aria-1.2/#landmark_roles and the elements that stand for them.
CHROME = frozenset(["nav", "header", "footer", "aside", "form", "dialog", "button"])
MENUS = frozenset(["nav", "header", "footer"])
NAMED = frozenset(["div", "section", "ul", "ol", "span", "p"])
MENU_ROLES = frozenset(["navigation", "banner", "contentinfo", "search"])
CHROME_ROLES = frozenset(["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"])
# The same by the names that pages give their elements, whatever their language.
_MACHINE_NAME = re.compile(
    r"(?:^|[\s_-])(?:newsletter|subscri(?:be|ption)|sign-?up|shar(?:e|ing)|social"
    r"|author-?(?:bio|box|info)|paywall|promo|advert\w*|sponsor\w*|breadcrumbs?)(?:$|[\s_-])"
)
_CAPTION_NAME = re.compile(r"caption|(?:image|photo|picture|media)[_-]?credit")
# What readers wrote and what the law makes a site say can be longer than the article.
_LONG_NAME = re.compile(
    r"disqus|onetrust|didomi|cookie-?(?:banner|law|notice|consent)|(?:^|[\s_-])(?:cookies?|consent|gdpr)(?:$|[\s_-])|"
    r"(?:^|[\s_-])(?<!has-)(?<!with-)(?<!no-)(?:comments?|commentlist|respond)(?!-(?:open|closed|status|enabled))(?:$|[\s_-])"
)
_NAME_WORD = re.compile(r"[a-z]{2,20}|[A-Z]{2,20}(?![a-z])|[A-Z][a-z]{1,20}")
# Elements that are told of: the innermost ones with their tags too; so many words of each.
_INNER, _OUTER = 3, 7
_MOST_NAMES, _MOST_OUTER_NAMES, _MOST_OF_ONE = 8, 16, 6
# Attributes that can hide an element.
HIDING = frozenset(["hidden", "aria-hidden", "style"])
HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def read_names(names: str) -> Kind:
    """What an element's classes and id say that it holds; pages repeat them, and `long` may outweigh the article."""
    # In small letters: patterns that look for both sizes take twice the time.
    names = names.lower()
    if _LONG_NAME.search(names):
        return "long"
    if _MACHINE_NAME.search(names):
        return "machine"
    return "caption" if _CAPTION_NAME.search(names) else ""


class Around:
    """An element around a text, and those around it; outside of the innermost ones, those without a name of their own
    are passed over.
    """

    __slots__ = ("_told", "named", "names", "outer", "tag")

    def __init__(self, tag: str, names: str, outer: Around | None) -> None:
        self.tag = tag
        self.names = names
        self.outer = outer
        # The nearest one that has a name, from this one on: there may be thousands without one between two.
        self.named: Around | None = self if names else outer.named if outer else None
        self._told: tuple[str, ...] | None = None

    def tell(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The tags and name words of the innermost elements, and the name words of those around them."""
        inner: list[str] = []
        around: Around | None = self
        for _ in range(_INNER):
            if around is None:
                break
            inner += (around.tag, around.names)
            around = around.outer
        return _tell_inner(*inner), around.tell_names() if around else ()

    def tell_names(self) -> tuple[str, ...]:
        """The name words of the nearest elements that have some, from this one on; many texts ask the same one."""
        if self._told is None:
            words: list[str] = []
            around = self.named
            for _ in range(_OUTER):
                if around is None:
                    break
                words += split_names(around.names)
                around = around.outer.named if around.outer else None
            self._told = _first(words, _MOST_OUTER_NAMES)
        return self._told


@lru_cache(maxsize=4096)
def _tell_inner(*told: str) -> tuple[str, ...]:
    """The tags and name words of elements by their tags and names in turn; the items of a list have the same ones."""
    pairs = zip(told[::2], told[1::2], strict=True)
    return _first([word for tag, names in pairs for word in (f"<{tag}>", *split_names(names))], _MOST_NAMES)


def _first(words: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:most]


@lru_cache(maxsize=4096)
def split_names(names: str) -> tuple[str, ...]:
    """The words that classes and ids are made of, in small letters: `entry-content`, `entryContent` are two each."""
    return _first(map(str.lower, _NAME_WORD.findall(names)), _MOST_OF_ONE)
