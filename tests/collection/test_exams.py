"""Practice exams: every pick, flag and second on disk at once, time that cannot be gained, results recorded once."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from studyapp import clock
from studyapp.collection import Changes, Collection, exam_offers
from studyapp.collection.exam_planning import ExamPlan
from studyapp.collection.schema import metadata
from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import DeckSource, Depth, Kind, Level, NoteSource
from studyapp.domain.exam_report import Result
from studyapp.domain.mock_exam import MOCKS, Assembly, ExamKind
from studyapp.domain.scheduling import Rating, State
from studyapp.domain.tasks import Calculate, Choose
from studyapp.errors import UserError

Dump = Callable[[Path], dict[str, list[tuple[object, ...]]]]

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
SECTIONS = {"I": 12, "II": 10, "III": 8}


def outline() -> Outline:
    """Thirty scored questions and six that do not count, in 54 minutes."""
    sections = tuple(
        Section(name, f"Section {name}", name, questions, tuple(Leaf(f"{name}.{n}", f"Leaf {n}") for n in (1, 2)))
        for name, questions in SECTIONS.items()
    )
    return Outline("Thirty", "2026-01-01", "own", "Invented for tests.", 54, 6, sections)


def slug(name: str) -> str:
    return name.lower().replace(" ", "-").replace(".", "-")


def choice(key: str, leaf: str, **about: object) -> NoteSource:
    options = [
        {"text": f"Right of {key}", "correct": True, "rationale": "It fits."},
        *({"text": f"Wrong {n} of {key}", "rationale": f"No {n}.", "misconception": "Mixed up."} for n in (1, 2, 3)),
    ]
    note = NoteSource(
        slug(key), Kind.CHOICE, {"front": f"What is best in {key}?", "options": options}, leaf=leaf, level=Level.APPLY,
        mock_pool=True, source="handbook, ch. 1",
    )  # fmt: skip
    return replace(note, **about)  # type: ignore[arg-type]


def numeric(key: str, leaf: str, **about: object) -> NoteSource:
    fields = {
        "front": f"In {key}, what do {{a}} boxes of {{b}} hold, to no decimals?", "answer": "a * b", "decimals": 0, "unit": "parts",
        "parameters": {"a": {"min": 12, "max": 40, "step": 1}, "b": {"min": 3, "max": 9, "step": 1}},
        "wrong": [{"expression": "a + b", "why": "Added."}, {"expression": "a * b + 10 * b", "why": "Ten boxes more."},
                  {"expression": "a * b - a", "why": "One short."}],
        "solution": "{a} × {b} = {answer}",
    }  # fmt: skip
    note = NoteSource(slug(key), Kind.NUMERIC, fields, leaf=leaf, level=Level.APPLY, source="own")
    return replace(note, **about)  # type: ignore[arg-type]


def recall(key: str, leaf: str, **about: object) -> NoteSource:
    note = NoteSource(
        slug(key), Kind.QUESTION, {"front": f"What is {key}?", "back": "A fact."}, leaf=leaf, source="own"
    )
    return replace(note, **about)  # type: ignore[arg-type]


def question_deck(each: int = 10) -> DeckSource:
    """`each` questions a leaf, two numeric ones a section, five facts a leaf."""
    notes = []
    for section in SECTIONS:
        for leaf in (f"{section}.1", f"{section}.2"):
            notes += [recall(f"fact {leaf} {n}", leaf) for n in range(5)]
            # The drills of the tests are on section I, so its questions are not kept for mock exams.
            notes += [choice(f"{leaf} {n}", leaf, mock_pool=section != "I") for n in range(each)]
            notes.append(numeric(f"sum {leaf}", leaf))
    return DeckSource(
        "questions", "Questions", tuple(notes), version="1", outline=outline(), sources={"handbook": "A handbook"}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "exams"


@pytest.fixture
def learner(folder: Path) -> Iterator[Collection]:
    """A collection with enough questions for every mock."""
    opened = Collection.open(folder)
    bring(opened, question_deck())
    yield opened
    opened.close()


def bring(collection: Collection, deck: DeckSource) -> None:
    collection.content.merge(collection.content.plan(deck, collection.outline), NOON)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """What the file says to somebody else."""
    with closing(sqlite3.connect(folder / "collection.db")) as connection:
        return connection.execute(query).fetchall()


def write(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "collection.db")) as connection:
        connection.execute(statement)
        connection.commit()


def sit(
    collection: Collection, kind: ExamKind = ExamKind.MINI, wrong: int = 2, now: datetime = NOON, scope: str = ""
) -> int:
    """A finished exam in which the first `wrong` questions were answered wrong and all others right."""
    exams = collection.exams
    exam_id = exams.start(kind, kind in MOCKS, now, scope)
    for position in range(exams.exam(exam_id).questions):
        key, count = exams.question(exam_id, position).key, len(exams.question(exam_id, position).options)
        exams.pick(exam_id, position, (key + 1) % count if position < wrong else key, now)
        exams.spend(exam_id, position, 10 + position, now)
    exams.finish(exam_id, now + timedelta(minutes=5))
    return exam_id


def wrong_option(collection: Collection, exam_id: int, position: int) -> int:
    asked = collection.exams.question(exam_id, position)
    return (asked.key + 1) % len(asked.options)


def is_choice(collection: Collection, exam_id: int, position: int) -> bool:
    return isinstance(collection.exams.question(exam_id, position).face.task, Choose)


# Offers


def test_the_offer_says_length_time_and_how_much_is_new(learner: Collection) -> None:
    offer = learner.exams.offer(NOON, ExamKind.FULL)
    assert (offer.questions, offer.minutes, offer.whole, dict(offer.missing), offer.unseen) == (36, 54, 36, {}, 66)
    assert offer.sentence.startswith("Each section has its weight of the exam.")
    assert offer.sentence.endswith("All are new to you.")


def test_the_offer_says_what_its_mix_is_short_of(learner: Collection, folder: Path) -> None:
    # All questions are of level Apply and of no difficulty that is said.
    sentence = learner.exams.offer(NOON, ExamKind.FULL).sentence
    assert (
        "Short of the planned mix: 0 of 9 at level Evaluate, 0 of 9 of difficulty 2, 0 of 9 of difficulty 4."
        in sentence
    )


def test_starting_puts_a_mock_together_once(learner: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = exam_offers.assemble

    def counted(*args: Any, **more: Any) -> Assembly:
        calls.append(args)
        return real(*args, **more)

    monkeypatch.setattr(exam_offers, "assemble", counted)
    exam_id = learner.exams.start(ExamKind.FULL, True, NOON)
    assert len(calls) == 1
    assert learner.exams.exam(exam_id).questions == 36


def test_a_deck_too_small_says_what_it_lacks_and_offers_the_largest_fair_exam(folder: Path) -> None:
    learner = Collection.open(folder)
    bring(learner, question_deck(each=4))
    offer = learner.exams.offer(NOON, ExamKind.FULL)
    assert 10 <= offer.questions < 36
    assert offer.missing
    assert "too few questions for all 36: section I lacks" in offer.sentence
    assert f"The largest fair exam has {offer.questions}." in offer.sentence
    exam = learner.exams.exam(learner.exams.start(ExamKind.FULL, True, NOON))
    assert (exam.questions, exam.minutes) == (offer.questions, offer.minutes)
    learner.close()


def test_nothing_to_ask_is_said_and_not_started(folder: Path) -> None:
    learner = Collection.open(folder)
    for kind in ExamKind:
        offer = learner.exams.offer(NOON, kind, "I.1")
        assert offer.questions == 0
        assert offer.sentence.endswith(".")
        with pytest.raises(UserError, match=r"\."):
            learner.exams.start(kind, False, NOON, "I.1")
    bring(learner, question_deck(each=1))
    assert "at least 10" in learner.exams.offer(NOON, ExamKind.HALF).sentence
    learner.close()


def test_drills_take_their_leaf_section_or_what_was_never_met(learner: Collection) -> None:
    exams = learner.exams
    assert exams.offer(NOON, ExamKind.LEAF, "I.2").questions == 10
    exam_id = exams.start(ExamKind.LEAF, False, NOON, "I.2")
    assert {exams.question(exam_id, position).leaf for position in range(10)} == {"I.2"}
    assert exams.exam(exam_id).minutes is None
    assert exams.seconds_left(exam_id, NOON) is None
    exams.discard(exam_id, NOON)
    section = exams.start(ExamKind.SECTION, False, NOON, "I")
    assert {exams.question(section, position).leaf for position in range(20)} == {"I.1", "I.2"}
    exams.discard(section, NOON)
    assert exams.offer(NOON, ExamKind.NEW).unseen == 22 + 4


def test_drills_leave_what_is_kept_for_mock_exams_until_it_was_met_in_one(learner: Collection) -> None:
    exams = learner.exams
    kept = exams.offer(NOON, ExamKind.SECTION, "II")
    assert kept.questions == 2
    assert kept.sentence.endswith("20 more are kept for mock exams.")
    exam_id = sit(learner, ExamKind.FULL)
    met = sum((exams.question(exam_id, position).leaf or "").startswith("II.") for position in range(36))
    assert exams.offer(NOON, ExamKind.SECTION, "II").questions > 2
    assert met > 2


def test_seen_questions_stand_back_and_can_be_left_out(learner: Collection) -> None:
    first = sit(learner, ExamKind.FULL)
    met = {learner.exams.question(first, position).card_id for position in range(36)}
    second = learner.exams.start(ExamKind.MINI, True, NOON)
    choices = [n for n in range(learner.exams.exam(second).questions) if is_choice(learner, second, n)]
    assert not met & {learner.exams.question(second, position).card_id for position in choices}
    learner.exams.discard(second, NOON)
    assert learner.exams.offer(NOON, ExamKind.MINI, fresh_only=True).unseen == 66 - 36


def test_an_offer_knows_of_what_has_changed_since_the_last(learner: Collection) -> None:
    assert learner.exams.offer(NOON, ExamKind.LEAF, "I.1").unseen == 11
    exam_id = learner.exams.start(ExamKind.LEAF, False, NOON, "I.1")
    learner.exams.go_to(exam_id, 0, NOON)
    assert learner.exams.offer(NOON, ExamKind.LEAF, "I.1").unseen == 10
    learner.exams.discard(exam_id, NOON)
    assert learner.exams.offer(NOON, ExamKind.LEAF, "I.1").unseen == 10
    learner.decks.remove(1)
    assert learner.exams.offer(NOON, ExamKind.LEAF, "I.1").questions == 0
    learner.undo()
    assert learner.exams.offer(NOON, ExamKind.LEAF, "I.1").unseen == 10


def test_mocks_ask_core_numeric_questions_only(folder: Path) -> None:
    learner = Collection.open(folder)
    deck = question_deck()
    bring(learner, replace(deck, notes=tuple(
        replace(note, depth=Depth.READ) if note.kind is Kind.NUMERIC else note for note in deck.notes
    )))  # fmt: skip
    exam_id = learner.exams.start(ExamKind.FULL, True, NOON)
    assert all("sum" not in learner.exams.question(exam_id, position).face.question for position in range(36))
    learner.exams.discard(exam_id, NOON)
    assert learner.exams.offer(NOON, ExamKind.LEAF, "I.1").unseen == 11
    learner.close()


def test_what_is_offered_can_always_be_started(folder: Path) -> None:
    learner = Collection.open(folder)
    deck, chance = question_deck(each=6), random.Random(3)
    bring(learner, replace(deck, notes=tuple(
        replace(note, group=f"g{chance.randrange(16)}") if note.kind is Kind.CHOICE and chance.random() < 0.8 else note
        for note in deck.notes
    )))  # fmt: skip
    for kind in (ExamKind.FULL, ExamKind.SECTION):
        offer = learner.exams.offer(NOON, kind, "I")
        assert offer.questions > 2
        for second in range(20):
            exam_id = learner.exams.start(kind, False, NOON + timedelta(seconds=second), "I")
            assert learner.exams.exam(exam_id).questions == offer.questions
            learner.exams.discard(exam_id, NOON)
    learner.close()


def test_a_mock_without_what_cannot_be_asked_is_the_largest_fair_one(folder: Path) -> None:
    learner = Collection.open(folder)
    bring(learner, question_deck(each=4))
    offer = learner.exams.offer(NOON, ExamKind.FULL)
    learner.close()
    write(
        folder,
        "UPDATE notes SET fields = json_set(fields, '$.options[0].correct', json('false')) WHERE key LIKE 'iii-1%'",
    )
    again = Collection.open(folder)
    exam = again.exams.exam(again.exams.start(ExamKind.FULL, True, NOON))
    assert 10 <= exam.questions < offer.questions
    assert exam.minutes is not None
    assert exam.minutes < offer.minutes
    assert not any(again.exams.question(exam.id, position).removed for position in range(exam.questions))
    again.exams.discard(exam.id, NOON)
    write(
        folder, "UPDATE notes SET fields = json_set(fields, '$.options[0].correct', json('false')) WHERE key LIKE 'i%'"
    )
    with pytest.raises(
        UserError, match=r"^\d+ questions cannot be asked as written, and without them too few are left\.$"
    ):
        again.exams.start(ExamKind.FULL, True, NOON)
    again.close()


def test_only_what_was_never_met_is_said_to_be_kept(learner: Collection) -> None:
    assert learner.decks.all(1)[0].reserved == 40
    exam_id = sit(learner, ExamKind.FULL, wrong=0)
    met = sum(
        is_choice(learner, exam_id, n) and not (learner.exams.question(exam_id, n).leaf or "").startswith("I.")
        for n in range(36)
    )
    assert met > 10
    assert learner.decks.all(1)[0].reserved == 40 - met


# Questions


def test_a_mock_has_the_sections_numbers_and_some_questions_that_do_not_count(
    learner: Collection, folder: Path
) -> None:
    exam_id = learner.exams.start(ExamKind.FULL, True, NOON)
    assert rows(folder, "SELECT substr(leaf, 1, instr(leaf, '.') - 1) AS s, count(*), sum(scored) FROM exam_answers GROUP BY s") == [
        ("I", 14, 12), ("II", 12, 10), ("III", 10, 8)]  # fmt: skip
    assert learner.exams.exam(exam_id).questions == 36


def test_options_keep_their_order_and_numbers_their_values(learner: Collection, folder: Path) -> None:
    exam_id = learner.exams.start(ExamKind.FULL, True, NOON)
    before = [learner.exams.question(exam_id, position) for position in range(36)]
    learner.close()
    again = Collection.open(folder)
    assert [again.exams.question(exam_id, position) for position in range(36)] == before
    assert any(isinstance(asked.face.task, Calculate) for asked in before)
    assert len({asked.key for asked in before}) > 1
    for asked in before:
        assert asked.options[asked.key].correct
        assert sum(option.correct for option in asked.options) == 1
        assert len(asked.options) >= 3
        assert asked.source in ("A handbook, ch. 1", "Own words")
    again.close()


def test_a_question_whose_note_is_gone_is_shown_as_removed(learner: Collection) -> None:
    exams = learner.exams
    bring(learner, DeckSource("later", "Later", tuple(choice(f"later {n}", "I.1", mock_pool=False) for n in range(12))))
    exam_id = exams.start(ExamKind.LEAF, False, NOON, "I.1")
    before = [exams.question(exam_id, position) for position in range(10)]
    later = [position for position, asked in enumerate(before) if "later" in asked.face.question]
    assert later
    exams.pick(exam_id, later[0], before[later[0]].key, NOON)
    assert learner.undo().label == "Import Later"
    assert [position for position in range(10) if exams.question(exam_id, position).removed] == later
    assert exams.exam(exam_id).questions == 10
    learner.redo()
    assert [exams.question(exam_id, position) for position in range(10)] == before
    learner.undo()
    exams.finish(exam_id, NOON)
    assert exams.report(exam_id).items[later[0]].right
    assert all(exams.question(exam_id, position).removed for position in later)


def test_an_unreadable_note_is_shown_as_removed_and_cannot_be_answered(learner: Collection, folder: Path) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    card_id = learner.exams.question(exam_id, 0).card_id
    learner.close()
    write(folder, f"UPDATE notes SET fields = '{{}}' WHERE id = (SELECT note_id FROM cards WHERE id = {card_id})")
    write(folder, f"UPDATE exam_answers SET card_id = NULL WHERE exam_id = {exam_id} AND position = 1")
    again = Collection.open(folder)
    for position in (0, 1):
        asked = again.exams.question(exam_id, position)
        assert asked.removed
        assert (asked.options, asked.key) == ((), -1)
        assert "no longer in the collection" in asked.face.question
        with pytest.raises(UserError, match="gone"):
            again.exams.pick(exam_id, position, 0, NOON)
    for position in (0, 1):
        again.exams.go_to(exam_id, position, NOON)
    again.exams.finish(exam_id, NOON)
    report = again.exams.report(exam_id)
    assert [item.result for item in report.items[:2]] == [Result.UNANSWERED, Result.UNANSWERED]
    assert report.items[1].headline == "A question that is no longer in the collection"
    again.close()


# Picks


def test_each_pick_flag_confidence_and_second_is_on_disk_at_once(learner: Collection, folder: Path) -> None:
    exams = learner.exams
    exam_id = exams.start(ExamKind.MINI, True, NOON)
    exams.go_to(exam_id, 3, NOON)
    exams.pick(exam_id, 3, 1, NOON)
    exams.set_confidence(exam_id, 3, 2, NOON)
    exams.set_flag(exam_id, 3, True, NOON)
    exams.spend(exam_id, 3, 12.5, NOON + timedelta(seconds=12.5))
    stored = rows(folder, "SELECT picked, confidence, flagged, duration, seen FROM exam_answers WHERE position = 3")
    assert stored == [(1, 2, 1, 12500, 1)]
    assert rows(folder, "SELECT position, spent, elapsed FROM exams") == [(3, 12500, 12500)]
    item = exams.exam(exam_id).state[3]
    assert (item.picked, item.confidence, item.flagged, item.seconds, item.seen) == (1, 2, True, 12.5, True)
    exams.set_flag(exam_id, 3, False, NOON)
    exams.set_confidence(exam_id, 3, None, NOON)
    exams.pick(exam_id, 3, None, NOON)
    assert exams.exam(exam_id).state[3][1:4] == (None, False, None)


def test_an_exam_goes_on_where_it_was_left(learner: Collection, folder: Path) -> None:
    exam_id = learner.exams.start(ExamKind.FULL, True, NOON)
    learner.exams.go_to(exam_id, 20, NOON)
    learner.exams.pick(exam_id, 20, 2, NOON + timedelta(minutes=20))
    before = learner.exams.exam(exam_id)
    learner.close()
    again = Collection.open(folder)
    assert again.exams.running(NOON) == exam_id
    assert again.exams.exam(exam_id) == before
    assert before.position == 20
    assert again.exams.seconds_left(exam_id, NOON + timedelta(minutes=30)) == 24 * 60
    again.close()


def test_the_first_pick_is_kept_beside_the_last(learner: Collection) -> None:
    exams = learner.exams
    exam_id = exams.start(ExamKind.MINI, True, NOON)
    key, wrong = exams.question(exam_id, 0).key, wrong_option(learner, exam_id, 0)
    for option in (wrong, None, key):
        exams.pick(exam_id, 0, option, NOON)
    exams.pick(exam_id, 1, exams.question(exam_id, 1).key, NOON)
    exams.pick(exam_id, 1, wrong_option(learner, exam_id, 1), NOON)
    exams.finish(exam_id, NOON)
    report = exams.report(exam_id)
    assert (report.items[0].first_picked, report.items[0].first_right, report.items[0].picked) == (wrong, False, key)
    assert (report.changed.wrong_to_right, report.changed.right_to_wrong, report.changed.wrong_to_wrong) == (1, 1, 0)


@pytest.mark.parametrize("option", [-1, 4, 99])
def test_an_option_that_is_not_there_is_refused(learner: Collection, option: int) -> None:
    exam_id = learner.exams.start(ExamKind.LEAF, False, NOON, "I.1")
    position = next(n for n in range(10) if is_choice(learner, exam_id, n))
    with pytest.raises(UserError, match="has 4 options"):
        learner.exams.pick(exam_id, position, option, NOON)
    with pytest.raises(UserError, match="How sure"):
        learner.exams.set_confidence(exam_id, position, 3, NOON)


def test_an_answer_that_was_shown_is_final(learner: Collection) -> None:
    exam_id = learner.exams.start(ExamKind.LEAF, False, NOON, "I.1")
    learner.exams.pick(exam_id, 0, 1, NOON)
    learner.exams.settle(exam_id, 0, NOON)
    assert learner.exams.exam(exam_id).state[0].settled
    with pytest.raises(UserError, match="final"):
        learner.exams.pick(exam_id, 0, 2, NOON)
    assert learner.exams.exam(exam_id).state[0].picked == 1


def test_in_strict_mode_no_answer_is_shown_and_time_does_not_pause(learner: Collection) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    with pytest.raises(UserError, match="strict"):
        learner.exams.settle(exam_id, 0, NOON)
    with pytest.raises(UserError, match="cannot be paused"):
        learner.exams.pause(exam_id, NOON)


def test_an_edit_after_the_pick_changes_neither_result_nor_crashes(learner: Collection) -> None:
    exams = learner.exams
    exam_id = exams.start(ExamKind.LEAF, False, NOON, "I.1")
    position = next(n for n in range(10) if is_choice(learner, exam_id, n))
    asked = exams.question(exam_id, position)
    exams.pick(exam_id, position, asked.key, NOON)
    note = learner.cards.note(asked.note_id)
    options = [dict(option) for option in note.fields["options"]]
    options[0]["correct"], options[1]["correct"] = False, True
    learner.cards.edit(
        replace(note, fields={**note.fields, "options": [*options[1:], options[0]]}), NOON + timedelta(seconds=1)
    )
    changed = exams.question(exam_id, position)
    now_at = exams.exam(exam_id).state[position].picked
    assert now_at is not None
    assert changed.options[now_at].text == asked.options[asked.key].text
    assert changed.key != now_at
    exams.finish(exam_id, NOON + timedelta(minutes=1))
    assert exams.report(exam_id).items[position].right


# Time


def test_strict_time_runs_by_the_clock_also_while_the_program_is_closed(learner: Collection, folder: Path) -> None:
    exam_id = learner.exams.start(ExamKind.FULL, True, NOON)
    learner.exams.pick(exam_id, 0, 0, NOON + timedelta(minutes=50))
    assert learner.exams.seconds_left(exam_id, NOON + timedelta(minutes=50)) == 240
    learner.close()
    again = Collection.open(folder)
    late = NOON + timedelta(hours=3)
    assert again.exams.seconds_left(exam_id, late) == 0
    assert again.exams.running(late) == exam_id
    with pytest.raises(UserError, match="Time is over"):
        again.exams.pick(exam_id, 1, 0, late)
    again.exams.spend(exam_id, 1, 5, late)
    again.exams.finish(exam_id, late)
    report = again.exams.report(exam_id)
    assert report.finished == round((NOON + timedelta(minutes=54)).timestamp() * 1000)
    assert (report.out_of_time, report.not_reached, report.unanswered) == (0, 35, 35)
    assert report.items[1].result is Result.NOT_REACHED
    assert report.items[1].seconds == 0
    # A strict exam takes the time of the wall, and never more than is allowed.
    assert report.taken == again.exams.past()[0].taken == 54 * 60
    again.close()


def test_a_clock_that_is_set_back_gives_no_time_back(learner: Collection) -> None:
    exams = learner.exams
    exam_id = exams.start(ExamKind.FULL, True, NOON)
    exams.go_to(exam_id, 0, NOON + timedelta(minutes=30))
    back = NOON + timedelta(minutes=10)
    assert exams.seconds_left(exam_id, back) == 24 * 60
    exams.spend(exam_id, 0, 5, back)
    assert exams.seconds_left(exam_id, back) == 24 * 60 - 5
    # From there on the clock is believed again.
    exams.go_to(exam_id, 1, back + timedelta(minutes=4))
    assert exams.seconds_left(exam_id, back + timedelta(minutes=5)) == 19 * 60 - 5
    exams.finish(exam_id, NOON - timedelta(days=1))
    assert exams.past()[0].finished >= exams.past()[0].started


def strict_mini(collection: Collection) -> int:
    """A strict exam of nine minutes."""
    exam_id = collection.exams.start(ExamKind.MINI, True, NOON)
    assert collection.exams.seconds_left(exam_id, NOON) == 9 * 60
    return exam_id


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_a_clock_an_hour_behind_for_a_moment_costs_nothing(learner: Collection) -> None:
    exam_id = strict_mini(learner)
    learner.exams.go_to(exam_id, 0, after(3))
    learner.exams.go_to(exam_id, 1, after(3 - 60))
    assert learner.exams.seconds_left(exam_id, after(4)) == 300
    learner.exams.go_to(exam_id, 2, after(4))
    assert learner.exams.seconds_left(exam_id, after(5)) == 240


def test_a_clock_a_year_ahead_for_a_moment_costs_nothing(learner: Collection) -> None:
    exam_id = strict_mini(learner)
    late = NOON + timedelta(days=400)
    assert learner.exams.seconds_left(exam_id, late) == 0
    learner.exams.go_to(exam_id, 0, late)
    learner.exams.spend(exam_id, 0, 5, late)
    assert learner.exams.seconds_left(exam_id, after(1)) == 8 * 60
    learner.exams.pick(exam_id, 0, 1, after(2))
    assert learner.exams.seconds_left(exam_id, after(2)) == 7 * 60
    # If it was right, it is over: the next reading says the same.
    learner.exams.go_to(exam_id, 0, late)
    assert learner.exams.seconds_left(exam_id, late + timedelta(seconds=1)) == 0


@pytest.mark.parametrize("back", [1, 8, 60, 60 * 24 * 400])
def test_a_clock_set_back_to_gain_time_gains_none(learner: Collection, back: int) -> None:
    exam_id = strict_mini(learner)
    learner.exams.go_to(exam_id, 0, after(3))
    for second in range(0, 360, 5):
        learner.exams.spend(exam_id, 0, 5, after(3 - back + second / 60))
    assert learner.exams.seconds_left(exam_id, after(3 - back + 6)) == 0
    with pytest.raises(UserError, match="Time is over"):
        learner.exams.pick(exam_id, 0, 0, after(3 - back + 6))


def test_a_jump_ahead_and_back_before_where_it_was_gains_no_time(learner: Collection) -> None:
    exam_id = strict_mini(learner)
    learner.exams.go_to(exam_id, 0, after(8))
    learner.exams.go_to(exam_id, 0, NOON + timedelta(days=400))
    assert learner.exams.seconds_left(exam_id, after(1)) == 60
    learner.exams.go_to(exam_id, 0, after(1))
    assert learner.exams.seconds_left(exam_id, after(1.5)) == 30


def test_relaxed_time_is_what_was_spent_and_can_be_paused(learner: Collection) -> None:
    exams = learner.exams
    exam_id = exams.start(ExamKind.FULL, False, NOON)
    exams.spend(exam_id, 0, 30, NOON)
    later = NOON + timedelta(days=2)
    assert exams.seconds_left(exam_id, later) == 54 * 60 - 30
    exams.pause(exam_id, later)
    assert exams.exam(exam_id).paused
    exams.spend(exam_id, 0, 30, later)
    assert exams.seconds_left(exam_id, later) == 54 * 60 - 30
    exams.resume(exam_id, later)
    for _ in range(60):
        exams.spend(exam_id, 0, 500, later)
    assert exams.seconds_left(exam_id, later) == 0
    exams.pick(exam_id, 0, 0, later)
    assert exams.exam(exam_id).state[0].seconds == 30 + 60 * 60


@pytest.mark.parametrize("seconds", [-5.0, float("nan"), float("inf")])
def test_time_that_cannot_be_counts_for_nothing(learner: Collection, seconds: float) -> None:
    exam_id = learner.exams.start(ExamKind.FULL, False, NOON)
    learner.exams.spend(exam_id, 0, seconds, NOON)
    assert learner.exams.exam(exam_id).state[0].seconds == 0


# Finishing


def test_only_one_exam_runs_at_a_time(learner: Collection) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    with pytest.raises(UserError, match="still running"):
        learner.exams.start(ExamKind.LEAF, False, NOON, "I.1")
    learner.exams.finish(exam_id, NOON)
    assert learner.exams.running(NOON) is None
    learner.exams.start(ExamKind.LEAF, False, NOON, "I.1")


def test_a_result_is_recorded_exactly_once(learner: Collection, folder: Path, dump: Dump) -> None:
    exam_id = sit(learner)
    before = dump(folder)
    learner.exams.finish(exam_id, NOON + timedelta(hours=1))
    learner.exams.set_flag(exam_id, 0, True, NOON)
    learner.exams.go_to(exam_id, 4, NOON)
    learner.exams.spend(exam_id, 0, 5, NOON)
    learner.exams.resume(exam_id, NOON)
    for change in (
        lambda: learner.exams.pick(exam_id, 0, 0, NOON),
        lambda: learner.exams.set_confidence(exam_id, 0, 1, NOON),
        lambda: learner.exams.settle(exam_id, 0, NOON),
    ):
        with pytest.raises(UserError, match="finished"):
            change()
    assert dump(folder) == before


def test_finishing_is_undone_and_redone_as_one_step(learner: Collection, folder: Path, dump: Dump) -> None:
    exams = learner.exams
    exam_id = exams.start(ExamKind.MINI, True, NOON)
    exams.pick(exam_id, 0, wrong_option(learner, exam_id, 0), NOON)
    before = dump(folder)
    exams.finish(exam_id, NOON + timedelta(minutes=1))
    after = dump(folder)
    assert learner.journal.undo_label == "Finish practice exam"
    learner.undo()
    assert dump(folder) == before
    assert exams.running(NOON) == exam_id
    learner.redo()
    assert dump(folder) == after


@pytest.mark.parametrize("strict", [True, False])
def test_what_the_report_has_shown_cannot_be_answered_again(learner: Collection, strict: bool) -> None:
    exams = learner.exams
    exam_id = exams.start(ExamKind.MINI, strict, NOON)
    exams.pick(exam_id, 0, wrong_option(learner, exam_id, 0), NOON)
    exams.finish(exam_id, NOON)
    learner.undo()
    learner.redo()
    exams.report(exam_id)
    assert (learner.journal.undo_label, learner.journal.redo_label) == (None, None)
    # What is done from then on can be undone, also when the report is opened again.
    learner.cards.flag(1, 3)
    exams.report(exam_id)
    learner.undo()
    with pytest.raises(UserError, match="nothing to undo"):
        learner.undo()
    assert exams.running(NOON) is None


def test_a_missed_question_leaves_the_pool_and_is_spaced_from_then_on(learner: Collection, folder: Path) -> None:
    exams = learner.exams
    exam_id = exams.start(ExamKind.FULL, True, NOON)
    places = [n for n in range(36) if is_choice(learner, exam_id, n)][:3]
    missed, right, unanswered = places
    exams.pick(exam_id, missed, wrong_option(learner, exam_id, missed), NOON)
    exams.spend(exam_id, missed, 40, NOON)
    exams.pick(exam_id, right, exams.question(exam_id, right).key, NOON)
    exams.go_to(exam_id, unanswered, NOON)
    exams.finish(exam_id, NOON + timedelta(minutes=1))
    cards = [exams.question(exam_id, place).card_id for place in places]
    info = learner.cards.info(cards[0])
    assert (info.state.state, info.state.reps) == (State.LEARNING, 1)
    assert [(past.kind, past.rating, past.seconds) for past in info.reviews] == [("exam", Rating.AGAIN, 40)]
    assert learner.cards.info(cards[1]).state.state is State.NEW
    assert rows(folder, f"SELECT retired FROM cards WHERE id IN ({cards[0]}, {cards[1]}, {cards[2]}) ORDER BY id") == [
        (0 if card != cards[1] else 4,) for card in sorted(cards)]  # fmt: skip
    # Questions that were never looked at stay for a later exam.
    assert rows(folder, "SELECT count(*) FROM reviews") == [(2,)]
    assert learner.exams.missed(NOON) == (cards[2], cards[0])
    later = NOON + timedelta(minutes=10)
    learner.review.start(later)
    shown = learner.review.next(later)
    assert shown is not None
    assert shown.card_id in (cards[0], cards[2])
    assert learner.check().problems == ()


def test_exam_answers_are_no_part_of_a_days_work(learner: Collection) -> None:
    before = learner.review.plan(NOON)
    sit(learner, wrong=5)
    assert learner.history.day(NOON).answers == 0
    after = learner.review.plan(NOON)
    assert after.counts.new == before.counts.new
    assert learner.history.reviews_per_day(NOON) == {learner.review.today(NOON): 5}


def test_the_facts_behind_a_missed_question_come_forward(folder: Path) -> None:
    learner = Collection.open(folder)
    questions = [
        choice("named", "I.1", prereq=("fact-7", "fact-8"), mock_pool=False),
        choice("open", "I.2", mock_pool=False),
    ]
    facts = [recall(f"fact {n}", "I.1") for n in range(10)] + [recall(f"other {n}", "I.2") for n in range(10)]
    bring(learner, DeckSource("q", "Q", (*facts, *questions), outline=outline()))
    ids = dict(rows(folder, "SELECT n.key, c.id FROM cards c JOIN notes n ON n.id = c.note_id"))
    # Two of the facts have been learned, one of them is suspended; one is buried.
    for key in ("fact-7", "other-3"):
        learner.cards.suspend(ids[key], True)  # type: ignore[arg-type]
    write(folder, f"UPDATE cards SET state = 2, stability = 90, difficulty = 5, due_day = 800000, last_day = {NOON.toordinal()},"
                  f" last_review = 1, reps = 3 WHERE id IN ({ids['fact-7']}, {ids['other-4']})")  # fmt: skip
    write(folder, f"UPDATE cards SET buried_until = 900000 WHERE id = {ids['fact-8']}")
    exam_id = learner.exams.start(ExamKind.NEW, False, NOON)
    for position in range(2):
        learner.exams.pick(exam_id, position, wrong_option(learner, exam_id, position), NOON)
    learner.exams.finish(exam_id, NOON)
    named = rows(folder, f"SELECT suspended, due_day, buried_until FROM cards WHERE id = {ids['fact-7']}")
    assert named == [(0, learner.review.today(NOON), None)]
    first = [key for (key,) in rows(
        folder, "SELECT n.key FROM cards c JOIN notes n ON n.id = c.note_id WHERE c.state = 0 ORDER BY c.position LIMIT 5"
    )]  # fmt: skip
    assert set(first[:4]) == {"fact-8", "other-0", "other-1", "other-2"}
    assert rows(folder, f"SELECT due_day FROM cards WHERE id = {ids['other-4']}") == [(800000,)]
    assert rows(folder, f"SELECT suspended FROM cards WHERE id = {ids['other-3']}") == [(1,)]
    # A plan for the exam that has none of them lets them go before it all the same.
    learner.settings.change(exam_date=NOON.date() + timedelta(days=60), minutes_per_day=30, new_per_day=0)
    tomorrow = NOON + timedelta(days=1)
    today = learner.review.today(tomorrow)
    order = (ids["fact-1"], ids["fact-7"], ids["other-2"])
    learner.follow(ExamPlan(today, NOON.toordinal() + 60, 30, (), order, 0.5, "", 0, 0, 0, 0))  # type: ignore[arg-type]
    shown = []
    while (card := learner.review.next(tomorrow)) is not None:
        shown.append(card.card_id)
        learner.review.answer(card, Rating.EASY, 5.0, tomorrow)
    assert {ids[key] for key in ("fact-7", "fact-8", "other-0", "other-1", "other-2")} <= set(shown[-6:])
    assert shown[-1] == ids["fact-1"]
    learner.close()


def test_discarding_can_be_undone_with_all_picks(learner: Collection, folder: Path, dump: Dump) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    learner.exams.pick(exam_id, 0, 1, NOON)
    before = dump(folder)
    learner.exams.discard(exam_id, NOON)
    assert learner.exams.running(NOON) is None
    with pytest.raises(UserError, match="no longer"):
        learner.exams.exam(exam_id)
    learner.undo()
    assert dump(folder) == before


def test_what_was_seen_in_a_discarded_exam_is_not_new_any_more(learner: Collection, folder: Path) -> None:
    exams = learner.exams
    first = exams.start(ExamKind.FULL, True, NOON)
    for position in range(20):
        exams.go_to(first, position, NOON)
        exams.pick(first, position, 0, NOON)
    seen = {exams.question(first, position).card_id for position in range(20)}
    exams.discard(first, NOON)
    finished = sit(learner, ExamKind.MINI)
    assert not seen & {exams.question(finished, position).card_id for position in range(6)}
    assert [exam.id for exam in exams.past()] == [finished]
    assert exams.damaged() == ()
    assert exams.report(finished).diagnostic
    # What was picked is gone; nothing is missed or counted.
    assert rows(
        folder,
        f"SELECT count(*), count(picked), count(answer), sum(duration) FROM exam_answers WHERE exam_id = {first}",
    ) == [(20, 0, 0, 0)]
    for deed in (
        lambda: exams.exam(first),
        lambda: exams.report(first),
        lambda: exams.finish(first, NOON),
        lambda: exams.pick(first, 0, 1, NOON),
        lambda: exams.go_to(first, 0, NOON),
        lambda: exams.seconds_left(first, NOON),
    ):
        with pytest.raises(UserError, match="no longer"):
            deed()


def test_of_an_exam_that_was_never_looked_at_nothing_is_left(learner: Collection, folder: Path) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    learner.exams.discard(exam_id, NOON)
    assert rows(folder, "SELECT count(*) FROM exams") == rows(folder, "SELECT count(*) FROM exam_answers") == [(0,)]


# Values that are damaged


@pytest.mark.parametrize(
    "damage",
    [
        "notes SET prereq = '{bad'",
        "notes SET prereq = '5'",
        "notes SET prereq = 'null'",
        """notes SET prereq = '["x", [1]]'""",
        "notes SET prereq = x'ff00'",
        "notes SET prereq = CAST(x'ff' AS TEXT)",
        "notes SET leaf = CAST(x'ff' AS TEXT)",
        "cards SET state = 7",
        "cards SET reps = 'x'",
        "cards SET state = 2, stability = 'x', difficulty = 5, last_day = 3",
        "cards SET state = 2, stability = -1, difficulty = 99, due_day = 1, last_day = 'x'",
        "cards SET state = 2, stability = 9e999, difficulty = 5, due_day = 1, last_day = 1, last_review = 1",
        "cards SET last_review = x'00', state = 2, stability = 5, difficulty = 5, due_day = 1, last_day = 1",
        "cards SET position = 'first'",
        "cards SET position = -9223372036854775808",
    ],
)
@pytest.mark.parametrize("everywhere", [False, True])
def test_a_damaged_note_or_card_does_not_keep_an_exam_from_being_finished(
    learner: Collection, folder: Path, damage: str, everywhere: bool
) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    for position in range(4):
        learner.exams.go_to(exam_id, position, NOON)
        learner.exams.pick(exam_id, position, wrong_option(learner, exam_id, position), NOON)
    hurt = learner.exams.question(exam_id, 1)
    learner.close()
    table = damage.split()[0]
    which = f" WHERE id = {hurt.card_id if table == 'cards' else hurt.note_id}" if not everywhere else ""
    with closing(sqlite3.connect(folder / "collection.db")) as file:
        file.execute(f"UPDATE {damage}{which}")
        file.commit()
    again = Collection.open(folder)
    again.exams.finish(exam_id, NOON)
    assert again.exams.report(exam_id).missed == 4
    assert again.exams.running(NOON) is None
    again.exams.brought_forward(exam_id, NOON)
    if not everywhere:
        reviewed = rows(folder, "SELECT card_id FROM reviews WHERE kind = 'exam'")
        assert len(reviewed) in (3, 4)
        # What can be read of the others is followed up.
        assert {again.exams.question(exam_id, n).card_id for n in (0, 2, 3)} <= {card_id for (card_id,) in reviewed}
    again.close()


def test_what_is_damaged_is_told_in_the_log(
    learner: Collection, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    learner.exams.go_to(exam_id, 0, NOON)
    learner.exams.pick(exam_id, 0, wrong_option(learner, exam_id, 0), NOON)
    asked = learner.exams.question(exam_id, 0)
    learner.close()
    with closing(sqlite3.connect(folder / "collection.db")) as file:
        file.execute("UPDATE cards SET state = 7 WHERE id = ?", (asked.card_id,))
        file.execute("UPDATE notes SET prereq = '5' WHERE id = ?", (asked.note_id,))
        file.commit()
    again = Collection.open(folder)
    again.exams.finish(exam_id, NOON)
    again.close()
    told = " ".join(record.getMessage() for record in caplog.records)
    assert f"Card {asked.card_id} was missed in an exam, but its memory is damaged" in told
    assert f"What the note of card {asked.card_id} builds on is damaged" in told


# Undo beside an exam


def test_picks_are_no_undo_steps_and_other_steps_are_undone_around_them(learner: Collection) -> None:
    learner.journal.forget()
    learner.cards.flag(1, 3)
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    assert learner.journal.undo_label == "Start practice exam"
    learner.cards.flag(2, 3)
    learner.exams.pick(exam_id, 0, 1, NOON)
    assert learner.journal.undo_label == "Flag card"
    learner.undo()
    # The start cannot be undone any more: answers would go with it.
    assert learner.journal.undo_label == "Flag card"
    learner.undo()
    assert learner.journal.undo_label is None
    assert learner.exams.exam(exam_id).state[0].picked == 1
    learner.redo()
    learner.redo()
    assert learner.exams.exam(exam_id).state[0].picked == 1


def test_a_start_without_answers_can_be_undone(learner: Collection, folder: Path, dump: Dump) -> None:
    before = dump(folder)
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    learner.exams.go_to(exam_id, 1, NOON)
    learner.undo()
    assert dump(folder) == before
    assert learner.exams.running(NOON) is None


def test_what_was_undone_is_not_redone_over_newer_answers(learner: Collection) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    learner.exams.pick(exam_id, 0, 1, NOON)
    learner.exams.finish(exam_id, NOON)
    learner.undo()
    assert learner.journal.redo_label == "Finish practice exam"
    learner.exams.pick(exam_id, 0, 2, NOON)
    assert learner.journal.redo_label is None
    assert learner.exams.exam(exam_id).state[0].picked == 2


def test_other_undone_steps_can_be_redone_after_a_pick(learner: Collection) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    learner.cards.flag(1, 3)
    learner.undo()
    learner.exams.pick(exam_id, 0, 1, NOON)
    learner.redo()
    assert learner.cards.info(1).flag == 3


class Restless:
    """Sits an exam and does at random everything else in between."""

    def __init__(self, collection: Collection, seed: int) -> None:
        self.collection, self.exams = collection, collection.exams
        self.chance, self.now = random.Random(seed), NOON
        self.exam_id = self.exams.start(ExamKind.MINI, False, self.now)
        self.given: dict[int, int | None] = dict.fromkeys(range(6))
        self.pick()

    @property
    def running(self) -> bool:
        return self.exams.running(self.now) == self.exam_id

    def pick(self) -> None:
        if self.running:
            position, option = self.chance.randrange(6), self.chance.choice((0, 1, 2, None))
            self.exams.pick(self.exam_id, position, option, self.now)
            self.given[position] = option

    def spend(self) -> None:
        self.exams.spend(self.exam_id, self.chance.randrange(6), 2, self.now)

    def finish(self) -> None:
        if self.chance.random() < 0.2:
            self.exams.finish(self.exam_id, self.now)

    def answer(self) -> None:
        if shown := self.collection.review.next(self.now):
            self.collection.review.answer(shown, Rating.GOOD, 5, self.now)

    def flag(self) -> None:
        self.collection.cards.flag(self.chance.randrange(1, 90), self.chance.randrange(8))

    def rename(self) -> None:
        self.collection.decks.rename(1, f"Deck {self.chance.randrange(9)}")

    def edit(self) -> None:
        note = self.collection.cards.note(self.exams.question(self.exam_id, self.chance.randrange(6)).note_id)
        self.collection.cards.edit(replace(note, tags=(f"tag-{self.chance.randrange(9)}",)), self.now)

    def undo(self) -> None:
        if self.collection.journal.undo_label not in (None, "Import Questions", "Start practice exam"):
            self.collection.undo()

    def redo(self) -> None:
        if self.collection.journal.redo_label:
            self.collection.redo()

    def step(self) -> str:
        self.now += timedelta(seconds=self.chance.randrange(90))
        deeds = [self.answer, self.flag, self.rename, self.edit, self.redo, self.undo, self.undo]
        deeds += [self.pick, self.pick, self.spend, self.finish] if self.running else [self.undo] * 6
        deed = self.chance.choice(deeds)
        deed()
        return deed.__name__


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_undone_and_redone_the_answers_stay_as_they_were_given(learner: Collection, seed: int) -> None:
    restless = Restless(learner, seed)
    finished = picks = 0
    for _ in range(300):
        deed = restless.step()
        exam = learner.exams.exam(restless.exam_id)
        assert [item.picked for item in exam.state] == list(restless.given.values()), deed
        finished += exam.finished is not None
        picks += deed == "pick" and exam.finished is None
    assert finished > 20
    assert picks > 20
    assert learner.check().problems == ()


# Looking back


def test_past_exams_stand_newest_first_and_the_first_mock_is_diagnostic(learner: Collection) -> None:
    drill = sit(learner, ExamKind.LEAF, now=NOON, scope="I.1")
    first = sit(learner, ExamKind.MINI, wrong=0, now=NOON + timedelta(days=1))
    second = sit(learner, ExamKind.FULL, wrong=4, now=NOON + timedelta(days=2))
    past = learner.exams.past()
    assert [(one.id, one.diagnostic) for one in past] == [(second, False), (first, True), (drill, False)]
    assert (past[2].kind, past[2].scope, past[2].questions, past[2].right, past[2].scored) == (
        ExamKind.LEAF,
        "I.1",
        10,
        8,
        10,
    )
    assert past[0].questions == 36
    assert past[0].scored == 30
    assert past[0].low < past[0].right / 30 < past[0].high
    assert past[2].taken == sum(10 + n for n in range(10))
    report = learner.exams.report(second)
    assert [grade.exam_id for grade in report.earlier] == [first]
    assert report.whole.total == 30
    assert report.unscored.total == 6
    assert report.whole.right + report.unscored.right == 32
    assert [part.id for part in report.sections] == ["I", "II", "III"]
    assert learner.exams.report(first).diagnostic
    assert not learner.exams.report(drill).diagnostic
    assert report.items[0].headline.startswith(("What is best in", "In sum"))
    assert report.items[0].picked_text


def test_a_running_exam_has_no_report(learner: Collection) -> None:
    exam_id = learner.exams.start(ExamKind.MINI, True, NOON)
    with pytest.raises(UserError, match="still running"):
        learner.exams.report(exam_id)
    with pytest.raises(UserError, match="no longer"):
        learner.exams.report(exam_id + 1)
    assert learner.exams.past() == ()


def test_missed_questions_are_drilled_until_they_are_right(learner: Collection) -> None:
    exam_id = sit(learner, ExamKind.FULL, wrong=4)
    missed = learner.exams.missed(NOON)
    assert set(missed) == {learner.exams.question(exam_id, position).card_id for position in range(4)}
    drill = learner.exams.start(ExamKind.MISSED, False, NOON + timedelta(days=1))
    assert learner.exams.exam(drill).questions == 4
    for position in range(4):
        key = learner.exams.question(drill, position).key
        learner.exams.pick(drill, position, key if position else (key + 1) % 3, NOON + timedelta(days=1))
    next_day = NOON + timedelta(days=1)
    learner.exams.finish(drill, next_day)
    wrong = learner.exams.question(drill, 0).card_id
    # What was right today is put off to another day, and is done when it was right on two.
    assert learner.exams.missed(next_day) == (wrong,)
    third_day = NOON + timedelta(days=2)
    assert set(learner.exams.missed(third_day)) == set(missed)
    assert learner.exams.offer(third_day, ExamKind.MISSED, str(drill)).questions == 1
    again = learner.exams.start(ExamKind.MISSED, False, third_day)
    for position in range(4):
        learner.exams.pick(again, position, learner.exams.question(again, position).key, third_day)
    learner.exams.finish(again, third_day)
    assert learner.exams.missed(third_day) == ()
    assert learner.exams.missed(NOON + timedelta(days=3)) == (wrong,)


def test_each_question_has_its_statistics(learner: Collection) -> None:
    for day in range(6):
        sit(learner, ExamKind.LEAF, wrong=day % 3, now=NOON + timedelta(days=day), scope="I.1")
    statistics = learner.exams.statistics()
    assert [one.shown for one in statistics] == sorted((one.shown for one in statistics), reverse=True)
    assert sum(one.shown for one in statistics) == 60
    assert sum(one.right for one in statistics) == 60 - 6
    assert all(one.leaf == "I.1" for one in statistics)
    assert all(10 <= one.mean_seconds <= 19 for one in statistics)
    assert any(one.discrimination is not None and -1 <= one.discrimination <= 1 for one in statistics)
    assert all(one.discrimination is None for one in statistics if one.shown < 5 or one.right == one.shown)


# Damage


DAMAGES = {
    "its plan is no JSON": ("UPDATE exams SET plan = '{broken'", "plan of its questions"),
    "its plan is deep": (f"UPDATE exams SET plan = '{'[' * 3000}'", "plan of its questions"),
    "its plan says nothing": ("UPDATE exams SET plan = '{}'", "plan of its questions"),
    "its plan is another number": ("UPDATE exams SET plan = '{\"questions\": 40}'", "40 questions, but 6 are stored"),
    "a question is missing": ("DELETE FROM exam_answers WHERE position = 3", "6 questions, but 5 are stored"),
    "all are missing": ("DELETE FROM exam_answers", "but 0 are stored"),
    "an option was not offered": ("UPDATE exam_answers SET picked = 9 WHERE position = 2", "1 of its 6 answers"),
    "the seed is text": ("UPDATE exam_answers SET seed = 'x' WHERE position = 2", "1 of its 6 answers"),
    "the kind is unknown": ("UPDATE exams SET kind = 'oral'", "how it was meant to run"),
    "its time is text": ("UPDATE exams SET elapsed = 'long'", "how it was meant to run"),
    "its limit is text": ("UPDATE exams SET seconds_allowed = 'long'", "its times"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_exam_is_set_aside_with_its_answers_and_named(learner: Collection, folder: Path, damage: str) -> None:
    statement, fault = DAMAGES[damage]
    exam_id = learner.exams.start(ExamKind.LEAF, False, NOON, "I.1")
    write(folder, "DELETE FROM exam_answers WHERE position > 5")
    write(folder, "UPDATE exams SET plan = '{\"questions\": 6}'")
    learner.exams.pick(exam_id, 0, 1, NOON)
    learner.close()
    write(folder, statement)
    again = Collection.open(folder)
    assert again.exams.running(NOON) is None
    assert again.exams.past() == ()
    (aside,) = again.exams.damaged()
    assert aside.id == exam_id
    assert fault in aside.sentence
    assert "set aside" in aside.sentence
    assert again.check().problems == (aside.sentence,)
    for use in (again.exams.exam, again.exams.report, lambda one: again.exams.finish(one, NOON)):
        with pytest.raises(UserError, match="set aside"):
            use(exam_id)
    # It keeps nobody from another one, and stays until it is thrown away.
    other = again.exams.start(ExamKind.MINI, True, NOON)
    assert again.exams.running(NOON) == other
    assert rows(folder, f"SELECT count(*) FROM exams WHERE id = {exam_id}") == [(1,)]
    again.exams.discard(exam_id, NOON)
    assert again.exams.damaged() == ()
    again.undo()
    assert len(again.exams.damaged()) == 1
    again.close()


def test_a_damaged_old_exam_leaves_the_reports_of_others_alone(learner: Collection, folder: Path) -> None:
    broken = sit(learner, now=NOON)
    sound = sit(learner, now=NOON + timedelta(days=1))
    write(folder, f"UPDATE exams SET plan = '' WHERE id = {broken}")
    assert [one.id for one in learner.exams.past()] == [sound]
    assert learner.exams.report(sound).earlier == ()


def columns(table: str) -> list[str]:
    return [column.name for column in metadata.tables[table].columns]


WHAT_MAY_STAND = (
    "CAST(x'7bff' AS TEXT)",
    "x'00ff'",
    "'abc'",
    "''",
    "-1",
    "1e300",
    "99999999999999999",
    "NULL",
    "'a' || char(0) || 'b'",
)


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, column) for table in ("exams", "exam_answers") for column in columns(table) if column != "id"],
)
def test_whatever_stands_in_a_row_of_an_exam_practice_goes_on(
    learner: Collection, folder: Path, table: str, column: str
) -> None:
    sound = sit(learner, ExamKind.LEAF, now=NOON, scope="I.1")
    broken = sit(learner, ExamKind.LEAF, now=NOON + timedelta(days=1), scope="I.2")
    running = learner.exams.start(ExamKind.SECTION, False, NOON + timedelta(days=2), "I")
    learner.exams.pick(running, 0, 1, NOON + timedelta(days=2))
    missed_before, counted_before = (
        set(learner.exams.missed(NOON)),
        sum(one.shown for one in learner.exams.statistics()),
    )
    rest = {learner.exams.question(sound, position).card_id for position in range(2)}
    which = {"exams": "id", "exam_answers": "position = 0 AND exam_id"}[table]
    kept = rows(folder, f"SELECT {column}, id FROM {table} WHERE {which} IN ({broken}, {running})")
    for value in WHAT_MAY_STAND:
        with closing(sqlite3.connect(folder / "collection.db")) as connection:
            with suppress(sqlite3.IntegrityError):
                connection.execute(f"UPDATE {table} SET {column} = {value} WHERE {which} IN ({broken}, {running})")
            connection.commit()
        learner.exams.on_change(Changes("", frozenset({"cards"})))
        aside = {one.id: one for one in learner.exams.damaged()}
        assert sound not in aside
        for exam_id, use in (
            (broken, learner.exams.report),
            (running, learner.exams.exam),
            (broken, learner.exams.exam),
        ):
            if exam_id in aside:
                with pytest.raises(UserError, match="set aside"):
                    use(exam_id)
            else:
                with suppress(UserError):
                    use(exam_id)
        assert learner.exams.running(NOON) in (None, running, broken)
        assert {one.id for one in learner.exams.past()} >= {sound}
        learner.exams.report(sound)
        for kind in ExamKind:
            learner.exams.offer(NOON, kind, "I.1")
        missed, counted = set(learner.exams.missed(NOON)), sum(one.shown for one in learner.exams.statistics())
        if broken in aside:
            assert missed == rest
            assert counted == 10
        else:
            assert missed_before >= missed >= rest
            assert counted <= counted_before
        for exam_id in (broken, running):
            learner.exams.brought_forward(exam_id, NOON)
            for use in (
                lambda exam_id=exam_id: learner.exams.question(exam_id, 0),
                lambda exam_id=exam_id: learner.exams.seconds_left(exam_id, NOON),
                lambda exam_id=exam_id: learner.exams.set_flag(exam_id, 1, True, NOON),
                lambda exam_id=exam_id: learner.exams.go_to(exam_id, 1, NOON),
                lambda exam_id=exam_id: learner.exams.spend(exam_id, 1, 1, NOON),
                lambda exam_id=exam_id: learner.exams.pick(exam_id, 1, 0, NOON),
            ):  # fmt: skip
                with suppress(UserError):
                    use()
        still = learner.exams.damaged()
        assert {one.sentence for one in still} <= set(learner.check().problems)
        for exam_id in (broken, running):
            learner.exams.discard(exam_id, NOON)
            learner.undo()
        # Only what points to no card has become nothing.
        assert column == "card_id" or [one.id for one in learner.exams.damaged()] == [one.id for one in still]
        with closing(sqlite3.connect(folder / "collection.db")) as connection:
            connection.executemany(f"UPDATE {table} SET {column} = ? WHERE id = ?", kept)
            connection.commit()
        assert learner.exams.damaged() == ()


def test_a_question_that_cannot_be_asked_is_left_out_when_an_exam_is_put_together(
    learner: Collection, folder: Path
) -> None:
    write(folder, "UPDATE notes SET fields = json_set(fields, '$.answer', '1 / 0') WHERE key LIKE 'sum-i%'")
    write(folder, "UPDATE notes SET fields = '{oops' WHERE key = 'i-1-3'")
    write(folder, "UPDATE notes SET fields = '{\"front\": \"No options\"}' WHERE key = 'i-1-4'")
    exam_id = learner.exams.start(ExamKind.LEAF, False, NOON, "I.1")
    exam = learner.exams.exam(exam_id)
    assert exam.questions == 8
    assert not any(learner.exams.question(exam_id, position).removed for position in range(8))


def test_a_spent_clock_belongs_to_its_exam_only(learner: Collection) -> None:
    first = learner.exams.start(ExamKind.MINI, True, clock.now())
    with pytest.raises(UserError, match="no longer"):
        learner.exams.go_to(first, 99, NOON)
    with pytest.raises(UserError, match="no longer"):
        learner.exams.question(first, 99)
    with pytest.raises(UserError, match="no longer"):
        learner.exams.seconds_left(first + 1, NOON)
