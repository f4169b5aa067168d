"""Who is acting, and what may be seen of whom."""

from __future__ import annotations

from tongban.identity.queries.acting import actor_of, has_users
from tongban.identity.queries.browsers import browser_session
from tongban.identity.queries.colleagues import colleagues
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
from tongban.identity.queries.parties import PartyView, document_number, document_of, parties_of, party_view
from tongban.identity.queries.sealing import (
    ADDRESS_PURPOSE,
    DOCUMENT_PURPOSE,
    MOBILE_PURPOSE,
    address_columns,
    address_of,
    by_document,
    by_mobile,
    document_columns,
    documents_of,
    hold_number,
    mobile_columns,
    mobile_of,
    named_digest,
    number_of,
)
from tongban.identity.queries.staff import away_until, post_place, staff_id, staff_names, staff_number
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
    "away_until",
    "bound_to",
    "browser_session",
    "by_document",
    "by_mobile",
    "colleagues",
    "delegation_for",
    "delegations_of",
    "document_columns",
    "document_number",
    "document_of",
    "documents_of",
    "given_by",
    "has_users",
    "hold_number",
    "mandate_holds",
    "mandates_of",
    "mobile_columns",
    "mobile_of",
    "named_digest",
    "number_of",
    "parties_of",
    "party_view",
    "post_place",
    "staff_id",
    "staff_member",
    "staff_names",
    "staff_number",
    "staff_page",
    "stand_ins",
    "waiting_nominations",
]
