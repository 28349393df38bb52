"""Best next steps: at most three sections whose new cards stand for most of the exam."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.today.numbers import Step, TodayNumbers
from studyapp.gui.widgets.buttons import Pressable
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.painting import Align, draw_box, draw_icon, draw_text, mirrored
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted


class StepsCard(Card):
    """Each step is a button that begins it."""

    chosen = Signal(str)
    """The section to study, as a Roman numeral."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0)
        self.box.addWidget(Label("Best next steps", "card_title"))
        self.box.addSpacing(theme().length(6))
        self._nothing = Label(style="secondary", wrap=True)
        self.box.addWidget(self._nothing)
        self._buttons: list[StepButton] = []
        self.box.addStretch(1)

    def show_numbers(self, numbers: TodayNumbers, narrow: bool) -> None:
        """Show the steps, or why there is none to add."""
        for button in self._buttons:
            self.box.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [StepButton(place, step, narrow) for place, step in enumerate(numbers.steps, start=1)]
        for button in self._buttons:
            button.clicked.connect(lambda _=False, section=button.step.section: self.chosen.emit(section))
            self.box.insertWidget(self.box.count() - 1, button)
            button.show()
        self._nothing.setText(_why_none(numbers))
        self._nothing.setVisible(not numbers.steps)


def _why_none(numbers: TodayNumbers) -> str:
    if numbers.seen == numbers.cards:
        return "You have met every card. What counts now is to keep them: study what is due."
    if numbers.held_back:
        return f"{numbers.held_back} Study what is due."
    return "No more new cards today. Study what is due; tomorrow there are new ones."


class StepButton(Pressable):
    """Place, title, what it brings, and an arrow."""

    focus_radius = 10

    def __init__(self, place: int, step: Step, narrow: bool, parent: QWidget | None = None) -> None:
        super().__init__(step.name if narrow else step.title, parent)
        self.step, self._place = step, place
        worth = f"{counted(step.new_cards, 'new card')} for {step.questions} of {step.all_questions} questions"
        self._detail = f"{step.new_cards} new · {step.questions} questions" if narrow else worth
        self.setAccessibleName(step.title)
        self.setAccessibleDescription(worth)
        self.setToolTip(f"{step.title}: {worth}" if narrow else "")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line of title, and one of what it brings."""
        return QSize(theme().length(200), theme().length(54))

    def minimumSizeHint(self) -> QSize:
        """Any width: what does not fit is in the tool tip."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the step."""
        look, painter, shape = theme(), self.begin(), QRectF(self.rect())
        if self.hovered():
            draw_box(painter, shape, look.length(10), look.colour("hover"))
        side, top = look.length(26), look.length(6)
        disc = QRectF(0, top, side, side)
        draw_box(painter, mirrored(self, disc), side / 2, look.colour("sel"))
        place = str(self._place)
        draw_text(painter, self, disc, place, look.font(13, 600), look.colour("accent"), Align.AlignHCenter)
        left = look.length(36)
        width = shape.width() - left - look.length(22)
        title = QRectF(left, top - look.length(2), width, look.length(22))
        draw_text(painter, self, title, self.shown_text(), look.font(14, 600), look.colour("text"))
        detail = QRectF(left, title.bottom(), width, look.length(20))
        draw_text(painter, self, detail, self._detail, look.font(13), look.colour("muted"))
        arrow = QRectF(shape.right() - look.length(16), 0, look.length(16), shape.height())
        ltr = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        draw_icon(painter, self, arrow, "chevron-right" if ltr else "chevron-left", "text", 16)
