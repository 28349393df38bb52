"""The FSRS parameters in force, each set kept under a number that its reviews name."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from studyapp.domain.scheduling import DEFAULT_PARAMETERS, Parameters


class ParameterSets:
    """Reads the newest parameter set; the defaults until one is fitted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.current: Parameters = DEFAULT_PARAMETERS
        self.current_id = 0
        self.reload()

    def reload(self) -> None:
        """Read the newest set again."""
        row = self._connection.exec_driver_sql("SELECT id, weights FROM parameters ORDER BY id DESC LIMIT 1").first()
        if row is not None:
            self.current_id, self.current = row[0], Parameters.from_numbers(json.loads(row[1]))
