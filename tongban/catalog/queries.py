"""Reads: items for everybody, and the guide in force at a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from tongban.catalog.errors import GuideRecalled, UnknownGuide, UnknownItem
from tongban.catalog.forms.checking import check
from tongban.catalog.forms.conditions import visible
from tongban.catalog.forms.definition import Form, Kind
from tongban.catalog.forms.rows import cell, field_of
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.parts import Material
from tongban.catalog.guide.terms import Audience, ItemState, ItemType
from tongban.catalog.models import GuideVersion, Item, ItemQuerySet
from tongban.catalog.search.finding import search_items
from tongban.catalog.search.placing import serving
from tongban.catalog.search.plain import plain
from tongban.catalog.viewing import most_viewed
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.reach import ALL, Reach
from tongban.orgs import api as orgs

# What a clerk may take in: the items of the departments and regions of their posts, as their cases will be.
OFFERED = Reach(roles={Role.RECEIVER: ALL}, department="item__department_id", region="item__region_id")
NO_SUCH_REGION = "没有这个地区，请重新选择。"


def item(code: str) -> Item:
    """Return an item by its code, cancelled ones too; UnknownItem if there is none."""
    found = Item.objects.select_related("department").filter(code=code).first()
    if found is None:
        raise UnknownItem
    return found


def names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of those of these codes that are listed items, by code."""
    return dict(Item.objects.listed().filter(code__in=codes).values_list("code", "name"))


def items(
    *,
    theme: str | None = None,
    department: str | None = None,
    audience: Audience | None = None,
    type: ItemType | None = None,  # noqa: A002 - the word of the domain
    region: str | None = None,
    near: str | None = None,
) -> ItemQuerySet:
    """Return the listed items that fit all that is given, by name.

    ``region``: those done for this region or area, in it or above it; NoSuchArea if there is none. Several departments
    can do the same service. With ``near`` each is there once: as it is done in that region, else as the city does it;
    an empty one is the city.
    """
    found = Item.objects.listed()
    if region:
        found = found.filter(serving(orgs.area(region)))
    if theme:
        found = found.filter(themes__contains=[theme])
    if department:
        found = found.filter(department_id=department)
    if audience:
        found = found.filter(audiences__contains=[audience.value])
    if type:
        found = found.filter(type=type.value)
    return found if near is None else found.once(near)


def services(codes: Collection[str], *, near: str) -> dict[str, Item]:
    """Return the services of the basic directory with these codes, each as ``items`` shows it ``near``."""
    found = items(near=near).filter(basic__code__in=codes).select_related("department", "basic")
    return {one.basic.code: one for one in found}


def most_read(*, near: str, on: date, audience: Audience | None = None, limit: int = 6) -> list[Item]:
    """Return the services whose guides were opened most in the last days; fewer, or none, where few were."""
    order = {key: place for place, key in enumerate(most_viewed(on=on))}
    if not order:
        return []
    found = items(audience=audience, near=near).filter(basic__in=order)
    return sorted(found, key=lambda one: order[one.basic_id])[:limit]


def themes(*, audience: Audience | None = None) -> list[tuple[str, int]]:
    """Return the themes with how many services each has, the fullest first."""
    lists = items(audience=audience, near="").values_list("themes", flat=True)
    return Counter(theme for one in lists for theme in one).most_common()


def counts_by_department() -> dict[str, int]:
    """Return how many listed items each department decides, by its code."""
    return dict(Counter(code for code in items().values_list("department_id", flat=True) if code))


def counts_by_type() -> dict[ItemType, int]:
    """Return how many listed services there are of each type."""
    return {ItemType(name): count for name, count in Counter(items(near="").values_list("type", flat=True)).items()}


def published(item_code: str, *, at: datetime) -> GuideVersion | None:
    """Return the guide version of an item in force at a moment; None when there is none."""
    found = GuideVersion.objects.in_force(at).select_related("item").defer("document")
    return found.filter(item__code=item_code).first()


def in_force(version: GuideVersion, *, at: datetime) -> bool:
    """Tell whether a version is the one in force at a moment; there is never another of its item then."""
    return version.effective_from <= at and (version.effective_to is None or at < version.effective_to)


def published_among(item_ids: Collection[UUID], *, at: datetime) -> frozenset[UUID]:
    """Return which of these items have a guide in force, and so can be applied for: one query for a list."""
    found = GuideVersion.objects.in_force(at).filter(item_id__in=item_ids)
    return frozenset(found.values_list("item_id", flat=True))


def on_offer(
    q: str = "", *, at: datetime, by: Actor | None = None, state: ItemState = ItemState.ACTIVE
) -> list[GuideVersion]:
    """Return the guides under which one may apply now; with another ``state``, those of items that are in that one.

    With a question, those that fit it, the best first; without one all of them, by the name of the item. ``by``: only
    those of items that a clerk's posts reach.
    """
    found = GuideVersion.objects.in_force(at).filter(item__state=state.value)
    if by is not None:
        found = found.filter(identity.granted(OFFERED, by))
    found = found.select_related("item__department", "item__region").defer("document", "item__facts")
    by_item = {one.item_id: one for one in found.order_by("item__name", "item__region_id", "item__code")}
    if not plain(q):
        return list(by_item.values())
    return [by_item[one.id] for one in search_items(q, limit=len(by_item), among=by_item)]


def version(version_id: UUID) -> GuideVersion:
    """Return a version by its id, whether or not it is still in force; UnknownGuide if there is none."""
    found = GuideVersion.objects.select_related("item").filter(pk=version_id).first()
    if found is None:
        raise UnknownGuide
    return found


def version_of(item_code: str, number: int) -> GuideVersion:
    """Return a version of an item's guide by its number, in force or not; UnknownGuide if there is none.

    One that was recalled before it took effect was never in force and is none (第八条): nobody is shown it, but its
    address was public, so GuideRecalled says when it was taken back, and why.
    """
    found = GuideVersion.objects.select_related("item__department", "recall").defer("document")
    one = found.filter(item__code=item_code, version=number).first()
    if one is None:
        raise UnknownGuide
    if one.recalled:
        told = getattr(one, "recall", None)
        raise GuideRecalled(item_code, number, told.at if told else None, told.reason if told else "")
    return one


def versions(item_code: str) -> list[GuideVersion]:
    """Return every version of an item's guide, the newest first; those that never took effect are none."""
    standing = GuideVersion.objects.standing().filter(item__code=item_code)
    return list(standing.defer("document").order_by("-version"))


def recalled_versions(item_code: str) -> list[GuideVersion]:
    """Return the versions that were taken back before they took effect, the newest first, each with its ``recall``."""
    found = GuideVersion.objects.recalled().filter(item__code=item_code).select_related("recall")
    return list(found.defer("document").order_by("-version"))


def called_in_guides(versions: Collection[UUID]) -> dict[UUID, str]:
    """Return of these versions those that call their item otherwise than the directory does now, and how."""
    found = GuideVersion.objects.filter(pk__in=versions)
    rows = found.values_list("pk", "document__basics__name", "item__name")
    return {key: said for key, said, name in rows if said != name}


def earlier_materials(version: GuideVersion, wanted: Collection[str]) -> dict[str, Material]:
    """Return materials of earlier versions of a guide by their ids, each as the last that had it called it.

    An id is not given again (``designing``), so it means the same in all of them.
    """
    found: dict[str, Material] = {}
    before = GuideVersion.objects.standing().filter(item=version.item_id, version__lt=version.version)
    for one in before.order_by("-version").iterator(chunk_size=1):
        found = {m.id: m for m in one.guide.materials if m.id in wanted} | found
        if len(found) == len(set(wanted)):
            break
    return found


def check_answers(
    guide: Guide,
    answers: object,
    *,
    on: date,
    groups: Iterable[str] | None = None,
    known: orgs.Stamp | None = None,
) -> dict[str, str]:
    """Return the faults of answers to the form of a guide (``check_form``)."""
    return check_form(guide.form, answers, on=on, groups=groups, known=known)


def check_form(
    form: Form,
    answers: object,
    *,
    on: date,
    groups: Iterable[str] | None = None,
    known: orgs.Stamp | None = None,
) -> dict[str, str]:
    """Return the faults of answers, as ``check`` does by the calendar, and also refuse regions that do not exist.

    ``known``: the stamp of regions and calendars, for those who have asked for it already.
    """
    only = None if groups is None else tuple(groups)
    faults = check(form, answers, on=on, groups=only, working=partial(_worked, known))
    if not isinstance(answers, Mapping):
        return faults
    for name, code in _regions(form, answers):
        asked = only is None or form.properties[field_of(name)].group in only
        if asked and name not in faults and field_of(name) not in faults and code not in orgs.region_names(known):
            faults[name] = NO_SUCH_REGION
    return faults


def _worked(known: orgs.Stamp | None, day: date) -> bool | None:
    """Tell whether a day is worked, by the calendar; None of a year for which there is none yet, or no more."""
    calendar = orgs.work_calendar() if known is None else orgs.calendar_at_stamp(known)
    return calendar.is_workday(day) if day.year in calendar.years else None


def _regions(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return every region that was answered, with the name of its field or cell."""
    for name in visible(form, answers):
        question = form.properties[name]
        if question.kind == Kind.REGION and name in answers:
            yield name, answers[name]
        rows = answers.get(name)
        if question.table and isinstance(rows, list):
            inner = ((n, row) for n, row in enumerate(rows, start=1) if isinstance(row, Mapping))
            yield from (
                (cell(name, n, at), code) for n, row in inner for at, code in _regions(question.table.form, row)
            )
