"""Who is acting: resolved once at the edge."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongban.identity.errors import NotYourParty
from tongban.identity.models import Account, User
from tongban.identity.queries.mandates import mandate_of
from tongban.identity.queries.staff import grants_of, staff_actor
from tongban.kernel.actors import Actor, ActorKind


def actor_of(user: User, *, at: datetime, acting_for: UUID | None = None) -> Actor:
    """Return who acts when this user does something now, with the grants resolved.

    Staff act by their posts, their own and those in which they stand in for others, and have no party. Anybody else
    acts as themselves, or as whom they have chosen (``acting_for``) and may act for at this moment: the organisation
    they represent, or who delegated to them or is their ward; by what and how far is the ``mandate``. NotYourParty for
    anybody else. Nothing is inherited: who acts for somebody does not act for those whom that somebody acts for.
    """
    grants = frozenset() if user.employed is False else grants_of(user, at=at)
    account = None if grants else _account(user)
    if account is None:
        return staff_actor(user, grants, at=at)
    person = account.party_id
    if acting_for is None or acting_for == person:
        return Actor(id=user.id, kind=ActorKind.PERSON, party=person, person=person)
    mandate = mandate_of(person, acting_for, at=at)
    if mandate is None:
        raise NotYourParty
    return Actor(id=user.id, kind=ActorKind.PERSON, party=acting_for, person=person, mandate=mandate)


def _account(user: User) -> Account | None:
    """Return who stands behind a user, without asking where it was read with the user."""
    if user.employed is None:
        return Account.objects.filter(user=user).first()
    return getattr(user, "account", None)


def has_users() -> bool:
    """Tell whether anybody at all can sign in here."""
    return User.objects.exists()
