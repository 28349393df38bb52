"""Readiness from a real file, against slow counts of the same rows and a replay of the log."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from studyapp import clock
from studyapp.collection import Collection
from studyapp.collection.readiness import Standing, read_trend
from studyapp.domain.content import Kind
from studyapp.domain.mock_exam import ExamKind
from studyapp.domain.scheduling import Rating, replay, retrievability
from tests.conftest import NOON, ClockAt
from tests.gui.taken_exams import exam_deck, take

TODAY = NOON.date()


def standing(collection: Collection, now: datetime = NOON) -> Standing:
    found = collection.readiness.read(now, collection.outline)
    assert found is not None
    return found


def study(collection: Collection, days: int, seed: int = 1, cards: int = 8) -> None:
    """Study on each of some days up to today."""
    chance = random.Random(seed)
    for day in range(days):
        now = NOON + timedelta(days=day - days + 1)
        collection.review.start(now)
        for _ in range(cards):
            shown = collection.review.next(now)
            if shown is None:
                break
            collection.review.answer(shown, chance.choice(list(Rating)), 5, now)
            now += timedelta(minutes=1)


def rows(collection: Collection, query: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(collection.file)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(query).fetchall()


@pytest.fixture
def learner(tmp_path: Path, clock_at: ClockAt) -> Iterator[Collection]:
    """Questions, numbers and facts on 35 leaves of seven sections."""
    opened = Collection.open(tmp_path / "collection")
    opened.content.merge(opened.content.plan(exam_deck()), clock.now())
    yield opened
    opened.close()


def test_without_an_outline_there_is_nothing_to_stand_in(tmp_path: Path) -> None:
    empty = Collection.open(tmp_path / "empty")
    assert empty.readiness.read(NOON, empty.outline) is None
    empty.close()


def test_a_new_deck_is_remembered_by_nobody(collection: Collection) -> None:
    found = standing(collection)
    assert found.readiness.memory == 0.0
    assert found.readiness.value is None
    assert found.readiness.counts["unknown"] == 4
    assert found.exam is None
    assert found.certainty == "Invented for tests."
    assert collection.outline is not None
    assert collection.readiness.trend(NOON, collection.outline) == ()


@pytest.mark.parametrize("days_left", [None, 41, -3])
def test_memory_agrees_with_a_slow_count(collection: Collection, days_left: int | None) -> None:
    study(collection, 12)
    collection.cards.suspend(2)
    if days_left is not None:
        collection.settings.change(exam_date=TODAY + timedelta(days=days_left))
    target = TODAY.toordinal() + max(0, days_left or 0)
    found = standing(collection)
    assert found.exam == (date.fromordinal(target) if target > TODAY.toordinal() else None)
    kinds = {row["id"]: row["kind"] for row in rows(collection, "SELECT id, kind FROM note_types")}
    for leaf in found.readiness.leaves:
        cards = [
            row
            for row in rows(collection, "SELECT c.*, n.leaf, n.note_type_id FROM cards c JOIN notes n ON n.id = c.note_id")
            if row["leaf"] == leaf.leaf.id and not row["suspended"] and not row["retired"] and kinds[row["note_type_id"]] != "essay"
        ]  # fmt: skip
        decay = collection.parameters.current.decay
        recall = sum(
            retrievability(row["stability"], target - row["last_day"], decay) for row in cards if row["stability"]
        )
        assert leaf.memory.cards == len(cards)
        assert leaf.memory.seen == sum(row["stability"] is not None for row in cards)
        assert leaf.memory.recall == pytest.approx(recall)
    assert found.readiness.seen > 5


def test_cards_outside_the_outline_are_counted_apart(collection: Collection) -> None:
    note = collection.cards.note(1)
    before = standing(collection)
    with closing(sqlite3.connect(collection.file)) as connection:
        connection.execute("UPDATE notes SET leaf = NULL WHERE id = ?", (note.note_id,))
        connection.commit()
    after = standing(collection)
    assert after.readiness.outside > before.readiness.outside == 0
    assert after.readiness.cards + after.readiness.outside == before.readiness.cards


def test_answers_in_exams_and_drills_are_evidence_by_leaf(learner: Collection) -> None:
    take(learner, NOON - timedelta(days=30), ExamKind.LEAF, scope="I.A.1", wrong=(0, 1))
    leaf = standing(learner).readiness.leaf("I.A.1")
    assert leaf is not None
    questions = leaf.evidence.answers
    assert questions >= 8
    assert leaf.evidence.answers_right == questions - 2
    assert leaf.evidence.total == pytest.approx(questions / 2, rel=0.01)
    assert standing(learner).readiness.answers == questions


def test_unanswered_questions_and_running_exams_are_no_evidence(learner: Collection) -> None:
    take(learner, NOON - timedelta(days=1), ExamKind.LEAF, scope="I.A.1", skipped=(0, 1, 2))
    before = standing(learner).readiness.answers
    exam = learner.exams.start(ExamKind.LEAF, False, NOON, "I.A.2")
    learner.exams.go_to(exam, 0, NOON)
    learner.exams.pick(exam, 0, 0, NOON)
    assert standing(learner).readiness.answers == before
    learner.exams.finish(exam, NOON)
    assert standing(learner).readiness.answers == before + 1


def test_reviews_of_questions_are_evidence_but_a_hard_says_neither(collection: Collection) -> None:
    query = "SELECT c.id FROM cards c JOIN notes n ON n.id = c.note_id WHERE n.key = 'choice'"
    (choice,) = (row["id"] for row in rows(collection, query))
    for days, rating in ((3, Rating.AGAIN), (2, Rating.HARD), (1, Rating.GOOD)):
        now = NOON - timedelta(days=days)
        collection.review.start(now)
        while (shown := collection.review.next(now)) is not None:
            collection.review.answer(shown, rating if shown.card_id == choice else Rating.EASY, 5, now)
            now += timedelta(seconds=30)
    log = [
        row["rating"] for row in rows(collection, f"SELECT rating FROM reviews WHERE card_id = {choice} ORDER BY time")
    ]
    leaf = standing(collection).readiness.leaf("IV.B.1")
    assert leaf is not None
    assert leaf.evidence.answers == sum(rating != Rating.HARD for rating in log)
    assert leaf.evidence.answers_right == sum(rating > Rating.HARD for rating in log)
    assert leaf.evidence.questions == 1


def test_an_undone_answer_is_no_evidence_any_more(learner: Collection) -> None:
    before = standing(learner)
    take(learner, NOON - timedelta(days=1), ExamKind.LEAF, scope="I.A.1")
    while learner.journal.undo_label is not None and standing(learner).readiness.answers:
        learner.undo()
    assert standing(learner).readiness.answers == before.readiness.answers == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_trend_agrees_with_a_replay_of_the_whole_log(collection: Collection, seed: int) -> None:
    collection.settings.change(exam_date=TODAY + timedelta(days=20), new_per_day=3)
    study(collection, 24, seed, cards=5)
    target, outline = TODAY.toordinal() + 20, collection.outline
    assert outline is not None
    points = collection.readiness.trend(NOON, outline)
    assert [TODAY.toordinal() - point.day for point in points] == [21, 14, 7, 0]
    log = rows(collection, "SELECT card_id, study_day, rating FROM reviews ORDER BY time, id")
    cards = rows(
        collection,
        "SELECT c.id, n.leaf FROM cards c JOIN notes n ON n.id = c.note_id JOIN note_types t ON t.id = n.note_type_id"
        " WHERE t.kind != 'essay' AND c.retired = 0",
    )
    for point in points:
        by_leaf: dict[str, list[float]] = {}
        for card in cards:
            past = [
                (row["study_day"], Rating(row["rating"]))
                for row in log
                if row["card_id"] == card["id"] and row["study_day"] <= point.day
            ]
            recall = 0.0
            if past:
                memory = replay(past, collection.parameters.current)
                recall = retrievability(memory.stability, target - past[-1][0], collection.parameters.current.decay)
            by_leaf.setdefault(card["leaf"], []).append(recall)
        sections = []
        for section in outline.sections:
            means = [sum(by_leaf[leaf.id]) / len(by_leaf[leaf.id]) for leaf in section.leaves]
            sections.append((section.questions, sum(means) / len(means)))
        expected = sum(weight * mean for weight, mean in sections) / sum(weight for weight, _ in sections)
        assert point.memory == pytest.approx(expected, abs=1e-6)
    assert points[-1].memory == pytest.approx(standing(collection).readiness.memory)


def test_the_trend_of_application_knows_only_what_was_answered_by_then(learner: Collection) -> None:
    study(learner, 22, cards=1)
    mini = take(learner, NOON - timedelta(days=10), ExamKind.MINI)
    half = take(learner, NOON - timedelta(days=3), ExamKind.HALF, wrong=range(0, 90, 2))
    outline = learner.outline
    assert outline is not None
    points = learner.readiness.trend(NOON, outline)
    gained = [after.answers - before.answers for before, after in pairwise(points)]
    asked = [learner.exams.exam(exam).questions for exam in (mini, half)]
    # Daily review of questions adds a few.
    assert gained[0] < 10
    assert [0 <= more - exam < 10 for more, exam in zip(gained[1:], asked, strict=True)] == [True, True]
    whole = standing(learner).readiness
    assert points[-1].application == pytest.approx(whole.application)
    apart = read_trend(learner.file, learner.settings, learner.parameters, NOON, outline)
    assert apart == points


def test_the_cards_of_a_leaf_tell_how_they_stand(collection: Collection) -> None:
    study(collection, 6)
    collection.settings.change(exam_date=TODAY + timedelta(days=41))
    cards = collection.readiness.cards("I.A.1", NOON)
    assert {card.kind for card in cards} == {Kind.TERM, Kind.QUESTION, Kind.ESSAY}
    studied = [card for card in cards if card.recall_now is not None]
    assert studied
    for card in studied:
        assert card.recall_exam is not None
        assert card.recall_now is not None
        assert 0 < card.recall_exam < card.recall_now <= 1
    assert collection.readiness.cards("I.X.9", NOON) == ()


def test_practice_answers_stand_beside_their_question(learner: Collection) -> None:
    take(learner, NOON - timedelta(days=1), ExamKind.LEAF, scope="I.A.1", wrong=(0,))
    cards = learner.readiness.cards("I.A.1", NOON)
    assert sum(card.answers for card in cards) == standing(learner).readiness.answers
    assert sum(card.answers - card.right for card in cards) == 1
