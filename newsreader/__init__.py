"""A news reader for the terminal that splits a page's text into its article and its related headlines."""

__version__ = "0.1.0"
