"""Whole files in and whole files out: bounded reading, strict decoding, and writing that leaves no half a file."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import unicodedata
from pathlib import Path
from typing import BinaryIO

from studyapp.errors import UnreadableFile, UserError

MIB = 1024 * 1024

LARGEST_TOML = 8 * MIB
"""Bytes of one file of deck text; reading more takes too much time and memory."""
LARGEST_TEXT_FILE = 32 * MIB
"""Bytes of deck text or table that are read; a deck of 2,000 notes has half a MiB."""

_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_WHY_UNREADABLE = {
    errno.ENOENT: "does not exist; choose another file.",
    errno.EACCES: "cannot be read, because its permissions do not allow it; change them or copy the file.",
    errno.EPERM: "cannot be read, because its permissions do not allow it; change them or copy the file.",
    errno.ENAMETOOLONG: "cannot be read, because its name is too long; rename it.",
}
_WHY_UNWRITABLE = {
    errno.ENOSPC: "there is no room left on the disk; make room or choose another place.",
    errno.EDQUOT: "your disk quota is used up; make room or choose another place.",
    errno.EACCES: "its folder does not allow writing; choose another place.",
    errno.EPERM: "its folder does not allow writing; choose another place.",
    errno.EROFS: "its folder does not allow writing; choose another place.",
    errno.ENOENT: "its folder does not exist; choose another place.",
    errno.ENOTDIR: "its folder does not exist; choose another place.",
    errno.EISDIR: "a folder of this name exists; choose another name.",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one.",
}


def shown_name(name: str, length: int = 120) -> str:
    """A file name for messages, without control and direction-changing characters, at most `length` characters."""
    visible = "".join(sign if unicodedata.category(sign)[0] != "C" else "\ufffd" for sign in name[: length + 1])
    return visible if len(visible) <= length else visible[: length - 1] + "…"


def whole_characters(name: str) -> str:
    """A name from the file system or a command line, with U+FFFD for what is not UTF-8 in it: fit to be stored."""
    return _HALF_CHARACTER.sub("\ufffd", name)


def open_file(path: Path) -> BinaryIO:
    """A plain file, open for reading bytes; UnreadableFile if it is none or cannot be opened."""
    name = shown_name(path.name)
    try:
        # A pipe or a device would never end, or never begin.
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableFile(f"{name} is not a file; choose a file or a deck's folder.")
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{name} {why_unreadable(error)}") from error


def read_bytes(path: Path, limit: int) -> bytes:
    """A file's content; UnreadableFile if it is no plain file, cannot be read, or is larger than `limit` bytes."""
    name = shown_name(path.name)
    with open_file(path) as file:
        try:
            content = file.read(limit + 1)
        except OSError as error:
            raise UnreadableFile(f"{name} {why_unreadable(error)}") from error
    if len(content) > limit:
        raise UnreadableFile(f"{name} is larger than {limit // MIB} MiB; split it into smaller files.")
    return content


def why_unreadable(error: Exception) -> str:
    """The end of a sentence that begins with a file's name."""
    number = error.errno if isinstance(error, OSError) else None
    return _WHY_UNREADABLE.get(number or 0, "cannot be read; check the disk, or copy the file and choose the copy.")


def decode_utf8(content: bytes) -> str:
    """Text in UTF-8, with or without a byte order mark; ValueError with a sentence if it is anything else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("The file is in UTF-16; save it as UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(f"The file is not in UTF-8 (line {line}); save it as UTF-8.") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that at any moment there is either the old one or the whole new one; UserError if it fails."""
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{os.urandom(6).hex()}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        try:
            _write_and_sync(part, content)
            os.replace(part, target)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        why = _WHY_UNWRITABLE.get(number or 0, "the disk reports an error; choose another place.")
        raise UserError(f"{shown_name(path.name)} was not written: {why}") from error


def _write_and_sync(path: Path, content: bytes) -> None:
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder, and some network file systems cannot sync one; the file itself is safe by then.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
