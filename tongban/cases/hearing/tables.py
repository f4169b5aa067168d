"""The tables of interested parties and of the hearing. Rows of a case carry its UUIDv7, as all that belongs to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Wish(models.TextChoices):
    """What somebody who was told of the right to a hearing wants."""

    ASKED = "ASKED", "要求听证"
    WAIVED = "WAIVED", "放弃听证"


class Hearing(models.Model):
    """Hearing what others say of a case, from the first who was told on; one a case.

    ``asked_at``: when a hearing was first asked for. What is ``called`` has time, place and who presides; what has
    ``ended`` was held, with its minutes, or given up, with the reason in their place. ``announced``: where the public
    was told, where nobody asked (行政许可法46). ``presided_by``: the colleague who presides; who is of
    another office is only named. ``weighed``: how the decision deals with what was said.
    """

    id = models.UUIDField(primary_key=True)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="hearing")
    opened_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    called_by = models.UUIDField(null=True)
    begins_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True, default="")
    presider = models.CharField(max_length=100, blank=True, default="")
    presided_by = models.UUIDField(null=True, help_text="the account, of a colleague of the department")
    announced = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    recorded_by = models.UUIDField(null=True)
    held = models.BooleanField(null=True)
    minutes = models.BinaryField(
        null=True, help_text="who attended and what was said, or why there was none, encrypted"
    )
    weighed = models.BinaryField(null=True, help_text="how the decision deals with what was said, encrypted")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(
                    called_at__isnull=True, called_by__isnull=True, begins_at__isnull=True, place="", presider=""
                )
                | Q(called_at__isnull=False, called_by__isnull=False, begins_at__isnull=False)
                & ~Q(place="")
                & ~Q(presider=""),
                name="hearing_called_with_time_and_place",
                violation_error_message="听证通知必须同时写明时间、地点和主持人。",
            ),
            models.CheckConstraint(
                condition=Q(presided_by__isnull=True) | ~Q(presider=""),
                name="hearing_presider_has_a_name",
                violation_error_message="主持听证的同事必须写明姓名。",
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True) | Q(asked_at__isnull=False) | ~Q(announced=""),
                name="hearing_called_when_asked_or_announced",
                violation_error_message="举行听证，要有人申请，或者已经向社会公告。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, held__isnull=True, minutes__isnull=True, recorded_by__isnull=True)
                | Q(
                    ended_at__isnull=False,
                    held__isnull=False,
                    minutes__isnull=False,
                    recorded_by__isnull=False,
                    called_at__isnull=False,
                ),
                name="hearing_ended_with_minutes",
                violation_error_message="听证结束必须同时记录是否举行、笔录和时间。",
            ),
        ]

    def __str__(self) -> str:
        """Name the case."""
        return f"听证 {self.case_id}"


class HearingMove(models.Model):
    """A hearing that was called and put off: from when and where to when, why, and who agreed to a shorter notice."""

    id = models.UUIDField(primary_key=True)
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="moves")
    before = models.DateTimeField()
    before_place = models.CharField(max_length=200)
    before_presider = models.CharField(max_length=100)
    begins_at = models.DateTimeField()
    reason = models.TextField()
    consent = models.CharField(max_length=500, blank=True, default="", help_text="who agreed, and how")
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(begins_at=models.F("before")),
                name="hearing_moved_with_reason",
                violation_error_message="听证改期必须写明理由，并且改到另一个时间。",
            ),
        ]

    def __str__(self) -> str:
        """Name the hearing."""
        return f"改期 {self.hearing_id}"


class ToldParty(models.Model):
    """Somebody who was told in writing that they may ask for a hearing: the applicant, or who has an interest.

    ``party``: who is known here. ``told``: the name, the telephone and what was told of the matter. ``code``: by which
    they look it up without an account; ``number_digest``: by which whoever was not known finds it once they are.
    Interested parties have a time for their ``views`` as well (行政许可法36).
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="told")
    applicant = models.BooleanField(default=False)
    party = models.ForeignKey("identity.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    code = models.CharField(max_length=12, unique=True)
    number_digest = models.CharField(
        max_length=64, blank=True, default="", help_text="of the number of who is not known here; keyed, see identity"
    )
    told = models.BinaryField(help_text="name, telephone and what was told of the matter, encrypted")
    told_at = models.DateTimeField()
    told_by = models.UUIDField()
    paper = models.ForeignKey("documents.IssuedDocument", on_delete=models.PROTECT, null=True, related_name="+")
    notice = models.ForeignKey("documents.IssuedDocument", on_delete=models.PROTECT, null=True, related_name="+")
    views = models.BinaryField(null=True, help_text="what they said of the matter, encrypted")
    views_at = models.DateTimeField(null=True)
    wish = models.CharField(max_length=8, choices=Wish.choices, blank=True, default="")
    wish_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=Q(party__isnull=False),
                name="told_once_a_party",
                violation_error_message="已经告知过这位利害关系人。",
            ),
            models.UniqueConstraint(
                fields=["number_digest", "case"],
                condition=~Q(number_digest=""),
                name="told_once_a_number",
                violation_error_message="已经告知过这位利害关系人。",
            ),
            models.CheckConstraint(
                condition=Q(applicant=False) | Q(party__isnull=False, views__isnull=True),
                name="told_applicant_is_known",
                violation_error_message="申请人的意见用“补充说明”提出。",
            ),
            models.CheckConstraint(
                condition=Q(views__isnull=True, views_at__isnull=True) | Q(views__isnull=False, views_at__isnull=False),
                name="told_views_with_moment",
                violation_error_message="陈述的意见必须同时记录时间。",
            ),
            models.CheckConstraint(
                condition=Q(wish="", wish_at__isnull=True) | ~Q(wish="") & Q(wish_at__isnull=False),
                name="told_wish_with_moment",
                violation_error_message="是否要求听证必须同时记录时间。",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["party", "-told_at"], name="told_by_party")]

    def __str__(self) -> str:
        """Name it by its code."""
        return self.code


class MovedNotice(models.Model):
    """The paper by which somebody who was told learnt of another day; the notices before it stay with them."""

    id = models.UUIDField(primary_key=True)
    told = models.ForeignKey(ToldParty, on_delete=models.PROTECT, related_name="moved", db_index=False)
    move = models.ForeignKey(HearingMove, on_delete=models.PROTECT, related_name="notices")
    document = models.ForeignKey("documents.IssuedDocument", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["told", "move"],
                name="told_once_a_move",
                violation_error_message="每次改期对每个人只通知一次。",
            ),
        ]

    def __str__(self) -> str:
        """Name who was told."""
        return f"改期通知 {self.told_id}"
