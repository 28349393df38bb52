"""One sitting: which card comes next, and how many are done and left."""

from __future__ import annotations

from datetime import datetime

from studyapp.collection import Collection, Scope, ShownCard


class Session:
    """Walks through the cards of a scope. Counts follow undo and redo."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self.scope: Scope | None = None
        """None before the first start."""
        self.done = 0
        self.left = 0
        self.seconds = 0.0
        """Expected study time for what is left."""

    @property
    def total(self) -> int:
        """Cards done and left."""
        return self.done + self.left

    def start(self, scope: Scope, now: datetime) -> None:
        """Begin anew on these cards."""
        self.scope, self.done, self.left = scope, 0, 0
        self._collection.review.start(now, scope)

    def next(self, now: datetime, keep: int | None = None, *, recount: bool = False) -> ShownCard | None:
        """The card to keep, if it can be studied, or else the next; `recount` when more than answers has changed."""
        review, scope = self._collection.review, self.scope or Scope()
        if keep is not None:
            # The queue must be that of this session before a card is put in front of it.
            review.plan(now, scope)
            review.bring_back(keep, now)
        shown = review.next(now, scope)
        plan = review.plan(now, scope)
        total, self.left = self.total, plan.counts.new + plan.counts.learning + plan.counts.due
        self.seconds = plan.seconds
        if not recount:
            self.done = max(0, total - self.left)
        return shown
