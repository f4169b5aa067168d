"""The filter of the inbox as it stands in the address: read, drawn, and carried along from page to page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tongban.cases import api as cases
from tongban.cases.desk.api import LIGHTS, Narrow
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.orgs import api as orgs
from tongban.web.fields import Choice, Field, FieldKind

LIGHT_WORDS = {
    duties.Light.OVERDUE: "超期",
    duties.Light.RED: "今天到期",
    duties.Light.YELLOW: "将到期",
    duties.Light.GREEN: "正常",
    duties.Light.PAUSED: "暂停或没有期限",
}
NAMES = {
    "light": "灯号",
    "channel": "收件渠道",
    "region": "区划、街道",
    "from": "收件日期从",
    "to": "到（含当天）",
    "tab": "环节",
}
CROSSED = "收件日期的起止颠倒了：开始日期晚于结束日期，所以什么也找不到。请对调或者改一下日期。"
LONGEST = 60
YEARS = range(1900, 3000)
"""In other years no case was received, and the ends of time cannot be counted with."""
KEPT = 64
"""For how many sets of regions the filter is kept as it looks with nothing chosen; nothing of anybody is in it."""
TO_A_COUNTY, TO_A_TOWN = 6, 9
"""Down to streets and towns a region can be chosen, whose codes have nine digits."""


def narrowed(given: QueryDict) -> Narrow:
    """Read the filter from an address; what makes no sense in it is left out (``left_out`` says what that was)."""
    text = {name: given.get(name, "").strip()[:LONGEST] for name in ("light", "item", "region", "channel")}
    return Narrow(
        light=text["light"] if text["light"] in set(LIGHTS) else "",
        item=text["item"],
        region=text["region"] if text["region"].isascii() and text["region"].isdigit() else "",
        channel=text["channel"] if text["channel"] in cases.Channel.values else "",
        received_from=_day(given.get("from", "")),
        received_to=_day(given.get("to", "")),
    )


def left_out(given: QueryDict, narrow: Narrow, tabs: Collection[str]) -> list[str]:
    """Say which parts of a filter in the address were not understood and left out, and that its days are crossed."""
    read = {
        "light": narrow.light,
        "region": narrow.region,
        "channel": narrow.channel,
        "from": narrow.received_from,
        "to": narrow.received_to,
    }
    asked = {name: given.get(name, "").strip() for name in (*read, "tab")}
    wrong = [name for name, value in read.items() if asked[name] and not value]
    if asked["tab"] not in {"", *tabs}:
        wrong.append("tab")
    said = [f"没有看懂筛选条件“{NAMES[one]}”里的“{asked[one][:LONGEST]}”，没有按它筛选。" for one in wrong]
    first, last = narrow.received_from, narrow.received_to
    return [*said, CROSSED] if first and last and first > last else said


def written(narrow: Narrow, **more: str) -> str:
    """Write a filter and what else stands in the address, as it goes after the question mark; nothing for nothing."""
    kept = {
        "light": narrow.light,
        "item": narrow.item,
        "region": narrow.region,
        "channel": narrow.channel,
        "from": narrow.received_from.isoformat() if narrow.received_from else "",
        "to": narrow.received_to.isoformat() if narrow.received_to else "",
    }
    return urlencode({name: value for name, value in (more | kept).items() if value})


def listing(given: QueryDict) -> str:
    """Return what of an address says which list one came from, to go back to it: only what a list understands."""
    tab, text = given.get("tab", "")[:20], given.get("q", "").strip()[:LONGEST]
    return written(narrowed(given), tab=tab, q=text, page=given.get("page", "")[:5])


def with_list(address: str, given: QueryDict) -> str:
    """Return an address of the desk that still says which list one came from."""
    query = listing(given)
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address


def filter_of(narrow: Narrow, actor: Actor) -> SafeString:
    """Draw the fields of the filter, filled in with what is chosen; where nothing is, once for all of these regions."""
    if narrow:
        return _drawn(_fields(narrow, _stems(actor), orgs.region_names()))
    return _untouched(_stems(actor), orgs.stamp(), get_language())


@lru_cache(KEPT)
def _untouched(stems: frozenset[str], stamp: orgs.Stamp, _language: str) -> SafeString:
    return _drawn(_fields(Narrow(), stems, orgs.region_names(stamp)))


def _drawn(fields: Iterable[Field]) -> SafeString:
    return SafeString("".join(render_to_string("web/_field.html", {"field": field}) for field in fields))


def _fields(narrow: Narrow, stems: Collection[str], names: Mapping[str, str]) -> list[Field]:
    lights = [Choice(light, LIGHT_WORDS[light]) for light in LIGHTS]
    ways = [Choice(value, str(label)) for value, label in cases.Channel.choices]
    regions = [Choice(code, name) for code, name in _inside(stems, names).items()]
    first = narrow.received_from.isoformat() if narrow.received_from else ""
    last = narrow.received_to.isoformat() if narrow.received_to else ""
    return [
        _field("light", NAMES["light"], FieldKind.SELECT, narrow.light, lights),
        _field("channel", NAMES["channel"], FieldKind.SELECT, narrow.channel, ways),
        _field("region", NAMES["region"], FieldKind.SELECT, narrow.region, regions),
        _field("item", "事项名称包含", FieldKind.TEXT, narrow.item),
        _field("from", NAMES["from"], FieldKind.DATE, first),
        _field("to", NAMES["to"], FieldKind.DATE, last),
    ]


def regions_of(actor: Actor, names: Mapping[str, str]) -> dict[str, str]:
    """Return the regions within the posts of somebody, by code, with what each lies in before its name."""
    return _inside(_stems(actor), names)


def _stems(actor: Actor) -> frozenset[str]:
    return frozenset(part for grant in actor.grants for part in grant.stems or {""})


def _inside(stems: Collection[str], names: Mapping[str, str]) -> dict[str, str]:
    inside = [code for code in sorted(names) if len(code) <= TO_A_TOWN and code.startswith(tuple(stems))]
    return {code: _within(code, names) for code in inside}


def _within(code: str, names: Mapping[str, str]) -> str:
    county = names.get(code[:TO_A_COUNTY], "") if len(code) > TO_A_COUNTY else ""
    return f"{county} · {names[code]}" if county else names[code]


def _field(name: str, label: str, kind: FieldKind, value: str, choices: list[Choice] | None = None) -> Field:
    return Field(name, label, kind, value, choices=choices or (), blank="全部")


def _day(written_day: str) -> date | None:
    try:
        day = date.fromisoformat(written_day.strip())
    except ValueError:
        return None
    return day if day.year in YEARS else None
