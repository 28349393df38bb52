"""One number with its name: the currency of every summary."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studyapp.gui.widgets.text import Label


class Stat(QWidget):
    """A number (24), its name (13) and, where it helps, a comparison (12)."""

    def __init__(
        self, number: str, name: str, comparison: str = "", parent: QWidget | None = None, *, centered: bool = False
    ) -> None:
        super().__init__(parent)
        self._number, self._name, self._comparison = Label(style="stat"), Label(style="note"), Label(style="label")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for label in (self._number, self._name, self._comparison):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter if centered else Qt.AlignmentFlag.AlignLeading)
            column.addWidget(label)
        self.set_values(number, name, comparison)

    def set_values(self, number: str, name: str, comparison: str = "") -> None:
        """Show another number."""
        self._number.setText(number)
        self._name.setText(name)
        self._comparison.setText(comparison)
        self._comparison.setVisible(bool(comparison))
        self.setAccessibleName(f"{number} {name}")
        self.setAccessibleDescription(comparison)
