"""The persons and organisations for whom things are done, and who stands behind an account."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.identity.models.accounts import User
from tongban.identity.states import DocumentType, PartyKind, RealNameLevel


class Party(models.Model):
    """A natural person or an organisation for whom things are done, and how surely they are who they say.

    Telephone, mailbox and address are encrypted, bound to the row; a telephone is found by its keyed digest or its last
    four.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=PartyKind.choices())
    name = models.CharField(max_length=200)
    mobile_cipher = models.BinaryField(default=b"")
    mobile_digest = models.CharField(max_length=64, default="")
    mobile_tail = models.CharField(max_length=4, default="")
    address_cipher = models.BinaryField(default=b"")
    email_cipher = models.BinaryField(default=b"")
    """A mailbox that opened a code: it is written to and opens nothing."""
    real_name_level = models.CharField(max_length=12, choices=RealNameLevel.choices(), default=RealNameLevel.NONE.value)
    proven_by = models.CharField(max_length=30, default="")
    """By what the level was proven, as a code: COUNTER, NATIONAL, PROVINCIAL …; empty when it never was."""
    proven_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("mobile_digest", name="identity_party_mobile", condition=~Q(mobile_digest="")),
            models.Index("mobile_tail", name="identity_party_mobile_tail", condition=~Q(mobile_tail="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["id", "kind"],
                name="identity_party_kind",
                violation_error_message="同一个办事人只有一种类别",
            ),
            models.CheckConstraint(
                name="identity_party_mobile_is_found_by_digest",
                condition=Q(mobile_cipher=b"", mobile_digest="", mobile_tail="")
                | ~Q(mobile_cipher=b"") & ~Q(mobile_digest="") & ~Q(mobile_tail=""),
                violation_error_message="手机号码的密文、摘要和后四位应当同时有或者同时没有",
            ),
            models.CheckConstraint(
                name="identity_party_level_is_proven",
                condition=Q(real_name_level=RealNameLevel.NONE, proven_by="", proven_at__isnull=True)
                | ~Q(real_name_level=RealNameLevel.NONE) & ~Q(proven_by="") & Q(proven_at__isnull=False),
                violation_error_message="实名等级应当写明怎样核验和什么时候核验",
            ),
        ]

    def __str__(self) -> str:
        """Return the id: names stay out of logs."""
        return str(self.id)


class PartyDocument(models.Model):
    """A document of a party. Its number is encrypted, bound to the row, and found by its digest or its last four.

    ``holder`` is the party's kind, held to it by a foreign key over both columns (migrations/sql/documents.py).
    """

    id = models.UUIDField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="documents")
    holder = models.CharField(max_length=10, choices=PartyKind.choices())
    document_type = models.CharField(max_length=30, choices=DocumentType.choices())
    cipher = models.BinaryField()
    digest = models.CharField(max_length=64)
    tail = models.CharField(max_length=4)
    primary = models.BooleanField(default=False)
    """By which of several documents the party is shown and named in papers."""
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index("tail", name="identity_document_tail")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "document_type",
                "digest",
                name="identity_party_document",
                violation_error_message="这个证件号码已经登记过",
            ),
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(primary=True),
                name="identity_document_one_primary",
                violation_error_message="一个办事人只有一个主要证件",
            ),
            models.CheckConstraint(
                name="identity_party_legal_iff_credit_code",
                condition=Q(holder=PartyKind.LEGAL, document_type=DocumentType.CREDIT_CODE)
                | Q(holder=PartyKind.NATURAL) & ~Q(document_type=DocumentType.CREDIT_CODE),
                violation_error_message="法人和其他组织以统一社会信用代码登记，自然人以个人证件登记",
            ),
            models.CheckConstraint(
                name="identity_document_period",
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                violation_error_message="结束时间不能早于开始时间",
            ),
        ]

    def __str__(self) -> str:
        """Return the id: numbers stay out of logs."""
        return str(self.id)


class Account(models.Model):
    """The natural person behind a user."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="account")
    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="account")

    def __str__(self) -> str:
        """Return the user's id."""
        return str(self.user_id)
