"""By which accounts outside somebody can sign in."""

from __future__ import annotations

from uuid import UUID

from tongban.crypto import api as crypto
from tongban.identity.models import Account, ExternalIdentity

SUBJECT_PURPOSE = "identity.external-subject"
REACHED_PURPOSE = "identity.external-address"
# It is found by a digest over provider and number, which lasts: the number alone stands in the envelope.
crypto.declare(
    crypto.SealedColumn("identity.ExternalIdentity", "subject_cipher", SUBJECT_PURPOSE),
    crypto.SealedColumn("identity.ExternalIdentity", "address_cipher", REACHED_PURPOSE),
)


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


def reached_columns(link: UUID, address: str) -> dict[str, bytes]:
    """Return the column of what a service brings messages by, for the link of this id only; nothing for nothing."""
    return {"address_cipher": crypto.encrypt(REACHED_PURPOSE, address.encode(), link.bytes) if address else b""}


def reached_at(provider: str, party: UUID) -> str:
    """Return by what a service brings messages to a person, in the clear; nothing where it cannot."""
    accounts = Account.objects.filter(party=party).values("user")
    held = ExternalIdentity.objects.filter(provider=provider, user__in=accounts, ended_at__isnull=True).first()
    return address_of_link(held) if held else ""


def address_of_link(link: ExternalIdentity) -> str:
    """Return by what a service brings messages to whom it is the account of, in the clear, or nothing."""
    return (
        crypto.decrypt(REACHED_PURPOSE, bytes(link.address_cipher), link.id.bytes).decode()
        if link.address_cipher
        else ""
    )
