"""What every exercise on the review screen has in common: it is asked, answered, checked, and shows its result in place.

The card frame shows the stem of the card above (or, at the left, beside) a `TaskView`, the exhibit below it, and the
notes (remark, source) beside or below everything. The page owns the button below the card, the clock, the grades and
the keys; it asks the view what it needs. A view is built the first time a card of its kind comes, and used again for
the next one. `view_class` names the view of each task.

The order of calls is: `ask`, what the learner does, `check` once, and then `ask` with another card, or with the same
card and `restore(draft())` when its note was edited meanwhile.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from studyapp.collection import ShownCard
from studyapp.domain.grading import Mark
from studyapp.domain.tasks import Arrange, Calculate, Choose, Sort, Task, Write
from studyapp.gui.card_view import Note, ReadMedia


class TaskView(QWidget):
    """An exercise. Subclasses override `ask`, `check`, `draft`, `restore`, and what else they need.

    The learner's work survives everything but the next `ask`: a new theme, another zoom, a resize, an undo elsewhere.
    After `check` the parts keep their places and sizes as far as possible, so that nothing jumps.
    """

    ready_changed = Signal()
    """`ready`, `button_text` or `keycaps` may have changed."""
    submitted = Signal()
    """The learner asks for the check from inside the view: Enter in a field, Ctrl+Enter in a longer text."""
    marked = Signal(object)
    """A new Mark after the check, for exercises that learners mark themselves; the page then proposes a grade anew."""
    passed_on = Signal()
    """The learner has done all there is to do after the check, and goes on to the grades."""

    beside = False
    """Whether the view stands to the right of the stem where there is room (a column of about 372 design pixels);
    otherwise it stands below the stem, as wide as the card."""
    accepts_text = False
    """Whether the focus goes to a text field when the card is asked; letters then belong to the field, not to the page."""
    keeps_focus = False
    """Whether the focus stays in the view after the check instead of going to the proposed grade; `focus_first` is
    called again then."""

    asks_confidence = False
    """Whether the learner wants to be asked how sure an answer is; set before `ask`, and only some views heed it."""

    def __init__(self, read_media: ReadMedia, parent: QWidget | None = None) -> None:
        """`read_media` is for the `CardView`s that show texts of the deck."""
        super().__init__(parent)
        self.read_media = read_media

    def ask(self, task: Task, shown: ShownCard) -> None:
        """Put a task before the learner: nothing answered, nothing told. `shown.seed` decides whatever is mixed.

        `shown.deck_id` is for the pictures of `CardView`, `shown.face` holds the other texts of the card.
        """
        raise NotImplementedError

    def check(self) -> Mark:
        """Lock the answer, show the result in place, and give its mark. An answer that is missing counts as not known.

        Exercises that learners mark themselves give the mark so far, and `marked` with each change of it.
        """
        raise NotImplementedError

    def draft(self) -> object:
        """What the learner has done so far, as a value of the view's own; None for nothing."""
        return None

    def restore(self, draft: object) -> None:
        """Do again what `draft` gave, as far as the card, which may have been edited, still has it."""

    @property
    def ready(self) -> bool:
        """Whether there is an answer to check; until then the button says “Show answer”."""
        return True

    @property
    def objection(self) -> str:
        """Why the answer cannot be checked as it stands, as a sentence for the foot of the card, or nothing.

        For an answer that cannot be read, such as letters where a number is wanted; no answer at all is no objection.
        """
        return ""

    @property
    def button_text(self) -> str:
        """What the button below the card says."""
        return "Check" if self.ready else "Show answer"

    @property
    def button_key(self) -> str:
        """The key named in that button: `Enter`, or `Ctrl+Enter` where Enter begins a new line."""
        return "Enter"

    @property
    def remark(self) -> str:
        """A quiet sentence beside that button before the check."""
        return "Grades appear after the check."

    @property
    def left_to_do(self) -> str:
        """What must be done after the check before there is a grade, as a sentence, or nothing."""
        return ""

    @property
    def owns_digits(self) -> bool:
        """Whether digits, Space and Enter belong to the view after the check, so that none of them is a grade."""
        return False

    def skip(self) -> None:
        """Leave out what is left to do."""

    def last_stop(self) -> QWidget | None:
        """The part after which Tab goes to the grades; None for the end of the card."""
        return None

    @property
    def sure(self) -> bool | None:
        """How sure the learner was: False for a guess, None if nobody asked or neither."""
        return None

    def focus_first(self) -> None:
        """Take the focus to where the learner begins: the field, the first row; or leave it where it is."""
        self.setFocus()

    def handles(self, event: QKeyEvent) -> bool:
        """Use a key that nothing with the focus has used and that the page is about to read; whether it was used.

        It is asked before the page's own keys: 1–4, letters, arrows, Space and Enter. Return False for what is not yours.
        """
        return False

    def keycaps(self) -> list[tuple[str, str]]:
        """At most three keys for the footer, besides that of the button; after the check only for views that keep the focus."""
        return []

    def notes(self, *, checked: bool) -> list[Note]:
        """What stands in the notes beside the card before and after the check, besides remark and source."""
        return []

    def result_area(self) -> tuple[int, int] | None:
        """Top and bottom, in pixels of this view, of what should be seen of the result; None to leave the card where it is."""
        return None

    def prepare_result(self) -> None:
        """Draw what the result will need, such as formulas, while the learner is still reading."""

    @property
    def spoken_result(self) -> str:
        """What a screen reader says when the result is shown, besides the mark's sentence."""
        return ""


def view_class(task: Task) -> type[TaskView]:
    """The view of a task; its module is loaded with the first card of its kind."""
    match task:
        case Arrange():
            from studyapp.gui.review.order_view import OrderView

            return OrderView
        case Sort():
            from studyapp.gui.review.sort_view import SortView

            return SortView
        case Calculate(question) if question.typed or not question.options:
            from studyapp.gui.review.number_view import NumberView

            return NumberView
        case Write():
            from studyapp.gui.review.rubric_view import RubricView

            return RubricView
        case Choose() | Calculate():
            from studyapp.gui.review.choice_view import ChoiceView

            return ChoiceView
