"""One bad deck for each rule of questions: `studyapp check` refuses it, with its file, note and field, and passes its twin."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from studyapp import cli
from studyapp.shipped_decks import shipped_outline

FRONT = "A chart shows one point far above the limit. What should the supervisor do first?"
TEXTS = (
    "Look for what was different",
    "Widen the limits a little",
    "Train the operators again",
    "Wait for a second point",
)


def question(key: str, front: str = FRONT, texts: Sequence[str] = TEXTS, best: int = 0, **more: object) -> str:
    """A question of a deck file."""
    options = [
        {
            "text": text,
            "rationale": "Because.",
            **({"correct": True} if place == best else {"misconception": "A mix-up"}),
        }
        for place, text in enumerate(texts)
    ]
    return note(key, front=front, options=options, **more)


def note(key: str, **fields: object) -> str:
    rows = {"id": key, "kind": "choice", "leaf": "IV.B.3", **fields}
    return "\n".join(["[[note]]", *(f"{name} = {toml(value)}" for name, value in rows.items()), ""])


def toml(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{name} = {toml(part)}" for name, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def many(count: int, *, longest_is_best: bool = False, best_of: int = 4) -> str:
    """So many different questions, whose best options are spread over the places."""
    notes = []
    for number in range(count):
        best = number % best_of
        texts = ["Stop the line now", "Call the owner in", "Sort the parts out", "Wait for an hour"]
        if longest_is_best:
            texts[best] += " today"
        # Words that no other question has.
        word = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")
        front = f"{word}on {word}er {word}ix {word}um {word}os. What is {word}al here?"
        notes.append(question(f"q{number}", front, texts, best))
    return "\n".join(notes)


def with_option(text: str) -> str:
    return question("a", texts=(*TEXTS[:3], text))


STEM = (
    "A plant makes gears in two shifts. The night shift scraps twice as many gears as the day shift, on the same "
    "machines and from the same steel. Which step should the supervisor take first?"
)


class Bad(NamedTuple):
    deck: str
    said: str
    twin: str
    """Nearly the same, without the mistake."""


DECKS = {
    "same-question": Bad(
        question("a") + question("b"), "deck.toml, b, front: “a” asks the same", question("a") + question("b", STEM)
    ),
    "near-duplicate": Bad(
        question("a", STEM) + question("b", STEM.replace("two", "three")),
        "deck.toml, b, front: 83% of it stands in “a” too",
        question("a", STEM, group="shifts") + question("b", STEM.replace("two", "three"), group="shifts"),
    ),
    "two options": Bad(
        question("a", texts=TEXTS[:2]),
        "deck.toml, note “a”: options: There must be at least 3",
        question("a", texts=TEXTS[:3]),
    ),
    "six options": Bad(
        question("a", texts=(*TEXTS, "Call the maker in", "Stop the whole line")),
        "deck.toml, note “a”: options: There must be at most 5",
        question("a", texts=(*TEXTS, "Call the maker in now")),
    ),
    "no key": Bad(
        question("a", best=9),
        "deck.toml, note “a”: options: Exactly one option must be correct, but none is",
        question("a"),
    ),
    "two keys": Bad(
        question("a").replace('misconception = "A mix-up"', "correct = true", 1),
        "deck.toml, note “a”: options: Exactly one option must be correct, but 2 are",
        question("a"),
    ),
    "no rationale": Bad(
        question("a").replace(', rationale = "Because."', "", 1),
        "deck.toml, note “a”: options[1].rationale: The field is missing",
        question("a"),
    ),
    "empty rationale": Bad(
        question("a").replace("Because.", " ", 1),
        "deck.toml, note “a”: options[1].rationale: The text is empty",
        question("a"),
    ),
    "equal options": Bad(
        with_option("look for  what was different."),
        "deck.toml, note “a”: options: “look for  what was different.” differs from “Look for what was different” only",
        question("a"),
    ),
    "key-length": Bad(
        many(20, longest_is_best=True),
        "deck.toml, options: The right option is the longest in 20 of 20 questions",
        many(20),
    ),
    "key-position": Bad(
        many(40, best_of=2),
        "deck.toml, options: The right option of questions with 4 options stands too often",
        many(40),
    ),
    "negative-share": Bad(
        question("a", "Which of these is **NOT** a lean waste?")
        + question("b", "What is a charter **NOT** for at all?"),
        "deck.toml: 2 of 2 questions ask for what does not fit",
        question("a", "Which of these is **NOT** a lean waste?") + question("b"),
    ),
    "leaf": Bad(
        question("a", leaf="IV.B.9"),
        "deck.toml was not imported, because it has 1 mistake.\ndeck.toml, note “a”, field “leaf”: There is no leaf “IV.B.9”",
        question("a", leaf="IV.B.4"),
    ),
    "level": Bad(
        question("a", level="create"),
        "deck.toml, a, level: IV.B.3 is examined up to “analyze”",
        question("a", level="analyze"),
    ),
    "answer-in-question": Bad(
        question("a", "Some look for what was different that day. What is right after a signal?"),
        "deck.toml, a, front: The question holds the right option",
        question("a"),
    ),
    "number-order": Bad(
        question("a", texts=("10 days", "9 days", "11 days")),
        "deck.toml, a, options: The numbers are out of order",
        question("a", texts=("9 days", "10 days", "11 days")),
    ),
    "option-letters": Bad(
        with_option("Both A and C"),
        "deck.toml, a, options[4].text: Options are shuffled",
        question("a"),
    ),
    **{
        f"of-the-above: {text}": Bad(
            with_option(text), "deck.toml, a, options[4].text: An option that sums up the others", question("a")
        )
        for text in (
            "All of the above",
            "All the above",
            "None of the above",
            "None of the options above",
            "None of the listed answers",
            "All are correct",
        )
    },
    **{
        f"negative-unmarked: {front}": Bad(
            question("a", front), "deck.toml, a, front: The question is turned round", question("a", twin)
        )
        for front, twin in (
            ("All of the following are tools except:", "All of the following are tools **EXCEPT**:"),
            ("Which of these is NOT a tool?", "Which of these is **NOT** a tool?"),
            ("Which of these is not a tool?", "Which of these is a tool?"),
        )
    },
}


OUTLINE = shipped_outline()


@pytest.fixture(autouse=True)
def outline_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "shipped_outline", lambda: OUTLINE)


def check(deck: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit status and what is refused; nothing is imported."""
    (folder / "deck.toml").write_text(f'[deck]\nkey = "d"\ntitle = "D"\n\n{deck}', encoding="utf-8")
    status = cli.main(["check", str(folder / "deck.toml")])
    return status, capsys.readouterr().err


@pytest.mark.parametrize("rule", DECKS)
def test_a_deck_that_breaks_a_rule_is_refused_and_its_twin_passes(
    rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = DECKS[rule]
    status, said = check(bad.deck, tmp_path, capsys)
    assert (status, said.count("\n")) == (1, 1 + bad.said.count("\n")), said
    assert said.startswith(f"studyapp: {bad.said}"), said
    assert check(bad.twin, tmp_path, capsys) == (0, "")


def test_a_question_without_a_leaf_is_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deck.toml").write_text(
        f'[deck]\nkey = "d"\ntitle = "D"\n\n{question("a")}'.replace('leaf = "IV.B.3"\n', "")
    )
    assert cli.main(["check", str(tmp_path / "deck.toml")]) == 0
    captured = capsys.readouterr()
    assert "Advice: deck.toml, a, leaf: Without a leaf it can never be part of a practice exam" in captured.out
