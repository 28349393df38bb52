from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from studyapp.domain.content import Kind
from studyapp.gui.card_view.exhibit_view import ExhibitView
from studyapp.gui.editor.preview import Preview
from studyapp.gui.widgets.buttons import Button

NUMERIC: dict[str, Any] = {
    "title": "Sum", "front": "What is {a} + {b}?", "answer": "a + b", "decimals": 0, "solution": "Add: {answer}.",
    "parameters": {"a": {"min": 1, "max": 999, "step": 1}, "b": {"min": 1, "max": 999, "step": 1}},
    "wrong": [{"expression": "a - b", "why": "Subtracts."}, {"expression": "a * b", "why": "Multiplies."}],
}  # fmt: skip
PARETO = {"chart": "pareto", "title": "Causes", "names": ["a", "b", "c"], "counts": [5, 3, 2], "line": "answer"}


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    """An empty preview on the screen."""
    preview = Preview(lambda _deck, _name: None)
    qtbot.addWidget(preview)
    preview.resize(500, 700)
    preview.show()
    qtbot.waitExposed(preview)
    return preview


def test_a_choice_shows_the_key_first_and_the_reason_of_every_option(preview: Preview) -> None:
    options = [
        {"text": "Vote", "rationale": "Makes losers.", "misconception": "Quick is good."},
        {"text": "Ask", "correct": True, "rationale": "Facts first."},
        {"text": "Wait", "rationale": "Nothing changes."},
    ]
    preview.show_note(Kind.CHOICE, {"front": "What comes first?", "options": options}, 1)
    (text,) = preview.texts
    assert text.index("What comes first?") < text.index("Ask") < text.index("Facts first.") < text.index("Vote")
    assert "Makes losers. Quick is good." in text
    assert "Nothing changes." in text
    assert not any(button.isVisible() for button in preview.findChildren(Button))


def test_a_numeric_note_can_be_looked_at_with_other_numbers(preview: Preview) -> None:
    preview.show_note(Kind.NUMERIC, NUMERIC, 1)
    (first,) = preview.texts
    assert "Subtracts." in first
    button = next(button for button in preview.findChildren(Button) if button.isVisible())
    button.click()
    (second,) = preview.texts
    assert second.split("?")[0] != first.split("?")[0]
    preview.show_note(Kind.NUMERIC, {**NUMERIC, "title": "A sum"}, 1)
    assert preview.texts[0].replace("A sum", "Sum") == first


def test_an_exhibit_is_shown_as_it_is_answered_and_goes_when_it_is_taken_out(preview: Preview) -> None:
    preview.show_note(Kind.QUESTION, {"front": "Which first?", "back": "a", "exhibit": PARETO}, 1)
    (view,) = preview.findChildren(ExhibitView)
    assert view.isVisible()
    assert "Causes" in view.accessibleName() + view.accessibleDescription()
    preview.show_note(Kind.QUESTION, {"front": "Which first?", "back": "a"}, 1)
    assert not view.isVisible()
