"""Changing what a note says."""

from __future__ import annotations
