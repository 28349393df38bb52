"""The review screen: one card, its answer, a grade, and the next card.

A grade is on disk before the next card is drawn. Whatever else changes the collection while a card is shown, the card
stays; an undone answer brings its card back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from studyapp import clock
from studyapp.collection import Changes, Collection, Scope, ShownCard
from studyapp.collection.review import longest_answer
from studyapp.domain.grading import Mark, expected_seconds, proposal_in_words, proposed
from studyapp.domain.scheduling import Rating
from studyapp.domain.tasks import Calculate
from studyapp.errors import StaleCard, UserError
from studyapp.gui.page import Page
from studyapp.gui.review.card_frame import CardFrame
from studyapp.gui.review.flags import FLAG_NAMES
from studyapp.gui.review.grade_bar import CALCULATOR_KEY, HINT_KEY_IN_FIELDS, RATING_NAMES, GradeBar
from studyapp.gui.review.header import ReviewHeader
from studyapp.gui.review.intervals import outcome_interval
from studyapp.gui.review.keys import ReviewKeys
from studyapp.gui.review.rest import RestMaker, RestState, WaitingState
from studyapp.gui.review.session import Session
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import set_spacing
from studyapp.gui.widgets.words import number, whole_minutes

if TYPE_CHECKING:
    from studyapp.gui.review.calculator_window import CalculatorWindow

_LOW = 500
"""Design pixels of height below which a page is low."""


class ReviewPage(Page):
    """Studies the cards of a scope one by one."""

    title = "Review"
    tables = frozenset({"cards", "notes", "decks", "reviews", "settings", "parameters"})

    edit_requested = Signal(int)
    """Open the editor for this note id."""
    learn_requested = Signal(str)
    """Show the learn note of this leaf."""
    report_requested = Signal(int, int)
    """Report the card with this note id and number."""
    info_requested = Signal(int)
    """Show what is known of this card id."""
    finished = Signal()
    """The learner leaves the session."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._session = Session(collection)
        self._shown: ShownCard | None = None
        self._revealed = False
        self._proposed, self._reason = Rating.GOOD, ""
        self._asked_at, self._thought_for = 0.0, 0.0
        self._writing = False
        self._keep: int | None = None
        self._answers_changed = False
        self._rest: RestState | WaitingState | None = None
        self._calculator: CalculatorWindow | None = None
        self._make_rest = RestMaker(
            collection,
            leave=self.finished.emit,
            bring=lambda: self.command.emit("import"),
            go_on=lambda: self.start(Scope()),
            look_again=self.reload,
        )
        self.header = ReviewHeader(
            {
                "&Bury until tomorrow\t-": self.bury,
                "&Suspend\t@": self.suspend,
                "&Learn note\tL": self.show_learn_note,
                "&Card info\tI": self.show_info,
                "Re&port this card…\tR": self.report,
            }
        )
        self.card = CardFrame(collection.media.read)
        self.bar = GradeBar()
        self._keys = ReviewKeys(self)
        self._study = QWidget()
        self._column = QVBoxLayout(self._study)
        for part in (self.header, self.card, self.bar):
            self._column.addWidget(part, 1 if part is self.card else 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._study)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        self.retheme()

    def _connect(self) -> None:
        self.header.undo_pressed.connect(lambda: self.command.emit("undo"))
        self.header.edit_pressed.connect(self.edit)
        self.header.flag_chosen.connect(self.flag)
        self.bar.show_pressed.connect(self.show_answer)
        self.bar.hint_pressed.connect(self.show_hint)
        self.bar.calculator_pressed.connect(self.show_calculator)
        self.bar.graded.connect(self.answer)
        self.card.ready_changed.connect(self._offer_check)
        self.card.submitted.connect(self.show_answer)
        self.card.marked.connect(self._propose)
        self.card.passed_on.connect(self._go_to_grades)
        self.bar.skip_pressed.connect(self._skip_marks)
        # Letters belong to a field that has the focus; these keys reach the page from there, too.
        for key, command in ((CALCULATOR_KEY, self.show_calculator), (HINT_KEY_IN_FIELDS, self.show_hint)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(command)

    @property
    def shown(self) -> ShownCard | None:
        """The card on the screen, or None while there is nothing to study."""
        return self._shown

    @property
    def revealed(self) -> bool:
        """Whether the answer side is shown."""
        return self._revealed

    @property
    def rest(self) -> RestState | WaitingState | None:
        """What is shown instead of a card, or None."""
        return self._rest

    @property
    def proposed(self) -> Rating:
        """The grade that Space gives once the answer is shown."""
        return self._proposed

    @property
    def waits_for_marks(self) -> bool:
        """Whether the answer is shown and the learner has yet to mark it."""
        return self._revealed and self.card.view is not None and bool(self.card.view.left_to_do)

    @property
    def digits_grade(self) -> bool:
        """Whether digits, Space and Enter are grades now."""
        view = self.card.view
        return self._revealed and not self.waits_for_marks and (view is None or not view.owns_digits)

    @property
    def calculator(self) -> CalculatorWindow | None:
        """The calculator, once it has been opened."""
        return self._calculator

    # What the learner does

    def start(self, scope: Scope) -> None:
        """Begin a session on these cards."""
        self._stale = False
        self._session.start(scope, clock.now())
        self._show_next(keep=None, recount=True)

    def show_answer(self) -> None:
        """Check the exercise, if there is one, show the answer side, and offer the grades."""
        if self._shown is None or self._revealed:
            return
        objection = self.card.view.objection if self.card.view is not None else ""
        if objection:
            self.bar.remark(objection, objection=True)
            self._announce(objection)
            return
        self._thought_for = self._seconds(clock.now().timestamp())
        self._reveal()
        result = self._reason and proposal_in_words(self._proposed, self._reason)
        self._announce(" ".join(filter(None, ("Answer shown.", self.card.spoken, result))))

    def _reveal(self) -> None:
        ours = self._owns_focus()
        mark = self.card.reveal()
        self._revealed = True
        if mark is None:
            assert self._shown is not None
            self._proposed, self._reason = Rating.GOOD, ""
            self._offer_grades()
        else:
            self._propose(mark)
        stop = self.card.last_stop()
        for button in (self.bar.skip_button, *self.bar.grades.values()):
            self.setTabOrder(stop, button)
            stop = button
        self._focus_main_button(ours=ours)
        self.status_changed.emit()

    def _propose(self, mark: Mark) -> None:
        """Propose the grade that share, time and confidence earn."""
        shown, view = self._shown, self.card.view
        if shown is None or view is None or shown.face.task is None or not self._revealed:
            return
        self._proposed, self._reason = proposed(
            mark.share,
            self._thought_for,
            expected_seconds(shown.face.task),
            sure=view.sure,
            hinted=self.card.hint_shown,
        )
        self._offer_grades()

    def _offer_grades(self) -> None:
        """Offer the grades, or say what must be done before."""
        shown, view = self._shown, self.card.view
        if shown is None:
            return
        if self.waits_for_marks and view is not None:
            self.bar.wait(view.left_to_do)
        else:
            self.bar.offer(shown.outcomes, self._proposed)
            self.bar.show_keys(self.digits_grade)
        self.status_changed.emit()

    def _go_to_grades(self) -> None:
        if self._revealed and not self.waits_for_marks:
            self.bar.main_button().setFocus(Qt.FocusReason.OtherFocusReason)

    def _skip_marks(self) -> None:
        """Offer the grades although the learner has not marked the answer; then nothing speaks for one of them."""
        if self.waits_for_marks and self.card.view is not None:
            self.card.view.skip()
            self._proposed, self._reason = Rating.GOOD, ""
            self._offer_grades()
            self._go_to_grades()

    def answer(self, rating: Rating) -> None:
        """Save the grade, then show the next card. An answer to a card that has changed is not saved, and says so."""
        shown, now = self._shown, clock.now()
        if shown is None or not self._revealed:
            return
        self._writing = True
        try:
            self._collection.review.answer(shown, rating, self._seconds(now.timestamp()), now)
        except StaleCard as stale:
            self.toast.emit(str(stale))
            self._shown = None
            self._show_next(keep=shown.card_id, recount=True)
            return
        finally:
            self._writing = False
        self._show_next(keep=None)
        interval = outcome_interval(shown.outcomes[rating - 1])
        self._announce(f"{RATING_NAMES[rating]}, next in {interval}, {number(self._session.left)} left")

    def show_hint(self) -> None:
        """Show the card's hint, if it has one."""
        if not self._revealed and self.card.has_hidden_hint:
            self.card.show_hint()
            self._offer_check()
            if self.card.view is None:
                self._focus_main_button()
            self._announce(self.card.notes.accessibleDescription())

    def show_calculator(self) -> None:
        """Open the calculator over a card that asks for a number, or close it."""
        if self._calculator is not None and self._calculator.isVisible():
            self._calculator.reject()
        elif self._shown is not None and isinstance(self._shown.face.task, Calculate):
            if self._calculator is None:
                from studyapp.gui.review.calculator_window import CalculatorWindow

                self._calculator = CalculatorWindow(self, CALCULATOR_KEY)
            self._calculator.open_at(self.card)

    def _close_calculator(self) -> None:
        if self._calculator is not None and self._calculator.isVisible():
            self._calculator.reject()

    def edit(self) -> None:
        """Ask for the editor with this card's note."""
        if self._shown is not None:
            self.edit_requested.emit(self._shown.note_id)

    def show_learn_note(self) -> None:
        """Ask for what to understand about the leaf of this card."""
        if self._shown is not None and self._shown.leaf is not None:
            self.learn_requested.emit(self._shown.leaf)

    def report(self) -> None:
        """Ask for the form that says what is wrong with this card."""
        if self._shown is not None:
            self.report_requested.emit(self._shown.note_id, self._shown.ordinal)

    def show_info(self) -> None:
        """Ask for all that is known of this card."""
        if self._shown is not None:
            self.info_requested.emit(self._shown.card_id)

    def flag(self, flag: int) -> None:
        """Set the card's flag, 0 to 7; the flag it has already is taken away."""
        shown = self._shown
        if shown is not None:
            flag = 0 if flag == shown.flag else flag
            self._collection.cards.flag(shown.card_id, flag)
            self.toast_with_undo.emit(f"Flagged: {FLAG_NAMES[flag]}." if flag else "Flag removed.")

    def toggle_flag(self) -> None:
        """Flag the card, or take its flag away."""
        if self._shown is not None:
            self.flag(0 if self._shown.flag else 1)

    def bury(self) -> None:
        """Put the card and its siblings away until tomorrow."""
        today = self._collection.review.today(clock.now())
        self._put_away(lambda card_id: self._collection.cards.bury(card_id, today), "Card buried until tomorrow.")

    def suspend(self) -> None:
        """Put the card away until it is taken back in."""
        self._put_away(self._collection.cards.suspend, "Card suspended.")

    def _put_away(self, change: Callable[[int], None], sentence: str) -> None:
        shown, self._shown = self._shown, None
        if shown is None:
            return
        try:
            change(shown.card_id)
        except UserError:
            self._shown = shown
            raise
        self.toast_with_undo.emit(sentence)

    # What the window asks of a page

    def reload(self) -> None:
        """Show the card again as it is now, or the next one."""
        if self._session.scope is None:
            self.start(Scope())
            return
        keep, recount = self._keep, not self._answers_changed
        self._keep, self._answers_changed = None, False
        self._show_next(keep, recount=recount)

    def on_change(self, changes: Changes) -> None:
        """Keep the card that is shown through a change; bring back the card of a step that was undone."""
        if self._writing or not self.tables & changes.tables:
            return
        self._answers_changed |= "reviews" in changes.tables
        shown = self._shown.card_id if self._shown is not None else None
        if changes.kind == "undo" and changes.card_id is not None:
            self._keep = changes.card_id
        elif changes.kind == "do" or changes.card_id != shown:
            self._keep = shown
        if "reviews" in changes.tables:
            # Answered anew, it is asked anew.
            self._shown = None
        super().on_change(changes)

    def retheme(self) -> None:
        """Take up new lengths, with less air in a low window."""
        low = self.height() < theme().length(_LOW)
        set_spacing(self._column, (20, 4) if low else (32, 20), 4 if low else 16)
        self.header.set_low(low)
        self.card.set_low(low)
        self.bar.set_low(low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        self.retheme()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for cards again where there were none; the focus goes to what Space presses."""
        if self._session.scope is not None and self._shown is None:
            self._session.scope = None
            self._stale = True
        super().showEvent(event)
        self._focus_main_button()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the calculator along."""
        super().hideEvent(event)
        self._close_calculator()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to what Space presses."""
        super().focusInEvent(event)
        self._focus_main_button()

    def keycaps(self) -> list[tuple[str, str]]:
        """The keys of the moment."""
        return self._keys.keycaps()

    def status_text(self) -> str:
        """Why a grade is proposed, or how far the session has come."""
        if self._revealed and self._reason and not self.waits_for_marks:
            return proposal_in_words(self._proposed, self._reason)
        session = self._session
        return f"{number(session.done)} of {number(session.total)} done" if session.total else ""

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """What can be done with the card now."""
        return self._keys.commands()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the screen, which no button or field with the focus has used."""
        if not self._keys.press(event):
            super().keyPressEvent(event)

    # What is shown

    def _show_next(self, keep: int | None, *, recount: bool = False) -> None:
        """Show the card to keep, if it can be studied, or else the next; `recount` when more than answers has changed."""
        session, before = self._session, self._shown
        shown = self._shown = session.next(clock.now(), keep, recount=recount)
        self.header.set_progress(session.done, session.left, whole_minutes(session.seconds))
        self.header.set_undo(self._collection.journal.undo_label)
        same = before is not None and shown is not None and keep == before.card_id == shown.card_id
        if shown is None:
            self._show_rest()
        elif same and before is not None and before.face == shown.face:
            self.header.set_flag(shown.flag)
            if self._revealed:
                self._offer_grades()
        else:
            self._ask(shown, again=same)
        self.status_changed.emit()

    def _ask(self, shown: ShownCard, *, again: bool) -> None:
        """Ask a card; `again` if its note was edited while it was shown, so that what was done on it stays done."""
        reveal, draft = again and self._revealed, self.card.draft() if again else None
        if not again:
            self._asked_at = clock.now().timestamp()
        self._revealed = False
        self._stack.setCurrentWidget(self._study)
        ours = self._owns_focus()
        self._drop_rest()
        if not isinstance(shown.face.task, Calculate):
            self._close_calculator()
        self.header.set_flag(shown.flag)
        self.header.set_place(self._collection.outline, shown.leaf)
        self.card.ask(shown, draft=draft, asks_confidence=self._collection.settings.current.ask_confidence)
        self._offer_check()
        if reveal:
            self._reveal()
        self._focus_main_button(ours=ours)

    def _offer_check(self) -> None:
        """Say what the button does now."""
        view, shown = self.card.view, self._shown
        if self._revealed:
            # A line that is put away with the window loses the focus, too.
            if self.isVisible() and self.window().isVisible():
                self._offer_grades()
            return
        if shown is None:
            return
        if view is None:
            self.bar.ask(hint=self.card.has_hidden_hint)
        else:
            self.bar.ask_check(
                view.button_text,
                view.button_key,
                view.remark,
                hint=self.card.has_hidden_hint,
                calculator=isinstance(shown.face.task, Calculate),
                types=view.accepts_text,
            )
        self.status_changed.emit()

    def _show_rest(self) -> None:
        self._close_calculator()
        self._revealed = False
        ours = self._owns_focus()
        self._drop_rest()
        self._rest = self._make_rest(clock.now(), self._session.scope or Scope())
        self._stack.addWidget(self._rest)
        self._stack.setCurrentWidget(self._rest)
        self._focus_main_button(ours=ours)
        self._announce(self._rest.said)

    def _drop_rest(self) -> None:
        if self._rest is not None:
            self._stack.removeWidget(self._rest)
            self._rest.deleteLater()
            self._rest = None

    def _seconds(self, now: float) -> float:
        longest = longest_answer(self._shown.kind) if self._shown is not None else 0.0
        return min(longest, max(0.0, now - self._asked_at))

    def _owns_focus(self) -> bool:
        """Whether the focus is here, or nowhere in particular; to be asked before a part that may have it is hidden."""
        focus = QApplication.focusWidget()
        return focus is None or focus in (self, self.window()) or self.isAncestorOf(focus)

    def _focus_main_button(self, *, ours: bool | None = None) -> None:
        """Take the focus to what Space or Enter does next, unless it is in another part of the window."""
        if not self.isVisible() or not (self._owns_focus() if ours is None else ours):
            return
        button = self._rest.buttons[0] if self._rest is not None else self.bar.main_button()
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        view = self.card.view if self._rest is None else None
        if view is not None and (not self._revealed or view.keeps_focus):
            view.focus_first()

    def _announce(self, sentence: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
