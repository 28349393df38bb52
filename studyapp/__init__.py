"""Flashcards for the CMQ/OE exam, scheduled by memory. Not affiliated with ASQ."""

__version__ = "0.3.0"
