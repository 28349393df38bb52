from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from studyapp.errors import InvalidDeck, UnreadableFile, UserError
from studyapp.formats import decktext, package, read, write

DECKS = Path(__file__).parents[1] / "data" / "decks"
HEAD = b'[deck]\nkey = "d"\ntitle = "D"\n'
NOTE = b'[[note]]\nid = "a"\nkind = "question"\nfront = "f"\nback = "b"\n'


def zipped(path: Path, files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_deck_goes_into_a_package_and_comes_back_the_same(tmp_path: Path) -> None:
    deck = read(DECKS / "all-kinds")
    path = tmp_path / "all-kinds.studydeck"

    write(deck, path)

    assert read(path) == deck


def test_the_same_deck_gives_the_same_bytes(tmp_path: Path) -> None:
    deck = read(DECKS / "all-kinds")

    write(deck, tmp_path / "a.studydeck")
    write(deck, tmp_path / "b.studydeck")

    assert (tmp_path / "a.studydeck").read_bytes() == (tmp_path / "b.studydeck").read_bytes()


def test_a_zipped_deck_folder_with_other_files_is_taken(tmp_path: Path) -> None:
    files = {f"my deck/{name}": content for name, content in decktext.to_files(read(DECKS / "all-kinds")).items()}
    files |= {
        "my deck/README.md": b"notes",
        "__MACOSX/my deck/._deck.toml": b"\x00",
        "my deck/media/.DS_Store": b"\x00",
    }

    assert read(zipped(tmp_path / "sent.zip", files)) == read(DECKS / "all-kinds")


@pytest.mark.parametrize(
    "name", ["../evil.toml", "/etc/evil.toml", "cards/../../evil.toml", "..\\evil.toml", "C:/evil.toml", "a\\b.toml"]
)
def test_a_name_that_leaves_the_folder_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "evil.studydeck", {"deck.toml": HEAD, "cards/a.toml": NOTE, name: b"x"})

    with pytest.raises(UnreadableFile, match=r"evil\.studydeck holds a file that points out of the deck"):
        read(path)

    assert [file.name for file in tmp_path.iterdir()] == ["evil.studydeck"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "link.studydeck"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("deck.toml", HEAD)
        link = zipfile.ZipInfo("cards/a.toml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(UnreadableFile, match="holds a link"):
        read(path)


def test_too_much_text_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.studydeck", {"deck.toml": HEAD, "cards/a.toml": b"#" * (33 * 1024 * 1024)})
    assert path.stat().st_size < 100_000

    with pytest.raises(UnreadableFile, match="unpacks to too much"):
        read(path)


def test_a_picture_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    content = b"\x89PNG\r\n\x1a\n" + bytes(64 * 1024 * 1024)
    path = zipped(tmp_path / "bomb.studydeck", {"deck.toml": HEAD, "cards/a.toml": NOTE, "media/a.png": content})

    with pytest.raises(UnreadableFile, match="unpacks to too much"):
        read(path)


def test_a_zip_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "liar.studydeck", {"deck.toml": HEAD, "cards/a.toml": b"#" * (40 * 1024 * 1024) + NOTE})
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[entry + 24 : entry + 28] = struct.pack("<I", 100)
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=r"liar\.studydeck is damaged"):
        read(path)


def test_a_list_of_members_that_is_too_long_is_refused_unread(tmp_path: Path) -> None:
    path = zipped(tmp_path / "many.studydeck", {"deck.toml": HEAD})
    content = bytearray(path.read_bytes())
    end = content.index(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<I", package.LARGEST_DIRECTORY + 1)
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match="more than 100,000 members"):
        read(path)


def test_more_than_the_most_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_MEMBERS", 3)
    path = zipped(tmp_path / "many.studydeck", {"deck.toml": HEAD, **{f"extra/{n}": b"" for n in range(3)}})

    with pytest.raises(UnreadableFile, match="more than 3 members"):
        read(path)


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_file_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.studydeck"
    with zipfile.ZipFile(path, "w") as archive:
        for content in (HEAD, HEAD + b"x = 1\n"):
            archive.writestr("deck.toml", content)

    with pytest.raises(UnreadableFile, match=r"holds deck\.toml twice"):
        read(path)


def test_a_zip_without_a_deck_says_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"has no deck\.toml"):
        read(zipped(tmp_path / "photos.zip", {"a.jpg": b"\xff\xd8\xff"}))
    with pytest.raises(UnreadableFile, match="is an Anki package"):
        read(zipped(tmp_path / "anki.apkg", {"collection.anki2": b"SQLite format 3\x00", "media": b"{}"}))


def test_an_unusual_compression_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="packed in an unusual way"):
        read(zipped(tmp_path / "odd.studydeck", {"deck.toml": HEAD}, zipfile.ZIP_LZMA))


def test_a_harmful_picture_in_a_package_is_named(tmp_path: Path) -> None:
    files = {"deck.toml": HEAD, "cards/a.toml": NOTE, "media/x.svg": b"<svg><script>1</script></svg>"}

    with pytest.raises(InvalidDeck, match=r"media/x\.svg: The SVG contains a script"):
        read(zipped(tmp_path / "d.studydeck", files))


def test_a_package_from_a_user_may_lack_sources(tmp_path: Path) -> None:
    head = HEAD + b'[source.book]\ncitation = "A book."\n'

    assert len(read(zipped(tmp_path / "d.studydeck", {"deck.toml": head, "cards/a.toml": NOTE})).notes) == 1


@pytest.fixture(scope="module")
def sound() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in decktext.to_files(read(DECKS / "all-kinds")).items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_package_is_a_sentence_or_still_sound(seed: int, sound: bytes, tmp_path: Path) -> None:
    chance = random.Random(seed)
    content = bytearray(sound)
    for _ in range(chance.choice([1, 3, 20])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    if seed % 3 == 0:
        content = content[: chance.randrange(len(content))]
    path = tmp_path / "damaged.studydeck"
    path.write_bytes(content)

    assert sound_or_named(path)


def sound_or_named(path: Path) -> bool:
    try:
        return bool(read(path).notes)
    except UserError as error:
        return path.name in str(error)
