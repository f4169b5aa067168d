"""The tables of promises. Rows of a case carry its UUIDv7, as all that belongs to a case does."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Promised(models.TextChoices):
    """What an applicant promises: that a material follows (容缺), or that something is as they say (告知承诺)."""

    DEFERRED = "DEFERRED", "后补"
    COMMITMENT = "COMMITMENT", "告知承诺"


class PromiseEnd(models.TextChoices):
    """How a promise ended. LIFTED: the case did, so that nobody owes anything any more."""

    SUPPLIED = "SUPPLIED", "已补交"
    KEPT = "KEPT", "核查属实"
    NOT_KEPT = "NOT_KEPT", "核查不属实"
    LIFTED = "LIFTED", "不再需要"


class Promise(models.Model):
    """A written promise in place of a material, or of proving a condition, signed for on submission.

    ``material``: the id of the material in the guide, or the element of the condition (``criteria.2``).
    It is the applicant's word as it stood: the text is frozen, with its digest. ``promised_at`` is when it was handed
    in, none while the application is still filled in. How it stands is ``rules.stands``, never kept (``states``): a
    promise is ordered to be put right (责令限期整改) once at most.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="promises", db_index=False)
    material = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Promised.choices)
    text = models.BinaryField(help_text="the words that were signed for, encrypted")
    digest = models.CharField(max_length=64, help_text="SM3 of the words")
    by = models.UUIDField(help_text="the actor who promised: the applicant, or the clerk who wrote it down for them")
    made_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="when the applicant was reminded, once")
    ordered_at = models.DateTimeField(null=True, blank=True, help_text="when putting it right in a time was ordered")
    asked = models.BinaryField(null=True, blank=True, help_text="what was ordered to be done, encrypted")
    reported_at = models.DateTimeField(null=True, blank=True, help_text="when putting it right was first reported")
    end = models.CharField(max_length=8, choices=PromiseEnd.choices, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "material"],
                name="promise_once_a_material",
                violation_error_message="这份材料已经作了承诺。",
            ),
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True) | ~Q(end="") & Q(ended_at__isnull=False),
                name="promise_ended_with_how",
                violation_error_message="承诺结束必须同时记录怎么结束的和时间。",
            ),
            models.CheckConstraint(
                condition=Q(end="") | Q(promised_at__isnull=False),
                name="promise_ends_only_after_submission",
                violation_error_message="没有提交的承诺不能结束。",
            ),
            models.CheckConstraint(
                condition=Q(end__in=["", PromiseEnd.LIFTED])
                | Q(kind=Promised.DEFERRED, end=PromiseEnd.SUPPLIED)
                | Q(kind=Promised.COMMITMENT, end__in=[PromiseEnd.KEPT, PromiseEnd.NOT_KEPT]),
                name="promise_ends_as_its_kind_does",
                violation_error_message="后补的材料只能补交，告知承诺只能核查。",
            ),
            models.CheckConstraint(
                condition=Q(ordered_at__isnull=True, asked__isnull=True)
                | Q(ordered_at__isnull=False, asked__isnull=False, kind=Promised.COMMITMENT),
                name="promise_ordered_with_what_to_do",
                violation_error_message="只能责令整改告知承诺的内容，并且要写明要求。",
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True) | Q(ordered_at__isnull=False, reported_at__gte=F("ordered_at")),
                name="promise_reported_after_order",
                violation_error_message="没有责令整改的，不能报告整改情况。",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(end=""), name="promise_open_by_case"),
        ]

    def __str__(self) -> str:
        """Name the element of the guide."""
        return f"{self.kind} {self.material}"


class CaseOutcome(models.Model):
    """What became known of a case after its decision, for the rooms that act on it: revoking is an act of its own."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="outcomes", db_index=False)
    kind = models.CharField(max_length=24, choices=[("COMMITMENT_NOT_KEPT", "告知承诺不属实")])
    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="outcome")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="outcome_by_case")]

    def __str__(self) -> str:
        """Name the kind."""
        return self.kind
