"""How numbers, telephones and addresses lie in the tables: encrypted, bound to their row, found by keyed digest."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from tongban.crypto import api as crypto
from tongban.identity.models import Party, PartyDocument
from tongban.identity.states import DocumentType

DOCUMENT_PURPOSE = "identity.document"
MOBILE_PURPOSE = "identity.mobile"
ADDRESS_PURPOSE = "identity.address"
EMAIL_PURPOSE = "identity.email"
TAIL = 4
crypto.declare(
    crypto.SealedColumn(
        "identity.PartyDocument", "cipher", DOCUMENT_PURPOSE, indexes=(crypto.Index("digest", DOCUMENT_PURPOSE),)
    ),
    crypto.SealedColumn(
        "identity.Party", "mobile_cipher", MOBILE_PURPOSE, indexes=(crypto.Index("mobile_digest", MOBILE_PURPOSE),)
    ),
    crypto.SealedColumn("identity.Party", "address_cipher", ADDRESS_PURPOSE),
    crypto.SealedColumn("identity.Party", "email_cipher", EMAIL_PURPOSE),
)


def document_columns(document: UUID, number: str) -> dict[str, bytes | str]:
    """Return the columns of a document's number, for the document of this id only."""
    return {
        "cipher": crypto.encrypt(DOCUMENT_PURPOSE, number.encode(), document.bytes),
        "digest": crypto.index(DOCUMENT_PURPOSE, number),
        "tail": number[-TAIL:],
    }


def mobile_columns(party: UUID, mobile: str) -> dict[str, bytes | str]:
    """Return the columns of a telephone, for the party of this id only; nothing for nothing."""
    if not mobile:
        return {"mobile_cipher": b"", "mobile_digest": "", "mobile_tail": ""}
    return {
        "mobile_cipher": crypto.encrypt(MOBILE_PURPOSE, mobile.encode(), party.bytes),
        "mobile_digest": crypto.index(MOBILE_PURPOSE, mobile),
        "mobile_tail": mobile[-TAIL:],
    }


def address_columns(party: UUID, address: str) -> dict[str, bytes]:
    """Return the column of an address, for the party of this id only; nothing for nothing."""
    sealed = crypto.encrypt(ADDRESS_PURPOSE, address.encode(), party.bytes) if address else b""
    return {"address_cipher": sealed}


def email_columns(party: UUID, email: str) -> dict[str, bytes]:
    """Return the column of a mailbox, for the party of this id only; nothing for nothing."""
    return {"email_cipher": crypto.encrypt(EMAIL_PURPOSE, email.encode(), party.bytes) if email else b""}


def named_digest(number: str) -> str:
    """Return the digest of a number that somebody only named: it is not kept, so its digest can never be made again.

    It stays the same when keys rotate, and is compared with the numbers of those who may be meant, not looked up.
    """
    return crypto.digest("identity.named", number)


def told_digest(number: str) -> str:
    """Return the digest of a number under which somebody is told something before they are registered (``known_as``).

    A purpose of its own, so that nobody can tell whether the same person was also named in a delegation.
    """
    return crypto.digest("identity.told", number)


def number_of(document: PartyDocument) -> str:
    """Return the number of a document in the clear."""
    return _open(DOCUMENT_PURPOSE, document.cipher, document.id)


def mobile_of(party: Party) -> str:
    """Return the telephone of a party in the clear, or nothing."""
    return _open(MOBILE_PURPOSE, party.mobile_cipher, party.id)


def address_of(party: Party) -> str:
    """Return the address of a party in the clear, or nothing."""
    return _open(ADDRESS_PURPOSE, party.address_cipher, party.id)


def email_of(party: Party) -> str:
    """Return the mailbox of a party in the clear, or nothing."""
    return _open(EMAIL_PURPOSE, party.email_cipher, party.id)


def by_mobile(mobile: str) -> list[Party]:
    """Return the parties that left this telephone, eleven digits; a family may share one. The earliest come first."""
    found = Party.objects.filter(mobile_digest__in=crypto.indexes(MOBILE_PURPOSE, mobile))
    return list(found.order_by("created_at", "id"))


def by_document(document_type: DocumentType, number: str) -> Party | None:
    """Return the party of this document, its number as it is kept (``rules.fit_number``), or None."""
    found = documents_of(document_type, number).select_related("party").first()
    return found.party if found else None


def documents_of(document_type: str, number: str) -> QuerySet[PartyDocument]:
    """Return the document of this number, one or none, by whatever key it is found while keys rotate."""
    digests = crypto.indexes(DOCUMENT_PURPOSE, number)
    return PartyDocument.objects.filter(document_type=document_type, digest__in=digests)


def hold_number(number: str) -> None:
    """Make everybody else who registers this number wait until the transaction is over.

    The unique constraint alone cannot decide while keys rotate: under two keys one number has two digests. A process
    that learns of a new key a moment later shares the old one with the others; and it looks for the number only after
    it has waited, when it knows every key under which somebody else may have registered it.
    """
    with connection.cursor() as cursor:
        for digest in sorted(crypto.indexes(DOCUMENT_PURPOSE, number)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])


def _open(purpose: str, cipher: bytes | memoryview[int], row: UUID) -> str:
    # psycopg gives a memoryview.
    return crypto.decrypt(purpose, bytes(cipher), row.bytes).decode() if cipher else ""
