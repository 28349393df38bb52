"""Whether a text asks or sets a task, with a question mark or without one; the words looked for are English."""

from __future__ import annotations

import re

from studyapp.domain.plain_text import plain

_MARKS = "?؟？"
_START = r"(?:^|[.!…]\s+)[“”\"‘’'(]*"
_BE_OR_DO = (
    r"(?:is|are|was|were|am|do|does|did|can|could|should|would|will|shall|may|might|must|has|have|had)(?:n['’]t)?\b"
)
_ASKING_WORD = r"(?:what|which|who|whom|whose|when|where|why|how|whether)\b"
_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen)\b"
_OBJECT = (
    rf"(?:{_ASKING_WORD}|{_NUMBER}|(?:a|all|an|any|at|each|every|for|from|his|in|its|one|our|some|their|these|this|those|the|your)\b"
    r"|[^\W\d_]+['’]s?\s)"
)
_QUIZ_VERB = "choose|complete|define|give|identify|list|match|name|put|sort|state"
_VERB = (
    f"(?:{_QUIZ_VERB}|arrange|assign|calculate|classify|compare|compute|determine|draw|fill|find|group|label|order|outline|"
    "pick|place|rank|recall|say|select|sketch|tell|write)"
)
_EXPLAIN = r"(?:describe|discuss|distinguish|explain|justify|summarize|summarise)\b"

# “A: few items of high value, B: …” are classes, not an answer.
_LABEL = re.compile(rf"\b(?:answers?|questions?)\s*:|{_START}(?-i:Q\s*:|A\s*:(?!.*\bB\s*:))", re.IGNORECASE)
_QUESTION = re.compile(
    rf"{_START}(?:which\s(?!means\b)|(?:why|how|when|where|who|whom|whose) {_BE_OR_DO}"
    r"|what (?:do|does|did|can|could|should|would|will|may|might|must)\b)",
    re.IGNORECASE,
)
# “What is left of a risk” says what a thing is; with a colon behind it, the answer follows.
_ANSWERED = re.compile(rf"^{_ASKING_WORD} {_BE_OR_DO}[^.!?:]*:", re.IGNORECASE)
# Steps are told in the same words: “Identify the constraint → exploit it”.
_EXERCISE = re.compile(
    rf"^(?:{_QUIZ_VERB}) {_OBJECT}(?!.*→)|{_START}(?:{_QUIZ_VERB}) (?:{_ASKING_WORD}|{_NUMBER})"
    rf"|{_START}{_EXPLAIN}(?: briefly)?(?: {_OBJECT}|[.:!])",
    re.IGNORECASE,
)
# A headword may begin like an order: “State of control”, “List price”, “Sort”. An order has an object, or says in what order.
_ORDER = re.compile(
    rf"(?:{_VERB} {_OBJECT}|{_EXPLAIN} \S|identify \S|(?:choose|complete|list|match|name)\s*:"
    rf"|{_VERB} .*(?:\bin (?:the )?(?:\w+ )?(?:order|sequence)\b|\binto\b|\bwith (?:its|their)\b|[.:!]$))",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"(?:which|why)\s|{_ASKING_WORD} {_BE_OR_DO}"
    rf"|.*[:.!…]\s+(?:which\s|{_ASKING_WORD} {_BE_OR_DO}|{_VERB} {_OBJECT}|{_EXPLAIN})",
    re.IGNORECASE,
)
_ASKING_START = re.compile(rf"{_ASKING_WORD}\s", re.IGNORECASE)
_TOPIC = re.compile(r"\[[^\]]+\]\s*")


def asks(text: str) -> bool:
    """Whether a running text holds a question, an exercise, or a label such as “Answer:”."""
    return item_asks(text) or any(_EXERCISE.search(line) for line in _lines(text))


def item_asks(text: str) -> bool:
    """Whether one thing of several asks; what it tells to do may be a step, so that is let pass."""
    if any(mark in text for mark in _MARKS):
        return True
    return any(pattern.search(line) for line in _lines(text) for pattern in (_LABEL, _QUESTION, _ANSWERED))


def title_asks(text: str) -> bool:
    """Whether a title asks or tells to do something; “How innovations spread” and “What a charter holds” do not."""
    if any(mark in text for mark in _MARKS):
        return True
    return any(_LABEL.search(line) or _ORDER.match(line) or _ASKED.match(line) for line in _lines(text))


def headword_asks(text: str) -> bool:
    """Whether what stands for a term is a question or a task instead."""
    return title_asks(text) or any(_ASKING_START.match(line) for line in _lines(text))


def _lines(text: str) -> list[str]:
    """Its lines without markup, a topic in brackets, and quotation marks at their start."""
    lines = (
        _TOPIC.sub("", plain(line), count=1) if line.lstrip().startswith("[") else plain(line)
        for line in text.splitlines()
    )
    return [line.lstrip("“”\"‘’'( ") for line in lines if line]
