"""Rules of multiple-choice questions, so that nothing but knowledge leads to the best answer.

After Haladyna, Downing and Rodriguez, “A Review of Multiple-Choice Item-Writing Guidelines” (2002).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from studyapp.domain.content import NoteSource
from studyapp.domain.findings import Finding, advice, mistake
from studyapp.domain.plain_text import plain
from studyapp.domain.wording import phrase, stem_of, subject_words, words

FEWEST_FOR_LENGTH = 20
"""Questions from which on a share of longest keys says something."""
FEWEST_FOR_POSITION = 40
"""Questions with the same number of options from which on their keys' places are compared."""
LARGEST_LONGEST_KEY_SHARE = 0.30
LARGEST_NEGATIVE_SHARE = 0.03
LARGEST_COMBINED_SHARE = 0.02

# Chi-squared with one degree of freedom less than there are options: what chance exceeds once in a hundred times.
_CHI_SQUARED = {3: 9.210, 4: 11.345, 5: 13.277}

_NUMBER = re.compile(r"([^\d\w]*)([−-]?)([^\d\w]*)(\d[\d,]*(?:\.\d+)?)(.*)", re.DOTALL)
_ALL_OR_NONE = r"(?:all|none|both|neither|any|either)(?: (?:two|three|four))?"
_SHOWN = r"(?:above|below|given|here|listed|offered|other|preceding|previous|remaining|shown)"
_ANSWERS = r"(?:alternatives|answers|choices|options|responses)"
_VERDICT = r"(?:(?:is|are)(?: all| equally)?(?: (?:correct|false|incorrect|right|true|valid|wrong))|appl(?:y|ies))"
_OF_THE_ABOVE = re.compile(
    rf"{_ALL_OR_NONE}(?:(?: of)?(?: the)? above| of (?:the )?(?:others|these|those)"
    rf"| of (?:the |these |those )?(?:{_SHOWN} )?{_ANSWERS}(?: {_SHOWN})?"
    rf"|(?: the| these| those)?(?: {_SHOWN} {_ANSWERS}| {_ANSWERS} {_SHOWN}))(?: {_VERDICT})?"
    rf"|{_ALL_OR_NONE}(?: (?:of them|(?:the |these |those )?(?:{_SHOWN} )?{_ANSWERS}))? {_VERDICT}"
)
_LETTERS = re.compile(
    rf"(?:(?:all|both|either|neither|only|of|{_ANSWERS}) )*([a-e])(?:, (?:[a-e]))*,? (?:and|or|nor|&) ([a-e])"
    rf"(?: only)?(?: {_VERDICT})?"
)
_COMBINED = re.compile(
    r"(?:only )?(?:[ivx]{1,4}|\d)(?:, (?:[ivx]{1,4}|\d))*,? (?:and|&) (?:[ivx]{1,4}|\d)(?: only)?", re.IGNORECASE
)
_UNSAID = re.compile(r"[()“”\"]|[.!:]+$")
_CAPITALS = re.compile(r"\b(?:NOT|EXCEPT|LEAST)\b")
_BOLD = re.compile(r"(\*\*|__)(?:NOT|EXCEPT|LEAST)\1")
# A “not” in the question's main clause turns it round; behind “that”, “if” or a comma it belongs to the situation.
_CLAUSE = r"(?:(?!\b(?:that|who|whose|so|if|when|because|to|although)\b|,)[^.!?])*"
_NEGATIVE = re.compile(
    rf"(?:^|[.!?:]\s+)(?:[^.!?:]*, )?(?:which|what|who)\b{_CLAUSE}\b(?:not|except|never|least likely)\b[^.!?]*(?:\?|[:…_]\s*$)",
    re.IGNORECASE,
)
# The last sentence names what all share, “except:”, or breaks off behind a “not” for the options to go on.
_OPEN_NEGATIVE = re.compile(
    r"\b(?:except|but not)(?: for)?(?: which(?: one)?| one| what)?\W*$"
    r"|^(?:all|each|every|everything)\b[^.!?]*\bexcept\b[^.!?]*[?:…_]\s*$"
    r"|^(?:[^,]*, )?(?!if\b|when\b|because\b|although\b)(?:(?!\b(?:that|who|whose|if|when|because|although)\b|,).)*"
    r"\b(?:is|are|was|were|does|do|did|can|could|should|would|will|may|must|has|have) (?:not|never)\b"
    r"(?:(?!\b(?:that|who|if|when|because|so)\b|,).)*[:…_]\s*$",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|none|nobody|no one|nothing|everyone|everybody|everything|completely|entirely|impossible)\b",
    re.IGNORECASE,
)
_SWEEPING = re.compile(rf"{_ABSOLUTE.pattern}|\b(?:all|every|any|only|whatever)\b", re.IGNORECASE)


def check_questions(notes: Sequence[NoteSource], *, english: bool = True) -> Iterator[Finding]:
    """The findings in multiple-choice notes, each sound on its own; rules that go by English words only if asked for."""
    for note in notes:
        yield from _check_options(note)
        yield from _check_given_away(note)
        if english:
            yield from _check_words(note)
    yield from _check_key_length(notes)
    yield from _check_key_position(notes)
    if english:
        yield from _check_shares(notes)
        yield from _check_sweeping(notes)


def key_of(note: NoteSource) -> Mapping[str, Any]:
    """The best option of a multiple-choice note."""
    return next(option for option in _options(note) if option.get("correct", False))


def _options(note: NoteSource) -> Sequence[Mapping[str, Any]]:
    options: Sequence[Mapping[str, Any]] = note.fields["options"]
    return options


def _wrong(note: NoteSource) -> list[str]:
    return [option["text"] for option in _options(note) if not option.get("correct", False)]


# One question


def _check_options(note: NoteSource) -> Iterator[Finding]:
    for number, option in enumerate(_options(note), 1):
        if not option.get("correct", False) and not option.get("misconception", "").strip():
            sentence = "Name the mistake in thinking that leads to this option."
            yield advice("misconception", note.key, f"options[{number}].misconception", sentence)
    numbers = _numbers([option["text"] for option in _options(note)])
    if numbers != sorted(numbers):
        yield mistake("number-order", note.key, "options", "The numbers are out of order; put the lowest first.")
    yield from _check_lengths(note)


def _numbers(texts: Sequence[str]) -> list[float]:
    """The numbers that all options are, in one unit; none if they are anything else."""
    matches = [_NUMBER.fullmatch(plain(text).strip()) for text in texts]
    found = [match for match in matches if match is not None]
    units = {(match[1] + match[3], match[5].strip().removesuffix("s")) for match in found}
    if len(found) < len(texts) or len(units) > 1:
        return []
    return [float(match[4].replace(",", "")) * (-1 if match[2] else 1) for match in found]


def _check_lengths(note: NoteSource) -> Iterator[Finding]:
    lengths = sorted(len(plain(option["text"])) for option in _options(note))
    if lengths[-1] >= 1.5 * lengths[-2] and lengths[-1] - lengths[-2] >= 10:
        yield advice("option-length", note.key, "options", "One option is much longer than the others.")
    elif lengths[0] <= 0.5 * lengths[1] and lengths[1] - lengths[0] >= 10:
        yield advice("option-length", note.key, "options", "One option is much shorter than the others.")


def _check_given_away(note: NoteSource) -> Iterator[Finding]:
    stem, key = note.fields["front"], key_of(note)["text"]
    repeated = [phrase(option) in phrase(stem) for option in (key, *_wrong(note))]
    if subject_words(key) and repeated[0] and not any(repeated[1:]):
        sentence = "The question holds the right option, and no other one, word for word; reword one of them."
        yield mistake("answer-in-question", note.key, "front", sentence)
        return
    said = subject_words(stem)
    shares = [_share(subject_words(option), said) for option in _wrong(note)]
    own, common = subject_words(key), subject_words(key) & said
    if len(common) >= 2 and _share(own, said) >= 0.6 and max(shares) <= _share(own, said) / 2:
        echoed = ", ".join(dict.fromkeys(word for word in words(key) if stem_of(word) in common))
        sentence = f"The right option repeats the question ({echoed}) and the others do not; reword one of them."
        yield advice("answer-echoed", note.key, "options", sentence)
        return
    question = subject_words(_last_sentence(stem))
    if own & question and not any(subject_words(option) & question for option in _wrong(note)):
        echoed = next(word for word in words(key) if stem_of(word) in question)
        sentence = f"Only the right option takes up “{echoed}” from the question; reword one of them."
        yield advice("clang", note.key, "options", sentence)


def _share(part: set[str], whole: set[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _last_sentence(text: str, ends: str = ".!?:") -> str:
    return re.split(rf"(?<=[{ends}])\s+", plain(text))[-1]


def _check_words(note: NoteSource) -> Iterator[Finding]:
    stem = note.fields["front"]
    for number, option in enumerate(_options(note), 1):
        place = f"options[{number}].text"
        said = _UNSAID.sub("", plain(option["text"]))
        if _OF_THE_ABOVE.fullmatch(said.casefold()):
            sentence = "An option that sums up the others is guessed from one or two of them; write one of its own."
            yield mistake("of-the-above", note.key, place, sentence)
        elif (letters := _LETTERS.fullmatch(said.casefold())) and not _names(stem, letters.groups()):
            sentence = "Options are shuffled, so their letters mean nothing; write out what they say."
            yield mistake("option-letters", note.key, place, sentence)
        elif not option.get("correct", False) and _ABSOLUTE.search(said) and not _ABSOLUTE.search(key_of(note)["text"]):
            sentence = "An absolute word tells that the option is wrong; take a milder one."
            yield advice("absolute-word", note.key, place, sentence)
    if len(_CAPITALS.findall(stem)) > len(_BOLD.findall(stem)) or (is_negative(note) and not _BOLD.search(stem)):
        sentence = "The question is turned round; ask for what fits, or mark the word as **NOT** or **EXCEPT**."
        yield mistake("negative-unmarked", note.key, "front", sentence)


def _names(stem: str, letters: Sequence[str]) -> bool:
    """Whether the question itself speaks of things with these letters."""
    return all(re.search(rf"\b{letter.upper()}\b", stem) for letter in letters)


def is_negative(note: NoteSource) -> bool:
    """Whether a question asks for what does not fit."""
    stem = note.fields["front"]
    if _BOLD.search(stem) or _CAPITALS.search(stem):
        return True
    return bool(_NEGATIVE.search(plain(stem)) or _OPEN_NEGATIVE.search(_last_sentence(stem, ".!?")))


# All questions together


def _check_key_length(notes: Sequence[NoteSource]) -> Iterator[Finding]:
    longest = [note for note in notes if all(len(plain(w)) < len(plain(key_of(note)["text"])) for w in _wrong(note))]
    if len(notes) >= FEWEST_FOR_LENGTH and len(longest) > LARGEST_LONGEST_KEY_SHARE * len(notes):
        sentence = (
            f"The right option is the longest in {len(longest)} of {len(notes)} questions; "
            f"up to {LARGEST_LONGEST_KEY_SHARE:.0%} may be so. Shorten it there: {_some(longest)}."
        )
        yield mistake("key-length", "", "options", sentence)


def _check_key_position(notes: Sequence[NoteSource]) -> Iterator[Finding]:
    places: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for note in notes:
        places[len(_options(note))][_options(note).index(key_of(note))] += 1
    for options, counts in sorted(places.items()):
        expected = counts.total() / options
        unevenness = sum((counts[place] - expected) ** 2 / expected for place in range(options))
        if counts.total() >= FEWEST_FOR_POSITION and unevenness > _CHI_SQUARED[options]:
            shown = ", ".join(f"{counts[place]} × {'ABCDE'[place]}" for place in range(options))
            sentence = f"The right option of questions with {options} options stands too often in one place: {shown}."
            yield mistake("key-position", "", "options", sentence)


def _check_shares(notes: Sequence[NoteSource]) -> Iterator[Finding]:
    combined = [note for note in notes if any(_is_combined(note, option["text"]) for option in _options(note))]
    negative = [note for note in notes if is_negative(note)]
    for rule, what, found, most in (
        ("combined-options", "offer combinations such as “I and II only”", combined, LARGEST_COMBINED_SHARE),
        ("negative-share", "ask for what does not fit", negative, LARGEST_NEGATIVE_SHARE),
    ):
        # One such question in a small deck is no habit.
        if len(found) > max(1.0, most * len(notes)):
            sentence = f"{len(found)} of {len(notes)} questions {what}; up to {most:.0%} may: {_some(found)}."
            yield mistake(rule, "", "", sentence)


def _is_combined(note: NoteSource, text: str) -> bool:
    return bool(_COMBINED.fullmatch(plain(text).rstrip(".")) and re.search(r"\b(?:II|2)\b", note.fields["front"]))


def _check_sweeping(notes: Sequence[NoteSource]) -> Iterator[Finding]:
    wrong = sum(bool(_SWEEPING.search(text)) for note in notes for text in _wrong(note))
    right = sum(bool(_SWEEPING.search(key_of(note)["text"])) for note in notes)
    offered = sum(len(_wrong(note)) for note in notes)
    if wrong >= FEWEST_FOR_LENGTH and wrong * len(notes) > 2 * max(1, right) * offered:
        sentence = (
            f"“All”, “every”, “only” and the like stand in {wrong} of {offered} wrong options, but in {right} of {len(notes)} "
            "right ones: whoever notices rules them out unread."
        )
        yield advice("sweeping-words", "", "options", sentence)


def _some(notes: Sequence[NoteSource]) -> str:
    named = ", ".join(note.key for note in notes[:5])
    return f"{named} and {len(notes) - 5} more" if len(notes) > 5 else named
