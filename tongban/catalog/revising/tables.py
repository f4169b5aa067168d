"""The tables of revisions: the draft and its state, what was done to it, what people said of it, who looks at it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tongban.catalog.revising.states import EDITABLE, ENDED, KIND_NAMES, WITH_GUIDE, Kind, State, moves_of
from tongban.kernel.law import CITED

_STATES = [(one.value, one.value) for one in State]


class Revision(models.Model):
    """修订: one proposal of what is to be published of an item; one at a time is open for each item.

    ``document`` may be incomplete or faulty until it is submitted; ``digest`` is SM3 of it, and whoever saves says
    which digest they saw. ``department`` and ``region`` are those of the item: permission applies to them. ``basis`` is
    what the change rests on in words (第八条), ``favourable`` what is better for applicants, ``transition`` the rule
    by which running cases may follow; without either they keep their version. Of what becomes of the item, ``notice``
    is what people are told, ``starts_at`` from when it holds, and ``ends_at`` when a suspension ends by itself. Only
    ``moving`` sets ``state``.
    """

    id = models.UUIDField(primary_key=True)
    item = models.ForeignKey("catalog.Item", models.PROTECT, related_name="revisions")
    department = models.CharField(max_length=30)
    region = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=[(one.value, KIND_NAMES[one]) for one in Kind])
    state = models.CharField(max_length=20, choices=_STATES, default=State.DRAFT)
    base = models.ForeignKey("catalog.GuideVersion", models.PROTECT, null=True, related_name="+")
    document = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    basis = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=2000, blank=True)
    favourable = models.CharField(max_length=500, blank=True)
    transition = models.CharField(max_length=500, blank=True)
    drafters = ArrayField(models.UUIDField())
    reviewed_by = models.UUIDField(null=True)
    checked_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()
    stage_at = models.DateTimeField(help_text="when it came to where it stands: the clock of the stage runs from here")
    version = models.ForeignKey("catalog.GuideVersion", models.PROTECT, null=True, related_name="+")
    notice = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-changed_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "department", "stage_at"], name="catalog_revision_todo"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["item"],
                condition=~Q(state__in=sorted(ENDED)),
                name="catalog_revision_one_open",
                violation_error_message="这个事项已经有一份正在进行的修订，请接着办，或者先放弃它。",
            ),
            models.CheckConstraint(
                name="catalog_revision_four_eyes",
                condition=(Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("begun_by")))
                & (Q(checked_by__isnull=True) | ~Q(checked_by=F("begun_by")) & ~Q(checked_by=F("reviewed_by")))
                & (Q(approved_by__isnull=True) | ~Q(approved_by=F("begun_by"))),
                violation_error_message="编写、审核、合法性审核和审定必须由不同的人办理",
            ),
            models.CheckConstraint(
                name="catalog_revision_published_has_version",
                condition=~Q(state__in=[State.SCHEDULED, State.PUBLISHED], kind__in=sorted(WITH_GUIDE))
                | Q(version__isnull=False),
                violation_error_message="已发布的修订必须有办事指南的版本",
            ),
            models.CheckConstraint(
                name="catalog_revision_period",
                condition=Q(ends_at__isnull=True)
                | Q(kind=Kind.SUSPENSION.value) & (Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at"))),
                violation_error_message="只有暂停办理可以写到什么时候恢复，恢复的时间要晚于暂停的时间",
            ),
            models.CheckConstraint(
                name="catalog_revision_scheduled_has_start",
                condition=Q(kind__in=sorted(WITH_GUIDE)) | ~Q(state=State.SCHEDULED.value) | Q(starts_at__isnull=False),
                violation_error_message="定时暂停、恢复、取消事项的，要写明从什么时候起",
            ),
            models.CheckConstraint(
                name="catalog_revision_kind_has_document",
                condition=Q(kind__in=sorted(WITH_GUIDE)) | Q(document={}),
                violation_error_message="暂停、恢复、取消事项的修订没有办事指南的内容",
            ),
        ]

    def __str__(self) -> str:
        """Return the item and what the revision does."""
        return f"{self.item_id} {self.kind}"

    @property
    def kind_name(self) -> str:
        """Return in Chinese what the revision makes."""
        return KIND_NAMES[Kind(self.kind)]

    @property
    def state_name(self) -> str:
        """Return in Chinese where it stands."""
        return moves_of(self.kind).label(self.state)

    @property
    def editable(self) -> bool:
        """Tell whether its content can be changed now."""
        return self.state in EDITABLE

    @property
    def with_guide(self) -> bool:
        """Tell whether it carries a guide."""
        return self.kind in WITH_GUIDE


class RevisionStep(models.Model):
    """What was done to a revision: every verb once, with its words. ``digest`` is that of the document afterwards."""

    id = models.UUIDField(primary_key=True)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    by = models.UUIDField()
    at = models.DateTimeField()
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    section = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=2000, blank=True)
    digest = models.CharField(max_length=64)
    basis = models.CharField(max_length=100)

    class Meta:
        ordering = ("at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_revision_step_cites",
                condition=Q(basis__regex=CITED),
                violation_error_message="修订记录的依据应写成“法律代码.条.款.项”",
            ),
        ]

    def __str__(self) -> str:
        """Return the verb."""
        return self.verb


class Remark(models.Model):
    """意见: something said of an element of the guide (``materials.3``; empty for the whole), answered and resolved.

    ``roles``: in which it was said; who holds one of them may settle it, and judges nothing further while it is open.
    """

    id = models.UUIDField(primary_key=True)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="remarks")
    element = models.CharField(max_length=90, blank=True)
    text = models.CharField(max_length=2000)
    by = models.UUIDField()
    roles = ArrayField(models.CharField(max_length=30), default=list)
    at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    resolved_by = models.UUIDField(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_remark_answer_is_signed",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                violation_error_message="意见的答复要有答复人和时间",
            ),
            models.CheckConstraint(
                name="catalog_remark_resolution_is_signed",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                violation_error_message="意见的了结要有经办人和时间",
            ),
        ]

    def __str__(self) -> str:
        """Return the element."""
        return self.element


class AskedOpinion(models.Model):
    """征求意见: what another department was asked about a change, and what it answered."""

    id = models.UUIDField(primary_key=True)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="opinions")
    department = models.ForeignKey("orgs.Department", models.PROTECT, related_name="+")
    region = models.CharField(max_length=12)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    agrees = models.BooleanField(null=True)
    text = models.CharField(max_length=2000, blank=True)
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["revision", "department"],
                name="catalog_opinion_once",
                violation_error_message="已经征求过这个部门的意见",
            ),
            models.CheckConstraint(
                name="catalog_opinion_given_whole",
                condition=Q(agrees__isnull=True, given_at__isnull=True, given_by__isnull=True)
                | Q(agrees__isnull=False, given_at__isnull=False, given_by__isnull=False),
                violation_error_message="反馈的意见要写明是否同意、由谁在何时反馈",
            ),
            models.CheckConstraint(
                name="catalog_opinion_against_has_reason",
                condition=~Q(agrees=False) | ~Q(text=""),
                violation_error_message="不同意的要写明理由",
            ),
        ]

    def __str__(self) -> str:
        """Return the department."""
        return str(self.department_id)


class RevisionLook(models.Model):
    """Who had a revision open to write in it, and when last: for editors to see each other, and for nothing else."""

    id = models.BigAutoField(primary_key=True)
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="looks")
    account = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["revision", "account"],
                name="catalog_revision_look_once",
                violation_error_message="同一个人只记最近一次打开",
            ),
        ]

    def __str__(self) -> str:
        """Return the account."""
        return str(self.account)
