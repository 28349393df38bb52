"""What the report of an exam says in sentences. No word promises anything about the real exam."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from studyapp.domain.blueprint import Outline
from studyapp.domain.exam_report import ChangedAnswers, ExamReport, Grade, ReportItem, Result, Tally
from studyapp.domain.mock_exam import MOCKS, ExamKind
from studyapp.gui.practice.names import exam_name, exam_title
from studyapp.gui.widgets.painting import NBSP, per_cent
from studyapp.gui.widgets.words import counted, day_and_month, locale, number, qt_date

SHORT_KINDS: Mapping[ExamKind, str] = {ExamKind.FULL: "full", ExamKind.HALF: "half", ExamKind.MINI: "mini"}
"""Mocks in a word."""
CONFIDENCE_WORDS: Mapping[int, str] = {0: "guess", 1: "fairly sure", 2: "sure"}
NOT_AFFILIATED = "not affiliated with ASQ"
NOT_OURS = f"studyapp is {NOT_AFFILIATED}; the questions are not ASQ’s."
DIAGNOSTIC = "Diagnostic: your first practice exam. It shows where to begin."
UNSCORED = "The real exam mixes in questions that are being tried out and do not count. So does this one, and it tells you which only here."
STATUS = "A practice exam shows what to study. It does not predict the scaled score."
STATUS_SHORT = "It shows what to study; it predicts no score."
STATUS_SHORTEST = "It predicts no score."
NOT_REACHED = (
    "You did not reach these. They stay fresh for another exam, so their text and their answers are not shown."
)
"""Why nothing of some questions is shown."""

_AWAY = 60
"""Seconds by the clock of the wall without a question on the screen that are worth a word."""
_WIDE = 0.30
"""A likely range as wide as this says little."""


def day_of(milliseconds: int, zone: tzinfo | None) -> date:
    """The day on which a moment fell for the learner."""
    return datetime.fromtimestamp(milliseconds / 1000, zone).date()


def time_words(seconds: float) -> str:
    """Such as “1 min 19 s”, “45 s” or “2 h 4 min”."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{NBSP}s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}{NBSP}min {rest}{NBSP}s" if rest else f"{minutes}{NBSP}min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}{NBSP}h {minutes}{NBSP}min" if minutes else f"{hours}{NBSP}h"


def range_words(tally: Tally) -> str:
    """The 90 % interval, such as “62–77 %”."""
    return f"{round(100 * tally.low)}–{round(100 * tally.high)}{NBSP}%"


def title(report: ExamReport, outline: Outline | None) -> str:
    """What was taken, such as “Half mock exam” or “Drill IV.C.7 Process capability”."""
    return exam_title(report.kind, report.scope, outline)


def subtitle(report: ExamReport, day: date, weekday: bool = True) -> str:
    """When, how many questions, and in what time."""
    when = locale().toString(qt_date(day), "dddd d MMMM yyyy" if weekday else "d MMMM yyyy")
    minutes = max(1, round(report.taken / 60))
    taken = (
        f"{counted(minutes, 'minute')} ({number(report.minutes)} allowed)"
        if report.minutes
        else counted(minutes, "minute")
    )
    mode = "strict" if report.strict else "relaxed"
    return f"{when}, {counted(len(report.items), 'question')} in {taken}, {mode}"


def lowest_words(sections: Sequence[Tally], names: Mapping[str, str]) -> str:
    """Which part came out lowest, and how much that says."""
    asked = [part for part in sections if part.total]
    if len(asked) < 2:
        return ""
    low = min(asked, key=lambda part: (part.share, -part.total))
    if low.right == low.total:
        return "Everything was right in each section."
    if sum(part.share == low.share for part in asked) > 1:
        return "No section stands out as the lowest."
    said = f"{names.get(low.id) or low.title} is lowest"
    if low.high - low.low >= _WIDE:
        return f"{said}; with {counted(low.total, 'question')} its range is wide."
    return f"{said}."


def trend_words(report: ExamReport, zone: tzinfo | None) -> str:
    """How this mock compares with the last of its kind, or else with the last of any."""
    if not report.earlier:
        return "Your next mocks will stand beside this one."
    before = next((mock for mock in report.earlier if mock.kind is report.kind), report.earlier[0])
    points = round(100 * report.whole.share) - round(100 * before.whole.share)
    named = f"the {SHORT_KINDS[before.kind]} mock of {day_and_month(day_of(before.finished, zone))}"
    if not points:
        return f"As in {named}."
    turn = f"{'Up' if points > 0 else 'Down'} {counted(abs(points), 'point')} since {named}"
    if before.whole.low <= report.whole.high and report.whole.low <= before.whole.high:
        return f"{turn}; the ranges overlap, so it may be chance."
    return f"{turn}, more than chance explains."


def changed_words(changed: ChangedAnswers) -> str:
    """What became of the answers that were changed."""
    parts = []
    for count, words in (
        (changed.wrong_to_right, "to right"),
        (changed.right_to_wrong, "to wrong"),
        (changed.wrong_to_wrong, "neither"),
    ):
        if count:
            parts.append(f"{count} {words}")
    return ", ".join(parts)


def first_answer_words(changed: ChangedAnswers) -> str:
    """Whether second thoughts have helped."""
    total = changed.wrong_to_right + changed.right_to_wrong + changed.wrong_to_wrong
    if not total:
        return "You kept every first answer."
    gained = changed.right - changed.first_right
    if not gained:
        return f"With your first answers the result would have been the same: {number(changed.right)} right."
    turn = "gained" if gained > 0 else "lost"
    return (
        f"Changing answers {turn} {counted(abs(gained), 'question')}: {number(changed.right)} right, "
        f"{number(changed.first_right)} with your first answers."
    )


def calibration_words(calibration: Sequence[Tally]) -> str:
    """Whether being sure meant being right."""
    if not calibration:
        return "You did not say how sure you were. Say so in the next exam to see whether your feeling can be trusted."
    said = {part.id: part for part in calibration}
    sure = said.get("2")
    if sure is not None and sure.right < sure.total:
        wrong = sure.total - sure.right
        verb = "was" if wrong == 1 else "were"
        return f"{counted(wrong, 'answer')} that you were sure of {verb} wrong: these are worth the first look."
    if sure is not None:
        return "Whenever you were sure, you were right."
    return "You were sure of none of your answers."


def pace_words(report: ExamReport) -> str:
    """Where the time went."""
    pace = report.pace
    if not pace.mean:
        return "No time was measured."
    parts = [f"{counted(pace.over, 'question')} took longer than the pace of {time_words(pace.allowed)}."]
    if pace.mean_right and pace.mean_wrong:
        parts.append(
            f"Right answers took {time_words(pace.mean_right)} on average, the others {time_words(pace.mean_wrong)}."
        )
    if report.taken - report.seconds >= _AWAY:
        parts.append(
            f"{time_words(report.seconds)} were spent on the questions; "
            f"the clock ran on for the other {time_words(report.taken - report.seconds)}."
        )
    return " ".join(parts)


def missed_again_words(report: ExamReport, brought_forward: int) -> str:
    """What finishing the exam has changed in daily study."""
    seen = [item for item in report.items if item.missed and item.card_id is not None]
    unseen = report.not_reached
    if not seen:
        return ""
    verb = "comes" if len(seen) == 1 else "come"
    theirs = "its" if len(seen) == 1 else "their"
    said = f"{counted(len(seen), 'missed question')} {verb} back in Review, with {theirs} own spacing."
    if brought_forward:
        verb = "was" if brought_forward == 1 else "were"
        said += f" {counted(brought_forward, 'recall card')} behind them {verb} brought forward."
    if unseen:
        verb = "stays" if unseen == 1 else "stay"
        said += f" {counted(unseen, 'question')} that you did not reach {verb} fresh for another exam."
    return said


def result_words(item: ReportItem) -> str:
    """How a question ended, in a word or three."""
    return {
        Result.RIGHT: "right",
        Result.WRONG: "wrong",
        Result.UNANSWERED: "no answer",
        Result.OUT_OF_TIME: "out of time",
        Result.NOT_REACHED: "not reached",
    }[item.result]


def item_facts(item: ReportItem) -> list[str]:
    """Time, confidence and what else is worth saying of one question."""
    facts = [time_words(item.seconds)] if item.seconds else []
    if item.confidence is not None:
        facts.append(CONFIDENCE_WORDS[item.confidence])
    if item.changed:
        facts.append("changed from right" if item.first_right else "changed")
    if not item.scored:
        facts.append("unscored")
    return facts


def leaf_words(item: ReportItem, titles: Mapping[str, str]) -> str:
    """The leaf with its title."""
    if not item.leaf:
        return ""
    return f"{item.leaf} {titles.get(item.leaf, '')}".strip()


def tally_sentence(name: str, tally: Tally) -> str:
    """A result in words, for tool tips and screen readers."""
    return f"{name}: {tally.right} of {tally.total} right, {per_cent(tally.share)}, likely range {range_words(tally)}"


def grade_sentence(grade: Grade | ExamReport, zone: tzinfo | None) -> str:
    """A mock of the trend in words."""
    return tally_sentence(f"{exam_name(grade.kind)}, {day_and_month(day_of(grade.finished, zone))}", grade.whole)


def is_mock(report: ExamReport) -> bool:
    """Whether the exam follows the blueprint, so that it can be compared with others."""
    return report.kind in MOCKS


def notes(report: ExamReport) -> list[str]:
    """Sentences that belong under the figures."""
    unscored = report.unscored
    about = [f"Of the unscored questions {unscored.right} of {unscored.total} were right."] if unscored.total else []
    return [*report.notes, *about, NOT_OURS]
