"""What a system is told of a person, by the names of OpenID Connect where it has them."""

from __future__ import annotations

from tongban.identity import api as identity
from tongban.identity.api import Scope

CLAIMS = (
    "sub",
    "name",
    "real_name_level",
    "phone_number",
    "document",
    "enterprise",
    "acting_for",
)
"""``document``: type by GB/T 36903 and number. ``enterprise``: name, credit code, capacity. ``acting_for``: number of
whom the person acts for, and in what capacity."""


def claims_of(told: identity.HandedOver) -> dict[str, object]:
    """Return the answer of the user-info endpoint: nothing beyond the scopes."""
    claims: dict[str, object] = {"sub": told.subject}
    person = told.person
    if Scope.PROFILE in told.scopes:
        claims["name"] = person.name
    if Scope.PHONE in told.scopes and person.mobile:
        claims["phone_number"] = f"+86{person.mobile}"
    if Scope.DOCUMENT in told.scopes:
        claims["document"] = {"type": person.document_type.value, "number": person.document_number}
    if Scope.ENTERPRISE in told.scopes and told.organisation:
        one = told.organisation
        claims["enterprise"] = {"name": one.name, "credit_code": one.document_number, "capacity": told.capacity}
    if told.principal:
        claims["acting_for"] = {"sub": told.principal, "capacity": told.capacity}
    return claims
