"""What to do first: the topics where most of the exam is still open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.domain.readiness import Step
from studyapp.gui.readiness.words import step_detail, step_title
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Pressable
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.painting import draw_box, draw_icon, draw_text, plain_tip
from studyapp.gui.widgets.text import Label

_ICONS = {"learn": "lightbulb", "study": "book-open", "practice": "target"}


class StepButton(Pressable):
    """One step: what to do, why, and an arrow."""

    focus_radius = 10

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(step_title(step).replace("&", "&&"), parent)
        self.step, self._detail = step, step_detail(step)
        self.setAccessibleName(step_title(step))
        self.setAccessibleDescription(self._detail)
        self.setToolTip(plain_tip(f"{step_title(step)}: {self._detail}"))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(theme().length(200), theme().length(54))

    def minimumSizeHint(self) -> QSize:
        """Any width: what does not fit is in the tool tip."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the step."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        if self.hovered():
            draw_box(painter, shape, look.length(10), look.colour("hover"))
        icon = QRectF(0, 0, look.length(28), shape.height())
        draw_icon(painter, self, icon, _ICONS[self.step.action], "accent", 18)
        left = look.length(38)
        width = max(1.0, shape.width() - left - look.length(22))
        title = QRectF(left, look.length(5), width, look.length(22))
        draw_text(painter, self, title, self.shown_text(), look.font(14, 600), look.colour("text"))
        below = QRectF(left, title.bottom(), width, look.length(20))
        draw_text(painter, self, below, self._detail, look.font(12, tabular=True), look.colour("muted"))
        arrow = QRectF(shape.right() - look.length(18), 0, look.length(16), shape.height())
        ltr = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        draw_icon(painter, self, arrow, "chevron-right" if ltr else "chevron-left", "text", 16)


class StepsCard(Card):
    """At most five steps, the one with most of the exam behind it first."""

    chosen = Signal(object)
    """The `Step` that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=(20, 14), spacing=2)
        self.buttons: list[StepButton] = []
        self._why = Label("Ordered by exam weight times what is still missing.", "note", wrap=True)
        self._nothing = Label("No topic is behind. Keep what is due.", "secondary", wrap=True)
        for part in (Label("Best next steps", "card_title"), self._why, self._nothing):
            self.box.addWidget(part)
        self.box.addStretch(1)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps, or that there are none."""
        for old in self.buttons:
            self.box.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = [StepButton(step) for step in steps]
        for button in self.buttons:
            button.clicked.connect(lambda _=False, step=button.step: self.chosen.emit(step))
            self.box.insertWidget(self.box.count() - 1, button)
        self._why.setVisible(bool(steps))
        self._nothing.setVisible(not steps)
