from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from studyapp import clock
from studyapp.collection import Collection, Scope
from studyapp.domain.card_reports import REASON_WORDS, Reason
from studyapp.errors import UserError
from studyapp.gui.card_reports import CardReportsDialog, ReportCardDialog
from studyapp.gui.main_window import MainWindow
from studyapp.gui.review.page import ReviewPage
from studyapp.gui.theme import theme
from studyapp.gui.widgets.frames import ScrollColumn

Key = Qt.Key


@pytest.fixture
def dialog(qtbot: QtBot, collection: Collection) -> ReportCardDialog:
    """The report of the first note, open."""
    shown = ReportCardDialog(collection, 1)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_a_report_is_kept_with_reason_and_comment(
    qtbot: QtBot, dialog: ReportCardDialog, collection: Collection
) -> None:
    assert dialog.reason.hasFocus()
    dialog.reason.set_choice(Reason.OUTDATED.value)
    qtbot.keyClicks(dialog.comment, "See the edition of 2026.")
    with qtbot.waitSignal(dialog.reported) as kept:
        qtbot.keyClick(dialog.comment, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (report,) = collection.card_reports.all()
    assert kept.args == [report.id]
    assert (report.headline, report.reason, report.comment) == (
        "Leadership",
        Reason.OUTDATED,
        "See the edition of 2026.",
    )
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_card_is_named_by_its_question_so_that_the_answer_stays_hidden(
    qtbot: QtBot, open_window: MainWindow, collection: Collection
) -> None:
    open_window.open_screen("review")
    review = open_window.page
    assert isinstance(review, ReviewPage)
    named = {}
    for card in map(collection.cards.info, range(1, 13)):
        review.start(Scope())
        collection.review.bring_back(card.card_id, clock.now())
        review.reload()
        assert review.shown is not None
        assert review.shown.card_id == card.card_id
        assert not review.revealed
        review.report()
        opened = open_window.findChildren(ReportCardDialog)[-1]
        assert opened.card_name.text() == card.headline
        named[card.key, card.ordinal] = card.headline
        opened.reject()
    assert named["manager", 0] == "Managers ask […]; leaders ask what and why."
    assert named["manager", 1] == "Managers ask how; leaders ask […]."
    assert named["leadership", 0] == "Leadership"
    assert named["leadership", 1] == "Giving direction and steering there."
    assert named["who-leads", 0] == "Who can lead?"


def test_every_reason_is_offered_in_words(dialog: ReportCardDialog) -> None:
    offered = {dialog.reason.itemText(row): dialog.reason.itemData(row) for row in range(dialog.reason.count())}
    assert offered == {words: reason.value for reason, words in REASON_WORDS.items()}
    assert set(REASON_WORDS) == set(Reason)


def test_something_else_needs_words_and_says_so(dialog: ReportCardDialog, collection: Collection) -> None:
    dialog.reason.set_choice(Reason.OTHER.value)
    dialog.keep.click()
    assert dialog.isVisible()
    assert dialog.problem.text() == "Say in a few words what is the matter with the card."
    assert dialog.comment.hasFocus()
    assert collection.card_reports.count() == 0


def test_esc_keeps_nothing(qtbot: QtBot, dialog: ReportCardDialog, collection: Collection) -> None:
    qtbot.keyClicks(dialog.comment, "never mind")
    qtbot.keyClick(dialog.comment, Key.Key_Escape)
    assert not dialog.isVisible()
    assert collection.card_reports.count() == 0


def test_an_earlier_report_is_mentioned(qtbot: QtBot, dialog: ReportCardDialog, collection: Collection) -> None:
    assert dialog.before.isHidden()
    dialog.keep.click()
    again = ReportCardDialog(collection, 1)
    qtbot.addWidget(again)
    assert again.before.text() == "You have reported this card before: 1 report."
    assert not again.before.isHidden()


def test_a_note_that_is_gone_cannot_be_reported(collection: Collection) -> None:
    with pytest.raises(UserError, match="no longer in the collection"):
        ReportCardDialog(collection, 999)


@pytest.fixture
def listed(qtbot: QtBot, collection: Collection) -> CardReportsDialog:
    """The list with three reports."""
    for note, reason, comment in ((1, Reason.TYPO, ""), (2, Reason.WRONG, "No <b>&"), (9, Reason.UNCLEAR, "")):
        collection.card_reports.report(note, reason, comment, clock.now())
    shown = CardReportsDialog(collection)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_the_list_shows_each_report_newest_first(listed: CardReportsDialog) -> None:
    assert listed.title.text() == "3 reported cards"
    assert [row.words[0] for row in listed.rows] == [
        "It is hard to understand",
        "What it says is wrong",
        "Spelling, formula or picture",
    ]
    assert listed.rows[1].words[1:3] == ("Who can lead?", "No <b>&")
    assert listed.rows[1].words[3].startswith("Small deck · I.A.1 · who-leads · Today, 12:00")
    assert listed.rows[1].accessibleName().startswith("What it says is wrong. Who can lead?. No <b>&")


def test_delete_removes_a_report_and_the_keyboard_goes_to_the_next(
    qtbot: QtBot, listed: CardReportsDialog, collection: Collection
) -> None:
    listed.rows[1].remove.setFocus()
    qtbot.keyClick(listed.rows[1].remove, Key.Key_Delete)
    assert [row.report.note_key for row in listed.rows] == ["choice", "leadership"]
    assert listed.rows[1].remove.hasFocus()
    collection.undo()
    listed.reload()
    assert len(listed.rows) == 3


def test_an_empty_list_says_where_reports_come_from(listed: CardReportsDialog, collection: Collection) -> None:
    for row in list(listed.rows):
        listed.remove(row.report.id)
    assert listed.nothing.isVisible()
    assert "Study menu" in listed.nothing.sentence.text()
    assert not listed.export.isEnabled()
    assert listed.close_button.hasFocus()


@pytest.mark.parametrize(
    ("name", "kind", "written"),
    [
        ("mine.toml", "Table (*.csv)", "mine.toml"),
        ("mine", "TOML (*.toml)", "mine.toml"),
        ("mine", "", "mine.csv"),
        ("mine.v2", "Text (*.txt)", "mine.v2.txt"),
    ],
)
def test_the_list_is_written_to_the_file_that_was_chosen(
    listed: CardReportsDialog,
    collection: Collection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    kind: str,
    written: str,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), kind))
    listed.export.click()
    assert "who-leads" in (tmp_path / written).read_text("utf-8")
    assert listed.outcome.text() == f"3 reports written to {written}. Send the file to the deck’s author."
    assert all(report.exported is not None for report in collection.card_reports.all())
    assert "saved to a file" in listed.rows[0].words[3]


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_marked(
    listed: CardReportsDialog, collection: Collection, tmp_path: Path
) -> None:
    listed.write(tmp_path / "gone" / "reports.csv")
    assert listed.outcome.text().startswith("reports.csv was not written: its folder does not exist")
    assert all(report.exported is None for report in collection.card_reports.all())


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_at_any_zoom(
    listed: CardReportsDialog, dialog: ReportCardDialog, zoom: float, scheme: str
) -> None:
    theme().set_scheme("dark" if scheme == "dark" else "light")
    theme().set_zoom(zoom)
    for shown in (listed, dialog):
        QApplication.processEvents()
        assert not shown.grab().isNull()
        area = shown.findChild(ScrollColumn)
        assert isinstance(area, ScrollColumn)
        assert area.widget().minimumSizeHint().width() <= area.viewport().width()
