"""Moments as the collection stores them."""

from __future__ import annotations

from datetime import datetime


def milliseconds(moment: datetime) -> int:
    """UTC epoch milliseconds."""
    return round(moment.timestamp() * 1000)
