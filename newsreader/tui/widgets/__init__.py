"""The panes' widgets: a line-based view and what is built on it."""
