"""What a guide's page says, whoever reads it: written once for each state of what it follows from."""

from __future__ import annotations

import secrets
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tongban.catalog import api as catalog
from tongban.catalog.revising import api as revising
from tongban.kernel.errors import NotFound
from tongban.kernel.workdays import WorkCalendar
from tongban.orgs import api as orgs
from tongban.web.context import page_of
from tongban.web.guides.telling import ordered
from tongban.web.guides.written import written
from tongban.web.labels import said
from tongban.web.openings import PlaceNow, now_at
from tongban.web.pictures import picture
from tongban.web.shelf import Shelf

KEPT = 512
"""How many guides a process keeps written, some sixty kilobytes each."""
_MINUTE = 60
_WINDOWS = f"windows{secrets.token_hex(12)}"


@dataclass(frozen=True, slots=True)
class Place:
    """A window of a guide with the place it is in; None for a place that has gone since: its name was published."""

    window: Any
    now: PlaceNow | None


@dataclass(frozen=True, slots=True)
class Body:
    """A guide as it is written, but for its windows, which are open or not from minute to minute."""

    name: str
    summary: str
    before: str
    after: str
    windows: Sequence[Any]
    places: Sequence[orgs.ServicePlace]
    calendar: WorkCalendar
    closed: Sequence[orgs.Closure]

    def parts(self, at: datetime) -> dict[str, str]:
        """Return the parts of the page at a moment."""
        return self.around(self.where(at))

    def around(self, where: str) -> dict[str, str]:
        """Return the parts of the page with its windows as they are written."""
        whole = mark_safe(f"{self.before}{where}{self.after}")  # noqa: S308 - written by templates
        return {"name": self.name, "summary": self.summary, "body": whole}

    def where(self, at: datetime) -> SafeString:
        """Return the windows with what stands at the doors of their places at a moment."""
        now = {one.place.code: one for one in now_at(self.places, at, calendar=self.calendar, closed=self.closed)}
        context = {
            "sections": {"windows": said(catalog.SECTIONS["windows"])},
            "places": [Place(window, now.get(window.place)) for window in self.windows],
        }
        return render_to_string("web/guide/_windows.html", context)


_bodies: Shelf[Body] = Shelf(KEPT)
_wheres: Shelf[SafeString] = Shelf(KEPT)


def kept(request: HttpRequest, code: str, imprint: Hashable, at: datetime) -> dict[str, str] | None:
    """Return the parts of the page of the guide in force; None where there is none any more.

    They follow from the imprint, from places and calendars, and from how the page is read. What was written while
    something changed is not kept: it may be newer than the imprint it was asked for.
    """
    address = request.build_absolute_uri(request.path)
    key: Hashable = (imprint, page_of(request).stamp, get_language(), address, settings.SAMPLE_MODE)
    body = _bodies.get(key)
    if body is None:
        body = _in_force(request, code, at)
        if body is None:
            return None
        if (catalog.imprint(code, at=at), orgs.stamp()) != (imprint, page_of(request).stamp):
            return body.parts(at)
        _bodies.put(key, body)
    minute = (key, int(at.timestamp()) // _MINUTE)
    return body.around(_wheres.get(minute) or _wheres.put(minute, body.where(at)))


def _in_force(request: HttpRequest, code: str, at: datetime) -> Body | None:
    version = catalog.published(code, at=at)
    if version is None:
        return None
    item = version.item
    more = {
        "upcoming": catalog.coming(item, at=at) if version.effective_to else None,
        "elsewhere": elsewhere(item),
        "planned": revising.planned(item, at=at),
        "ended": catalog.last_change(item) if item.state != catalog.ItemState.ACTIVE else None,
    }
    return body_of(request, item, version, more)


def body_of(
    request: HttpRequest, item: catalog.Item, version: catalog.GuideVersion, more: Mapping[str, object]
) -> Body:
    """Return a version as it is written, in force or not; ``more`` is what the page says besides."""
    guide = version.guide
    sections = {key: said(title) for key, title in catalog.SECTIONS.items()}
    address = request.build_absolute_uri(reverse("item", args=[item.code]))
    context = {
        "item": item,
        "version": version,
        "guide": guide,
        "order": ordered(sections),
        "features": features(guide, item),
        "written": written(version),
        "questions": len(catalog.deciding(guide)),
        "applies": applies(item, guide),
        "address": address,
        "qr": picture(address, fluid=True),
        "sample": settings.SAMPLE_MODE,
        "windows": _WINDOWS,
        **more,
    }
    before, after = render_to_string("web/guide/_body.html", context).split(_WINDOWS)
    basics, places = guide.basics, places_of(guide)
    return Body(
        basics.name, basics.summary, before, after, guide.windows, places, orgs.work_calendar(), orgs.closures()
    )


def applies(item: catalog.Item, guide: catalog.Guide) -> bool:
    """Tell whether one can apply on the web now."""
    return item.state == catalog.ItemState.ACTIVE and catalog.Channel.WEB in guide.basics.channels


def features(guide: catalog.Guide, item: catalog.Item) -> list[str]:
    """Return what may be said of a guide because it follows from the guide itself, as long as its item is done."""
    held = catalog.badges_holding(catalog.badges_of(guide), item.state)
    return [said(catalog.BADGE_NAMES[catalog.Badge(badge)]) for badge in held]


def elsewhere(item: catalog.Item) -> list[catalog.Item]:
    """Return the same service in every region that does it, this one among them; nothing when it is the only one."""
    found = list(catalog.siblings([item]))
    return found if len(found) > 1 else []


def places_of(guide: catalog.Guide) -> list[orgs.ServicePlace]:
    """Return the places of a guide's windows that are still there."""
    found = []
    for window in guide.windows:
        try:
            found.append(orgs.place(window.place))
        except NotFound:
            continue
    return found


def windows(guide: catalog.Guide, at: datetime) -> Sequence[Place]:
    """Return the windows of a guide with their places."""
    now = {row.place.code: row for row in now_at(places_of(guide), at)}
    return [Place(window, now.get(window.place)) for window in guide.windows]
