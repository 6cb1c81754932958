"""What the learned model tells apart, by column of its output."""

from __future__ import annotations

from newsreader.model import Label

OTHER, BODY, HEADLINE, LOOSE, TITLE = range(5)
CLASSES = 5
# Of the labels there is weak gold only, so they are learnt beside the classes.
LABEL_ORDER = tuple(Label)
LABELS = len(LABEL_ORDER)
# Where the labels of an article's text stand in it.
TEXT_LABELS = [LABEL_ORDER.index(label) for label in (Label.LEAD, Label.BODY, Label.SUBHEADING, Label.QUOTE)]
# Classes, labels, and whether a section of headlines begins.
OUTPUTS = CLASSES + LABELS + 1
