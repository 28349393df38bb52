"""What keys mean in an exam, while no text field, calculator or button wants them."""

from __future__ import annotations

from PySide6.QtCore import Qt

LETTERS = "abcde"
"""Of the options, in their order. C is an option, so the calculator is K."""
_DIGITS = "12345"
_NAMED = {
    Qt.Key.Key_Return: "next",
    Qt.Key.Key_Enter: "next",
    Qt.Key.Key_Right: "next",
    Qt.Key.Key_Backspace: "back",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_PageDown: "down",
    Qt.Key.Key_PageUp: "up",
}
CONFIDENCE_KEYS = {Qt.Key.Key_F2: 0, Qt.Key.Key_F3: 1, Qt.Key.Key_F4: 2}
"""How sure the learner is: 0 guess, 1 fairly, 2 sure."""
_TYPED = {"f": "flag", "g": "go to", "k": "calculator", "s": "sheet", "p": "pause", "w": "reveal"}


def option_of(text: str) -> int | None:
    """The option, from 0, that a typed letter or digit stands for."""
    for signs in (LETTERS, _DIGITS):
        if len(text) == 1 and text in signs:
            return signs.index(text)
    return None


def command_of(key: Qt.Key, text: str, *, right_to_left: bool = False) -> str:
    """The name of the command that a key stands for, or nothing. Arrows follow the direction of reading."""
    if right_to_left and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        key = Qt.Key.Key_Right if key == Qt.Key.Key_Left else Qt.Key.Key_Left
    return _NAMED.get(key) or _TYPED.get(text, "")
