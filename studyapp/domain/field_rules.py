"""The fields of each card kind, as data: the deck reader, the check and the editor go by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from studyapp.domain.content import Kind


class Shape(Enum):
    """What a field holds."""

    TEXT = "a text in quotes"
    FLAG = "true or false"
    NUMBER = "a number"
    WHOLE = "a whole number"
    TEXTS = "a list of texts"
    ROWS = "a list of tables"
    NAMED_TEXTS = "a table of texts"
    PARAMETERS = "a table of parameters"
    EXHIBIT = "a table that describes a chart"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field of a note."""

    name: str
    shape: Shape
    explanation: str
    required: bool = False
    default: object = None
    """The value that a missing field stands for."""
    least: int = 0
    """Fewest entries of a list; for a whole number the lowest value."""
    most: int | None = None
    """Most entries of a list; for a whole number the highest value."""
    columns: tuple[FieldRule, ...] = ()
    """The fields of each table of a list."""


def _text(name: str, explanation: str, *, required: bool = False) -> FieldRule:
    return FieldRule(name, Shape.TEXT, explanation, required, "" if not required else None)


_REMARK = _text("remark", "A mix-up to watch, or another remark, shown beside the answer.")
_EXAMPLE = _text("example", "An example from work, shown with the answer.")
_HINT = _text("hint", "A hint that the learner may ask for.")
_EXHIBIT = FieldRule("exhibit", Shape.EXHIBIT, "A chart or diagram that the card asks about.", default={})

_OPTION = (
    _text("text", "The option as it is offered.", required=True),
    FieldRule("correct", Shape.FLAG, "Whether this is the best answer.", default=False),
    _text("rationale", "Why it is or is not the best answer.", required=True),
    _text("misconception", "The mistake in thinking that leads to it."),
)
_BOX = (
    _text("name", "What the box is called.", required=True),
    FieldRule("items", Shape.TEXTS, "What belongs in the box.", required=True, least=1),
)
_WRONG_PATH = (
    _text("expression", "The formula that a usual mistake leads to.", required=True),
    _text("why", "The mistake in thinking.", required=True),
)
_TEMPLATE = (
    _text("name", "What the card is called.", required=True),
    _text("front", "The template of the question side.", required=True),
    _text("back", "The template of the answer side."),
)

FIELD_RULES: Mapping[Kind, tuple[FieldRule, ...]] = {
    Kind.TERM: (
        _text("front", "The term.", required=True),
        _text("back", "What it means.", required=True),
        FieldRule("reverse", Shape.FLAG, "Whether the meaning is asked for its term too.", default=True),
        _EXAMPLE,
        _REMARK,
        _HINT,
        _EXHIBIT,
    ),
    Kind.QUESTION: (
        _text("front", "The question.", required=True),
        _text("back", "The answer.", required=True),
        _EXAMPLE,
        _REMARK,
        _HINT,
        _EXHIBIT,
    ),
    Kind.CLOZE: (
        _text("text", "A sentence with {{c1::deletions}}; each number gives a card.", required=True),
        _REMARK,
    ),
    Kind.LIST: (
        _text("front", "What is to be put in order.", required=True),
        FieldRule("items", Shape.TEXTS, "The items in their right order.", required=True, least=2, most=30),
        _REMARK,
    ),
    Kind.CLASSIFY: (
        _text("front", "What is to be sorted.", required=True),
        FieldRule("boxes", Shape.ROWS, "The boxes and what belongs in each.", True, None, 2, 12, _BOX),
        _REMARK,
    ),
    Kind.CHOICE: (
        _text("front", "The question.", required=True),
        FieldRule("options", Shape.ROWS, "Three to five options, one of them best.", True, None, 3, 5, _OPTION),
        _REMARK,
        _EXHIBIT,
    ),
    Kind.NUMERIC: (
        _text("title", "A short name of the problem."),
        _text("front", "The problem, with {name} where a number is drawn.", required=True),
        FieldRule(
            "parameters", Shape.PARAMETERS, "What is drawn: min, max and step, or choices; a list has a count.", True
        ),
        FieldRule("values", Shape.NAMED_TEXTS, "Intermediate results, by name.", default={}),
        _text("answer", "The formula of the answer.", required=True),
        _text("unit", "The unit of the answer."),
        FieldRule("decimals", Shape.WHOLE, "Decimals of the answer.", default=2, most=12),
        FieldRule("tolerance", Shape.NUMBER, "How far an answer may be off.", default=0),
        FieldRule("wrong", Shape.ROWS, "Results of usual mistakes.", default=(), most=12, columns=_WRONG_PATH),
        _text("solution", "The worked solution."),
        FieldRule("constraints", Shape.TEXTS, "Conditions that drawn numbers must meet.", default=()),
        FieldRule("labels", Shape.TEXTS, "What the answer is picked from, by number.", default=(), most=5),
        FieldRule("typed", Shape.FLAG, "Whether the answer is typed in daily review.", default=True),
        _HINT,
        _REMARK,
        _EXHIBIT,
    ),
    Kind.ESSAY: (
        _text("front", "The task.", required=True),
        FieldRule("rubric", Shape.TEXTS, "Five lines to mark the answer by.", required=True, least=5, most=5),
        _text("answer", "A model answer.", required=True),
    ),
    Kind.TEMPLATE: (
        _text("note_type", "The name of the note type it came with.", required=True),
        FieldRule("fields", Shape.NAMED_TEXTS, "The fields of that note type.", required=True),
        FieldRule("templates", Shape.ROWS, "Its cards.", True, None, 1, 100, _TEMPLATE),
        _text("css", "Its style sheet, kept to go back with it."),
    ),
}
"""The fields of each kind, in the order in which they are written."""

COMMON_FIELDS = (
    "id", "kind", "leaf", "also", "level", "competencies", "source", "tags",
    "status", "depth", "prereq", "group", "difficulty", "mock_pool",
)  # fmt: skip
"""What every note may say about itself, in the order in which it is written."""
