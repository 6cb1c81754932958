"""One line that is being typed: its text, where in it the caret stands, and what each key does to it. No Textual."""

from __future__ import annotations

import re

# Longer lines are no question: something was pasted.
_MOST_CHARACTERS = 500
_LAST_WORD = re.compile(r"\S*\s*$")


class LineEditor:
    """The text and the caret (characters before it). What is offered `is_selected`: what is typed takes its place, any
    other key keeps it.
    """

    def __init__(self, text: str = "", *, is_selected: bool = False) -> None:
        self.text = text
        self.caret = len(text)
        self.is_selected = is_selected and bool(text)

    def insert(self, text: str) -> None:
        """Put text at the caret, as far as there is room for it, or in the place of what is selected."""
        self._delete_selected()
        text = text[: _MOST_CHARACTERS - len(self.text)]
        self.text = self.text[: self.caret] + text + self.text[self.caret :]
        self.caret += len(text)

    def take_key(self, key: str, character: str | None) -> bool:
        """Do what a key says (as the terminal library names it); False where it says nothing to a line of text."""
        if key in ("backspace", "delete") and self.is_selected:
            self._delete_selected()
        elif key == "backspace":
            self._delete(self.caret - 1, self.caret)
        elif key == "delete":
            self._delete(self.caret, self.caret + 1)
        elif key == "ctrl+w":
            self._delete(self.caret - len(_find_last_word(self.text[: self.caret])), self.caret)
        elif key == "ctrl+u":
            self._delete(0, self.caret)
        elif key == "left":
            self.caret = max(0, self.caret - 1)
        elif key == "right":
            self.caret = min(len(self.text), self.caret + 1)
        elif key == "home":
            self.caret = 0
        elif key == "end":
            self.caret = len(self.text)
        elif character and character.isprintable():
            self.insert(character)
        else:
            return False
        self.is_selected = False
        return True

    def _delete_selected(self) -> None:
        if self.is_selected:
            self._delete(0, len(self.text))
            self.is_selected = False

    def _delete(self, start: int, end: int) -> None:
        start = max(0, start)
        self.text = self.text[:start] + self.text[end:]
        self.caret = min(start, len(self.text))


def _find_last_word(text: str) -> str:
    match = _LAST_WORD.search(text)
    return match[0] if match else ""
