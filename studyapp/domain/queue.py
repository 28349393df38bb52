"""Today's order: learning cards when they are due, reviews by retrievability with new cards spread among them.

Siblings stay apart (one card of a note a day, one new note of a sibling group), a new note waits for those it builds on,
and sections are interleaved, because mixed practice is remembered better than practice in blocks.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from studyapp.domain.scheduling import CardState, State, uniform

LEARN_AHEAD_MS = 20 * 60 * 1000
"""A learning card may come this much early when nothing else is left."""
SECTION_WINDOW = 12
"""Among how many of the next cards one from another section is looked for."""


# Named tuples, here and wherever every start needs them: a frozen dataclass takes 0.8 ms to define, a tuple a tenth.


class Candidate(NamedTuple):
    """A card that may come today."""

    card_id: int
    note_id: int
    group: str
    """Sibling group; nothing for only the note's own siblings."""
    section: str
    """Roman numeral, or nothing."""
    state: State
    due_day: int | None
    due_at: int | None
    """UTC epoch milliseconds."""
    retrievability: float
    """0 to 1 now; 0 for a new card."""
    position: int
    """Place in the order in which new cards are introduced, and among the cards of a note."""
    after: tuple[int, ...] = ()
    """Notes not yet introduced that come before this one is: those it builds on."""


class Limits(NamedTuple):
    """What the learner wants to do in a day."""

    new: int
    reviews: int
    seconds: float | None
    """Seconds of study; None where only the other limits hold back new cards."""


class DoneToday(NamedTuple):
    """What was studied already today."""

    new: int
    reviews: int
    seconds: float
    notes: frozenset[int]
    """Notes answered today; their siblings are buried."""
    groups: frozenset[str]
    """Sibling groups from which a note was introduced today."""


class Costs(NamedTuple):
    """Expected seconds for the rest of the day per card of each sort."""

    new: float
    """With the learning steps that follow."""
    review: float
    learning: float


DEFAULT_COSTS = Costs(new=38.0, review=14.0, learning=20.0)
"""Before a learner's own times are known: averages of ten thousand Anki users (fsrs-rs, `SimulatorConfig`), rounded."""


class Counts(NamedTuple):
    """Cards left today."""

    new: int
    learning: int
    due: int


_BY_POSITION = attrgetter("position", "card_id")


def _no_place(_card: Candidate) -> int:
    return 0


class _Sort(Enum):
    NEW = auto()
    LEARNING = auto()
    DUE = auto()


class _Place(Enum):
    """Where a card waits. What a card leaves behind in its old place is skipped when it comes up there."""

    FRONT = auto()
    LINE = auto()
    STEPS = auto()


class StudyQueue:
    """The cards of one study day, updated after every answer. Made by `build_queue`."""

    def __init__(
        self,
        steps: Iterable[tuple[int, Candidate]],
        line: Sequence[Candidate],
        costs: Costs,
        candidates: Iterable[Candidate],
    ) -> None:
        self._costs = costs
        # Those left out as well: undo can put one of them first.
        self._candidates = {candidate.card_id: candidate for candidate in candidates}
        self._front: list[int] = []
        self._line = [candidate.card_id for candidate in reversed(line)]
        self._steps: list[tuple[int, int]] = []
        self._due: dict[int, int] = {}
        self._place = dict.fromkeys(self._line, _Place.LINE)
        self._sort = {card.card_id: _Sort.NEW if card.state == State.NEW else _Sort.DUE for card in line}
        new = sum(card.state == State.NEW for card in line)
        self._left = Counter({_Sort.NEW: new, _Sort.DUE: len(line) - new})
        self._earlier_sorts: defaultdict[int, list[_Sort]] = defaultdict(list)
        self._last: int | None = None
        self._in_line_of_note = {candidate.note_id: candidate.card_id for candidate in line}
        for due, candidate in steps:
            self._enter_steps(candidate.card_id, due)

    @property
    def counts(self) -> Counts:
        """Cards left today, those that wait for their next step included."""
        return Counts(self._left[_Sort.NEW], self._left[_Sort.LEARNING], self._left[_Sort.DUE])

    @property
    def seconds(self) -> float:
        """Expected seconds of study left."""
        left, costs = self.counts, self._costs
        return left.new * costs.new + left.learning * costs.learning + left.due * costs.review

    def next(self, now_ms: int) -> int | None:
        """The card to show now, the same until a step is due or the queue is changed; None for nothing now."""
        self._drop_left_behind()
        if self._front:
            return self._front[-1]
        learning = self._learning(now_ms)
        if learning is not None and learning != self._last:
            return learning
        return self._line[-1] if self._line else self._learning(now_ms + LEARN_AHEAD_MS)

    def waiting_until(self) -> int | None:
        """When the next step is due, in UTC milliseconds, if cards in steps are all that is left; else None.

        `next` gives that card already `LEARN_AHEAD_MS` earlier.
        """
        self._drop_left_behind()
        return self._steps[0][0] if self._steps and not self._front and not self._line else None

    def upcoming(self, count: int) -> list[int]:
        """The first cards that wait in line or at its front, at most `count`; cards in steps are not among them."""
        ahead = (
            *reversed(self._front),
            *(card for card in reversed(self._line) if self._place.get(card) is _Place.LINE),
        )
        return list(ahead[:count])

    def answered(self, card_id: int, card: CardState, day_end_ms: int) -> None:
        """Take in an answer: the card, as saved, leaves or comes back for its next step; its siblings are buried."""
        if card_id in self._place:
            self._earlier_sorts[card_id].append(self._sort[card_id])
        self.remove(card_id)
        self._last = card_id
        if (candidate := self._candidates.get(card_id)) is not None:
            sibling = self._in_line_of_note.get(candidate.note_id)
            if sibling is not None and self._place.get(sibling) is _Place.LINE:
                self.remove(sibling)
        if card.state in (State.LEARNING, State.RELEARNING) and card.due_at is not None and card.due_at < day_end_ms:
            self._enter_steps(card_id, card.due_at)

    def remove(self, card_id: int) -> None:
        """Take a card out for today; nothing happens where it is not in the queue."""
        place = self._place.pop(card_id, None)
        if place is None:
            return
        self._left[self._sort[card_id]] -= 1
        if place is _Place.FRONT:
            self._front.remove(card_id)

    def put_first(self, card_id: int) -> None:
        """Show a card next, as undo needs it: it counts as what it was before its last answer."""
        earlier = self._earlier_sorts.get(card_id)
        sort = earlier.pop() if earlier else self._sort.get(card_id) or self._sort_at_first(card_id)
        self.remove(card_id)
        self._enter(card_id, sort, _Place.FRONT)
        self._front.append(card_id)

    def _sort_at_first(self, card_id: int) -> _Sort:
        candidate = self._candidates.get(card_id)
        if candidate is None or candidate.state == State.REVIEW:
            return _Sort.DUE
        return _Sort.NEW if candidate.state == State.NEW else _Sort.LEARNING

    def _enter(self, card_id: int, sort: _Sort, place: _Place) -> None:
        self._place[card_id] = place
        self._sort[card_id] = sort
        self._left[sort] += 1

    def _enter_steps(self, card_id: int, due: int) -> None:
        self._enter(card_id, _Sort.LEARNING, _Place.STEPS)
        self._due[card_id] = due
        heapq.heappush(self._steps, (due, card_id))

    def _drop_left_behind(self) -> None:
        while self._line and self._place.get(self._line[-1]) is not _Place.LINE:
            self._line.pop()
        while self._steps and not self._stands(self._steps[0]):
            heapq.heappop(self._steps)

    def _stands(self, step: tuple[int, int]) -> bool:
        due, card_id = step
        return self._place.get(card_id) is _Place.STEPS and self._due[card_id] == due

    def _learning(self, until_ms: int) -> int | None:
        """The card whose step is due first, by then at the latest; the one just answered only if there is no other."""
        if not self._steps or self._steps[0][0] > until_ms:
            return None
        first = self._steps[0]
        if first[1] != self._last:
            return first[1]
        while self._steps and (self._steps[0][1] == self._last or not self._stands(self._steps[0])):
            heapq.heappop(self._steps)
        other = self._steps[0] if self._steps and self._steps[0][0] <= until_ms else first
        heapq.heappush(self._steps, first)
        return other[1]


def build_queue(
    candidates: Iterable[Candidate],
    *,
    today: int,
    day_end_ms: int,
    limits: Limits,
    done: DoneToday,
    costs: Costs,
    seed: int,
    planned: Sequence[int] | None = None,
) -> StudyQueue:
    """Today's queue from the cards that may come; those that are not due, buried or beyond a limit are left out.

    The seed orders cards of equal retrievability; keep it for a day, so that a queue built again has the same order.
    `planned` are the ids of the cards that a plan for the exam has chosen, best first: then it decides instead of due days
    and numbers of cards, and the day is full when its seconds are.
    """
    candidates = list(candidates)
    steps: list[tuple[int, Candidate]] = []
    due: list[Candidate] = []
    new: list[Candidate] = []
    for candidate in candidates:
        if candidate.state == State.NEW:
            new.append(candidate)
        elif candidate.state == State.REVIEW:
            if candidate.due_day is None or candidate.due_day <= today:
                due.append(candidate)
        elif (at := _step_due(candidate, today)) is not None and at < day_end_ms:
            steps.append((at, candidate))
    notes = set(done.notes).union(candidate.note_id for _, candidate in steps)
    if planned is not None:
        seconds = (limits.seconds or 0.0) - done.seconds - len(steps) * costs.learning
        reviews, introduced = _planned(candidates, planned, notes, set(done.groups), seconds, costs)
        return StudyQueue(steps, _interleaved(reviews, introduced), costs, candidates)
    reviews = list(_one_a_note(sorted(due, key=_BY_POSITION), notes))
    spread = int(uniform(seed, 0) * 2**53)
    reviews.sort(key=lambda candidate: (candidate.retrievability, _scattered(candidate.card_id, spread)))
    del reviews[max(0, limits.reviews - done.reviews) :]
    room = _room_for_new(limits, done, costs, reviews=len(reviews), learning=len(steps))
    introduced = _introduced(new, notes, set(done.groups), room)
    return StudyQueue(steps, _interleaved(reviews, introduced), costs, candidates)


def _planned(
    candidates: Iterable[Candidate],
    planned: Sequence[int],
    notes: set[int],
    groups: set[str],
    seconds: float,
    costs: Costs,
) -> tuple[list[Candidate], list[Candidate]]:
    """Reviews and new cards of a plan in its order, as many as the seconds hold."""
    places = {card_id: place for place, card_id in enumerate(planned)}
    chosen = [card for card in candidates if card.card_id in places and card.state in (State.NEW, State.REVIEW)]
    chosen.sort(key=lambda card: places[card.card_id])
    reviews: list[Candidate] = []
    new: list[Candidate] = []
    for card in _one_a_note(chosen, set(notes)):
        seconds -= costs.new if card.state == State.NEW else costs.review
        # A card that is still missing half of its time when the day ends is left for tomorrow.
        if seconds < -(costs.new if card.state == State.NEW else costs.review) / 2:
            break
        (new if card.state == State.NEW else reviews).append(card)
    # Those that a new card builds on come before it, whether the plan has put them first or not.
    unseen = [card for card in candidates if card.state == State.NEW]
    taken = notes.union(card.note_id for card in reviews)
    introduced = _introduced(unseen, taken, groups, len(new), lambda card: places.get(card.card_id, len(places)))
    return reviews, introduced


def _step_due(candidate: Candidate, today: int) -> int | None:
    """When a step is due in UTC milliseconds, 0 for at once, None for another day.

    A step that was timed on another day is due at once: the night between has made its minute meaningless.
    """
    if candidate.due_at is None:
        return 0 if candidate.due_day is None or candidate.due_day <= today else None
    return candidate.due_at if candidate.due_day is None or candidate.due_day == today else 0


def _scattered(card_id: int, spread: int) -> int:
    """A place for a card that has nothing to do with its neighbours' places (Fibonacci hashing)."""
    return ((card_id ^ spread) * 0x9E37_79B9_7F4A_7C15) & 0xFFFF_FFFF_FFFF_FFFF


def _one_a_note(candidates: Iterable[Candidate], notes: set[int]) -> Iterator[Candidate]:
    """The first card of each note that is not among `notes`, which grow by those that were found."""
    for candidate in candidates:
        if candidate.note_id not in notes:
            notes.add(candidate.note_id)
            yield candidate


def _room_for_new(limits: Limits, done: DoneToday, costs: Costs, *, reviews: int, learning: int) -> int:
    """How many new cards the limit and the minutes allow."""
    room = max(0, limits.new - done.new)
    if limits.seconds is None or costs.new <= 0:
        return room
    left = limits.seconds - done.seconds - reviews * costs.review - learning * costs.learning
    return min(room, max(0, int(left // costs.new)))


def _introduced(
    new: list[Candidate], notes: set[int], groups: set[str], room: int, first: Callable[[Candidate], int] = _no_place
) -> list[Candidate]:
    """The new cards of today, in their order, each after those it builds on; without these it waits for another day.

    `first` tells a place that goes before a card's position.
    """
    ordered = sorted(new, key=lambda card: (first(card), *_BY_POSITION(card)))
    waiting = {card.note_id: card for card in _one_a_note(ordered, notes)}
    chosen: dict[int, Candidate] = {}
    settled: set[int] = set()
    for note in waiting:
        # From a note down to what it builds on first.
        path = {note: None}
        while path and len(chosen) < room:
            top = next(reversed(path))
            card = waiting[top]
            basic = next((n for n in card.after if n in waiting and n not in settled and n not in path), None)
            if basic is not None:
                path[basic] = None
                continue
            # What is on the path waits for this note in turn: a circle, which is broken here.
            ready = all(basic in chosen or basic in path for basic in card.after)
            del path[top]
            if top in settled:
                continue
            settled.add(top)
            if ready and not (card.group and card.group in groups):
                groups.add(card.group)
                chosen[top] = card
    return list(chosen.values())


def _interleaved(reviews: Sequence[Candidate], new: Sequence[Candidate]) -> list[Candidate]:
    """Both in their order, new cards evenly among reviews, no section twice running while the next few have another."""
    order: list[Candidate] = []
    waiting_reviews, waiting_new = _Window(reviews), _Window(new)
    section = ""
    for _ in range(len(reviews) + len(new)):
        new_is_next = (waiting_new.taken + 0.5) * len(reviews) < (waiting_reviews.taken + 0.5) * len(new)
        candidate = (waiting_new if new_is_next else waiting_reviews).take(section)
        section = candidate.section
        order.append(candidate)
    return order


class _Window:
    """A list that is taken from its beginning, or from a little further on."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.taken = 0
        self._rest = iter(candidates)
        self._shown = list(islice(self._rest, SECTION_WINDOW))

    def take(self, section: str) -> Candidate:
        """The first of the next few that is not of this section and builds on none before it, or else the first."""
        shown = self._shown
        index = 0
        if shown[0].section == section:
            index = next((i for i, card in enumerate(shown) if card.section != section and self._is_free(i)), 0)
        candidate = shown.pop(index)
        self.taken += 1
        if (following := next(self._rest, None)) is not None:
            shown.append(following)
        return candidate

    def _is_free(self, index: int) -> bool:
        after = self._shown[index].after
        return not after or all(earlier.note_id not in after for earlier in self._shown[:index])
