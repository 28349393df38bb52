"""The card that says what today holds, with the one button that starts it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.today.numbers import TodayNumbers
from studyapp.gui.widgets.bars import Legend, Part, StackedBar
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.painting import Painted, smooth, text_width
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, number, whole_minutes


class PlanCard(Card):
    """Minutes and cards, what comes first, the parts of the plan, and Study."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0)
        self._headline = Headline()
        self._budget = Label(style="secondary")
        self._first = Label(style="strong", wrap=True)
        self._reason = Label(style="secondary", wrap=True)
        self.study = Button("Study", "primary", icon="play", key="Space", height=44)
        self.study.setAccessibleName("Study")
        self._bar, self._legend = StackedBar(), Legend()
        words = QVBoxLayout()
        words.setSpacing(theme().length(4))
        for part in (self._headline, self._budget, self._first, self._reason):
            words.addWidget(part)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.addLayout(words, 1)
        self._top.addWidget(self.study, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.addLayout(self._top)
        self.box.addStretch(1)
        self.box.addSpacing(theme().length(16))
        self.box.addWidget(self._bar)
        self.box.addSpacing(theme().length(8))
        self.box.addWidget(self._legend)

    def set_tight(self, tight: bool) -> None:
        """Put the button below the words where there is no room beside them."""
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if tight else QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(theme().length(12))

    def show_numbers(self, numbers: TodayNumbers, narrow: bool) -> None:
        """Show the plan; a narrow card says less."""
        plan, counts = numbers.plan, numbers.plan.counts
        self._headline.set_plan(whole_minutes(plan.seconds), counts.due + counts.learning + counts.new)
        self._budget.setText(_budget(numbers, narrow))
        first = _first(numbers.first_topics, 30 if narrow else 50)
        self._first.setText(f"First: {first}")
        self._first.setVisible(bool(first))
        reason = _reason(numbers)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        due, learning, new = plan.seconds_by_sort
        sorts = [("due", counts.due, due, "accent"), ("learning", counts.learning, learning, "hard"),
                 ("new", counts.new, new, "teal")]  # fmt: skip
        sorts = [sort for sort in sorts if sort[1]]
        self._bar.set_parts(
            [
                Part(seconds, token, f"{counted(count, f'{name} card')}, {whole_minutes(seconds)} min")
                for name, count, seconds, token in sorts
            ],
            "Today's plan",
        )
        self._legend.set_entries(
            [(token, number(count), name, f"{whole_minutes(seconds)} min") for name, count, seconds, token in sorts]
        )


def _first(topics: Sequence[str], most: int) -> str:
    """As many topics as fit in a line of about `most` characters, at least one."""
    shown = list(topics)
    while len(shown) > 1 and len(", ".join(shown)) > most:
        shown.pop()
    return ", ".join(shown)


def _reason(numbers: TodayNumbers) -> str:
    """Why these cards: where the plan for the exam sees most to gain; nothing without one."""
    plan = numbers.exam_plan
    if plan is None or not (plan.first_reviews or plan.first_new):
        return ""
    names = {section.code: section.name for section in numbers.sections if section.code}
    parts = [
        counted(count, word) for count, word in ((plan.first_reviews, "review"), (plan.first_new, "new card")) if count
    ]
    verb = "gains" if plan.first_reviews + plan.first_new == 1 else "gain"
    where = f" from {names[plan.first_section]}" if plan.first_section in names else ""
    return f"Planned for your exam: {' and '.join(parts)}{where} {verb} most per minute."


def _budget(numbers: TodayNumbers, narrow: bool) -> str:
    """How the plan stands to the minutes a day, and what was done already."""
    minutes, spent = numbers.settings.minutes_per_day, whole_minutes(numbers.done.seconds)
    left = minutes - spent - whole_minutes(numbers.plan.seconds) if minutes is not None else 0
    if minutes is not None and spent == 0:
        sentence = f"of your {counted(minutes, 'minute')} a day"
        over = f". {counted(-left, 'minute')} more than planned." if left < 0 else ""
        return sentence if narrow else sentence + over
    if spent:
        done = f"{counted(numbers.done.cards, 'card')} done in {spent} min"
        return done if narrow or minutes is None else f"{done}, of {counted(minutes, 'minute')} a day"
    return "planned by the number of cards" if not narrow else "planned by cards"


class Headline(Painted):
    """Minutes and cards as the largest numbers of the page, on one base line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, str, str, str] = ("", "", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_plan(self, minutes: int, cards: int) -> None:
        """So many minutes for so many cards."""
        self._words = (number(minutes), "min", number(cards), "card" if cards == 1 else "cards")
        self.describe(f"{counted(minutes, 'minute')}, {counted(cards, 'card')}")
        self.retheme()

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        return QSize(round(self._places()[-1]) + 1, round(QFontMetricsF(theme().font(40, 600)).height()))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw numbers and units."""
        look, painter = theme(), smooth(self)
        base = QFontMetricsF(look.font(40, 600)).ascent()
        places, width = self._places(), self.sizeHint().width()
        start = 0 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else self.width() - width
        for position, (word, x) in enumerate(zip(self._words, places, strict=False)):
            large = position % 2 == 0
            painter.setFont(look.font(40, 600, tabular=True) if large else look.font(17, 500))
            painter.setPen(look.colour("text" if large else "muted"))
            painter.drawText(QPointF(start + x, base), word)

    def _places(self) -> list[float]:
        look, x, places = theme(), 0.0, []
        for position, word in enumerate(self._words):
            large = position % 2 == 0
            places.append(x)
            x += text_width(word, look.font(40, 600, tabular=True) if large else look.font(17, 500))
            x += look.length(5 if large else 13)
        return [*places, x - look.length(13)]
