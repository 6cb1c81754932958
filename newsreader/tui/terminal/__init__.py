"""The terminal below the widgets: sequences of ours, the clipboard, and lending the terminal to other programs."""
