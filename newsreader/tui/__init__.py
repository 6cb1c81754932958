"""The app: panes over the desk, drawn by Textual."""
