"""Decks of one kind of card each, as large as real cards are, invented for benchmarks."""

from __future__ import annotations

from collections.abc import Callable

from studyapp.domain.content import DeckSource, Fields, Kind, NoteSource

_SITUATION = (
    "A service manager sees the average call time of line {n} move between 6.1 and 7.4 minutes. The staff say that nothing in "
    "the process has changed, and the supplier of the telephone system has found no fault."
)
_BOXES = ("Prevention", "Appraisal", "Internal failure", "External failure")


def kind_deck(kind: Kind, count: int) -> DeckSource:
    """So many notes of a kind: `choice`, `classify`, `numeric` with an exhibit, `essay` or `list`."""
    fields = _FIELDS[kind]
    notes = (NoteSource(key=f"{kind}-{n}", kind=kind, source="own", fields=fields(n)) for n in range(count))
    return DeckSource(key=kind, title=f"Deck of {kind}", version="1", notes=tuple(notes))


def _choice(n: int) -> Fields:
    options = [
        {"text": f"Option {name} of {n}: plot the averages in time order with limits taken from the data.",
         "correct": name == "first", "rationale": f"Reason of {name}.", "misconception": "" if name == "first" else "Habit."}
        for name in ("first", "second", "third", "fourth")
    ]  # fmt: skip
    front = f"{_SITUATION.format(n=n)}\n\nWhich step should the manager take **first**?"
    return {"front": front, "options": options, "remark": "Limits come from the data."}


def _classify(n: int) -> Fields:
    boxes = [
        {"name": name, "items": [f"Cost {n}-{place} that belongs to {name.lower()}" for place in range(3)]}
        for name in _BOXES
    ]
    return {"front": f"[Cost of quality] Where does each cost of site {n} belong?", "boxes": boxes}


def _numeric(n: int) -> Fields:
    return {
        "front": f"{_SITUATION.format(n=n)}\n\nTen means in a row were {{x}}. What is their **mean**, to one decimal?",
        "answer": "mean(x)",
        "unit": "min",
        "decimals": 1,
        "parameters": {"x": {"min": 6.1, "max": 7.4, "step": 0.1, "count": 10}},
        "constraints": ["max(x) > min(x)"],
        "wrong": [
            {"expression": "max(x)", "why": "That is the largest."},
            {"expression": "min(x)", "why": "The least."},
        ],
        "solution": r"$\bar{{x}} = \frac{{1}}{{10}} \sum x = {answer}$",
        "exhibit": {"chart": "control", "title": "Ten means", "points": "x", "center": "mean(x)"},
    }


def _essay(n: int) -> Fields:
    return {
        "front": f"{_SITUATION.format(n=n)}\n\nWrite a one-page memo to the director that judges the situation.",
        "rubric": [
            f"Names part {line} of a sound answer and gives a reason for it in terms of {n}." for line in range(1, 6)
        ],
        "answer": "\n\n".join(f"**Part {part}.** {_SITUATION.format(n=n)}" for part in range(1, 5)),
    }


def _list(n: int) -> Fields:
    return {
        "front": f"Steps of project {n}",
        "items": [f"Step {step} of project {n}, with a few words" for step in range(1, 8)],
    }


_FIELDS: dict[Kind, Callable[[int], Fields]] = {
    Kind.CHOICE: _choice, Kind.CLASSIFY: _classify, Kind.NUMERIC: _numeric, Kind.ESSAY: _essay, Kind.LIST: _list,
}  # fmt: skip
