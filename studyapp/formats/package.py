"""`.studydeck` packages: the zip of a deck's folder, read within byte budgets and written byte for byte the same."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from studyapp.domain.blueprint import Outline
from studyapp.domain.content import DeckSource
from studyapp.errors import UnreadableFile
from studyapp.formats import Progress, decktext
from studyapp.formats.files import LARGEST_TEXT_FILE, MIB, open_file, shown_name, write_whole
from studyapp.formats.media import LARGEST_MEDIA, LARGEST_MEDIUM, media_kind

LARGEST_PACKAGE = LARGEST_MEDIA + LARGEST_TEXT_FILE
MOST_MEMBERS = 100_000
LARGEST_DIRECTORY = 16 * MIB
"""Bytes of the zip's list of members, which is read before the members can be counted."""

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LONGEST_END = 70_000
"""Bytes at a zip's end in which its last record stands: with the longest comment some 65,600."""
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error, OSError,
)  # fmt: skip
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PACKED_ALREADY = ("png", "jpg", "gif", "webp")


def read(path: Path, outline: Outline | None = None, progress: Progress | None = None) -> DeckSource:
    """The deck in a package; UnreadableFile if the zip is damaged, lies or is too large, InvalidDeck for its mistakes."""
    name = shown_name(path.name)
    try:
        with open_file(path) as file:
            _check_size(file, name)
            with zipfile.ZipFile(file) as archive:
                files = dict(_members(archive, name))
    except _DAMAGES as error:
        raise UnreadableFile(f"{name} is damaged or no zip file; download or copy it again.") from error
    return decktext.read_files(files, path.name, outline, progress)


def write(deck: DeckSource, path: Path) -> None:
    """Write a deck with its media as a package: the same deck gives the same bytes. UserError if it cannot be written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(decktext.to_files(deck).items()):
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            stored = name.startswith("media/") and media_kind(content) in _PACKED_ALREADY
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    write_whole(path, packed.getvalue())


def _check_size(file: BinaryIO, name: str) -> None:
    size = file.seek(0, io.SEEK_END)
    if size > LARGEST_PACKAGE:
        raise UnreadableFile(f"{name} is larger than {LARGEST_PACKAGE // MIB} MiB; make it smaller.")
    file.seek(max(0, size - _LONGEST_END))
    if _directory_size(file.read()) > LARGEST_DIRECTORY:
        raise UnreadableFile(f"{name} has more than {MOST_MEMBERS:,} members; it is no studyapp deck.")


def _directory_size(tail: bytes) -> int:
    """The size that the end of a zip gives for its list of members, 0 where it gives none."""
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 22:
        return 0
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    end_64 = tail.rfind(_END_64, 0, end)
    # Either size may be the one that is used, so the larger one counts.
    return max(
        0 if size == 0xFFFFFFFF else size,
        int.from_bytes(tail[end_64 + 40 : end_64 + 48], "little") if end_64 >= 0 else 0,
    )


def _members(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, bytes]]:
    """The deck's files by their names in its folder; a name is only compared, never used as a path."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_MEMBERS:
        raise UnreadableFile(f"{name} has more than {MOST_MEMBERS:,} members; it is no studyapp deck.")
    for info in infos:
        _check_member(info, name)
    root = _root(infos, name)
    room = {"media": LARGEST_MEDIA, "text": LARGEST_TEXT_FILE}
    seen: set[str] = set()
    for info in infos:
        inside = info.filename.removeprefix(root)
        if not info.filename.startswith(root) or not _is_deck_file(inside):
            continue
        if inside in seen:
            raise UnreadableFile(f"{name} holds {shown_name(inside)} twice; make the package again.")
        seen.add(inside)
        sort, limit = ("media", LARGEST_MEDIUM) if inside.startswith("media/") else ("text", LARGEST_TEXT_FILE)
        content = _content(archive, info, min(limit, room[sort]), name)
        room[sort] -= len(content)
        yield inside, content


def _check_member(info: zipfile.ZipInfo, name: str) -> None:
    member = shown_name(info.filename)
    parts = info.orig_filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0] or "\\" in info.orig_filename or "\x00" in info.orig_filename:
        raise UnreadableFile(f"{name} holds a file that points out of the deck ({member}); do not trust this package.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableFile(f"{name} holds a link ({member}); make the package with plain files.")
    if info.flag_bits & 0x1:
        raise UnreadableFile(f"{name} is locked with a password; make the package without one.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableFile(
            f"{name} is packed in an unusual way ({member}); make the package as an ordinary zip file."
        )


def _root(infos: list[zipfile.ZipInfo], name: str) -> str:
    """The folder in which `deck.toml` stands, with its slash: nothing, or one folder that holds the whole deck."""
    roots = [info.filename.removesuffix("deck.toml") for info in infos if info.filename.split("/")[-1] == "deck.toml"]
    shallow = [root for root in roots if root.count("/") <= 1]
    if not shallow:
        if any(info.filename.startswith("collection.anki") for info in infos):
            raise UnreadableFile(f"{name} is an Anki package; export its notes from Anki as plain text instead.")
        raise UnreadableFile(f"{name} has no deck.toml, so it is no studyapp deck; choose a .studydeck file.")
    return min(shallow, key=len)


def _is_deck_file(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    if folder == "media":
        return not file.startswith(".")
    if name in ("deck.toml", "outline.toml", "published-ids.txt"):
        return True
    return (folder == "cards" and file.endswith(".toml")) or (folder == "learn" and file.endswith(".md"))


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, name: str) -> bytes:
    # The size that a zip declares may be a lie, so the bytes are counted as they come.
    with archive.open(info) as member:
        content = member.read(limit + 1)
    if len(content) > limit:
        what = shown_name(info.filename)
        raise UnreadableFile(
            f"{name} unpacks to too much ({what}): at most {LARGEST_TEXT_FILE // MIB} MiB of text, "
            f"{LARGEST_MEDIUM // MIB} MiB a picture and {LARGEST_MEDIA // MIB} MiB of pictures; make it smaller."
        )
    return content
