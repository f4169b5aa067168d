"""Duties: who owes what to whom by when, and on which article; what stopped their clocks, and what extended them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tongban.duties.states import KIND_NAMES, Silence, State
from tongban.kernel.limits import Direction, Roll, Unit

RUNS = Q(state=State.OPEN)
WITHOUT_AMOUNT = Q(unit__in=[Unit.ON_THE_SPOT, Unit.NONE])
SAID = r"\S"  # something else than blanks
PROVISION = r"[\u4e00-\u9fff]|^[A-Z]{3,8}\.[0-9]"  # the words of a provision, or its code (kernel.law)
HAS_END = Q(due_date__isnull=False, due_at__isnull=False)
HAS_NO_END = Q(due_date__isnull=True, due_at__isnull=True)


class DutyQuerySet(models.QuerySet["Duty"]):
    """What is asked of duties again and again."""

    def open(self) -> DutyQuerySet:
        """Only those still running."""
        return self.filter(state=State.OPEN)


class Duty(models.Model):
    """One running or ended legal clock. It never acts: the room that owns the subject applies what follows.

    It has no end while it is paused, and none at all where the law sets no limit.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16, choices=list(KIND_NAMES.items()))
    subject_kind = models.CharField(max_length=32)
    subject = models.UUIDField()
    owed_by = models.CharField(max_length=64, help_text="department code, or party:<id>")
    owed_to = models.CharField(max_length=64)
    agent = models.CharField(
        max_length=64, blank=True, default="", help_text="party:<id>, who acts for the party in it; empty: nobody"
    )
    department = models.CharField(max_length=64, blank=True, default="", help_text="who may see it; empty: city-wide")
    region = models.CharField(max_length=12, blank=True, default="", help_text="who may see it; empty: city-wide")
    event = models.CharField(max_length=64, help_text="what made it start: the verb")
    event_at = models.DateTimeField(help_text="when that was; hours and half days are counted from here")
    event_date = models.DateField(help_text="the legal day of the event")
    amount = models.PositiveIntegerField(help_text="0 exactly where the unit has no amount")
    extension = models.PositiveIntegerField(default=0, help_text="what was added to the amount, in the same unit")
    unit = models.CharField(max_length=16, choices=[(u, u) for u in Unit])
    direction = models.CharField(max_length=8, default=Direction.FORWARD, choices=[(d, d) for d in Direction])
    inclusive = models.BooleanField(default=False, help_text="the day of the event counts")
    roll = models.CharField(max_length=16, default=Roll.NEXT_WORKDAY, choices=[(r, r) for r in Roll])
    basis = models.CharField(max_length=300)
    stops = models.TextField(blank=True, default="", help_text="its pauses as one text: rules.stops_text")
    paused = models.BooleanField(default=False, help_text="its clock stands before its last day: it has no end now")
    due_date = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text="the duty is late from this moment on")
    moved_from = models.DateField(null=True, blank=True, help_text="the due date before a calendar moved it")
    kept_at = models.DateTimeField(
        null=True, blank=True, help_text="it does not end before: what a party keeps of an end it was told"
    )
    estimated = models.BooleanField(default=False)
    effect = models.CharField(
        max_length=32,
        default=Silence.NONE,
        choices=[(s, s) for s in Silence],
        help_text="what the law concludes when it passes in silence, as it stood when the clock began",
    )
    state = models.CharField(max_length=8, default=State.OPEN, choices=[(s, s) for s in State])
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind"],
                condition=RUNS,
                name="duty_once_open_a_kind",
                violation_error_message="同一办件的同一时限已经在计算，不能重复开始。",
            ),
            models.CheckConstraint(
                condition=RUNS & Q(ended_at__isnull=True) | ~RUNS & Q(ended_at__isnull=False),
                name="duty_ended_iff_not_open",
                violation_error_message="结束的时限必须有结束时间，计算中的不得有。",
            ),
            models.CheckConstraint(
                condition=~Q(basis=""), name="duty_has_basis", violation_error_message="时限必须注明依据。"
            ),
            models.CheckConstraint(
                condition=Q(direction=Direction.FORWARD) & (Q(due_date__isnull=True) | Q(due_date__gte=F("event_date")))
                | Q(direction=Direction.BACKWARD) & (Q(due_date__isnull=True) | Q(due_date__lte=F("event_date"))),
                name="duty_due_on_its_side_of_event",
                violation_error_message="到期日不能早于起算事件；倒推的期限不能晚于事件。",
            ),
            models.CheckConstraint(
                condition=HAS_END & Q(paused=False) & ~Q(unit=Unit.NONE)
                | HAS_NO_END & (Q(paused=True) & ~Q(unit=Unit.NONE) | Q(paused=False, unit=Unit.NONE)),
                name="duty_without_end_iff_paused",
                violation_error_message="时限只有在停止计时的时候，或者没有法定期限的，才没有到期日。",
            ),
            models.CheckConstraint(
                condition=Q(paused=False) | RUNS,
                name="duty_ended_is_not_paused",
                violation_error_message="结束的时限不能处在停止计时的状态。",
            ),
            models.CheckConstraint(
                condition=WITHOUT_AMOUNT & Q(amount=0, extension=0) | ~WITHOUT_AMOUNT & Q(amount__gte=1),
                name="duty_has_amount",
                violation_error_message="时限至少是1；当场办理和没有法定期限的不写数量。",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "kind"], condition=RUNS, name="duty_open_by_due"),
            models.Index(fields=["department", "due_at"], condition=RUNS, name="duty_open_by_department"),
            models.Index(
                fields=["effect", "due_at", "id"],
                condition=RUNS & ~Q(effect=Silence.NONE),
                name="duty_open_with_effect",
            ),
            models.Index(fields=["subject"], name="duty_by_subject"),
            models.Index(fields=["id"], condition=RUNS, name="duty_open_by_id"),
        ]

    def __str__(self) -> str:
        """Name the clock by its kind and end."""
        return f"{self.kind} → {self.due_date}"


class Pause(models.Model):
    """A time that does not count, on a ground the law names (行政许可法45). Without an end it still lasts."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ground = models.CharField(max_length=32, help_text="the code of a ground of the regime")
    name = models.CharField(max_length=64, help_text="the ground as people read it")
    basis = models.CharField(max_length=300, help_text="the article that says that the time does not count")
    expected_until = models.DateField(
        null=True, blank=True, help_text="until when, as the applicant was told in writing"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__regex=SAID) & Q(name__regex=SAID) & Q(basis__regex=PROVISION),
                name="pause_has_ground",
                violation_error_message="停止计时必须注明法定事由和依据。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="pause_ends_after_begin",
                violation_error_message="恢复计时不能早于停止计时。",
            ),
            models.UniqueConstraint(
                fields=["duty", "ground"],
                condition=Q(ended_at__isnull=True),
                name="pause_once_open_a_ground",
                violation_error_message="这一时限已经因同一事由停止计时，不用重复办理。",
            ),
        ]

    def __str__(self) -> str:
        """Name the pause by its ground."""
        return f"{self.ground} {self.began_at}"


class Extension(models.Model):
    """An extension that whoever the law names has approved, in the unit of the limit."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="extensions")
    amount = models.PositiveIntegerField()
    approver = models.CharField(max_length=64, help_text="who the law says approves: 本机关负责人")
    approved_by = models.UUIDField(help_text="the actor who approved")
    approved_at = models.DateTimeField()
    basis = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__regex=SAID) & Q(basis__regex=PROVISION),
                name="extension_has_approver_and_basis",
                violation_error_message="延长时限必须注明批准人和依据。",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1), name="extension_adds", violation_error_message="延长的时间至少是1。"
            ),
        ]

    def __str__(self) -> str:
        """Name the extension by what it adds."""
        return f"+{self.amount}"


class Recount(models.Model):
    """What one batch of counting anew moved: the duties with their old and new ends, packed, and their digest.

    ``cause``: the closure or the proposed calendar, none for the count of every night. ``kept``: ends of parties that
    were not brought as near as they were counted. The ledger entry of the batch holds the digests; whoever doubts an
    end unpacks the rows and digests them again.
    """

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    cause = models.UUIDField(null=True)
    moved = models.PositiveIntegerField()
    lengthened = models.PositiveIntegerField(default=0)
    shortened = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, help_text="SM3 of the rows as text")
    rows = models.BinaryField(help_text="zlib: a line a duty, its id, its old and its new due moment")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(moved__gte=1),
                name="recount_moved_something",
                violation_error_message="没有变动就不留记录。",
            )
        ]
        indexes = [models.Index(fields=["cause", "at"], name="recount_by_cause")]

    def __str__(self) -> str:
        """Name the record by its digest."""
        return self.digest


class MovedEnd(models.Model):
    """An end of a party's clock that a calendar or a closure moved: the room that owns the subject tells the party."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(help_text="when it was counted anew")
    was_at = models.DateTimeField()
    now_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(was_at=F("now_at")),
                name="moved_end_is_another",
                violation_error_message="期限没有变动的，不用告知。",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(told_at__gte=F("at")),
                name="moved_end_told_after_it_moved",
                violation_error_message="告知不能早于期限变动。",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(told_at__isnull=True), name="moved_end_untold")]

    def __str__(self) -> str:
        """Name it by the new end."""
        return f"{self.was_at} → {self.now_at}"
