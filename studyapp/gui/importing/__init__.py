"""Bringing files in: read, look at what would change, then merge as one step that can be undone."""
