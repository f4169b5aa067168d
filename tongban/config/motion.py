"""The sample city in motion: a few cases at different stops, made by the services at past moments."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.db import transaction

from tongban.cases import api as cases
from tongban.cases.promises import api as promising
from tongban.cases.sending import api as sending
from tongban.config.moving import companions
from tongban.config.specimen import specimen
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.workdays import WorkCalendar
from tongban.orgs import api as orgs

FILE = "cases.toml"
OPENED = timedelta(days=200)  # how long before its first day the sample city has been at work
PREPARED = timedelta(minutes=20)  # how long it took at the counter to fill in an application
DOCUMENT = identity.DocumentType.RESIDENT_ID

Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does what: the cast, with the posts they hold today."""

    receiver: Actor
    acceptor: Actor
    examiner: Actor
    decider: Actor


@transaction.atomic
def load_cases(*, at: datetime) -> int:
    """Make the cases of the sample city where there are none; all of them or none. Return how many."""
    path = settings.SAMPLE_DIR / FILE
    if cases.has_cases() or not path.exists():
        return 0
    data = tomllib.loads(path.read_text("utf-8"))
    staff, calendar = _staff(at), orgs.work_calendar()
    for one in data["cases"]:
        moments = [_moment(step, calendar, at) for step in one["steps"]]
        number = _applied(one, data, staff, moments[0])
        for step, moment in zip(one["steps"][1:], moments[1:], strict=True):
            VERBS[step["verb"]](number, step, staff, moment)
    return len(data["cases"])


def _staff(at: datetime) -> Staff:
    def actor(username: str) -> Actor:
        return identity.actor_of(identity.User.objects.get(username=username), at=at)

    return Staff(actor("receiver"), actor("acceptor"), actor("examiner"), actor("decider"))


def _applied(one: Mapping[str, Any], data: Mapping[str, Any], staff: Staff, at: datetime) -> str:
    """Begin an application at the counter, or online by who acts for the applicant, fill it in and hand it in.

    Return its number.
    """
    begun = at - PREPARED
    by, case = _online(one, data["item"], begun) if "agent" in one else _came_in(one, data["item"], staff, begun)
    for group, answers in data["form"].items():
        posted = {**answers, **_own(one).get(group, {})}
        cases.save_answers(draft=case.pk, group=group, posted=posted, by=by, at=begun)
    promised = one.get("promises", {})
    for key in filter(promising.is_condition, promised):
        cases.promise(draft=case.pk, material=key, kind=cases.Promised(promised[key]), by=by, at=begun)
    for row in cases.material_list(cases.draft_for(by, case.pk)):
        key = row.material.id
        if row.needed and key in promised:
            cases.promise(draft=case.pk, material=key, kind=cases.Promised(promised[key]), by=by, at=begun)
        elif row.missing:
            paper = specimen(row.material.name)
            cases.attach(draft=case.pk, material=key, data=paper, name="样例.pdf", by=by, at=begun)
    return cases.submit(draft=case.pk, token=uuid5(case.pk, "submit"), by=by, at=at).number


def _own(one: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Return what is an applicant's own in the form: a person answers for their place themselves."""
    person = {"legal_rep_name": [one["name"]], "legal_rep_id": [one["number"]]}
    operator = {"subject_name": [one["name"]], **person, **one.get("answers", {})}
    people = {"safety_manager": operator["legal_rep_name"], "safety_manager_id": operator["legal_rep_id"]}
    return {"operator": operator, "people": people, "contact": {"contact_mobile": [one["mobile"]]}}


def _came_in(one: Mapping[str, Any], item: str, staff: Staff, at: datetime) -> tuple[Actor, cases.Case]:
    by = staff.receiver
    party = identity.register_walk_in(
        name=one["name"], document_type=DOCUMENT, number=one["number"], mobile="", by=by, at=at
    )
    return by, cases.open_draft(item=item, by=by, at=at, applicant=party, place=identity.post_place(by))


def _online(one: Mapping[str, Any], item: str, at: datetime) -> tuple[Actor, cases.Case]:
    party = identity.by_document(identity.DocumentType(one.get("document_type", DOCUMENT)), one["number"])
    user = identity.User.objects.get(username=one["agent"])
    by = identity.actor_of(user, at=at, acting_for=party.id if party else None)
    return by, cases.open_draft(item=item, by=by, at=at)


def _ask_correction(number: str, step: Step, staff: Staff, at: datetime) -> None:
    points = [cases.Point(element=step["element"], text=step["text"])]
    cases.ask_correction(number=number, points=points, by=staff.acceptor, at=at)


def _accept(number: str, _: Step, staff: Staff, at: datetime) -> None:
    cases.accept(number=number, by=staff.acceptor, at=at)


def _examine(number: str, step: Step, staff: Staff, at: datetime) -> None:
    case = cases.case_for(staff.examiner, number)
    steps = sending.on_the_spot(case.guide.guide)
    along = companions.verifying(case, steps, by=staff.examiner, at=at, but=[staff.decider.id])
    cases.examine(number=number, passed=True, opinion=step["text"], by=staff.examiner, at=at, **along)


def _grant(number: str, step: Step, staff: Staff, at: datetime) -> None:
    cases.grant(number=number, opinion=step["text"], by=staff.decider, at=at)


def _suspend(number: str, step: Step, staff: Staff, at: datetime) -> None:
    cases.suspend(
        number=number,
        ground=step["ground"],
        expected_until=day_of(at) + timedelta(days=step["days"]),
        reason=step["text"],
        by=staff.examiner,
        at=at,
        **companions.dispatched(cases.case_for(staff.examiner, number), step["ground"], by=staff.examiner, at=at),
    )


def _extend(number: str, step: Step, staff: Staff, at: datetime) -> None:
    cases.extend(number=number, reason=step["text"], by=staff.decider, at=at)


VERBS: dict[str, Callable[[str, Step, Staff, datetime], None]] = {
    "ask_correction": _ask_correction,
    "accept": _accept,
    "examine": _examine,
    "grant": _grant,
    "suspend": _suspend,
    "extend": _extend,
}


def _moment(step: Step, calendar: WorkCalendar, now: datetime) -> datetime:
    """Return the moment of a step: so many working days back, at its time, and never later than now."""
    clock: time = step["at"]
    day = back(day_of(now), step["ago"], calendar)
    return min(datetime.combine(day, clock, tzinfo=SHANGHAI), now)


def back(day: date, working_days: int, calendar: WorkCalendar) -> date:
    """Return the working day after which so many working days have passed up to and with ``day``."""
    found = day
    while working_days and (calendar.count(found, day) < working_days or not calendar.is_workday(found)):
        found -= timedelta(days=1)
    return found
