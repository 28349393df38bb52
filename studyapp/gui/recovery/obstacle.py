"""Which kind of trouble keeps a collection shut, and which ways on make sense for it."""

from __future__ import annotations

from dataclasses import dataclass

from studyapp.errors import (
    CollectionInUse,
    DamagedCollection,
    DiskFull,
    LostCollection,
    NewerCollection,
    ReadOnlyCollection,
    UserError,
)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """How the recovery page speaks of an error."""

    title: str
    reassurance: str = ""
    """What the error's own sentence leaves open, so that nobody worries."""
    restores: bool = False
    """Whether going back to a backup helps."""
    retries: bool = True
    """Whether it may open when it is tried again."""
    starts_anew: bool = False
    """Whether a new collection may be made in this folder."""


def obstacle(error: UserError) -> Obstacle:
    """The kind of trouble that an error at opening stands for."""
    if isinstance(error, CollectionInUse):
        return Obstacle("Your collection is open elsewhere")
    if isinstance(error, NewerCollection):
        return Obstacle("Your collection needs a newer studyapp", retries=False)
    if isinstance(error, ReadOnlyCollection):
        return Obstacle("Your collection cannot be written", "Nobody should study in vain, so it was not opened.")
    if isinstance(error, DiskFull):
        return Obstacle("The disk is full", "Your answers up to now are safe.")
    if isinstance(error, LostCollection):
        return Obstacle("Your collection file is gone", restores=True, starts_anew=True)
    if isinstance(error, DamagedCollection):
        return Obstacle("Your collection is damaged", restores=True)
    return Obstacle("Your collection could not be opened", "Nothing in it was changed.")
