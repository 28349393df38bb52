"""Looking back over the year and ahead over two weeks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studyapp.gui.theme import theme
from studyapp.gui.today.numbers import TodayNumbers
from studyapp.gui.widgets.charts import Forecast, HeatKey, HeatMap
from studyapp.gui.widgets.frames import Card
from studyapp.gui.widgets.text import Label
from studyapp.gui.widgets.words import counted, day_and_month


class YearCard(Card):
    """Reviews a day over the last year."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0)
        self._total = Label(style="label")
        self._map, self._runs, self._key = HeatMap(), Label(style="label", wrap=True), HeatKey()
        _title(self, "Your year", self._total)
        self.box.addWidget(self._map)
        self.box.addStretch(1)
        self.box.addSpacing(theme().length(10))
        foot = QHBoxLayout()
        foot.addWidget(self._runs, 1)
        foot.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.addLayout(foot)

    def show_numbers(self, numbers: TodayNumbers, narrow: bool) -> None:
        """Show the year up to today."""
        reviews, streak = numbers.reviews, numbers.streak
        self._map.set_counts(reviews, numbers.today)
        days = counted(len(reviews), "day")
        self._total.setText(f"{counted(sum(reviews.values()), 'review')} on {days}" if reviews else "")
        if not reviews:
            self._runs.setText("Each day you study fills a square.")
            return
        runs = f"Longest run: {counted(streak.longest, 'day')}."
        if streak.last_missed is not None and not narrow:
            missed = numbers.today.fromordinal(streak.last_missed)
            runs += f" Last day missed: {day_and_month(missed)}."
        self._runs.setText(runs)


class ForecastCard(Card):
    """Reviews that fall due over the next two weeks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0)
        self._mean, self._chart = Label(style="label"), Forecast()
        self._nothing = Label("No reviews are due yet. They come with the first cards you study.", "note", wrap=True)
        _title(self, "Next 14 days", self._mean)
        self.box.addWidget(self._chart)
        self.box.addWidget(self._nothing)
        self.box.addStretch(1)

    def show_numbers(self, numbers: TodayNumbers, narrow: bool) -> None:
        """Show the reviews that are known now."""
        forecast = numbers.forecast
        self._chart.set_counts(forecast, numbers.today)
        self._chart.setVisible(any(forecast))
        self._nothing.setVisible(not any(forecast))
        mean = round(sum(forecast) / len(forecast))
        self._mean.setText(f"about {mean} a day" if any(forecast) else "")


def _title(card: Card, title: str, beside: Label) -> None:
    row = QHBoxLayout()
    row.addWidget(Label(title, "card_title"), 1)
    row.addWidget(beside)
    card.box.addLayout(row)
    card.box.addSpacing(theme().length(10))
