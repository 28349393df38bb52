"""What the kinds of practice are called, and what strict and relaxed mean."""

from __future__ import annotations

from studyapp.domain.blueprint import Outline
from studyapp.domain.mock_exam import ExamKind

KIND_NAMES = {
    ExamKind.FULL: "Full mock exam",
    ExamKind.HALF: "Half mock exam",
    ExamKind.MINI: "Mini mock exam",
    ExamKind.LEAF: "Drill",
    ExamKind.SECTION: "Drill",
    ExamKind.MISSED: "Missed questions",
    ExamKind.NEW: "New questions",
}
_WITH_SCOPE = (ExamKind.LEAF, ExamKind.SECTION)
STRICT = (
    "As on exam day: no pause, the clock runs on even when studyapp is closed, and nothing is marked until the end."
)
RELAXED = "The clock stops when you pause or leave, and you can look at the answer of each question at once."
PUBLISHED = (
    "Mock exams are for practice. They are made from your decks and are not ASQ’s; studyapp is not affiliated with ASQ. "
    "ASQ publishes no percentage pass mark: 550 of 750 scaled points are needed, and how points are scaled is not published."
)


def exam_title(kind: ExamKind, scope: str, outline: Outline | None) -> str:
    """The name with what the topic or section of a drill is about, such as “Drill IV.C.7 Process capability”."""
    part = (outline.leaf(scope) or outline.section_of(scope)) if outline is not None and kind in _WITH_SCOPE else None
    about = part.title if part is not None and part.id == scope else ""
    return f"{exam_name(kind, scope)} {about}".rstrip()


def exam_name(kind: ExamKind, scope: str = "") -> str:
    """Such as “Full mock exam” or “Drill IV.C.7”."""
    return f"{KIND_NAMES[kind]} {scope}" if scope and kind in _WITH_SCOPE else KIND_NAMES[kind]
