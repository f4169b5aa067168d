"""What a system is told of a person, by the names of OpenID Connect where it has them."""

from __future__ import annotations

from tongban.identity import api as identity
from tongban.identity.api import LoginScope
from tongban.kernel.codes import document_type

CLAIMS = (
    "sub",
    "name",
    "real_name_level",
    "phone_number",
    "document",
    "enterprise",
    "acting_for",
)
"""``document``: kind by our own name, type by GA/T 2000.156 where it has one, number.

``enterprise``: name, credit code, capacity. ``acting_for``: the number of whom the person acts for, and the capacity.
"""


def claims_of(told: identity.HandedOver) -> dict[str, object]:
    """Return the answer of the user-info endpoint: nothing beyond the scopes."""
    claims: dict[str, object] = {"sub": told.subject}
    person = told.person
    if LoginScope.PROFILE in told.scopes:
        claims |= {"name": person.name, "real_name_level": person.level.value}
    if LoginScope.PHONE in told.scopes and person.mobile:
        claims["phone_number"] = f"+86{person.mobile}"
    if LoginScope.DOCUMENT in told.scopes:
        claims["document"] = _document(person)
    if LoginScope.ENTERPRISE in told.scopes and told.organisation:
        one = told.organisation
        claims["enterprise"] = {"name": one.name, "credit_code": one.document_number, "capacity": told.capacity}
    if told.principal:
        claims["acting_for"] = {"sub": told.principal, "capacity": told.capacity}
    return claims


def _document(person: identity.PartyView) -> dict[str, str]:
    code = document_type.GAT2000.get(person.document_type)
    said = {"kind": person.document_type.value, "number": person.document_number}
    return said | ({"type": code} if code else {})
