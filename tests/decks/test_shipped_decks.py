"""The CMQ/OE deck that is shipped: what its README asks of every note, and what the deck as a whole must hold.

One test for each rule: a failing one lists all notes that break it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyapp.domain.blueprint import Outline
from studyapp.domain.cards import ordinals
from studyapp.domain.content import COMPETENCIES, Kind, NoteSource, Status
from studyapp.domain.coverage import RECALL_KINDS
from studyapp.domain.deck_rules import check_deck
from studyapp.domain.findings import Severity
from studyapp.domain.plain_text import plain
from studyapp.domain.wording import phrase
from studyapp.formats import read
from studyapp.formats.rendering import check_rendering

FOLDER = Path(__file__).parents[2] / "decks" / "cmqoe"
DECK = read(FOLDER)
NOTES = {note.key: note for note in DECK.notes}
RECALL = [note for note in DECK.notes if note.kind in RECALL_KINDS]
FINDINGS = [*check_deck(DECK, DECK.outline), *check_rendering(DECK)]

PUBLISHED = (FOLDER / "published-ids.txt").read_text(encoding="utf-8").split()
BRITISH = re.compile(
    r"\b(?:behaviour|\w*colour|\w*favour|labour|neighbour|centre|programme\b|licence|\w*organis|recognis|prioritis|practis"
    r"|analys(?:e|ed|ing)\b|fulfil\b|judgement)",
    re.IGNORECASE,
)
PASS_MARK_SHARE = re.compile(
    r"\bpass\w*\b[^.]*(?:%|\bper ?cent)|(?:%|\bper ?cent)[^.]*\bpass|you will pass|guarantee", re.I
)
PROMISE = re.compile(r"\bpass(?:ing)? (?:mark|score|the exam)\b[^.]*(?:%|\bper ?cent)|you will pass", re.I)
MARKDOWN_BLOCK = re.compile(r"^\s*(?:\d{1,9}[.)]|[-+*]|#{1,6}|>)(?:\s|$)", re.MULTILINE)

JUDGED = {
    ("answer-echoed", "q-systematic-twelve-heads"),  # that the heads matter is what has to be seen
    ("near-duplicate", "c2-teams"),  # the competencies are asked for in the same words
    ("near-duplicate", "c4-group-iv"),
    ("option-length", "q-vintage-tires"),  # the strategies are called so
}
"""Advice that was looked at and not followed."""
MOST_LISTS_WITHOUT_CLOZE = 0
"""Lists of more than four items that no cloze takes apart: lower the number with each cloze that is added."""


@pytest.fixture
def outline() -> Outline:
    assert DECK.outline is not None, "outline.toml is missing"
    return DECK.outline


def texts(note: NoteSource) -> dict[str, str]:
    """Every text of a note by field name, such as `options[2].text`."""
    return dict(_texts("", note.fields))


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _texts(f"{name}.{key}".removeprefix("."), entry)
    elif isinstance(value, (list, tuple)):
        for number, entry in enumerate(value, 1):
            yield from _texts(f"{name}[{number}]", entry)


def hidden(note: NoteSource, number: int) -> list[str]:
    """What the deletions of one number hide."""
    found = re.findall(r"\{\{c(\d+)::(.*?)(?:::.*?)?\}\}", note.fields["text"])
    return [answer for deletion, answer in found if int(deletion) == number]


# Every note


def test_no_check_of_a_deck_finds_a_mistake() -> None:
    assert [finding for finding in FINDINGS if finding.severity is Severity.MISTAKE] == []


def test_advice_was_followed_or_looked_at() -> None:
    given = {(finding.rule, finding.key) for finding in FINDINGS if finding.severity is Severity.ADVICE}
    long_lists = {(rule, key) for rule, key in given if rule == "long-list"}
    assert len(long_lists) <= MOST_LISTS_WITHOUT_CLOZE
    assert sorted(given - long_lists - JUDGED) == []
    assert sorted(JUDGED - given) == [], "no longer given; take it from the list"


def test_a_recall_note_is_short_enough_to_be_read_at_a_glance() -> None:
    longest = {"front": 160, "back": 420}
    assert [
        (note.key, name)
        for note in RECALL
        for name, text in texts(note).items()
        if len(plain(text)) > (240 if name == "text" else longest.get(name, 320))
    ] == []


def test_no_text_becomes_a_list_or_a_heading_by_accident() -> None:
    notes = [note for note in DECK.notes if note.kind in (*RECALL_KINDS, Kind.CHOICE)]
    assert [
        (note.key, name) for note in notes for name, text in texts(note).items() if MARKDOWN_BLOCK.search(text)
    ] == []


def test_the_wording_is_us_english_and_promises_nothing() -> None:
    assert [
        (note.key, name, found[0])
        for note in DECK.notes
        for name, text in texts(note).items()
        # Parts and lots of a situation pass inspections, too.
        for rule in (BRITISH, PASS_MARK_SHARE if note.kind in RECALL_KINDS else PROMISE, re.compile("\t"))
        if (found := rule.search(text))
    ] == []


def test_a_note_says_where_it_comes_from() -> None:
    vague = [
        (note.key, note.source)
        for note in DECK.notes
        for source, _, place in [note.source.partition(", ")]
        if source not in DECK.sources or not place.strip()
    ]
    assert vague == []


def test_every_source_of_the_deck_is_used() -> None:
    used = {note.source.partition(",")[0].strip() for note in DECK.notes}
    assert sorted(DECK.sources.keys() - used) == []


def test_a_note_says_what_it_is_about(outline: Outline) -> None:
    for note in DECK.notes:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", note.key)
        assert note.tags, note.key
        assert note.level, note.key
        if note.leaf is None or not note.competencies:
            assert "exam" in note.tags, note.key
            assert not note.leaf, note.key
            assert not note.competencies, note.key
        else:
            assert outline.leaf(note.leaf), note.key
            assert set(note.competencies) <= set(COMPETENCIES), note.key


def test_a_recall_note_has_been_checked_by_a_second_reader() -> None:
    assert [note.key for note in RECALL if note.status is not Status.REVIEWED] == []


# The deck as a whole


def test_the_deck_says_what_it_is() -> None:
    assert (DECK.key, DECK.language) == ("cmqoe", "en")
    assert "not affiliated with ASQ" in DECK.description
    assert DECK.changelog[0].startswith(f"{DECK.version}:")
    assert DECK.complete
    assert (DECK.licence, DECK.authors) == ("CC-BY-4.0", ("studyapp contributors",))


def test_the_deck_has_far_more_than_sixty_notes_of_all_recall_kinds() -> None:
    kinds = Counter(note.kind for note in DECK.notes)
    assert len(DECK.notes) == len(NOTES) >= 100
    assert all(kinds[kind] >= 3 for kind in RECALL_KINDS)


def test_published_ids_are_still_there_or_retired() -> None:
    assert sorted(set(PUBLISHED)) == PUBLISHED
    assert set(PUBLISHED) - NOTES.keys() - set(DECK.retired) == set()
    assert not NOTES.keys() & set(DECK.retired)


def test_every_drawing_is_there_and_is_shown() -> None:
    shown = {
        name for note in DECK.notes for text in texts(note).values() for name in re.findall(r"!\[.+?\]\((.+?)\)", text)
    }
    assert shown == set(DECK.media)


def test_a_card_file_stays_small_enough_to_review() -> None:
    for file in (FOLDER / "cards").glob("*.toml"):
        assert 1 <= len(tomllib.loads(file.read_text(encoding="utf-8"))["note"]) <= 150, file.name


@pytest.mark.parametrize("competency", COMPETENCIES)
def test_every_competency_has_a_card_on_what_it_is_and_others_on_where_it_is_learned(competency: str) -> None:
    about = [note for note in DECK.notes if competency in note.competencies and "competencies" in note.tags]
    assert len(about) >= 4
    assert f"{competency.lower()}-what" in NOTES


# The outline in cards is the outline of the deck


def test_every_leaf_has_a_card_that_asks_for_it_by_its_extent(outline: Outline) -> None:
    for leaf in outline.leaves():
        note = NOTES["leaf-" + leaf.id.lower().replace(".", "-")]
        assert note.leaf == leaf.id
        assert note.fields["back"] == f"{leaf.id} {leaf.title}"
        assert phrase(leaf.title) not in phrase(note.fields["front"])


def test_sections_and_weights_in_cards_are_those_of_the_outline(outline: Outline) -> None:
    assert NOTES["outline-sections"].fields["items"] == [section.title for section in outline.sections]
    for section in outline.sections:
        note = NOTES[f"weight-{section.id.lower()}"]
        assert note.fields["front"].endswith(f"section {section.id}, {section.title}?")
        assert note.fields["back"] == f"{section.questions} questions."
        assert "one public listing" in note.fields["remark"]
    counts = [str(len(section.leaves)) for section in outline.sections]
    assert [hidden(NOTES["leaves-by-section"], number)[0] for number in range(1, 8)] == counts
    assert NOTES["leaf-total"].fields["back"] == f"{sum(map(int, counts))} leaves."


def test_the_heaviest_lightest_and_densest_sections_are_named_rightly(outline: Outline) -> None:
    by_weight = sorted(outline.sections, key=lambda section: section.questions)
    by_density = sorted(outline.sections, key=lambda section: section.questions / len(section.leaves))
    for key, section in (
        ("weight-lightest", by_weight[0]), ("weight-second", by_weight[-2]), ("weight-heaviest", by_weight[-1]),
        ("density-lowest", by_density[0]), ("density-highest", by_density[-1]),
    ):  # fmt: skip
        assert re.match(rf"Section {section.id}\b", NOTES[key].fields["back"])


def test_exam_facts_agree_with_the_outline(outline: Outline) -> None:
    assert (
        NOTES["exam-scored"].fields["back"] == NOTES["weight-total"].fields["back"] == f"{outline.questions} questions."
    )
    assert NOTES["exam-unscored"].fields["back"] == f"{outline.unscored_questions} questions."
    total = outline.questions + outline.unscored_questions
    assert NOTES["exam-questions"].fields["back"] == f"{total} questions."
    assert NOTES["exam-minutes"].fields["back"].startswith(f"{outline.minutes} minutes")
    assert NOTES["exam-pace"].fields["back"] == f"{outline.minutes * 60 // total} seconds."


# The leadership page


@pytest.mark.parametrize(
    "key",
    ["leadership", "operational-leadership", "strategic-leadership", "management", "leading", "paradigm", "technical-system",
     "social-system", "employee-involvement", "vision", "mission", "constraint"],
)  # fmt: skip
def test_a_headword_of_the_leadership_page_is_defined(key: str) -> None:
    assert NOTES[key].kind is Kind.TERM


@pytest.mark.parametrize("contrast", ["work", "paradigm", "right-things", "improvements", "people"])
def test_a_contrast_of_managers_and_leaders_is_asked_both_ways_but_not_on_one_day(contrast: str) -> None:
    leader, manager = NOTES[f"{contrast}-leader"], NOTES[f"{contrast}-manager"]
    assert (leader.leaf, manager.leaf) == ("I.B.1", "I.B.2")
    assert leader.group == manager.group != ""


def test_all_elements_of_both_kinds_of_leadership_are_asked_one_by_one() -> None:
    assert ordinals(Kind.CLOZE, NOTES["operational-elements"].fields) == (0, 1, 2, 3)
    assert ordinals(Kind.CLOZE, NOTES["strategic-elements"].fields) == (0, 1, 2)
    alone = Counter(note.group for note in DECK.notes if note.kind is Kind.QUESTION and "elements" in note.tags)
    assert alone == {"operational-elements": 4, "strategic-elements": 3}


def test_cards_say_why_managers_and_leaders_are_both_needed() -> None:
    assert NOTES["unsustained-improvement"].group == NOTES["never-improved-process"].group == "why-both"
