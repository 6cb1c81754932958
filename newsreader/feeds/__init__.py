"""Feeds: fetched, parsed, their next visit decided; nothing here knows the library."""
