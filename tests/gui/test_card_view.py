from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from studyapp.domain.cards import Face
from studyapp.gui.card_view import CardView
from studyapp.gui.card_view.drawing import formula_image, picture
from studyapp.gui.theme import theme

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" fill="red"/></svg>'
)
MakeView = Callable[..., CardView]


@pytest.fixture
def make_view(qtbot: QtBot) -> MakeView:
    """Builds a shown view of 700 × 500 for an answer, with pictures by name."""

    def make(answer: str, question: str = "Question?", **media: bytes) -> CardView:
        view = CardView(lambda deck_id, name: media.get(name.replace(".", "_")) if deck_id == 7 else None)
        qtbot.addWidget(view)
        view.resize(700, 500)
        view.show()
        view.show_face(Face("Term", "Title", question, answer), 7, answer=True)
        return view

    return make


def images(view: CardView) -> list[QImage]:
    """The pictures that the laid-out text really shows."""
    document, found = view.document(), []
    block = document.begin()
    while block.isValid():
        for fragment in block:
            form = fragment.fragment().charFormat()
            if form.isImageFormat():
                name = QUrl(form.toImageFormat().name())
                found.append(document.resource(int(QTextDocument.ResourceType.ImageResource.value), name))
        block = block.next()
    return found


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content.data())


def test_question_and_answer_are_one_text_that_a_screen_reader_can_read(make_view: MakeView) -> None:
    view = make_view("An **answer**.")
    assert view.toPlainText().split() == ["Term", "Title", "Question?", "An", "answer."]
    assert view.accessibleName() == "Question and answer"
    assert view.accessibleDescription() == "Term Title Question? An answer."


def test_the_question_side_does_not_give_the_answer_away(make_view: MakeView) -> None:
    view = make_view("Secret")
    view.show_face(Face("Term", "Title", "Question?", "Secret"), 7, answer=False)
    assert "Secret" not in view.toPlainText() + view.toHtml() + view.accessibleDescription()


def test_text_is_never_wider_than_616_and_the_view_is_as_high_as_the_text(make_view: MakeView) -> None:
    view = make_view("word " * 500)
    assert view.document().idealWidth() <= theme().length(616) < view.width()
    assert view.height() >= view.document().size().height() > 400
    height = view.height()
    view.resize(400, 500)
    assert view.height() > height


def test_a_formula_is_drawn_sharp_in_the_color_of_the_text(make_view: MakeView) -> None:
    (image,) = images(make_view(r"$C_{pk} = \frac{a}{b}$"))
    assert image.devicePixelRatio() == 2
    assert image.deviceIndependentSize().height() > 20
    inks = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255}  # fmt: skip
    assert inks == {theme().colour("text").name()}


@pytest.mark.parametrize("latex", [r"\frac{", r"\begin{matrix}", "x^{" * 3000])
def test_a_formula_that_cannot_be_set_shows_its_source(make_view: MakeView, latex: str) -> None:
    view = make_view(f"Before ${latex}$ after")
    assert images(view) == []
    assert latex[:8] in view.toPlainText()


def nested(form: str, depth: int) -> str:
    latex = "x"
    for _ in range(depth):
        latex = form.replace("@", latex)
    return latex


@pytest.mark.parametrize(
    "latex",
    [
        nested(r"\frac{@}{b}", 10), nested(r"\frac{@}{@}", 5), nested(r"\begin{matrix}@&@\\@&@\end{matrix}", 3),
        nested(r"\left(@\right)", 12), nested("x^{@}", 10), nested("{@ \\over b}", 10), nested(r"\phantom{@}", 4),
        r"\cases" * 9 + "x", nested(r"\sqrt[@]{@}", 5), nested("x'^{@}", 5), "x" * 401, "x+" * 199, "x}" * 9, "{x",
        r"\def\a{xx}\a", r"\newcommand{\a}{xx}\a", nested(r"\frac{@}{b}", 7) + "%}",
    ],
)  # fmt: skip
def test_a_formula_that_would_take_long_is_never_set(latex: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.gui.card_view.drawing._latex_drawing", lambda: pytest.fail("it was set"))

    assert formula_image(latex, 20, "#000000", 600) is None


@pytest.mark.parametrize(
    "latex",
    [
        r"\mathrm{NPV} = \sum_{t=1}^{n} \frac{C_t}{(1 + r)^t} - C_0 % 5 \}", r"\{ x \}", r"f'(x)",
        r"\min\left(\frac{USL-\mu}{3\sigma}, \frac{\mu-LSL}{3\sigma}\right)", r"\sqrt[3]{[x]}",
        r"\frac{\text{defective pieces}}{\text{pieces received}} \times 10^6",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"s=\sqrt{\frac{\sum (x-\bar{x})^2}{n-1}}",
    ],
)  # fmt: skip
def test_ordinary_formulas_are_set(latex: str) -> None:
    assert formula_image(latex, 20, "#000000", 600) is not None


def test_formulas_are_drawn_once_for_each_size_and_color() -> None:
    assert formula_image("a+b", 20, "#000000", 600) is formula_image("a+b", 20, "#000000", 600)
    assert formula_image("a+b", 20, "#000000", 600) is not formula_image("a+b", 20, "#ffffff", 600)


def test_a_wide_formula_is_bounded_to_the_column() -> None:
    image = formula_image("+".join("abcdefghijk" * 5), 20, "#000000", 300)
    assert image is not None
    assert image.deviceIndependentSize().width() <= 301


def test_pictures_come_from_the_deck_and_fit_the_column(make_view: MakeView) -> None:
    drawing, large, small = images(make_view("![a](a.svg) ![b](b.png) ![c](c.png)", a_svg=DRAWING,
                                             b_png=png(3000, 300), c_png=png(50, 20)))  # fmt: skip
    assert drawing.deviceIndependentSize().toSize().width() == 120
    assert large.deviceIndependentSize().toSize().width() == theme().length(616)
    assert small.deviceIndependentSize().toSize().width() == 50


def test_a_picture_that_is_missing_or_broken_shows_its_words(make_view: MakeView) -> None:
    view = make_view("![A scale](gone.png) ![A chart](broken.png)", broken_png=b"\x89PNG\r\n\x1a\nno more")
    assert images(view) == []
    assert "[A scale]" in view.toPlainText()
    assert "[A chart]" in view.toPlainText()


def test_a_picture_too_large_to_decode_is_not_shown() -> None:
    assert picture(png(6000, 6000), 616) is None


@pytest.mark.parametrize(
    "address",
    ["file:///{secret}", "{secret}", "//host/share/a.png", r"\\host\share\a.png", "http://host/a.png", "data:image/png;base64,AAAA",
     "qrc:/a.png", "formula:eA==", "drawing:0", "../secret.png"],
)  # fmt: skip
def test_no_address_of_a_deck_is_opened(make_view: MakeView, tmp_path: Path, address: str) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png(33, 33))
    address = address.format(secret=secret)
    view = make_view(f'<img src="{address}" alt="x"> ![x](<{address}>)')
    assert all(image.width() == 1 for image in images(view))
    for kind in QTextDocument.ResourceType:
        loaded = view.document().resource(int(kind.value), QUrl(address))
        assert isinstance(loaded, QImage)
        assert loaded.size().toTuple() == (1, 1)


def test_a_drawing_of_absurd_size_is_not_shown() -> None:
    thread = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0.001 3999"><rect width="1" height="9"/></svg>'
    assert picture(thread, 616, 600) is None


def test_scripts_styles_and_frames_leave_no_trace(make_view: MakeView) -> None:
    view = make_view("<script>alert(1)</script><style>p{color:red}</style><iframe src='http://x'></iframe>Text")
    assert view.toPlainText().split()[-1] == "Text"
    assert "alert" not in view.toHtml()


def test_a_link_is_opened_only_after_a_question(
    make_view: MakeView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    view = make_view("[A page](https://example.org/page)")
    cursor = view.document().find("A page")
    click(qtbot, view, view.cursorRect(cursor).center() - QPoint(8, 0))
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert box.informativeText() == "https://example.org/page"
    assert opened == []
    next(button for button in box.buttons() if button.text() == "Open").click()
    assert opened == ["https://example.org/page"]


def click(qtbot: QtBot, view: CardView, position: QPoint) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=position)


def test_text_can_be_selected_and_copied(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view("An answer.")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "An answer." in QApplication.clipboard().text()


def test_another_theme_shows_in_text_and_formulas_at_once(make_view: MakeView) -> None:
    view = make_view("Text $x$")
    theme().set_scheme("dark")
    (image,) = images(view)
    center = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert max(center, key=QColor.alpha).name() == theme().colour("text").name()
    assert view.palette().text().color() == theme().colour("text")


def test_zoom_makes_the_text_larger(make_view: MakeView) -> None:
    view = make_view("word " * 100)
    height = view.height()
    theme().set_zoom(2.0)
    assert view.height() > 1.5 * height


def test_text_from_right_to_left_runs_from_the_right(make_view: MakeView) -> None:
    view = make_view("שלום עולם")
    cursor = view.document().find("שלום")
    cursor.setPosition(cursor.selectionStart())
    assert view.cursorRect(cursor).x() > theme().length(560)


def test_the_answer_fades_in_and_then_is_bare(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view("An answer.")
    view.fade_in_answer()
    veil = view._veil
    assert veil.isVisible()
    assert veil.y() == view.answer_top
    qtbot.waitUntil(lambda: not veil.isVisible(), timeout=2000)


def test_an_answer_made_ready_while_the_question_is_read_draws_nothing_anew(make_view: MakeView) -> None:
    view = make_view("Nothing yet.")
    face = Face("Term", "Index", "", r"It is $\frac{a}{b}$.")
    view.show_face(face, 1, answer=False)
    formula_image.cache_clear()
    view.prepare(face.answer)
    drawn = formula_image.cache_info().misses
    view.show_face(face, 1, answer=True)
    assert (drawn, formula_image.cache_info().misses) == (1, 1)
