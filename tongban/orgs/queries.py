"""Reads for others. Everything in this room is public: there is nothing to scope to an actor."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from tongban.kernel.actors import Actor
from tongban.kernel.codes.region import Level
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.workdays import SpecialDay, WorkCalendar
from tongban.orgs import rules
from tongban.orgs.areas import Stamp, area
from tongban.orgs.closing import EVERYWHERE, Closure, closed_on
from tongban.orgs.errors import (
    CalendarNotLoaded,
    UnknownClosure,
    UnknownDepartment,
    UnknownPlace,
    UnknownProposal,
    UnknownRegion,
)
from tongban.orgs.models import (
    CalendarDay,
    CalendarProposal,
    CalendarYear,
    DeclaredClosure,
    Department,
    Region,
    ServicePlace,
    Stewardship,
)
from tongban.orgs.searching import MOST, PAGE, whole_places
from tongban.orgs.states import CLOSURES, PROPOSALS, CalendarStatus, ClosureState, ProposalState, Verb

_MOST_NAMES = 500


@dataclass(frozen=True)
class Page:
    """A page of places. Asking for the total costs one more query, so it is made only when asked."""

    found: QuerySet[ServicePlace]
    number: int
    size: int

    @cached_property
    def places(self) -> list[ServicePlace]:
        """Return the places of this page."""
        first = (self.number - 1) * self.size
        return list(self.found[first : first + self.size])

    @cached_property
    def total(self) -> int:
        """Return how many there are on all pages."""
        return self.found.count()

    @property
    def pages(self) -> int:
        """Return how many pages there are: at least one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Opening:
    """What a visitor wants to know at the door."""

    today: rules.DayHours
    sentence: str
    open_now: bool


def regions(*, parent: str | None = None, level: Level | None = None) -> list[Region]:
    """Return regions by code: the children of one, or one level, or all."""
    found = Region.objects.all()
    if parent is not None:
        found = found.filter(parent=region(parent))
    return list(found.filter(level=level) if level else found)


def regions_to_choose(*, within: str = "", down_to: Level = Level.TOWN) -> list[Region]:
    """Return what somebody can choose from who is asked where, each with what it lies in, and that in turn.

    ``within``: how its code begins; ``down_to``: the level that is asked for. A region that has none of that level
    below it is what there is to choose.
    """
    inside = Region.objects.select_related("parent__parent").filter(code__startswith=within)
    return list(inside.filter(level=down_to).order_by("code")) or list(inside.filter(pk=within.ljust(6, "0")))


def region(code: str) -> Region:
    """Return one region; UnknownRegion when there is none of this code."""
    found = Region.objects.select_related("parent", "stewardship__department").filter(pk=code).first()
    if found is None:
        raise UnknownRegion(field="region")
    return found


def ancestors(code: str) -> list[Region]:
    """Return the regions from the city down to this one, for a path above a page."""
    above = {code[:size] for size in (6, 9, 12)} | {code[:4] + "00"}
    return list(Region.objects.filter(pk__in=above))


def departments(region: str | None = None) -> list[Department]:
    """Return the departments of exactly one region, or all; for a functional committee, itself."""
    found = Department.objects.select_related("region")
    if region:
        code = area(region).code
        found = found.filter(Q(region=code) | Q(pk=code))
    return list(found)


def department(code: str) -> Department:
    """Return one department; UnknownDepartment when there is none of this code."""
    found = Department.objects.select_related("region").filter(pk=code).first()
    if found is None:
        raise UnknownDepartment(field="department")
    return found


def units_below(codes: Collection[str]) -> dict[str, frozenset[str]]:
    """Return for each of these departments the units below it, in one query; none for a department without any."""
    parents = list(Department.objects.filter(parent__isnull=False).order_by().values_list("pk", "parent_id"))
    return {code: rules.units_below(parents, code) for code in codes}


def territories(codes: Collection[str]) -> dict[str, frozenset[str]]:
    """Return for each of these codes of functional committees the regions that it runs; nothing for a region."""
    found: dict[str, frozenset[str]] = {}
    for code, region in Stewardship.objects.filter(department__in=codes).values_list("department_id", "region_id"):
        found[code] = found.get(code, frozenset()) | {region}
    return found


def places(region: str | None = None, level: Level | None = None, *, page: int = 1, size: int = PAGE) -> Page:
    """Return a page of places in an area and everything below it, highest level first; NoSuchArea for a bad code."""
    found = whole_places()
    if region:
        found = _within(found, region)
    return Page(found.filter(level=level) if level else found, max(1, page), min(max(1, size), MOST))


def place_names(region: str) -> dict[str, str]:
    """Return the names by code of the places in an area and below it, the highest level first, so many at most."""
    return dict(_within(whole_places(), region).values_list("code", "name")[:_MOST_NAMES])


def place(code: str) -> ServicePlace:
    """Return one place with its windows and hours; UnknownPlace when there is none of this code."""
    found = whole_places().prefetch_related("windows__place").filter(pk=code).first()
    if found is None:
        raise UnknownPlace(field="place")
    return found


def hours_on(
    place: ServicePlace,
    day: date,
    *,
    calendar: WorkCalendar | None = None,
    closed: Sequence[Closure] | None = None,
) -> rules.DayHours:
    """Return the hours of a place on a day; Broken when the calendar of its year is not loaded.

    Whoever asks for many places hands in ``work_calendar()`` and ``closures()`` once.
    """
    known = closures() if closed is None else closed
    why = closed_on(known, day, department=place.steward_id or "", region=place.region_id)
    return rules.hours_on(place.pattern, day, calendar or work_calendar(), why)


def open_at(place: ServicePlace, at: datetime, *, calendar: WorkCalendar | None = None) -> bool:
    """Tell whether a place serves at a moment."""
    return hours_on(place, day_of(at), calendar=calendar).open_at(at.astimezone(SHANGHAI).time())


def opening(
    place: ServicePlace,
    at: datetime,
    *,
    calendar: WorkCalendar | None = None,
    closed: Sequence[Closure] | None = None,
) -> Opening:
    """Say what day it is there today, whether it is open now and, if closed all day, when it opens again."""
    calendar = calendar or work_calendar()
    hours = partial(hours_on, place, calendar=calendar, closed=closures() if closed is None else closed)
    today = hours(day_of(at))
    later = None if today.hours else rules.next_open(today.day, hours)
    return Opening(today, rules.sentence(today, later), open_now=today.open_at(at.astimezone(SHANGHAI).time()))


def closures() -> list[Closure]:
    """Return the closures and outages that a second person confirmed, past ones too, by day.

    Past ones explain how a limit was counted, and so do the days of one that had passed when it was withdrawn: they
    stay closed (``DeclaredClosure``). Read anew each time: one small query.
    """
    return [one for row in _confirmed() if (one := row.closure) is not None]


def closures_if(key: UUID, *, at: datetime) -> list[Closure]:
    """Return what ``closures`` would say if this one were confirmed now or, in effect already, withdrawn now."""
    row = declared_closure(key)
    others = [one for other in _confirmed() if other.pk != key and (one := other.closure) is not None]
    withdrawn_at = row.withdrawn_at or (at if row.confirmed_at else None)
    then = row.counting(confirmed_at=row.confirmed_at or at, withdrawn_at=withdrawn_at)
    return sorted([*others, then] if then else others, key=lambda one: (one.first, one.id))


def work_calendar() -> WorkCalendar:
    """Return the calendar of every loaded year and of the two after the last, built once for each state of the tables.

    The years after the last are estimated (``rules.following_years``): receiving an application and what follows from
    the law must not wait until somebody loads a year. They are no rows, and ``calendar_year`` does not know them.
    Years in force are known by their ids, which are never given twice and whose days never change.
    """
    in_force = CalendarYear.objects.filter(superseded_at__isnull=True)
    return _built(tuple(in_force.values_list("pk", "year", "status").order_by("year")))


@lru_cache(maxsize=4)
def calendar_at_stamp(_stamp: Stamp) -> WorkCalendar:
    """Return the same calendar without asking the tables again, for those who asked ``stamp`` just now."""
    return work_calendar()


@lru_cache(maxsize=4)
def closures_at_stamp(_stamp: Stamp) -> tuple[Closure, ...]:
    """Return what ``closures`` does without asking the tables again, for those who asked ``stamp`` just now."""
    return tuple(closures())


def work_calendar_if(proposal: CalendarProposal) -> WorkCalendar:
    """Return the calendar as it would be if this proposal were in force."""
    others = CalendarYear.objects.filter(superseded_at__isnull=True).exclude(year=proposal.year)
    in_force = others.values_list("pk", "year", "status").order_by("year")
    return _joined(tuple(in_force), {proposal.year: proposal.days})


def calendar_year(year: int) -> CalendarYear:
    """Return the calendar in force of a year with its days; CalendarNotLoaded when there is none."""
    found = CalendarYear.objects.filter(year=year, superseded_at__isnull=True).prefetch_related("days").first()
    if found is None:
        raise CalendarNotLoaded(field="year")
    return found


def closures_at(place: ServicePlace, today: date) -> list[Closure]:
    """Return the closures and outages that concern a place and are not over, for a notice at its door."""
    where = {"department": place.steward_id or "", "region": place.region_id}
    return [one for one in closures() if one.last >= today and one.covers(**where)]


def calendar_years() -> list[CalendarYear]:
    """Return the calendars in force with their days, the latest year first."""
    return list(CalendarYear.objects.filter(superseded_at__isnull=True).prefetch_related("days").order_by("-year"))


def calendar_proposals() -> QuerySet[CalendarProposal]:
    """Return the proposed calendars, the newest first."""
    return CalendarProposal.objects.order_by("-proposed_at", "-id")


def calendar_proposal(key: UUID) -> CalendarProposal:
    """Return one proposed calendar; UnknownProposal when there is none."""
    found = CalendarProposal.objects.filter(pk=key).first()
    if found is None:
        raise UnknownProposal
    return found


def proposal_verbs(by: Actor, proposal: CalendarProposal) -> tuple[Verb, ...]:
    """Return what this person can do with a proposed calendar now: the buttons."""
    roles = by.roles_for(department=EVERYWHERE, region=EVERYWHERE)
    own = proposal.proposed_by == by.id
    waits = proposal.state == ProposalState.PROPOSED
    shut = {Verb.APPROVE, Verb.REJECT} if own else {Verb.WITHDRAW} if waits else set()
    return tuple(Verb(v) for v in PROPOSALS.open_to(state=proposal.state, roles=roles) if v not in shut)


def closure_verbs(by: Actor, row: DeclaredClosure) -> tuple[Verb, ...]:
    """Return what this person can do with a declared closure now: the buttons."""
    roles = by.roles_for(department=row.department, region=row.region)
    waits = row.state == ClosureState.PROPOSED
    shut = set()
    if waits:
        shut = {Verb.CONFIRM} if row.proposed_by == by.id else {Verb.WITHDRAW}
    elif row.confirmed_by == by.id:
        shut = {Verb.WITHDRAW}
    return tuple(Verb(v) for v in CLOSURES.open_to(state=row.state, roles=roles) if v not in shut)


def declared_closures() -> QuerySet[DeclaredClosure]:
    """Return closures and outages in every state, the latest days first."""
    return DeclaredClosure.objects.order_by("-first_date", "-id")


def declared_closure(key: UUID) -> DeclaredClosure:
    """Return one declared closure; UnknownClosure when there is none."""
    found = DeclaredClosure.objects.filter(pk=key).first()
    if found is None:
        raise UnknownClosure
    return found


@lru_cache(maxsize=8)
def _built(in_force: tuple[tuple[int, int, str], ...]) -> WorkCalendar:
    return _joined(in_force, {})


def _joined(
    in_force: tuple[tuple[int, int, str], ...], announced: Mapping[int, Mapping[date, SpecialDay]]
) -> WorkCalendar:
    rows = CalendarDay.objects.filter(calendar__in=[pk for pk, _, _ in in_force])
    days = {day.date: SpecialDay(day.working, day.name) for day in rows}
    for holidays in announced.values():
        days |= holidays
    years = [*(year for _, year, _ in in_force), *announced]
    ahead = rules.following_years(max(years)) if years else {}
    for holidays in ahead.values():
        days |= holidays
    guessed = [year for _, year, status in in_force if status == CalendarStatus.ESTIMATED]
    return WorkCalendar(days, years=years, estimated=[*guessed, *ahead])


def _confirmed() -> QuerySet[DeclaredClosure]:
    found = DeclaredClosure.objects.filter(confirmed_at__isnull=False)
    return found.order_by("first_date", "id")


def _within(found: QuerySet[ServicePlace], code: str) -> QuerySet[ServicePlace]:
    where = area(code)
    inside = where.holds("region__code")
    return found.filter(inside | Q(steward=where.code)) if where.organisation else found.filter(inside)
