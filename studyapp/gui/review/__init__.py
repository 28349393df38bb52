"""Studying: one card after the other, and what is known of one card."""

from __future__ import annotations
