"""How far a delegation may go, how long, and who is old enough for one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tongban.kernel.actors import MandateData
from tongban.kernel.codes import document_type, resident_id
from tongban.kernel.codes.document_type import DocumentType
from tongban.kernel.days import end_of, start_of
from tongban.kernel.errors import Faulty

ADULT = 18
"""民法典17: 十八周岁以上的自然人为成年人."""
MOST_ITEMS = 100
_CODE = re.compile(r"[A-Za-z0-9]{1,40}")
_NUMBERED = document_type.CITIZEN_NUMBER | {DocumentType.HK_MACAO_RESIDENCE, DocumentType.TAIWAN_RESIDENCE}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is delegated, as it was asked for: codes of items (None for all), names of data, the last day."""

    items: Sequence[str] | None
    data: Collection[str]
    until: date | None


@dataclass(frozen=True, slots=True)
class Fit:
    """What is delegated, as it is kept; ``until_at`` is 24:00 of the last day."""

    items: list[str] | None
    data: list[str]
    until_at: datetime


def fit_scope(scope: Scope, *, on: date, longest: timedelta) -> Fit:
    """Return the scope as it is kept (民法典165: 代理事项、权限和期限); Faulty with every fault at once.

    ``longest``: for how long a delegation may be made at most.
    """
    faults: dict[str, str] = {}
    items = None if scope.items is None else sorted(set(scope.items))
    if items is not None and (not items or not all(map(_CODE.fullmatch, items))):
        faults["codes"] = "请至少选一个事项，或者选“所有事项”。"
    elif items is not None and len(items) > MOST_ITEMS:
        faults["codes"] = f"最多选 {MOST_ITEMS} 个事项。需要更多时，请选“所有事项”。"
    data = sorted(set(scope.data))
    if set(data) - set(MandateData):
        faults["data"] = "请从列出的信息里选择。"
    if sentence := _wrong_end(scope.until, on, longest):
        faults["until"] = sentence
    if faults or scope.until is None:
        raise Faulty(faults)
    return Fit(items, data, end_of(scope.until))


def _wrong_end(until: date | None, on: date, longest: timedelta) -> str:
    last = on + longest
    if until is None:
        return "请填写委托到哪一天为止。"
    if until < on:
        return "委托的最后一天不能早于今天。"
    if until > last:
        return f"委托最长 {longest.days} 天，最晚到 {last.year}年{last.month}月{last.day}日。到期后可以再委托。"
    return ""


def born_on(kind: DocumentType, number: str, *, on: date) -> date | None:
    """Return the day of birth that a document's number tells, None where it tells nothing."""
    return resident_id.parse(number, on=on).birth_date if kind in _NUMBERED else None


def comes_of_age(born: date) -> datetime:
    """Return the beginning of the eighteenth birthday; whoever was born on 29 February has it on 1 March."""
    try:
        return start_of(born.replace(year=born.year + ADULT))
    except ValueError:
        return start_of(date(born.year + ADULT, 3, 1))


def is_minor(born: date | None, *, at: datetime) -> bool:
    """Tell whether somebody is known to be under eighteen (民法典17)."""
    return born is not None and at < comes_of_age(born)
