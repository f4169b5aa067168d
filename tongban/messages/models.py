"""What was told to whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.messages.rules import Wish


class Message(models.Model):
    """One message to one party. Only its template and its facts are kept; the words are made when it is read."""

    id = models.UUIDField(primary_key=True)
    to_party = models.UUIDField()
    template = models.CharField(max_length=60)
    # Names of items and places, case numbers, dates: what the template's slots need, never a person's number.
    facts = models.JSONField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("to_party", F("created_at").desc(), name="messages_inbox"),
            models.Index("to_party", name="messages_unread", condition=Q(read_at__isnull=True)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="messages_read_after_sent",
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("created_at")),
                violation_error_message="阅读时间不能早于发送时间",
            ),
        ]

    def __str__(self) -> str:
        """Return the template and the id."""
        return f"{self.template} {self.id}"


class TextWish(models.Model):
    """Which messages a party wants as texts to its telephone; without a row, those that ask for something."""

    party = models.UUIDField(primary_key=True)
    wish = models.CharField(max_length=8, choices=[(wish.value, wish.value) for wish in Wish])

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="messages_wish_is_known",
                condition=Q(wish__in=[wish.value for wish in Wish]),
                violation_error_message="请选择要不要短信提醒",
            ),
        ]

    def __str__(self) -> str:
        """Return the wish."""
        return self.wish


class SampleText(models.Model):
    """A text to a telephone as it would have gone out, in the sample city only."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=20)
    """Masked: what is sent in the sample is read by everybody."""
    words = models.CharField(max_length=300)
    sent_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(F("sent_at").desc(), name="messages_sample_outbox")]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
