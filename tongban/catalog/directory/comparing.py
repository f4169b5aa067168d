"""What the lines of a file would change: pure, so that it is the same when it is shown and when it is confirmed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongban.catalog.directory.states import Change

Values = Mapping[str, Any]
INHERITED = ("name", "type", "basic_code", "legal")
"""What every implementation takes over from its entry (第六条)."""
TITLES = {
    "name": "事项名称",
    "type": "事项类型",
    "basic_code": "基本编码",
    "legal": "设定依据",
    "levels": "行使层级",
    "line": "主管部门",
    "audiences": "服务对象",
    "themes": "主题",
    "search_words": "常用说法",
    "implementation_code": "实施编码",
    "gone": "恢复",
}
ENTRY_COLUMNS = ("name", "type", "basic_code", "legal", "levels", "line", "audiences")
ITEM_COLUMNS = ("audiences", "themes", "search_words", "implementation_code")


@dataclass(frozen=True, slots=True)
class Checked:
    """A line against what is there: its code, what it is, the columns that change, and every fault."""

    number: int
    values: Values
    change: Change
    faults: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    before: Values = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Return the code of the entry or item."""
        return str(self.values.get("code", ""))


@dataclass(frozen=True, slots=True)
class Given:
    """A line as it was read."""

    number: int
    values: Values
    faults: Sequence[str] = ()


@dataclass
class Seen:
    """What lines before said already, so that nothing stands twice in a file."""

    lines: dict[str, int] = field(default_factory=dict)

    def fault(self, what: str, value: str, number: int) -> list[str]:
        """Return a fault when an earlier line has the value."""
        if not value:
            return []
        first = self.lines.setdefault(f"{what} {value}", number)
        return [] if first == number else [f"{what} {value} 与第{first}行重复"]


def entries_against(
    given: Iterable[Given], before: Mapping[str, Values], coded: Mapping[str, frozenset[str]]
) -> Iterator[Checked]:
    """Yield the lines of a directory against the entries there are, by code.

    ``coded``: of each entry, the basic codes that stand in national codes of its implementations; another one would
    contradict them.
    """
    seen = Seen()
    for one in given:
        code = str(one.values.get("code", ""))
        faults = [*one.faults, *seen.fault("编码", code, one.number)]
        held = coded.get(code, frozenset()) - {one.values.get("basic_code", "")}
        if held and "basic_code" in one.values:
            faults.append(f"有实施清单写着实施编码，其中的基本编码是{'、'.join(sorted(held))}，请先更正实施编码")
        yield _checked(one, faults, before.get(code), ENTRY_COLUMNS)


def gone(given: Iterable[str], before: Mapping[str, Values]) -> list[Checked]:
    """Return the entries that a whole directory does not have any more, numbered from -1 down."""
    here = set(given)
    missing = sorted(code for code, values in before.items() if code not in here and not values.get("gone"))
    return [
        Checked(-number, {"code": code, "name": before[code]["name"]}, Change.GONE)
        for number, code in enumerate(missing, start=1)
    ]


@dataclass(frozen=True, slots=True)
class Items:
    """What there is of implementations: by code, the code by (basic, department, region) and by national code."""

    by_code: Mapping[str, Values]
    by_place: Mapping[tuple[str, str, str], str]
    by_national: Mapping[str, str]


def items_against(
    given: Iterable[Given], there: Items, named: Callable[[Values], str], reaches: Callable[[str, str], bool]
) -> Iterator[Checked]:
    """Yield the lines of implementations against those there are.

    ``named`` makes the code of one that has none; ``reaches``: whether the items of a department in a region are
    managed by whoever brings the file.
    """
    seen = Seen()
    for one in given:
        place = _place(one.values)
        code = str(one.values["code"] or there.by_place.get(place) or (named(one.values) if all(place) else ""))
        coded = Given(one.number, {**one.values, "code": code}, one.faults)
        faults = [*one.faults, *seen.fault("编码", code, one.number)]
        if all(place):
            faults += seen.fault("同一部门、地区和基本目录", " ".join(place), one.number)
        faults += seen.fault("实施编码", str(one.values.get("implementation_code", "")), one.number)
        faults += _taken(code, place, one.values, there)
        if place[1] and not reaches(place[1], place[2]):
            faults.append("不是您管理的部门的事项，不能由您导入")
        yield _checked(coded, faults, there.by_code.get(code), ITEM_COLUMNS)


def shown(lines: Iterable[Checked]) -> str:
    """Return a digest of what is shown: of the same lines against the same list it is the same."""
    digest = hashlib.sha256()
    for one in lines:
        said = [str(one.number), one.code, one.change.value, *sorted(one.differs), *one.faults]
        digest.update("\t".join(said).encode() + b"\n")
    return digest.hexdigest()


def _place(values: Values) -> tuple[str, str, str]:
    return str(values["basic"]), str(values["department"]), str(values["region"])


def _taken(code: str, place: tuple[str, str, str], values: Values, there: Items) -> Iterator[str]:
    other = there.by_place.get(place)
    if other and other != code:
        yield f"这个部门在这个地区已经有这项服务，编码是 {other}"
    if code in there.by_code and other != code and all(place):
        yield f"编码 {code} 已经用在另一个部门或者另一项上"
    holder = there.by_national.get(str(values.get("implementation_code", "")))
    if holder and holder != code:
        yield f"实施编码已经用在 {holder} 上"


def _checked(one: Given, faults: list[str], before: Values | None, columns: tuple[str, ...]) -> Checked:
    if faults:
        return Checked(one.number, one.values, Change.FAULTY, tuple(faults))
    if before is None:
        return Checked(one.number, one.values, Change.NEW)
    differs = [name for name in columns if name in one.values and not _alike(name, one.values[name], before[name])]
    differs += ["gone"] if before.get("gone") else []
    change = Change.CHANGED if differs else Change.SAME
    return Checked(one.number, one.values, change, (), tuple(differs), {name: before[name] for name in differs})


def _alike(name: str, one: Any, other: Any) -> bool:  # noqa: ANN401 - a value of a line, JSON
    if name == "legal":
        return _ground(one) == _ground(other)
    if isinstance(one, list):
        return sorted(one) == sorted(other)
    return bool(one == other)


def _ground(laws: Iterable[Mapping[str, Any]]) -> set[tuple[str, int]]:
    """Return the basis as laws and articles; what somebody verified of it is no difference."""
    return {(law["law"], article) for law in laws for article in law.get("articles") or (0,)}
