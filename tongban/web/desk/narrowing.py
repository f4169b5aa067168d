"""The filter of the inbox as it stands in the address: read, drawn, and carried along from page to page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

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
LONGEST = 60
TO_A_COUNTY, TO_A_TOWN = 6, 9
"""Down to streets and towns a region can be chosen, whose codes have nine digits."""


def narrowed(given: QueryDict) -> Narrow:
    """Read the filter from an address; what makes no sense in it is left out, as nothing was chosen."""
    text = {name: given.get(name, "").strip()[:LONGEST] for name in ("light", "item", "region", "channel")}
    return Narrow(
        light=text["light"] if text["light"] in set(LIGHTS) else "",
        item=text["item"],
        region=text["region"] if text["region"].isascii() and text["region"].isdigit() else "",
        channel=text["channel"] if text["channel"] in cases.Channel.values else "",
        received_from=_day(given.get("from", "")),
        received_to=_day(given.get("to", "")),
    )


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


def fields_of(narrow: Narrow, actor: Actor) -> list[Field]:
    """Return the fields of the filter, filled in with what is chosen."""
    lights = [Choice(light, LIGHT_WORDS[light]) for light in LIGHTS]
    ways = [Choice(value, str(label)) for value, label in cases.Channel.choices]
    regions = [Choice(code, name) for code, name in regions_of(actor, orgs.region_names()).items()]
    first = narrow.received_from.isoformat() if narrow.received_from else ""
    last = narrow.received_to.isoformat() if narrow.received_to else ""
    return [
        _field("light", "灯号", FieldKind.SELECT, narrow.light, lights),
        _field("channel", "收件渠道", FieldKind.SELECT, narrow.channel, ways),
        _field("region", "区划、街道", FieldKind.SELECT, narrow.region, regions),
        _field("item", "事项名称包含", FieldKind.TEXT, narrow.item),
        _field("from", "收件日期从", FieldKind.DATE, first),
        _field("to", "到（含当天）", FieldKind.DATE, last),
    ]


def regions_of(actor: Actor, names: Mapping[str, str]) -> dict[str, str]:
    """Return the regions within the posts of somebody, by code, with what each lies in before its name."""
    stems = {part for grant in actor.grants for part in grant.stems or {""}}
    inside = [code for code in sorted(names) if len(code) <= TO_A_TOWN and code.startswith(tuple(stems))]
    return {code: _within(code, names) for code in inside}


def _within(code: str, names: Mapping[str, str]) -> str:
    county = names.get(code[:TO_A_COUNTY], "") if len(code) > TO_A_COUNTY else ""
    return f"{county} · {names[code]}" if county else names[code]


def _field(name: str, label: str, kind: FieldKind, value: str, choices: list[Choice] | None = None) -> Field:
    return Field(name, label, kind, value, choices=choices or (), blank="全部")


def _day(written_day: str) -> date | None:
    try:
        return date.fromisoformat(written_day)
    except ValueError:
        return None
