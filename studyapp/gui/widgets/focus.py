"""The focus ring: one frame for the whole window that follows the keyboard focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from studyapp.gui.theme import theme
from studyapp.gui.widgets.painting import draw_box, smooth

_OUTSIDE, _WIDTH = 3, 2


class _RingStyle(QProxyStyle):
    """Gives the frame its room around the control, and puts it above so that no card cuts it."""

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """The distance of the frame's edge from the control."""
        if metric in (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin):
            return _OUTSIDE + _WIDTH
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's own name
    ) -> int:
        """Above the control, without a mask."""
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        return super().styleHint(hint, option, widget, returnData)


class FocusRing(QFocusFrame):
    """A ring of 2 px, 3 px outside the control that has the focus, unless a mouse button gave it.

    The control's attribute `focus_radius` gives its corner radius; a control with `focus_ring = False` shows its focus
    itself.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ring_style = _RingStyle("Fusion")
        self.setStyle(self._ring_style)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())
        # Qt hides the frame when the style sheet changes, and only looks again when it gets another control.
        theme().changed.connect(self._renew)

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        ringed = now is not None and not by_mouse and now.window() is self._window and getattr(now, "focus_ring", True)
        # Qt's stubs do not say that None takes the frame off.
        self.setWidget(now if ringed else None)  # type: ignore[arg-type]

    def _renew(self) -> None:
        ringed = self.widget()
        if ringed is not None:
            self.setWidget(None)  # type: ignore[arg-type]
            self.setWidget(ringed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        radius = theme().length(getattr(self.widget(), "focus_radius", 8)) + _OUTSIDE
        draw_box(smooth(self), QRectF(self.rect()), radius + _WIDTH / 2, None, theme().colour("accent"), _WIDTH)


def has_keyboard(widget: QWidget) -> bool:
    """Whether the keyboard focus is at a widget or at something inside it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))
