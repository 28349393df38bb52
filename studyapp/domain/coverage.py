"""How much of the exam outline a deck covers: its notes counted by leaf, section and competency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import COMPETENCIES, DeckSource, Depth, Kind, Level, NoteSource

SCENARIO_TAG = "scenario"
"""Multiple-choice notes with this tag ask about a situation."""

RECALL_KINDS = (Kind.TERM, Kind.QUESTION, Kind.CLOZE, Kind.LIST, Kind.CLASSIFY)
HIGHER_LEVELS = (Level.APPLY, Level.ANALYZE, Level.EVALUATE, Level.CREATE)

COLUMNS = ("recall", *(kind.value for kind in RECALL_KINDS), "choice", *(level.value for level in Level), "scenario",
           "applied", "applied %", "mock_pool", "numeric", *(depth.value for depth in Depth), "essay", "learn")  # fmt: skip
"""The counts of a row by name, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The notes of one leaf, section or deck."""

    name: str
    """The leaf's or section's id, or `All`."""
    title: str
    recall: int
    by_kind: tuple[int, ...]
    """Recall notes in the order of `RECALL_KINDS`."""
    choice: int
    by_level: tuple[int, ...]
    """Multiple-choice notes in the order of `Level`."""
    scenario: int
    """Multiple-choice notes about a situation."""
    applied: int
    """Those of them that ask to apply, analyze, evaluate or create."""
    mock_pool: int
    """Multiple-choice notes that are kept for practice exams."""
    numeric: int
    by_depth: tuple[int, ...]
    """Numeric notes in the order of `Depth`."""
    essay: int
    learn: int
    """Leaves with a learn note."""

    @property
    def applied_share(self) -> float:
        """Part of the multiple-choice notes that ask to apply or more in a situation, 0 where there are none."""
        return self.applied / self.choice if self.choice else 0.0

    @property
    def counts(self) -> tuple[int, ...]:
        """All counts, and the applied share in percent, in the order of `COLUMNS`."""
        choice = (
            self.choice,
            *self.by_level,
            self.scenario,
            self.applied,
            round(100 * self.applied_share),
            self.mock_pool,
        )
        return self.recall, *self.by_kind, *choice, self.numeric, *self.by_depth, self.essay, self.learn


def leaf_coverage(deck: DeckSource, outline: Outline) -> Iterator[Coverage]:
    """One row for each leaf, in the outline's order; a note counts at its primary leaf only."""
    notes: dict[str, list[NoteSource]] = {leaf.id: [] for leaf in outline.leaves()}
    for note in deck.notes:
        if note.leaf in notes:
            notes[note.leaf].append(note)
    for leaf in outline.leaves():
        yield coverage_of(leaf.id, leaf.title, notes[leaf.id], learn=int(leaf.id in deck.learn))


def section_coverage(deck: DeckSource, outline: Outline) -> Iterator[Coverage]:
    """One row for each section, then one for the whole deck with the notes that have no leaf."""
    for section in outline.sections:
        leaves = {leaf.id for leaf in section.leaves}
        notes = [note for note in deck.notes if note.leaf in leaves]
        yield coverage_of(section.id, section.title, notes, learn=len(leaves & deck.learn.keys()))
    yield coverage_of("All", deck.title, deck.notes, learn=len(deck.learn))


def competency_coverage(deck: DeckSource) -> Iterator[Coverage]:
    """One row for each competency; a note counts at all of its competencies."""
    for competency in COMPETENCIES:
        notes = [note for note in deck.notes if competency in note.competencies]
        yield coverage_of(competency, "", notes)


def table_lines(rows: Sequence[Coverage]) -> Iterator[str]:
    """Counts in columns as wide as their heads, as text; none is shown as a point, so that gaps are seen."""
    yield f"{'':8}{'  '.join(COLUMNS)}"
    for row in rows:
        counts = (f"{count or '·':>{len(name)}}" for name, count in zip(COLUMNS, row.counts, strict=True))
        yield f"{row.name:8}{'  '.join(counts)}  {row.title}".rstrip()


def coverage_of(name: str, title: str, notes: Iterable[NoteSource], *, learn: int = 0) -> Coverage:
    """These notes counted."""
    found = list(notes)
    kinds = Counter(note.kind for note in found)
    choices = [note for note in found if note.kind is Kind.CHOICE]
    levels = Counter(note.level for note in choices)
    depths = Counter(note.depth for note in found if note.kind is Kind.NUMERIC)
    return Coverage(
        name=name,
        title=title,
        recall=sum(kinds[kind] for kind in RECALL_KINDS),
        by_kind=tuple(kinds[kind] for kind in RECALL_KINDS),
        choice=len(choices),
        by_level=tuple(levels[level] for level in Level),
        scenario=sum(SCENARIO_TAG in note.tags for note in choices),
        applied=sum(SCENARIO_TAG in note.tags and note.level in HIGHER_LEVELS for note in choices),
        mock_pool=sum(note.mock_pool for note in choices),
        numeric=kinds[Kind.NUMERIC],
        by_depth=tuple(depths[depth] for depth in Depth),
        essay=kinds[Kind.ESSAY],
        learn=learn,
    )
