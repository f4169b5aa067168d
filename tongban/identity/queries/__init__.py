"""Who is acting, and what may be seen of whom."""

from __future__ import annotations

from tongban.identity.queries.acting import actor_of, has_users
from tongban.identity.queries.mandates import (
    ActingPerson,
    Delegations,
    DelegationView,
    acting_persons,
    bound_to,
    delegation_for,
    delegations_of,
    given_by,
    mandate_holds,
    mandates_of,
)
from tongban.identity.queries.parties import PartyView, document_of, parties_of, party_view
from tongban.identity.queries.sealing import (
    ADDRESS_PURPOSE,
    DOCUMENT_PURPOSE,
    MOBILE_PURPOSE,
    address_columns,
    address_of,
    by_document,
    by_mobile,
    document_columns,
    mobile_columns,
    mobile_of,
    number_of,
)
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
    "ADDRESS_PURPOSE",
    "DOCUMENT_PURPOSE",
    "MOBILE_PURPOSE",
    "ActingPerson",
    "Colleague",
    "DelegationView",
    "Delegations",
    "Member",
    "PartyView",
    "Relative",
    "acting_persons",
    "actor_of",
    "address_columns",
    "address_of",
    "bound_to",
    "by_document",
    "by_mobile",
    "delegation_for",
    "delegations_of",
    "document_columns",
    "document_of",
    "given_by",
    "has_users",
    "mandate_holds",
    "mandates_of",
    "mobile_columns",
    "mobile_of",
    "number_of",
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
