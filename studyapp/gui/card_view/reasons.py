"""Why each option of a question is right or wrong, as it stands below the option."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.domain.tasks import Option
from studyapp.gui.card_view.html import Note

TEMPTING = "Why the tempting one is wrong"


def tempting_option(options: Sequence[Option], key: int, picked: int | None) -> int | None:
    """The option to explain most: the wrong one that was picked, or else the first that names a misconception."""
    if picked is not None and picked != key:
        return picked
    return next((place for place, option in enumerate(options) if place != key and option.misconception), None)


def option_remarks(options: Sequence[Option], key: int, tempting: int | None) -> list[list[Note]]:
    """What is said below each option: its reason, and the mistake in thinking that makes it tempt."""
    said = []
    for place, option in enumerate(options):
        remarks = [(TEMPTING if place == tempting else "", option.rationale)]
        if option.misconception and place != key:
            remarks.append(("", f"*{option.misconception}*"))
        said.append([remark for remark in remarks if remark[1]])
    return said
