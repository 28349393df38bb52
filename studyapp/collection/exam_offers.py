"""What an exam of each kind can be made of, and how that is said to the learner."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from studyapp.collection.exam_items import Entry
from studyapp.collection.exam_values import Offer
from studyapp.domain.blueprint import Outline
from studyapp.domain.content import Level
from studyapp.domain.exam_assembly import assemble, largest_fair
from studyapp.domain.exam_mix import lacks
from studyapp.domain.mock_exam import (
    MOCKS,
    PACE_SECONDS,
    SHORTEST_MOCK,
    Assembly,
    Candidate,
    ExamKind,
    blueprint,
    whole_length,
)


class Choice(NamedTuple):
    """An offer with the questions it is made from."""

    kind: ExamKind
    offer: Offer
    candidates: tuple[Candidate, ...]
    outline: Outline | None
    scope: str
    fresh_only: bool
    proofs: Mapping[int, Assembly]
    """Exams of the offered length that have been put together for it, by their seeds."""

    def assemble(self, seed: int) -> Assembly:
        """Put the offered exam together; with one of its seeds, or else with 0, nothing is missing."""
        if seed in self.proofs:
            return self.proofs[seed]
        return assemble(self.candidates, self.kind, seed, outline=self.outline, questions=self.offer.questions)

    def without(self, cards: Collection[int]) -> Choice:
        """What can be made if these cards are left out."""
        candidates = tuple(one for one in self.candidates if one.card_id not in cards)
        return _choice(candidates, self.kind, self.scope, self.fresh_only, self.outline)


def offered(
    entries: Sequence[Entry], kind: ExamKind, scope: str, fresh_only: bool, outline: Outline | None, missed: Collection[int],
    seed: int = 0,
) -> Choice:  # fmt: skip
    """What a kind of exam can be made of now; `missed` are the cards for the drill of that name.

    A mock is put together to prove it: with this seed first, so that it need not be done again.
    """
    fitting = [
        entry.candidate
        for entry in entries
        if _fits(entry, kind, scope, missed) and not (fresh_only and entry.candidate.times_shown)
    ]
    candidates = tuple(one for one in fitting if kind in MOCKS or not _is_kept(one))
    return _choice(candidates, kind, scope, fresh_only, outline, kept=len(fitting) - len(candidates), seed=seed)


def _choice(
    candidates: tuple[Candidate, ...], kind: ExamKind, scope: str, fresh_only: bool, outline: Outline | None, *, kept: int = 0,
    seed: int = 0,
) -> Choice:  # fmt: skip
    proofs: dict[int, Assembly] = {}
    unseen = sum(not one.times_shown for one in candidates)
    if kind not in MOCKS:
        offer = _drill(candidates, kind, scope, fresh_only, unseen, outline, kept=kept)
    elif outline is None:
        sentence = "A practice exam needs the outline of the exam, and none of your decks brings one."
        offer = Offer(0, 0, 0, {}, unseen, sentence)
    else:
        offer, proofs = _mock(candidates, kind, fresh_only, unseen, outline, seed)
    return Choice(kind, offer, candidates, outline, scope, fresh_only, proofs)


def _is_kept(one: Candidate) -> bool:
    """Whether a question waits for its first practice exam: a drill must not use it up."""
    return one.mock_pool and not one.times_shown


def _fits(entry: Entry, kind: ExamKind, scope: str, missed: Collection[int]) -> bool:
    one = entry.candidate
    match kind:
        case ExamKind.LEAF:
            return one.leaf == scope
        case ExamKind.SECTION:
            return one.section == scope
        case ExamKind.MISSED:
            return one.card_id in missed
        case ExamKind.NEW:
            return not one.times_shown
        case _:
            return entry.in_mocks


def _mock(
    candidates: Sequence[Candidate], kind: ExamKind, fresh_only: bool, unseen: int, outline: Outline, seed: int
) -> tuple[Offer, dict[int, Assembly]]:  # fmt: skip
    whole = whole_length(kind, outline)
    proofs = _proofs(candidates, kind, seed, outline, whole)
    missing = list(proofs.values())[-1].missing
    new = "new " if fresh_only else ""
    questions, words = whole, ["Each section has its weight of the exam."]
    if missing:
        lacking = f"Your decks have too few {new}questions for all {whole}: {_listed(missing)}."
        questions = largest_fair(candidates, outline, whole - 1)
        if not questions:
            sentence = f"{lacking} A fair exam needs at least {SHORTEST_MOCK}, each section with its share."
            return Offer(0, 0, whole, missing, unseen, sentence), {}
        proofs = _proofs(candidates, kind, seed, outline, questions)
        words = [lacking, f"The largest fair exam has {questions}."]
    asked = {item.card_id for item in list(proofs.values())[-1].items}
    words += [*_mix([one for one in candidates if one.card_id in asked]), _freshness(unseen, len(candidates))]
    return Offer(questions, blueprint(outline, questions).minutes, whole, missing, unseen, " ".join(words)), proofs


def _proofs(
    candidates: Sequence[Candidate], kind: ExamKind, seed: int, outline: Outline, questions: int
) -> dict[int, Assembly]:  # fmt: skip
    """A mock of this length with the seed, and where something is missing one with seed 0 after it."""
    proofs: dict[int, Assembly] = {}
    for trial in dict.fromkeys((seed, 0)):
        proofs[trial] = assemble(candidates, kind, trial, outline=outline, questions=questions)
        if not proofs[trial].missing:
            break
    return proofs


_MOST_LACKS = 3


def _mix(asked: Sequence[Candidate]) -> list[str]:
    """Which levels and difficulties a mock is short of, the shortest first, as a sentence."""
    found = sorted(lacks(asked), key=lambda lack: lack.has - lack.planned)[:_MOST_LACKS]
    if not found:
        return []
    short = [
        f"{lack.has} of {lack.planned} "
        + (f"at level {lack.name.capitalize()}" if isinstance(lack.name, Level) else f"of difficulty {lack.name}")
        for lack in found
    ]
    return [f"Short of the planned mix: {', '.join(short)}."]


def _listed(missing: Mapping[str, int]) -> str:
    return ", ".join(f"section {section} lacks {number}" for section, number in missing.items())


def _freshness(unseen: int, all_: int) -> str:
    if all_ == 1:
        return "It is new to you." if unseen else "You have met it before."
    if unseen == all_:
        return "All are new to you."
    if not unseen:
        return "You have met all of them before."
    return f"Of the {all_} to choose from, {unseen} are new to you."


_ALL_KEPT = "What you have not met here is kept for mock exams; take one first."
_NONE = {
    ExamKind.LEAF: "Your decks have no {new}questions on {scope}.",
    ExamKind.SECTION: "Your decks have no {new}questions on section {scope}.",
    ExamKind.MISSED: "Nothing to repeat today. A missed question is asked until it was right on two days.",
    ExamKind.NEW: "You have met every question of your decks.",
}


def _drill(
    candidates: Sequence[Candidate], kind: ExamKind, scope: str, fresh_only: bool, unseen: int, outline: Outline | None,
    *, kept: int,
) -> Offer:  # fmt: skip
    most = len(assemble(candidates, kind, 0).items)
    whole = whole_length(kind, outline)
    if not most:
        sentence = _ALL_KEPT if kept else _NONE[kind].format(new="new " if fresh_only else "", scope=scope)
        return Offer(0, 0, whole, {}, 0, sentence)
    minutes = max(1, round(most * PACE_SECONDS / 60))
    count = "1 question" if most == 1 else f"{most} questions"
    words = [f"{count}, about {minutes} min."]
    if kind is not ExamKind.MISSED:
        words.append(_freshness(unseen, len(candidates)))
    if kept:
        words.append(f"{kept} more {'is' if kept == 1 else 'are'} kept for mock exams.")
    return Offer(most, minutes, whole, {}, unseen, " ".join(words))
