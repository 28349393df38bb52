"""Parameters fitted to the learner: when, what is written, and every way back."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyapp.collection import Collection
from studyapp.collection.parameter_fits import FEWEST_REVIEWS, FIT, RESET, FitResult, standard, work_out
from studyapp.collection.review_log import LoggedReview, histories, memory_after, read_log
from studyapp.domain import fitting
from studyapp.domain.past_reviews import PastReview, ReviewKind
from studyapp.domain.scheduling import DEFAULT_PARAMETERS, Memory, Parameters, Rating, next_memory
from tests.collection.conftest import Dump
from tests.collection.logged_learner import answer, fill
from tests.conftest import NOON, ClockAt

REVIEWS = 800
"""Next-day reviews of the log from which on its fit is adopted."""
TODAY = NOON.date().toordinal()
Memories = dict[int, tuple[float, float]]


def unhindered() -> None:
    pass


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FitResult]:
    """A learner's folder, to be copied, and what came of fitting to it."""
    folder = tmp_path_factory.mktemp("fitted") / "collection"
    learner = Collection.open(folder)
    fill(learner, REVIEWS)
    result = work_out(learner.parameter_fits.start(), unhindered)
    learner.close()
    return folder, result


@pytest.fixture
def result(fitted: tuple[Path, FitResult]) -> FitResult:
    return fitted[1]


@pytest.fixture
def learner(fitted: tuple[Path, FitResult], tmp_path: Path, clock_at: ClockAt) -> Iterator[Collection]:
    """The learner's collection, open."""
    shutil.copytree(fitted[0], tmp_path / "learner")
    opened = Collection.open(tmp_path / "learner")
    yield opened
    opened.close()


def settle(collection: Collection, result: FitResult) -> None:
    """What the window does with a result."""
    if result.fit.adopted:
        collection.parameter_fits.adopt(result, NOON)
    collection.parameter_fits.remember(result, NOON)


def memories(collection: Collection) -> Memories:
    rows = collection.journal.driver.execute("SELECT id, stability, difficulty FROM cards WHERE stability IS NOT NULL")
    return {card_id: (stability, difficulty) for card_id, stability, difficulty in rows}


def dues(collection: Collection) -> list[tuple[object, ...]]:
    return collection.journal.driver.execute("SELECT id, state, due_day, last_review, reps FROM cards").fetchall()


def expected(collection: Collection, parameters: Parameters) -> Memories:
    """What replaying each card's log with the scheduler's own step gives."""
    found: Memories = {}
    for card_id, reviews in read_log(collection.journal.driver).items():
        memory: Memory | None = None
        for review in reviews:
            memory = next_memory(memory, Rating(review.rating), review.elapsed_days, parameters)
        assert memory is not None
        found[card_id] = memory
    return found


def add_next_day_review(collection: Collection, count: int) -> None:
    card_id = min(memories(collection))
    with collection.journal.change("Answer card"):
        collection.journal.driver.executemany(
            "INSERT INTO reviews(card_id, time, tz_offset, study_day, rating, kind, elapsed_days, scheduled_days, duration,"
            " state_before, parameters_id) VALUES (?, ?, 0, ?, 3, 'review', 1, 1, 5000, 2, 1)",
            [(card_id, number, TODAY) for number in range(count)],
        )


def test_studied_cards_are_replayed_to_the_very_memories_they_have(collection: Collection) -> None:
    chance, now = random.Random(5), NOON
    for _ in range(120):
        collection.review.start(now)
        shown = collection.review.next(now)
        if shown is not None:
            collection.review.answer(shown, chance.choice(list(Rating)), 5.0, now)
        now += timedelta(minutes=chance.choice((2, 20, 900, 3000)))
    stored = memories(collection)
    assert len(stored) > 8
    replayed = standard(collection.file, unhindered).memories
    assert {memory.card_id: memory.memory for memory in replayed} == stored


def test_a_fit_is_wanted_from_more_than_400_next_day_reviews_on(collection: Collection, learner: Collection) -> None:
    assert not collection.parameter_fits.wanted(NOON)
    assert FEWEST_REVIEWS == fitting.FEWEST_REVIEWS
    fill(collection, FEWEST_REVIEWS)
    assert not collection.parameter_fits.wanted(NOON)
    add_next_day_review(collection, 1)
    assert collection.parameter_fits.wanted(NOON)
    assert learner.parameter_fits.wanted(NOON)


def test_after_a_try_a_tenth_more_reviews_are_awaited_and_a_new_day(learner: Collection, result: FitResult) -> None:
    tomorrow = NOON + timedelta(days=1)
    settle(learner, result)
    add_next_day_review(learner, 79)
    assert not learner.parameter_fits.wanted(tomorrow)
    add_next_day_review(learner, 1)
    assert not learner.parameter_fits.wanted(NOON)
    assert learner.parameter_fits.wanted(tomorrow)


def test_an_adopted_fit_is_in_force_and_memories_follow_it(learner: Collection, result: FitResult) -> None:
    due_before = dues(learner)
    assert result.fit.adopted
    settle(learner, result)
    assert learner.parameters.current == result.fit.fitted != DEFAULT_PARAMETERS
    assert learner.review.options().parameters == result.fit.fitted
    assert memories(learner) == expected(learner, result.fit.parameters)
    assert dues(learner) == due_before
    assert learner.check().problems == ()
    model = learner.parameter_fits.model()
    assert model.facts is not None
    assert not model.is_standard
    assert (model.facts.day, model.facts.reviews, model.refused) == (TODAY, REVIEWS, "")
    assert model.facts.log_loss_after < model.facts.log_loss_before
    assert learner.parameter_fits.start().seen_until == result.fit.last_day


def test_new_answers_name_the_fitted_set(learner: Collection, result: FitResult) -> None:
    settle(learner, result)
    shown = learner.review.next(NOON)
    assert shown is not None
    learner.review.answer(shown, Rating.GOOD, 5.0, NOON)
    named = learner.journal.driver.execute("SELECT parameters_id FROM reviews ORDER BY id DESC LIMIT 1").fetchone()
    assert named == (learner.parameters.current_id,) == (2,)


def test_a_fit_is_undone_and_done_again_as_one_step(learner: Collection, result: FitResult, dump: Dump) -> None:
    before = dump(learner.folder)
    settle(learner, result)
    after = dump(learner.folder)
    assert learner.journal.undo_label == FIT
    learner.undo()
    undone = dump(learner.folder)
    # That a fit was tried stays known, or it would come back at once.
    assert [row for row in undone.pop("settings") if row not in before["settings"]]
    assert undone == {table: rows for table, rows in before.items() if table != "settings"}
    assert learner.parameters.current == DEFAULT_PARAMETERS
    learner.redo()
    assert dump(learner.folder) == after
    assert learner.parameters.current == result.fit.fitted


def test_a_fit_that_was_taken_back_waits_for_400_more_reviews(learner: Collection, result: FitResult) -> None:
    tomorrow = NOON + timedelta(days=1)
    settle(learner, result)
    learner.undo()
    add_next_day_review(learner, 399)
    assert not learner.parameter_fits.wanted(tomorrow)
    add_next_day_review(learner, 1)
    assert learner.parameter_fits.wanted(tomorrow)


def test_reset_goes_back_to_the_standard_values_and_memories(learner: Collection, result: FitResult) -> None:
    before, due_before = memories(learner), dues(learner)
    settle(learner, result)
    fitted = memories(learner)
    assert fitted != before
    learner.parameter_fits.reset(standard(learner.file, unhindered), NOON)
    assert learner.parameters.current == DEFAULT_PARAMETERS
    assert learner.parameter_fits.model().is_standard
    assert (memories(learner), dues(learner)) == (before, due_before)
    assert learner.journal.undo_label == RESET
    learner.undo()
    assert memories(learner) == fitted
    assert learner.parameters.current == result.fit.fitted


@pytest.mark.parametrize("refused_since", [False, True])
def test_after_a_reset_400_more_reviews_are_awaited(
    learner: Collection, result: FitResult, refused_since: bool
) -> None:
    tomorrow = NOON + timedelta(days=1)
    settle(learner, result)
    if refused_since:
        settle(learner, result._replace(fit=replace(result.fit, adopted=False)))
    add_next_day_review(learner, 399)
    learner.parameter_fits.reset(standard(learner.file, unhindered), NOON)
    add_next_day_review(learner, 399)
    assert not learner.parameter_fits.wanted(tomorrow)
    add_next_day_review(learner, 1)
    assert learner.parameter_fits.wanted(tomorrow)


def test_a_fit_that_is_canceled_while_it_is_written_leaves_nothing(
    learner: Collection, result: FitResult, dump: Dump
) -> None:
    class Canceled(Exception):
        pass

    written = []

    def cancel(done: int, _total: int) -> None:
        written.append(done)
        if done:
            raise Canceled

    before = dump(learner.folder)
    with pytest.raises(Canceled):
        learner.parameter_fits.adopt(result, NOON, cancel)
    assert written[-1] > 0
    assert dump(learner.folder) == before
    assert learner.parameters.current == DEFAULT_PARAMETERS
    assert learner.journal.undo_label is None


KILLED = """
import os, signal, sys
from pathlib import Path
from studyapp import clock
from studyapp.collection import Collection
from studyapp.collection.parameter_fits import standard
learner = Collection.open(Path(sys.argv[1]))
reset = standard(learner.file, lambda: None)
moved = [card._replace(memory=card.memory._replace(stability=1.0)) for card in reset.memories]
def kill(done, total):
    if done:
        os.kill(os.getpid(), signal.SIGKILL)
learner.parameter_fits.reset(reset._replace(memories=moved), clock.now(), kill)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX")
def test_a_kill_while_memories_are_written_leaves_nothing_half_done(
    fitted: tuple[Path, FitResult], tmp_path: Path, dump: Dump
) -> None:
    folder = shutil.copytree(fitted[0], tmp_path / "killed")
    before = dump(folder)
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    learner = Collection.open(folder)
    assert learner.check().problems == ()
    learner.close()
    assert dump(folder) == before


def test_cards_answered_while_the_worker_was_at_work_are_replayed_anew(learner: Collection, result: FitResult) -> None:
    while (shown := learner.review.next(NOON)) is not None and shown.card_id not in memories(learner):
        learner.review.answer(shown, Rating.EASY, 5.0, NOON)
    assert shown is not None
    learner.review.answer(shown, Rating.AGAIN, 5.0, NOON)
    settle(learner, result)
    assert memories(learner) == expected(learner, result.fit.parameters)


def test_a_card_whose_only_answer_was_undone_meanwhile_stays_new(collection: Collection, result: FitResult) -> None:
    shown = collection.review.next(NOON)
    assert shown is not None
    collection.review.answer(shown, Rating.GOOD, 5.0, NOON)
    restated = standard(collection.file, unhindered)
    collection.undo()
    settle(collection, result._replace(restated=restated))
    assert memories(collection) == {}
    assert collection.check().problems == ()


def test_a_memory_without_a_log_stays_as_it_is(learner: Collection) -> None:
    card_id = max(memories(learner))
    learner.journal.driver.execute("DELETE FROM reviews WHERE card_id = ?", (card_id,))
    learner.journal.driver.execute("UPDATE cards SET stability = 99.0, difficulty = 3.0 WHERE id = ?", (card_id,))
    learner.parameter_fits.reset(standard(learner.file, unhindered), NOON)
    assert memories(learner)[card_id] == (99.0, 3.0)


def test_a_refused_fit_changes_nothing_but_tells_why(learner: Collection, result: FitResult) -> None:
    before = memories(learner)
    refused = replace(result.fit, parameters=DEFAULT_PARAMETERS, adopted=False, reason="No better.")
    settle(learner, result._replace(fit=refused))
    assert memories(learner) == before
    assert learner.journal.undo_label is None
    assert learner.parameters.current_id == 1
    model = learner.parameter_fits.model()
    assert (model.is_standard, model.refused, model.refused_day) == (True, "No better.", TODAY)
    assert not learner.parameter_fits.wanted(NOON)


def test_with_too_few_reviews_a_fit_says_so(collection: Collection) -> None:
    result = work_out(collection.parameter_fits.start(), unhindered)
    assert not result.fit.adopted
    assert "0 reviews so far" in result.fit.reason


def test_fitting_can_be_stopped(learner: Collection) -> None:
    class Stopped(Exception):
        pass

    checks = []

    def stop() -> None:
        checks.append(1)
        if len(checks) > 5:
            raise Stopped

    with pytest.raises(Stopped):
        work_out(learner.parameter_fits.start(), stop)


def test_answers_in_practice_exams_move_the_memory_but_teach_the_fit_nothing(collection: Collection) -> None:
    shown = collection.review.next(NOON)
    assert shown is not None
    with collection.journal.change("Fill"):
        answer(collection, shown.card_id, [PastReview(TODAY - 9, 3), PastReview(TODAY - 5, 1), PastReview(TODAY, 3)])
        collection.journal.driver.execute("UPDATE reviews SET kind = 'exam' WHERE rating = 1")
    stored = memories(collection)[shown.card_id]
    assert standard(collection.file, unhindered).memories[0].memory == stored
    ((first, exam, last),) = histories(read_log(collection.journal.driver))
    assert (first.kind, exam.kind, last.kind) == (ReviewKind.LEARN, ReviewKind.CRAM, ReviewKind.REVIEW)


def test_imported_histories_keep_what_they_say() -> None:
    later = LoggedReview(20, 3, "review", 10, None)
    known = later._replace(found=Memory(12.0, 6.0))
    first = LoggedReview(10, 3, "learn", 0, None)

    def after(*reviews: LoggedReview) -> Memory | None:
        return memory_after(reviews, DEFAULT_PARAMETERS)

    learned = next_memory(None, Rating.GOOD, 0, DEFAULT_PARAMETERS)
    assert after() is None
    assert after(later) is None
    assert after(known) == next_memory(Memory(12.0, 6.0), Rating.GOOD, 10, DEFAULT_PARAMETERS)
    assert after(first, later) == next_memory(learned, Rating.GOOD, 10, DEFAULT_PARAMETERS)
    for other in (first._replace(kind="cram"), first._replace(kind="reschedule", rating=0), first._replace(rating=7)):
        assert after(first, other._replace(day=15), later) == after(first, later)
    forgotten = LoggedReview(12, 0, "reset", 0, None)
    assert after(first, forgotten) is None
    assert after(first, later, forgotten, first._replace(day=30)) == learned
    # A clock that went back.
    assert after(first, later, first._replace(day=5, kind="review")) == after(first, later, later)


@pytest.mark.parametrize("stored", ["", "[]", "{}", "7", '{"day": "x"}', json.dumps(dict.fromkeys(
    ("day", "review_id", "reviews", "reason", "adopted", "parameters_id"), "x"))])  # fmt: skip
def test_a_damaged_note_of_the_last_try_counts_as_none(learner: Collection, stored: str) -> None:
    learner.journal.driver.execute("INSERT INTO settings(key, value) VALUES ('parameter_fit', ?)", (stored,))
    assert learner.parameter_fits.wanted(NOON)
    assert learner.parameter_fits.model().refused == ""


def test_fitted_parameters_whose_facts_are_damaged_are_still_known_as_fitted(
    learner: Collection, result: FitResult
) -> None:
    settle(learner, result)
    learner.journal.driver.execute("UPDATE parameters SET origin = 'fitted' WHERE id = 2")
    model = learner.parameter_fits.model()
    assert (model.is_standard, model.facts) == (False, None)
