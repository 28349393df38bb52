"""What is remembered. The only SQL, and the windows' only source of data: values come out, never rows.

One method per thing the user does, one transaction and one undo step per method. Parts: `review`, `cards`, `decks`,
`content`, `exams`, `open_book`, `card_reports`, `history`, `settings`, `media`; `journal` undoes; `backup` copies and restores
files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studyapp.collection.changes import Changes, Progress
from studyapp.collection.collection import Collection, FolderLock, Soundness, check_file, start_new_file
from studyapp.collection.decks import DeckRow, LearnNote
from studyapp.collection.history import DayDone, SectionMemory, Streak
from studyapp.collection.review import Plan, Scope, ShownCard
from studyapp.collection.settings import StudySettings

if TYPE_CHECKING:
    from studyapp.collection.backup import BackupContent, BackupFile
    from studyapp.collection.cards import FLAGS, CardInfo, EditableNote, PastReview
    from studyapp.collection.content import MergePlan
    from studyapp.collection.deck_parts import Part, Parts
    from studyapp.collection.exam_values import (
        DamagedExam,
        Exam,
        ExamQuestion,
        ExamSummary,
        ItemState,
        ItemStatistic,
        Offer,
    )

_LATER = {
    **dict.fromkeys(("BackupContent", "BackupFile"), "studyapp.collection.backup"),
    **dict.fromkeys(("FLAGS", "CardInfo", "EditableNote", "PastReview"), "studyapp.collection.cards"),
    "MergePlan": "studyapp.collection.content",
    **dict.fromkeys(("Part", "Parts"), "studyapp.collection.deck_parts"),
    **dict.fromkeys(
        ("DamagedExam", "Exam", "ExamQuestion", "ExamSummary", "ItemState", "ItemStatistic", "Offer"),
        "studyapp.collection.exam_values",
    ),
}


def __getattr__(name: str) -> object:
    """Names from the parts that today's numbers do without: loading them can wait until somebody asks."""
    from importlib import import_module

    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


__all__ = [
    "FLAGS",
    "BackupContent",
    "BackupFile",
    "CardInfo",
    "Changes",
    "Collection",
    "DamagedExam",
    "DayDone",
    "DeckRow",
    "EditableNote",
    "Exam",
    "ExamQuestion",
    "ExamSummary",
    "FolderLock",
    "ItemState",
    "ItemStatistic",
    "LearnNote",
    "MergePlan",
    "Offer",
    "Part",
    "Parts",
    "PastReview",
    "Plan",
    "Progress",
    "Scope",
    "SectionMemory",
    "ShownCard",
    "Soundness",
    "Streak",
    "StudySettings",
    "check_file",
    "start_new_file",
]
