"""What a guide is held to beyond itself: its item, the law of its sort of matter, and the city it is published in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.faults import Rule, located
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.partly import told
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
    named = {one.place for each in guides for one in told(lambda guide: guide.windows, each)}
    return City(
        departments=frozenset(one.code for one in orgs.departments()),
        places=frozenset(code for code in named if _stands(code)),
        licences=frozenset(LicenceType.objects.values_list("name", flat=True)),
    )


def against(guide: Guide, item: Item, city: City, *, on: date) -> list[str]:
    """Return every reason why this guide cannot be that of the item, in this city, from this day."""
    return [sentence for _, sentence in located_against(guide, item, city, on=on)]


def located_against(guide: Guide, item: Item, city: City, *, on: date) -> tuple[tuple[str, str], ...]:
    """Return the same, each reason with the section of the guide in which it is mended."""
    rules: tuple[tuple[str, Rule], ...] = (
        ("basics", lambda given: _against_item(given, item)),
        ("department", lambda given: _against_body(given, item)),
        ("regime", lambda given: _against_regime(given, on)),
        ("department", lambda given: _unknown(_bodies(given), "部门", city.departments)),
        ("process", lambda given: _unknown({step.by for step in given.process}, "部门", city.departments)),
        ("windows", lambda given: _unknown({one.place for one in given.windows}, "服务场所", city.places)),
        ("materials", lambda given: _unregistered((one.licence for one in given.materials), city)),
        ("results", lambda given: _unregistered((one.licence for one in given.results), city)),
        ("", lambda given: _against_papers(given, item)),
    )
    return located(guide, rules)


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
    }
    yield from (f"{name}与事项清单不一致，应为 {kept}" for name, (given, kept) in same.items() if given != kept)


def _against_body(guide: Guide, item: Item) -> Iterator[str]:
    if guide.department.decides.code != item.department_id:
        yield f"决定部门与事项清单不一致，应为 {item.department_id}"
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


def _bodies(guide: Guide) -> set[str]:
    who = guide.department
    bodies = (who.receives, who.accepts, who.examines, who.decides, who.delivers, who.supervises, *who.joint)
    return {body.code for body in bodies if body}


def _unknown(codes: Iterable[str], what: str, known: Collection[str]) -> Iterator[str]:
    yield from (f"没有编码为 {code} 的{what}" for code in sorted(codes) if code not in known)


def _unregistered(licences: Iterable[str | None], city: City) -> Iterator[str]:
    named = dict.fromkeys(name for name in licences if name)
    yield from (f"证照类型目录里没有“{name}”" for name in named if name not in city.licences)


def _against_papers(guide: Guide, item: Item) -> Iterator[str]:
    """Name what the guide says was uploaded and nobody did, for this service: a file can say any digest."""
    named = {paper.sm3: paper.name for paper in guide.papers().values() if paper.sm3}
    if not named:
        return
    stored = set(PaperFile.objects.filter(basic=item.basic_id, sm3__in=named).values_list("sm3", flat=True))
    yield from (f"“{name}”的文件没有上传到这个事项，请重新上传" for sm3, name in named.items() if sm3 not in stored)
