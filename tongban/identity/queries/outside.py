"""By which accounts outside somebody can sign in."""

from __future__ import annotations

from uuid import UUID

from tongban.crypto import api as crypto
from tongban.identity.models import ExternalIdentity

SUBJECT_PURPOSE = "identity.external-subject"
# It is found by a digest over provider and number, which lasts: the number alone stands in the envelope.
crypto.declare(crypto.SealedColumn("identity.ExternalIdentity", "subject_cipher", SUBJECT_PURPOSE))

crypto.declare(crypto.SealedColumn("identity.ExternalIdentity", "subject_cipher", SUBJECT_PURPOSE))


def subject_digest(provider: str, subject: str) -> str:
    """Return by what a number of a service is found: two services may use the same numbers."""
    return crypto.digest(SUBJECT_PURPOSE, f"{provider}/{subject}")


def linked(provider: str, subject: str) -> ExternalIdentity | None:
    """Return the link of an account outside that holds now."""
    found = ExternalIdentity.objects.filter(provider=provider, subject_digest=subject_digest(provider, subject))
    return found.filter(ended_at__isnull=True).select_related("user").first()


def links_of(user: UUID) -> list[ExternalIdentity]:
    """Return the links of an account that hold now, the oldest first."""
    return list(ExternalIdentity.objects.filter(user_id=user, ended_at__isnull=True).order_by("linked_at", "id"))
