"""Entries, and the reviews of those that are kept from the people they are about."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast
from django.db.models.lookups import Regex

from tongban.kernel.law import CITED
from tongban.ledger.rules.purposes import DISCLOSE_NAMES, PURPOSE_NAMES, Disclose, Purpose
from tongban.ledger.rules.reviewing import DECISION_NAMES, Decision

WRITTEN_BY_FUNCTIONS = "written by functions"
"""What a table says of itself, as its comment: the application may only read it (config/rights.py)."""


class Entry(models.Model):
    """One service verb or look: who, for whom, what, on which subject, when, why. Append-only by triggers.

    Written by ``ledger_record`` alone, a function of the database; a trigger queues whatever is written.
    ``id`` follows the order of writing, which says nothing about the order of commits: readers use positions only.
    ``recorded_at`` is the database's clock whatever the INSERT says; a trigger sees to it.
    """

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Func(function="clock_timestamp"), editable=False)
    actor_id = models.UUIDField()
    actor_kind = models.CharField(max_length=10)
    for_party = models.UUIDField(null=True)
    verb = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    subject = models.UUIDField()
    before = models.CharField(max_length=40)
    after = models.CharField(max_length=40)
    operation = models.UUIDField()
    facts = models.JSONField()
    purpose = models.CharField(
        max_length=20, choices=[(p.value, n) for p, n in PURPOSE_NAMES.items()], db_default=Purpose.OPERATION.value
    )
    basis = models.CharField(max_length=200, db_default="")
    """Citations of the provisions the verb rests on, joined by commas."""
    about = ArrayField(models.UUIDField(), db_default=[])
    """The parties whose data it concerns."""
    reading = models.BooleanField(db_default=False)
    disclose = models.CharField(
        max_length=10, choices=[(d.value, n) for d, n in DISCLOSE_NAMES.items()], db_default=Disclose.NOW.value
    )
    disclose_from = models.DateField(null=True)
    withheld_basis = models.CharField(max_length=200, db_default="")

    class Meta:
        db_table_comment = WRITTEN_BY_FUNCTIONS
        indexes: ClassVar[list[models.Index]] = [
            models.Index("subject", "at", name="ledger_entry_subject"),
            # What was done to a subject, however often it was looked at.
            models.Index("subject", "at", condition=Q(reading=False), name="ledger_entry_changed"),
            BrinIndex(fields=["recorded_at"], name="ledger_entry_recorded_at"),
            models.Index("id", condition=Q(disclose=Disclose.WITHHELD.value), name="ledger_entry_withheld"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="ledger_entry_facts_are_codes",
                condition=Regex(Cast("facts", models.TextField()), r"^{[ -~]*}$"),
                violation_error_message="留痕的要素只能是编码、状态、日期和摘要",
            ),
            models.CheckConstraint(
                name="ledger_entry_purpose",
                condition=Q(purpose__in=[p.value for p in Purpose]),
                violation_error_message="留痕应当写明办理、查询、监督、审计、管理、系统运行中的一个目的",
            ),
            models.CheckConstraint(
                name="ledger_entry_basis_is_cited",
                condition=Q(basis__regex=CITED),
                violation_error_message="办理依据应当写成法律条文的编码",
            ),
            models.CheckConstraint(
                name="ledger_entry_disclosure",
                condition=Q(disclose=Disclose.NOW.value, disclose_from=None, withheld_basis="")
                | Q(disclose=Disclose.FROM.value, disclose_from__isnull=False, withheld_basis="")
                | Q(disclose=Disclose.WITHHELD.value, disclose_from=None)
                & ~Q(withheld_basis="")
                & Q(withheld_basis__regex=CITED),
                violation_error_message="以后再告知的应当写明从哪一天起，暂不告知的应当写明法律依据",
            ),
        ]

    def __str__(self) -> str:
        """Return the verb and its subject."""
        return f"{self.verb} {self.subject}"

    @property
    def position(self) -> int:
        """Return the place in the one order that readers see; 0 until sequenced."""
        place = getattr(self, "place", None)
        return int(place.number) if place else 0


class Review(models.Model):
    """What the audit administrator decided about an entry that is withheld. Append-only; the last one counts."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=10, choices=[(d.value, n) for d, n in DECISION_NAMES.items()])
    day = models.DateField()
    """CONFIRMED: when it is reviewed again. LIFTED: from when it may be shown."""
    reviewer = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="ledger_review_decision",
                condition=Q(decision__in=[d.value for d in Decision]),
                violation_error_message="复核只能决定继续不予告知，或者予以告知",
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(decision=Decision.LIFTED.value),
                name="ledger_review_lifted_once",
                violation_error_message="这条记录已经决定予以告知",
            ),
        ]

    def __str__(self) -> str:
        """Return the decision and the entry."""
        return f"{self.decision} {self.entry_id}"
