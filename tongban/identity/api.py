"""The door of identity."""

from __future__ import annotations

from tongban.identity.errors import NameDiffers, NotYourParty, Recused, SignInRefused, TooManyAttempts
from tongban.identity.models import Party, User
from tongban.identity.queries import (
    PartyView,
    actor_of,
    has_users,
    parties_of,
    party_view,
    post_place,
    staff_id,
    staff_names,
)
from tongban.identity.reach import granted, granted_page, visible, withheld
from tongban.identity.services.accounts import appoint, open_account
from tongban.identity.services.cast import CastMember, cast, has_cast, load_cast
from tongban.identity.services.parties import read_party, register_walk_in
from tongban.identity.services.sign_in import sign_in
from tongban.identity.states import DocumentType, PartyKind

__all__ = [
    "CastMember",
    "DocumentType",
    "NameDiffers",
    "NotYourParty",
    "Party",
    "PartyKind",
    "PartyView",
    "Recused",
    "SignInRefused",
    "TooManyAttempts",
    "User",
    "actor_of",
    "appoint",
    "cast",
    "granted",
    "granted_page",
    "has_cast",
    "has_users",
    "load_cast",
    "open_account",
    "parties_of",
    "party_view",
    "post_place",
    "read_party",
    "register_walk_in",
    "sign_in",
    "staff_id",
    "staff_names",
    "visible",
    "withheld",
]
