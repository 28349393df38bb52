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
from studyapp.domain.negative_stems import asks_for_misfit
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

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ALL_OR_NONE = (
    r"(?:all|none|both|neither|any|either|each|every|each one|every one|everyone|no|not one|two or more|more than one)"
    r"(?: (?:two|three|four|five))?"
)
_SHOWN = r"(?:above|below|given|here|listed|offered|other|preceding|previous|remaining|shown)"
_ANSWERS = r"(?:alternatives?|answers?|choices?|options?|responses?)"
_RIGHT = r"(?:correct|false|incorrect|right|suitable|true|valid|wrong)"
_VERDICT = rf"(?:(?:is|are)(?: all| both| equally)?(?: {_RIGHT})|(?:all |both )?(?:appl(?:y|ies)|fits?))"
_OF_THE_ABOVE = re.compile(
    rf"{_ALL_OR_NONE}(?:(?: of)?(?: the)? above| of (?:the )?(?:others|these|those|them)"
    rf"| of (?:the |these |those )?(?:{_SHOWN} )?{_ANSWERS}(?: {_SHOWN})?"
    rf"|(?: the| these| those)?(?: {_SHOWN} {_ANSWERS}| {_ANSWERS} {_SHOWN}))(?: {_VERDICT})?"
    rf"|{_ALL_OR_NONE}(?: (?:of them|(?:the |these |those )?(?:{_SHOWN} )?{_ANSWERS}))? {_VERDICT}"
    rf"|(?:all|both) (?:two|three|four|five)"
    rf"|(?:the |these |those )?(?:{_SHOWN} {_ANSWERS}|{_ANSWERS}(?: {_SHOWN})?|above)"
    rf" (?:(?:are )?(?:all|both)(?: are)?(?: equally)? {_RIGHT}|(?:all|both) (?:apply|fit))"
    rf"|(?:everything|nothing|something else)(?: {_SHOWN})? (?:above|below|listed|given|offered|{_VERDICT})"
    rf"|(?:the )?(?:first|last|former|latter|other|previous|preceding)(?: (?:one|two|three|four))?(?: of the)?"
    rf"(?: {_SHOWN})? (?:{_ANSWERS}|above)(?: {_SHOWN})?(?: only)?(?: {_VERDICT})?"
    rf"|(?:there is |there's )?no (?:{_RIGHT}|best|good|single|such) {_ANSWERS}(?: {_SHOWN})?(?: exists)?"
)
_COUNT = re.compile(r"(?:only |just |exactly )?(?:one|two|three|four|five|\d+)(?: of (?:them|the \w+))?")
_LETTERS = re.compile(
    rf"(?:(?:all|both|either|neither|only|of|{_ANSWERS}) )*([a-e])(?:, (?:[a-e]))*,? (?:and|or|nor|&) ([a-e])"
    rf"(?: only)?(?: {_VERDICT})?"
)
_PLACES = re.compile(
    rf"(?:(?:only|both|{_ANSWERS}) )+(?:[ivx]{{1,4}}|\d)(?:, (?:[ivx]{{1,4}}|\d))*,? (?:and|or|&) ([ivx]{{1,4}}|\d)(?: {_VERDICT})?"
    rf"|(?:[ivx]{{1,4}}|\d)(?:, (?:[ivx]{{1,4}}|\d))*,? (?:and|or|&) ([ivx]{{1,4}}|\d)(?: only| {_VERDICT})"
)
_COMBINED = re.compile(
    r"(?:only )?(?:[ivx]{1,4}|\d)(?:, (?:[ivx]{1,4}|\d))*,? (?:and|&) (?:[ivx]{1,4}|\d)(?: only)?", re.IGNORECASE
)
_QUOTING = str.maketrans("", "", '()“”"')
_CAPITALS = re.compile(r"\b(?:NOT|EXCEPT|LEAST)\b")
_BOLD = re.compile(r"(\*\*|__)(?:NOT|EXCEPT|LEAST)\1")
_ABSOLUTE = re.compile(
    r"\b(?:always|never|none|nobody|no one|nothing|everyone|everybody|everything|completely|entirely|impossible)\b",
    re.IGNORECASE,
)
_SWEEPING = re.compile(rf"{_ABSOLUTE.pattern}|\b(?:all|every|any|only|whatever)\b", re.IGNORECASE)


def check_questions(
    notes: Sequence[NoteSource], *, english: bool = True, numeric: Sequence[NoteSource] = ()
) -> Iterator[Finding]:
    """The findings in multiple-choice notes, each sound on its own; rules that go by English words only if asked for.

    The numeric notes of the deck only count towards its share of negative questions.
    """
    for note in notes:
        yield from _check_options(note)
        yield from _check_given_away(note)
        if english:
            yield from _check_words(note)
    yield from _check_key_length(notes)
    yield from _check_key_position(notes)
    if english:
        yield from _check_shares(notes, numeric)
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
    found, units = [], set()
    for text in map(plain, texts):
        number = _NUMBER.search(text)
        before = text[: number.start()] if number else text
        if number is None or any(sign.isalnum() or sign == "_" for sign in before):
            return []
        sign = next((sign for sign in before if sign in "−-"), "")
        units.add((before.replace(sign, "", 1), text[number.end() :].strip().removesuffix("s")))
        found.append(float(number[0].replace(",", "")) * (-1 if sign else 1))
    return found if len(units) == 1 else []


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


def _last_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?:])\s+", plain(text))[-1]


def _check_words(note: NoteSource) -> Iterator[Finding]:
    stem, texts = note.fields["front"], [option["text"] for option in _options(note)]
    for number, option in enumerate(_options(note), 1):
        place = f"options[{number}].text"
        said = _said(option["text"])
        if found := _points_to_others(option["text"], texts, stem):
            yield mistake(found[0], note.key, place, found[1])
        elif not option.get("correct", False) and _ABSOLUTE.search(said) and not _ABSOLUTE.search(key_of(note)["text"]):
            sentence = "An absolute word tells that the option is wrong; take a milder one."
            yield advice("absolute-word", note.key, place, sentence)
    yield from check_negative(note)


def check_negative(note: NoteSource) -> Iterator[Finding]:
    """Whether a question that asks for what does not fit says so in bold capitals."""
    stem = note.fields["front"]
    if len(_CAPITALS.findall(stem)) > len(_BOLD.findall(stem)) or (is_negative(note) and not _BOLD.search(stem)):
        sentence = "The question is turned round; ask for what fits, or mark the word as **NOT** or **EXCEPT**."
        yield mistake("negative-unmarked", note.key, "front", sentence)


def _said(text: str) -> str:
    """An option without the signs around it."""
    return plain(text).translate(_QUOTING).rstrip(".!: ")


def sums_up(text: str, texts: Sequence[str]) -> bool:
    """Whether one of the options says, in English, how many of the others are right."""
    # Beside “two” or “one of them”, “all three” is a number.
    counts = any(_COUNT.fullmatch(_said(other).casefold()) for other in texts)
    return not counts and _OF_THE_ABOVE.fullmatch(_said(text).casefold()) is not None


def _points_to_others(text: str, texts: Sequence[str], stem: str) -> tuple[str, str] | None:
    """The rule, with its sentence, that an option breaks which sums up the others or names them by their places."""
    said = _said(text).casefold()
    if sums_up(text, texts):
        return (
            "of-the-above",
            "An option that sums up the others is guessed from one or two of them; write one of its own.",
        )
    letters, places = _LETTERS.fullmatch(said), _PLACES.fullmatch(said)
    if letters and not _names(stem, letters.groups()):
        return "option-letters", "Options are shuffled, so their letters mean nothing; write out what they say."
    if places and not _names(stem, [place for place in places.groups() if place]):
        return "option-letters", "Options are shuffled, so their numbers mean nothing; write out what they say."
    return None


def _names(stem: str, letters: Sequence[str]) -> bool:
    """Whether the question itself speaks of things with these letters."""
    return all(re.search(rf"\b{letter.upper()}\b", stem) for letter in letters)


def is_negative(note: NoteSource) -> bool:
    """Whether a question asks for what does not fit."""
    stem = note.fields["front"]
    if _BOLD.search(stem) or _CAPITALS.search(stem):
        return True
    return asks_for_misfit(stem)


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


def _check_shares(notes: Sequence[NoteSource], numeric: Sequence[NoteSource]) -> Iterator[Finding]:
    combined = [note for note in notes if any(_is_combined(note, option["text"]) for option in _options(note))]
    every = [*notes, *numeric]
    negative = [note for note in every if is_negative(note)]
    for rule, what, found, asked, most in (
        ("combined-options", "offer combinations such as “I and II only”", combined, notes, LARGEST_COMBINED_SHARE),
        ("negative-share", "ask for what does not fit", negative, every, LARGEST_NEGATIVE_SHARE),
    ):
        # One such question in a small deck is no habit.
        if len(found) > max(1.0, most * len(asked)):
            sentence = f"{len(found)} of {len(asked)} questions {what}; up to {most:.0%} may: {_some(found)}."
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
