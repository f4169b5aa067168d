"""Requests of people about their data, closings, and what staff said when they needed a number whole."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.crypto import api as crypto
from tongban.privacy.states import (
    CLOSINGS,
    FIELD_NAMES,
    REASON_NAMES,
    REQUESTS,
    ClosingState,
    RequestState,
)

WORDS = "privacy.words"
ANSWERED = (RequestState.GRANTED, RequestState.REFUSED)
crypto.declare(
    crypto.SealedColumn("privacy.CorrectionRequest", "right", WORDS),
    crypto.SealedColumn("privacy.CorrectionRequest", "answer", WORDS),
    crypto.SealedColumn("privacy.Unmasking", "words", WORDS),
)


class CorrectionRequest(models.Model):
    """Somebody says that what is kept about them is wrong, and what is right. Both are encrypted, as is the answer."""

    id = models.UUIDField(primary_key=True)
    party = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=20, choices=list(FIELD_NAMES.items()))
    right = models.BinaryField(help_text="what is right, as the person says, encrypted")
    proof = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=[(s, REQUESTS.label(s)) for s in RequestState])
    filed_by = models.UUIDField()
    filed_at = models.DateTimeField()
    answer = models.BinaryField(null=True, help_text="the reason told to the person, encrypted")
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["party", "field"],
                condition=Q(state=RequestState.FILED),
                name="privacy_one_request_a_field",
                violation_error_message="这一项已经有一份请求正在核实",
            ),
            models.CheckConstraint(
                name="privacy_request_ended_iff_not_filed",
                condition=Q(state=RequestState.FILED, ended_at__isnull=True)
                | ~Q(state=RequestState.FILED) & Q(ended_at__isnull=False, ended_by__isnull=False),
                violation_error_message="办结的请求应当写明由谁在什么时候办结",
            ),
            models.CheckConstraint(
                name="privacy_request_answered_with_reason",
                condition=Q(state__in=ANSWERED, answer__isnull=False) | ~Q(state__in=ANSWERED) & Q(answer__isnull=True),
                violation_error_message="更正和不予更正都应当说明理由",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("state", "filed_at", name="privacy_request_waiting"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Closing(models.Model):
    """Somebody leaves: their account is closed when the time to think is over and nothing of theirs is open."""

    id = models.UUIDField(primary_key=True)
    party = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=[(s, CLOSINGS.label(s)) for s in ClosingState])
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state=ClosingState.COOLING),
                name="privacy_one_closing",
                violation_error_message="已经申请注销",
            ),
            models.CheckConstraint(
                name="privacy_closing_ended_iff_not_cooling",
                condition=Q(state=ClosingState.COOLING, ended_at__isnull=True)
                | ~Q(state=ClosingState.COOLING) & Q(ended_at__isnull=False),
                violation_error_message="结束的注销应当写明时间",
            ),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Unmasking(models.Model):
    """What a member of staff wrote when they needed a number whole. The ledger has who, what, when and the code of why.

    ``words`` are encrypted and in no entry: what somebody writes may name people.
    """

    id = models.UUIDField(primary_key=True)
    case = models.UUIDField()
    party = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=64)
    reason = models.CharField(max_length=12, choices=list(REASON_NAMES.items()))
    words = models.BinaryField(default=b"")
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index("case", "at", name="privacy_unmasking_by_case")]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
