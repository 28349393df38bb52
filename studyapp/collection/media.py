"""Pictures of the decks: files named by their content in the user's folder, known to the table by deck and name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from studyapp.collection.faults import folder_faults


class Media:
    """Stores and finds the pictures. A deck's names never become paths."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self._connection = connection
        self.folder = folder

    def store(self, media: Mapping[str, bytes]) -> dict[str, tuple[str, int]]:
        """Write what is not there yet; returns name → (SHA-256, size). Raises DiskFull or ReadOnlyCollection."""
        stored = {}
        with folder_faults(self.folder):
            for name, content in media.items():
                digest = hashlib.sha256(content).hexdigest()
                target = self.folder / digest
                if not target.exists():
                    self.folder.mkdir(exist_ok=True)
                    part = target.with_suffix(".part")
                    with part.open("wb") as stream:
                        stream.write(content)
                        stream.flush()
                        os.fsync(stream.fileno())
                    os.replace(part, target)
                stored[name] = (digest, len(content))
        return stored

    def record(self, db: Connection, deck_id: int, stored: Mapping[str, tuple[str, int]]) -> None:
        """Make stored pictures known under a deck's names, inside the caller's transaction."""
        for name, (digest, size) in stored.items():
            db.exec_driver_sql(
                "INSERT INTO media(deck_id, name, sha256, size) VALUES (?,?,?,?) ON CONFLICT(deck_id, name)"
                " DO UPDATE SET sha256 = excluded.sha256, size = excluded.size WHERE sha256 != excluded.sha256",
                (deck_id, name, digest, size),
            )

    def read(self, deck_id: int, name: str) -> bytes | None:
        """The picture that a card of this deck calls by this name, or None."""
        digest = self._connection.exec_driver_sql(
            "SELECT sha256 FROM media WHERE deck_id = ? AND name = ?", (deck_id, name)
        ).scalar()
        if digest is None:
            return None
        file = self.folder / str(digest)
        return file.read_bytes() if file.exists() else None

    def contents(self, deck_id: int) -> dict[str, bytes]:
        """All pictures of a deck that are there."""
        names = (
            self._connection.exec_driver_sql("SELECT name FROM media WHERE deck_id = ? ORDER BY name", (deck_id,))
            .scalars()
            .all()
        )
        return {name: content for name in names if (content := self.read(deck_id, name)) is not None}

    def missing(self) -> list[str]:
        """Names of pictures that the table knows and the folder lacks."""
        rows = self._connection.exec_driver_sql("SELECT DISTINCT name, sha256 FROM media ORDER BY name").all()
        return [name for name, digest in rows if not (self.folder / digest).exists()]
