"""Screens that stand over the main one for a moment."""
