"""What the review screen shows when there is no card to study now: done, waiting, or no cards at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Collection, Scope
from studyapp.domain.day import day_start
from studyapp.domain.queue import LEARN_AHEAD_MS
from studyapp.gui.review.intervals import delay_in_words
from studyapp.gui.theme import theme
from studyapp.gui.widgets.buttons import Button
from studyapp.gui.widgets.frames import EmptyState, ScrollColumn
from studyapp.gui.widgets.stat import Stat
from studyapp.gui.widgets.words import clock_time, counted, number, short_date, whole_minutes

_FORECAST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Ending:
    """What the end of a session tells, read from the collection."""

    title: str
    sentence: str
    stats: tuple[tuple[str, str], ...]
    """Numbers with their names."""
    rest: int
    """Cards left today outside of what was studied."""


def ending(collection: Collection, now: datetime, scope: Scope) -> Ending:
    """What today's study has come to, and what comes next."""
    rest = 0
    if scope != Scope():
        counts = collection.review.plan(now, Scope()).counts
        rest = counts.new + counts.learning + counts.due
    done, settings = collection.history.day(now), collection.settings.current
    today = collection.review.today(now)
    forecast = collection.history.forecast(now, _FORECAST_DAYS)
    new = sum(deck.new for deck in collection.decks.all(today))
    tomorrow = min(settings.reviews_per_day, forecast[0] + forecast[1]) + min(settings.new_per_day, new)
    streak = collection.history.streak(now).current
    stats = [
        (number(streak), "day in a row" if streak == 1 else "days in a row"),
        (number(tomorrow), "cards tomorrow at most"),
    ]
    if settings.exam_date is not None and settings.exam_date.toordinal() > today:
        stats.append((number(settings.exam_date.toordinal() - today - 1), "days to go tomorrow"))
    title = "You are done for today" if done.answers else "Nothing to study today"
    said = []
    if done.answers:
        recalled = (
            f", {number(done.recalled)} of {counted(done.reviews, 'review')} recalled at once" if done.reviews else ""
        )
        met = f", {number(done.new)} new" if done.new else ""
        minutes = f" in {counted(whole_minutes(done.seconds), 'minute')}" if done.seconds else ""
        said.append(f"{counted(done.cards, 'card')}{minutes} today{recalled}{met}.")
    later = _later(collection, scope, today, limited=0 < settings.new_per_day <= done.new)
    if later:
        said.append(later)
    said.append(f"{counted(rest, 'card')} of today {'is' if rest == 1 else 'are'} left elsewhere." if rest else _next(
        tomorrow, forecast, today, now, settings.rollover_hour))  # fmt: skip
    if rest:
        title = f"Nothing left in {_name(scope)} today"
    return Ending(title, " ".join(said), tuple(stats), rest)


def _name(scope: Scope) -> str:
    """What was studied, in a word: `C4`, `IV.C.7`, `section IV` or `this deck`."""
    return f"section {scope.section}" if scope.part and scope.part == scope.section else scope.part or "this deck"


def _later(collection: Collection, scope: Scope, today: int, *, limited: bool) -> str:
    """How many cards of a part come on other days; `limited` where today has no room for new ones."""
    if not scope.part:
        return ""
    part = next((part for part in chain(*collection.decks.parts(scope.deck_id, today)) if part.scope == scope), None)
    left = part.new + part.due if part is not None else 0
    if part is None or not left:
        return ""
    why = ": the new cards of today have all been met" if limited and part.new else ""
    return f"{counted(left, 'more card')} of {_name(scope)} {'comes' if left == 1 else 'come'} on other days{why}."


def _next(tomorrow: int, forecast: Sequence[int], today: int, now: datetime, rollover_hour: int) -> str:
    assert now.tzinfo is not None
    if tomorrow:
        return f"The next cards come tomorrow at {clock_time(day_start(today + 1, now.tzinfo, rollover_hour).astimezone(now.tzinfo))}."
    day = next((day for day, count in enumerate(forecast) if count), None)
    if day is not None:
        return f"The next cards come on {short_date(date.fromordinal(today) + timedelta(days=day))}."
    return "No card is due in the next weeks."


class RestState(ScrollColumn):
    """A calm page in the middle of the screen with ways on."""

    def __init__(self, icon: str, title: str, sentence: str, buttons: Sequence[Button]) -> None:
        super().__init__(widest=640)
        self.state = EmptyState(icon, title, sentence)
        self.said = f"{title}. {sentence}"
        self.stats = QHBoxLayout()
        self.buttons = tuple(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        row.setSpacing(theme().length(12))
        self.state.box.addSpacing(theme().length(16))
        self.state.box.addLayout(self.stats)
        self.state.box.addSpacing(theme().length(24))
        self.state.box.addLayout(row)
        self.box.addStretch(1)
        self.box.addWidget(self.state)
        self.box.addStretch(2)

    def add_stats(self, stats: Sequence[tuple[str, str]]) -> None:
        """Show numbers with their names in a row."""
        self.stats.addStretch(1)
        for amount, name in stats:
            self.stats.addWidget(Stat(amount, name, centered=True))
            self.stats.addStretch(1)


class WaitingState(QWidget):
    """Counts down to the next learning card, and says when it is there."""

    over = Signal()

    def __init__(self, due_ms: int, leave: Button) -> None:
        """`due_ms` is when the card is due, in UTC epoch milliseconds; it may come a while before."""
        super().__init__()
        self._from_ms = due_ms - LEARN_AHEAD_MS
        sentence = "Only cards you have just learned are left, and they come back after a short while."
        self._rest = RestState("clock", "", sentence, [leave])
        self.buttons, self.said = self._rest.buttons, sentence
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._rest)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._tick()

    @property
    def sentence(self) -> str:
        """What the countdown says now."""
        return self._rest.state.title.text()

    def _tick(self) -> None:
        seconds = self._from_ms / 1000 - clock.now().timestamp()
        self._rest.state.title.setText(f"Next card in {delay_in_words(seconds)}")
        self._rest.state.setAccessibleName(self.sentence)
        if seconds <= 0:
            self._timer.stop()
            self.over.emit()


class RestMaker:
    """Builds what is shown instead of a card; its ways on are given once."""

    def __init__(
        self,
        collection: Collection,
        *,
        leave: Callable[[], None],
        bring: Callable[[], None],
        go_on: Callable[[], None],
        look_again: Callable[[], None],
    ) -> None:
        """`bring` imports a deck, `go_on` studies the rest of the day, `look_again` looks for a card that was awaited."""
        self._collection = collection
        self._leave, self._bring, self._go_on, self._look_again = leave, bring, go_on, look_again

    def __call__(self, now: datetime, scope: Scope) -> RestState | WaitingState:
        """The state that fits: waiting for a learning card, no cards at all, or done."""
        leave = _way_on("Back to Today", "house", self._leave)
        review = self._collection.review
        waiting = review.waiting_until()
        if waiting is not None:
            countdown = WaitingState(waiting, leave)
            # Queued: the countdown is replaced, which must not happen while it speaks.
            countdown.over.connect(self._look_again, Qt.ConnectionType.QueuedConnection)
            return countdown
        if not any(deck.cards for deck in self._collection.decks.all(review.today(now))):
            bring = _way_on("Import a deck", "upload", self._bring)
            return RestState("library", "No cards yet", "Import a deck to have something to study.", [bring, leave])
        end = ending(self._collection, now, scope)
        buttons = [leave]
        if end.rest:
            buttons.append(_way_on(f"Study {counted(end.rest, 'more card')}", "play", self._go_on))
        state = RestState("check", end.title, end.sentence, buttons)
        state.add_stats(end.stats)
        return state


def _way_on(text: str, icon: str, action: Callable[[], None]) -> Button:
    button = Button(text, icon=icon, height=44)
    button.clicked.connect(lambda: action())
    return button
