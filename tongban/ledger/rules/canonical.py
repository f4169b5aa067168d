"""The bytes that are hashed and signed: JSON in exactly one spelling, and entries in it.

Keys sorted, no blanks, ASCII only. Moments in UTC with microseconds. ``docs/ledger.md`` describes every field.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii as text
from typing import Any

FORMAT = 1

# Everything in the text form that the entry's bytes have: the database makes it faster than Python. ``{only}`` is the
# condition on positions.
ROWS = """
SELECT p.number, e.id,
       to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       e.actor_id::text, e.actor_kind, e.for_party::text, e.verb, e.kind, e.subject::text, e.before, e.after,
       e.operation::text, e.facts::text, e.purpose, e.basis, array_to_string(e.about, ','), e.reading, e.disclose,
       to_char(e.disclose_from, 'YYYY-MM-DD'), e.withheld_basis
FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id
"""
ROWS_AFTER = ROWS + "WHERE p.number > %s ORDER BY p.number LIMIT %s"
ROWS_AT = ROWS + "WHERE p.number = ANY(%s) ORDER BY p.number"
NUMBER, RECORDED, ABOUT, DISCLOSE = 0, 3, 16, 18

Row = Sequence[Any]


# Made once: ``json.dumps`` would make one for every entry.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)
_DECODER = json.JSONDecoder()


def dumps(value: object) -> str:
    """Return the one spelling of a document."""
    return _ENCODER.encode(value)


def moment(at: datetime) -> str:
    """Return a moment as the documents spell it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def latest(rows: Sequence[Row], *moments: datetime) -> datetime:
    """Return the latest of some moments and of those at which rows were written; spelled, these sort as they follow."""
    written = [datetime.fromisoformat(max(str(row[RECORDED]) for row in rows))] if rows else []
    return max([*moments, *written])


def parties(row: Row) -> list[str]:
    """Return whom the entry of a row is about."""
    about = str(row[ABOUT])
    return about.split(",") if about else []


def entry(row: Row, epoch: int) -> str:
    """Return the one spelling of the entry of a row, as ``dumps`` would, written out because millions are made."""
    (number, id_, at, recorded_at, actor, actor_kind, for_party, verb, kind, subject, before, after) = row[:12]
    (operation, facts, purpose, basis, about, reading, disclose, disclose_from, withheld_basis) = row[12:]
    listed = str(about).replace(",", '","').join('""') if about else ""
    return (
        f'{{"about":[{listed}],"actor":"{actor}","actor_kind":{text(actor_kind)},'
        f'"after":{text(after)},"at":"{at}","basis":{text(basis)},"before":{text(before)},"disclose":{text(disclose)},'
        f'"disclose_from":{_quoted(disclose_from)},"epoch":{epoch},"facts":{_facts(str(facts))},'
        f'"for_party":{_quoted(for_party)},"format":{FORMAT},"id":{id_},"kind":{text(kind)},'
        f'"operation":"{operation}","position":{number},"purpose":{text(purpose)},'
        f'"reading":{"true" if reading else "false"},"recorded_at":"{recorded_at}","subject":"{subject}",'
        f'"verb":{text(verb)},"withheld_basis":{text(withheld_basis)}}}'
    )


def _quoted(value: object) -> str:
    return "null" if value is None else f'"{value}"'


def _facts(given: str) -> str:
    return given if given == "{}" else _ENCODER.encode(_DECODER.raw_decode(given)[0])
