"""Whom a clerk has in front of them: found, read or registered in this session a little while ago, and nobody else.

The address of a page holds an id, and an id is no document: it opens nothing of a person who was not looked for first.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from tongban.identity import api as identity
from tongban.kernel.errors import NotFound
from tongban.web.request import Request

KEY = "at_counter"
MOST = 20
"""How many people are kept, the latest: a clerk serves one after the other."""


class NotAtCounter(NotFound):
    """请先在“综合窗口收件”里查找或者登记这位办事人，核对证件以后再办理。"""

    code = "not_at_counter"


def keep(request: Request, *parties: UUID, at: datetime) -> None:
    """Keep who was just found, read or registered."""
    new = {str(party): at.isoformat() for party in parties}
    kept = {party: moment for party, moment in _kept(request).items() if party not in new}
    request.session[KEY] = dict([*kept.items(), *new.items()][-MOST:])


def require(request: Request, party: UUID, *, at: datetime) -> None:
    """Refuse whoever was not found lately: NotAtCounter, the same for somebody unknown and for nobody at all."""
    moment = _kept(request).get(str(party))
    lasts = timedelta(minutes=settings.AT_COUNTER_MINUTES)
    if moment is None or at - datetime.fromisoformat(moment) > lasts:
        raise NotAtCounter


def found(request: Request, parties: Collection[UUID], *, at: datetime) -> UUID | None:
    """Return which of some parties was found lately; None for none of them."""
    for party in parties:
        try:
            require(request, party, at=at)
        except NotAtCounter:
            continue
        return party
    return None


def delegation(request: Request, key: UUID, *, at: datetime) -> identity.DelegationView:
    """Return a delegation whose principal is in front of the clerk; NotAtCounter for every other, and for none."""
    try:
        one = identity.delegation_for(request.actor, key, at=at)
    except identity.DelegationNotFound:
        raise NotAtCounter from None
    require(request, one.principal, at=at)
    return one


def _kept(request: Request) -> dict[str, str]:
    return dict(request.session.get(KEY, {}))
