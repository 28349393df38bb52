"""What all tests share: a screen that is not there, a clock that stands still, and a small collection that is real."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studyapp import clock
from studyapp.collection import Collection
from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import DeckSource, Kind, Level, NoteSource
from studyapp.shipped_decks import bring_in_shipped_decks

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ClockAt = Callable[[datetime], None]

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Sunday, with no change of the clocks near it."""

DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" viewBox="0 0 120 40">\
<rect width="120" height="40" fill="#3d85cb"/></svg>"""


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The application object is the program's own."""
    from studyapp.app import Application

    return Application


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> ClockAt:
    """Stops the program's clock at noon of 22 November 2026; called with a moment, it sets the clock to that."""

    def stand_at(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    stand_at(NOON)
    return stand_at


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's folder as the first start leaves it, with the shipped decks: to be copied, never opened."""
    folder = tmp_path_factory.mktemp("first-start") / "data"
    opened = Collection.open(folder)
    bring_in_shipped_decks(opened, NOON)
    opened.close()
    return folder


@pytest.fixture
def small_deck() -> DeckSource:
    """Ten notes of all kinds that study, which give twelve cards in two sections; one has a picture."""
    return DeckSource(
        key="small",
        title="Small deck",
        version="2026.1",
        outline=_outline(),
        sources={"handbook": "A handbook, first edition"},
        media={"scale.svg": DRAWING},
        notes=(
            _note("leadership", Kind.TERM, "I.A.1", front="Leadership", back="Giving direction and *steering* there.",
                  remark="It is something people do, not a rank.", example="A nurse starts a daily talk."),
            _note("who-leads", Kind.QUESTION, "I.A.1", front="Who can lead?", back="Anyone who **cares**.",
                  hint="Not a matter of rank."),
            _note("cpk", Kind.TERM, "IV.C.7", front="Process capability index", reverse=False,
                  back=r"The nearer limit: $\min\left(\frac{USL-\mu}{3\sigma}, \frac{\mu-LSL}{3\sigma}\right)$"
                       "\n\n![A scale](scale.svg)"),
            _note("manager", Kind.CLOZE, "I.A.2", text="Managers ask {{c1::how}}; leaders ask {{c2::what and why}}."),
            _note("pdca", Kind.LIST, "IV.B.1", front="The improvement cycle", items=["Plan", "Do", "Check", "Act"],
                  remark="Some write Study for Check."),
            _note("trust", Kind.QUESTION, "I.A.2", front="What does a promise need?", back="A date, and a keeper."),
            _note("signal", Kind.TERM, "IV.C.7", reverse=False, front="Special cause", back="A source outside."),
            _note("sort", Kind.CLASSIFY, "I.A.2", front="Manager or leader?", boxes=[
                {"name": "Manager", "items": ["Keeps the plan"]},
                {"name": "Leader", "items": ["Sets the aim", "Wins people"]}]),
            _note("choice", Kind.CHOICE, "IV.B.1", front="What comes after Plan?", options=[
                {"text": "Do", "correct": True, "rationale": "The plan is tried."},
                {"text": "Act", "rationale": "Acting follows the check."},
                {"text": "Stop", "rationale": "Nothing has been tried yet."}]),
            _note("essay", Kind.ESSAY, "I.A.1", front="Why lead?", answer="To get somewhere together.",
                  rubric=["Aim", "People", "Means", "Time", "Result"]),
        ),
    )  # fmt: skip


@pytest.fixture
def collection(tmp_path: Path, small_deck: DeckSource, clock_at: ClockAt) -> Iterator[Collection]:
    """A collection on disk with the small deck in it, its clock at noon, closed when the test ends."""
    opened = Collection.open(tmp_path / "collection")
    opened.content.merge(opened.content.plan(small_deck), clock.now())
    yield opened
    opened.close()


def _note(key: str, kind: Kind, leaf: str, **fields: object) -> NoteSource:
    return NoteSource(
        key=key, kind=kind, leaf=leaf, fields=fields, level=Level.UNDERSTAND, competencies=("C1",),
        tags=("glossary",), source="handbook, ch. 1",
    )  # fmt: skip


def _outline() -> Outline:
    leading = Section(
        "I", "Leadership", "Leadership", 25,
        (Leaf("I.A.1", "Kinds of leadership"), Leaf("I.A.2", "Managing and leading")),
    )  # fmt: skip
    tools = Section(
        "IV", "Quality management tools", "Tools", 31,
        (Leaf("IV.B.1", "Improvement cycles"), Leaf("IV.C.7", "Process capability", numeric=True)),
    )  # fmt: skip
    return Outline("Small outline", "2026-01-01", "own", "Invented for tests.", 258, 15, (leading, tools))
