"""Who is acting, and what may be seen of whom."""

from __future__ import annotations

from tongban.identity.queries.acting import actor_of, has_users
from tongban.identity.queries.parties import DOCUMENT_PURPOSE, MOBILE_PURPOSE, PartyView, parties_of, party_view
from tongban.identity.queries.staff import post_place, staff_id, staff_names
from tongban.identity.queries.staffing import (
    Colleague,
    Member,
    Relative,
    staff_member,
    staff_page,
    stand_ins,
    waiting_nominations,
)

__all__ = [
    "DOCUMENT_PURPOSE",
    "MOBILE_PURPOSE",
    "Colleague",
    "Member",
    "PartyView",
    "Relative",
    "actor_of",
    "has_users",
    "parties_of",
    "party_view",
    "post_place",
    "staff_id",
    "staff_member",
    "staff_names",
    "staff_page",
    "stand_ins",
    "waiting_nominations",
]
