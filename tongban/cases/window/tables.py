"""The tables of the window. Rows of a case carry its UUIDv7, as all that belongs to a case does."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.window.states import (
    CAPACITY_NAMES,
    PAPERS,
    POSTS,
    PROOF_NAMES,
    SIGNATURE_NAMES,
    VISIT_NAMES,
    WAY_NAMES,
    Capacity,
    PaperStage,
    PostStage,
    Proof,
    Signature,
    VisitKind,
    Way,
)

ON_THE_WAY = (PostStage.TO_SEND, PostStage.ORDERING, PostStage.SENT)
NOT_SENT = (PostStage.RECALLED, PostStage.TO_SEND, PostStage.ORDERING)
TO_HAND_OVER = (PaperStage.WAITING, PaperStage.LACKING)


class SeenPaper(models.Model):
    """What of one material of the guide lay on the counter; ``copies`` and ``kept``: sheets that stay here."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="papers", db_index=False)
    material = models.CharField(max_length=64)
    seen = models.BooleanField()
    copies = models.PositiveSmallIntegerField()
    kept = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "material"], name="case_paper_once_a_material"),
            models.CheckConstraint(
                condition=Q(seen=True) | Q(copies__gt=0) | Q(kept__gt=0),
                name="case_paper_is_something",
                violation_error_message="没有看过原件、也没有收纸质材料的，不记录。",
            ),
        ]

    def __str__(self) -> str:
        """Name the material."""
        return self.material


class Handover(models.Model):
    """交接单: papers of one department, handed over by the window at one moment. A clerk of it confirms."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=32, unique=True)
    department = models.ForeignKey("orgs.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey("orgs.Region", on_delete=models.PROTECT, related_name="+", db_index=False)
    place_code = models.CharField(max_length=32, blank=True, default="")
    handed_at = models.DateTimeField()
    handed_by = models.UUIDField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="case_handover_confirmed_by_somebody",
                violation_error_message="确认交接单必须同时记录确认人和时间。",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["department", "-handed_at"], name="case_handover_by_department"),
            models.Index(fields=["region", "-handed_at"], name="case_handover_by_region"),
        ]

    def __str__(self) -> str:
        """Name it by its number."""
        return self.number


class PaperFile(models.Model):
    """The papers that one receipt at the window brought: of the application, or of its correction (``supplied``)."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    supplied = models.CharField(max_length=12)
    department = models.ForeignKey("orgs.Department", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("orgs.Region", on_delete=models.PROTECT, related_name="+")
    place_code = models.CharField(max_length=32, blank=True, default="")
    received_at = models.DateTimeField()
    stage = models.CharField(max_length=8, choices=[(one.value, PAPERS.label(one)) for one in PaperStage])
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="files", null=True)
    lacks = models.CharField(max_length=300, blank=True, default="", help_text="what the department misses")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "supplied"], name="case_paper_file_once"),
            models.CheckConstraint(
                condition=Q(stage=PaperStage.WAITING, handover__isnull=True)
                | ~Q(stage=PaperStage.WAITING) & Q(handover__isnull=False),
                name="case_paper_file_handed_by_list",
                violation_error_message="移交过的材料必须有交接单，没有移交的不得有。",
            ),
            models.CheckConstraint(
                condition=~Q(stage=PaperStage.LACKING) | ~Q(lacks=""),
                name="case_paper_file_says_what_lacks",
                violation_error_message="注明缺件的，必须写明缺什么。",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["department", "received_at"],
                condition=Q(stage__in=TO_HAND_OVER),
                name="case_paper_file_to_hand_over",
            ),
        ]

    def __str__(self) -> str:
        """Name where the papers are."""
        return self.stage


class DeliveryChoice(models.Model):
    """The way in which the applicant wants the result (送达方式); of a posted one the address, encrypted."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="wish", primary_key=True)
    way = models.CharField(max_length=8, choices=[(one.value, WAY_NAMES[one]) for one in Way])
    paper = models.BooleanField(help_text="whether a paper is wanted besides the electronic result")
    address = models.BinaryField(null=True, help_text="name, telephone and place, encrypted")
    chosen_at = models.DateTimeField()
    chosen_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(way=Way.POST, address__isnull=False) | ~Q(way=Way.POST) & Q(address__isnull=True),
                name="case_wish_address_iff_posted",
                violation_error_message="选择邮寄的必须有收件地址，其他方式不得有。",
            ),
        ]

    def __str__(self) -> str:
        """Name the way."""
        return self.way


class Shipment(models.Model):
    """One parcel with a result. Its id is the key under which the post knows it, so that asking twice sends one."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="shipments")
    stage = models.CharField(max_length=8, choices=[(one.value, POSTS.label(one)) for one in PostStage])
    tracking = models.CharField(max_length=40, blank=True, default="")
    ordered_at = models.DateTimeField()
    ordered_by = models.UUIDField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(help_text="when the post was asked last")
    refused = models.BooleanField(default=False, help_text="whether the post did not take the address")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(stage__in=ON_THE_WAY),
                name="case_one_parcel_on_its_way",
                violation_error_message="这个结果已经交邮，正在路上。",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=NOT_SENT, tracking="", sent_at__isnull=True)
                | ~Q(stage__in=NOT_SENT) & ~Q(tracking="") & Q(sent_at__isnull=False),
                name="case_parcel_tracked_iff_sent",
                violation_error_message="已寄出的必须有运单号和寄出时间，没有寄出的不得有。",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=ON_THE_WAY, ended_at__isnull=True)
                | ~Q(stage__in=ON_THE_WAY) & Q(ended_at__isnull=False),
                name="case_parcel_ended_iff_over",
                violation_error_message="签收、退回或者收回的必须有时间。",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["asked_at"], condition=Q(stage__in=ON_THE_WAY), name="case_parcel_to_ask"),
        ]

    def __str__(self) -> str:
        """Name it by its tracking number."""
        return self.tracking or self.stage


class HandingOut(models.Model):
    """How a result was received (送达): by whom in which capacity, checked by what, and how that was acknowledged.

    ``told``: what else there is, encrypted: a drawn signature, or who witnessed that it was refused and what happened.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="handing_out", primary_key=True)
    way = models.CharField(max_length=8, choices=[(one.value, WAY_NAMES[one]) for one in Way])
    capacity = models.CharField(max_length=9, choices=[(one.value, CAPACITY_NAMES[one]) for one in Capacity])
    mandate = models.UUIDField(null=True)
    proof = models.CharField(max_length=11, blank=True, choices=[(one.value, PROOF_NAMES[one]) for one in Proof])
    signature = models.CharField(max_length=8, choices=[(one.value, SIGNATURE_NAMES[one]) for one in Signature])
    told = models.BinaryField(null=True)
    place_code = models.CharField(max_length=32, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(signature__in=(Signature.DRAWN, Signature.REFUSED), told__isnull=False)
                | Q(signature__in=(Signature.ON_PAPER, Signature.BY_POST), told__isnull=True),
                name="case_handing_out_told_iff_needed",
                violation_error_message="当场手写的签收要有签名，拒绝签收的要有见证。",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.POST, proof="") | Q(way=Way.WINDOW) & ~Q(proof=""),
                name="case_handing_out_checked",
                violation_error_message="在窗口领取的，必须核对过领取人的证件。",
            ),
            models.CheckConstraint(
                condition=Q(capacity=Capacity.MANDATED, mandate__isnull=False)
                | Q(capacity=Capacity.APPLICANT, mandate__isnull=True),
                name="case_handing_out_mandate_iff_mandated",
                violation_error_message="代领的必须记录凭哪一份委托。",
            ),
        ]

    def __str__(self) -> str:
        """Name the way."""
        return self.way


class Visit(models.Model):
    """An act for which somebody stood at a window; which of them are one trip is a rule (``rules.trips``)."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="visits")
    kind = models.CharField(max_length=10, choices=[(one.value, VISIT_NAMES[one]) for one in VisitKind])
    place_code = models.CharField(max_length=32, blank=True, default="")
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day"], name="case_visit_by_day"),
        ]

    def __str__(self) -> str:
        """Name what it was for."""
        return self.kind
