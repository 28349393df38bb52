"""Changing what a note says."""
