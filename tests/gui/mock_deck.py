"""A deck that is large enough for every practice exam, invented for tests."""

from __future__ import annotations

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import DeckSource, Kind, Level, NoteSource

WEIGHTS = {"I": 28, "II": 23, "III": 26, "IV": 31, "V": 22, "VI": 19, "VII": 16}
LEAVES = 5


def mock_outline() -> Outline:
    """Seven sections with the weights of the exam, five leaves each."""
    sections = tuple(
        Section(
            code,
            f"Part {code} of the work",
            f"Part {code}",
            weight,
            tuple(Leaf(f"{code}.A.{n}", f"Topic {n} of part {code}") for n in range(1, LEAVES + 1)),
        )
        for code, weight in WEIGHTS.items()
    )
    return Outline("Outline", "2026-01-01", "own", "Invented for tests.", 258, 15, sections)


def mock_deck(of_a_leaf: int = 12) -> DeckSource:
    """Multiple-choice questions with four options, so many of each leaf; every third has a formula of its own."""
    outline = mock_outline()
    notes = [
        _question(leaf.id, number, place) for place, leaf in enumerate(outline.leaves()) for number in range(of_a_leaf)
    ]
    return DeckSource(key="mock", title="Mock questions", version="1", outline=outline, notes=tuple(notes))


def _question(leaf: str, number: int, place: int) -> NoteSource:
    formula = rf" Take $\bar{{x}} = {number}.{place}$ and $\frac{{R}}{{d_2}} = {place}$." if number % 3 == 0 else ""
    front = (
        f"A service manager sees the average call time of line {place}-{number} move between 6.1 and 7.4 minutes. The staff say "
        f"that nothing in the process has changed.{formula}\n\nWhich step should the manager take **first**?"
    )
    options = [
        {"text": f"Option {name} of {place}-{number}: plot the averages in time order with limits taken from the data.",
         "correct": name == "first", "rationale": f"Reason of {name}.", "misconception": "" if name == "first" else "Habit."}
        for name in ("first", "second", "third", "fourth")
    ]  # fmt: skip
    return NoteSource(
        key=f"{leaf.lower().replace('.', '-')}-{number}",
        kind=Kind.CHOICE,
        leaf=leaf,
        level=list(Level)[number % len(Level)],
        difficulty=1 + number % 5,
        source="own",
        fields={"front": front, "options": options, "remark": "Limits come from the data."},
    )
