from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from studyapp.domain.blueprint import Leaf, Outline, Section
from studyapp.domain.content import Kind, Level
from studyapp.errors import UnreadableFile
from studyapp.formats import read, read_all
from tests.formats.shown_words import shown_words

OUTLINE = Outline("O", "2026-07-01", "own", "", 1, 0, (Section("I", "L", "L", 1, (Leaf("I.A", "T"),)),))


def table(tmp_path: Path, content: str | bytes, name: str = "cards.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_every_column_goes_where_it_belongs(tmp_path: Path) -> None:
    text = (
        "id,kind,front,back,leaf,level,source,tags,competencies,remark,example,reverse\n"
        "pdca,term,PDCA,Plan do check act,I.A,Apply,own,cycle; tools,C1 C3,Not DMAIC,A trial run,no\n"
    )

    deck = read(table(tmp_path, text), OUTLINE)

    (note,) = deck.notes
    assert (note.key, note.kind, note.leaf, note.level) == ("pdca", Kind.TERM, "I.A", Level.APPLY)
    assert (note.source, note.tags, note.competencies) == ("own", ("cycle", "tools"), ("C1", "C3"))
    assert note.fields == {
        "front": "PDCA",
        "back": "Plan do check act",
        "reverse": False,
        "example": "A trial run",
        "remark": "Not DMAIC",
    }
    assert note.place == "row 2"
    assert (deck.title, deck.complete) == ("cards", False)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Question,Answer", Kind.QUESTION),
        ("FRONT , Back", Kind.QUESTION),
        ("Term,Definition", Kind.TERM),
        ("word,meaning", Kind.TERM),
    ],
)
def test_columns_may_have_their_usual_other_names(header: str, kind: Kind, tmp_path: Path) -> None:
    (note,) = read(table(tmp_path, f"{header}\na,b\n")).notes

    assert (note.kind, note.fields["front"], note.fields["back"]) == (kind, "a", "b")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_delimiter_and_the_encoding_are_found(delimiter: str, encoding: str, tmp_path: Path) -> None:
    rows = [["front", "back"], ["Größe, naïve", "日本語"], ["a; b", "c"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)

    deck = read(table(tmp_path, text.encode(encoding)))

    assert [note.fields["front"] for note in deck.notes] == ["Größe, naïve", "a; b"]
    assert deck.notes[0].fields["back"] == "日本語"


def test_western_windows_text_is_read_and_other_code_pages_are_not_guessed(tmp_path: Path) -> None:
    western = "front,back\nRésumé,“quoted” – 5 €\nDéjà vu,naïve\n".encode("cp1252")
    assert read(table(tmp_path, western)).notes[0].fields["back"] == "“quoted” – 5 €"

    for encoding, word in (("shift_jis", "品質管理"), ("cp1251", "качество"), ("gbk", "质量管理体系")):
        with pytest.raises(
            UnreadableFile, match=r"cards\.csv was not imported: its encoding is not known.*save it as UTF-8"
        ):
            read(table(tmp_path, f"front,back\nx,{word}\n".encode(encoding)))


def test_a_quoted_cell_may_hold_line_breaks_and_separators(tmp_path: Path) -> None:
    (note,) = read(table(tmp_path, 'front,back\n"a, ""b""","one\r\ntwo"\n')).notes

    assert note.fields == {"front": 'a, "b"', "back": "one\\\ntwo"}


def test_the_text_of_a_table_is_never_markup(tmp_path: Path) -> None:
    cell = "<b>*x*</b> ![p](q.png) $5$ &amp;"

    (note,) = read(table(tmp_path, f"front,back\n{cell},# no heading\n")).notes

    assert shown_words(note.fields["front"]) == cell
    assert shown_words(note.fields["back"]) == "# no heading"


def test_unquoted_tabs_with_odd_quotes_are_taken_as_they_are(tmp_path: Path) -> None:
    deck = read(table(tmp_path, 'front\tback\n"Quality is free" he said\tCrosby\n', "cards.tsv"))

    assert deck.notes[0].fields["front"] == '"Quality is free" he said'


def test_cloze_rows_need_no_back(tmp_path: Path) -> None:
    deck = read(table(tmp_path, "text\nPlan {{c1::do}} *check*\nnothing hidden\n"))

    assert deck.notes[0].kind is Kind.CLOZE
    assert deck.notes[0].fields == {"text": "Plan {{c1::do}} \\*check\\*"}
    assert "Nothing is hidden" in deck.refused[0].reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("only front,,,,,,,", "The back is empty"),
        (",only back,,,,,,", "The front is empty"),
        ("one", "has 1 cell, but the header has 8"),
        ("a,b,,,,,,,too many", "has 9 cells, but the header has 8"),
        ("a,b,I.Z", "has 3 cells"),
        ("a,b,I.Z,,,,,", "There is no leaf “I.Z”"),
        ("a,b,,aply,,,,", "did you mean “apply”"),
        ("a,b,,,qestion,,,", "did you mean “question”"),
        ("a,b,,,list,,,", "no kind for a table"),
        ("a,b,,,,C10,,", "C1 to C9"),
        ("a,b,,,,,maybe,", "true or false"),
        ("a,b,,,question,,yes,", "Only a term is asked in reverse"),
        ("a,b,,,cloze,,,", "A cloze has no back"),
        ("a\x00,b,,,,,,", "NUL"),
        ("a," + "é" * 70_000 + ",,,,,,", "64 kB"),
        ("sound,row,,,,,,", "Row 2 says the same"),
        ("other,row,,,,,,sound-id", "Row 3 has this id already"),
    ],
)
def test_a_row_that_cannot_be_a_note_is_refused_with_its_reason(row: str, reason: str, tmp_path: Path) -> None:
    text = f"front,back,leaf,level,kind,competencies,reverse,id\nsound,row,,,,,,\nwith,id,,,,,,sound-id\n{row}\n"

    deck = read(table(tmp_path, text), OUTLINE)

    assert len(deck.notes) == 2
    (refused,) = deck.refused
    assert refused.place == "row 4"
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("front,back\n", "header row only"),
        ("front,back\n,\n\n", "header row only"),
        ("some,words\na,b\n", "must name the columns.*but it is “some,words”"),
        ("front\na\n", "must name the columns"),
        ('front,back\n"never closed,b\n', "quotes do not match"),
        ("front,question,back\na,b,c\n", "two columns mean front"),
        (b"front,back\n\x81\x8d,b\n", "encoding is not known"),
        (b"\xff\xfe\x00", "begins as UTF-16 but is damaged"),
        (bytes(4_000), "is empty"),
    ],
)
def test_a_file_that_is_no_table_of_cards_is_one_sentence(content: str | bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=rf"cards\.csv.*{words}") as caught:
        read(table(tmp_path, content))

    assert len(str(caught.value).splitlines()) == 1


def test_the_key_comes_from_the_front_and_stays_when_other_rows_change(tmp_path: Path) -> None:
    first = read(table(tmp_path, "front,back\nWhat is Cpk?,x\nC++,y\n品質,z\n"))
    later = read(table(tmp_path, "front,back\nnew,n\nC++,reworded\n品質,z\nWhat is Cpk?,x\n"))

    assert {note.key for note in first.notes} < {note.key for note in later.notes}
    assert first.notes[0].key.startswith("what-is-cpk-")
    assert len({note.key for note in first.notes}) == 3


def test_the_same_front_with_another_back_is_another_note(tmp_path: Path) -> None:
    deck = read(table(tmp_path, "front,back\nlead,guide\nlead,a metal\n"))

    assert len({note.key for note in deck.notes}) == 2
    assert deck.refused == ()


def test_ids_of_other_programs_become_keys_of_ours(tmp_path: Path) -> None:
    deck = read(table(tmp_path, "id,front,back\nk#9Pq!,a,b\n"))

    assert deck.notes[0].key.startswith("k-9pq-")


def test_a_deck_column_gives_several_decks(tmp_path: Path) -> None:
    path = table(tmp_path, "deck,front,back\nTools,a,b\nPeople,c,d\nTools,e,f\n")

    tools, people = read_all(path)

    assert (tools.title, len(tools.notes), people.title, len(people.notes)) == ("Tools", 2, "People", 1)
    with pytest.raises(UnreadableFile, match=r"cards of 2 decks \(Tools, People\)"):
        read(path)


def test_progress_is_told_and_may_cancel(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []

    read(
        table(tmp_path, "front,back\n" + "".join(f"f{n},b\n" for n in range(5_000))),
        progress=lambda *step: steps.append(step),
    )

    assert steps == [(2_000, 5_001), (4_000, 5_001)]


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_table_never_gives_another_error(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    content = bytearray(('front;back;tags\n"a;1";"b\nc";x\n' * 3).encode("utf-16" if seed % 2 else "utf-8"))
    for _ in range(4):
        content[chance.randrange(len(content))] = chance.randrange(256)

    try:
        decks = read_all(table(tmp_path, bytes(content)))
    except UnreadableFile:
        return
    assert all(note.fields for deck in decks for note in deck.notes)


def test_a_file_name_that_is_not_utf_8_gives_a_title_that_can_be_stored(tmp_path: Path) -> None:
    path = table(tmp_path, "front,back\na,b\n", os.fsdecode(b"bad\xffname.csv"))

    assert read(path).title == "bad\ufffdname"
