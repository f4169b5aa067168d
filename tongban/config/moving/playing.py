"""Making the moving city, case by case: each wholly or not at all, and none twice, however often it is interrupted."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable, Collection
from datetime import datetime, time, timedelta
from functools import cache
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.config.motion import PREPARED, back
from tongban.config.moving import people
from tongban.config.moving.deeds import DEEDS
from tongban.config.moving.handing_over import hand_over
from tongban.config.moving.plan import Office, Play, plan
from tongban.config.moving.stage import Staff, begun, hand_in
from tongban.identity import api as identity
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.workdays import WorkCalendar
from tongban.orgs import api as orgs

FILE = "motion.toml"
MOVING_LOCK = 0x6D6F7665  # "move": two workers do not make the same case
POSTS = ("receiver", "acceptor", "examiner", "decider", "handout")

log = logging.getLogger(__name__)


def wanted() -> bool:
    """Tell whether this is a sample city that is to move: with its own cast, and not asked to stand still."""
    return bool(settings.SAMPLE_MODE and settings.SAMPLE_MOTION and (settings.SAMPLE_DIR / FILE).exists())


def missing(*, at: datetime, settled: Collection[int] = ()) -> list[Play]:
    """Return the cases that are not there yet, the latest first: what the desks are to show is made first.

    A case is there when its applicant is, because both are made in one transaction; that of one of the cast when they
    have any of this item, be it one that a visitor applied for. ``settled``: what is known to be
    there, or not to be made.
    """
    if not identity.has_cast():
        return []
    left = [one for one in plan(_data(), _guides(at)) if one.place not in settled and not _there(one)]
    return sorted(left, key=lambda one: (one.ago, one.place))


def make_some(*, at: datetime, seconds: float, settled: set[int], rest: Callable[[float], None] = sleep) -> int:
    """Make cases for so many seconds, resting after each as long as it took; return how many are left.

    One that cannot be made is logged and left out: it must not keep the others from being there. Each is noted in
    ``settled``, so that who calls again does not look for it again.
    """
    begin, left = monotonic(), missing(at=at, settled=settled)
    crew = staff(at) if left else {}
    calendar = orgs.work_calendar()
    while left and monotonic() - begin < seconds:
        started = monotonic()
        one = left.pop(0)
        try:
            make(one, staff=crew, calendar=calendar, at=at)
        except Exception:  # a case of a story that no longer fits its guide
            log.exception("a sample case could not be made", extra={"task": f"config.keep_moving:{one.place}"})
        settled.add(one.place)
        rest(monotonic() - started)
    return len(left)


@transaction.atomic
def make(one: Play, *, staff: Staff, calendar: WorkCalendar, at: datetime) -> None:
    """Make one case with its applicant, from the application to the last step of its story.

    Nothing where somebody else made it meanwhile, or where no guide was in force at its time: a city that began its
    work later has no such case.
    """
    received = _received(one, calendar, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [MOVING_LOCK, one.place])
    if _there(one) or catalog.published(one.item, at=received - PREPARED) is None:
        return
    stage = begun(one, staff, received)
    if one.story.get("draft"):
        return
    hand_in(stage, received)
    for number, step in enumerate(one.steps):
        DEEDS[step["verb"]](stage, step, _moment(one, step, number, calendar, at))
    hand_over(stage, calendar=calendar, now=at)


def _received(one: Play, calendar: WorkCalendar, now: datetime) -> datetime:
    return _on(back(day_of(now), one.ago, calendar), one.minute, now)


def _moment(one: Play, step: Any, number: int, calendar: WorkCalendar, now: datetime) -> datetime:  # noqa: ANN401 - of TOML
    """Return when a step is done: so many working days after receipt, each a few minutes after the one before."""
    day = back(day_of(now), max(one.ago - step["after"], 0), calendar)
    return _on(day, one.minute + 20 * (number + 1), now)


def _on(day: Any, minute: int, now: datetime) -> datetime:  # noqa: ANN401 - a day
    return min(datetime.combine(day, time(), tzinfo=SHANGHAI) + timedelta(minutes=minute), now)


def _there(one: Play) -> bool:
    own = people.of_cast(one.who) if one.who else people.person(one.place)
    party = identity.by_document(identity.DocumentType.RESIDENT_ID, own.number)
    if one.who:
        return cases.Case.objects.filter(applicant=party, item_code=one.item).exists()
    return party is not None


def _guides(at: datetime) -> dict[str, catalog.Guide]:
    items = [item for office in _data()["offices"] for item in office["items"]]
    found = {item: catalog.published(item, at=at) for item in items}
    return {item: version.guide for item, version in found.items() if version is not None}


def staff(at: datetime) -> dict[str, Any]:
    """Return everybody of the offices with the posts that they hold today."""
    names = {name for office in _data()["offices"] for name in _names(office)}
    return {user.username: identity.actor_of(user, at=at) for user in identity.User.objects.filter(username__in=names)}


def _names(office: Office) -> list[str]:
    watching = [office["supervisor"]] if "supervisor" in office else []
    return [*(office[post] for post in POSTS), *watching, *office.get("partners", ())]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((settings.SAMPLE_DIR / FILE).read_text("utf-8"))
