"""Which cards a note gives, what each side of a card says, and how a note is called in lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from studyapp.domain.cloze import cloze_answer, cloze_question, parse_cloze
from studyapp.domain.content import Fields, Kind
from studyapp.domain.exhibits import Exhibit
from studyapp.domain.mixing import in_fair_order, mixed
from studyapp.domain.plain_text import plain, shortened
from studyapp.domain.tasks import Arrange, Calculate, Choose, Option, Sort, Task, Write

LONGEST_HEADLINE = 120

_NUMBER_WORDS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows. All texts are CommonMark with formulas."""

    label: str
    """What is asked, in a word or two: `Term`, `Put in order`."""
    title: str
    """One line in large letters, or nothing."""
    question: str
    """The stem; what is offered to pick, order or sort is in the task."""
    answer: str
    """All of the answer as text, also for cards with a task."""
    example: str = ""
    remark: str = ""
    hint: str = ""
    task: Task | None = None
    """What is to be done before the answer is shown, besides remembering."""
    exhibit: Exhibit | None = None
    """As it is asked."""
    exhibit_answer: Exhibit | None = None
    """With what belongs to the answer."""


def ordinals(kind: Kind, fields: Fields) -> tuple[int, ...]:
    """The numbers of the cards that a note gives; none while a kind cannot be studied."""
    match kind:
        case Kind.TERM:
            return (0, 1) if fields.get("reverse", True) else (0,)
        case Kind.CLOZE:
            return tuple(number - 1 for number in parse_cloze(fields["text"]).numbers)
        case Kind.TEMPLATE:
            return ()
        case _:
            return (0,)


def face(kind: Kind, fields: Fields, ordinal: int, seed: int = 0) -> Face:
    """What the card with this number shows; ValueError if the note gives no such card.

    The seed decides what changes from one time to the next: the order of options and items, and the numbers of a
    numeric question. A note with numbers or an exhibit that cannot be made says so on the card.
    """
    if ordinal not in ordinals(kind, fields):
        raise ValueError(f"a note of kind {kind} gives no card {ordinal} here")
    return _with_extras(kind, fields, ordinal, _FACES[kind](fields, ordinal, seed))


def plain_text(kind: Kind, fields: Fields) -> str:
    """All that a note says, without markup, on one line: for the search index."""
    return " ".join(filter(None, (plain(text) for text in _texts(kind, fields))))


def headline(kind: Kind, fields: Fields) -> str:
    """At most 120 characters to recognise a note by."""
    first = next((line for text in _texts(kind, fields) if (line := plain(text))), "")
    return shortened(first, LONGEST_HEADLINE)


def question_headline(kind: Kind, fields: Fields, ordinal: int) -> str:
    """At most 120 characters to recognise a card by that leave its answer out."""
    match kind:
        case Kind.CLOZE:
            question = cloze_question(_said(fields, "text"), ordinal + 1)
        case Kind.TERM if ordinal == 1:
            question = _said(fields, "back")
        case _:
            return headline(kind, fields)
    return shortened(plain(question), LONGEST_HEADLINE)


def _term(fields: Fields, ordinal: int, _seed: int) -> Face:
    front, back = _said(fields, "front"), _said(fields, "back")
    if ordinal == 0:
        return Face("Term", front, "", back, hint=_said(fields, "hint"))
    # The hint is written for the term's own side; here it would often give the term away.
    return Face("Definition → term", "", back, front)


def _question(fields: Fields, _ordinal: int, _seed: int) -> Face:
    return Face("Question", "", _said(fields, "front"), _said(fields, "back"), hint=_said(fields, "hint"))


def _cloze(fields: Fields, ordinal: int, _seed: int) -> Face:
    text = _said(fields, "text")
    return Face("Fill in", "", cloze_question(text, ordinal + 1), cloze_answer(text, ordinal + 1))


def _list(fields: Fields, _ordinal: int, _seed: int) -> Face:
    items = tuple(item.strip() for item in fields["items"])
    question = f"Put the {_in_words(len(items))} items in order, the first on top."
    return Face("Put in order", _said(fields, "front"), question, _numbered(items), task=Arrange(items))


def _classify(fields: Fields, _ordinal: int, seed: int) -> Face:
    boxes = fields["boxes"]
    names = tuple(box["name"].strip() for box in boxes)
    belonging = [(item.strip(), place) for place, box in enumerate(boxes) for item in box["items"]]
    # Sorted first, so that the order says nothing of how the author wrote them.
    belonging = mixed(sorted(belonging, key=lambda item: plain(item[0]).casefold()), seed)
    items, places = tuple(item for item, _ in belonging), tuple(place for _, place in belonging)
    question = f"Sort the {_in_words(len(items))} items into their boxes: {', '.join(names)}."
    answer = "\n\n".join(f"**{box['name'].strip()}**\n\n{_bulleted(box['items'])}" for box in boxes)
    return Face("Sort", _said(fields, "front"), question, answer, task=Sort(names, items, places))


def _choice(fields: Fields, _ordinal: int, seed: int) -> Face:
    offered = [
        Option(
            said["text"].strip(), said.get("correct", False), said["rationale"].strip(), _said(said, "misconception")
        )
        for said in fields["options"]
    ]
    task = Choose(tuple(in_fair_order(offered, seed)))
    key = task.options[task.key]
    others = _bulleted(
        [
            f"**{letter}** {option.text}\n\n{_reason(option)}"
            for letter, option in zip(ascii_uppercase, task.options, strict=False)
            if option is not key
        ]
    )
    answer = f"**{ascii_uppercase[task.key]}** {key.text}\n\n{_reason(key)}\n\n{others}"
    return Face("Best answer", "", _said(fields, "front"), answer, task=task)


def _numeric(fields: Fields, _ordinal: int, seed: int) -> Face:
    from studyapp.domain.numeric import NumericMistake, numeric_question, with_unit

    try:
        asked = numeric_question(fields, seed)
    except NumericMistake as mistake:
        return Face("Numeric", "", f"{_CANNOT_BE_ASKED} {mistake}", "", hint=_said(fields, "hint"))
    answer = f"**{with_unit(asked.answer_text, asked.unit)}**"
    wrong = _bulleted([f"{path.text}: {path.why}" for path in asked.wrong])
    often = f"**Often seen**\n\n{wrong}" if wrong else ""
    return Face(
        "Numeric · new numbers each time",
        asked.title,
        asked.stem,
        "\n\n".join(filter(None, (answer, asked.solution, often))),
        hint=_said(fields, "hint"),
        task=Calculate(asked),
        exhibit=asked.exhibit,
        exhibit_answer=asked.exhibit_answer,
    )


_CANNOT_BE_ASKED = "This question cannot be asked with its numbers as they are. Edit the note, or suspend the card."


def _essay(fields: Fields, _ordinal: int, _seed: int) -> Face:
    rubric, model = tuple(line.strip() for line in fields["rubric"]), _said(fields, "answer")
    answer = f"{model}\n\n**Mark each line 0, 1 or 2**\n\n{_numbered(rubric)}"
    label = "Explain · not part of the exam since 2019"
    return Face(label, "", _said(fields, "front"), answer, task=Write(rubric, model))


_FACES: Mapping[Kind, Callable[[Fields, int, int], Face]] = {
    Kind.TERM: _term,
    Kind.QUESTION: _question,
    Kind.CLOZE: _cloze,
    Kind.LIST: _list,
    Kind.CLASSIFY: _classify,
    Kind.CHOICE: _choice,
    Kind.NUMERIC: _numeric,
    Kind.ESSAY: _essay,
}


def _with_extras(kind: Kind, fields: Fields, ordinal: int, shown: Face) -> Face:
    """The face with example, remark and exhibit of its note; a numeric question has made its exhibit itself."""
    shown = replace(shown, example=_said(fields, "example"), remark=_said(fields, "remark"))
    spec = fields.get("exhibit")
    if not spec or kind is Kind.NUMERIC:
        return shown
    from studyapp.domain.exhibits import ExhibitMistake, exhibit

    try:
        asked, answered = exhibit(spec, {}, False), exhibit(spec, {}, True)
    except ExhibitMistake as mistake:
        return replace(shown, answer=f"{shown.answer}\n\n*The exhibit cannot be drawn. {mistake}*")
    # The reverse of a term asks for what the exhibit would tell.
    return replace(shown, exhibit=asked if ordinal == 0 else None, exhibit_answer=answered)


def _in_words(count: int) -> str:
    return _NUMBER_WORDS[count] if len(_NUMBER_WORDS) > count > 1 else str(count)


def _said(fields: Fields, name: str) -> str:
    text: str = fields.get(name, "")
    return text.strip()


def _reason(option: Option) -> str:
    return f"{option.rationale} *{option.misconception}*" if option.misconception else option.rationale


def _numbered(items: Sequence[str]) -> str:
    return "\n".join(f"{number}. {_indented(item, len(str(number)) + 2)}" for number, item in enumerate(items, 1))


def _bulleted(items: Sequence[str]) -> str:
    return "\n".join(f"- {_indented(item)}" for item in items)


def _indented(text: str, columns: int = 2) -> str:
    """The text with its later lines inside the list item that its first line begins."""
    return text.strip().replace("\n", "\n" + " " * columns)


_TEXT_ORDER: Mapping[Kind, tuple[str, ...]] = {
    Kind.TERM: ("front", "back", "example", "remark"),
    Kind.QUESTION: ("front", "back", "example", "remark"),
    Kind.CLOZE: ("text", "remark"),
    Kind.LIST: ("front", "items", "remark"),
    Kind.CLASSIFY: ("front", "boxes", "remark"),
    Kind.CHOICE: ("front", "options", "remark"),
    Kind.NUMERIC: ("title", "front", "unit", "labels", "solution"),
    Kind.ESSAY: ("front", "answer", "rubric"),
    Kind.TEMPLATE: ("fields",),
}


def _texts(kind: Kind, fields: Fields) -> Iterable[str]:
    for name in _TEXT_ORDER[kind]:
        yield from _strings(fields.get(name, ""))


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from _strings(entry)
