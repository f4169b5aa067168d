"""Who acts for whom in the sample city: made by the same verbs as in earnest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tongban.identity.models import User
from tongban.identity.queries import actor_of, by_document
from tongban.identity.rules.delegating import Scope
from tongban.identity.services.at_counter import Card, register_delegation, register_guardian
from tongban.identity.services.delegating import Named, accept_delegation, offer_delegation
from tongban.identity.states import DocumentType
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of

CLERK = "receiver"

One = Mapping[str, Any]


def load_mandates(data: One, *, at: datetime) -> None:
    """Make the delegations and guardians of the sample people, at the counter and online."""
    people = {one["username"]: one for one in data["people"]} | {one["key"]: one for one in data["registered"]}
    clerk = _actor(CLERK, at)
    for one in data["counter_delegations"]:
        register_delegation(
            principal=_card(people[one["principal"]]),
            agent=_card(people[one["agent"]]),
            kind=one["kind"],
            scope=_scope(one, at),
            seen=True,
            by=clerk,
            at=at,
        )
    for one in data["guardians"]:
        guardian, child = _card(people[one["guardian"]]), _card(people[one["child"]])
        register_guardian(guardian=guardian, child=child, proof=one["proof"], by=clerk, at=at)
    for one in data["online_delegations"]:
        _online(one, people[one["agent"]], at)


def _online(one: One, agent: One, at: datetime) -> None:
    named = Named(name=agent["name"], number=agent["number"])
    by = _actor(one["principal"], at, organisation=one.get("organisation", ""))
    offered = offer_delegation(agent=named, scope=_scope(one, at), by=by, at=at)
    if one.get("answered", True):
        accept_delegation(delegation=offered, by=_actor(one["agent"], at), at=at)


def _actor(username: str, at: datetime, *, organisation: str = "") -> Actor:
    company = by_document(DocumentType.CREDIT_CODE, organisation) if organisation else None
    user = User.objects.get(username=username)
    return actor_of(user, at=at, acting_for=company.id if company else None)


def _card(one: One) -> Card:
    sort = one.get("document_type", DocumentType.RESIDENT_ID)
    return Card(name=one["name"], number=one["number"], document_type=sort, mobile=one.get("mobile", ""))


def _scope(one: One, at: datetime) -> Scope:
    return Scope(items=one.get("items"), data=one["data"], until=day_of(at) + timedelta(days=one["days"]))
