"""Card text on the screen: CommonMark as HTML, formulas as drawings, pictures from the deck's own media, nothing else.

A deck may come from a stranger. Whatever a text shows besides words is drawn into a table of images before the text is
laid out, and the view answers Qt from that table only: no file, no network share, no address is ever opened.
"""

from __future__ import annotations

from studyapp.gui.card_view.exhibit_view import ExhibitView
from studyapp.gui.card_view.html import Note
from studyapp.gui.card_view.view import WIDEST_TEXT, CardView, ReadMedia, answer_notes

__all__ = ["WIDEST_TEXT", "CardView", "ExhibitView", "Note", "ReadMedia", "answer_notes"]
