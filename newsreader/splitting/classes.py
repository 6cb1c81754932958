"""What the learned model tells apart, by column of its output."""

OTHER, BODY, HEADLINE, LOOSE, TITLE = range(5)
CLASSES = 5
