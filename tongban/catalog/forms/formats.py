"""The formats a field may have: what is wrong with a value, in a sentence, and the one form in which it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Protocol

from tongban.kernel.codes import credit_code, mobile, region, resident_id
from tongban.kernel.codes.text import clean
from tongban.kernel.errors import Broken

_MONEY = re.compile(r"(0|[1-9][0-9]{0,11})\.[0-9]{2}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Coded(Protocol):
    """A parsed code."""

    @property
    def code(self) -> str:
        """Return its one spelling."""


_PARSERS: dict[str, Callable[[str, date], Coded]] = {
    "resident-id": lambda text, on: resident_id.parse(text, on=on),
    "credit-code": lambda text, _: credit_code.parse(text),
    "cn-mobile": lambda text, _: mobile.parse(text),
    "region": lambda text, _: region.parse_current(text),
}


def fault(name: str, value: str, on: date) -> str | None:
    """Return the sentence that says what is wrong with a value on a day; None when nothing is."""
    if name == "money":
        return None if _MONEY.fullmatch(value) else "金额请填写数字，最多两位小数，例如1200.50。"
    if name == "date":
        return _date_fault(value)
    try:
        coded = _PARSERS[name](value, on)
    except Broken as refusal:
        return refusal.message
    return None if coded.code == value else "请去掉空格、横线和全角字符后重新填写。"


def canonical(name: str, text: str, on: date = date.max) -> str:
    """Return a code in the spelling in which it is kept; what cannot be read is returned tidied, for the check."""
    if name not in _PARSERS:
        return text
    try:
        return _PARSERS[name](text, on).code
    except Broken:
        return clean(text)


def validators() -> dict[str, Callable[[str], bool]]:
    """Return the formats as the JSON Schema checker wants them."""
    return {name: _validator(name) for name in ("money", "date", *_PARSERS)}


def _validator(name: str) -> Callable[[str], bool]:
    return lambda value: fault(name, value, date.max) is None


def _date_fault(value: str) -> str | None:
    if not _DATE.fullmatch(value):
        return "日期请按年-月-日填写，例如2026-11-23。"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "没有这一天，请核对日期。"
    return None
