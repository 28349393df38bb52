"""Before handing in: what is answered, what is not, and a way to each question; and what is shown when time is up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studyapp.gui.practice.navigator import Navigator, NavigatorLegend
from studyapp.gui.practice.sitting import Sitting
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card, Divider, EmptyState, ScrollColumn
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, number


class HandInView(QWidget):
    """The review screen before an exam is handed in."""

    handed_in = Signal()
    went_on = Signal()
    jumped = Signal(int)
    """Open the question with this position."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.sentence = Label("Hand in?", "title"), Label(style="secondary", wrap=True)
        self._links = QVBoxLayout()
        self._links.setSpacing(theme().length(4))
        self.links: dict[str, Button] = {}
        """The ways to the first `skipped`, `unseen` and `flagged` question, as far as there are any."""
        self.navigator, self.legend = Navigator(), NavigatorLegend()
        self.hand_in, self.go_on = Button("Hand in", "primary", height=44), Button("Go on", height=44)
        self._build()
        self.navigator.chosen.connect(self.jumped)
        self.hand_in.clicked.connect(self.handed_in)
        self.go_on.clicked.connect(self.went_on)

    def _build(self) -> None:
        card = Card(padding=(32, 28), spacing=14)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().length(8))
        buttons.addStretch(1)
        buttons.addWidget(self.go_on)
        buttons.addWidget(self.hand_in)
        for part in (self.title, self.sentence):
            card.box.addWidget(part)
        card.box.addLayout(self._links)
        card.box.addLayout(buttons)
        card.box.addWidget(Divider())
        card.box.addWidget(self.navigator)
        card.box.addWidget(self.legend)
        scroll = ScrollColumn(widest=462, margins=(16, 24))
        scroll.box.addWidget(card)
        scroll.box.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def show_sitting(self, sitting: Sitting) -> None:
        """Show how far an exam is."""
        # The question that was open is left now: without an answer it is skipped.
        items = [sitting.item(position) for position in range(sitting.count)]
        skipped = [item.position for item in items if item.picked is None and item.seen]
        unseen = [item.position for item in items if item.picked is None and not item.seen]
        flagged = [item.position for item in items if item.flagged]
        answered = sitting.count - len(skipped) - len(unseen)
        if answered == sitting.count:
            self.sentence.setText(f"All {number(sitting.count)} questions are answered.")
        else:
            self.sentence.setText(
                f"{number(answered)} of {counted(sitting.count, 'question')} answered. A question without an answer "
                "counts as wrong, as in the exam: a guess can only help."
            )
        self._show_links({"skipped": skipped, "unseen": unseen, "flagged": flagged})
        self.navigator.show_tiles(sitting.tiles(), sitting.position)
        self.legend.show_counts(answered, len(skipped), len(flagged))
        (self.hand_in if answered == sitting.count else self.go_on).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_links(self, positions: dict[str, list[int]]) -> None:
        for old in self.links.values():
            self._links.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.links.clear()
        words = {"skipped": "skipped", "unseen": "not seen yet", "flagged": "flagged"}
        for name, places in positions.items():
            if places:
                button = Button(
                    f"{number(len(places))} {words[name]}: go to question {number(places[0] + 1)}", "link", height=24
                )
                button.clicked.connect(lambda _=False, place=places[0]: self.jumped.emit(place))
                self.links[name] = button
                self._links.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
                button.show()


class StandStill(QWidget):
    """A screen in place of the question: paused, or time is up; one button leads on."""

    pressed = Signal()

    def __init__(self, icon: str, title: str, sentence: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = EmptyState(icon, title, sentence)
        self.button = Button(button, "primary", height=44)
        self.button.clicked.connect(self.pressed)
        self.state.box.addSpacing(theme().length(8))
        self.state.box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.state)
        column.addStretch(2)
