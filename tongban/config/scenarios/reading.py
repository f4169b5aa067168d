"""Reading scenarios: one JSON object a line, tolerant where nothing can be misunderstood, exact about what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What is wrong with JSON, in words that say what to do; the reader of the language knows only English.
JSON_FAULTS = {
    "Expecting ',' delimiter": "这里少了逗号，或者前面少了右括号 } ]",
    "Expecting ':' delimiter": "键的后面要写冒号",
    "Expecting property name": "这里要写带双引号的键（最后一项的后面不写逗号）",
    "Expecting value": "这里少了值（最后一项的后面不写逗号，文字要用双引号）",
    "Unterminated string": "文字少了右边的双引号",
    "Extra data": "一行只能有一个对象，后面多了内容",
    "Invalid control character": "文字里不能有换行、制表符，要写 \\n、\\t",
    "Invalid \\": "反斜杠后面的写法不对",
    "Illegal trailing comma": "最后一项的后面不写逗号",
}
REMARKS = ("#", "//")
ASIDE = frozenset({"id", "title", "articles", "note", "source"})
OF_A_SCENARIO = ASIDE | {
    "item",
    "regime",
    "applicant",
    "channel",
    "answers",
    "materials",
    "calendar",
    "closures",
    "steps",
    "expect",
}
OF_A_STEP = frozenset({"at", "do", "by", "with", "expect", "case", "note"})


class Unreadable(Exception):
    """The scenario cannot be played: it says something that this programme does not understand, or contradicts itself.

    Nothing is said about the law by it; it is the scenario that has to be mended.
    """


@dataclass(frozen=True, slots=True)
class Step:
    """One dated act, and what is expected after it. ``place``: which step it is, counted as people count.

    ``case``: which of several applications in the scenario it is about, by a name of its own.
    """

    place: int
    do: str
    at: str
    by: Any
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    case: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One line of a file, read and not yet looked at by the city."""

    id: str
    title: str
    articles: tuple[str, ...]
    item: Any
    regime: str
    applicant: Any
    channel: str
    answers: Mapping[str, Any]
    materials: Any
    calendar: Mapping[str, Any]
    closures: Sequence[Mapping[str, Any]]
    steps: tuple[Step, ...]
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A scenario where it stands, or why it is none."""

    number: int
    scenario: Scenario | None = None
    fault: str = ""


def lines_of(text: str) -> Iterator[Line]:
    """Yield every scenario of a file with its line; blank lines and remarks (# or //) are passed over."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith(REMARKS):
            yield _line(number, line)


def _line(number: int, text: str) -> Line:
    try:
        raw = json.loads(text, object_pairs_hook=_once)
        json.dumps(raw, ensure_ascii=False).encode()  # half a character could be neither kept nor told
        return Line(number, scenario_of(raw, number))
    except json.JSONDecodeError as fault:
        why = next((text for part, text in JSON_FAULTS.items() if part in fault.msg), "写法不对")
        return Line(number, fault=f"第{fault.colno}个字符附近不是合格的 JSON：{why}")
    except UnicodeEncodeError:
        return Line(number, fault="里面有半个字符（\\ud800 到 \\udfff 要成对），请改成完整的字符")
    except RecursionError:
        return Line(number, fault="不是合格的 JSON：括号套得太深")
    except Unreadable as fault:
        return Line(number, fault=str(fault))


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that is written twice: of two answers one would be lost without a word."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable(f"“{key}”写了两次")
        found[key] = value
    return found


def plain(word: object) -> str:
    """Return a key or a code in the one spelling in which it is compared: explain contains, Explain-Contains."""
    return str(word).strip().lower().replace("-", "_").replace(" ", "_")


def keyed(raw: object, known: frozenset[str], what: str) -> dict[str, Any]:
    """Return an object with its keys in their plain spelling; Unreadable for anything else and for unknown keys."""
    if not isinstance(raw, Mapping):
        raise Unreadable(f"{what}要写成对象 {{…}}")
    found = {plain(key): value for key, value in raw.items()}
    if unknown := sorted(found.keys() - known):
        raise Unreadable(f"{what}没有“{unknown[0]}”这一项，可以写的是：{'、'.join(sorted(known))}")
    return found


def scenario_of(raw: object, number: int = 0) -> Scenario:
    """Return the scenario of one object; Unreadable with what is wrong."""
    given = keyed(raw, OF_A_SCENARIO, "情景")
    steps = given.get("steps")
    if not isinstance(steps, list) or not steps:
        raise Unreadable("情景要有 steps，至少一步")
    return Scenario(
        id=str(given.get("id") or f"第{number}行"),
        title=str(given.get("title", "")),
        articles=tuple(map(str, _listed(given.get("articles")))),
        item=given.get("item"),
        regime=str(given.get("regime") or ""),
        applicant=given.get("applicant") or {},
        channel=plain(given.get("channel") or "web"),
        answers=_object(given, "answers"),
        materials=given.get("materials"),
        calendar=_object(given, "calendar"),
        closures=_listed(given.get("closures")),
        steps=tuple(_step(one, place) for place, one in enumerate(steps, start=1)),
        expect=_object(given, "expect"),
    )


def _step(raw: object, place: int) -> Step:
    what = f"第{place}步"
    given = keyed(raw, OF_A_STEP, what)
    return Step(
        place=place,
        do=str(given.get("do") or "look"),
        at=str(given.get("at") or ""),
        by=given.get("by"),
        given=_object(given, "with", what),
        expect=_object(given, "expect", what),
        case=str(given.get("case") or ""),
    )


def _object(given: Mapping[str, Any], key: str, what: str = "情景") -> Mapping[str, Any]:
    found = given.get(key)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise Unreadable(f"{what}的 {key} 要写成对象 {{…}}")
    return found


def _listed(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
