from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.errors import UnreadableFile, UserError
from studyapp.formats import READERS, SUFFIXES, WRITERS, read, read_all, write

DECKS = Path(__file__).parents[1] / "data" / "decks"
DECK = DeckSource("d", "D", (NoteSource("a", Kind.QUESTION, {"front": "f", "back": "b"}),))


def test_the_content_decides_not_the_ending(tmp_path: Path) -> None:
    write(DECK, tmp_path / "d.studydeck")
    write(DECK, tmp_path / "d.toml")
    (tmp_path / "d.csv").write_text("front,back\nf,b\n")

    for name, other in (("d.studydeck", "x.csv"), ("d.toml", "y.studydeck"), ("d.csv", "z.studydeck")):
        (tmp_path / other).write_bytes((tmp_path / name).read_bytes())
        assert [note.fields for note in read(tmp_path / other).notes] == [{"front": "f", "back": "b"}]


def test_a_file_dialog_offers_what_can_be_read() -> None:
    assert tuple(READERS) == SUFFIXES
    assert set(WRITERS) <= set(READERS)


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".zip", ""])
@pytest.mark.parametrize(
    "content", [b"", bytes(5_000), b"\xff" * 5_000, b"PK\x03\x04", b"SQLite format 3\x00", b"\x1f\x8b\x08"]
)
def test_what_is_no_deck_is_one_sentence_that_names_the_file(suffix: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"some-file{suffix}"
    path.write_bytes(content)

    with pytest.raises(UserError, match="some-file") as caught:
        read(path)

    assert len(str(caught.value).splitlines()) <= 3


@pytest.mark.parametrize("seed", range(60))
def test_damaged_text_is_a_sentence_or_still_sound(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    source = DECKS / "all-kinds" / "cards" / ("1-teams.toml" if seed % 2 else "2-variation.toml")
    head = b'[deck]\nkey = "d"\ntitle = "D"\n'
    table = b"front,back,tags\n" + b'"What, then?",This,"a;b"\nOther,"Two\nlines",\n' * 20
    content = bytearray(table if seed % 3 == 0 else head + source.read_bytes().partition(b"\n\n")[2])
    for _ in range(chance.choice([1, 5, 50])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    if seed % 4 == 0:
        content = content[: chance.randrange(len(content))]
    path = tmp_path / "damaged.txt"
    path.write_bytes(content)

    assert sound_or_named(path)


def sound_or_named(path: Path) -> bool:
    try:
        decks = read_all(path)
    except UserError as error:
        return path.name in str(error)
    return all(deck.notes or deck.refused for deck in decks)


def test_a_missing_file_and_a_pipe_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"gone\.csv does not exist"):
        read(tmp_path / "gone.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UnreadableFile, match=r"pipe\.csv is not a file"):
        read(tmp_path / "pipe.csv")


def test_a_name_with_control_characters_is_shown_without_them(tmp_path: Path) -> None:
    path = tmp_path / "a\u202etxt\x1b[31m.csv"
    path.write_bytes(b"\xff\xff")

    with pytest.raises(UserError) as caught:
        read(path)

    assert "\u202e" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_an_unknown_ending_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"must end in \.studydeck or \.toml"):
        write(DECK, tmp_path / "d.docx")

    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    write(DECK, path)
    before = path.read_bytes()
    bad = DeckSource("d", "D", (NoteSource("a", Kind.QUESTION, {"front": "\ud800", "back": "b"}),))

    with pytest.raises(UserError):
        write(bad, path)

    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["d.toml"]


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"d\.toml was not written: its folder does not exist"):
        write(DECK, tmp_path / "nowhere" / "d.toml")
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(UserError, match="a folder of this name exists"):
        write(DECK, tmp_path / "folder.toml")
    assert [file.name for file in tmp_path.iterdir()] == ["folder.toml"]


def test_a_write_that_fails_halfway_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    write(DECK, path)
    before = path.read_bytes()
    script = """
import resource, signal, sys
from pathlib import Path
from studyapp.domain.content import DeckSource, Kind, NoteSource
from studyapp.errors import UserError
from studyapp.formats import write
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write(DeckSource("d", "D", (NoteSource("a", Kind.QUESTION, {"front": "f" * 60_000, "back": "b"}),)), Path(sys.argv[1]))
except UserError as error:
    print(error)
"""

    result = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)

    assert "d.toml was not written: the disk reports an error" in result.stdout
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["d.toml"]


def test_showing_a_card_imports_no_reader() -> None:
    names = "{'csv', 'zipfile', 'tomli', 'nh3', 'markdown_it'}"
    script = f"import sys, studyapp.formats.markup; print(sorted({names} & set(sys.modules)))"

    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"
