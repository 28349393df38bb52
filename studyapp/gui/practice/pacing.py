"""Time in an exam: what is left in words, and whether the learner is ahead of the pace that the exam asks for."""

from __future__ import annotations

from dataclasses import dataclass

_NEAR = 45
"""Seconds from the pace that still count as on pace: less than a minute cannot be named in minutes."""
_FIRST_SHARE, _FIRST_SECONDS = 0.1, 300
"""Before this part of the time allowed, at most so many seconds, a pace says nothing yet, however quick the first answers are."""
WARNINGS = (30 * 60, 10 * 60, 5 * 60, 60)
"""Seconds left at which a screen reader is told."""
LAST_MINUTES = 5 * 60
"""Seconds left from which the time is shown in red."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far an exam has come, in questions and in time."""

    done: int
    questions: int
    used: float
    """Seconds since the start that count against the time allowed."""
    allowed: float
    """Seconds for the whole exam, more than 0."""

    @property
    def ahead(self) -> float:
        """Seconds by which the questions done are ahead of the clock; less than 0 if behind."""
        return self.done * self.allowed / self.questions - self.used

    @property
    def share_done(self) -> float:
        """The part of the questions that is done, 0 to 1."""
        return self.done / self.questions

    @property
    def share_due(self) -> float:
        """Where the clock says the learner should be, 0 to 1."""
        return min(1.0, self.used / self.allowed)

    @property
    def words(self) -> str:
        """Such as “2 min ahead of pace”."""
        if abs(self.ahead) < _NEAR:
            return "on pace"
        minutes = max(1, round(abs(self.ahead) / 60))
        return f"{minutes} min {'ahead of' if self.ahead > 0 else 'behind'} pace"

    @property
    def brief(self) -> str:
        """The same in little room, such as “+2 min” or “−5 min”."""
        if abs(self.ahead) < _NEAR:
            return "on pace"
        return f"{'+' if self.ahead > 0 else '−'}{max(1, round(abs(self.ahead) / 60))} min"

    @property
    def is_told(self) -> bool:
        """Whether the exam has come far enough for its pace to say something."""
        return self.used >= min(_FIRST_SHARE * self.allowed, _FIRST_SECONDS)

    @property
    def is_behind(self) -> bool:
        """Whether the learner should hurry."""
        return self.ahead <= -_NEAR


def clock_words(seconds: float) -> str:
    """Hours, minutes and seconds as on a clock, such as `2:35:50`; a second that has begun counts."""
    whole = -int(-max(0.0, seconds) // 1)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def spoken_time(seconds: float) -> str:
    """The time left as a screen reader should say it, such as “2 hours 35 minutes”."""
    minutes = int(seconds) // 60
    if minutes < 1:
        return _counted(max(0, int(seconds)), "second")
    hours, minutes = divmod(minutes, 60)
    parts = [_counted(hours, "hour")] if hours else []
    return " ".join(parts + ([_counted(minutes, "minute")] if minutes or not hours else []))


def length_words(minutes: int) -> str:
    """How long an exam takes: “43 min”, “2 h 9 min”."""
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
