"""The persons and organisations for whom things are done, and who stands behind an account."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.identity.models.accounts import User
from tongban.identity.states import DocumentType, PartyKind


class Party(models.Model):
    """A natural person or an organisation for whom things are done. Its number is encrypted and found by its digest."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=PartyKind.choices())
    name = models.CharField(max_length=200)
    document_type = models.CharField(max_length=3, choices=DocumentType.choices())
    document_cipher = models.BinaryField()
    document_digest = models.CharField(max_length=64)
    document_tail = models.CharField(max_length=4)
    mobile_cipher = models.BinaryField(default=b"")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "document_type",
                "document_digest",
                name="identity_party_document",
                violation_error_message="这个证件号码已经登记过",
            ),
            models.CheckConstraint(
                name="identity_party_legal_iff_credit_code",
                condition=Q(kind=PartyKind.LEGAL, document_type=DocumentType.CREDIT_CODE)
                | Q(kind=PartyKind.NATURAL) & ~Q(document_type=DocumentType.CREDIT_CODE),
                violation_error_message="法人和其他组织以统一社会信用代码登记，自然人以个人证件登记",
            ),
        ]

    def __str__(self) -> str:
        """Return the id: names stay out of logs."""
        return str(self.id)


class Account(models.Model):
    """The natural person behind a user."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="account")
    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="account")

    def __str__(self) -> str:
        """Return the user's id."""
        return str(self.user_id)


class Representation(models.Model):
    """A person may act for an organisation, from the first moment up to and without the last."""

    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(until_at__isnull=True),
                name="identity_representation_once",
                violation_error_message="这个人已经可以代表这家单位办事",
            ),
            models.CheckConstraint(
                name="identity_representation_period",
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                violation_error_message="结束时间不能早于开始时间",
            ),
        ]

    def __str__(self) -> str:
        """Return who acts for whom, by ids."""
        return f"{self.person_id} → {self.organisation_id}"
