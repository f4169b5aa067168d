"""Whether what there is agrees with what was expected, and how to say so where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.config.scenarios.moments import moment
from tongban.config.scenarios.reading import Unreadable, plain
from tongban.kernel.days import SHANGHAI
from tongban.kernel.workdays import WorkCalendar

NONE = frozenset({"", "none", "null", "无", "没有"})
PARTS = {
    "include": "include",
    "includes": "include",
    "contains": "include",
    "exclude": "exclude",
    "excludes": "exclude",
    "lacks": "exclude",
    "first": "first",
    "last": "last",
    "count": "count",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected: where, what was expected, what there is."""

    what: str
    expected: str
    got: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.what}：应为 {self.expected}，实为 {self.got}"


@dataclass(frozen=True, slots=True)
class Word:
    """Something that has a code and is also known by other names."""

    code: str
    also: frozenset[str] = frozenset()

    def meant_by(self, expected: object) -> bool:
        """Tell whether a scenario that writes this means it."""
        return plain(expected) in {plain(one) for one in (self.code, *self.also)}


def word(what: str, expected: object, got: Word | None) -> list[Difference]:
    """Compare one code or name."""
    if got is None:
        return [] if expected is None or plain(expected) in NONE else [Difference(what, shown(expected), "没有")]
    either = expected if isinstance(expected, list) else [expected]
    return [] if any(got.meant_by(one) for one in either) else [Difference(what, shown(expected), got.code)]


def words(what: str, expected: object, got: Sequence[Word], *, ordered: bool = True) -> list[Difference]:
    """Compare a list: all of it in its order, or as far as include, exclude, first, last and count say."""
    if isinstance(expected, Mapping):
        return [one for key, value in expected.items() for one in _part(what, key, value, got)]
    listed = expected if isinstance(expected, list) else [expected]
    if len(listed) == len(got) and (_in_order(listed, got) if ordered else _as_set(listed, got)):
        return []
    return [Difference(what, shown(listed), shown([one.code for one in got]))]


def _in_order(listed: Sequence[object], got: Sequence[Word]) -> bool:
    return all(one.meant_by(value) for value, one in zip(listed, got, strict=True))


def _as_set(listed: Sequence[object], got: Sequence[Word]) -> bool:
    return all(any(one.meant_by(value) for one in got) for value in listed) and all(
        any(one.meant_by(value) for value in listed) for one in got
    )


def _part(what: str, key: str, value: Any, got: Sequence[Word]) -> Iterable[Difference]:  # noqa: ANN401 - any JSON
    part = PARTS.get(plain(key))
    if part is None:
        raise Unreadable(f"{what} 没有“{key}”，可以写 {'、'.join(sorted(set(PARTS.values())))}")
    there, path = shown([one.code for one in got]), f"{what}.{part}"
    if part == "count":
        return [] if str(value) == str(len(got)) else [Difference(path, shown(value), str(len(got)))]
    if part in {"first", "last"}:
        return word(path, value, got[0 if part == "first" else -1] if got else None)
    wanted = part == "include"
    listed = value if isinstance(value, list) else [value]
    wrong = [one for one in listed if any(w.meant_by(one) for w in got) is not wanted]
    return [Difference(path, shown(one), there) for one in wrong]


def day(what: str, expected: object, got: date | datetime | None, calendar: WorkCalendar) -> list[Difference]:
    """Compare a day, or a moment where the scenario says the time."""
    if expected is None or plain(expected) in NONE:
        return [] if got is None else [Difference(what, "没有", shown(got))]
    wanted = moment(str(expected), None, calendar)
    exact = any(mark in str(expected) for mark in ":")
    if isinstance(got, datetime):
        got = got.astimezone(SHANGHAI)
        same = got == wanted if exact else got.date() == wanted.date()
        return [] if same else [Difference(what, str(expected), shown(got))]
    return [] if got == wanted.date() else [Difference(what, str(expected), shown(got))]


def texts(what: str, expected: object, got: str) -> list[Difference]:
    """Compare a text by what it has to contain, blanks aside."""
    listed = expected if isinstance(expected, list) else [expected]
    if not listed or any(isinstance(one, bool | Mapping | list) or not str(one or "").strip() for one in listed):
        raise Unreadable(f"{what} 要写一句话，或者几句话的列表，不能是 {expected!r}")
    squeezed = "".join(got.split())
    missing = [one for one in listed if "".join(str(one).split()) not in squeezed]
    return [Difference(what, f"含“{one}”", got or "没有") for one in missing]


def value(what: str, expected: object, got: object) -> list[Difference]:
    """Compare a plain value: a number, a yes or no, a short text."""
    return [] if plain(expected) == plain(got) else [Difference(what, shown(expected), shown(got))]


def shown(value: object) -> str:
    """Return a value as it stands in a difference."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return f"[{'、'.join(map(shown, value))}]"
    return "没有" if value is None else str(value)
