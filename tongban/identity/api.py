"""The door of identity."""

from __future__ import annotations

from tongban.identity.errors import NameDiffers, NotYourParty, NumberTaken, SignInRefused, TooManyAttempts
from tongban.identity.models import Party, User
from tongban.identity.queries import (
    PartyView,
    actor_of,
    by_document,
    by_mobile,
    has_users,
    parties_of,
    party_view,
    post_place,
    staff_id,
    staff_names,
)
from tongban.identity.queries.offices import Office, offices_of
from tongban.identity.services.accounts import appoint, open_account
from tongban.identity.services.cast import CastMember, cast, has_cast, load_cast
from tongban.identity.services.leaving import change_address, correct_name, correct_number, end_account
from tongban.identity.services.parties import prove, read_party, register_walk_in
from tongban.identity.services.sign_in import sign_in
from tongban.identity.states import DocumentType, PartyKind, RealNameLevel

__all__ = [
    "CastMember",
    "DocumentType",
    "NameDiffers",
    "NotYourParty",
    "NumberTaken",
    "Office",
    "Party",
    "PartyKind",
    "PartyView",
    "RealNameLevel",
    "SignInRefused",
    "TooManyAttempts",
    "User",
    "actor_of",
    "appoint",
    "by_document",
    "by_mobile",
    "cast",
    "change_address",
    "correct_name",
    "correct_number",
    "end_account",
    "has_cast",
    "has_users",
    "load_cast",
    "offices_of",
    "open_account",
    "parties_of",
    "party_view",
    "post_place",
    "prove",
    "read_party",
    "register_walk_in",
    "sign_in",
    "staff_id",
    "staff_names",
]
