"""Who is acting: resolved once at the edge."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from tongban.identity.errors import NotYourParty
from tongban.identity.models import Account, User
from tongban.identity.queries.mandates import mandate_of
from tongban.identity.queries.staff import staff_actor
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.reach import REMEMBERED


def actor_of(user: User, *, at: datetime, acting_for: UUID | None = None) -> Actor:
    """Return who acts when this user does something now, with the grants resolved.

    Staff act by their posts, their own and those in which they stand in for others, and have no party. Anybody else
    acts as themselves, or as whom they have chosen (``acting_for``) and may act for at this moment: the organisation
    they represent, or who delegated to them or is their ward; by what and how far is the ``mandate``. NotYourParty for
    anybody else. Nothing is inherited: who acts for somebody does not act for those whom that somebody acts for.
    """
    return _one_of_them(_found(user, at=at, acting_for=acting_for))


@lru_cache(REMEMBERED)
def _one_of_them(actor: Actor) -> Actor:
    """Return the same one for all who are equal: what is kept by who acts is then found without comparing them."""
    return actor


def _found(user: User, *, at: datetime, acting_for: UUID | None) -> Actor:
    staff = None if user.employed is False else staff_actor(user, at=at)
    account = None if staff and staff.grants else _account(user)
    if account is None:
        return staff or staff_actor(user, at=at)
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
