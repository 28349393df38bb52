"""A numeric note and a seed give a question: new numbers at every review, one memory.

Numbers, formulas and wrong paths are data of the deck; `domain.expression` is all that they can say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyapp.domain.content import Fields
from studyapp.domain.exhibits import Exhibit, ExhibitMistake, check_exhibit, exhibit, exhibit_texts
from studyapp.domain.expression import as_seen, round_half_up
from studyapp.domain.number_places import NumberedText, writer, written
from studyapp.domain.number_reading import read_number, unit_signs
from studyapp.domain.number_template import Draw, Mistake, Refusal, read_template
from studyapp.domain.numeric_trials import Trials
from studyapp.domain.scheduling import uniform

__all__ = [
    "NumericMistake",
    "NumericOption",
    "NumericQuestion",
    "check_numeric",
    "mark_number",
    "numeric_question",
    "read_number",
    "with_unit",
]

MOST_WRONG_OFFERED = 3
_OFFERING = 1 << 24
"""Random numbers from here on choose among wrong paths; those below are for parameters."""
_TRIAL_SEEDS = 32
_COMPLETE_TRIALS = 8
_WORK_OF_ALL_TRIALS = 250_000
"""Steps that the trials of one note may take, besides those of the seed that takes the last of them."""
_FEWEST_TRIALS = 2
"""Seeds of each note, and draws with one, however much the notes before it have taken."""
_STEPS_OF_A_QUESTION, _STEPS_OF_AN_EXHIBIT, _STEPS_OF_A_LETTER = 1_500, 4_000, 25
_PARTS = {"%": 100, "‰": 1000}
"""What a share is multiplied by before these signs."""
_NOISE = 1e-14
"""Share of a number that comes from calculating in binary fractions, not from a difference."""


@dataclass(frozen=True, slots=True)
class NumericOption:
    """One answer that is offered, or a wrong one that is recognised when it is typed."""

    text: str
    """As it is offered: the number rounded as asked, with its unit, or a label."""
    value: float
    correct: bool
    why: str
    """The mistake in thinking that leads to it; nothing for the right answer."""


@dataclass(frozen=True, slots=True)
class NumericQuestion:
    """A numeric note with its numbers filled in. All texts are CommonMark with formulas."""

    title: str
    stem: str
    answer: float
    """Rounded as the stem asks; the number of the right label where there are labels."""
    answer_text: str
    """The answer as it is written, without its unit, or the right label."""
    unit: str
    decimals: int
    tolerance: float
    """How far from `answer` a typed number may be."""
    options: tuple[NumericOption, ...]
    """What is offered: three or four numbers, ascending and distinct as written, or two to five labels in their order;
    none if the note has too few wrong paths."""
    wrong: tuple[NumericOption, ...]
    """Every wrong path of the note, to recognise a typed answer by."""
    typed: bool
    """Whether the answer is typed in daily review; otherwise one of `options` is picked."""
    solution: str
    exhibit: Exhibit | None = None
    """As it is asked."""
    exhibit_answer: Exhibit | None = None
    """With what belongs to the answer."""


class NumericMistake(ValueError):
    """A numeric note that gives no question: the field, such as `values.mean`, and a sentence on what is wrong."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


def numeric_question(fields: Fields, seed: int) -> NumericQuestion:
    """The question that a sound numeric note asks with this seed, always the same; NumericMistake if there is none."""
    note = _Note(fields)
    draw, offered = note.drawn(seed)
    return note.question(draw, offered)


def check_numeric(fields: Fields, *, trials: Trials | bool = True) -> Iterator[Mistake]:
    """What is wrong with a numeric note whose fields have the right shapes: as it is written, then as it comes out.

    `trials` says how much the notes of a deck may still be tried; a note on its own is tried in full.
    """
    try:
        note = _Note(fields)
    except _Unsound as unsound:
        yield from unsound.mistakes
        return
    mistakes = list(note.mistakes_in_texts())
    if not mistakes and trials:
        mistakes = list(note.mistakes_in_trials(trials if isinstance(trials, Trials) else Trials()))
    yield from mistakes


def mark_number(question: NumericQuestion, text: str) -> tuple[bool, NumericOption | None]:
    """Whether a typed answer is right within the tolerance, and if not, the wrong path that it comes from, if any.

    The sign of another unit makes it wrong; a percentage is taken for a share where the answer has no unit.
    """
    number = read_number(text)
    if number is None:
        return False, None
    signs = unit_signs(text)
    if not question.unit and len(signs) == 1 and (parts := _PARTS.get(min(signs))):
        number /= parts
    elif signs - unit_signs(question.unit):
        return False, None
    if _within(number, question.answer, question.tolerance):
        return True, None
    half_a_unit = 0.5 * 10.0**-question.decimals
    near = [path for path in question.wrong if _within(number, path.value, half_a_unit)]
    return False, min(near, key=lambda path: abs(path.value - number), default=None)


def with_unit(number: str, unit: str) -> str:
    """A written number with its unit: `12 days`, `45%`, `−$3`."""
    if unit in ("$", "€", "£"):
        return f"−{unit}{number[1:]}" if number.startswith("−") else f"{unit}{number}"
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()


def _within(number: float, other: float, distance: float) -> bool:
    return abs(number - other) <= distance * (1 + 1e-9) + abs(other) * _NOISE


class _Unsound(NumericMistake):
    """A note with mistakes as it is written."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(*mistakes[0])
        self.mistakes = mistakes


class _Note:
    """A numeric note, read; it raises _Unsound where that cannot be done."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.labels: Sequence[str] = fields.get("labels") or ()
        self.paths: Sequence[Mapping[str, str]] = fields.get("wrong", ())
        self.decimals: int = 0 if self.labels else fields.get("decimals", 2)
        self.unit: str = "" if self.labels else fields.get("unit", "").strip()
        self.tolerance: float = fields.get("tolerance", 0) or 0.5 * 10.0**-self.decimals
        self.typed: bool = fields.get("typed", True) and not self.labels
        self._texts: dict[str, NumberedText] = {}
        self.template, mistakes = read_template(fields)
        if mistakes:
            raise _Unsound(mistakes)
        self.template.offering = sum(map(self.template.writing, self.labels))

    def drawn(self, seed: int) -> tuple[Draw, tuple[NumericOption, ...]]:
        """Numbers that make a question, with the options that are offered; NumericMistake if there are none."""
        reasons: Counter[Refusal] = Counter()
        for attempt in range(self.template.draws):
            found = self.tried(seed, attempt)
            if not isinstance(found, Refusal):
                return found
            reasons[found] += 1
        raise NumericMistake(*_never(reasons, self.template.draws))

    def tried(self, seed: int, attempt: int) -> tuple[Draw, tuple[NumericOption, ...]] | Refusal:
        """What one try with a seed gives."""
        draw = self.template.draw(seed, attempt)
        if isinstance(draw, Refusal):
            return draw
        offered = self._labels_offered(draw) if self.labels else self._numbers_offered(draw, seed)
        return offered if isinstance(offered, Refusal) else (draw, offered)

    def question(self, draw: Draw, offered: tuple[NumericOption, ...]) -> NumericQuestion:
        """The question that these numbers make; NumericMistake if its exhibit cannot be made from them."""
        answer = round_half_up(draw.answer, self.decimals)
        answer_text = offered[int(answer) - 1].text if self.labels else written(answer, self.decimals)
        texts = self._writing(draw, answer_text)
        wrong = [
            NumericOption(option.text, option.value, False, texts(path["why"]))
            for option, path in zip(self._wrong(draw, offered), self.paths, strict=True)
        ]
        whys = {option.text: option.why for option in reversed(wrong)}
        options = [
            NumericOption(each.text, each.value, each.correct, "" if each.correct else whys.get(each.text, ""))
            for each in offered
        ]
        asked, answered = self._exhibits(draw)
        return NumericQuestion(
            title=texts(self.fields.get("title", "")),
            stem=texts(self.fields["front"]),
            answer=answer,
            answer_text=answer_text,
            unit=self.unit,
            decimals=self.decimals,
            tolerance=self.tolerance,
            options=tuple(options),
            wrong=tuple(wrong),
            typed=self.typed,
            solution=texts(self.fields.get("solution", "")),
            exhibit=asked,
            exhibit_answer=answered,
        )

    def mistakes_in_texts(self) -> Iterator[Mistake]:
        """Places for numbers that cannot be filled, and what does not fit together."""
        names = self.template.names
        for field, text, may_say_answer in self._all_texts():
            known = [*names, "answer"] if may_say_answer else names
            for sentence in NumberedText(text, known).mistakes:
                yield field, sentence
        if self.fields.get("tolerance", 0) < 0:
            yield "tolerance", "The tolerance must not be below 0."
        if not self.fields.get("typed", True) and not self.labels and len(self.paths) < 2:
            yield "typed", "An answer that is not typed needs at least two wrong paths to be offered with."
        if "exhibit" in self.fields:
            for field, sentence in check_exhibit(self.fields["exhibit"], names):
                yield f"exhibit.{field}" if field else "exhibit", sentence

    def mistakes_in_trials(self, trials: Trials) -> Iterator[Mistake]:
        """What goes wrong with drawn numbers, at most one mistake; the work is bounded, and taken off that of the deck."""
        few, work = trials.left <= 0, self.template.work
        seeds, complete, draws = (
            (_FEWEST_TRIALS, 1, _FEWEST_TRIALS) if few else (_TRIAL_SEEDS, _COMPLETE_TRIALS, self.template.draws)
        )
        least = 0 if few else trials.left - _WORK_OF_ALL_TRIALS
        answers: list[float] = []
        for seed in range(1, seeds + 1):
            reasons: Counter[Refusal] = Counter()
            for attempt in range(draws):
                trials.left -= work
                found = self.tried(seed, attempt)
                if not isinstance(found, Refusal):
                    break
                if found.calculated:
                    yield found.field, found.sentence
                    return
                reasons[found] += 1
            else:
                # Few draws do not show that none would do.
                if not few:
                    yield _never(reasons, draws)
                return
            answers.append(found[0].answer)
            if seed <= complete:
                try:
                    trials.left -= self._steps_of(self.question(*found))
                except NumericMistake as mistake:
                    yield mistake.field, mistake.sentence
                    return
            if not few and trials.left < least:
                break
        if self.fields.get("tolerance") and self._accepts_anything(answers):
            yield (
                "tolerance",
                "The tolerance is so large that one number is right whatever is drawn; take a smaller one.",
            )

    def _accepts_anything(self, answers: Sequence[float]) -> bool:
        """Whether one number, such as 0, is within the tolerance of all these answers, though they differ or are far from it."""
        spread = max(answers) - min(answers)
        # Few answers may be alike by chance.
        alike = len(answers) >= _COMPLETE_TRIALS and 0 < spread <= 2 * self.tolerance
        return alike or 0 < max(map(abs, answers)) <= self.tolerance

    def _steps_of(self, question: NumericQuestion) -> int:
        """Steps that writing a question takes."""
        steps = _STEPS_OF_A_QUESTION + sum(self.template.writing(text) for _, text, _ in self._all_texts())
        if question.exhibit_answer:
            steps += _STEPS_OF_AN_EXHIBIT + _STEPS_OF_A_LETTER * len(question.exhibit_answer.alternative)
        return steps

    def _all_texts(self) -> Iterator[tuple[str, str, bool]]:
        """Each text with places for numbers: its field, and whether it is shown with the answer only."""
        for name in ("title", "front"):
            yield name, self.fields.get(name, ""), False
        yield "solution", self.fields.get("solution", ""), True
        for number, path in enumerate(self.paths, 1):
            yield f"wrong[{number}].why", path["why"], True
        for number, label in enumerate(self.labels, 1):
            yield f"labels[{number}]", label, False
        if spec := self.fields.get("exhibit"):
            for field, text in exhibit_texts(spec):
                yield f"exhibit.{field}", text, False

    def _writing(self, draw: Draw, answer_text: str) -> Callable[[str], str]:
        write = writer(draw.values, self.template.decimals, {"answer": answer_text})
        return lambda text: self._read(text).filled(write).strip() if "{" in text else text.strip()

    def _read(self, text: str) -> NumberedText:
        if text not in self._texts:
            self._texts[text] = NumberedText(text, [*self.template.names, "answer"])
        return self._texts[text]

    def _exhibits(self, draw: Draw) -> tuple[Exhibit | None, Exhibit | None]:
        spec = self.fields.get("exhibit")
        if not spec:
            return None, None
        fill = self._writing(draw, "")
        try:
            return exhibit(spec, draw.values, False, fill), exhibit(spec, draw.values, True, fill)
        except ExhibitMistake as mistake:
            field = getattr(mistake, "field", "")
            raise NumericMistake(f"exhibit.{field}" if field else "exhibit", str(mistake)) from None

    def _option(self, value: float, correct: bool = False) -> NumericOption:
        rounded = round_half_up(value, self.decimals)
        return NumericOption(with_unit(written(rounded, self.decimals), self.unit), rounded, correct, "")

    def _wrong(self, draw: Draw, labels: Sequence[NumericOption] = ()) -> list[NumericOption]:
        """All wrong paths, without their reasons."""
        if self.labels:
            return [labels[round(value) - 1] for value in draw.wrong]
        return [self._option(value) for value in draw.wrong]

    def _labels_offered(self, draw: Draw) -> tuple[NumericOption, ...] | Refusal:
        fields = ("answer", *(f"wrong[{number}].expression" for number in range(1, len(draw.wrong) + 1)))
        for field, value in zip(fields, (draw.answer, *draw.wrong), strict=True):
            seen = as_seen(value)
            if not seen.is_integer() or not 1 <= seen <= len(self.labels):
                sentence = (
                    f"The formula gives {written(value)}; it must give the number of a label, 1 to {len(self.labels)}."
                )
                return Refusal(field, sentence, calculated=True)
        right = int(as_seen(draw.answer))
        texts = list(map(self._writing(draw, ""), self.labels))
        if len(set(texts)) < len(texts):
            return Refusal("labels", "Two labels came out equal; keep them apart by a constraint.")
        return tuple(NumericOption(text, float(place), place == right, "") for place, text in enumerate(texts, 1))

    def _numbers_offered(self, draw: Draw, seed: int) -> tuple[NumericOption, ...] | Refusal:
        key, wrong = self._option(draw.answer, True), self._wrong(draw)
        for number, path in enumerate(wrong, 1):
            if path.text == key.text or _within(path.value, key.value, self.tolerance):
                return _equal(number, "the answer", self.paths[number - 1]["expression"])
        distinct = list({path.text: path for path in reversed(wrong)}.values())
        if len(distinct) < min(MOST_WRONG_OFFERED, len(wrong)):
            number = next(place for place, path in enumerate(wrong, 1) if path in wrong[: place - 1])
            return _equal(number, "another wrong path", self.paths[number - 1]["expression"])
        if len(distinct) < 2:
            return ()
        return tuple(sorted([key, *_chosen(key, distinct, seed)], key=lambda option: option.value))


def _equal(number: int, other: str, formula: str) -> Refusal:
    sentence = f"“{formula}” came out equal to {other} as rounded; keep them apart by a constraint or more decimals."
    return Refusal(f"wrong[{number}].expression", sentence)


def _chosen(key: NumericOption, wrong: list[NumericOption], seed: int) -> list[NumericOption]:
    """Those wrong paths that are offered: the seed draws a place for the key among those that their values allow."""
    ordered = sorted(wrong, key=lambda option: uniform(seed, _OFFERING + 1 + wrong.index(option)))
    below = [option for option in ordered if option.value < key.value]
    above = [option for option in ordered if option.value > key.value]
    fewest, most = max(0, MOST_WRONG_OFFERED - len(above)), min(MOST_WRONG_OFFERED, len(below))
    places = [place for place in range(fewest, most + 1) for _ in range(_weight(place, fewest, most))] or [most]
    taken = places[int(uniform(seed, _OFFERING) * len(places))]
    return below[:taken] + above[: MOST_WRONG_OFFERED - taken]


def _weight(place: int, fewest: int, most: int) -> int:
    """How often a place is drawn: the outer ones more, since many questions allow none but the inner ones.

    Where there are but two places, that would make one of them a good guess.
    """
    return 3 if place in (0, MOST_WRONG_OFFERED) and most - fewest >= 2 else 2


def _never(reasons: Counter[Refusal], draws: int) -> Mistake:
    """The mistake of a note that gave no question in so many draws."""
    refusal, _ = reasons.most_common(1)[0]
    return refusal.field, f"No numbers made a question in {draws} tries. {refusal.sentence}"
