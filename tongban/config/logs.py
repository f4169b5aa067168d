"""Structured logs: one JSON object a line, ids and figures only."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

FIELDS = ("request_id", "operation", "method", "route", "status", "ms", "actor", "verb", "subject", "task")


class JsonFormatter(logging.Formatter):
    """Write the known fields of a record and nothing else that a caller may have attached.

    Personal data stays out because only the listed fields are written; a request is named by its route
    (``/my/cases/<number>/``), never by its path or query.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        row: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        row |= {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[0]:
            row["error"] = record.exc_info[0].__name__
            row["trace"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False, default=str)
