"""Rules of cards that are recalled: one fact each, short, and not given away by its own question.

After Wozniak's “Effective learning: Twenty rules of formulating knowledge” (1999).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from studyapp.domain.cloze import Deletion, Part, cloze_question, parse_cloze
from studyapp.domain.content import Kind, NoteSource
from studyapp.domain.findings import Finding, advice, mistake
from studyapp.domain.plain_text import plain
from studyapp.domain.wording import phrase, words

LONGEST_ANSWER = 15
"""Words of an answer that is recalled as one."""
LONGEST_DEFINITION = 20
"""Words of a term's meaning, which is understood rather than recited."""
LONGEST_LIST = 4
"""Items that are learned by putting them in order alone."""

_YES_OR_NO = re.compile(
    r"(?:^|[.?!”\]]\s+)(?:is|are|was|were|do|does|did|can|could|may|must|has|have|should|will)\s[^?]*\?", re.IGNORECASE
)


def check_recall(notes: Sequence[NoteSource], *, english: bool = True) -> Iterator[Finding]:
    """The findings in all notes that are recalled; rules that go by English words only if asked for."""
    clozes = [phrase(note.fields["text"]) for note in notes if note.kind is Kind.CLOZE]
    for note in notes:
        yield from _GIVEN_AWAY.get(note.kind, _nothing)(note)
        yield from _check_length(note)
        if note.kind is Kind.LIST:
            yield from _check_list(note, clozes)
        if english and note.kind is Kind.QUESTION and _YES_OR_NO.search(plain(note.fields["front"])):
            sentence = "It can be answered by yes or no, which half of all guesses get right; ask what, which or why."
            yield advice("yes-or-no", note.key, "front", sentence)


def _nothing(_note: NoteSource) -> Iterator[Finding]:
    return iter(())


def _term(note: NoteSource) -> Iterator[Finding]:
    front, back = note.fields["front"], note.fields["back"]
    term = phrase(re.sub(r"\(.*?\)", "", front))
    if _tells(term) and term in phrase(back):
        if note.fields.get("reverse", True):
            sentence = "The meaning holds its own term, which it asks for; reword it, or write reverse = false."
            yield mistake("answer-in-question", note.key, "back", sentence)
        else:
            yield advice("defined-by-itself", note.key, "back", "The term stands in its own meaning; reword that.")
    if _tells(phrase(back)) and phrase(back) in phrase(front):
        yield _given_away(note, "front")


def _question(note: NoteSource) -> Iterator[Finding]:
    answer, question = phrase(_first_paragraph(note.fields["back"])), phrase(note.fields["front"])
    # A question that offers its answers to choose from has to name the right one.
    if _tells(answer) and answer in question and " or " not in question:
        yield _given_away(note, "front")


def _list(note: NoteSource) -> Iterator[Finding]:
    question = phrase(note.fields["front"])
    if any(_tells(phrase(item)) and phrase(item) in question for item in note.fields["items"]):
        yield _given_away(note, "front")


def _classify(note: NoteSource) -> Iterator[Finding]:
    for number, box in enumerate(note.fields["boxes"], 1):
        name = phrase(box["name"])
        if _tells(name) and any(name in phrase(item) for item in box["items"]):
            sentence = "An item holds the name of its box; reword the item."
            yield mistake("answer-in-question", note.key, f"boxes[{number}].items", sentence)


def _cloze(note: NoteSource) -> Iterator[Finding]:
    for number, answers in _hidden(note.fields["text"]).items():
        question = phrase(cloze_question(note.fields["text"], number))
        if any(_tells(phrase(answer)) and phrase(answer) in question for answer in answers):
            sentence = f"What c{number} hides stands elsewhere in the sentence; hide it there too, or reword."
            yield mistake("answer-in-question", note.key, "text", sentence)


_GIVEN_AWAY: Mapping[Kind, Callable[[NoteSource], Iterator[Finding]]] = {
    Kind.TERM: _term,
    Kind.QUESTION: _question,
    Kind.LIST: _list,
    Kind.CLASSIFY: _classify,
    Kind.CLOZE: _cloze,
}


def _given_away(note: NoteSource, field: str) -> Finding:
    return mistake("answer-in-question", note.key, field, "The answer stands in the question; reword one of them.")


def _tells(found: str) -> bool:
    """Whether words are enough to be an answer: a sign or a number may stand in a question for another reason."""
    bare = found.strip()
    return len(bare) > 2 and not bare.replace(" ", "").isdecimal()


def _check_length(note: NoteSource) -> Iterator[Finding]:
    longest = max(((len(words(answer)), field) for field, answer in _answers(note)), default=(0, ""))
    limit = LONGEST_DEFINITION if note.kind is Kind.TERM else LONGEST_ANSWER
    if longest[0] > limit:
        sentence = (
            f"The answer has {longest[0]} words; up to {limit} stay in mind as one fact. Split it, or move words."
        )
        yield advice("long-answer", note.key, longest[1], sentence)


def _answers(note: NoteSource) -> Iterator[tuple[str, str]]:
    """What a learner has to recall as one, with its field."""
    match note.kind:
        case Kind.TERM | Kind.QUESTION:
            yield "back", _first_paragraph(note.fields["back"])
        case Kind.LIST:
            yield from (("items", item) for item in note.fields["items"])
        case Kind.CLASSIFY:
            yield from (("boxes", item) for box in note.fields["boxes"] for item in box["items"])
        case Kind.CLOZE:
            yield from (("text", answer) for found in _hidden(note.fields["text"]).values() for answer in found)


def _first_paragraph(text: str) -> str:
    return text.strip().partition("\n\n")[0]


def _hidden(text: str) -> dict[int, list[str]]:
    """What the deletions of each number hide."""
    found: dict[int, list[str]] = {}
    waiting: list[Part] = list(parse_cloze(text).parts)
    while waiting:
        part = waiting.pop()
        if isinstance(part, Deletion):
            found.setdefault(part.number, []).append(_shown(part))
            waiting += part.parts
    return found


def _shown(deletion: Deletion) -> str:
    return "".join(part if isinstance(part, str) else _shown(part) for part in deletion.parts)


def _check_list(note: NoteSource, clozes: Sequence[str]) -> Iterator[Finding]:
    items = [phrase(item) for item in note.fields["items"]]
    if len(items) > LONGEST_LIST and not any(
        sum(item in cloze for item in items) * 2 >= len(items) for cloze in clozes
    ):
        sentence = (
            f"{len(items)} items are many to recall at once; add a cloze that hides one or two of them at a time."
        )
        yield advice("long-list", note.key, "items", sentence)
