from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import DeckSource, Depth, Kind, Level, NoteSource, Status
from studyapp.domain.numeric_trials import STEPS_OF_A_DECK
from studyapp.errors import InvalidDeck, Problem, UnreadableFile, UserError
from studyapp.formats import decktext, read, write
from studyapp.formats.deck_reading import MOST_PROBLEMS, DeckReading

DECKS = Path(__file__).parents[1] / "data" / "decks"
HEAD = '[deck]\nkey = "d"\ntitle = "D"\n'
NOTE = '[[note]]\nid = "a"\nkind = "question"\nfront = "f"\nback = "b"\n'


def problems_of(text: str | bytes, tmp_path: Path) -> tuple[Problem, ...]:
    path = tmp_path / "deck-in-one-file.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InvalidDeck) as caught:
        read(path)
    assert caught.value.file == path.name
    return caught.value.problems


def test_a_folder_with_a_note_of_every_kind_is_read() -> None:
    deck = read(DECKS / "all-kinds")

    assert (deck.key, deck.title, deck.version) == ("all-kinds", "A note of every kind", "1")
    assert {note.kind for note in deck.notes} == set(Kind)
    assert deck.retired == ("old-stage",)
    assert list(deck.media) == ["run.svg"]
    assert deck.outline is not None
    assert deck.outline.questions == 10
    assert deck.complete


def test_a_note_keeps_all_that_it_says() -> None:
    deck = read(DECKS / "all-kinds")

    note = next(note for note in deck.notes if note.key == "team-charter")

    assert note.leaf == "I.A"
    assert note.level is Level.UNDERSTAND
    assert note.competencies == ("C3",)
    assert note.status is Status.REVIEWED
    assert note.place == "cards/1-teams.toml"
    assert note.fields["back"].endswith("the limits.\n")


def test_the_deck_toml_of_a_folder_stands_for_the_folder() -> None:
    assert read(DECKS / "all-kinds" / "deck.toml") == read(DECKS / "all-kinds")


def test_all_mistakes_of_all_files_are_named_together() -> None:
    with pytest.raises(InvalidDeck) as caught:
        read(DECKS / "with-mistakes")

    found = {(problem.place, problem.note, problem.field) for problem in caught.value.problems}
    assert found == {
        ("deck.toml", "", "deck.key"),
        ("deck.toml", "", "deck.licens"),
        ("cards/1.toml", "twice", "leaf"),
        ("cards/1.toml", "twice", "bck"),
        ("cards/1.toml", "twice", "back"),
        ("cards/1.toml", "note 2", "id"),
        ("cards/1.toml", "note 2", "kind"),
        ("cards/1.toml", "short-list", "level"),
        ("cards/1.toml", "short-list", "items"),
        ("cards/1.toml", "short-list", "source"),
        ("cards/1.toml", "short-list", "prereq"),
        ("cards/2.toml", "twice", "id"),
        ("cards/2.toml", "twice", "back"),
        ("cards/2.toml", "twice", "competencies"),
        ("cards/2.toml", "twice", "leaf"),
        ("cards/2.toml", "twice", "source"),
        ("cards/2.toml", "twice", "front"),
        ("cards/3.toml", "", ""),
        ("published-ids.txt", "gone", ""),
    }


def test_mistakes_say_where_and_what_to_do() -> None:
    with pytest.raises(InvalidDeck) as caught:
        read(DECKS / "with-mistakes")

    text = str(caught.value)
    assert "with-mistakes was not imported, because it has 19 mistakes." in text
    assert (
        "cards/1.toml, note “twice”, field “bck”: There is no field of a term note called “bck”; did you mean" in text
    )
    assert "cards/2.toml, note “twice”, field “id”: The id is used in cards/1.toml already" in text
    assert "The picture missing.png is missing in media/; add it." in text
    assert "“qestion”; did you mean “question”?" in text


def test_a_given_outline_judges_the_leaves_of_a_deck_without_one(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    path.write_text(HEAD + NOTE + 'leaf = "I.Z"\n')
    outline = Outline("O", "2026-07-01", "own", "", 1, 0, (Section("I", "L", "L", 1, (Leaf("I.A", "T"),)),))

    assert read(path).notes[0].leaf == "I.Z"
    with pytest.raises(InvalidDeck, match=r"There is no leaf “I\.Z”"):
        read(path, outline)


def test_notes_on_the_exam_itself_need_no_leaf_in_a_folder(tmp_path: Path) -> None:
    files = decktext.to_files(read(DECKS / "all-kinds"))
    files["cards/3.toml"] = (NOTE + 'source = "own"\n').encode()
    without = decktext.read_files(files, "deck", authored=False)
    assert without.notes[-1].leaf is None
    with pytest.raises(InvalidDeck, match="The leaf is missing"):
        decktext.read_files(files, "deck", authored=True)

    files["cards/3.toml"] += b'tags = ["exam"]\n'

    assert decktext.read_files(files, "deck", authored=True).notes[-1].tags == ("exam",)


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        (NOTE, "deck", "[deck] with key and title is missing"),
        (HEAD, "", "no notes"),
        ('[deck]\nkey = "d"\n' + NOTE, "deck.title", "missing"),
        ('[deck]\nkey = "d"\ntitle = 3\n' + NOTE, "deck.title", "text in quotes"),
        ('[deck]\nkey = "d"\ntitle = " "\n' + NOTE, "deck.title", "empty"),
        ('[deck]\nkey = "d"\ntitle = "D"\nchangelog = "x"\n' + NOTE, "deck.changelog", "list of texts"),
        ('[deck]\nkey = "d"\ntitle = "D"\nauthors = "x"\n' + NOTE, "deck.authors", "list of texts"),
        ('[deck]\nkey = "d"\ntitle = "D"\nauthors = ["x", 1]\n' + NOTE, "deck.authors", "list of texts"),
        ('[deck]\nkey = "d"\ntitle = "D"\ncomplete = 1\n' + NOTE, "deck.complete", "true or false"),
        (HEAD + '[source.x]\ncite = "y"\n' + NOTE, "source.x", "citation"),
        (HEAD + '[sources.x]\ncitation = "y"\n' + NOTE, "sources", "did you mean “source”"),
        (HEAD + '[note]\nid = "a"\n', "note", "double brackets"),
        ('retired = "a"\n' + HEAD + NOTE, "retired", "list of ids"),
        ('retired = ["Not Kebab"]\n' + HEAD + NOTE, "retired", "cannot be an id"),
        ('retired = ["x", "x"]\n' + HEAD + NOTE, "retired", "already"),
        ('retired = ["a"]\n' + HEAD + NOTE, "retired", "still stands"),
        (HEAD + NOTE + "tags = 3\n", "tags", "list of texts"),
        (HEAD + NOTE + "leaf = 3\n", "leaf", "text in quotes"),
        (HEAD + NOTE + "level = 3\n", "level", "text in quotes"),
        (HEAD + NOTE + 'status = "done"\n', "status", "no status"),
        (HEAD + NOTE + 'depth = "cor"\n', "depth", "did you mean “core”"),
        (HEAD + NOTE + "difficulty = 2.5\n", "difficulty", "whole number"),
        (HEAD + NOTE + "difficulty = true\n", "difficulty", "whole number"),
        (HEAD + NOTE + 'mock_pool = "yes"\n', "mock_pool", "true or false"),
        (HEAD + NOTE + 'prereq = ["b"]\n', "prereq", "There is no note “b”"),
        (HEAD + NOTE.replace('"b"', "2026-01-01"), "back", "text in quotes"),
        (HEAD + NOTE.replace('id = "a"', "id = 1"), "id", "text in quotes"),
        (HEAD + NOTE.replace('"f"', '"![x](../secret.png)"'), "front", "no picture of this deck"),
        (HEAD + NOTE.replace('"f"', "'<img src=\"http://x/y.png\">'"), "front", "no picture of this deck"),
        (HEAD + NOTE.replace('"f"', '"a\\u0000"'), "front", "NUL"),
        (HEAD + "[outline]\nname = 1\n" + NOTE, "outline name", "text in quotes"),
        (HEAD + "[outline]\nyear = 1\n" + NOTE, "outline year", "no field"),
        (HEAD + '[[section]]\nid = "I"\nquestions = 0\n' + NOTE, "section I questions", "at least one question"),
        (HEAD + '[[section]]\nid = "I"\n[[section.leaf]]\nid = "II.A"\n' + NOTE, "leaf II.A id", "must begin with I"),
        (HEAD + '[[section]]\nid = "I"\n[[section]]\nid = "I"\n' + NOTE, "section I id", "twice"),
        (
            HEAD + '[[section]]\nid = "I"\n[[section.leaf]]\nid = "I.A"\nlevel = "aply"\n' + NOTE,
            "leaf I.A level",
            "did you mean “apply”",
        ),
    ],
)
def test_each_mistake_in_a_deck_file_names_its_field(text: str, field: str, words: str, tmp_path: Path) -> None:
    found = problems_of(text, tmp_path)

    assert any(problem.field == field and words in problem.sentence for problem in found), found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[deck]\nkey = 'd\xff'\n", "not in UTF-8 (line 2)"),
        ("[deck]\n".encode("utf-16"), "UTF-16"),
        (b"[deck\n", "not valid TOML"),
        (b"[deck]\nkey = 'a'\nkey = 'b'\n", "line 3"),
        (b"[deck]\nkey = " + b"[" * 50_000, "nested too deeply"),
        (b"[deck]\nkey = " + b"{a=" * 50_000, "nested too deeply"),
        (b"[deck]\nkey = " + b"9" * 1_000_000, "too many digits"),
        (b"[deck]\n" + b".".join([b"a"] * 20_000) + b" = 1\n", "more than 32 parts"),
        (b"[deck]\n[" + b" . ".join([b'"a"'] * 20_000) + b"]\n", "more than 32 parts"),
        (b"[deck]\nx = { " + b".".join([b"a"] * 20_000) + b" = 1 }\n", "more than 32 parts"),
        (b"[deck]\n" + b".".join([rb'"\""'] * 20_000) + b" = 1\n", "more than 32 parts"),
        (b"[deck]\n" + b".".join([rb'"a\\"'] * 20_000) + b" = 1\n", "more than 32 parts"),
        (b"[deck]\n" + b" .\t".join([b"'\"'"] * 20_000) + b" = 1\n", "more than 32 parts"),
        (b"".join(b"[a%d]\n" % number for number in range(300_001)), "more than 300,000 tables"),
        (b"".join(b"a%d%s = 1\n" % (number, b".b" * 30) for number in range(10_001)), "more than 300,000 tables"),
        (b"".join(b"[a%d%s]\n" % (number, b".b" * 30) for number in range(10_001)), "more than 300,000 tables"),
        (b"[deck]\nx = [" + (b"{ b" + b" . b" * 30 + b" = 1 }, ") * 10_001 + b"]\n", "more than 300,000 tables"),
        (b"[deck]\n#" + b"a" * 8 * 2**20, "larger than 8 MiB; split it into several files"),
    ],
)
def test_dangerous_or_broken_toml_is_one_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    (problem, *_) = problems_of(content, tmp_path)

    assert words in problem.sentence


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + NOTE).replace("\n", "\r\n").encode())

    assert read(path).notes[0].fields == {"front": "f", "back": "b"}


def test_thousands_of_mistakes_are_cut_short(tmp_path: Path) -> None:
    text = HEAD + "".join(f'[[note]]\nid = "n{number}"\nkind = "term"\n' for number in range(1_000))

    found = problems_of(text, tmp_path)

    assert len(found) == MOST_PROBLEMS + 1
    assert "more mistakes that are not listed" in str(found[-1])


@pytest.mark.parametrize(
    "start",
    [HEAD, "[outline]\n", NOTE.replace("[[note]]", "[[section]]"), "[source]\n"],
)
def test_unknown_fields_are_looked_at_up_to_a_limit(start: str) -> None:
    content = start + "".join(f"x{number}_ = 1\n" for number in range(5_000))
    reading = DeckReading("d.toml", None, None)

    with pytest.raises(InvalidDeck) as caught:
        reading.single({"d.toml": content.encode()})

    assert len(caught.value.problems) == len(reading.problems) == MOST_PROBLEMS + 1


@pytest.mark.parametrize("row", ["", "[[note.options]]\n"])
def test_a_note_with_too_many_fields_is_one_mistake(row: str, tmp_path: Path) -> None:
    found = problems_of(HEAD + NOTE + row + "".join(f"x{number} = 1\n" for number in range(2_001)), tmp_path)

    assert [problem.sentence for problem in found] == ["The note has more than 2,000 fields; split it."]


def test_a_large_deck_goes_into_files_that_can_be_read_again(tmp_path: Path) -> None:
    fields = {"front": "f", "back": "b" * 60_000}
    notes = tuple(NoteSource(f"n{number}", Kind.QUESTION, fields, place="cards/a.toml") for number in range(200))
    deck = DeckSource("d", "D", notes, retired=("old",))

    write(deck, tmp_path / "d.studydeck")

    again = read(tmp_path / "d.studydeck")
    assert [(note.key, note.fields) for note in again.notes] == [(note.key, fields) for note in notes]
    assert again.retired == ("old",)
    assert len({note.place for note in again.notes}) > 1
    with pytest.raises(UserError, match=r"save it as a \.studydeck file"):
        write(deck, tmp_path / "d.toml")


def test_a_folder_without_a_deck_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"has no deck\.toml"):
        read(tmp_path)


def test_progress_is_told_and_may_cancel(tmp_path: Path) -> None:
    class Canceled(Exception):
        pass

    steps: list[tuple[int, int]] = []

    def cancel(done: int, total: int) -> None:
        steps.append((done, total))
        if done == 1:
            raise Canceled

    with pytest.raises(Canceled):
        read(DECKS / "all-kinds", progress=cancel)

    assert steps == [(0, 2), (1, 2)]


def test_a_deck_with_pictures_does_not_go_into_one_toml_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="pictures"):
        write(read(DECKS / "all-kinds"), tmp_path / "d.toml")

    assert not (tmp_path / "d.toml").exists()


def test_the_text_is_written_one_key_and_one_sentence_a_line(tmp_path: Path) -> None:
    long = "The first sentence of this answer is rather long. The second one goes to a line of its own. And a third."
    note = NoteSource(
        "a",
        Kind.TERM,
        {"back": "One.\nTwo.\n", "front": long, "reverse": False},
        "IV.C.6",
        level=Level.APPLY,
        source="own",
    )

    write(DeckSource("d", "D", (note,), retired=("old",)), tmp_path / "d.toml")

    assert (tmp_path / "d.toml").read_text() == (
        'retired = ["old"]\n\n[deck]\nkey = "d"\ntitle = "D"\nlanguage = "en"\n\n'
        '[[note]]\nid = "a"\nkind = "term"\nleaf = "IV.C.6"\nlevel = "apply"\n'
        'front = """\nThe first sentence of this answer is rather long. \\\nThe second one goes to a line of its own. \\\n'
        'And a third."""\nback = """\nOne.\nTwo.\n"""\nreverse = false\nsource = "own"\n'
    )


def test_half_a_character_is_not_written(tmp_path: Path) -> None:
    deck = DeckSource("d", "D", (NoteSource("a", Kind.QUESTION, {"front": "caf\ud83d", "back": "b"}),))

    with pytest.raises(UserError, match=r"half a character stands after “.*caf”"):
        write(deck, tmp_path / "d.toml")


TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("\"\\\n\r\t .!A'`#=[]{}\x0b\x1f\x7f\u2028\ufeff"),
        st.characters(exclude_categories=("Cs",), exclude_characters="\x00"),
    ),
    max_size=60,
)
FILLED = TEXT.filter(lambda text: bool(text.strip()))
SENTENCES = st.lists(FILLED, min_size=3, max_size=8).map(". A".join)
WORDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True)
NAMES = st.text(alphabet=string.ascii_letters + "_. é\"'", min_size=1, max_size=8).filter(
    lambda name: bool(name.strip())
)


def fields_of(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    text = st.one_of(FILLED, SENTENCES)
    if kind is Kind.LIST:
        items = st.lists(WORDS, min_size=2, max_size=12, unique=True)
        return st.fixed_dictionaries({"front": text, "items": items}, optional={"remark": TEXT})
    if kind is Kind.CHOICE:
        option = st.fixed_dictionaries({"rationale": text}, optional={"misconception": TEXT})
        rows = st.lists(option, min_size=3, max_size=5).map(
            lambda rows: [{"text": f"o{n}", "correct": n == 0, **row} for n, row in enumerate(rows)]
        )
        return st.fixed_dictionaries({"front": text, "options": rows})
    if kind is Kind.NUMERIC:
        number = st.one_of(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6).map(lambda whole: whole / 100))
        parameter = st.one_of(
            st.lists(number, min_size=1, max_size=4).map(lambda choices: {"choices": choices}),
            st.tuples(number, number).map(lambda ends: {"min": min(ends), "max": max(ends), "step": 10}),
            st.integers(1, 60).map(lambda count: {"choices": [0.5, 2], "count": count}),
        )
        parameters = st.dictionaries(st.sampled_from(["b", "c"]), parameter).map(
            lambda table: {"a": {"min": 1, "max": 9}, **table}
        )
        whys = st.tuples(text, text).map(
            lambda texts: [
                {"expression": f"a + {number}", "why": "Added. " + words.replace("{", "")}
                for number, words in enumerate(texts, 1)
            ]
        )
        return st.fixed_dictionaries(
            {"front": st.just("How many, if {a}?"), "parameters": parameters, "answer": st.just("double / 2")},
            optional={
                "title": st.just("Halves of {a:2}"),
                "tolerance": st.floats(0, 0.25),
                "decimals": st.integers(0, 12),
                "constraints": st.just(["a > 2", "double < 16"]),
                "typed": st.just(True),
                "wrong": whys,
                "solution": st.just("$\\frac{a}{b}$ is {answer}"),
                "hint": TEXT,
                "remark": TEXT,
                "exhibit": st.just(
                    {"chart": "histogram", "title": "With {a}", "edges": [0, "a", "2 * a"], "counts": ["a", 2.5]}
                ),
            },
        ).map(lambda fields: {**fields, "values": {"double": "2 * a"}})
    if kind is Kind.TEMPLATE:
        rows = st.lists(text, min_size=1, max_size=3).map(
            lambda fronts: [{"name": f"Card {n}", "front": front, "back": "b"} for n, front in enumerate(fronts)]
        )
        fields = st.dictionaries(NAMES, TEXT, min_size=1, max_size=4)
        return st.fixed_dictionaries({"note_type": text, "fields": fields, "templates": rows}, optional={"css": TEXT})
    return st.fixed_dictionaries(
        {"front": text, "back": text}, optional={"hint": TEXT, "example": TEXT, "remark": TEXT}
    )


def without_pictures(value: object) -> bool:
    return "![" not in repr(value) and "<img" not in repr(value).casefold()


LEARN = FILLED.map(str.strip).filter(lambda text: text and "\r" not in text and without_pictures(text))


@st.composite
def decks(draw: st.DrawFn) -> DeckSource:
    keys = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True))
    retired = draw(st.lists(WORDS.filter(lambda key: key not in keys), max_size=3, unique=True))
    kinds = st.sampled_from([Kind.TERM, Kind.QUESTION, Kind.LIST, Kind.CHOICE, Kind.NUMERIC, Kind.TEMPLATE])
    notes = []
    for number, key in enumerate(keys):
        kind = draw(kinds)
        notes.append(
            NoteSource(
                key,
                kind,
                draw(fields_of(kind).filter(without_pictures)),
                leaf=draw(st.sampled_from([None, "I.A"])),
                also=draw(st.sampled_from([(), ("I.B",)])),
                level=draw(st.sampled_from([None, *Level])),
                competencies=draw(st.sampled_from([(), ("C1",), ("C2", "C9")])),
                tags=tuple(draw(st.lists(FILLED.map(lambda tag: " ".join(tag.split())), max_size=3, unique=True))),
                source=draw(TEXT),
                status=draw(st.sampled_from(Status)),
                depth=draw(st.sampled_from(Depth)),
                prereq=draw(st.sampled_from([(), tuple(retired[:1]), tuple(keys[:number][:1])])),
                group=draw(TEXT),
                difficulty=draw(st.sampled_from([None, 1, 5])),
                mock_pool=draw(st.booleans()),
                place="cards/notes.toml",
            )
        )
    leaves = (
        Leaf("I.A", draw(TEXT), "apply", "seen", draw(TEXT), tuple(draw(st.lists(TEXT, max_size=3))), True),
        Leaf("I.B", draw(TEXT)),
    )
    outline = Outline("O", "2026-07-01", draw(TEXT), draw(TEXT), 9, 1, (Section("I", draw(TEXT), "L", 3, leaves),))
    return DeckSource(
        key=draw(WORDS),
        title=draw(FILLED),
        notes=tuple(notes),
        version=draw(TEXT),
        licence=draw(TEXT),
        authors=tuple(draw(st.lists(TEXT, max_size=3))),
        description=draw(st.one_of(TEXT, SENTENCES)),
        changelog=tuple(draw(st.lists(TEXT, max_size=3))),
        sources=draw(st.dictionaries(WORDS, TEXT, max_size=3)),
        outline=draw(st.sampled_from([None, outline])),
        learn=draw(st.dictionaries(st.sampled_from(["I.A", "I.B"]), LEARN)),
        retired=tuple(retired),
        complete=draw(st.booleans()),
    )


@settings(max_examples=150, deadline=None)
@given(decks())
def test_a_deck_that_is_written_and_read_is_the_same_deck(deck: DeckSource) -> None:
    files: Mapping[str, bytes] = decktext.to_files(deck)

    assert decktext.read_files(files, "deck") == deck


def test_one_file_holds_the_whole_deck(tmp_path: Path) -> None:
    deck = read(DECKS / "all-kinds")
    notes = tuple(note for note in deck.notes if note.key != "special-cause")
    path = tmp_path / "all.toml"

    write(DeckSource(deck.key, deck.title, notes, outline=deck.outline, learn=deck.learn, retired=deck.retired), path)
    again = read(path)

    assert [note.fields for note in again.notes] == [note.fields for note in notes]
    assert (again.outline, again.learn, again.retired) == (deck.outline, deck.learn, deck.retired)


def test_files_stay_apart_when_a_folder_is_written_again() -> None:
    deck = read(DECKS / "all-kinds")

    files = decktext.to_files(deck)

    assert sorted(files) == [
        "cards/1-teams.toml", "cards/2-variation.toml", "deck.toml", "learn/I.A.md", "media/run.svg", "outline.toml",
    ]  # fmt: skip
    assert decktext.read_files(files, "deck") == deck


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("learn/I.Z.md", b"Spans.", "There is no leaf “I.Z”"),
        ("learn/I.A.md", b"  ", "The learn note is empty"),
        ("learn/I.A.md", b"![x](other.svg)", "The picture other.svg is missing"),
        ("learn/I.A.md", b"a\x00b", "NUL"),
    ],
)
def test_a_learn_note_that_cannot_be_used_is_named(name: str, content: bytes, sentence: str) -> None:
    files = {**decktext.to_files(read(DECKS / "all-kinds")), name: content}

    with pytest.raises(InvalidDeck) as caught:
        decktext.read_files(files, "deck")
    assert name in str(caught.value)
    assert sentence in str(caught.value)


NUMERIC = """
[[note]]
id = "{key}"
kind = "numeric"
front = "What is {{a}}?"
answer = "{answer}"
constraints = ["{constraint}"]
parameters.a = {{ {range} }}
wrong = [{{ expression = "{first}", why = "w" }}, {{ expression = "{second}", why = "w" }}]
"""


def numeric(key: str, **changes: str) -> str:
    sound = {"answer": "a", "constraint": "a > 0", "range": "min = 0, max = 9", "first": "a + 1", "second": "a + 2"}
    return NUMERIC.format(key=key, **{**sound, **changes})


CHOICE = """
[[note]]
id = "{key}"
kind = "choice"
front = "Which?"
options = [
    {{ text = "A", rationale = "r", correct = {first} }}, {{ text = "B", rationale = "r", correct = {second} }},
    {{ text = "C", rationale = "r" }},
]
"""


@pytest.mark.parametrize(
    ("note", "field", "words"),
    [
        (numeric("x", answer="1 / (a - 3)"), "answer", "divides by zero"),
        (numeric("x", constraint="a > 9"), "constraints[1]", "was not met"),
        (numeric("x", second="1 + a"), "wrong[2].expression", "equal to another wrong path"),
        (numeric("x", range="min = 0.5, max = 9"), "parameters.a.step", "endless"),
        (numeric("x", answer="open(a)"), "answer", "There is no function “open”"),
        (CHOICE.format(key="x", first="false", second="false"), "options", "none is"),
        (CHOICE.format(key="x", first="true", second="true"), "options", "but 2 are"),
        (NOTE.replace('"a"', '"x"') + 'exhibit = { chart = "pie" }\n', "exhibit.chart", "no such chart"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_while_the_others_come_in(
    note: str, field: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "d.toml"
    path.write_text(HEAD + NOTE + note + numeric("sound"))

    deck = read(path)

    assert [note.key for note in deck.notes] == ["a", "sound"]
    [refused] = deck.refused
    assert refused.key == "x"
    assert refused.place == "d.toml, note “x”"
    assert refused.reason.startswith(f"{field}: ")
    assert words in refused.reason


def test_a_numeric_note_keeps_all_that_it_says(tmp_path: Path) -> None:
    fields = {
        "title": "Mean of {n}",
        "front": "Mean of {x}, to two decimals?",
        "parameters": {"n": {"choices": [3]}, "x": {"min": 1, "max": 9.5, "step": 0.5, "count": 3}},
        "values": {"total": "sum(x)"},
        "answer": "total / n",
        "unit": "mm",
        "decimals": 2,
        "tolerance": 0.01,
        "wrong": [{"expression": "total", "why": "This is the sum, {total}."}],
        "solution": "$\\frac{ {total} }{n}$ = {answer}",
        "constraints": ["total != 0"],
        "labels": [],
        "typed": True,
        "hint": "Add first.",
        "remark": "Not the median.",
        "exhibit": {
            "chart": "control",
            "title": "Lot {n}",
            "points": ["x[0]", "x[1]", 4.5],
            "center": "total / n",
            "limits": "never",
        },
    }
    note = NoteSource("mean", Kind.NUMERIC, fields, place="d.toml")

    for name in ("d.toml", "d.studydeck"):
        write(DeckSource("d", "D", (note,)), tmp_path / name)
        deck = read(tmp_path / name)
        assert deck.refused == ()
        assert deck.notes[0].fields == fields


def numeric_note(key: str, answer: str, constraint: str) -> str:
    return (
        f'[[note]]\nid = "{key}"\nkind = "numeric"\nfront = "{{a}}?"\nanswer = "{answer}"\nconstraints = ["{constraint}"]\n'
        "[note.parameters.a]\nmin = 1\nmax = 100\n"
    )


def test_costly_notes_cannot_hold_up_the_reading_of_a_deck() -> None:
    costly = "+".join(["a % 7"] * 30)
    text = HEAD + "".join(numeric_note(f"n{number}", costly, "a > 90") for number in range(40))
    reading = DeckReading("d.toml", None, None)
    assert reading.trials
    assert reading.trials.left == STEPS_OF_A_DECK
    reading.trials.left = 200_000

    deck = reading.single({"d.toml": text.encode()})

    assert len(deck.notes) == 40
    # The note that takes the last steps is tried in full, those behind it four times at most.
    assert -500_000 < reading.trials.left < 0
    assert not DeckReading("d.toml", None, None, shipped=True).trials


@pytest.mark.parametrize(
    "answer",
    [
        "a + 0*round(1e15**20*1e15**20,2)",
        "sum([1e15**20*1e15**20,-1e15**20*1e15**20])+a",
        "mean([1e15**20*1e15**20,-1e15**20*1e15**20])+a",
        "a+(1e15**20*1e15**20-1e15**20*1e15**20)//1",
        "a+(1e15**20*1e15**20-1e15**20*1e15**20)%1",
    ],
)
def test_a_formula_that_grows_without_end_is_refused_by_file_note_and_field(answer: str, tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    path.write_text(
        HEAD + numeric_note("bad", answer, "a > 0") + numeric_note("sound", "a * 3", "a > 0"), encoding="utf-8"
    )

    deck = read(path)

    assert [note.key for note in deck.notes] == ["sound"]
    [refused] = deck.refused
    assert refused.place == "d.toml, note “bad”"
    assert refused.reason.startswith("answer: ")
    assert "too large" in refused.reason
