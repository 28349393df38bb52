"""What can go wrong through no fault of the program: each error is a sentence a student can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class UserError(Exception):
    """Something the user can understand and mend. `str()` is the sentence that is shown."""


class UnreadableFile(UserError):
    """A file that cannot be read as what it should be: which file, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a deck: where it stands, and what to do about it."""

    place: str
    """The file as the author named it, such as `cards/1-leadership.toml`."""
    note: str
    """The id of the note, or `note 3` where it has none, or nothing where the mistake is in the file as a whole."""
    field: str
    """The field, such as `options[2].rationale`, or nothing."""
    sentence: str
    """What is wrong and what to do."""

    def __str__(self) -> str:
        parts = [self.place, f"note “{self.note}”" if self.note else "", f"field “{self.field}”" if self.field else ""]
        return f"{', '.join(part for part in parts if part)}: {self.sentence}"


class InvalidDeck(UnreadableFile):
    """A deck with mistakes. All of them are listed, so that one look mends the file."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        count = "1 mistake" if len(self.problems) == 1 else f"{len(self.problems)} mistakes"
        lines = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"{file} was not imported, because it has {count}.\n{lines}")


class NothingToUndo(UserError):
    """There is no step left to undo or redo."""


class StaleCard(UserError):
    """The card has changed since it was shown, so the answer was not saved."""


class CollectionUnavailable(UserError):
    """The collection cannot be opened or written; nothing in it was changed."""


class CollectionInUse(CollectionUnavailable):
    """Another studyapp has this collection open."""


class NewerCollection(CollectionUnavailable):
    """A later version of studyapp wrote this collection."""


class DamagedCollection(CollectionUnavailable):
    """The file is not a sound SQLite database; it is left as it is."""


class LostCollection(DamagedCollection):
    """The file is gone, and there are backups of it: nothing new is made in its place unasked."""


class DiskFull(CollectionUnavailable):
    """There is no room left to write."""


class ReadOnlyCollection(CollectionUnavailable):
    """The folder or the file does not allow writing."""
