"""The critical path method: earliest and latest times of the tasks of a project, by the passes of its network diagram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaskTimes:
    """When a task can start and end, in the unit of its duration, counted from the start of the project."""

    early_start: float
    early_finish: float
    late_start: float
    late_finish: float

    @property
    def slack(self) -> float:
        """How much later the task may start without delaying the project."""
        return round(self.late_start - self.early_start, 9)

    @property
    def critical(self) -> bool:
        """Whether the task lies on a critical path."""
        return self.slack <= 0


def in_order(after: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The tasks so that each stands behind those it waits for; fewer than all where some wait for each other."""
    ordered: list[str] = []
    while ready := [task for task in after if task not in ordered and all(each in ordered for each in after[task])]:
        ordered += ready
    return tuple(ordered)


def task_times(durations: Mapping[str, float], after: Mapping[str, Sequence[str]]) -> dict[str, TaskTimes]:
    """The times of each task; `after` names the tasks that each one waits for, without circles."""
    order = in_order(after)
    finish: dict[str, float] = {}
    for task in order:
        finish[task] = durations[task] + max((finish[each] for each in after[task]), default=0.0)
    late = dict.fromkeys(order, max(finish.values(), default=0.0))
    for task in reversed(order):
        for each in after[task]:
            late[each] = min(late[each], late[task] - durations[task])
    return {
        task: TaskTimes(finish[task] - durations[task], finish[task], late[task] - durations[task], late[task])
        for task in durations
    }
