"""Questions that ask for what does not fit. Each word is looked at once or twice, however long and odd the text is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studyapp.domain.plain_text import plain

_WORD = re.compile(r"[^\W_]+")
_ASKING = frozenset({"which", "what", "who"})
_BEGINS_CLAUSE = frozenset({"that", "who", "whose", "so", "if", "when", "because", "to", "although"})
"""What stands behind one of these belongs to the situation, not to what is asked."""
_OF_SITUATION = _BEGINS_CLAUSE - {"so", "to"}
_CONDITION = frozenset({"if", "when", "because", "although"})
_GOES_ON = frozenset({"that", "who", "if", "when", "because", "so"})
_HELPING = frozenset(
    {"is", "are", "was", "were", "does", "do", "did", "can", "could", "should", "would", "will", "may", "must", "has", "have"}
)  # fmt: skip
_ALL = frozenset({"all", "each", "every", "everything"})
_JUDGED = frozenset(
    {"statement", "statements", "claim", "claims", "sentence", "sentences", "assertion", "assertions", "description",
     "descriptions", "option", "options", "answer", "answers", "one", "ones", "these", "those", "following"}
)  # fmt: skip
_FALSE = frozenset({"false", "incorrect", "untrue", "wrong", "inaccurate"})
_EXCEPTION = (("the", "exception"), ("the", "exceptions"), ("the", "odd", "one"), ("odd", "one", "out"))
_BUT_ONE = tuple(
    (*but, *one)
    for but in (
        ("but",), ("bar",), ("save",), ("save", "for"), ("but", "for"), ("apart", "from"), ("other", "than"), ("excluding",),
        ("with", "the", "exception", "of"),
    )
    for one in (("one",), ("which",), ("which", "one"), ("one", "of", "them"), ("one", "of", "these"))
)  # fmt: skip
_EXCEPT = tuple(
    (*but, *rest)
    for but in (("except",), ("but", "not"))
    for rest in ((), ("for",))
    for rest in (rest, (*rest, "which"), (*rest, "which", "one"), (*rest, "one"), (*rest, "what"))
)
_SHORT_FORMS = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_SHORT_NOT = re.compile(r"\b([^\W\d_]{1,9})n't\b", re.IGNORECASE)
_OPEN_END = (":", "…", "_", "...")


def asks_for_misfit(stem: str) -> bool:
    """Whether a question asks for what does not fit, in English words and whether or not it says so in capitals."""
    sentences = [one for one in _sentences(plain(stem)) if one]
    if not sentences:
        return False
    asked = any(_question_is_negative(each, last=each is sentences[-1]) for each in sentences)
    return asked or _stays_open(sentences[-1])


def _sentences(text: str) -> Iterator[str]:
    text = _SHORT_NOT.sub(_written_out, text.replace("’", "'")).replace("cannot", "can not")
    yield from re.split(r"(?<=[.!?])\s+", text.strip())


def _written_out(short: re.Match[str]) -> str:
    return f"{_SHORT_FORMS.get(short[1].casefold(), short[1])} not"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _question_is_negative(sentence: str, *, last: bool) -> bool:
    """A “not” in the main clause turns a question round; behind “that”, “if” or a comma it belongs to the situation."""
    if not (sentence.endswith("?") or (last and sentence.endswith(_OPEN_END))):
        return False
    for part in re.split(r"[,;:] ", sentence):
        said = _words(part)
        if said and said[0] in _ASKING:
            end = next((place for place, word in enumerate(said[1:], 1) if word in _BEGINS_CLAUSE), len(said))
            if _clause_is_negative(said[:end]):
                return True
    return False


def _clause_is_negative(said: Sequence[str]) -> bool:
    if not {"not", "except", "never"}.isdisjoint(said) or _holds(said, (("least", "likely"), *_EXCEPTION)):
        return True
    judged = said[0] == "which" and (len(said) < 2 or not _JUDGED.isdisjoint(said) or said[1] in _HELPING)
    # “Which of these is false?”, but not “Which of these shows that the reading is wrong?”.
    return judged and said[-1] in _FALSE and any(word in ("is", "are") for word in said[-3:-1])


def _holds(said: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> bool:
    text = f" {' '.join(said)} "
    return any(f" {' '.join(phrase)} " in text for phrase in phrases)


def _stays_open(sentence: str) -> bool:
    """The last sentence names what all share, “except:”, or breaks off behind a “not” for the options to go on."""
    said = _words(sentence)
    if not said:
        return False
    if any(tuple(said[-len(phrase) :]) == phrase for phrase in (*_EXCEPT, *_BUT_ONE)):
        return True
    if said[0] in _ALL and "except" in said and sentence.endswith(("?", *_OPEN_END)):
        return True
    return sentence.endswith(_OPEN_END) and _breaks_off(_words(sentence.rpartition(", ")[2]))


def _breaks_off(said: Sequence[str]) -> bool:
    if not said or said[0] in _CONDITION:
        return False
    turned = [place for place in range(1, len(said)) if said[place] in ("not", "never") and said[place - 1] in _HELPING]
    first = next((place for place, word in enumerate(said) if word in _OF_SITUATION), len(said))
    last = max((place for place, word in enumerate(said) if word in _GOES_ON), default=-1)
    return any(last < place < first for place in turned)
