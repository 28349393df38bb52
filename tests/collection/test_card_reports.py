from __future__ import annotations

from datetime import timedelta

import pytest

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.card_reports import LONGEST_COMMENT, Reason
from studyapp.domain.content import Kind
from studyapp.errors import UserError


def note_id(collection: Collection, front: str) -> int:
    shown = next(
        note
        for number in range(1, 11)
        if (note := collection.cards.note(number)).fields.get("front", "").startswith(front)
    )
    return shown.note_id


def test_a_report_names_deck_note_and_card(collection: Collection) -> None:
    note = note_id(collection, "What comes after")
    report_id = collection.card_reports.report(note, Reason.WRONG, " It is Study.\n", clock.now())
    (report,) = collection.card_reports.all()
    assert (report.id, report.note_id, report.deck_key, report.deck_title, report.deck_version) == (
        report_id, note, "small", "Small deck", "2026.1",
    )  # fmt: skip
    assert (report.note_key, report.kind, report.leaf) == ("choice", Kind.CHOICE, "IV.B.1")
    assert (report.headline, report.reason, report.comment) == ("What comes after Plan?", Reason.WRONG, "It is Study.")
    assert report.time == round(clock.now().timestamp() * 1000)
    assert report.exported is None


def test_reports_are_listed_newest_first_and_by_note(collection: Collection) -> None:
    reports, now = collection.card_reports, clock.now()
    first = reports.report(1, Reason.TYPO, "", now)
    second = reports.report(2, Reason.UNCLEAR, "", now + timedelta(seconds=1))
    assert [report.id for report in reports.all()] == [second, first]
    assert [report.id for report in reports.of_note(1)] == [first]
    assert reports.count() == 2


def test_reporting_and_removing_can_be_undone(collection: Collection) -> None:
    reports = collection.card_reports
    kept = reports.report(1, Reason.TYPO, "here", clock.now())
    reports.remove(kept)
    assert reports.all() == ()
    collection.undo()
    assert [report.id for report in reports.all()] == [kept]
    collection.undo()
    assert reports.count() == 0


def test_writing_to_a_file_is_remembered_and_is_no_step(collection: Collection) -> None:
    reports, now = collection.card_reports, clock.now()
    kept = reports.report(1, Reason.TYPO, "", now)
    reports.mark_exported([kept], now + timedelta(hours=1))
    assert reports.all()[0].exported == round((now + timedelta(hours=1)).timestamp() * 1000)
    assert collection.journal.undo_label == "Report card"
    collection.undo()
    assert reports.count() == 0


@pytest.mark.parametrize(
    ("note", "reason", "comment", "sentence"),
    [
        (999, Reason.WRONG, "", "This note is no longer in the collection."),
        (1, Reason.OTHER, " \n", "Say in a few words what is the matter with the card."),
        (1, Reason.WRONG, "x" * (LONGEST_COMMENT + 1), "The comment has 4,001 characters; at most 4,000 can be kept."),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    collection: Collection, note: int, reason: Reason, comment: str, sentence: str
) -> None:
    with pytest.raises(UserError) as refused:
        collection.card_reports.report(note, reason, comment, clock.now())
    assert str(refused.value) == sentence
    assert collection.card_reports.count() == 0


def test_a_report_stays_with_a_note_that_its_deck_retires(collection: Collection) -> None:
    collection.card_reports.report(1, Reason.OUTDATED, "", clock.now())
    (deck,) = collection.decks.all(0)
    collection.decks.remove(deck.id)
    assert collection.card_reports.count() == len(collection.card_reports.all()) == 1
