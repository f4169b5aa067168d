"""Short ways to arrange who works where in the sample city."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from tests.city import City
from tongban.identity import api as identity
from tongban.identity.models import Staff, StaffPost
from tongban.kernel.actors import SYSTEM, Role

ADM, HUC, UNIT = "ZD320213ADM", "ZD320213HUC", "ZD320213ADMINV"
LIANGXI = "320213"


def appointed(city: City, username: str, role: Role, **where: Any) -> StaffPost:  # noqa: ANN401 -- any part of a post
    """Give somebody of the cast a post, in 梁溪's review bureau unless said otherwise."""
    place = {"department": ADM, "region": LIANGXI, "by": city.actor("security"), "at": city.at}
    return identity.appoint(user=city.user(username), role=role, **{**place, **where})


def post_of(city: City, username: str) -> StaffPost:
    return StaffPost.objects.get(user=city.user(username))


def known_as(city: City, staff: str, citizen: str) -> None:
    """Say that a member of staff is the same natural person as a citizen of the cast."""
    Staff.objects.filter(user=city.user(staff)).update(person=city.actor(citizen).party)


def without_posts(city: City, username: str) -> None:
    """Let somebody never have had a post."""
    StaffPost.objects.filter(user=city.user(username)).update(until_at=F("from_at"))


def of_system(city: City, username: str, role: Role, **where: Any) -> StaffPost:  # noqa: ANN401 -- any part of a post
    return appointed(city, username, role, by=SYSTEM, **where)
