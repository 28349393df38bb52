from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studyapp.gui.help.page import TOPICS, HelpPage, text_of, title_of
from studyapp.gui.theme import theme
from studyapp.gui.widgets.menus import MENUS
from studyapp.paths import shipped


@pytest.fixture
def page(qtbot: QtBot) -> HelpPage:
    page = HelpPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    return page


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_shown_whole(page: HelpPage, topic: str) -> None:
    page.show_topic(topic)
    shown = page.browser.toPlainText()
    assert shown.startswith(title_of(topic))
    last_words = re.findall(r"\w+", re.sub(r"\(.*?\)", "", text_of(topic)))[-3:]
    assert " ".join(last_words) in re.sub(r"\W+", " ", shown)


def test_each_help_page_that_ships_is_a_topic() -> None:
    files = {path.stem for path in (shipped("resources") / "help").glob("*.md")}
    assert files == set(TOPICS) - {"licences"}


@pytest.mark.parametrize("topic", TOPICS)
def test_links_lead_to_topics(topic: str) -> None:
    for target in re.findall(r"\]\((.*?)\)", text_of(topic)):
        assert target in TOPICS


def test_a_link_opens_its_topic(page: HelpPage) -> None:
    page.browser.anchorClicked.emit(QUrl("your-data"))
    assert page.topic == "your-data"


def test_search_leaves_the_topics_with_all_words(page: HelpPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(QApplication.focusWidget(), "BACKUPS usb")
    left = [TOPICS[row] for row in range(page.list.count()) if not page.list.item(row).isHidden()]
    assert left == ["your-data"]
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.topic == "your-data"
    assert page.browser.textCursor().selectedText().casefold() == "backups"


def test_a_search_that_finds_nothing_says_so(page: HelpPage) -> None:
    page.search.setText("zebra")
    assert page.nothing.isVisible()
    page.search.clear()
    assert not page.nothing.isVisible()


def test_help_loads_nothing_by_itself(page: HelpPage) -> None:
    assert page.browser.loadResource(2, QUrl("file:///etc/hostname")) is None


def test_help_takes_new_colors_and_sizes(page: HelpPage) -> None:
    before = page.browser.document().defaultFont().pointSizeF()
    theme().set_scheme("dark")
    theme().set_zoom(2.0)
    assert page.browser.document().defaultFont().pointSizeF() == pytest.approx(2 * before)
    assert page.grab().toImage().pixelColor(2, 2) == theme().colour("bg")


def test_the_newest_version_stands_on_top_of_whats_new() -> None:
    from studyapp import __version__

    assert re.findall(r"^## (.*)$", text_of("whats-new"), re.MULTILINE)[0] == __version__


def test_the_keys_page_names_the_keys_of_the_menus() -> None:
    said = text_of("keyboard")
    for entries in MENUS.values():
        for entry in entries:
            for key in (*entry.keys, entry.page_key):
                if isinstance(key, str) and key:
                    assert f"**{key}**" in said or key in ("Ctrl+Return", "Ctrl+Q", "Ctrl+="), key


def test_help_promises_nothing_and_names_no_pass_mark() -> None:
    everything = " ".join(text_of(topic) for topic in TOPICS).casefold()
    assert "not affiliated with asq" in everything.replace("**", "")
    assert "guarantee" not in everything
    assert not re.search(r"\d+\s*%.{0,40}\bpass\b|\bpass\b.{0,40}\d+\s*%", everything)


def test_a_narrow_page_has_its_topics_in_a_field(page: HelpPage) -> None:
    assert page.list.isVisible()
    theme().set_zoom(2.0)
    assert not page.list.isVisible()
    page.picker.setCurrentIndex(TOPICS.index("about"))
    page.picker.activated.emit(page.picker.currentIndex())
    assert page.topic == "about"
    theme().set_zoom(1.0)
    assert page.list.isVisible()
    assert not page.picker.isVisible()
