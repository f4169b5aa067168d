"""Who is acting: resolved once at the edge."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongban.identity.errors import NotYourParty
from tongban.identity.models import Account, Representation, User
from tongban.identity.queries.periods import in_force
from tongban.identity.queries.staff import grants_of, staff_actor
from tongban.kernel.actors import Actor, ActorKind


def actor_of(user: User, *, at: datetime, acting_for: UUID | None = None) -> Actor:
    """Return who acts when this user does something now, with the grants resolved.

    Staff act by their posts, their own and those in which they stand in for others, and have no party. Anybody else
    acts as themselves, or as the organisation they represent at this moment and have chosen (``acting_for``);
    NotYourParty if they do not represent it.
    """
    grants = grants_of(user, at=at)
    account = None if grants else Account.objects.filter(user=user).first()
    if account is None:
        return staff_actor(user, grants, at=at)
    party = acting_for or account.party_id
    if party != account.party_id and not _represents(account.party_id, party, at):
        raise NotYourParty
    return Actor(id=user.id, kind=ActorKind.PERSON, party=party, person=account.party_id)


def _represents(person: UUID, organisation: UUID, at: datetime) -> bool:
    return Representation.objects.filter(in_force(at), person_id=person, organisation_id=organisation).exists()


def has_users() -> bool:
    """Tell whether anybody at all can sign in here."""
    return User.objects.exists()
