"""The CMQ/OE deck that is shipped: what its README asks of every note, and what the deck as a whole must hold."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from studyapp.domain.blueprint import Outline
from studyapp.domain.cards import Face, face, ordinals
from studyapp.domain.content import COMPETENCIES, Kind, Level, NoteSource, Status
from studyapp.domain.plain_text import plain
from studyapp.formats import read

FOLDER = Path(__file__).parents[2] / "decks" / "cmqoe"
DECK = read(FOLDER)
NOTES = {note.key: note for note in DECK.notes}
LEVELS = list(Level)

every_note = pytest.mark.parametrize("note", DECK.notes, ids=lambda note: note.key)

PUBLISHED = (FOLDER / "published-ids.txt").read_text(encoding="utf-8").split()
WORD = re.compile(r"[^\W_]+")
BRITISH = re.compile(
    r"\b(?:behaviour|\w*colour|\w*favour|labour|neighbour|centre|programme|licence|\w*organis|recognis|prioritis|practis"
    r"|analys(?:e|ed|ing)\b|fulfil\b|judgement)",
    re.IGNORECASE,
)
PASS_MARK_SHARE = re.compile(
    r"\bpass\w*\b[^.]*(?:%|\bper ?cent)|(?:%|\bper ?cent)[^.]*\bpass|you will pass|guarantee", re.I
)
MARKDOWN_BLOCK = re.compile(r"^\s*(?:\d{1,9}[.)]|[-+*]|#{1,6}|>)(?:\s|$)", re.MULTILINE)
YES_OR_NO = re.compile(
    r"(?:^|[.?!”\]]\s+)(?:is|are|was|were|do|does|did|can|could|may|must|has|have|should|will)\s[^?]*\?", re.I
)


@pytest.fixture
def outline() -> Outline:
    assert DECK.outline is not None, "outline.toml is missing"
    return DECK.outline


def faces(note: NoteSource) -> Iterator[Face]:
    for ordinal in ordinals(note.kind, note.fields):
        yield face(note.kind, note.fields, ordinal)


def texts(note: NoteSource) -> dict[str, str]:
    """Every text of a note by field name, the items of a list numbered."""
    found = {name: value for name, value in note.fields.items() if isinstance(value, str)}
    return found | {f"items[{number}]": item for number, item in enumerate(note.fields.get("items", ()), 1)}


def words(text: str) -> str:
    """Words in small letters between single spaces, so that a phrase can be looked for as `f" {phrase} "`."""
    return f" {' '.join(WORD.findall(plain(text).casefold()))} "


def hidden(note: NoteSource, number: int) -> list[str]:
    """What the deletions of one number hide."""
    found = re.findall(r"\{\{c(\d+)::(.*?)(?:::.*?)?\}\}", note.fields["text"])
    return [answer for deletion, answer in found if int(deletion) == number]


# Every note


@every_note
def test_a_note_is_short_enough_to_be_read_at_a_glance(note: NoteSource) -> None:
    assert len(note.fields.get("front", "")) <= 160
    assert len(note.fields.get("back", "")) <= 420
    assert len(plain(note.fields.get("text", ""))) <= 240
    assert all(len(text) <= 320 for text in texts(note).values())


@every_note
def test_an_answer_has_at_most_fifteen_words(note: NoteSource) -> None:
    if note.kind is Kind.CLOZE:
        number_of_words = [
            len(words(answer).split()) for n in ordinals(note.kind, note.fields) for answer in hidden(note, n + 1)
        ]
    elif note.kind is Kind.LIST:
        number_of_words = [len(words(item).split()) for item in note.fields["items"]]
    elif note.kind is Kind.CLASSIFY:
        number_of_words = [len(words(item).split()) for box in note.fields["boxes"] for item in box["items"]]
    else:
        number_of_words = [len(words(note.fields["back"].partition("\n\n")[0]).split())]
    # A definition may take a few words more than the answer to a question.
    assert max(number_of_words) <= (20 if note.kind is Kind.TERM else 15)


@every_note
def test_a_question_does_not_give_its_answer_away(note: NoteSource) -> None:
    if note.kind is Kind.TERM:
        term = words(re.sub(r"\(.*?\)", "", note.fields["front"]))
        assert term not in words(note.fields["back"])
        assert words(note.fields["back"]) not in words(note.fields["front"])
    elif note.kind is Kind.QUESTION:
        assert words(note.fields["back"]) not in words(note.fields["front"])
    elif note.kind is Kind.LIST:
        assert all(words(item) not in words(note.fields["front"]) for item in note.fields["items"])
    elif note.kind is Kind.CLASSIFY:
        boxes = note.fields["boxes"]
        assert all(words(box["name"]) not in words(item) for box in boxes for item in box["items"])
    else:
        for ordinal in ordinals(note.kind, note.fields):
            question = words(face(note.kind, note.fields, ordinal).question)
            # A number such as 4 may stand in the sentence for another reason.
            assert all(words(answer) not in question for answer in hidden(note, ordinal + 1) if not answer.isdecimal())


@every_note
def test_a_question_cannot_be_answered_by_yes_or_no(note: NoteSource) -> None:
    if note.kind is Kind.QUESTION:
        assert not YES_OR_NO.search(" ".join(note.fields["front"].split()))


@every_note
def test_no_text_becomes_a_list_or_a_heading_by_accident(note: NoteSource) -> None:
    for name, text in texts(note).items():
        assert not MARKDOWN_BLOCK.search(text), name


@every_note
def test_the_wording_is_us_english_and_promises_nothing(note: NoteSource) -> None:
    for name, text in texts(note).items():
        assert not BRITISH.search(text), name
        assert not PASS_MARK_SHARE.search(text), name
        assert "\t" not in text, name


@every_note
def test_a_note_says_where_it_belongs_and_where_it_comes_from(note: NoteSource, outline: Outline) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", note.key)
    source, _, place = note.source.partition(", ")
    assert note.source == "own" or (source in DECK.sources and place)
    if note.leaf is None or not note.competencies:
        assert "exam" in note.tags
        assert not note.leaf
        assert not note.competencies
    else:
        assert outline.leaf(note.leaf)
        assert set(note.competencies) <= set(COMPETENCIES)
    assert note.tags
    assert note.status is Status.REVIEWED


@every_note
def test_a_note_is_not_harder_than_its_leaf_is_examined(note: NoteSource, outline: Outline) -> None:
    assert note.level is not None
    leaf = outline.leaf(note.leaf)
    if leaf is not None and leaf.level and leaf.level_certainty != "unknown":
        assert LEVELS.index(note.level) <= LEVELS.index(Level(leaf.level))


# The deck as a whole


def test_the_deck_says_what_it_is() -> None:
    assert (DECK.key, DECK.language) == ("cmqoe", "en")
    assert "not affiliated with ASQ" in DECK.description
    assert DECK.changelog[0].startswith(f"{DECK.version}:")
    assert DECK.complete


def test_the_deck_has_far_more_than_sixty_notes_of_all_recall_kinds() -> None:
    kinds = Counter(note.kind for note in DECK.notes)
    assert len(DECK.notes) == len(NOTES) >= 100
    assert set(kinds) == {Kind.TERM, Kind.QUESTION, Kind.CLOZE, Kind.LIST, Kind.CLASSIFY}
    assert kinds[Kind.LIST] >= 3


def test_no_two_questions_are_the_same() -> None:
    asked = Counter(words(f"{side.title} {side.question}") for note in DECK.notes for side in faces(note))
    assert [question for question, count in asked.items() if count > 1] == []


def test_published_ids_are_still_there_or_retired() -> None:
    assert sorted(set(PUBLISHED)) == PUBLISHED
    assert set(PUBLISHED) - NOTES.keys() - set(DECK.retired) == set()
    assert not NOTES.keys() & set(DECK.retired)


def test_what_must_be_met_first_never_goes_in_circles() -> None:
    assert {key for note in DECK.notes for key in note.prereq} <= NOTES.keys()
    order = TopologicalSorter({note.key: note.prereq for note in DECK.notes}).static_order()
    assert set(order) == NOTES.keys()


def test_a_sibling_group_has_at_least_two_notes() -> None:
    groups = Counter(note.group for note in DECK.notes if note.group)
    assert [group for group, count in groups.items() if count == 1] == []


def test_every_drawing_is_there_and_is_shown() -> None:
    shown = {
        name for note in DECK.notes for text in texts(note).values() for name in re.findall(r"!\[.+?\]\((.+?)\)", text)
    }
    assert shown == set(DECK.media)


@pytest.mark.parametrize("file", sorted((FOLDER / "cards").glob("*.toml")), ids=lambda file: file.stem)
def test_a_card_file_stays_small_enough_to_review(file: Path) -> None:
    assert 1 <= len(tomllib.loads(file.read_text(encoding="utf-8"))["note"]) <= 150


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
        assert words(leaf.title) not in words(note.fields["front"])


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
