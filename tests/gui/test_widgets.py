from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAccessible, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QLabel,
    QPushButton,
    QTableView,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studyapp.errors import UserError
from studyapp.gui.theme import theme
from studyapp.gui.widgets.bars import Legend, Part, ProgressLine, StackedBar, WeightedBar
from studyapp.gui.widgets.buttons import Button, IconButton, Kind
from studyapp.gui.widgets.charts import Forecast, HeatKey, HeatMap
from studyapp.gui.widgets.choices import BackupRow, Switch
from studyapp.gui.widgets.dates import date_in_words, read_date
from studyapp.gui.widgets.fields import DateField
from studyapp.gui.widgets.focus import FocusRing
from studyapp.gui.widgets.footer import Footer
from studyapp.gui.widgets.frames import Card, Divider, EmptyState, Inset, LoadingState, PageHeader, ScrollColumn
from studyapp.gui.widgets.grade import GradeButton
from studyapp.gui.widgets.order import OrderList
from studyapp.gui.widgets.sidebar import Fact, Screen, Sidebar
from studyapp.gui.widgets.stat import Stat
from studyapp.gui.widgets.text import STATUS, Badge, Chip, Keycap, Label
from studyapp.gui.widgets.toast import Toast

TODAY = date(2026, 11, 22)
SCREENS = (Screen("today", "Today", "house", "Ctrl+1"), Screen("help", "Help", "circle-help", "F1", foot=True))
STEPS = ["Plan", "Do", "Check", "Act"]


class Gallery(QWidget):
    """A window with one of each widget."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        for part in self.parts():
            column.addWidget(part)

    def parts(self) -> list[QWidget]:
        self.button = Button("&Study", "primary", icon="play", key="Space", height=44)
        self.second = Button("Later")
        self.icon = IconButton("undo-2", "Undo", key="Ctrl+Z")
        self.bar = StackedBar()
        self.bar.set_parts(
            [Part(30, "accent", "30 due"), Part(0, "hard", "0 learning"), Part(10, "teal", "10 new")], "Plan"
        )
        self.section = WeightedBar("IV", "Tools", 31, 31)
        self.section.set_share(0.72, "borderline")
        self.legend = Legend()
        self.legend.set_entries([("accent", "30", "due", "11 min")])
        self.heat = HeatMap()
        self.heat.set_counts({TODAY: 12, TODAY - timedelta(days=1): 1}, TODAY)
        self.forecast = Forecast()
        self.forecast.set_counts([10, 1, 0], TODAY)
        self.grade = GradeButton("3", "Good", "good")
        self.grade.set_outcome("8 days", proposed=True)
        self.order = OrderList()
        self.order.set_items(STEPS)
        self.backup = BackupRow("Today, 08:12", "9,412 reviews", "checked")
        self.older = BackupRow("Yesterday", "9,377 reviews")
        self.switch = Switch("Spread intervals")
        self.chip = Chip("section:IV")
        self.progress = ProgressLine()
        self.progress.set_progress(20, 47)
        self.sidebar = Sidebar(SCREENS)
        self.footer = Footer()
        return [
            self.button, self.second, self.icon, self.bar, self.section, self.legend, self.heat, self.forecast, self.grade,
            self.order, self.backup, self.older, self.switch, self.chip, self.progress, self.sidebar, self.footer,
            HeatKey(), Badge("gap"), Keycap("Space"), Stat("24", "days in a row"), Divider(), LoadingState(),
            EmptyState("check", "You are done", "The next card comes tomorrow."), PageHeader("Today"), Card(), Inset(),
        ]  # fmt: skip


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.resize(900, 1400)
    gallery.show()
    qtbot.waitExposed(gallery)
    gallery.activateWindow()
    return gallery


def pixel(widget: QWidget, x: float, y: float) -> str:
    return widget.grab().toImage().pixelColor(round(x), round(y)).name()


def test_every_control_has_a_name_for_screen_readers(gallery: Gallery) -> None:
    for widget in gallery.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget


def test_controls_are_large_enough_to_hit(gallery: Gallery) -> None:
    for widget in gallery.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert widget.height() >= 32, widget
            assert widget.width() >= 32, widget


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_everything_can_be_painted(
    gallery: Gallery, qtbot: QtBot, zoom: float, scheme: str, direction: Qt.LayoutDirection
) -> None:
    QApplication.setLayoutDirection(direction)
    theme().set_scheme("dark" if scheme == "dark" else "light")
    theme().set_zoom(zoom)
    qtbot.waitUntil(lambda: (gallery.grade.height(), gallery.section.height()) == (56 * zoom, 27 * zoom))
    image = gallery.grab().toImage()
    assert image.pixelColor(2, 2) == theme().colour("bg")


def test_labels_show_markup_letter_by_letter(qtbot: QtBot) -> None:
    label = Label("<b>bold</b> & <img src='file:///etc/passwd'>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>bold</b> & <img src='file:///etc/passwd'>"


def test_labels_take_the_new_color_when_the_scheme_changes(qtbot: QtBot) -> None:
    label = Label("muted", "note")
    qtbot.addWidget(label)
    theme().set_scheme("dark")
    assert label.palette().windowText().color() == theme().colour("muted")


def ink(label: Label) -> tuple[int, int]:
    """The first and last column of pixels that are not ground."""
    image = label.grab().toImage()
    ground = image.pixel(0, 0)
    columns = [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))]
    return columns[0], columns[-1]


def test_labels_begin_at_the_side_where_lines_begin(qtbot: QtBot) -> None:
    label = Label("Exam in", "note")
    qtbot.addWidget(label)
    label.resize(400, 20)
    assert ink(label)[1] < 100
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert ink(label)[0] > 300
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    assert ink(label)[1] < 100


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_press_the_button_with_the_focus(gallery: Gallery, qtbot: QtBot, key: Qt.Key) -> None:
    gallery.second.setFocus()
    with qtbot.waitSignal(gallery.second.clicked):
        qtbot.keyClick(gallery.second, key)


def test_a_disabled_button_cannot_be_pressed(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.second.setEnabled(False)
    with qtbot.assertNotEmitted(gallery.second.clicked):
        qtbot.mouseClick(gallery.second, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("kind", ["primary", "secondary", "quiet", "toggle", "link"])
def test_a_button_has_room_for_icon_text_and_key(qtbot: QtBot, kind: Kind) -> None:
    plain, full = Button("Study", kind), Button("Study", kind, icon="play", key="Space")
    for button in (plain, full):
        qtbot.addWidget(button)
    assert full.sizeHint().width() > plain.sizeHint().width()
    assert full.minimumSizeHint() == full.sizeHint()


def test_the_mark_of_a_mnemonic_is_not_shown(qtbot: QtBot) -> None:
    button = Button("&Export && import")
    qtbot.addWidget(button)
    assert button.shown_text() == "Export & import"


def test_the_primary_button_is_filled_with_the_accent(gallery: Gallery) -> None:
    assert pixel(gallery.button, 12, 22) == theme().colour("accent").name()


def test_a_toggle_shows_that_it_is_on(qtbot: QtBot) -> None:
    toggle = Button("Week", "toggle")
    qtbot.addWidget(toggle)
    before = toggle.grab().toImage()
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert toggle.isChecked()
    assert toggle.grab().toImage() != before


def test_the_ring_follows_the_keyboard_and_not_the_mouse(gallery: Gallery, qtbot: QtBot) -> None:
    ring = FocusRing(gallery)
    gallery.button.setFocus()
    qtbot.keyClick(gallery.button, Qt.Key.Key_Tab)
    assert ring.widget() is gallery.second
    assert ring.isVisible()
    qtbot.mousePress(gallery.button, Qt.MouseButton.LeftButton)
    assert ring.widget() is None
    qtbot.mouseRelease(gallery.button, Qt.MouseButton.LeftButton)


def test_the_ring_lies_three_pixels_outside_the_control(gallery: Gallery) -> None:
    ring = FocusRing(gallery)
    gallery.button.setFocus(Qt.FocusReason.TabFocusReason)
    control = gallery.button.geometry()
    assert ring.geometry() == control.adjusted(-5, -5, 5, 5)
    assert pixel(gallery, control.center().x(), control.top() - 4) == theme().colour("accent").name()


def test_the_ring_stays_when_the_scheme_changes(gallery: Gallery) -> None:
    ring = FocusRing(gallery)
    gallery.button.setFocus(Qt.FocusReason.TabFocusReason)
    theme().set_scheme("dark")
    assert ring.isVisible()


def test_parts_of_a_bar_share_its_width_by_amount(gallery: Gallery) -> None:
    (due, _), (new, _) = gallery.bar.parts()
    assert due.width() == pytest.approx(3 * new.width())
    assert due.width() + new.width() + 2 == pytest.approx(gallery.bar.width())
    assert pixel(gallery.bar, due.center().x(), 6) == theme().colour("accent").name()
    assert pixel(gallery.bar, new.center().x(), 6) == theme().colour("teal").name()


def test_a_bar_begins_at_the_right_where_the_script_does(gallery: Gallery) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    (due, _), (new, _) = gallery.bar.parts()
    assert due.left() > new.right()
    assert due.right() == pytest.approx(gallery.bar.width())


def test_a_bar_says_in_words_what_it_shows(gallery: Gallery) -> None:
    assert gallery.bar.accessibleName() == "Plan"
    assert gallery.bar.accessibleDescription() == "30 due; 10 new"


def test_the_tool_tip_of_a_part_is_its_sentence(gallery: Gallery) -> None:
    (due, _), _ = gallery.bar.parts()
    place = due.center().toPoint()
    QApplication.sendEvent(gallery.bar, QHelpEvent(QEvent.Type.ToolTip, place, gallery.bar.mapToGlobal(place)))
    assert QToolTip.text() == "<span>30 due</span>"


def test_a_tool_tip_shows_the_markup_of_a_deck_as_letters(qtbot: QtBot) -> None:
    bar = StackedBar()
    qtbot.addWidget(bar)
    bar.resize(100, 12)
    bar.show()
    bar.set_parts([Part(1, "accent", "<img src='file:///x'>")], "Plan")
    QApplication.sendEvent(bar, QHelpEvent(QEvent.Type.ToolTip, QPoint(50, 6), bar.mapToGlobal(QPoint(50, 6))))
    assert QToolTip.text() == "<span>&lt;img src=&#x27;file:///x&#x27;&gt;</span>"


def test_a_section_is_described_with_numbers_and_status(gallery: Gallery) -> None:
    assert gallery.section.accessibleName() == "Section IV, Tools: 72\u00a0%, borderline, 31 questions in the exam"


def test_a_section_without_evidence_has_no_number(gallery: Gallery) -> None:
    gallery.section.set_share(None, "unknown")
    assert "not known yet" in gallery.section.accessibleName()


def test_progress_of_nothing_is_an_empty_line(gallery: Gallery) -> None:
    gallery.progress.set_progress(0, 0)
    assert pixel(gallery.progress, 20, 3) == theme().colour("track").name()


def test_progress_fills_as_far_as_it_has_come(gallery: Gallery) -> None:
    gallery.progress.set_progress(1, 2)
    assert pixel(gallery.progress, gallery.progress.width() * 0.45, 3) == theme().colour("accent").name()
    assert pixel(gallery.progress, gallery.progress.width() * 0.55, 3) == theme().colour("track").name()


def test_the_year_ends_today_and_names_each_day(gallery: Gallery) -> None:
    days = gallery.heat.parts()
    assert 52 * 7 < len(days) <= 53 * 7
    assert days[-1][1].endswith("12 reviews")
    assert days[-2][1].endswith("1 review")
    assert days[0][1].endswith("no reviews")
    assert gallery.heat.accessibleDescription() == "13 reviews on 2 days"


def test_arrows_walk_through_the_year_and_read_the_days(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.heat.setFocus()
    qtbot.keyClick(gallery.heat, Qt.Key.Key_Up)
    assert gallery.heat.accessibleDescription().endswith("12 reviews")
    qtbot.keyClick(gallery.heat, Qt.Key.Key_Up)
    assert gallery.heat.accessibleDescription().endswith("1 review")
    qtbot.keyClick(gallery.heat, Qt.Key.Key_Left)
    assert gallery.heat.accessibleDescription().endswith("no reviews")


def test_today_stands_out_among_the_days_to_come(gallery: Gallery) -> None:
    (today, sentence), *_ = gallery.forecast.parts()
    assert sentence.endswith("10 cards")
    assert pixel(gallery.forecast, today.center().x() - 2, 60) == theme().colour("accent").name()
    assert gallery.forecast.accessibleDescription() == "about 4 a day"


def test_charts_without_data_stay_empty(qtbot: QtBot) -> None:
    for chart in (HeatMap(), Forecast()):
        qtbot.addWidget(chart)
        chart.resize(300, 118)
        assert chart.parts() == []
        assert not chart.grab().isNull()
        qtbot.keyClick(chart, Qt.Key.Key_Left)


def test_a_grade_is_read_with_its_interval(gallery: Gallery) -> None:
    assert gallery.grade.accessibleName() == "Good, next in 8 days"
    assert gallery.grade.accessibleDescription() == "Key 3. Proposed: Space"
    assert gallery.grade.proposed


def test_the_proposed_grade_is_tinted(gallery: Gallery) -> None:
    assert pixel(gallery.grade, 6, 28) == theme().colour("sel").name()
    gallery.grade.set_outcome("8 days")
    assert pixel(gallery.grade, 6, 28) == theme().colour("surface").name()


def test_arrows_choose_and_alt_moves_a_row(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.order.choose(0)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    with qtbot.waitSignal(gallery.order.order_changed):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert gallery.order.items() == ["Plan", "Check", "Do", "Act"]
    assert QApplication.focusWidget().accessibleName() == "3 of 4: Do"


def test_rows_do_not_move_beyond_the_ends(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.order.choose(0)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert gallery.order.items() == STEPS


def test_rows_are_one_stop_for_the_tab_key(gallery: Gallery) -> None:
    gallery.order.choose(2)
    rows = [w for w in gallery.order.findChildren(QWidget) if w.accessibleName()]
    stops = [w for w in rows if w.focusPolicy() & Qt.FocusPolicy.TabFocus.value == Qt.FocusPolicy.TabFocus.value]
    assert [w.accessibleName() for w in stops] == ["3 of 4: Check"]


def drag(target: QWidget, start: QPointF, end: QPointF) -> None:
    left, none, no_key = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    for kind, place, button, buttons in (
        (QEvent.Type.MouseButtonPress, start, left, left),
        (QEvent.Type.MouseMove, (start + end) / 2, none, left),
        (QEvent.Type.MouseMove, end, none, left),
        (QEvent.Type.MouseButtonRelease, end, left, none),
    ):
        QApplication.sendEvent(target, QMouseEvent(kind, place, target.mapToGlobal(place), button, buttons, no_key))


def test_a_row_is_dropped_where_it_is_dragged(gallery: Gallery) -> None:
    height = gallery.order.height() / 4
    drag(gallery.order, QPointF(40, height / 2), QPointF(40, height * 2.9))
    assert gallery.order.items() == ["Do", "Check", "Plan", "Act"]
    drag(gallery.order, QPointF(40, height * 3.5), QPointF(40, 2))
    assert gallery.order.items() == ["Act", "Do", "Check", "Plan"]


def test_a_click_chooses_a_row_without_moving_it(gallery: Gallery) -> None:
    height = gallery.order.height() / 4
    drag(gallery.order, QPointF(40, height * 1.5), QPointF(41, height * 1.5))
    assert gallery.order.items() == STEPS
    assert QApplication.focusWidget().accessibleName() == "2 of 4: Do"


def test_checked_rows_say_where_they_belong_and_stay(gallery: Gallery) -> None:
    gallery.order.move_row(0, 1)
    gallery.order.show_result(STEPS)
    rows = [w for w in gallery.order.findChildren(QWidget) if w.accessibleName()]
    said = {w.accessibleName(): w.accessibleDescription() for w in rows}
    assert said["1 of 4: Do"] == "belongs at 2"
    assert said["3 of 4: Check"] == "in place"
    gallery.order.move_row(0, 1)
    assert gallery.order.items() == ["Do", "Plan", "Check", "Act"]


def test_a_long_row_grows(qtbot: QtBot) -> None:
    order = OrderList()
    qtbot.addWidget(order)
    order.set_items(["Short", "A sentence that is much too long for one line. " * 6])
    order.resize(400, 400)
    order.show()
    short, long = sorted(row.height() for row in order.findChildren(QWidget) if row.accessibleName())
    assert short == 56
    assert long > 100


def test_one_backup_is_chosen_at_a_time(gallery: Gallery, qtbot: QtBot) -> None:
    qtbot.mouseClick(gallery.backup, Qt.MouseButton.LeftButton, pos=QPoint(300, 32))
    assert gallery.backup.isChecked()
    qtbot.keyClick(gallery.backup, Qt.Key.Key_Down)
    assert (gallery.backup.isChecked(), gallery.older.isChecked()) == (False, True)


def test_a_switch_turns_when_its_text_is_pressed(gallery: Gallery, qtbot: QtBot) -> None:
    qtbot.mouseClick(gallery.switch, Qt.MouseButton.LeftButton, pos=QPoint(100, 16))
    assert gallery.switch.isChecked()


def test_pressing_a_chip_removes_it(gallery: Gallery, qtbot: QtBot) -> None:
    with qtbot.waitSignal(gallery.chip.removed) as signal:
        qtbot.mouseClick(gallery.chip, Qt.MouseButton.LeftButton)
    assert signal.args == ["section:IV"]


@pytest.mark.parametrize("status", STATUS)
def test_a_status_is_told_by_icon_and_word(qtbot: QtBot, status: str) -> None:
    badges = {name: Badge(name) for name in STATUS}
    for badge in badges.values():
        qtbot.addWidget(badge)
    assert badges[status].accessibleName() == STATUS[status][3]  # type: ignore[index]
    icons = [look[0] for look in STATUS.values()]
    assert len(set(icons)) == len(icons)


def test_the_sidebar_opens_screens_and_shows_which_is_open(gallery: Gallery, qtbot: QtBot) -> None:
    with qtbot.waitSignal(gallery.sidebar.chosen) as signal:
        qtbot.mouseClick(gallery.sidebar.item("help"), Qt.MouseButton.LeftButton)
    assert signal.args == ["help"]
    gallery.sidebar.set_current("help")
    assert gallery.sidebar.item("help").accessibleDescription() == "current screen, key F1"


def test_a_narrow_sidebar_has_its_names_as_tool_tips(gallery: Gallery) -> None:
    gallery.sidebar.set_rail(True)
    assert gallery.sidebar.width() == 64
    assert gallery.sidebar.item("today").toolTip() == "Today (Ctrl+1)"
    gallery.sidebar.set_rail(False)
    assert gallery.sidebar.width() == 208


def test_facts_are_shown_only_if_there_are_some(gallery: Gallery) -> None:
    gallery.sidebar.set_facts([Fact("Exam in", "41 days", "41 d")])
    shown = [w for w in gallery.sidebar.findChildren(QWidget) if w.accessibleName() == "Exam in 41 days"]
    assert [w.isVisible() for w in shown] == [True]
    gallery.sidebar.set_facts([])
    assert not shown[0].isVisible()


def test_the_footer_shows_five_keys_at_most(gallery: Gallery) -> None:
    gallery.footer.set_content("All changes saved", [(str(number), "Grade") for number in range(9)])
    assert len(gallery.footer.keys) == 5
    assert gallery.footer.accessibleName() == "All changes saved"


def test_a_message_goes_away_by_itself_and_an_error_does_not(gallery: Gallery) -> None:
    toast = Toast(gallery)
    timer = toast.findChild(QTimer)
    toast.say("Imported 108 cards")
    assert toast.isVisible()
    assert timer.isActive()
    timer.timeout.emit()
    assert not toast.isVisible()
    toast.warn("The file cannot be read.")
    assert toast.isVisible()
    assert not timer.isActive()


def test_undo_in_a_message_is_done_once(gallery: Gallery, qtbot: QtBot) -> None:
    undone: list[str] = []
    toast = Toast(gallery)
    toast.say("Imported 108 cards", "Undo", lambda: undone.append("import"))
    button = next(b for b in toast.findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == ["import"]
    assert not toast.isVisible()


def test_a_message_shows_markup_as_letters_and_is_read_out(gallery: Gallery) -> None:
    toast = Toast(gallery)
    toast.warn("<b>deck</b> was refused")
    assert toast.findChild(QLabel).textFormat() == Qt.TextFormat.PlainText
    assert toast.accessibleName() == "Problem: <b>deck</b> was refused"


def test_escape_closes_a_message(gallery: Gallery, qtbot: QtBot) -> None:
    toast = Toast(gallery)
    toast.warn("The disk is full.")
    qtbot.keyClick(toast, Qt.Key.Key_Escape)
    assert not toast.isVisible()


def test_a_message_stays_inside_a_window_that_shrinks(gallery: Gallery) -> None:
    toast = Toast(gallery)
    toast.warn("A long sentence that says what is wrong and what to do about it. " * 4)
    gallery.resize(gallery.minimumSizeHint())
    assert gallery.rect().contains(toast.geometry())


def test_a_page_body_keeps_its_widest_width_in_the_middle(qtbot: QtBot) -> None:
    scroll = ScrollColumn(widest=600)
    qtbot.addWidget(scroll)
    card = Card()
    scroll.box.addWidget(card)
    scroll.resize(1000, 300)
    scroll.show()
    left = card.mapTo(scroll, QPoint(0, 0)).x()
    assert card.width() == 600 - 2 * 32
    assert left == pytest.approx((1000 - card.width()) / 2, abs=1)


def test_padding_of_cards_grows_with_the_zoom(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    theme().set_zoom(2.0)
    assert card.box.contentsMargins().left() == 48
    card.set_padding(10, 4)
    assert card.box.contentsMargins().top() == 8


@pytest.fixture
def speaking() -> Iterator[None]:
    """The locale that a test sets is put back."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


DATES = {
    "en_US": ["2 Jan 2027", "2 January 2027", "January 2, 2027", "Jan 2nd, 2027", "2027-01-02", "02.01.2027", "01/02/2027",
              "1/2/27", "Sat 2 Jan 2027", "2jan2027"],
    "en_GB": ["2 Jan 2027", "January 2, 2027", "2027-01-02", "02.01.2027", "02/01/2027", "2/1/27"],
    "de_DE": ["2. Januar 2027", "2 Jan. 2027", "2 Jan 2027", "02.01.27", "2027-01-02", "Samstag, 2. Januar 2027"],
    "sv_SE": ["2027-01-02", "27-01-02", "2 jan. 2027", "02.01.2027"],
}  # fmt: skip


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in DATES.items() for text in texts])
def test_a_date_is_read_in_its_common_forms(name: str, text: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert read_date(text) == date(2027, 1, 2)


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("name", ["en_US", "de_DE", "fr_FR", "ja_JP", "sv_SE", "tr_TR", "ru_RU"])
def test_a_date_as_it_is_shown_is_read_again(name: str) -> None:
    QLocale.setDefault(QLocale(name))
    for month in range(1, 13):
        day = date(2027, month, 28)
        assert read_date(date_in_words(day)) == day


@pytest.mark.parametrize(
    "text", ["soon", "5", "2027", "30 Feb 2027", "13/13/2027", "2 Ja 2027", "2 Jan", "1 2 3 4", "2 Jan 202"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="This is no date"):
        read_date(text)


@pytest.fixture
def dates(qtbot: QtBot) -> Iterator[DateField]:
    """A date field with the focus, in a window with a button after it."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    field = DateField("Exam date", lambda: TODAY)
    column.addWidget(field)
    column.addWidget(Button("Later"))
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    field.setFocus()
    yield field
    window.hide()


def test_a_typed_date_is_taken_when_the_focus_leaves(dates: DateField, qtbot: QtBot) -> None:
    qtbot.keyClicks(dates, "december 30, 2027")
    with qtbot.waitSignal(dates.chosen) as chosen:
        qtbot.keyClick(dates, Qt.Key.Key_Tab)
    assert chosen.args == [date(2027, 12, 30)]
    assert (dates.day(), dates.text()) == (date(2027, 12, 30), "30 Dec 2027")
    assert isinstance(QApplication.focusWidget(), Button)


def test_a_refused_date_stays_and_an_emptied_field_is_no_date(dates: DateField, qtbot: QtBot) -> None:
    dates.set_day(date(2027, 1, 2))
    dates.selectAll()
    qtbot.keyClicks(dates, "21 Nov 2026")
    with qtbot.waitSignal(dates.refused) as refused, qtbot.assertNotEmitted(dates.chosen):
        qtbot.keyClick(dates, Qt.Key.Key_Return)
    assert refused.args is not None
    assert "past" in refused.args[0]
    assert (dates.text(), dates.day()) == ("21 Nov 2026", date(2027, 1, 2))
    dates.selectAll()
    qtbot.keyClick(dates, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(dates.chosen) as chosen:
        qtbot.keyClick(dates, Qt.Key.Key_Return)
    assert chosen.args == [None]
    assert dates.day() is None


def test_up_and_down_step_a_day_where_there_is_one(dates: DateField, qtbot: QtBot) -> None:
    qtbot.keyClick(dates, Qt.Key.Key_Up)
    assert dates.day() is None
    qtbot.keyClicks(dates, "23.11.2026")
    qtbot.keyClick(dates, Qt.Key.Key_Up)
    assert dates.text() == "24 Nov 2026"
    for _ in range(4):
        qtbot.keyClick(dates, Qt.Key.Key_Down)
    assert dates.day() == TODAY
    dates.set_day(date.max)
    qtbot.keyClick(dates, Qt.Key.Key_Up)
    assert dates.day() == date.max


# A screen that is not there cannot bring a popup to its front.
@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard|propagateSizeHints)")
@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)],
)
def test_a_key_opens_a_calendar_to_pick_a_day_from(
    dates: DateField, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    dates.set_day(date(2027, 1, 2))
    qtbot.keyClick(dates, key, modifier)
    calendar = QApplication.activePopupWidget()
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.minimumDate().day() == TODAY.day
    days = calendar.findChild(QTableView)
    assert days is not None
    assert (days.horizontalScrollBar().maximum(), days.verticalScrollBar().maximum()) == (0, 0)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is None
    assert (dates.day(), dates.text()) == (date(2027, 1, 3), "3 Jan 2027")
    assert dates.hasFocus()


# A screen that is not there cannot bring a popup to its front.
@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard|propagateSizeHints)")
def test_escape_leaves_the_calendar_without_a_date(dates: DateField, qtbot: QtBot) -> None:
    arrow = dates.findChild(QPushButton)
    assert arrow is not None
    assert arrow.accessibleName() == "Open the calendar"
    qtbot.mouseClick(arrow, Qt.MouseButton.LeftButton)
    assert isinstance(QApplication.activePopupWidget(), QCalendarWidget)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert dates.day() is None


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_arrow_stands_at_the_end_of_the_date_and_covers_none_of_it(
    dates: DateField, direction: Qt.LayoutDirection
) -> None:
    dates.setLayoutDirection(direction)
    arrow, margins = dates.findChild(QPushButton), dates.textMargins()
    assert arrow is not None
    if direction == Qt.LayoutDirection.LeftToRight:
        assert arrow.geometry().right() == dates.rect().right()
        assert margins.right() > margins.left()
    else:
        assert arrow.x() == 0
        assert margins.left() > margins.right()
