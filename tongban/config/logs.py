"""Structured logs: one JSON object a line; identifiers, states and figures only, never what people typed.

Three rules keep personal data out, whatever the code that logs does:

- the values handed to a message are never written, only its constant text ("kept %s" stays "kept %s"). Figures
  go into the known fields below. Of a text that is nothing but places ("%s: %s") the line of code is named that
  wrote it, and the status of the answer. Text that another library puts together beforehand is left out, and the line
  of code that wrote it is named instead; our own code cannot do that (ruff refuses it);
- of an exception only the types and the frames are written, because its text may quote a value;
- a request is named by its route, never by its path or query.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from uuid import UUID

from tongban.web.observe import log_fields

FIELDS = ("operation", "method", "route", "status", "ms", "actor", "verb", "subject", "task", "action")
_FRAMES = 30
_PLACE = re.compile(r"%(\(\w+\))?[-#0 +]*[\d.*]*[a-zA-Z%]")
_LETTER = re.compile(r"[^\W\d_]")


class JsonFormatter(logging.Formatter):
    """Write the known fields of a record and nothing else that a caller may have attached."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        row: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        row |= _message(record) | log_fields()
        row |= {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None} | _job(record)
        row |= _answered(record)
        if record.exc_info and record.exc_info[1] is not None:
            row["errors"] = _errors(record.exc_info[1])
        return json.dumps(row, ensure_ascii=False, default=_plain)


def _message(record: logging.LogRecord) -> dict[str, str]:
    """Return the constant text of the message, or where it comes from if it may have been put together."""
    ours = record.name.partition(".")[0] == "tongban"
    if isinstance(record.msg, str) and (ours or record.args) and _LETTER.search(_PLACE.sub("", record.msg)):
        return {"message": record.msg}
    return {"source": f"{record.module}:{record.lineno}"}


def _answered(record: logging.LogRecord) -> dict[str, int]:
    """Return the status of the answer that Django warns of."""
    status = getattr(record, "status_code", None)
    return {"status": status} if isinstance(status, int) else {}


def _job(record: logging.LogRecord) -> dict[str, object]:
    """Return number and task of the background job a record of procrastinate is about, without its arguments."""
    job = getattr(record, "job", None)
    return {"task": job.get("task_name"), "job": job.get("id")} if isinstance(job, dict) else {}


def _errors(error: BaseException) -> list[dict[str, object]]:
    """Return the types and frames of an exception and of those that led to it, the latest first."""
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return [{"type": _name_of(each), "frames": _frames(each.__traceback__)} for each in seen]


def _frames(trace: TracebackType | None) -> list[str]:
    """Return file, line and function of the last frames: places in code, no values."""
    frames = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]
    return frames[-_FRAMES:]


def _plain(value: object) -> str:
    """Write an identifier as it is, and any other object as its type only."""
    return str(value) if isinstance(value, UUID) else _name_of(value)


def _name_of(value: object) -> str:
    """Name a value by its type: an object's own text may quote anything."""
    return f"{type(value).__module__}.{type(value).__qualname__}"
