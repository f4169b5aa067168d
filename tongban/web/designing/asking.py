"""What can be said of a question of each kind, as fields to fill in, and what was filled in, in the form language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tongban.catalog import api as catalog
from tongban.catalog.revising.api import FORM_SETTINGS
from tongban.kernel.codes.region import Level
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.request import Request

HEAD = "fact."
SPARE = 3
SOURCES = (
    Choice("PARTY", "办事人的登记信息"),
    Choice("LICENCE", "电子证照"),
    Choice("SHARED_DATA", "共享数据"),
)
_TEXT, _NUMBER, _ROWS = ("minLength", "maxLength"), ("minimum", "maximum", "exclusiveMinimum"), ("minItems", "maxItems")
# What can be said of each kind besides its name, place, condition and whether it must be answered.
_OF = {
    catalog.Kind.TEXT: (*_TEXT, "pattern", "x-pattern-message"),
    catalog.Kind.LONG_TEXT: _TEXT,
    catalog.Kind.INTEGER: (*_NUMBER, "x-unit", "x-at-most-field"),
    catalog.Kind.NUMBER: (*_NUMBER, "x-unit", "x-at-most-field"),
    catalog.Kind.MONEY: ("x-unit",),
    catalog.Kind.BOOLEAN: ("x-criterion",),
    catalog.Kind.REGION: ("x-within", "x-down-to"),
    catalog.Kind.CHOICES: ("minItems", "maxItems"),
    catalog.Kind.TABLE: ("x-row", *_ROWS),
}
_WIDTHS = {
    "minLength": "5",
    "maxLength": "5",
    "minimum": "10",
    "maximum": "10",
    "exclusiveMinimum": "10",
    "minItems": "5",
    "maxItems": "5",
    "x-unit": "10",
    "x-within": "10",
    "x-row": "10",
}
_HINTS = {
    "x-within": "例如 3202 是无锡市",
    "x-row": "例如：人员、股东、设备",
    "pattern": "不能用回溯和环视；两项要一起写",
    "x-criterion": "即办件当场准予时，申请人答了“否”的，要写明理由",
}
_CHOSEN = {"x-at-most-field": "不限", "x-criterion": "不是问受理条件", "x-down-to": "街道、镇"}
_DOWN_TO = (Choice(Level.COUNTY, "区、县"), Choice(Level.VILLAGE, "社区、村"))
_WHOLE = frozenset({"minLength", "maxLength", "minItems", "maxItems"})
_FRACTION = frozenset({"minimum", "maximum", "exclusiveMinimum"})


def fields(
    form: catalog.Form, name: str, given: Mapping[str, Any], criteria: Sequence[Choice], *, column: bool
) -> list[Field]:
    """Return what can be said of a question; ``given``: what is said now, by the words of the form language.

    ``criteria``: those of the guide, about which a question outside of tables may ask.
    """
    numbers = [
        Choice(key, one.label)
        for key, one in form.properties.items()
        if one.kind in {catalog.Kind.INTEGER, catalog.Kind.NUMBER} and key != name
    ]
    lists = {"x-at-most-field": numbers, "x-down-to": _DOWN_TO} | ({} if column else {"x-criterion": criteria})
    return [*_always(form, name, given, column=column), *_of_kind(form.properties[name], given, lists)]


def source_fields(given: Mapping[str, Any]) -> list[Field]:
    """Return from where an answer may be filled in beforehand."""
    source = given.get("x-source") or {}
    return [
        Field(
            f"{HEAD}source.from",
            "从哪里带出",
            FieldKind.SELECT,
            str(source.get("from", "")),
            choices=SOURCES,
            blank="不带出，由办事人填",
            required=False,
        ),
        Field(f"{HEAD}source.key", "其中的哪一项", value=str(source.get("key", "")), required=False),
        Field(
            f"{HEAD}source.name",
            "来源叫什么",
            value=str(source.get("name", "")),
            required=False,
            hint="办事人看到“已从……带出”",
        ),
    ]


def options_of(given: Mapping[str, Any]) -> list[tuple[int, str, str, str]]:
    """Return the options as rows to fill in: place, code, words, explanation; some blank ones at the end."""
    options = given.get("oneOf") or (given.get("items") or {}).get("oneOf") or []
    rows = [(str(one["const"]), str(one["title"]), str(one.get("description") or "")) for one in options]
    return [(place, *row) for place, row in enumerate([*rows, *([("", "", "")] * SPARE)], start=1)]


def posted(request: Request, question: catalog.FormField, before: Mapping[str, Any], *, column: bool) -> dict[str, Any]:
    """Return what was filled in, by the words of the form language; None where something was cleared."""
    said = {
        "x-label": _text(request, "x-label") or "",
        "x-help": _text(request, "x-help"),
        "x-sensitive": True if "x-sensitive" in request.POST.getlist(f"{HEAD}marks") else None,
    }
    facts: dict[str, Any] = said | {key: _value(key, _text(request, key)) for key in _OF.get(question.kind, ())}
    if question.options:
        options = _options(request)
        items = {**(before.get("items") or {}), "oneOf": options}
        facts |= {"items": items} if question.kind == catalog.Kind.CHOICES else {"oneOf": options}
    if "x-row" in facts:
        row = {key: one for key, one in (before.get("items") or {}).items() if key != "x-row"}
        words = facts.pop("x-row")
        facts["items"] = row | ({"x-row": words} if words else {})
    if not column:
        facts |= {"x-group": _text(request, "x-group") or question.group, "x-source": _source(request)}
    return facts


def needed(request: Request) -> bool:
    """Tell whether the question was said to be one that must be answered."""
    return "needed" in request.POST.getlist(f"{HEAD}marks")


def _always(form: catalog.Form, name: str, given: Mapping[str, Any], *, column: bool) -> Iterator[Field]:
    yield Field(f"{HEAD}x-label", "问题", value=_shown(given.get("x-label")))
    yield Field(f"{HEAD}x-help", "提示", FieldKind.TEXTAREA, _shown(given.get("x-help")), required=False)
    if not column:
        groups = [Choice(group.id, group.title) for group in form.groups]
        yield Field(f"{HEAD}x-group", "在哪一组", FieldKind.SELECT, _shown(given.get("x-group")), choices=groups)
    marks = {"needed": given.get("needed", form.needed(name)), "x-sensitive": given.get("x-sensitive")}
    yield Field(
        f"{HEAD}marks",
        "回答",
        FieldKind.CHECKBOXES,
        values=[key for key, ticked in marks.items() if ticked],
        choices=[Choice("needed", "必须填"), Choice("x-sensitive", "是敏感个人信息，给别人看时遮盖")],
    )


def _of_kind(
    question: catalog.FormField, given: Mapping[str, Any], lists: Mapping[str, Sequence[Choice]]
) -> Iterator[Field]:
    said = {**given, "x-row": (given.get("items") or {}).get("x-row")}
    for key in _OF.get(question.kind, ()):
        if key in _CHOSEN and key not in lists:
            continue
        kind = FieldKind.SELECT if key in _CHOSEN else FieldKind.TEXT
        yield Field(
            f"{HEAD}{key}",
            FORM_SETTINGS[key],
            kind,
            _shown(said.get(key)),
            hint=_HINTS.get(key, ""),
            choices=lists.get(key, ()),
            blank=_CHOSEN.get(key, ""),
            required=False,
            width=_WIDTHS.get(key, ""),
        )


def _options(request: Request) -> list[dict[str, str]]:
    """Return the options in the order of their numbers; one without words is gone, a new one gets a code."""
    lists = [request.POST.getlist(f"option.{part}") for part in ("place", "code", "title", "description")]
    rows = sorted(zip(*lists, strict=False), key=lambda row: _place(row[0]))
    kept = [(code.strip(), title.strip(), about.strip()) for _, code, title, about in rows if title.strip()]
    used = {code for code, _, _ in kept}
    free = (code for number in range(1, 1000) if (code := f"OPTION_{number}") not in used)
    return [
        {"const": code or next(free), "title": title} | ({"description": about} if about else {})
        for code, title, about in kept
    ]


def _place(raw: str) -> float:
    return int(raw) if raw.strip().isdecimal() and raw.isascii() else float("inf")


def _source(request: Request) -> dict[str, str] | None:
    source = {key: _text(request, f"source.{key}") or "" for key in ("from", "key", "name")}
    return source if source["from"] else None


def _value(key: str, said: str | None) -> object:
    if said is None:
        return None
    try:
        return int(said) if key in _WHOLE else float(said) if key in _FRACTION else said
    except ValueError:
        return said


def _text(request: Request, key: str) -> str | None:
    return request.POST.get(f"{HEAD}{key}", "").strip().replace("\r\n", "\n") or None


def _shown(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
