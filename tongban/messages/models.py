"""What was told to whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.crypto import api as crypto
from tongban.messages.rules import Way, Wish, Wishes


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


WISHES = [(wish.value, wish.value) for wish in Wish]
KNOWN = [wish.value for wish in Wish]


class TextWish(models.Model):
    """Which messages a party wants by which way beside the inbox; without a row, as ``Wishes`` says."""

    party = models.UUIDField(primary_key=True)
    wish = models.CharField(max_length=8, choices=WISHES)
    email = models.CharField(max_length=8, choices=WISHES, default=Wishes().email.value)
    wechat = models.CharField(max_length=8, choices=WISHES, default=Wishes().wechat.value)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="messages_wish_is_known",
                condition=Q(wish__in=KNOWN) & Q(email__in=KNOWN) & Q(wechat__in=KNOWN),
                violation_error_message="请选择要不要提醒",
            ),
        ]

    def __str__(self) -> str:
        """Return the wish for texts."""
        return self.wish


class Dispatch(models.Model):
    """A letter on its way out: whom it goes to and what it says is encrypted, and erased when it is over.

    ``to_party``, ``template``, ``facts``: the message it tells of, for what is to be done where it cannot be brought;
    without one, it is told of nothing but itself (a code).
    """

    id = models.UUIDField(primary_key=True)
    way = models.CharField(max_length=8, choices=[(way.value, way.value) for way in Way])
    letter_cipher = models.BinaryField()
    to_party = models.UUIDField(null=True)
    template = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    """When it is tried next; nothing when it is over."""
    carried_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=40, blank=True)
    """Why the last try came to nothing, as a code."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("next_at", name="messages_dispatch_due", condition=Q(next_at__isnull=False)),
            models.Index("failed_at", name="messages_dispatch_failed", condition=Q(failed_at__isnull=False)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="messages_dispatch_waits_or_is_over",
                condition=Q(next_at__isnull=False, carried_at__isnull=True, failed_at__isnull=True)
                | Q(next_at__isnull=True, carried_at__isnull=False, failed_at__isnull=True, letter_cipher=b"")
                | Q(next_at__isnull=True, carried_at__isnull=True, failed_at__isnull=False, letter_cipher=b""),
                violation_error_message="一次发送要么还在等待，要么已经发出，要么没有发成；结束后不保留地址和内容",
            ),
        ]

    def __str__(self) -> str:
        """Return the way and the id."""
        return f"{self.way} {self.id}"


LETTER_PURPOSE = "messages.letter"
crypto.declare(crypto.SealedColumn("party_messages.Dispatch", "letter_cipher", LETTER_PURPOSE))


class SampleText(models.Model):
    """A text or a letter as it went out, in the sample city only."""

    id = models.UUIDField(primary_key=True)
    way = models.CharField(max_length=8, choices=[(way.value, way.value) for way in Way], default=Way.TEXT.value)
    number = models.CharField(max_length=80)
    """Telephone or address, masked: what is sent in the sample is read by everybody."""
    words = models.CharField(max_length=400)
    sent_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(F("sent_at").desc(), name="messages_sample_outbox")]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
