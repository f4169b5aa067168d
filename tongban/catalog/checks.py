"""What a guide is held to beyond itself: its item, the law of its sort of matter, and the city it is published in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import ItemType
from tongban.catalog.models import Item, LicenceType, PaperFile
from tongban.duties import api as duties
from tongban.orgs import api as orgs

LICENSING = "ADMINISTRATIVE_LICENCE"


@dataclass(frozen=True, slots=True)
class City:
    """What there is in the city, read once for however many guides."""

    departments: frozenset[str]
    places: frozenset[str]
    licences: frozenset[str]


def city_of(guides: list[Guide]) -> City:
    """Read what these guides can name."""
    return City(
        departments=frozenset(one.code for one in orgs.departments()),
        places=frozenset(code for code in {one.place for each in guides for one in each.windows} if _stands(code)),
        licences=frozenset(LicenceType.objects.values_list("name", flat=True)),
    )


def against(guide: Guide, item: Item, city: City, *, on: date) -> list[str]:
    """Return every reason why this guide cannot be that of the item, in this city, from this day."""
    return [
        *_against_item(guide, item),
        *_against_regime(guide, on),
        *_against_city(guide, city),
        *_against_papers(guide, item),
    ]


def _stands(place: str) -> bool:
    try:
        orgs.place(place)
    except orgs.UnknownPlace:
        return False
    return True


def _against_item(guide: Guide, item: Item) -> Iterator[str]:
    """Name, code, type and department are the item's and cannot be edited in its guide (第六条)."""
    same = {
        "事项编码": (guide.basics.item, item.code),
        "事项名称": (guide.basics.name, item.name),
        "事项类型": (guide.basics.type.value, item.type),
        "决定部门": (guide.department.decides.code, item.department_id),
    }
    yield from (f"{name}与事项清单不一致，应为 {kept}" for name, (given, kept) in same.items() if given != kept)
    if item.entrusted_by is not None and guide.department.entrusted_by != item.entrusted_by.name:
        yield f"这个事项受委托办理，部门信息要写明实施主体性质是受委托组织、委托机关是 {item.entrusted_by.name}"


def _against_regime(guide: Guide, on: date) -> Iterator[str]:
    """Hold a licence, and nothing else, to the law of licensing, where silence is acceptance (行政许可法第三十二条)."""
    try:
        regime = duties.regime(guide.regime, on=on)
    except duties.UnknownRegime:
        yield f"没有“{guide.regime}”这种办理规则"
        return
    licence = guide.basics.type == ItemType.LICENCE
    if licence and regime.silence != duties.Silence.ACCEPTED_FROM_RECEIPT:
        yield f"行政许可事项逾期不告知即为受理，不能使用“{regime.name}”，办理规则应为 {LICENSING}"
    if not licence and regime.code == LICENSING:
        yield f"这个事项的类型是{label(guide.basics.type)}，不是行政许可，办理规则不能使用 {LICENSING}"


def _against_city(guide: Guide, city: City) -> Iterator[str]:
    who = guide.department
    bodies = (who.receives, who.accepts, who.examines, who.decides, who.delivers, who.supervises, *who.joint)
    codes = {body.code for body in bodies if body} | {step.by for step in guide.process}
    yield from (f"没有编码为 {code} 的部门" for code in sorted(codes - city.departments))
    named = dict.fromkeys(window.place for window in guide.windows)
    yield from (f"没有编码为 {code} 的服务场所" for code in named if code not in city.places)
    of_materials = [one.licence for one in guide.materials if one.licence]
    licences = dict.fromkeys([*of_materials, *(one.licence for one in guide.results if one.licence)])
    yield from (f"证照类型目录里没有“{name}”" for name in licences if name not in city.licences)


def _against_papers(guide: Guide, item: Item) -> Iterator[str]:
    """Name what the guide says was uploaded and nobody did, for this service: a file can say any digest."""
    named = {paper.sm3: paper.name for paper in guide.papers().values() if paper.sm3}
    if not named:
        return
    stored = set(PaperFile.objects.filter(basic=item.basic_id, sm3__in=named).values_list("sm3", flat=True))
    yield from (f"“{name}”的文件没有上传到这个事项，请重新上传" for sm3, name in named.items() if sm3 not in stored)
