"""What an entry may hold: ids, states, dates and digests, so that it can be kept for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from tongban.ledger.errors import UnfitEntry

Fact = str | int | UUID | date | Sequence[str] | Sequence[int] | Sequence[UUID] | None

VERB = re.compile(r"[a-z][a-z0-9_]{0,29}\.[a-z][a-z0-9_]{0,49}")
KIND = re.compile(r"[a-z][a-z0-9_]{0,29}")
STATE = re.compile(r"[A-Za-z0-9_]{0,40}")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Codes, ISO dates and times, UUIDs and digests of up to 256 bits in hexadecimal all have this form; prose does not.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,63}|")
# A digest is written in hexadecimal, so that nothing which identifies a person directly needs either of these forms.
RESIDENT = re.compile(r"[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
MOBILE = re.compile(r"(\+?86)?1[3-9]\d{9}")
MOST_FACTS = 30
LONGEST_LIST = 200


def check_words(*, verb: str, kind: str, states: tuple[str, ...]) -> None:
    """Refuse a verb not written like ``case.accept``, a kind not like ``case``, a state that is not one word."""
    if not VERB.fullmatch(verb) or not KIND.fullmatch(kind) or not all(STATE.fullmatch(s) for s in states):
        raise UnfitEntry


def fit_facts(facts: Mapping[str, Fact]) -> dict[str, object]:
    """Return the facts as they are kept; refuse every key and value that could hold more than a code."""
    if len(facts) > MOST_FACTS or not all(KEY.fullmatch(key) for key in facts):
        raise UnfitEntry
    return {key: _fit(value) for key, value in facts.items()}


def _fit(value: object) -> object:
    if isinstance(value, (list, tuple)):
        if len(value) > LONGEST_LIST:
            raise UnfitEntry
        return [_fit_one(one) for one in value]
    return _fit_one(value)


def _fit_one(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (UUID, date)):
        return value.isoformat() if isinstance(value, date) else str(value)
    if not isinstance(value, (str, int)):
        raise UnfitEntry
    text = str(value)
    if not CODE.fullmatch(text.removeprefix("-")) or RESIDENT.fullmatch(text) or MOBILE.fullmatch(text):
        raise UnfitEntry
    return value
